"""Which orders a platform counts against the shop, measure by measure, and which listings they came from.

The rules are those of `lab.orders.health`; this only says of which orders its counts are made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lab.orders.health import POOR_REVIEW, counts_as_defect, is_late, is_shops_cancel
from lab.values.moment import DAY, Moment
from lab.world.health import MeasureName
from lab.world.order import Order
from lab.world.world import World

Reason = Literal[
    "poor_review", "claim", "chargeback", "waiting", "late", "late_cancelled", "cancelled", "overdue", "untracked",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contributor:
    """An order that is counted, and all that it is counted for. `stars` are those of a poor review, else 0."""

    order: Order
    reasons: tuple[Reason, ...]
    stars: int = 0


def contributors(world: World, platform: str) -> Mapping[MeasureName, tuple[Contributor, ...]]:
    """The orders counted as bad in each measure of a platform as it is now, the newest first."""
    profile = world.setting.platforms[platform]
    orders = [order for order in world.orders.values() if order.platform == platform]
    stars = {review.order: review.stars for review in world.reviews if review.stars <= POOR_REVIEW}
    disputes: dict[str, list[Reason]] = {}
    for dispute in world.disputes:
        if dispute.order in world.orders and counts_as_defect(world, dispute):
            disputes.setdefault(dispute.order, []).append(dispute.kind)

    def defects(order: Order) -> list[Reason]:
        poor: list[Reason] = ["poor_review"] if order.id in stars else []
        return [*poor, *dict.fromkeys(disputes.get(order.id, []))]

    def counted(days: int, reasons_of: Iterable[tuple[Order, list[Reason]]]) -> tuple[Contributor, ...]:
        since = max(0, world.now - days * DAY)
        found = [
            Contributor(order, tuple(reasons), stars.get(order.id, 0) if "poor_review" in reasons else 0)
            for order, reasons in reasons_of
            if reasons and since <= order.placed_at < world.now
        ]
        return tuple(reversed(found))

    return {
        "defects": counted(profile.defect_window_days, ((order, defects(order)) for order in orders)),
        "late": counted(profile.late_shipment_window_days, ((order, _late(order, world.now)) for order in orders)),
        "cancels": counted(profile.cancel_window_days, ((order, _cancelled(order)) for order in orders)),
        "untracked": counted(profile.valid_tracking_window_days, ((order, _untracked(order)) for order in orders)),
    }


def worst_listings(found: Iterable[Contributor]) -> list[tuple[str, int]]:
    """The listings that the orders came from, each with how many, the most first."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.order.listing] = counts.get(one.order.listing, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def denied_claims(world: World, platform: str) -> int:
    """Claims of the defect window that were ruled for the shop."""
    since = world.now - world.setting.platforms[platform].defect_window_days * DAY
    return sum(
        dispute.ruling == "for_shop" and dispute.kind == "claim" and world.orders[dispute.order].platform == platform
        and world.orders[dispute.order].placed_at >= since
        for dispute in world.disputes
    )  # fmt: skip


def _late(order: Order, now: Moment) -> list[Reason]:
    if not is_late(order):
        return []
    if order.shipped_at is not None:
        return ["late"]
    if order.ship_by >= now or order.cancelled_by == "buyer":
        return []
    return ["late_cancelled" if order.state == "cancelled" else "waiting"]


def _cancelled(order: Order) -> list[Reason]:
    if not is_shops_cancel(order):
        return []
    return ["overdue" if order.cancelled_by == "platform" else "cancelled"]


def _untracked(order: Order) -> list[Reason]:
    return ["untracked"] if order.parcels and not order.parcels[0].tracking_number else []
