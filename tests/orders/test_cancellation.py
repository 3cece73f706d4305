"""Orders that are called off before they leave."""

import pytest

from lab.engine.advance import advance
from lab.ledger.books import balances
from lab.orders.arrival import receive_order
from lab.orders.cancellation import CANCELS_PERMILLE, cancel_if_open
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingOrder, OrderTarget
from lab.world.order import Order
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, act, make_listing, make_order, make_world


def changes_mind(key: int) -> bool:
    return below(draw(key, "cancel"), 1000) < CANCELS_PERMILLE


def ordered(world: World, *, fickle: bool) -> Order:
    """A shopper's order by somebody who will, or will not, change their mind; the payment goes through."""
    for key in range(1, 20_000):
        if changes_mind(key) == fickle:
            order = receive_order(world, ComingOrder("", ANNA, (OrderTarget(DE_LAMP, 2),), "shopper", key=key))
            if order is not None:
                return order
    raise AssertionError("no such buyer")


def test_fifteen_of_a_thousand_change_their_mind() -> None:
    assert sum(map(changes_mind, range(20_000))) / 20_000 == pytest.approx(0.015, abs=0.003)


def test_a_buyer_cancels_within_a_day_if_nothing_has_left() -> None:
    world = make_world(make_listing())
    before = {account: money for account, money in balances(world).items() if money.amount}
    order = ordered(world, fickle=True)
    advance(world, DAY)
    assert (order.state, order.cancelled_by) == ("cancelled", "buyer")
    assert order.cancelled_at is not None and 0 < order.cancelled_at <= DAY
    assert world.listings[DE_LAMP].stock == 20
    assert {account: money for account, money in balances(world).items() if money.amount} == before


def test_a_parcel_that_has_left_is_not_cancelled() -> None:
    world = make_world(make_listing())
    order = ordered(world, fickle=True)
    assert act(world, "order.ship", order=order.id, items=[{"sku": "lamp", "quantity": 2}], lane="de_parcel").ok
    advance(world, DAY)
    assert order.cancelled_at is None
    assert not cancel_if_open(world, order.id, "buyer")


def test_an_order_that_nobody_ships_is_cancelled_by_the_platform_after_a_week() -> None:
    world = make_world(make_listing())
    order = ordered(world, fickle=False)
    advance(world, order.ship_by + 7 * DAY - 1)
    assert order.state == "unshipped"
    advance(world, 1)
    assert (order.state, order.cancelled_by, order.cancelled_at) == ("cancelled", "platform", 24 * HOUR + 7 * DAY)


def test_the_shop_can_cancel_itself() -> None:
    world = make_world()
    order = make_order(world)
    assert act(world, "order.cancel", order="o1").ok
    assert (order.state, order.cancelled_by) == ("cancelled", "shop")


def test_without_consequences_nobody_cancels() -> None:
    world = make_world(make_listing(), consequences=False)
    order = ordered(world, fickle=True)
    advance(world, 20 * DAY)
    assert order.state == "unshipped"
    assert world.agenda == []


def test_the_buyer_of_an_order_that_the_scenario_sends_keeps_to_it() -> None:
    world = make_world()
    make_order(world)
    assert [due.kind for due in world.agenda] == ["overdue"]
