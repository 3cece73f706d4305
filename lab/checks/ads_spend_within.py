"""Check: advertising keeps to what it may cost a day."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import model_validator

from lab.ads.report import Figures, figures_of, in_minor, last_days, rows_within
from lab.checks.spoiling import left_out
from lab.customs.exchange import exact
from lab.grading.check import ONE, ZERO, Check, Finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount, Percent, percent_text
from lab.grading.spoil import Log, Spoiled

DAYS_SHOWN = 5


class AdsSpendWithin(Check):
    """Earns the mean over days with cost: 1 up to `cap`, 0 from twice `cap` on, a straight line between.

    With `acos_full` and `acos_zero` that is multiplied by how low the cost is against what ads sold, over all days. `on`
    names listings or places; without it the whole shop counts. A shop whose ads never cost anything earns nothing.
    """

    name: ClassVar[str] = "ads.spend_within"
    skill_default: ClassVar[str] = "search-traffic"
    cap: Amount
    acos_full: Percent | None = None
    acos_zero: Percent | None = None

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        if (self.acos_full is None) != (self.acos_zero is None):
            raise ValueError("acos_full and acos_zero belong together")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        world, currency = evidence.world, evidence.setting.currency
        rows = rows_within(world, self.on, last_days(world))
        days = {day: figures_of(row for row in rows if row.day == day) for day in sorted({row.day for row in rows})}
        costs = {day: in_minor(figures.cost, currency) for day, figures in days.items() if figures.cost}
        cap = exact(self.cap, currency)
        shares = {day: linear(cost, full=cap, zero=2 * cap) for day, cost in costs.items()}
        kept = sum(shares.values(), ZERO) / len(shares) if shares else ZERO
        whole = figures_of(rows)
        fraction = kept * self._acos_share(whole)
        message = "spend_kept" if fraction == 1 else "spend_partly_kept" if fraction else "spend_not_kept" if shares else "ads_cost_nothing"
        over = [day for day in sorted(shares, key=lambda day: (-costs[day], day)) if shares[day] < ONE][:DAYS_SHOWN]
        proofs = [
            proof(
                "ads", object=", ".join(self.on), found=f"{sum(share == ONE for share in shares.values())} / {len(shares)}",
                expected=f"≤ {self.cap}", cost=whole.spent(currency), sales=whole.sold(currency), acos=_acos_text(whole),
            )
        ]  # fmt: skip
        proofs += [proof("ads_day", day=day + 1, found=days[day].spent(currency), expected=f"≤ {self.cap}") for day in over]
        return Finding(fraction, message, {}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the campaigns", "ads.save")

    def _acos_share(self, figures: Figures) -> Fraction:
        if self.acos_full is None or self.acos_zero is None:
            return ONE
        return linear(figures.acos, full=self.acos_full, zero=self.acos_zero) if figures.acos is not None else ZERO


def _acos_text(figures: Figures) -> str:
    return percent_text(figures.acos) if figures.acos is not None else ""
