"""Searches a month agree with the arrivals, less weekday, season and luck."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from lab.shoppers.searches import coming_months, months_of_category, ordinary_milli_searches, searches_a_month
from lab.shoppers.visits import WEEKDAYS, Place, luck_permille, milli_searches, season_permille
from lab.world.setting import Setting
from tests.shoppers.worlds import make_world

DE = Place("meridian", "DE", "de")


@pytest.fixture(scope="module")
def setting() -> Setting:
    return make_world().setting


def test_an_ordinary_day_times_weekday_season_and_luck_is_the_day_of_the_simulation(setting: Setting) -> None:
    for day in range(14):
        on = setting.start.date() + timedelta(days=day)
        factor = WEEKDAYS[on.weekday()] * season_permille(setting.market, "DE", on) * luck_permille(setting.market.noise_key, "DE", day)
        expected = ordinary_milli_searches(setting, DE) * factor // 10**8
        assert abs(milli_searches(setting, day, DE) - expected) <= 3


def test_all_keywords_of_a_language_are_thirty_days_of_its_searches(setting: Setting) -> None:
    queries = [keyword.id for keyword in setting.market.keywords_of("de")]
    month = sum(searches_a_month(setting, DE, queries), Fraction(0))
    assert month == pytest.approx(30 * ordinary_milli_searches(setting, DE) / 1000, rel=0.001)


def test_a_language_that_nobody_speaks_there_is_not_typed(setting: Setting) -> None:
    query = setting.market.keywords_of("ru")[0].id
    assert searches_a_month(setting, Place("meridian", "US", "ru"), [query]) == (0,)


def test_months_follow_the_department_of_the_goods(setting: Setting) -> None:
    months = months_of_category(setting.market, "home/lighting/desk-lamps")
    assert months == setting.market.demand.category["home"]
    assert coming_months(setting.market, "home/lighting/desk-lamps", date(2026, 12, 5)) == (
        (12, months[11]), (1, months[0]), (2, months[1]),
    )  # fmt: skip
    assert months_of_category(setting.market, "nowhere/at-all") == (1000,) * 12
