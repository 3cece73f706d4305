"""Check: orders are handed to a carrier in time."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from lab.checks.message_replied_within import HoursStep
from lab.checks.spoiling import sends
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled, delayed, only_changed
from lab.values.moment import HOUR, format_offset


class OrderShippedWithin(Check):
    """Earns, per order, the first step whose limit was kept from purchase to hand-over; the mean over orders."""

    name: ClassVar[str] = "order.shipped_within"
    skill_default: ClassVar[str] = "orders"
    steps: Annotated[tuple[HoursStep, ...], Field(min_length=1)]

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, order_id) for order_id in self.on]
        return items_finding(items, right="shipped_in_time", partly="shipped_partly_in_time", wrong="not_shipped_in_time")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        late = log
        for name in self.on:
            order = right.order(name)
            if order is not None:
                late = delayed(late, sends([name]), order.placed_at + self.steps[-1].hours * HOUR + 1)
        yield from only_changed(log, "sent after the last step", late)

    def _examine_one(self, evidence: Evidence, order_id: str) -> Item:
        order = evidence.order(order_id)
        wanted = ", ".join(f"≤ {step.hours} h → {step.give}" for step in self.steps)
        if order is None or order.shipped_at is None:
            return Item(ZERO, proof("order", order=order_id, found="not shipped", expected=wanted))
        minutes = order.shipped_at - order.placed_at
        share = next((step.give for step in self.steps if minutes <= step.hours * HOUR), ZERO)
        ref = evidence.deed_ref("order.ship", order=order_id)
        shown = proof("order", ref=ref, order=order_id, found=format_offset(minutes)[1:], expected=wanted, at=format_offset(order.shipped_at))
        return Item(share, shown)
