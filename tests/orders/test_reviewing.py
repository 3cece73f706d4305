"""Who writes a review."""

from typing import Any

import pytest

from lab.engine.advance import advance
from lab.orders.aftermath import expect_aftermath
from lab.orders.reviewing import request_review, review_of, write_review
from lab.values.moment import DAY
from lab.world.aftermath import Review
from tests.builders import DE_LAMP, make_world
from tests.orders.aftercare import agenda, chance, delivered, mood


def test_a_pleased_buyer_writes_when_the_moment_has_come() -> None:
    world = make_world()
    order = delivered(world, lambda key: chance(key, "review") < 625 and mood(key) > 0 and chance(key, "return") > 2000 and chance(key, "chargeback") > 200)
    expect_aftermath(world, order)
    [(_, minutes)] = agenda(world)
    advance(world, minutes)
    assert world.reviews == [Review("o1", DE_LAMP, 5, world.now)]
    assert review_of(world, "o1") is world.reviews[0]


def test_the_angry_write_where_the_content_would_not() -> None:
    def writes(late: int) -> bool:
        world = make_world()
        order = delivered(world, lambda key: 700 <= chance(key, "review") < 1300 and -1000 < mood(key) < -900, late=late)
        expect_aftermath(world, order)
        assert [kind for kind, _ in agenda(world) if kind == "review"] == ["review"]
        return write_review(world, "o1")

    # mood -0.9 to -1.0: 1050 + 60 - 807 = 303 gives four stars, 12 days late 303 - 1550 one
    assert not writes(0)
    assert writes(12 * DAY)


def test_nobody_writes_twice() -> None:
    world = make_world()
    delivered(world, lambda key: chance(key, "review") < 400)
    assert write_review(world, "o1")
    assert not write_review(world, "o1")
    assert len(world.reviews) == 1


@pytest.mark.parametrize(("state", "stars"), [("delivered", [4]), ("lost", [4]), ("shipped", []), ("cancelled", [])])
def test_a_scenario_has_a_review_written_once_an_order_has_come_to_its_end(state: Any, stars: list[int]) -> None:
    world = make_world()
    delivered(world).state = state
    assert request_review(world, "o1", 4) == bool(stars)
    assert not request_review(world, "o1", 1)
    assert not request_review(world, "o1", 1)
    assert [review.stars for review in world.reviews] == stars


def test_an_order_without_a_review_has_none() -> None:
    world = make_world()
    delivered(world)
    assert review_of(world, "o1") is None
