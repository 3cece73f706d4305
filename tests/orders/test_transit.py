"""What carriers do with parcels."""

from typing import Any

import pytest

from lab.customs.destinations import load_destinations
from lab.engine.advance import advance
from lab.ledger.books import balance
from lab.ledger.refund import refund_sale
from lab.orders.dispatch import LOST_PERMILLE
from lab.orders.transit import charges_at_door, deliver, give_up, is_refused, refusals_per_10_000
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.world.listing import ShippingTemplate
from lab.world.order import Order
from lab.world.world import World
from tests.builders import KZ_LAMP, TODAY, act, euro, make_listing, make_order, make_world

US, US_LAMP = "meridian/US", "meridian/US/lamp"


def ship(world: World, order: Order, lane: str = "de_parcel", **changes: Any) -> Order:
    assert act(world, "order.ship", order=order.id, items=[{"sku": "lamp", "quantity": 1}], lane=lane, **changes).ok
    return order


def key_where(order: Order, world: World, refused: bool) -> int:
    for key in range(10_000):
        order.key = key
        if is_refused(world.setting, order) == refused:
            return key
    raise AssertionError("no such key")


def american(incoterm: str) -> tuple[World, Order]:
    """An order from the United States, where in May 2026 duty is 5 % for lamps and a surcharge of 10 % of the goods."""
    world = make_world(make_listing(US_LAMP), places=(US,), destinations=load_destinations(TODAY))
    world.templates[US] = ShippingTemplate(US, "us_tracked", ["US"], 48, euro("0.00"), 0, incoterm)  # type: ignore[arg-type]
    return world, make_order(world, listing=US_LAMP)


def test_a_shipped_order_is_delivered_once() -> None:
    world = make_world()
    order = make_order(world)
    order.key = key_where(order, world, False)
    ship(world, order)
    world.now = 3000
    assert deliver(world, "o1")
    assert (order.state, order.delivered_at) == ("delivered", 3000)
    world.now = 4000
    assert not deliver(world, "o1")
    assert order.delivered_at == 3000


def test_a_cancelled_order_is_not_delivered() -> None:
    world = make_world()
    order = make_order(world)
    order.state = "cancelled"
    assert not deliver(world, "o1")
    assert (order.state, order.delivered_at) == ("cancelled", None)


def test_one_of_a_hundred_parcels_is_refused_where_nothing_is_to_pay() -> None:
    for listing in (KZ_LAMP, "meridian/DE/lamp"):
        world = make_world()
        assert refusals_per_10_000(world.setting, make_order(world, listing=listing)) == 100
    world, order = american("DDP")
    assert refusals_per_10_000(world.setting, order) == 100


def test_charges_at_the_door_make_more_buyers_refuse() -> None:
    world, order = american("DAP")
    # 39.90 x 15 % = 5.985, rounded 5.99; 3 % + 0.8 x 5.99 / 39.90 = 15.0 %
    assert charges_at_door(world.setting, order) == euro("5.99")
    assert refusals_per_10_000(world.setting, order) == 300 + 8000 * 599 // 3990 == 1501


def test_a_refused_parcel_comes_back_at_the_shops_cost_and_the_buyer_gets_everything_back() -> None:
    world = make_world()
    order = make_order(world)
    order.key = key_where(order, world, True)
    ship(world, order)
    due = order.parcels[0].due_at
    advance(world, due)
    assert (order.state, order.delivered_at, order.refunded_at) == ("refused", None, due)
    assert world.shop.stock["lamp"] == 49
    for account in ("sales", "vat", "fees", "platform:meridian"):
        assert balance(world, account, "o1") == euro("0")
    assert balance(world, "postage", "o1") == euro("9.58")  # 4.79 there and 4.79 back
    advance(world, due)
    assert world.shop.stock["lamp"] == 50
    assert balance(world, "goods_sold", "o1") == euro("0")


def test_a_lost_parcel_is_given_up_fifteen_days_after_the_promise() -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    order.key = next(key for key in range(10_000) if below(draw(key, "loss"), 1000) < LOST_PERMILLE)
    ship(world, order, "kz_tracked")
    assert order.parcels[0].lost
    assert order.promised_at == 14 * DAY  # two days of handling, twelve on the way
    advance(world, 29 * DAY)
    assert order.state == "shipped"
    advance(world, 1)
    assert (order.state, order.refunded_at) == ("lost", 29 * DAY + 1)
    assert balance(world, "sales", order.id) == euro("0")
    assert balance(world, "goods_sold", order.id) == euro("12.00")  # the goods are gone


def test_nobody_refuses_in_a_world_without_consequences() -> None:
    world = make_world(consequences=False)
    order = make_order(world)
    with pytest.raises(AssertionError, match="no such key"):
        key_where(order, world, True)


def test_a_sale_is_taken_back_only_once() -> None:
    world = make_world()
    order = make_order(world)
    ship(world, order)
    world.now = 99
    give_up(world, order.id)
    entries = len(world.ledger)
    refund_sale(world, order.id, "refund")
    assert len(world.ledger) == entries
