"""Shops and parcels for the tests of what happens before and while goods leave."""

from dataclasses import replace
from typing import Any

from lab.engine.do import Outcome
from lab.engine.pack import world_hash
from lab.ledger.books import book
from lab.market.base import Market
from lab.orders.arrival import receive_order
from lab.values.chance import below, draw
from lab.world.due import ComingOrder, OrderTarget
from lab.world.listing import ShippingTemplate
from lab.world.order import Order
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import ANNA, DE, DE_LAMP, act, euro, make_listing, make_product, make_world, quiet_market

US, US_LAMP, GB, GB_LAMP = "meridian/US", "meridian/US/lamp", "meridian/GB", "meridian/GB/lamp"
JOHN = replace(ANNA, name="John Miller", city="Albany", postcode="12207", country="US", language="en")
ELSEWHERE = replace(ANNA, street="Am Markt 9", city="Jena", postcode="07743")


def sold(world: World, listing: str, quantity: int = 1, order_id: str = "o1", **changes: Any) -> Order:
    """A scenario's order of a listing; `key` chooses its chances, `buyer` who it is."""
    world.listings.setdefault(listing, make_listing(listing))
    coming = ComingOrder(order_id, changes.pop("buyer", ANNA), (OrderTarget(listing, quantity),), "scenario", **changes)
    order = receive_order(world, coming)
    assert order is not None
    return order


def key_with(*purposes: tuple[str, int, int], but: tuple[str, int, int] | None = None) -> int:
    """The first key whose draws for some purposes are below a number of a whole, and for `but` is not."""

    def happens(key: int, purpose: tuple[str, int, int]) -> bool:
        return below(draw(key, purpose[0]), purpose[2]) < purpose[1]

    return next(
        key for key in range(1, 500_000)
        if all(happens(key, one) for one in purposes) and not (but is not None and happens(key, but))
    )  # fmt: skip


CALM = key_with(but=("refusal", 1600, 10_000))
"""The key of a buyer who takes parcels in."""


def pack(*goods: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"sku": sku, "quantity": quantity} for sku, quantity in goods]


def ship(world: World, order_id: str = "o1", pieces: int = 1, lane: str = "de_parcel", **more: Any) -> Outcome:
    return act(world, "order.ship", order=order_id, items=pack(("lamp", pieces)), lane=lane, **more)


def sent(world: World, order_id: str = "o1", pieces: int = 1, lane: str = "de_parcel", **more: Any) -> Order:
    outcome = ship(world, order_id, pieces, lane, **more)
    assert outcome.ok, outcome
    return world.orders[order_id]


def refused(world: World, name: str, **values: Any) -> str:
    """The code with which an action is refused; nothing has changed."""
    before = world_hash(world)
    outcome = act(world, name, **values)
    assert not outcome.ok
    assert world_hash(world) == before
    return outcome.code


def with_warehouse(pieces: int = 5, worth: int = 8_003, **changes: Any) -> World:
    """A shop with lamps in a warehouse in the United States, where it sells too; platforms charge in euros."""
    products = {"lamp": make_product(**{"sides_mm": (460, 210, 180), **changes.pop("lamp", {})}), "bulb": make_product("bulb")}
    world = make_world(make_listing(DE_LAMP), make_listing(US_LAMP), places=(DE, US), products=products, **changes)
    world.templates[US] = ShippingTemplate(US, "us_parcel", ["US"], 24, euro("4.00"))
    world.shop.abroad["US"] = {"lamp": Pile(pieces, worth)}
    book(world, "opening", None, [("stock", worth), ("capital", -worth)])
    return world


def two_homes() -> Market:
    """The quiet market with two buyers in Germany, so that there is another address."""
    market = quiet_market()
    return replace(market, people={**market.people, "DE": (ANNA, replace(ELSEWHERE, name="Ida Frey"))})
