"""Simulated time: whole minutes since the start of a run.

A run never looks at the wall clock. Doors turn a `Moment` into a date with the start that the scenario names.
"""

import re
from datetime import datetime, timedelta
from typing import TypeAlias

from lab.values.errors import BadInput

Moment: TypeAlias = int
HOUR = 60
DAY = 24 * HOUR
_DURATION = re.compile(r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?")


def parse_duration(text: str) -> int:
    """Read "24h", "3h10m", "2d" as minutes. Raises BadInput for anything else."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise BadInput("duration_unreadable", text=text[:40], example="3h10m")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return days * DAY + hours * HOUR + minutes


def parse_offset(text: str) -> Moment:
    """Read "+20h" (after the start) as a moment. Raises BadInput for anything else."""
    if not text.strip().startswith("+"):
        raise BadInput("offset_unreadable", text=text[:40], example="+20h")
    return parse_duration(text.strip()[1:])


def format_offset(moment: Moment) -> str:
    """"+3h10m" for 190; the form that scenario files and evidence use."""
    hours, minutes = divmod(moment, HOUR)
    return f"+{hours}h{minutes}m" if minutes else f"+{hours}h"


def to_datetime(start: datetime, moment: Moment) -> datetime:
    """The aware date and time of a moment in a run that starts at `start`."""
    return start + timedelta(minutes=moment)


def minute_of_day(start: datetime, moment: Moment) -> int:
    """Minutes since midnight of the run's own calendar day."""
    return (start.hour * HOUR + start.minute + moment) % DAY


def day_of(start: datetime, moment: Moment) -> int:
    """Calendar days since the start's own day; the first day is 0."""
    return (start.hour * HOUR + start.minute + moment) // DAY
