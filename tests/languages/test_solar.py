from datetime import date, timedelta

import pytest

from lab.languages.solar import MONTHS, gregorian, is_leap, month_length


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        (1357, date(1978, 3, 21)),
        (1376, date(1997, 3, 21)),
        (1396, date(2017, 3, 21)),
        (1399, date(2020, 3, 20)),
        (1400, date(2021, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
        (1405, date(2026, 3, 21)),
        (1408, date(2029, 3, 20)),
    ],
)
def test_new_year_falls_on_the_day_of_the_calendar_of_iran(year: int, new_year: date) -> None:
    assert gregorian(year, 1, 1) == new_year


def test_known_days() -> None:
    assert gregorian(1404, 12, 23) == date(2026, 3, 14)
    assert gregorian(1357, 11, 22) == date(1979, 2, 11)
    assert gregorian(1404, 9, 30) == date(2025, 12, 21)


def test_every_day_follows_the_one_before_through_a_century() -> None:
    day = gregorian(1350, 1, 1)
    for year in range(1350, 1451):
        for month in range(1, 13):
            for number in range(1, month_length(year, month) + 1):
                assert gregorian(year, month, number) == day
                day += timedelta(1)


def test_leap_years_of_the_present() -> None:
    assert [year for year in range(1390, 1415) if is_leap(year)] == [1391, 1395, 1399, 1403, 1408, 1412]
    assert len(MONTHS) == 12


@pytest.mark.parametrize("day", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 1, 0), (622, 1, 1), (2026, 3, 14)])
def test_a_day_that_the_calendar_does_not_have_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="solar"):
        gregorian(*day)
