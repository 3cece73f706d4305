"""The clock of a class: how far the runs of an assignment may go, and letting the class go on.

`class`: an instructor lets everybody reach a day. `paced`: so many market days become free with each real day. Days count
from 1. Keeping to it is the work of `lab.school.runs`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lab.school.accounts import Viewer
from lab.school.assignments import taught_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Assignment
from lab.school.rules import MAX_CLOCK_DAYS
from lab.values.errors import BadInput, Refused


@dataclass(frozen=True, slots=True)
class ClassClock:
    """How far runs may go now. `kind` as in `lab.school.rules.CLOCKS`; `day` is the last day open to them, None without a limit.

    `per_day` and `next_at` belong to the paced clock: days for each real day, and when the next ones become free.
    """

    kind: str
    day: int | None = None
    per_day: int = 0
    next_at: datetime | None = None


def clock_of(assignment: Assignment) -> ClassClock:
    """The clock of an assignment at this moment."""
    if assignment.clock == "class":
        return ClassClock("class", assignment.clock_days)
    if assignment.clock == "paced":
        day = timedelta(days=1)
        begun = (now() - assignment.opens_at) // day
        return ClassClock("paced", assignment.clock_days * (begun + 1), assignment.clock_days, assignment.opens_at + (begun + 1) * day)
    return ClassClock("student")


def set_class_day(db: Database, viewer: Viewer, assignment_id: int, day: int) -> ClassClock:
    """Let the class reach a day, 1 or more. Runs that are past an earlier day stay where they are.

    Raises NotFound for who does not lead the course, Refused where students or the calendar move the clock, BadInput for a
    day that is not possible.
    """
    with db.write() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        if not 1 <= day <= MAX_CLOCK_DAYS:
            raise BadInput("number_not_between", field="day", found=day, least=1, most=MAX_CLOCK_DAYS)
        if assignment.clock != "class":
            raise Refused("clock_not_class")
        assignment.clock_days = day
        return clock_of(assignment)
