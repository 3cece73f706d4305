"""Check: the student's own figures agree with the books."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount
from lab.ledger.sale import sale_lines
from lab.values.money import Money

Line = Literal["revenue", "fees", "shipping", "tax", "profit"]


class ProfitWorksheetMatches(Check):
    """Earns right lines by all lines, over the orders named together.

    With `carry`, profit is judged on the student's own other lines, the true purchase cost of the goods and the duty
    paid, so that one slip is paid for once; a line left out counts as nothing.
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
        books = sale_lines(evidence.world, self.on)
        ref = evidence.deed_ref("worksheet.submit")
        items = []
        for line in self.lines:
            expected = self._carried(own, books) if line == "profit" and self.carry else books[line]
            given = own.get(line)
            right = given is not None and abs(given.amount - expected.amount) <= self.tolerance.amount
            shown = proof("worksheet", ref=ref, line=line, found=given if given is not None else "left out", expected=expected, books=books[line])
            items.append(Item(ONE if right else ZERO, shown))
        return items_finding(items, right="worksheet_right", partly="worksheet_partly_right", wrong="worksheet_wrong")

    def _carried(self, own: dict[str, Money], books: dict[str, Money]) -> Money:
        zero = Money(0, books["goods"].currency)
        costs = own.get("fees", zero) + own.get("shipping", zero) + own.get("tax", zero) + books["goods"] + books["duty"]
        return own.get("revenue", zero) - costs
