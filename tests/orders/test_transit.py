"""What carriers do with parcels."""

from dataclasses import replace
from typing import Any

import pytest

from lab.customs.destinations import load_destinations
from lab.engine.advance import advance
from lab.ledger.books import balance
from lab.ledger.refund import give_back_all
from lab.orders.dispatch import LOST_PERMILLE
from lab.orders.transit import (
    charges_at_door,
    deliver,
    give_up,
    is_refused,
    is_undeliverable,
    refusals_per_10_000,
    worth_of,
)
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.world.listing import ShippingTemplate
from lab.world.order import Order
from lab.world.world import World
from tests.builders import KZ_LAMP, TODAY, act, euro, make_listing, make_order, make_world
from tests.orders.fulfilment import CALM, ELSEWHERE, US, US_LAMP, key_with, sent, sold


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
    for account in ("sales", "vat"):
        assert balance(world, account, "o1") == euro("0")
    assert balance(world, "fees", "o1") == euro("1.31")  # the platform keeps a fifth of 6.57, 5.26 come back
    assert balance(world, "platform:meridian", "o1") == euro("-1.31")
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
    give_back_all(world, order, "claim", "platform")
    assert len(world.ledger) == entries


def in_two_parcels(world: World, **changes: Any) -> Order:
    """An order of two lamps, sent one by one, a day between them."""
    sold(world, "meridian/DE/lamp", 2, key=CALM, **changes)
    sent(world, more_to_come=True)
    world.now += DAY
    return sent(world)


def test_an_order_is_delivered_with_the_last_of_its_parcels() -> None:
    world = make_world(consequences=False)
    order = in_two_parcels(world)
    assert order.parcels[0].tracking_number != order.parcels[1].tracking_number
    world.now = 9000
    assert not deliver(world, "o1", 1)
    assert (order.state, order.settled_parcels) == ("shipped", [1])
    assert not deliver(world, "o1", 1)
    world.now = 9999
    assert deliver(world, "o1", 0)
    assert (order.state, order.delivered_at) == ("delivered", 9999)


def test_what_was_in_a_lost_parcel_is_paid_back_and_the_other_makes_the_order_delivered() -> None:
    world = make_world(consequences=False)
    order = in_two_parcels(world)
    deliver(world, "o1", 0)
    assert not give_up(world, "o1", 1)
    assert (order.state, order.refunded, order.refunded_at) == ("delivered", euro("39.90"), None)


def test_an_order_of_which_every_parcel_got_lost_is_lost() -> None:
    world = make_world(consequences=False)
    order = in_two_parcels(world)
    order.parcels = [replace(parcel, lost=True) for parcel in order.parcels]
    assert not give_up(world, "o1", 0)
    assert (order.state, order.refunded) == ("shipped", euro("39.90"))
    assert give_up(world, "o1", 1)
    assert (order.state, order.refunded, order.delivered_at) == ("lost", euro("83.70"), None)


def test_a_lost_first_parcel_leaves_an_order_open_for_the_rest() -> None:
    world = make_world(consequences=False)
    order = sold(world, "meridian/DE/lamp", 2)
    sent(world, more_to_come=True)
    assert not give_up(world, "o1", 0)
    assert (order.state, order.refunded) == ("part_shipped", euro("39.90"))
    sent(world)
    assert deliver(world, "o1", 1)
    assert (order.state, order.refunded) == ("delivered", euro("39.90"))


def test_who_refuses_one_parcel_refuses_the_order_and_all_of_them_come_back() -> None:
    world = make_world()
    order = in_two_parcels(world)
    order.key = key_with(("refusal", 100, 10_000))
    assert deliver(world, "o1", 0)
    assert (order.state, order.refundable.amount) == ("refused", 0)
    assert not deliver(world, "o1", 1)
    assert sorted(due.parcel for due in world.agenda if due.kind == "goods_back") == [0, 1]
    advance(world, 20 * DAY)
    assert world.shop.stock["lamp"] == 50
    assert balance(world, "goods_sold") == euro("0")


@pytest.mark.parametrize(("answer", "of_ten"), [("", 6), ("declined", 3), ("agreed", 0)])
def test_parcels_to_an_address_that_the_buyer_wanted_changed_often_come_back(answer: Any, of_ten: int) -> None:
    world = make_world()
    order = make_order(world)
    order.address_wish, order.address_answer = ELSEWHERE, answer
    sent(world)
    parcel = order.parcels[0]
    assert parcel.goes_to_old_address == (answer != "agreed")
    found = 0
    for key in range(2000):
        order.key = key
        found += is_undeliverable(world.setting, order, parcel)
    assert found / 2000 == pytest.approx(of_ten / 10, abs=0.03)


def test_half_of_those_refuse_who_had_asked_to_cancel_before_the_parcel_left() -> None:
    world = make_world()
    order = make_order(world)
    order.cancel_wish_at = 0
    sent(world)
    refusing = 0
    for key in range(2000):
        order.key = key
        refusing += is_refused(world.setting, order)
    assert refusing / 2000 == pytest.approx(0.505, abs=0.03)
    order.cancel_wish_at = 1  # asked when it had left already
    order.key = CALM
    assert not is_refused(world.setting, order)


def test_the_value_of_a_parcel_is_what_was_paid_for_its_goods() -> None:
    world = make_world()
    order = make_order(world, quantity=3)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 2}, {"sku": "bulb", "quantity": 9}], lane="de_parcel").ok
    assert worth_of(order, order.parcels[0]) == euro("79.80")
