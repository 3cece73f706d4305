from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.shoppers.visits import (
    WEEKDAYS,
    Place,
    luck_permille,
    minutes_of_day,
    place_key,
    season_permille,
    visits_of_day,
)
from lab.values.chance import GOLD, day_key, mix64, mix64_array, visit_key
from tests.shoppers.worlds import make_world


@pytest.fixture(scope="module")
def setting():
    return make_world().setting


def keyword(setting, text, language="de"):
    return next(k for k in setting.market.keywords if k.language == language and k.text == text)


def test_the_keys_have_the_published_values():
    assert mix64(1) == 0x5692161D100B05E5
    assert mix64(GOLD) == 0xE220A8397B1DCDAF
    day = day_key(mix64(7), 3)
    assert day == 0xF0E521070CC03750
    visit = visit_key(day, 4, 17, 5)
    assert visit == 0xFD88E6CDEB64A528
    assert mix64(visit + 1) == 0xEFCE2ACAD8354D5D
    assert mix64(visit ^ (123 + 1) * GOLD) == 0xC59EA80167731D74


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20))
def test_arrays_and_single_numbers_are_mixed_alike(numbers):
    assert mix64_array(np.array(numbers, dtype=np.uint64)).tolist() == [mix64(number) for number in numbers]


def test_the_week_averages_to_an_ordinary_day():
    assert sum(WEEKDAYS) == 700


def count(setting, day, query, platform="meridian", country="DE", language="de"):
    return int(visits_of_day(setting, day, Place(platform, country, language), np.array([query]))[0])


def test_visits_follow_the_formula_to_a_fraction(setting):
    # Monday 2 November 2026; Germany and German as in the destinations, one platform serves the country there
    lamp = keyword(setting, "schreibtischlampe")
    de = setting.destinations["DE"]
    platforms = sum("DE" in profile.markets for profile in setting.platforms.values())
    volume = sum(k.volume for k in setting.market.keywords if k.language == "de")
    luck = luck_permille(setting.market.noise_key, "DE", 0)
    season = season_permille(setting.market, "DE", setting.start.date())
    category = setting.market.demand.category["home"][10]
    expected = setting.visits_per_day * de.population_share / 1000 * de.languages["de"] / 1000 / platforms * 1.13
    expected *= luck / 1000 * season / 1000 * category / 1000 * lamp.volume / volume
    assert expected > 100
    assert abs(count(setting, 0, lamp.id) - expected) <= 1.01


def test_rare_searches_come_now_and_then(setting):
    rare = min((k for k in setting.market.keywords if k.language == "de"), key=lambda k: k.volume)
    few = replace(setting, visits_per_day=50_000)
    counts = {count(few, day, rare.id) for day in range(400)}
    assert counts <= {0, 1} and 1 in counts


def test_all_keywords_at_once_come_as_one_by_one(setting):
    queries = np.array([k.id for k in setting.market.keywords_of("de")])
    together = visits_of_day(setting, 3, Place("meridian", "DE", "de"), queries)
    assert [count(setting, 3, query) for query in queries[::50].tolist()] == together[::50].tolist()


def test_a_language_that_a_country_does_not_speak_brings_nobody(setting):
    lamp = keyword(setting, "настольная лампа", "ru")
    assert setting.destinations["DE"].languages.get("ru", 0) == 0
    assert count(setting, 0, lamp.id, language="ru") == 0


def test_twice_the_visitors_are_twice_the_visits(setting):
    lamp = keyword(setting, "schreibtischlampe")
    twice = replace(setting, visits_per_day=2 * setting.visits_per_day)
    for day in range(5):
        assert abs(count(twice, day, lamp.id) - 2 * count(setting, day, lamp.id)) <= 2


def test_before_a_gift_holiday_more_people_come_and_on_it_fewer(setting):
    ordinary, before, on = (season_permille(setting.market, "DE", day) for day in (date(2026, 9, 9), date(2026, 12, 21), date(2026, 12, 25)))
    assert on < ordinary < before
    assert season_permille(setting.market, "DE", date(1999, 1, 1)) == 1000


def test_places_days_and_seeds_have_keys_of_their_own():
    keys = {place_key(s, d, p, c) for s in (1, 2) for d in (0, 1) for p in ("meridian", "caravan") for c in ("DE", "KZ")}
    assert len(keys) == 16


def test_good_and_bad_days_average_out():
    luck = [luck_permille(1, "DE", day) for day in range(500)]
    assert 990 < sum(luck) / 500 < 1010 and 800 < min(luck) < 950 and 1050 < max(luck) < 1200


def test_minutes_fill_the_day_with_a_quiet_night():
    minutes = minutes_of_day(mix64_array(np.arange(64_000, dtype=np.uint64)))
    assert minutes.min() >= 0 and minutes.max() <= 1439
    shares = np.bincount(minutes // 360, minlength=4) / len(minutes)
    assert shares == pytest.approx([5 / 64, 16 / 64, 21 / 64, 22 / 64], abs=0.01)
