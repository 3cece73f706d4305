"""Changes that would lower a score which its student has seen: somebody proposes them, a second person decides.

The second person is anybody else who may teach the course. Until then nothing changes. What is confirmed is the very
record that was proposed; when the run was graded otherwise meanwhile, it can only be rejected or withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from lab.scenarios.marking import GradeRecord, record_from_json
from lab.school.accounts import Viewer
from lab.school.assignments import newest_grades, score_is_shown
from lab.school.clock import now
from lab.school.database import Database
from lab.school.grades import add_grade
from lab.school.loading import find_led_run
from lab.school.models import Assignment, Course, Grade, Group, Mark, Proposal, Run, User
from lab.school.names import names_at
from lab.school.staff import led_by
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy

MAX_REASON = 2000
MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody thinks of one check: the share that it is to have, instead of `before`; rubric levels if it has a rubric."""

    check_id: str
    share: Fraction
    before: str
    levels: Mapping[str, int] | None
    comment: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as those who teach the course see it; `check_id` is empty for a row of a regrade.

    `is_stale`: the run got another grade after it was made. `may_decide` and `may_withdraw` are about the viewer.
    """

    id: int
    run_id: int
    regrade_id: int | None
    course_title: str
    assignment_title: str
    student: str
    attempt: int
    check_id: str
    before: str
    fraction: str
    old_points: str
    points: str
    max_points: int
    reason: str
    comment: str
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    answer: str
    is_stale: bool
    may_decide: bool
    may_withdraw: bool


class Total(Protocol):
    """What was earned of what; `withheld` while a broken check keeps it from being shown."""

    @property
    def points(self) -> str: ...
    @property
    def max_points(self) -> int: ...
    @property
    def withheld(self) -> bool: ...


def lowers(assignment: Assignment, old: Total | None, new: Total) -> bool:
    """Whether a grade would take something from a score that its student has seen: points, a share of them, or all of it."""
    if old is None or old.withheld or not score_is_shown(assignment):
        return False
    if new.withheld:
        return True
    was, will = Fraction(old.points), Fraction(new.points)
    return will < was or will * old.max_points < was * new.max_points


def propose(
    session: Session, viewer: Viewer, old: Grade, record: GradeRecord, reason: str, *, regrade_id: int | None = None,
    judgement: Judgement | None = None,
) -> int:  # fmt: skip
    """Write a proposal down, in a transaction that has locked the run; its id. Raises Refused when one like it waits already."""
    check_id = judgement.check_id if judgement else ""
    same = select(Proposal.id).where(
        Proposal.run_id == old.run_id, Proposal.old_grade_id == old.id, Proposal.check_id == check_id,
        Proposal.state == "waiting",
    )  # fmt: skip
    if session.scalar(same.limit(1)) is not None:
        raise Refused("proposal_waits")
    row = Proposal(
        run_id=old.run_id, regrade_id=regrade_id, old_grade_id=old.id, old_points=old.points, points=record.grade.points,
        max_points=record.grade.max_points, record=record.to_json().decode(), check_id=check_id,
        fraction=str(judgement.share) if judgement else "", before=judgement.before if judgement else "",
        levels=_plain(judgement.levels) if judgement else None, comment=judgement.comment if judgement else "",
        reason=reason, proposed_by=viewer.id, proposed_at=now(), state="waiting", answer="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def confirm_proposal(db: Database, viewer: Viewer, proposal_id: int) -> int:
    """Let a proposal count: the id of the new grade.

    Raises NotFound for who does not teach the course; Refused for the person who proposed it, for one that is decided
    already, and when the run was graded otherwise meanwhile.
    """
    with db.write() as session:
        row = _locked(session, viewer, proposal_id)
        _check_second_person(row, viewer)
        if newest_grades(session, [row.run_id])[row.run_id].id != row.old_grade_id:
            raise Refused("grade_moved_on")
        if row.check_id:
            session.add(
                Mark(
                    run_id=row.run_id, check_id=row.check_id, fraction=row.fraction, levels=row.levels, comment=row.comment,
                    marker_id=row.proposed_by, made_at=now(), before=row.before,
                )
            )  # fmt: skip
        record = record_from_json(row.record.encode())
        row.grade_id = add_grade(session, row.run_id, record, made_by=row.proposed_by, reason=row.reason)
        row.state, row.decided_by, row.decided_at = "confirmed", viewer.id, now()
        return row.grade_id


def reject_proposal(db: Database, viewer: Viewer, proposal_id: int, answer: str) -> None:
    """Turn a proposal down, with the reason. Raises as `confirm_proposal`, and BadInput without a reason."""
    with db.write() as session:
        row = _locked(session, viewer, proposal_id)
        _check_second_person(row, viewer)
        row.answer = reason_given(answer)
        row.state, row.decided_by, row.decided_at = "rejected", viewer.id, now()


def withdraw_proposal(db: Database, viewer: Viewer, proposal_id: int) -> None:
    """Take an own proposal back. Raises NotFound, Refused for somebody else's or one that is decided."""
    with db.write() as session:
        row = _locked(session, viewer, proposal_id)
        if row.proposed_by != viewer.id:
            raise Refused("proposal_of_another")
        row.state, row.decided_by, row.decided_at = "withdrawn", viewer.id, now()


