"""Where visits went: a past day played again, to the last visit."""

import pytest

from lab.coach.visits import DayOfVisits, Rival, Went, day_of_visits
from lab.market.base import Market
from lab.scenarios.play import Play, resume
from lab.values.errors import NotFound
from lab.values.moment import HOUR
from tests.coach.plays import LAMP, act, fresh_play, lived_play


@pytest.fixture(scope="module")
def days(market: Market, lived: Play) -> list[DayOfVisits]:
    return [day_of_visits(fresh_play(market), lived.rows, lived.world.now, day, LAMP) for day in range(6)]


def test_the_counts_are_those_of_the_day_itself(lived: Play, days: list[DayOfVisits]) -> None:
    """What the shop's own traffic says, keyword by keyword."""
    compared = 0
    for day in days:
        for row in lived.world.traffic:
            if row.day == day.day and row.listing == LAMP:
                went = day.by_query[row.query]
                # somebody who sees it twice on a page, found and advertised, counts twice in the traffic; nobody advertises here
                assert (went.shown, went.looked, went.clicked, went.bought) == (row.shown, row.looked, row.clicked, row.bought)
                compared += 1
    assert compared > 50
    assert sum(day.total.bought for day in days) > 0


def test_every_visit_goes_to_exactly_one_place(days: list[DayOfVisits]) -> None:
    for day in days:
        for went in [day.total, *day.by_query.values()]:
            places = (
                went.not_shown, went.not_reached, went.passed, went.left, went.other, went.asked, went.sold_out, went.bought,
            )  # fmt: skip
            assert sum(places) == went.visits
            assert min(places) >= 0
            assert went.visits >= went.shown >= went.looked >= went.clicked >= went.bought


def test_winners_are_as_many_as_visits_that_bought_another(days: list[DayOfVisits]) -> None:
    for day in days:
        for query, went in day.by_query.items():
            assert sum(rival.count for rival in day.rivals(query)) == went.other
        for rival in day.rivals():
            assert rival.title and rival.count > 0
            assert rival.percent < 0 if rival.reason else rival.percent == 0


def test_winners_of_several_keywords_are_put_together() -> None:
    one, two = Rival("7", "Lamp", 1, "price", -30), Rival("9", "Light", 2, "", 0)
    day = DayOfVisits(1, LAMP, Went(), {}, {3: (one,), 4: (two, one)})
    assert day.rivals() == (Rival("7", "Lamp", 2, "price", -30), two)
    assert day.rivals(3) == (one,) and day.rivals(5) == ()


def test_from_a_snapshot_comes_the_same_day(market: Market, lived: Play, days: list[DayOfVisits]) -> None:
    earlier = lived_play(market, 2)  # stands at 08:00 of day 2
    assert [row.action for row in earlier.rows] == [row.action for row in lived.rows[: earlier.seq]]
    play = resume(earlier.scenario, earlier.variant, market, lived.rows[: earlier.seq], earlier.snapshot(), earlier.seq)
    assert day_of_visits(play, lived.rows[earlier.seq :], lived.world.now, 3, LAMP) == days[3]


def test_a_day_that_is_not_over_is_not_told(market: Market, lived: Play) -> None:
    for day in (-1, 6, 7):
        with pytest.raises(NotFound):
            day_of_visits(fresh_play(market), lived.rows, lived.world.now, day, LAMP)


def test_a_listing_that_was_not_on_sale_had_no_visits(market: Market) -> None:
    from lab.engine.actions import Advance

    play = act(fresh_play(market), Advance(20 * HOUR))
    assert day_of_visits(fresh_play(market), play.rows, play.world.now, 0, LAMP).total == Went()
