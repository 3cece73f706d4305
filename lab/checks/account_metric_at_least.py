"""Check: a platform's measure of the account is good enough."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ZERO, Check, Finding, Proof, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Offset, Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.orders import health
from lab.values.moment import Moment, format_offset
from lab.world.health import MeasureName
from lab.world.order import Order
from lab.world.world import World

GoodName = Literal["flawless", "on_time", "kept", "tracked"]
"""The other side of the four measures: orders without a defect, on time, not cancelled, with tracking."""
_OF: dict[str, MeasureName] = {
    "defects": "defects", "late": "late", "cancels": "cancels", "untracked": "untracked",
    "flawless": "defects", "on_time": "late", "kept": "cancels", "tracked": "untracked",
}  # fmt: skip
WORST_SHOWN = 5


class AccountMetricAtLeast(Check):
    """Earns linearly between `zero` and `full` of a share of orders; the mean over the platforms of the places named.

    `defects`, `late`, `cancels` and `untracked` are shares of bad orders and should be small; `flawless`, `on_time`,
    `kept` and `tracked` the shares of all others, which should be large. Each counts over the platform's own window,
    with `since` only orders placed from then on. Fewer than `orders` orders earn nothing. Without `on` every platform
    counts on which the shop may sell.
    """

    name: ClassVar[str] = "account.metric_at_least"
    skill_default: ClassVar[str] = "management"
    metric: MeasureName | GoodName
    full: Percent
    zero: Percent
    orders: int = Field(default=10, ge=1, le=10_000)
    since: Offset | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not all("/" in place for place in self.on):
            raise ValueError("'on' names places: platform/country")
        is_bad = self.metric == _OF[self.metric]
        if not (self.full < self.zero if is_bad else self.zero < self.full):
            raise ValueError(f"'full' must be {'below' if is_bad else 'above'} 'zero' for {self.metric}")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        platforms = dict.fromkeys(place.partition("/")[0] for place in (self.on or evidence.setting.places))
        found = {platform: self._counted(evidence.world, platform) for platform in platforms}
        enough = {platform: (number, of) for platform, (number, of) in found.items() if of >= self.orders}
        shares = [linear(Fraction(number, of), full=self.full, zero=self.zero) for number, of in enough.values()]
        fraction = sum(shares, ZERO) / len(platforms) if platforms else ZERO
        missed = "metric_missed" if enough else "too_few_orders"
        message = "metric_reached" if fraction == 1 else "metric_near" if fraction else missed
        proofs = [
            shown for platform, (number, of) in found.items() for shown in self._proofs(evidence, platform, number, of)
        ]
        return Finding(fraction, message, {"orders": self.orders}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "sending any parcel", "order.ship")

    def _counted(self, world: World, platform: str) -> tuple[int, int]:
        """How many orders have the property in question, and of how many."""
        found = next(
            one for one in health.measures(world, platform, placed_from=self.since or 0) if one.name == _OF[self.metric]
        )
        return (found.bad if self.metric == found.name else found.of - found.bad), found.of

    def _proofs(self, evidence: Evidence, platform: str, number: int, of: int) -> list[Proof]:
        world, bad = evidence.world, _OF[self.metric]
        sign = "≤" if self.metric == bad else "≥"
        found = f"{percent_text(Fraction(number, of))} ({number} / {of})" if of else "no orders"
        name = evidence.setting.platforms[platform].display_name
        shown = [
            proof("account", object=name, rule=self.metric, found=found, expected=f"{sign} {percent_text(self.full)}")
        ]
        for order in bad_orders(world, platform, bad, self.since or 0)[:WORST_SHOWN]:
            shown.append(proof("account", order=order.id, rule=bad, since=format_offset(order.placed_at)))
        return shown


def bad_orders(world: World, platform: str, metric: MeasureName, since: Moment = 0) -> list[Order]:
    """The orders that a measure counts against the shop: those that are longest overdue first, else the latest."""
    found = health.bad_orders(world, platform, metric, placed_from=since)
    if metric == "late":
        return sorted(found, key=lambda order: _left_at(world, order) - order.ship_by, reverse=True)
    return sorted(found, key=lambda order: order.placed_at, reverse=True)


def _left_at(world: World, order: Order) -> Moment:
    """When an order left; now, if it has not."""
    return order.shipped_at if order.shipped_at is not None else world.now
