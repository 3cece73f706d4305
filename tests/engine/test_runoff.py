"""After the last day orders run to their end."""

from lab.engine.advance import advance
from lab.engine.pack import world_hash
from lab.engine.runoff import LONGEST, run_off
from lab.ledger.books import balances
from lab.orders.agenda import put
from lab.values.moment import DAY
from lab.world.due import ComingMessage, ComingOrder, Due, OrderTarget
from lab.world.world import World
from tests.builders import ANNA, DE, DE_LAMP, act, make_listing, make_order, make_world
from tests.orders.populations import Manner, sold


def busy() -> World:
    """A shop whose last orders are on their way when its three days end."""
    world = make_world(make_listing(stock=40), end=3 * DAY)
    for number in range(20):
        make_order(world, f"o{number}", at=100 * number)
        if number % 4:
            assert act(world, "order.ship", order=f"o{number}", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    put(world, Due(at=9 * DAY, number=0, kind="order", order=ComingOrder("late", ANNA, (OrderTarget(DE_LAMP, 1),), "scenario")))
    put(world, Due(at=9 * DAY, number=0, kind="message", message=ComingMessage("q1", DE, ANNA, "de", "?", "?", None)))
    put(world, Due(at=9 * DAY, number=0, kind="stock", ref="lamp", quantity=5))
    advance(world, 3 * DAY)
    return world


def test_every_order_comes_to_an_end() -> None:
    after = run_off(busy())
    assert len(after.orders) == 20
    assert {order.state for order in after.orders.values()} <= {"delivered", "cancelled", "refused", "lost", "returned"}
    assert {order.cancelled_by for order in after.orders.values() if order.state == "cancelled"} == {"platform"}
    assert (after.agenda, after.now) == ([], 3 * DAY + LONGEST)


def test_the_world_given_stays_as_it_is_and_the_result_is_always_the_same() -> None:
    world = busy()
    before = world_hash(world)
    assert world_hash(run_off(world)) == world_hash(run_off(world))
    assert world_hash(world) == before


def test_nothing_else_happens() -> None:
    world = busy()
    after = run_off(world)
    assert (after.threads, after.traffic, after.health) == (world.threads, world.traffic, world.health)
    gone = sum(order.state in ("delivered", "lost") for order in after.orders.values())
    back = sum(found.restocked for found in after.returns)
    assert after.shop.stock["lamp"] == 50 - gone - sum(order.state == "returned" for order in after.orders.values()) + back


def test_late_reviews_come_into_the_ratings_and_the_books_still_balance() -> None:
    world = sold(Manner(), 1)
    after = run_off(world)
    assert len(after.reviews) > len(world.reviews)
    record = after.listings["caravan/KZ/lamp"].record
    assert record.reviews == len(after.reviews)
    assert record.stars == 1000 * sum(review.stars for review in after.reviews)
    assert sum(money.amount for money in balances(after).values()) == 0


def test_running_off_twice_changes_nothing_more() -> None:
    after = run_off(busy())
    assert world_hash(run_off(after)) == world_hash(after)
