"""Check: a listing is seen, visited or bought often enough, or more often than before."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.spans import Measure, a_day, as_many_before, days_touched, met_in, whole_days_since
from lab.checks.spoiling import never_on_sale
from lab.grading.check import ZERO, Check, Finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Minutes, Offset, Percent, percent_text
from lab.grading.spoil import Log, Spoiled

Number = Annotated[int, Field(ge=0, le=100_000_000)]


class SearchTrafficAtLeast(Check):
    """Earns linearly between `zero` and `full` of how often shoppers met the listings and places named (everything without `on`): times
    shown (`impressions`), clicks (`visits`) or purchases (`orders`).

    Either a number, over the days of the last `window` before the moment (all days without it); or, with `rise_full` and `rise_zero`, how
    much more there is of it on a day since `since` than on a day before: whole days only, as many before as after where there are as
    many, without the day of `since` itself. Where there was nothing before, or no whole day on either side, nothing can be compared and nothing is
    earned.
    """

    name: ClassVar[str] = "search.traffic_at_least"
    skill_default: ClassVar[str] = "search-traffic"
    measure: Measure = "impressions"
    full: Number | None = None
    zero: Number = 0
    rise_full: Percent | None = None
    rise_zero: Percent = ZERO
    since: Offset | None = None
    window: Minutes | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.full is None) == (self.rise_full is None):
            raise ValueError("give either 'full' (a number) or 'rise_full' (a percentage)")
        if self.full is not None and (not self.zero < self.full or self.since is not None):
            raise ValueError("'full' must be above 'zero', and 'since' belongs to 'rise_full'")
        if self.rise_full is not None and (not self.rise_zero < self.rise_full or self.since is None or self.window is not None):
            raise ValueError("'rise_full' must be above 'rise_zero' and needs 'since'; 'window' belongs to 'full'")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        until = min(evidence.moment, evidence.world.now)
        if self.rise_full is not None and self.since is not None:
            return self._rise(evidence, self.since, self.rise_full, until)
        days = days_touched(evidence.setting, until, self.window)
        count = self._count(evidence, days)
        full = self.full or 1
        share = linear(Fraction(count), full=Fraction(full), zero=Fraction(self.zero))
        shown = proof("traffic", object=", ".join(self.on), rule=self.measure, found=count, expected=f"≥ {full}", days=len(days))
        return Finding(share, _message(share), {"found": count}, (shown,))

    def _count(self, evidence: Evidence, days: range) -> int:
        met = met_in(evidence.world, self.on, days)
        return {"impressions": met.impressions, "visits": met.visits, "orders": met.orders}[self.measure]

    def _rise(self, evidence: Evidence, since: int, full: Fraction, until: int) -> Finding:
        after = whole_days_since(evidence.setting, since, until)
        before = as_many_before(evidence.setting, since, len(after))
        now, then = a_day(self._count(evidence, after), after), a_day(self._count(evidence, before), before)
        shown = [
            proof("traffic", object=", ".join(self.on), rule=self.measure, state=state, found=_rounded(mean), days=len(days))
            for state, mean, days in (("a day before", then, before), ("a day since", now, after))
        ]
        if not then or not len(after):
            return Finding(ZERO, "traffic_not_comparable", {}, tuple(shown))
        rise = now / then - 1
        share = linear(rise, full=full, zero=self.rise_zero)
        shown.append(proof("traffic", rule="rise", found=percent_text(rise), expected=f"≥ {percent_text(full)}"))
        return Finding(share, _message(share), {"found": percent_text(rise)}, tuple(shown))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Nothing on sale, so that nobody comes; where a rise is asked for that hurts too, for then there is nothing to compare."""
        yield from never_on_sale(log, self.on, right.world)


def _message(share: Fraction) -> str:
    return "traffic_reached" if share == 1 else "traffic_near" if share else "traffic_low"


def _rounded(mean: Fraction) -> str:
    """A mean with one digit, cut off."""
    tenths = mean * 10 // 1
    return f"{tenths // 10}.{tenths % 10}"
