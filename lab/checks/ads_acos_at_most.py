"""Check: advertising costs little against what it sells."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.ads.report import Figures, figures_of, last_days, rows_within
from lab.checks.spoiling import left_out
from lab.grading.check import ZERO, Check, Finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Percent, percent_text
from lab.grading.spoil import Log, Spoiled


class AdsAcosAtMost(Check):
    """Earns linearly between `zero` and `full` of what ads cost by what they sold, over all days.

    `on` names listings or places; without it the whole shop counts. Fewer than `orders` orders by ads earn nothing.
    """

    name: ClassVar[str] = "ads.acos_at_most"
    skill_default: ClassVar[str] = "search-traffic"
    full: Percent
    zero: Percent
    orders: int = Field(default=1, ge=1, le=1000)

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        figures = figures_of(rows_within(world, self.on, last_days(world)))
        acos = figures.acos
        enough = acos is not None and figures.bought >= self.orders
        fraction = linear(acos, full=self.full, zero=self.zero) if enough and acos is not None else ZERO
        message = "acos_low" if fraction == 1 else "acos_higher" if fraction else "acos_too_high" if enough else "ads_sold_too_little"
        return Finding(fraction, message, {"orders": self.orders}, (self._proof(figures, evidence),))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the campaigns", "ads.save")

    def _proof(self, figures: Figures, evidence: Evidence) -> dict[str, object]:
        currency = evidence.setting.currency
        found = percent_text(figures.acos) if figures.acos is not None else "nothing sold by ads"
        return proof(
            "ads", object=", ".join(self.on), found=found, expected=f"≤ {percent_text(self.full)}",
            cost=figures.spent(currency), sales=figures.sold(currency), orders=figures.bought,
        )  # fmt: skip
