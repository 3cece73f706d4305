"""Which steps have nothing to do with each other."""

from lab.engine.actions import Advance
from lab.grading.spoil import Timed
from lab.listings.actions import PublishListing, SetStock
from lab.messages.actions import CloseThread
from lab.orders.actions import AcknowledgeOrder
from lab.proofs.order import NEAR, are_apart, exchanged, reach_of
from tests.builders import DE_LAMP, make_order, make_world


def test_an_action_about_the_whole_shop_reaches_everything() -> None:
    world = make_world()
    assert reach_of(Advance(5), world) is None
    assert not are_apart(Advance(5), AcknowledgeOrder("o1"), world)


def test_two_orders_are_apart_and_an_order_is_not_from_its_listing() -> None:
    world = make_world()
    make_order(world, "o1", at=0)
    make_order(world, "o2", at=0)
    first, second = AcknowledgeOrder("o1"), AcknowledgeOrder("o2")
    assert are_apart(first, second, world)
    assert not are_apart(first, AcknowledgeOrder("o1"), world)
    assert not are_apart(first, SetStock(DE_LAMP, 1), world)
    assert are_apart(first, CloseThread("nobody"), world)


def test_neighbours_are_exchanged_in_the_minute_of_the_later_one() -> None:
    world = make_world()
    for name in ("o1", "o2", "o3"):
        make_order(world, name, at=0)
    log = tuple(Timed(at, AcknowledgeOrder(name)) for at, name in ((10, "o1"), (20, "o2"), (30 + NEAR, "o3")))
    kept, turned, pairs = exchanged(log, world, 0)
    assert (pairs, [timed.at for timed in kept]) == (1, [20, 20, 30 + NEAR])
    assert [timed.action for timed in turned] == [log[1].action, log[0].action, log[2].action]
    assert exchanged(log, world, 1)[2] == 0  # too far apart in time


def test_steps_about_one_thing_stay_in_their_order() -> None:
    world = make_world()
    log = (Timed(1, SetStock(DE_LAMP, 1)), Timed(2, PublishListing(DE_LAMP)))
    assert exchanged(log, world, 0) == (log, log, 0)
