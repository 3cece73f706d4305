"""Simulated time."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.values.errors import BadInput
from lab.values.moment import day_of, format_offset, minute_of_day, parse_duration, parse_offset, to_datetime

EIGHT = datetime.fromisoformat("2026-05-04T08:00:00+02:00")


@pytest.mark.parametrize(("text", "minutes"), [("24h", 1440), ("3h10m", 190), ("2d", 2880), ("1d2h3m", 1563), ("0m", 0)])
def test_durations_are_read_as_minutes(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "h", "10", "-3h", "3h 10m", "10m3h", "1.5h", "99999h"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(BadInput, match="duration_unreadable"):
        parse_duration(text)


def test_an_offset_needs_its_plus_sign() -> None:
    assert parse_offset("+20h") == 1200
    with pytest.raises(BadInput, match="offset_unreadable"):
        parse_offset("20h")


@given(st.integers(0, 9999 * 60 + 59))
def test_offsets_are_read_back(moment: int) -> None:
    assert parse_offset(format_offset(moment)) == moment


def test_a_run_that_starts_at_eight_sees_midnight_after_sixteen_hours() -> None:
    assert (minute_of_day(EIGHT, 0), day_of(EIGHT, 0)) == (480, 0)
    assert (minute_of_day(EIGHT, 16 * 60 - 1), day_of(EIGHT, 16 * 60 - 1)) == (1439, 0)
    assert (minute_of_day(EIGHT, 16 * 60), day_of(EIGHT, 16 * 60)) == (0, 1)
    assert to_datetime(EIGHT, 16 * 60).isoformat() == "2026-05-05T00:00:00+02:00"
