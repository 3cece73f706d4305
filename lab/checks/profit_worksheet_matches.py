"""Check: the student's own figures agree with the books."""

from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount
from lab.grading.spoil import Log, Spoiled
from lab.ledger.worksheet import book_lines
from lab.values.money import Money

Line = Literal["revenue", "fees", "shipping", "tax", "profit", "ads", "duty", "refunds", "goods", "exchange"]
"""Every line of a worksheet, as in `lab.ledger.worksheet`."""
OWN = ("revenue", "fees", "shipping", "tax")
"""Lines from which profit is reckoned and which count as nothing when they are left out."""
IF_GIVEN = ("goods", "duty", "ads", "exchange")
"""Lines from which profit is reckoned with the books' figure, unless the student gives one."""


class ProfitWorksheetMatches(Check):
    """Earns right lines by all lines, over the orders named together, or over the whole shop where none are named.

    With `carry`, profit is judged on the student's own other lines, so that one slip is paid for once. Purchase cost,
    duty, advertising and exchange are then those of the books where the student gives none, or nothing where the check
    asks for them too; the other lines count as nothing when they are left out. Refunds are off the revenue already.
    Advertising and exchange belong to no order.
    """

    name: ClassVar[str] = "profit.worksheet_matches"
    skill_default: ClassVar[str] = "management"
    lines: tuple[Line, ...] = Field(min_length=1)
    tolerance: Amount
    carry: bool = True

    def examine(self, evidence: Evidence) -> Finding:
        own = evidence.world.papers.worksheet
        if not own:
            return Finding(ZERO, "worksheet_missing", {}, (proof("worksheet", found="no worksheet"),))
        books = book_lines(evidence.world, self.on or None)
        ref = evidence.deed_ref("worksheet.submit")
        items = []
        for line in self.lines:
            given = own.get(line)
            expected = self._expected(line, own, books)
            right = given is not None and abs(given.amount - expected.amount) <= self.tolerance.amount
            shown = proof(
                "worksheet",
                ref=ref,
                line=line,
                found=given if given is not None else "left out",
                expected=expected,
                books=books[line],
            )
            items.append(Item(ONE if right else ZERO, shown))
        return items_finding(items, right="worksheet_right", partly="worksheet_partly_right", wrong="worksheet_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the worksheet", "worksheet.submit")

    def _expected(self, line: Line, own: Mapping[str, Money], books: Mapping[str, Money]) -> Money:
        """The figure that a line is held against: of the ways in which profit may be carried on, the nearest."""
        given = own.get(line)
        if line != "profit" or not self.carry or given is None:
            return books[line] if line != "profit" or not self.carry else carried(own, books)
        ways = (carried(own, books), carried(own, books, left_out=self.lines))
        return min(ways, key=lambda way: abs(way.amount - given.amount))


def carried(own: Mapping[str, Money], books: Mapping[str, Money], left_out: Collection[str] = ()) -> Money:
    """The profit that follows from a student's own lines.

    What has no line of its own (storage) is as in the books, and so are lines of `IF_GIVEN` that the student does not
    give; those that are in `left_out` count as nothing instead.
    """
    zero = Money(0, books["profit"].currency)
    lines = {name: own.get(name, zero) for name in OWN}
    lines |= {name: own.get(name, zero if name in left_out else books[name]) for name in IF_GIVEN}
    # What the books have besides all lines: their profit less what their lines make.
    return books["profit"] - _sum(books) + _sum(lines)


def _sum(lines: Mapping[str, Money]) -> Money:
    costs = lines["fees"] + lines["shipping"] + lines["tax"] + lines["goods"] + lines["duty"] + lines["ads"]
    return lines["revenue"] - costs + lines["exchange"]
