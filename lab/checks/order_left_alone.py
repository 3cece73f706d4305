"""Check: orders that must wait are not touched."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.checks.order_sequence import OrderDeed, deeds_about
from lab.grading.check import ONE, ZERO, Check, Finding, Proof, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled, Timed, inserted
from lab.orders.actions import CancelOrder, ShipOrder
from lab.values.moment import format_offset
from lab.world.order import PackedItem


class OrderLeftAlone(Check):
    """Loses `per` for every order about which something forbidden was done, or which never came; can only lose points.

    An attempt that the platform refused is not held against anybody.
    """

    name: ClassVar[str] = "order.left_alone"
    skill_default: ClassVar[str] = "orders"
    only_loses: ClassVar[bool] = True
    forbid: tuple[OrderDeed, ...] = Field(default=("ship", "cancel", "refund"), min_length=1)
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = [shown for order_id in self.on for shown in self._first_touch(evidence, order_id)]
        fraction = max(ZERO, ONE - self.per * len(proofs))
        message = "orders_touched" if proofs else "orders_left_alone"
        return Finding(fraction, message, {"found": len(proofs)}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        for name in self.on:
            order = right.order(name)
            if order is not None and "cancel" in self.forbid:
                yield Spoiled("called off", inserted(log, Timed(order.placed_at, CancelOrder(name))))
            elif order is not None and "ship" in self.forbid:
                template = right.world.templates.get(order.place)
                packed = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
                if template is not None:
                    yield Spoiled("sent at once", inserted(log, Timed(order.placed_at, ShipOrder(name, packed, template.lane))))

    def _first_touch(self, evidence: Evidence, order_id: str) -> list[Proof]:
        """The first forbidden deed about an order, if there is one."""
        if evidence.order(order_id) is None:
            return [proof("order", order=order_id, found="no such order")]
        found = [(deed.seq, deed.at, step) for step in self.forbid for deed in deeds_about(evidence, order_id, step)]
        if not found:
            return []
        seq, at, step = min(found)
        return [proof("order", ref=f"action:{seq}", order=order_id, found=step, at=format_offset(at))]
