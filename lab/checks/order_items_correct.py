"""Check: what was packed is what was ordered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from lab.checks.spoiling import parcels_changed, parcels_left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled


class OrderItemsCorrect(Check):
    """Earns orders packed exactly as ordered by all orders."""

    name: ClassVar[str] = "order.items_correct"
    skill_default: ClassVar[str] = "orders"

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, order_id) for order_id in self.on]
        return items_finding(items, right="packed_right", partly="packed_partly_right", wrong="packed_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from parcels_left_out(log, self.on)
        yield from parcels_changed(log, "one piece too many packed", self.on, lambda ship: replace(ship, items=tuple(replace(item, quantity=item.quantity + 1) for item in ship.items)))

    def _examine_one(self, evidence: Evidence, order_id: str) -> Item:
        order = evidence.order(order_id)
        if order is None or not order.parcels:
            return Item(ZERO, proof("order", order=order_id, found="not shipped"))
        wanted: Counter[str] = Counter()
        packed: Counter[str] = Counter()
        for ordered in order.items:
            wanted[ordered.sku] += ordered.quantity
        for parcel in order.parcels:
            for item in parcel.items:
                packed[item.sku] += item.quantity
        ref = evidence.deed_ref("order.ship", order=order_id)
        shown = proof("order", ref=ref, order=order_id, found=_text(packed), expected=_text(wanted))
        return Item(ONE if packed == wanted else ZERO, shown)


def _text(lines: "Counter[str]") -> str:
    return ", ".join(f"{quantity} x {sku}" for sku, quantity in sorted(lines.items()))
