"""Scenarios given to courses, who has come how far, and the gradebook."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.courses import taught_by, taught_course, visible_course
from lab.school.database import Database
from lab.school.models import Assignment, Course, Grade, JournalRow, Member, Run, User
from lab.school.releases import offered_scenario
from lab.school.scripts import keep_script, script_of
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy

__all__ = [
    "AssignmentView", "Gradebook", "GradebookRow", "ProgressRow", "RunLine", "assign", "assignment_for", "assignments_of",
    "change_dates", "gradebook", "progress", "release_scores", "script_of", "take_appeals",
]  # fmt: skip

SHOW_SCORE = ("at_hand_in", "after_release")
MAX_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class RunLine:
    """One of the viewer's own attempts; points are None while there are none to be shown."""

    run_id: int
    attempt: int
    state: str
    points: str | None
    max_points: int | None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment as its course sees it; `runs` are the viewer's own."""

    id: int
    course_id: int
    course_title: str
    scenario_id: str
    version: str
    content_hash: str
    title: str
    opens_at: datetime
    due_at: datetime | None
    attempts: int
    show_score: str
    released_at: datetime | None
    is_taught: bool
    runs: tuple[RunLine, ...]
    appeals_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Work is accepted now."""
        return self.opens_at <= now() and not self.is_past_due

    @property
    def is_past_due(self) -> bool:
        return is_past(self.due_at)

    @property
    def attempts_left(self) -> int:
        return max(0, self.attempts - len(self.runs))


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One attempt of one student, or a student who has not begun (run_id None, attempt 0).

    `state` is not_started, open, handed_in or erased. `withheld`: a check broke, staff should look.
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


@dataclass(frozen=True, slots=True)
class GradebookRow:
    """A student and their best points per assignment id; an assignment without a grade is not in it."""

    user_id: int
    name: str
    login: str
    points: dict[int, str]


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The best points of every student of a course; `max_points` per assignment id where one was graded."""

    assignments: tuple[AssignmentView, ...]
    max_points: dict[int, int]
    rows: tuple[GradebookRow, ...]


def assign(
    db: Database, viewer: Viewer, course_id: int, *, scenario_id: str, title: str = "",
    opens_at: datetime | None = None, due_at: datetime | None = None, attempts: int = 1,
    show_score: str = "at_hand_in",
) -> AssignmentView:  # fmt: skip
    """Give a scenario that comes with the lab, or a release ("id@version"), to a course of one's own. An empty title takes the scenario's.

    Raises NotFound for a strange course or scenario, BadFile for a broken scenario, BadInput for the rest.
    """
    with db.session() as session:
        taught_course(session, viewer, course_id)
    scenario = offered_scenario(db, viewer, scenario_id)
    titles = scenario.file.title
    title = tidy(title) or titles.get(viewer.language) or titles.get("en") or next(iter(titles.values()))
    if len(title) > 120:
        raise BadInput("title_length", found=len(title), limit=120)
    if not 1 <= attempts <= MAX_ATTEMPTS:
        raise BadInput("attempts_out_of_range", found=attempts, limit=MAX_ATTEMPTS)
    if show_score not in SHOW_SCORE:
        raise BadInput("no_such_choice", field="show_score", known=list(SHOW_SCORE))
    opens_at = opens_at or now()
    _check_dates(opens_at, due_at)
    digest = keep_script(db.settings, scenario)
    with db.write() as session:
        course = taught_course(session, viewer, course_id)
        if course.archived_at is not None:
            raise Refused("course_archived")
        row = Assignment(
            course_id=course.id, scenario_id=scenario.id, version=scenario.version, content_hash=digest, title=title,
            opens_at=opens_at, due_at=due_at, attempts=attempts, show_score=show_score, created_at=now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return _view(session, viewer, row, course)


def assignment_for(db: Database, viewer: Viewer, assignment_id: int) -> AssignmentView:
    """One assignment of a course that the viewer is in or teaches. Raises NotFound."""
    with db.session() as session:
        return _view(session, viewer, *visible_assignment(session, viewer, assignment_id))


def assignments_of(db: Database, viewer: Viewer, course_id: int | None = None) -> list[AssignmentView]:
    """The assignments of one course, or of all courses that the viewer is a member of; what is due first stands first."""
    with db.session() as session:
        question = select(Assignment, Course).join(Course)
        if course_id is not None:
            visible_course(session, viewer, course_id)
            question = question.where(Assignment.course_id == course_id)
        else:
            joined = select(Member.course_id).where(Member.user_id == viewer.id)
            question = question.where(Course.id.in_(joined), Course.archived_at.is_(None))
        rows = session.execute(
            question.order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.opens_at, Assignment.id)
        ).all()
        return [_view(session, viewer, assignment, course) for assignment, course in rows]


def change_dates(
    db: Database, viewer: Viewer, assignment_id: int, *, opens_at: datetime, due_at: datetime | None
) -> AssignmentView:
    """Move an assignment's dates. Raises NotFound, or BadInput when it would be due before it opens."""
    _check_dates(opens_at, due_at)
    with db.write() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        assignment.opens_at, assignment.due_at = opens_at, due_at
        return _view(session, viewer, assignment, course)


def take_appeals(db: Database, viewer: Viewer, assignment_id: int, until: datetime | None) -> AssignmentView:
    """Let students appeal against results until a moment, or (None) not at all.

    Raises NotFound, or BadInput for a moment before the assignment opens.
    """
    with db.write() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        if until is not None and until <= assignment.opens_at:
            raise BadInput("appeals_before_open", field="appeals_until")
        assignment.appeals_until = until
        return _view(session, viewer, assignment, course)


