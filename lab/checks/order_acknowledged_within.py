"""Check: orders are acknowledged in time."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from lab.checks.message_replied_within import HoursStep
from lab.checks.spoiling import sends
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, only_changed, without
from lab.values.moment import HOUR, format_offset


class OrderAcknowledgedWithin(Check):
    """Earns, per order, the first step whose limit was kept from purchase to acknowledgement; the mean over orders.

    Shipping an order acknowledges it. For a payment that was verified first, time counts from the end of the hold.
    """

    name: ClassVar[str] = "order.acknowledged_within"
    skill_default: ClassVar[str] = "orders"
    steps: Annotated[tuple[HoursStep, ...], Field(min_length=1)]

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, order_id) for order_id in self.on]
        return items_finding(
            items, right="acknowledged_in_time", partly="acknowledged_partly_in_time", wrong="not_acknowledged_in_time"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        done = without(without(log, sends(self.on)), lambda action: action.name == "order.acknowledge" and getattr(action, "order", "") in self.on)
        yield from only_changed(log, "neither acknowledged nor sent", done)

    def _examine_one(self, evidence: Evidence, order_id: str) -> Item:
        order = evidence.order(order_id)
        wanted = ", ".join(f"≤ {step.hours} h → {step.give}" for step in self.steps)
        if order is None or order.acknowledged_at is None:
            return Item(ZERO, proof("order", order=order_id, found="not acknowledged", expected=wanted))
        minutes = order.acknowledged_at - max(order.placed_at, order.held_until)
        share = next((step.give for step in self.steps if minutes <= step.hours * HOUR), ZERO)
        ref = evidence.deed_ref("order.acknowledge", order=order_id) or evidence.deed_ref("order.ship", order=order_id)
        at = format_offset(order.acknowledged_at)
        return Item(
            share, proof("order", ref=ref, order=order_id, found=format_offset(minutes)[1:], expected=wanted, at=at)
        )