def proposals_of(db: Database, viewer: Viewer, *, run_id: int | None = None, regrade_id: int | None = None) -> list[ProposalView]:
    """The proposals in all courses that the viewer leads, or only of a run or a regrade: what waits first, then the newest.

    Whose run it is is a pseudonym while names are hidden from all (`lab.school.names`).
    """
    by, decider = aliased(User), aliased(User)
    newest = select(func.max(Grade.id)).where(Grade.run_id == Proposal.run_id).correlate(Proposal).scalar_subquery()
    question = (
        select(Proposal, Run, Assignment, Course, User.name, Group.name, by.name, decider.name, newest)
        .join(Run, Run.id == Proposal.run_id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .join(User, User.id == Run.user_id)
        .outerjoin(Group, Group.id == Run.group_id)
        .join(by, by.id == Proposal.proposed_by)
        .outerjoin(decider, decider.id == Proposal.decided_by)
        .where(*_wanted(viewer, run_id, regrade_id))
        .order_by(Proposal.state != "waiting", Proposal.id.desc())
        .limit(MAX_LISTED)
    )
    with db.session() as session:
        rows = session.execute(question).all()
    return [
        ProposalView(
            id=row.id, run_id=row.run_id, regrade_id=row.regrade_id, course_title=course.title,
            assignment_title=assignment.title,
            student=names_at("leader", assignment, course).of(run.user_id, student, run.group_id, group or ""),
            attempt=run.attempt, check_id=row.check_id, before=row.before, fraction=row.fraction,
            old_points=row.old_points, points=row.points, max_points=row.max_points, reason=row.reason, comment=row.comment,
            proposed_by=proposer, proposed_at=row.proposed_at, state=row.state, decided_by=decided or "", decided_at=row.decided_at,
            answer=row.answer, is_stale=row.state == "waiting" and row.old_grade_id != newest_id,
            may_decide=row.state == "waiting" and row.proposed_by != viewer.id,
            may_withdraw=row.state == "waiting" and row.proposed_by == viewer.id,
        )
        for row, run, assignment, course, student, group, proposer, decided, newest_id in rows
    ]  # fmt: skip


def proposals_to_decide(db: Database, viewer: Viewer) -> int:
    """How many proposals of others wait in the courses that the viewer teaches."""
    question = (
        select(func.count())
        .select_from(Proposal)
        .join(Run, Run.id == Proposal.run_id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(led_by(viewer), Proposal.state == "waiting", Proposal.proposed_by != viewer.id)
    )
    with db.session() as session:
        return session.scalar(question) or 0


def reason_given(text: str) -> str:
    """A reason as it is kept. Raises BadInput for none, or one that is too long."""
    reason = tidy(text)
    if not reason:
        raise BadInput("reason_needed")
    if len(reason) > MAX_REASON:
        raise BadInput("comment_too_long", found=len(reason), limit=MAX_REASON)
    return reason


def _wanted(viewer: Viewer, run_id: int | None, regrade_id: int | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [led_by(viewer)]
    if run_id is not None:
        wanted.append(Proposal.run_id == run_id)
    if regrade_id is not None:
        wanted.append(Proposal.regrade_id == regrade_id)
    return wanted


def _locked(session: Session, viewer: Viewer, proposal_id: int) -> Proposal:
    """A proposal that waits, its run locked before it is read. Raises NotFound, or Refused for one that is decided."""
    run_id = session.scalar(select(Proposal.run_id).where(Proposal.id == proposal_id))
    if run_id is None:
        raise NotFound("no_such_proposal")
    try:
        find_led_run(session, viewer, run_id, lock=True)
    except NotFound:
        raise NotFound("no_such_proposal") from None
    row = session.get(Proposal, proposal_id)
    if row is None:
        raise NotFound("no_such_proposal")
    if row.state != "waiting":
        raise Refused("proposal_is_decided")
    return row


def _check_second_person(row: Proposal, viewer: Viewer) -> None:
    if row.proposed_by == viewer.id:
        raise Refused("second_person_needed")


def _plain(levels: Mapping[str, int] | None) -> dict[str, Any] | None:
    return None if levels is None else dict(levels)
