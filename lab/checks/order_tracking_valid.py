"""Check: every parcel can be followed, by a number of its own."""

from collections.abc import Iterator
from typing import ClassVar

from lab.checks.spoiling import parcels_left_out
from lab.customs.lanes import is_tracking_number_well_formed
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import format_offset
from lab.world.order import Order, Parcel
from lab.world.world import World


class OrderTrackingValid(Check):
    """Earns parcels with a valid number by all parcels of the orders; an order that has not left counts as one parcel.

    A number is valid when it is well formed for its service, the service goes to the order's country, and no
    unrelated order bears it (with `unique`; a box shared by orders has one number). `carriers` names the services
    that may be used.
    """

    name: ClassVar[str] = "order.tracking_valid"
    skill_default: ClassVar[str] = "orders"
    carriers: Names = ()
    unique: bool = True

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="tracking_valid", partly="tracking_partly_valid", wrong="tracking_not_valid")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from parcels_left_out(log, self.on)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        order = evidence.order(order_id)
        if order is None or not order.parcels:
            return [Item(ZERO, proof("order", order=order_id, found="not shipped"))]
        items = []
        for parcel in order.parcels:
            verdict, other = self._verdict(evidence.world, order, parcel)
            shown = proof(
                "order", ref=evidence.deed_ref("order.ship", order=order_id), order=order_id, rule=parcel.lane,
                found=parcel.tracking_number or "no number", expected=other, verdict=verdict,
                at=format_offset(parcel.shipped_at),
            )  # fmt: skip
            items.append(Item(ONE if verdict == "valid" else ZERO, shown))
        return items

    def _verdict(self, world: World, order: Order, parcel: Parcel) -> tuple[str, str]:
        """What is to be said of a parcel's number, and what should be there."""
        lane = world.setting.lanes[parcel.lane]
        if not parcel.tracking_number:
            return "not tracked", "a lane with tracking"
        if not is_tracking_number_well_formed(lane, parcel.tracking_number):
            return "badly formed", lane.tracking_pattern or ""
        if order.country not in lane.regions:
            return "does not go there", order.country
        if self.carriers and parcel.lane not in self.carriers:
            return "another service asked for", ", ".join(self.carriers)
        if self.unique and _is_used_twice(world, order, parcel):
            return "used twice", ""
        return "valid", ""


def _is_used_twice(world: World, order: Order, parcel: Parcel) -> bool:
    """Whether another parcel bears the number that is not the same box."""
    number = parcel.tracking_number
    own = sum(box.tracking_number == number for box in order.parcels)
    others = [
        other.id for other in world.orders.values()
        if other.id != order.id and any(box.tracking_number == number for box in other.parcels)
    ]  # fmt: skip
    return own > 1 or any(other not in parcel.together_with for other in others)
