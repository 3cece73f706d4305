"""How far the students of a course have come, and the gradebook. The number of questions does not grow with the class."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, Result, assignments_of, newest_results, staffed_assignment
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.entrants import entrants
from lab.school.models import Assignment, Extra, GroupMember, JournalRow, Member, Run, User
from lab.school.names import key_of, names_for
from lab.school.rules import is_sealed
from lab.school.terms import FULL, counted, extras_of, terms_of


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One attempt of one student or group, or a student who has not begun (run_id None, attempt 0).

    `name` is a pseudonym, and `login` empty, where names are hidden. `state` is not_started, open, handed_in or erased.
    `withheld`: a check broke, staff should look. `credit` is the permille of the points that counts, `counted` what is left.
    """

    user_id: int
    name: str
    login: str
    run_id: int | None
    attempt: int
    state: str
    sim_time: int
    actions: int
    seen_at: datetime | None
    points: str | None
    max_points: int | None
    withheld: bool = False
    credit: int = FULL
    counted: str | None = None
    section: str = ""
    handed_in_at: datetime | None = None
    ends_at: datetime | None = None
    collected: bool = False


@dataclass(frozen=True, slots=True)
class GradebookRow:
    """A student and the points that count per assignment id; an assignment without a grade is not in it.

    `states` says per assignment id how far they are (open, handed_in), `credits` what counts of work that came late.
    """

    user_id: int
    name: str
    login: str
    points: dict[int, str]
    section: str = ""
    refs: dict[str, str] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    credits: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The points that count of every student of a course; `max_points` per assignment id where one was graded.

    `sealed` are assignments that are marked blind and not released: they have no points here.
    """

    assignments: tuple[AssignmentView, ...]
    max_points: dict[int, int]
    rows: tuple[GradebookRow, ...]
    sealed: frozenset[int] = frozenset()


def progress(db: Database, viewer: Viewer, assignment_id: int) -> list[ProgressRow]:
    """How far every student has come, by name and attempt; where names are hidden in a random order that never changes.

    For the course's staff; others get NotFound.
    """
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        names = names_for(session, viewer, assignment, course)
        people = entrants(session, assignment, names)
        runs = session.execute(
            select(Run, JournalRow.wall_time)
            .outerjoin(JournalRow, and_(JournalRow.run_id == Run.id, JournalRow.seq == Run.next_seq - 1))
            .where(Run.assignment_id == assignment.id)
            .order_by(Run.attempt, Run.id)
        ).all()
        results = newest_results(session, Run.assignment_id == assignment.id)
        extras = extras_of(session, assignment.id)
    by_whom: dict[str, list[tuple[Run, datetime | None]]] = {}
    for run, last in runs:
        by_whom.setdefault(key_of(run.user_id, run.group_id), []).append((run, last))
    rows: list[tuple[str, ProgressRow]] = []
    for one in people:
        # somebody may have begun alone before they came into a group
        own = [row for key in dict.fromkeys((key_of(one.user_id, None), one.key)) for row in by_whom.get(key, [])]
        terms = terms_of(assignment, extras.get(one.user_id))
        for run, seen in own:
            result = results.get(run.id)
            credit = terms.credit_at(run.received_at or run.handed_in_at)
            rows.append(
                (
                    one.order,
                    ProgressRow(
                        one.user_id, one.label, one.login, run.id, run.attempt, run.state, run.sim_time, run.next_seq, seen or run.opened_at,
                        result.points if result else None, result.max_points if result else None,
                        result.withheld if result else False, credit, counted(result.points, credit) if result else None, one.section,
                        run.handed_in_at, terms.ends_at(run.opened_at), run.collected_by is not None,
                    ),
                )
            )  # fmt: skip
        if not own:
            row = ProgressRow(
                one.user_id, one.label, one.login, None, 0, "not_started", 0, 0, None, None, None, section=one.section, ends_at=terms.closes_at
            )
            rows.append((one.order, row))
    return [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].user_id, pair[1].attempt))]


def gradebook(db: Database, viewer: Viewer, course_id: int) -> Gradebook:
    """The points of each student in each assignment, of the attempt that counts. For the course's leaders; others get NotFound."""
    views = tuple(sorted(assignments_of(db, viewer, course_id), key=lambda view: (view.opens_at, view.id)))
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        assignments = {row.id: row for row in session.scalars(select(Assignment).where(Assignment.course_id == course.id))}
        people = _students(session, course.id)
        runs = session.scalars(
            select(Run).join(Assignment, Assignment.id == Run.assignment_id).where(Assignment.course_id == course.id).order_by(Run.attempt, Run.id)
        ).all()
        results = newest_results(session, Assignment.course_id == course.id)
        granted = session.scalars(
            select(Extra).join(Assignment, Assignment.id == Extra.assignment_id).where(Assignment.course_id == course.id).order_by(Extra.id)
        ).all()
        members = session.execute(
            select(GroupMember.group_id, GroupMember.user_id).join(Assignment, Assignment.id == GroupMember.assignment_id).where(Assignment.course_id == course.id)
        ).all()
    extras = {(extra.assignment_id, extra.user_id): extra for extra in granted}
    in_group: dict[int, list[int]] = {}
    for group_id, user_id in members:
        in_group.setdefault(group_id, []).append(user_id)
    attempts: dict[tuple[int, int], list[tuple[Run, Result | None, int]]] = {}
    max_points: dict[int, int] = {}
    sealed = frozenset(row.id for row in assignments.values() if is_sealed(row))
    for run in runs:
        result = results.get(run.id)
        result = None if result is None or result.withheld or run.assignment_id in sealed else result
        if result is not None:
            max_points[run.assignment_id] = result.max_points
        for user_id in in_group.get(run.group_id, []) if run.group_id is not None else [run.user_id]:
            terms = terms_of(assignments[run.assignment_id], extras.get((run.assignment_id, user_id)))
            credit = terms.credit_at(run.received_at or run.handed_in_at)
            attempts.setdefault((user_id, run.assignment_id), []).append((run, result, credit))
    rows = []
    for user, member in people:
        points: dict[int, str] = {}
        states: dict[int, str] = {}
        credits_: dict[int, int] = {}
        for assignment_id, row in assignments.items():
            tries = attempts.get((user.id, assignment_id), [])
            if tries:
                states[assignment_id] = "open" if any(run.state == "open" for run, _, _ in tries) else tries[-1][0].state
            found = that_counts(row.counts, [(result.points, credit) for _, result, credit in tries if result is not None])
            if found is not None:
                points[assignment_id], credits_[assignment_id] = found
        rows.append(GradebookRow(user.id, user.name, user.login, points, member.section, dict(member.refs or {}), states, credits_))
    return Gradebook(views, max_points, tuple(rows), sealed)


def that_counts(counts: str, tries: list[tuple[str, int]]) -> tuple[str, int] | None:
    """The points and the credit of the attempt that counts, of (points, credit) by attempt; None without any."""
    if not tries:
        return None
    worth = [(counted(points, credit), credit) for points, credit in tries]
    if counts == "first":
        return worth[0]
    return worth[-1] if counts == "last" else max(worth, key=lambda pair: Decimal(pair[0]))


def _students(session: Session, course_id: int) -> list[tuple[User, Member]]:
    """The students of a course, by name."""
    rows = session.execute(
        select(User, Member).join(Member, Member.user_id == User.id).where(Member.course_id == course_id, Member.role == "student")
    ).all()
    return sorted(((user, member) for user, member in rows), key=lambda pair: (pair[0].name.casefold(), pair[0].id))
