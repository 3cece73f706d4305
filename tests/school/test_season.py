"""Holidays and sale days ahead. The dates are those of seed/market/gift_days.yaml for 2026."""

from datetime import date

from lab.school.season import coming, kept_on, presents_for
from tests.markets import real_market


def test_what_is_coming_stands_by_day_and_names_its_countries() -> None:
    found = coming(real_market(), ["DE", "KZ", "DE"], date(2026, 11, 1), 30)
    singles = next(one for one in found if one.name_key == "singles_day")
    assert (singles.day, singles.in_days, singles.is_sale) == (date(2026, 11, 11), 10, True)
    assert "KZ" in singles.countries
    assert [one.day for one in found] == sorted(one.day for one in found)


def test_today_counts_and_the_last_day_does_not() -> None:
    assert [one.name_key for one in coming(real_market(), ["DE"], date(2026, 11, 27), 1)] == ["black_friday"]
    assert coming(real_market(), ["DE"], date(2026, 11, 26), 1) == ()


def test_christmas_is_a_day_of_presents_and_no_sale() -> None:
    assert ("DE", "christmas", False) in kept_on(real_market(), ["DE"], date(2026, 12, 25)) + kept_on(real_market(), ["DE"], date(2026, 12, 24))


def test_presents_are_bought_from_two_weeks_to_three_days_before() -> None:
    mothers = next(one.day for one in coming(real_market(), ["DE"], date(2026, 5, 1)) if one.name_key == "mothers_day")
    assert mothers == date(2026, 5, 10)
    assert presents_for(real_market(), "DE", date(2026, 4, 25)) is None
    assert presents_for(real_market(), "DE", date(2026, 4, 26)) == ("mothers_day", 14)
    assert presents_for(real_market(), "DE", date(2026, 5, 7)) == ("mothers_day", 3)
    assert presents_for(real_market(), "DE", date(2026, 5, 8)) is None
