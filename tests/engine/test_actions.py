"""Passing time."""

import pytest

from lab.engine.actions import LONGEST_WAIT, until_morning
from lab.engine.pack import world_hash
from lab.orders.agenda import put
from lab.values.moment import DAY, HOUR
from lab.world.due import Due
from lab.world.world import World
from tests.builders import act, make_order, make_world


@pytest.mark.parametrize(("now", "minutes"), [(0, DAY), (1, DAY - 1), (DAY - 1, 1), (16 * HOUR, 8 * HOUR)])
def test_the_next_morning_is_at_eight(now: int, minutes: int) -> None:
    world = make_world()
    world.now = now
    assert until_morning(world) == minutes


def test_the_day_ends_at_eight_of_the_next() -> None:
    world = make_world()
    world.now = 10 * HOUR
    assert act(world, "clock.end_day").ok
    assert world.now == DAY


def coming_at(*moments: int) -> World:
    world = make_world()
    for moment in moments:
        put(world, Due(at=moment, number=0, kind="stock", ref="lamp", quantity=1))
    return world


def test_time_goes_to_the_next_event_at_most_to_the_morning() -> None:
    world = coming_at(90, 3 * DAY)
    assert act(world, "clock.next_event").ok
    assert (world.now, world.shop.stock["lamp"]) == (90, 51)
    assert act(world, "clock.next_event").ok
    assert world.now == DAY


def test_what_may_come_to_nothing_is_passed_over() -> None:
    world = coming_at(300)
    order = make_order(world)
    order.state = "cancelled"
    put(world, Due(at=90, number=0, kind="cancel", ref="o1"))
    assert act(world, "clock.next_event").ok
    assert world.now == 300


def test_without_events_time_goes_to_the_morning() -> None:
    world = make_world()
    assert act(world, "clock.next_event").ok
    assert world.now == DAY


@pytest.mark.parametrize("minutes", [0, -1, LONGEST_WAIT + 1, 2**70])
def test_time_does_not_go_back_or_too_far(minutes: int) -> None:
    world = make_world()
    before = world_hash(world)
    assert act(world, "clock.advance", minutes=minutes).code == "minutes_out_of_range"
    assert world_hash(world) == before


def test_time_stops_at_the_end_of_the_run() -> None:
    world = make_world(end=100)
    assert act(world, "clock.advance", minutes=LONGEST_WAIT).ok
    assert world.now == 100
    for name in ("clock.next_event", "clock.end_day"):
        assert act(world, name).code == "run_is_over"
    assert act(world, "clock.advance", minutes=1).code == "run_is_over"
