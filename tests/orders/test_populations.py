"""What becomes of thousands of orders lies in the bands that studies of real shops report (docs/market.md).

`python -m tests.orders.populations` prints the same figures for 20,000 orders each.
"""

from functools import cache

import pytest

from tests.orders.populations import MANNERS, Shares, population

pytestmark = pytest.mark.slow


@cache
def found(name: str) -> Shares:
    return population(MANNERS[name], 4000)


CAREFUL, HASTY, LATE, BOASTFUL = "careful, slack 3", "late, slack 0", "late at hand-over", "over-claim 0.4"


def test_a_careful_sellers_stars_have_the_shape_of_real_ones() -> None:
    ones, twos, threes, fours, fives = found(CAREFUL).star_shares()
    assert 0.02 <= ones <= 0.09 and 0.02 <= twos <= 0.07 and 0.04 <= threes <= 0.11
    assert 0.10 <= fours <= 0.22 and 0.58 <= fives <= 0.75
    assert 4.2 <= found(CAREFUL).mean_stars() <= 4.6


@pytest.mark.parametrize("name", [CAREFUL, HASTY, LATE, BOASTFUL])
def test_a_few_of_a_hundred_buyers_write(name: str) -> None:
    assert 0.01 <= found(name).share("reviews") <= 0.08


def test_honest_listings_are_returned_seldom_and_boastful_ones_often() -> None:
    assert 0.03 <= found(CAREFUL).share("returned") <= 0.08
    assert found(BOASTFUL).share("returned") > 0.10
    assert found(BOASTFUL).mean_stars() < found(CAREFUL).mean_stars() - 0.5


def test_slack_keeps_promises_and_none_breaks_them() -> None:
    assert found(CAREFUL).share("late") < 0.12
    assert found(HASTY).share("late") > 0.35
    assert found(HASTY).mean_stars() < found(CAREFUL).mean_stars()


def test_only_careful_sellers_stay_under_one_percent_of_defects() -> None:
    assert 0.002 <= found(CAREFUL).share("defects") <= 0.0105
    assert found(LATE).share("defects") > 0.02
    assert found(BOASTFUL).share("defects") > 0.02


def test_lost_and_refused_parcels_are_as_frequent_as_said() -> None:
    assert found(CAREFUL).share("lost") == pytest.approx(0.006, abs=0.003)
    assert found(CAREFUL).share("refused") == pytest.approx(0.010, abs=0.004)


def test_slow_answers_cost_stars() -> None:
    assert found("slow answers").mean_stars() < found(CAREFUL).mean_stars()
    assert found("slow answers").disputed >= found(CAREFUL).disputed
