"""Check: the student knows what the exchange of currencies has brought or cost."""

from collections.abc import Iterator
from typing import ClassVar

from lab.checks.spoiling import left_out
from lab.grading.check import ZERO, Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount
from lab.grading.spoil import Log, Spoiled
from lab.ledger.statement import statement
from lab.values.moment import format_offset

SHOWN = 10


class ProfitExchange(Check):
    """Earns everything when the worksheet's line `exchange` is the realised gain (a loss below nothing) of exchange in
    the books, give or take `tolerance`.

    Realised is what payouts in another currency have brought more or less than the sales had been booked at; before
    the first such payout there is nothing to earn.
    """

    name: ClassVar[str] = "profit.exchange"
    skill_default: ClassVar[str] = "management"
    tolerance: Amount

    def examine(self, evidence: Evidence) -> Finding:
        world, own = evidence.world, evidence.world.papers.worksheet
        if not own:
            return Finding(ZERO, "worksheet_missing", {}, (proof("worksheet", found="no worksheet"),))
        payouts = [payout for payout in world.payouts if payout.gross.currency != evidence.setting.currency]
        given, books = own.get("exchange"), statement(world).figures["exchange"].amount
        if not payouts:
            return Finding(ZERO, "nothing_exchanged", {}, (proof("worksheet", line="exchange", found="no payout yet"),))
        right = given is not None and abs(given.amount - books.amount) <= self.tolerance.amount
        turned = given is not None and not right and abs(given.amount + books.amount) <= self.tolerance.amount
        shown = proof(
            "worksheet",
            ref=evidence.deed_ref("worksheet.submit"),
            line="exchange",
            found=given if given is not None else "left out",
            expected=books,
            verdict="gain and loss mixed up" if turned else "",
        )
        rows = [
            proof(
                "payout", object=evidence.setting.platforms[payout.platform].display_name, found=payout.paid,
                books=payout.booked, at=format_offset(payout.at),
            )
            for payout in payouts[-SHOWN:]
        ]  # fmt: skip
        return all_finding(right, right="exchange_right", wrong="exchange_wrong", evidence=[shown, *rows])

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the worksheet", "worksheet.submit")
