"""What passing time brings, in one explicit order."""

from lab.engine.advance import advance, next_part
from lab.ledger.books import balance
from lab.market.base import Market
from lab.orders.agenda import put
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingMessage, ComingOrder, Due, OrderTarget
from tests.builders import ANNA, DE, DE_LAMP, act, make_listing, make_order, make_world
from tests.orders.fulfilment import ELSEWHERE, with_warehouse


def test_the_quarters_of_a_day_begin_at_midnight_six_noon_and_six() -> None:
    world = make_world()  # begins at eight
    moments = []
    for _ in range(5):
        world.now = next_part(world)
        moments.append((8 + world.now // HOUR) % 24)
    assert moments == [12, 18, 0, 6, 12]


def test_orders_messages_goods_and_deliveries_come_at_their_minute() -> None:
    world = make_world(make_listing())
    put(world, Due(at=60, number=0, kind="order", order=ComingOrder("o1", ANNA, (OrderTarget(DE_LAMP, 1),), "scenario")))
    put(world, Due(at=60, number=0, kind="message", message=ComingMessage("q1", "", None, "de", "Paket", "Wann kommt es?", "o1")))
    put(world, Due(at=61, number=0, kind="stock", ref="lamp", quantity=5))
    advance(world, 59)
    assert (world.orders, world.threads) == ({}, {})
    advance(world, 1)
    assert world.orders["o1"].placed_at == world.threads["q1"].messages[0].at == 60
    assert world.shop.stock["lamp"] == 50
    advance(world, 1)
    assert world.shop.stock["lamp"] == 55
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    advance(world, 3 * DAY)
    order = world.orders["o1"]
    assert (order.state, order.delivered_at) == ("delivered", order.parcels[0].due_at)


def test_things_of_one_minute_come_in_the_order_in_which_they_were_put_down() -> None:
    world = make_world(make_listing(stock=1))
    for name in ("first", "second"):
        put(world, Due(at=60, number=0, kind="order", order=ComingOrder(name, ANNA, (OrderTarget(DE_LAMP, 1),), "scenario")))
    advance(world, 60)
    assert list(world.orders) == ["first"]


def test_time_ends_with_the_run() -> None:
    world = make_world(end=DAY)
    advance(world, 5 * DAY)
    assert world.now == DAY


def test_shoppers_come_buy_and_leave_traces(market: Market) -> None:
    world = make_world(make_listing(stock=200), market=market, visits_per_day=40_000_000)
    advance(world, 4 * DAY)
    assert world.orders
    assert all(order.source == "shopper" and order.id.startswith("s") for order in world.orders.values())
    assert sum(row.visits for row in world.traffic) > sum(row.clicked for row in world.traffic) > 0
    kept = [order for order in world.orders.values() if order.state != "cancelled"]
    assert world.listings[DE_LAMP].stock == 200 - sum(order.items[0].quantity for order in kept)
    assert all(order.placed_at > 4 * HOUR for order in world.orders.values())  # the first quarter begins at noon


def test_a_run_that_is_alone_in_its_market_has_no_traffic() -> None:
    world = make_world(make_listing())
    advance(world, 2 * DAY)
    assert (world.traffic, world.orders) == ([], {})
    assert world.setting.places[0] == DE


def test_a_held_payment_is_verified_and_wishes_come_with_a_message() -> None:
    world = make_world(make_listing())
    order = make_order(world)
    order.state, order.held_until = "held", 120
    put(world, Due(at=120, number=0, kind="paid", ref="o1"))
    put(world, Due(at=130, number=0, kind="address", ref="o1", person=ELSEWHERE))
    put(world, Due(at=140, number=0, kind="cancel", ref="o1", intent="scenario"))
    advance(world, 120)
    assert order.state == "unshipped"
    advance(world, 20)
    assert (order.address_wish, order.cancel_wish_at) == (ELSEWHERE, 140)
    assert [thread.intent for thread in world.threads.values()] == ["change_address", "cancel_wish"]
    advance(world, DAY)
    assert (order.state, order.cancelled_at) == ("cancelled", 140 + DAY)


def test_goods_on_their_way_come_in_and_monday_asks_for_rent() -> None:
    world = with_warehouse(pieces=40)
    assert act(world, "stock.reorder", sku="lamp", quantity=3).ok
    advance(world, 7 * DAY - 8 * HOUR - 1)
    assert (world.shop.stock["lamp"], balance(world, "storage").amount) == (50, 0)
    advance(world, 1)  # Monday, midnight
    assert balance(world, "storage").amount > 0
    advance(world, 8 * HOUR)
    assert world.shop.stock["lamp"] == 53


def test_platforms_pay_on_their_days_what_has_come_long_enough_ago() -> None:
    world = make_world(make_listing(), consequences=False)
    order = make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    advance(world, 29 * DAY)
    assert (order.state, order.paid_out, len(world.payouts)) == ("delivered", order.owed, 1)
    assert balance(world, "platform:meridian").amount == 0
