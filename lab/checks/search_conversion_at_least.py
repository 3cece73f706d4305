"""Check: enough of those who open a listing buy."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from pydantic import Field, model_validator

from lab.checks.spans import days_touched, met_in
from lab.checks.spoiling import never_on_sale
from lab.grading.check import ZERO, Check, Finding, full_above_zero, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Percent, percent_text
from lab.grading.spoil import Log, Spoiled


class SearchConversionAtLeast(Check):
    """Earns linearly between `zero` and `full` of purchases by visits (clicks), over all listings and places named together; without `on`
    everything counts.

    Only the days of the last `window` before the moment count, each day in full; without it all days since the start. Fewer than
    `min_visits` visits earn nothing: so few say nothing.
    """

    name: ClassVar[str] = "search.conversion_at_least"
    skill_default: ClassVar[str] = "listing-optimisation"
    full: Percent = Field(gt=0, le=1)
    zero: Percent = Field(default=ZERO, ge=0, le=1)
    window: Minutes | None = Field(default=None, ge=1)
    min_visits: int = Field(default=50, ge=1, le=1_000_000)

    _is_a_slope = model_validator(mode="after")(full_above_zero)

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        days = days_touched(evidence.setting, min(evidence.moment, world.now), self.window)
        met = met_in(world, self.on, days)
        rate = Fraction(met.orders, met.visits) if met.visits else ZERO
        shown = proof(
            "traffic", object=", ".join(self.on), found=percent_text(rate) if met.visits else "no visit",
            expected=f"≥ {percent_text(self.full)}", days=len(days), impressions=met.impressions, visits=met.visits, sold=met.orders,
        )  # fmt: skip
        if met.visits < self.min_visits:
            return Finding(ZERO, "too_few_visits", {"visits": met.visits, "least": self.min_visits}, (shown,))
        share = linear(rate, full=self.full, zero=self.zero)
        message = "conversion_reached" if share == 1 else "conversion_near" if share else "conversion_low"
        return Finding(share, message, {"rate": percent_text(rate)}, (shown,))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Nothing on sale, so that nobody visits."""
        yield from never_on_sale(log, self.on, right.world)
