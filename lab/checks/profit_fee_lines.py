"""Check: the worksheet names every kind of cost, and no other."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.checks.profit_worksheet_matches import Line
from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.ledger.worksheet import LINES, book_lines

NO_COST = frozenset({"revenue", "profit"})
"""Lines of the worksheet that are no cost, and never superfluous."""


class ProfitFeeLines(Check):
    """Earns lines chosen rightly by the lines in `expect` and those that are superfluous.

    Whether a figure is right is not looked at. A line of nothing is as good as an empty one, unless the books have
    nothing there either: of the orders that `on` names, or else of the whole shop. Revenue and profit may always be
    there.
    """

    name: ClassVar[str] = "profit.fee_lines"
    skill_default: ClassVar[str] = "management"
    expect: tuple[Line, ...] = Field(min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        own = evidence.world.papers.worksheet
        if not own:
            return Finding(ZERO, "worksheet_missing", {}, (proof("worksheet", found="no worksheet"),))
        books = book_lines(evidence.world, self.on or None)
        ref = evidence.deed_ref("worksheet.submit")
        items = []
        for line in dict.fromkeys(self.expect):
            given = own.get(line)
            right = given is not None and (given.amount != 0 or books[line].amount == 0)
            found = given if given is not None else "left out"
            items.append(
                Item(ONE if right else ZERO, proof("worksheet", ref=ref, line=line, found=found, expected="a figure"))
            )
        for name in LINES:
            given = own.get(name)
            if name not in self.expect and name not in NO_COST and given is not None and given.amount:
                shown = proof("worksheet", ref=ref, line=name, found=given, expected="no such line")
                items.append(Item(ZERO, shown))
        return items_finding(
            items, right="cost_lines_right", partly="cost_lines_partly_right", wrong="cost_lines_wrong"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the worksheet", "worksheet.submit")
