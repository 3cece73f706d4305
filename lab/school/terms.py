"""The dates and limits that hold for one student: what the assignment says, and what they were granted.

Without steps for late work nothing can be done in a run after it is due. With steps it goes on, and what is handed in
counts for less. What is handed in after everything is closed is reckoned from the last action in it, for nothing could be
done since. Only the server's clock counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.school.models import Assignment, Extra

FULL = 1000
"""Permille of the points that count for work in time."""


@dataclass(frozen=True, slots=True)
class LateStep:
    """Work that is received until a moment counts `credit` permille of its points."""

    until: datetime
    credit: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one student. `closes_at` ends all work; `minutes` is the time for one attempt."""

    opens_at: datetime
    due_at: datetime | None
    late: tuple[LateStep, ...]
    closes_at: datetime | None
    attempts: int
    minutes: int | None

    def ends_at(self, opened_at: datetime) -> datetime | None:
        """When nothing can be done any more in a run that was opened at a moment; None: never."""
        ends = [self.closes_at] if self.closes_at is not None else []
        if self.minutes is not None:
            ends.append(opened_at + timedelta(minutes=self.minutes))
        return min(ends, default=None)

    def credit_at(self, received_at: datetime | None) -> int:
        """The permille of the points that count for work received then."""
        if received_at is None or self.due_at is None or received_at <= self.due_at:
            return FULL
        return next((step.credit for step in self.late if received_at <= step.until), 0 if self.late else FULL)


def late_steps(rows: Sequence[dict[str, object]] | None) -> tuple[LateStep, ...]:
    """The steps of an assignment as they are stored, the earliest first."""
    steps = [LateStep(datetime.fromisoformat(str(row["until"])), int(str(row["credit"]))) for row in rows or ()]
    return tuple(sorted(steps, key=lambda step: step.until))


def terms_of(assignment: Assignment, extra: Extra | None) -> Terms:
    """What holds for a student. Where a later due date was granted, steps and closing move along with it.

    What was granted is never less than what holds for everybody, also when that was put off since.
    """
    due, closes, late = assignment.due_at, assignment.closes_at, late_steps(assignment.late)
    if extra is not None and extra.due_at is not None and due is not None:
        by = max(timedelta(0), extra.due_at - due)
        due = max(due, extra.due_at)
        late = tuple(LateStep(step.until + by, step.credit) for step in late)
        closes = closes + by if closes is not None else None
    if closes is None and due is not None:
        closes = max([due, *(step.until for step in late)])
    if extra is not None and extra.closes_at is not None and closes is not None:
        closes = max(closes, extra.closes_at)
    minutes = assignment.minutes
    if minutes is not None and extra is not None:
        minutes += extra.minutes
    more = extra.attempts if extra is not None else 0
    return Terms(assignment.opens_at, due, late, closes, assignment.attempts + more, minutes)


def extras_of(session: Session, assignment_id: int) -> dict[int, Extra]:
    """What counts of what was granted for an assignment, by student."""
    newest = select(func.max(Extra.id)).where(Extra.assignment_id == assignment_id).group_by(Extra.user_id)
    return {row.user_id: row for row in session.scalars(select(Extra).where(Extra.id.in_(newest)))}


def extra_for(session: Session, assignment_id: int, user_id: int) -> Extra | None:
    """What counts of what one student was granted for an assignment."""
    return session.scalar(
        select(Extra).where(Extra.assignment_id == assignment_id, Extra.user_id == user_id).order_by(Extra.id.desc()).limit(1)
    )


def counted(points: str, credit: int) -> str:
    """The points that count, with two digits: "64.00" of "80.00" at 800 permille. In time they are left as they are."""
    if credit == FULL:
        return points
    share = Fraction(points) * credit / FULL
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
