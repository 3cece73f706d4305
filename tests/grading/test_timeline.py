"""The world as it was at given moments."""

import pytest

from lab.engine.actions import Advance
from lab.engine.pack import world_hash
from lab.grading.evidence import Deed
from lab.grading.timeline import worlds_at
from lab.listings.actions import SetStock
from lab.orders.agenda import put
from lab.values.moment import Moment
from lab.world.action import Action
from lab.world.due import Due
from lab.world.world import World
from tests.builders import DE_LAMP, make_listing, make_world


def start() -> World:
    world = make_world(make_listing(stock=1))
    put(world, Due(at=50, number=0, kind="stock", ref="lamp", quantity=7))
    return world


def deeds_of(*actions: Action) -> list[Deed]:
    deeds, now = [], 0
    for number, action in enumerate(actions):
        deeds.append(Deed(number, now, action, True))
        now += action.minutes if isinstance(action, Advance) else 0
    return deeds


def seen(moments: list[Moment], *actions: Action) -> dict[Moment, tuple[Moment, int, int]]:
    worlds, _ = worlds_at(start(), deeds_of(*actions), moments, lambda world, deeds: None)
    return {moment: (world.now, world.listings[DE_LAMP].stock, world.shop.stock["lamp"]) for moment, world in worlds.items()}


def test_a_moment_sees_everything_done_up_to_and_in_its_minute() -> None:
    course = (SetStock(DE_LAMP, 2), Advance(60), SetStock(DE_LAMP, 3), SetStock(DE_LAMP, 4), Advance(60), SetStock(DE_LAMP, 5))
    found = seen([0, 59, 60, 61, 120], *course)
    assert found == {0: (0, 2, 50), 59: (59, 2, 57), 60: (60, 4, 57), 61: (61, 4, 57), 120: (120, 5, 57)}


def test_a_moment_within_a_long_wait_sees_the_world_at_its_own_minute() -> None:
    assert seen([49, 50], Advance(500)) == {49: (49, 1, 50), 50: (50, 1, 57)}


def test_a_moment_after_the_last_action_sees_the_world_as_it_was_left() -> None:
    assert seen([500], SetStock(DE_LAMP, 9)) == {500: (0, 9, 50)}


def test_refused_actions_are_not_done_again() -> None:
    deeds = [Deed(0, 0, SetStock(DE_LAMP, -1), False), Deed(1, 0, SetStock(DE_LAMP, 3), True)]
    _, last = worlds_at(start(), deeds, [0], lambda world, deeds: None)
    assert last.listings[DE_LAMP].stock == 3


def test_an_outcome_that_cannot_be_repeated_is_a_fault_of_the_lab() -> None:
    with pytest.raises(ValueError, match="action 0 was accepted then and is refused now: stock_out_of_range"):
        worlds_at(start(), [Deed(0, 0, SetStock(DE_LAMP, -1), True)], [0], lambda world, deeds: None)


def test_the_first_world_stays_as_it_was() -> None:
    world = start()
    before = world_hash(world)
    worlds_at(world, deeds_of(SetStock(DE_LAMP, 9), Advance(100)), [10, 100], lambda world, deeds: None)
    assert world_hash(world) == before


def test_what_waits_for_an_action_is_woken_after_each() -> None:
    calls: list[int] = []
    worlds_at(start(), deeds_of(Advance(10), Advance(10)), [5], lambda world, deeds: calls.append(len(deeds)))
    assert calls == [1, 2]
