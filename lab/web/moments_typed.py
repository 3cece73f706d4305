"""Moments and whole numbers as people type them into forms."""

from datetime import UTC, datetime

from flask_babel import to_user_timezone, to_utc

from lab.values.errors import BadInput

FIRST_YEAR, LAST_YEAR = 2000, 2199


def read_local(text: str, field: str) -> datetime | None:
    """A date and time typed in the machine's time zone, as UTC; None for an empty field. Raises BadInput."""
    if not text:
        return None
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput("date_unreadable", field=field, text=text[:40]) from None
    if not FIRST_YEAR <= stamp.year <= LAST_YEAR:  # at the ends of the calendar no time zone can be reckoned with
        raise BadInput("date_unreadable", field=field, text=text[:40])
    return stamp.astimezone(UTC) if stamp.tzinfo is not None else to_utc(stamp).replace(tzinfo=UTC)


def local_text(stamp: datetime) -> str:
    """The value of a date field for a moment of the real world."""
    return str(to_user_timezone(stamp).strftime("%Y-%m-%dT%H:%M"))


def read_whole(text: str, field: str) -> int:
    """A whole number. Raises BadInput."""
    try:
        return int(text[:9])
    except ValueError:
        raise BadInput("number_unreadable", field=field, text=text[:40]) from None
