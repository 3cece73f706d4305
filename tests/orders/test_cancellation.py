"""Orders that are called off before they leave."""

import pytest

from lab.engine.advance import advance
from lab.ledger.books import balances
from lab.orders.agenda import put
from lab.orders.arrival import receive_order
from lab.orders.cancellation import CANCELS_PERMILLE, cancel_overdue, end_cancel_wish, wish_cancellation
from lab.orders.events import happen
from lab.orders.transit import deliver
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.order import Order
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, act, make_listing, make_order, make_world
from tests.orders.fulfilment import refused, sent


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


@pytest.mark.parametrize("hour", [True, False])
def test_within_an_hour_a_buyer_cancels_alone_and_later_the_shop_is_asked_for_a_day(hour: bool) -> None:
    world = make_world(make_listing())
    before = {account: money for account, money in balances(world).items() if money.amount}
    order = ordered(world, fickle=True)
    world.agenda = [due for due in world.agenda if due.kind != "cancel"]
    world.now = HOUR if hour else HOUR + 1
    put(world, Due(at=world.now, number=0, kind="cancel", ref=order.id))
    advance(world, DAY - 1)
    assert order.state == ("cancelled" if hour else "unshipped")
    advance(world, 1)
    assert (order.state, order.cancelled_by) == ("cancelled", "buyer")
    assert order.cancelled_at == (HOUR if hour else HOUR + 1 + DAY)
    assert world.listings[DE_LAMP].stock == 20
    assert {account: money for account, money in balances(world).items() if money.amount} == before


def wished(world: World) -> Order:
    """An order whose buyer asked to cancel it two hours after buying."""
    order = make_order(world)
    world.now = 2 * HOUR
    assert wish_cancellation(world, order.id) == "cancel_wished"
    return order


def test_a_yes_calls_the_order_off_and_a_no_keeps_it() -> None:
    world = make_world()
    order = wished(world)
    assert act(world, "order.answer_cancel", order="o1", agree=True).ok
    assert (order.state, order.cancelled_by, order.cancel_answer) == ("cancelled", "buyer", "agreed")
    world = make_world()
    order = wished(world)
    assert act(world, "order.answer_cancel", order="o1", agree=False).ok
    advance(world, 2 * DAY)
    assert (order.state, order.cancel_answer) == ("unshipped", "declined")
    assert not end_cancel_wish(world, "o1")
    assert refused(world, "order.answer_cancel", order="o1", agree=True) == "nothing_asked"


def test_goods_sent_in_spite_of_the_wish_stay_sent() -> None:
    world = make_world()
    order = wished(world)
    sent(world)
    assert not end_cancel_wish(world, "o1")
    assert order.state == "shipped"
    assert refused(world, "order.answer_cancel", order="o1", agree=True) == "order_not_open"


def test_nobody_asks_twice_and_nobody_asks_for_what_has_left() -> None:
    world = make_world()
    order = wished(world)
    assert wish_cancellation(world, order.id) == ""
    world = make_world()
    make_order(world)
    sent(world)
    assert wish_cancellation(world, "o1") == ""


def test_a_scenario_always_asks_and_the_shop_that_cancels_then_does_so_for_the_buyer() -> None:
    world = make_world()
    order = make_order(world)
    assert wish_cancellation(world, "o1", "scenario") == "cancel_wished"  # in the minute of the purchase
    assert act(world, "order.cancel", order="o1").ok
    assert (order.cancelled_by, order.cancel_answer) == ("buyer", "agreed")


def test_the_platform_pays_back_what_is_missing_of_an_order_sent_in_part_and_puts_it_on_offer_again() -> None:
    world = make_world()
    order = make_order(world, quantity=3)
    sent(world, pieces=1, more_to_come=True)
    assert world.listings[DE_LAMP].stock == 17
    assert cancel_overdue(world, "o1")
    assert (order.state, str(order.refunded), order.refunds[0].reason) == ("shipped", "79.80 EUR", "missing_item")
    assert world.listings[DE_LAMP].stock == 19
    assert not cancel_overdue(world, "o1")


def test_an_order_sent_in_part_whose_parcel_has_come_is_delivered_when_the_platform_gives_up_on_the_rest() -> None:
    world = make_world(consequences=False)
    order = make_order(world, quantity=2)
    sent(world, more_to_come=True)
    world.now = order.parcels[0].due_at
    assert not deliver(world, "o1")
    assert order.state == "part_shipped"
    world.now += DAY
    assert happen(world, Due(at=0, number=0, kind="overdue", ref="o1")) == "delivered"
    assert (order.state, order.delivered_at, str(order.refunded)) == ("delivered", world.now, "39.90 EUR")


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
