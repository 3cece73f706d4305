"""Check: the shop earned enough."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import model_validator

from lab.checks.prices import check_currency
from lab.checks.spoiling import left_out
from lab.customs.exchange import exact
from lab.grading.check import ZERO, Check, Finding, Proof, full_above_zero, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount, Minutes
from lab.grading.spoil import Log, Spoiled
from lab.ledger.statement import FIGURES, Statement, statement
from lab.values.money import Money
from lab.world.listing import is_meant


class ProfitNetAtLeast(Check):
    """Earns linearly between `zero` and `full` of profit, over the whole run or the last `window` before the moment.

    `on` names places or listings; then what belongs to no order (advertising, storage, exchange) is left out. Without
    it the whole shop counts. Where nothing was sold for good there is nothing to earn.
    """

    name: ClassVar[str] = "profit.net_at_least"
    skill_default: ClassVar[str] = "management"
    full: Amount
    zero: Amount
    window: Minutes | None = None

    @model_validator(mode="after")
    def _is_a_slope(self) -> Self:
        if self.full.currency != self.zero.currency:
            raise ValueError("'full' and 'zero' must be in one currency")
        check_currency(self.full.currency)
        full_above_zero(self)
        if self.window is not None and self.window < 1:
            raise ValueError("'window' must be above zero")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        until = world.now + 1
        since = 0 if self.window is None else max(0, until - self.window)
        report = statement(world, since, until)
        net, profit, proofs = self._named(report, evidence.setting.currency) if self.on else self._whole(report)
        if net.amount <= 0:
            return Finding(ZERO, "nothing_sold", {}, proofs)
        currency = evidence.setting.currency
        share = linear(Fraction(profit.amount), full=exact(self.full, currency), zero=exact(self.zero, currency))
        message = "profit_reached" if share == 1 else "profit_low" if share else "profit_missed"
        return Finding(share, message, {"profit": str(profit)}, proofs)

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "sending any parcel", "order.ship")

    def _whole(self, report: Statement) -> tuple[Money, Money, tuple[Proof, ...]]:
        rows = [
            proof("ledger", line=name, found=report.figures[name].amount)
            for name in FIGURES
            if name != "profit" and report.figures[name].amount.amount
        ]
        return report.net, report.profit, (*rows, self._sum(report.profit))

    def _named(self, report: Statement, currency: str) -> tuple[Money, Money, tuple[Proof, ...]]:
        """Net revenue and profit of the listings that are named, or stand at a place that is."""
        net = profit = Money(0, currency)
        rows = []
        for group in report.listings:
            if is_meant(group.key, self.on):
                net, profit = net + group.net, profit + group.profit
                rows.append(proof("ledger", object=group.key, line="profit", found=group.profit))
        return net, profit, (*rows, self._sum(profit))

    def _sum(self, profit: Money) -> Proof:
        return proof("ledger", line="profit", found=profit, expected=f"≥ {self.full}")
