"""What an instructor's events forbid: selling and sending recalled goods, sending by a service that is closed."""

from collections.abc import Iterable

from lab.values.errors import Refused
from lab.values.moment import DAY, Moment
from lab.world.world import World


def check_not_recalled(world: World, skus: Iterable[str]) -> None:
    """Raises Refused for goods that may not be offered or sent now."""
    for sku in dict.fromkeys(skus):
        recall = world.recall_of(sku)
        if recall is not None:
            raise Refused("product_recalled", sku=sku, days=days_left(world, recall.ends))


def check_lane_open(world: World, lane: str) -> None:
    """Raises Refused for a carrier's service that is closed now, for some days or for good."""
    closings = [
        shock for shock in world.shocks
        if shock.kind == "carrier_change" and shock.closed and shock.lane == lane and shock.is_in_force(world.now)
    ]  # fmt: skip
    if any(shock.ends is None for shock in closings):
        raise Refused("lane_closed_for_good", lane=lane)
    if closings:
        raise Refused("lane_closed", lane=lane, days=max(days_left(world, shock.ends) for shock in closings))


def days_left(world: World, ends: Moment | None) -> int:
    """Days to a moment, begun ones counted whole; 0 for one that never comes."""
    return 0 if ends is None else -((world.now - ends) // DAY)
