"""Extra time and attempts for single students, with the reason; everything that was granted stays on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lab.school.accounts import Viewer
from lab.school.assignments import MAX_ATTEMPTS, taught_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Extra, GroupMember, Member, User
from lab.school.proposals import reason_given
from lab.school.rules import MAX_MINUTES
from lab.values.errors import BadInput


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """Something that was granted; `counts`: nothing newer was granted to this student."""

    user_id: int
    name: str
    due_at: datetime | None
    closes_at: datetime | None
    attempts: int
    minutes: int
    reason: str
    granted_by: str
    granted_at: datetime
    counts: bool


def grant(
    db: Database, viewer: Viewer, assignment_id: int, user_ids: Sequence[int], *, due_at: datetime | None = None,
    closes_at: datetime | None = None, attempts: int = 0, minutes: int = 0, reason: str,
) -> int:  # fmt: skip
    """Give students a later due date or closing, more attempts or minutes, in place of what they were granted before.

    In a group it is given to all of its members. Nothing at all takes back what was granted. How many students it is for.
    Raises NotFound for who does not lead the course; BadInput without students or a reason, for somebody who is not in the
    course, and for dates before the assignment's own.
    """
    reason = reason_given(reason)
    if not user_ids:
        raise BadInput("extra_for_nobody", field="students")
    if not 0 <= attempts <= MAX_ATTEMPTS:
        raise BadInput("number_not_between", field="attempts", found=attempts, least=0, most=MAX_ATTEMPTS)
    if not 0 <= minutes <= MAX_MINUTES:
        raise BadInput("number_not_between", field="minutes", found=minutes, least=0, most=MAX_MINUTES)
    with db.write() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        if due_at is not None and (assignment.due_at is None or due_at < assignment.due_at):
            raise BadInput("extra_is_earlier", field="due_at")
        ends = assignment.closes_at or assignment.due_at
        if closes_at is not None and (ends is None or closes_at < ends):
            raise BadInput("extra_is_earlier", field="closes_at")
        students = set(session.scalars(select(Member.user_id).where(Member.course_id == course.id, Member.role == "student")))
        groups = dict(session.execute(select(GroupMember.user_id, GroupMember.group_id).where(GroupMember.assignment_id == assignment.id)).all())
        wanted = set(user_ids)
        if wanted - students:
            raise BadInput("not_in_course", user=min(wanted - students))
        together = {groups[user_id] for user_id in wanted if user_id in groups}
        wanted |= {user_id for user_id, group_id in groups.items() if group_id in together}
        for user_id in sorted(wanted):
            session.add(
                Extra(
                    assignment_id=assignment.id, user_id=user_id, due_at=due_at, closes_at=closes_at, attempts=attempts, minutes=minutes,
                    reason=reason, granted_by=viewer.id, granted_at=now(),
                )
            )  # fmt: skip
        return len(wanted)


def granted(db: Database, viewer: Viewer, assignment_id: int) -> list[ExtraLine]:
    """Everything that was granted for an assignment, the newest first. For who leads the course; others get NotFound."""
    with db.session() as session:
        taught_assignment(session, viewer, assignment_id)
        rows = session.scalars(select(Extra).where(Extra.assignment_id == assignment_id).order_by(Extra.id.desc())).all()
        people = {row.user_id for row in rows} | {row.granted_by for row in rows}
        names = dict(session.execute(select(User.id, User.name).where(User.id.in_(people))).all())
    seen: set[int] = set()
    lines = []
    for row in rows:
        lines.append(
            ExtraLine(
                row.user_id, names[row.user_id], row.due_at, row.closes_at, row.attempts, row.minutes, row.reason, names[row.granted_by],
                row.granted_at, row.user_id not in seen,
            )
        )  # fmt: skip
        seen.add(row.user_id)
    return lines
