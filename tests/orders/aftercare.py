"""Orders that have just come, for the tests of what buyers do then."""

from collections.abc import Callable
from typing import Any

from lab.values.chance import below, draw
from lab.values.normal import normal_milli
from lab.world.order import Order
from lab.world.world import World
from tests.builders import DE_LAMP, act, make_order

Fits = Callable[[int], bool]


def chance(key: int, purpose: str) -> int:
    """0 to 9999."""
    return below(draw(key, purpose), 10_000)


def permille(key: int, purpose: str) -> int:
    """0 to 999."""
    return below(draw(key, purpose), 1000)


def mood(key: int) -> int:
    return normal_milli(draw(key, "satisfaction"))


def anybody(key: int) -> bool:
    return True


def delivered(
    world: World, fits: Fits = anybody, order_id: str = "o1", *, late: int = 0, listing: str = DE_LAMP, lane: str = "de_parcel",
    **shipping: Any,
) -> Order:  # fmt: skip
    """An order that has just come, by a buyer whose key fits. Its parcel took two days; nothing else is on the agenda."""
    order = make_order(world, order_id, listing, at=world.now)
    items = shipping.pop("items", [{"sku": "lamp", "quantity": 1}])
    outcome = act(world, "order.ship", order=order_id, items=items, lane=lane, **shipping)
    assert outcome.ok, outcome
    world.agenda = [due for due in world.agenda if due.kind == "order"]
    order.key = next(key for key in range(500_000) if fits(key))
    order.state, order.delivered_at = "delivered", order.promised_at + late
    world.now = order.delivered_at
    return order


def agenda(world: World) -> list[tuple[str, int]]:
    """Kinds of what is to come, each with the minutes until then."""
    return [(due.kind, due.at - world.now) for due in world.agenda]