def release_scores(db: Database, viewer: Viewer, assignment_id: int) -> AssignmentView:
    """Show students the scores and what was kept for after the release. Doing it twice is no error. Raises NotFound."""
    with db.write() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        assignment.released_at = assignment.released_at or now()
        return _view(session, viewer, assignment, course)


def progress(db: Database, viewer: Viewer, assignment_id: int) -> list[ProgressRow]:
    """How far every student has come, by name and attempt. For who teaches the course; others get NotFound."""
    with db.session() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        people = session.scalars(
            select(User).join(Member, Member.user_id == User.id).where(Member.course_id == assignment.course_id)
        ).all()
        runs = session.scalars(select(Run).where(Run.assignment_id == assignment.id).order_by(Run.attempt)).all()
        seen = dict(
            session.execute(
                select(JournalRow.run_id, func.max(JournalRow.wall_time))
                .where(JournalRow.run_id.in_([run.id for run in runs]))
                .group_by(JournalRow.run_id)
            ).all()
        )
        grades = newest_grades(session, [run.id for run in runs])
    rows = []
    for user in sorted(people, key=lambda user: (user.name.casefold(), user.id)):
        own = [run for run in runs if run.user_id == user.id]
        for run in own:
            grade = grades.get(run.id)
            rows.append(
                ProgressRow(
                    user.id, user.name, user.login, run.id, run.attempt,
                    run.state, run.sim_time, run.next_seq,
                    seen.get(run.id, run.opened_at), grade.points if grade else None,
                    grade.max_points if grade else None, grade.withheld if grade else False,
                )
            )  # fmt: skip
        if not own:
            rows.append(ProgressRow(user.id, user.name, user.login, None, 0, "not_started", 0, 0, None, None, None))
    return rows


def gradebook(db: Database, viewer: Viewer, course_id: int) -> Gradebook:
    """The best points of each student in each assignment. For who teaches the course; others get NotFound."""
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        assignments = session.scalars(
            select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.opens_at, Assignment.id)
        ).all()
        views = tuple(_view(session, viewer, assignment, course) for assignment in assignments)
        people = session.scalars(
            select(User).join(Member, Member.user_id == User.id).where(Member.course_id == course.id)
        ).all()
        runs = session.scalars(select(Run).where(Run.assignment_id.in_([row.id for row in assignments]))).all()
        grades = newest_grades(session, [run.id for run in runs])
    best: dict[tuple[int, int], str] = {}
    max_points: dict[int, int] = {}
    for run in runs:
        grade = grades.get(run.id)
        if grade is None or grade.withheld:
            continue
        max_points[run.assignment_id] = grade.max_points
        place = (run.user_id, run.assignment_id)
        if place not in best or Decimal(grade.points) > Decimal(best[place]):
            best[place] = grade.points
    rows = tuple(
        GradebookRow(
            user.id, user.name, user.login,
            {row.id: best[user.id, row.id] for row in assignments if (user.id, row.id) in best},
        )
        for user in sorted(people, key=lambda user: (user.name.casefold(), user.id))
    )  # fmt: skip
    return Gradebook(views, max_points, rows)


def visible_assignment(session: Session, viewer: Viewer, assignment_id: int) -> tuple[Assignment, Course]:
    """An assignment of a course that the viewer takes part in or teaches. Raises NotFound."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound("no_such_assignment")
    try:
        return assignment, visible_course(session, viewer, assignment.course_id)
    except NotFound:
        raise NotFound("no_such_assignment") from None


def taught_assignment(session: Session, viewer: Viewer, assignment_id: int) -> tuple[Assignment, Course]:
    """An assignment of a course that the viewer teaches. Raises NotFound."""
    found = session.execute(
        select(Assignment, Course).join(Course).where(Assignment.id == assignment_id, taught_by(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_assignment")
    assignment, course = found
    return assignment, course


def newest_grades(session: Session, run_ids: list[int]) -> dict[int, Grade]:
    """The grade that counts, by run."""
    newest = select(func.max(Grade.id)).where(Grade.run_id.in_(run_ids)).group_by(Grade.run_id)
    return {grade.run_id: grade for grade in session.scalars(select(Grade).where(Grade.id.in_(newest)))}


def score_is_shown(assignment: Assignment) -> bool:
    """Whether students may see the scores of what they handed in."""
    return assignment.show_score == "at_hand_in" or assignment.released_at is not None


def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def _check_dates(opens_at: datetime, due_at: datetime | None) -> None:
    if opens_at.tzinfo is None or (due_at is not None and due_at.tzinfo is None):
        raise BadInput("date_without_zone")
    if due_at is not None and due_at <= opens_at:
        raise BadInput("due_before_open")


def _view(session: Session, viewer: Viewer, row: Assignment, course: Course) -> AssignmentView:
    runs = session.scalars(
        select(Run).where(Run.assignment_id == row.id, Run.user_id == viewer.id).order_by(Run.attempt)
    ).all()
    shown = newest_grades(session, [run.id for run in runs]) if runs and score_is_shown(row) else {}
    lines = []
    for run in runs:
        grade = shown.get(run.id)
        points = grade.points if grade is not None and not grade.withheld else None
        lines.append(RunLine(run.id, run.attempt, run.state, points, grade.max_points if grade else None))
    return AssignmentView(
        id=row.id, course_id=course.id, course_title=course.title, scenario_id=row.scenario_id, version=row.version,
        content_hash=row.content_hash, title=row.title, opens_at=row.opens_at, due_at=row.due_at,
        attempts=row.attempts, show_score=row.show_score, released_at=row.released_at,
        is_taught=viewer.is_admin or (course.owner_id == viewer.id and viewer.may_teach), runs=tuple(lines),
        appeals_until=row.appeals_until,
    )  # fmt: skip
