"""The solar Hijri calendar of Iran and Afghanistan, turned into the Gregorian one.

Leap years follow the cycle of 33 years, which agrees with the observed equinox from 1178 to 1633 of that calendar
(1799 to 2255). 1 Farvardin 1400 was 21 March 2021.
"""

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1178, 1633
MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
_ANCHOR, _ANCHOR_YEAR = date(2021, 3, 21), 1400


def _leap_years_before(year: int) -> int:
    return (8 * year + 21) // 33


def is_leap(year: int) -> bool:
    """Whether the last month of a year has 30 days."""
    return _leap_years_before(year + 1) > _leap_years_before(year)


def month_length(year: int, month: int) -> int:
    """The days of a month 1..12."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a solar one. Raises ValueError for a day that the calendar does not have, or a year outside
    FIRST_YEAR..LAST_YEAR."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        raise ValueError(f"no day of the solar calendar: {year}-{month}-{day}")
    years = 365 * (year - _ANCHOR_YEAR) + _leap_years_before(year) - _leap_years_before(_ANCHOR_YEAR)
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _ANCHOR + timedelta(years + before + day - 1)
