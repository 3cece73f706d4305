"""Scenarios given to courses, and what their students see of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.courses import taught_course, visible_course
from lab.school.database import Database
from lab.school.models import Assignment, Course, Extra, Grade, Group, GroupMember, Mark, Member, Opinion, Run
from lab.school.names import hides_names
from lab.school.releases import offered_scenario
from lab.school.rules import SHOW_SCORE, Rules, is_past, rules_at, score_is_shown
from lab.school.scripts import keep_script, script_of
from lab.school.staff import led_by, place_in, staffed_by
from lab.school.terms import FULL, Terms, counted, terms_of
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy

__all__ = [
    "SHOW_SCORE", "AssignmentView", "Result", "RunLine", "assign", "assignment_for", "assignments_of", "change_rules",
    "is_past", "newest_grades", "newest_results", "release_scores", "score_is_shown", "script_of", "staffed_assignment",
    "take_appeals", "taught_assignment", "visible_assignment",
]  # fmt: skip

MAX_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class RunLine:
    """One of the viewer's own attempts; points are None while there are none to be shown.

    `points` are those of the work, `counted` what is left of them for work that came late (`credit`, permille).
    """

    run_id: int
    attempt: int
    state: str
    points: str | None
    max_points: int | None
    credit: int = FULL
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment as its course sees it; `runs` are the viewer's own, or their group's.

    Dates and attempts are those that hold for the viewer. `is_taught`: the viewer is of the course's staff; `is_led`: they
    lead it. `group` is the viewer's, "" without one.
    """

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
    is_led: bool = False
    closes_at: datetime | None = None
    rules: Rules = field(default_factory=Rules)
    group: str = ""
    names_hidden: bool = False

    @property
    def is_open(self) -> bool:
        """Work is accepted now."""
        return self.opens_at <= now() and not self.is_past_due

    @property
    def is_past_due(self) -> bool:
        """Nothing is accepted any more."""
        return is_past(self.closes_at)

    @property
    def is_late_now(self) -> bool:
        """Work is still accepted, but counts for less."""
        return is_past(self.due_at) and not self.is_past_due

    @property
    def attempts_left(self) -> int:
        return max(0, self.attempts - len(self.runs))


def assign(
    db: Database, viewer: Viewer, course_id: int, *, scenario_id: str, title: str = "",
    opens_at: datetime | None = None, due_at: datetime | None = None, attempts: int = 1,
    show_score: str = "at_hand_in", rules: Rules | None = None,
) -> AssignmentView:  # fmt: skip
    """Give a scenario that comes with the lab, or a release ("id@version"), to a course of one's own. An empty title takes the scenario's.

    `rules` holds everything else; without them the usual ones and `show_score`.
    Raises NotFound for a strange course or scenario, BadFile for a broken scenario, BadInput for the rest.
    """
    with db.session() as session:
        taught_course(session, viewer, course_id)
    scenario = offered_scenario(db, viewer, scenario_id)
    titles = scenario.file.title
    title = tidy(title) or titles.get(viewer.language) or titles.get("en") or next(iter(titles.values()))
    if len(title) > 120:
        raise BadInput("title_length", found=len(title), limit=120)
    _check_attempts(attempts)
    rules = rules or Rules(show_score=show_score)
    opens_at = opens_at or now()
    _check_dates(opens_at, due_at)
    rules.check(opens_at, due_at)
    digest = keep_script(db.settings, scenario)
    with db.write() as session:
        course = taught_course(session, viewer, course_id)
        if course.archived_at is not None:
            raise Refused("course_archived")
        row = Assignment(
            course_id=course.id, scenario_id=scenario.id, version=scenario.version, content_hash=digest, title=title,
            opens_at=opens_at, due_at=due_at, attempts=attempts, created_at=now(),
        )  # fmt: skip
        rules.put_on(row)
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
            joined = select(Member.course_id).where(Member.user_id == viewer.id, Member.role == "student")
            question = question.where(Course.id.in_(joined), Course.archived_at.is_(None))
        rows = session.execute(
            question.order_by(Assignment.due_at.is_(None), Assignment.due_at, Assignment.opens_at, Assignment.id)
        ).all()
        return _views(session, viewer, [(assignment, course) for assignment, course in rows])


def change_rules(
    db: Database, viewer: Viewer, assignment_id: int, *, opens_at: datetime, due_at: datetime | None, attempts: int, rules: Rules
) -> AssignmentView:
    """Change an assignment's dates, attempts and rules; what was done and granted stays.

    Raises NotFound; BadInput for what is not possible together; Refused for opening names to markers once something has been
    marked, and for working in groups or not once somebody has begun.
    """
    _check_dates(opens_at, due_at)
    _check_attempts(attempts)
    rules.check(opens_at, due_at)
    with db.write() as session:
        assignment, course = taught_assignment(session, viewer, assignment_id)
        before = rules_at(assignment)
        if before.blind and not rules.blind and assignment.released_at is None and _is_marked(session, assignment.id):
            raise Refused("marked_blind_already")
        grouped = (before.group_size > 0) != (rules.group_size > 0)
        if grouped and session.scalar(select(Run.id).where(Run.assignment_id == assignment.id).limit(1)) is not None:
            raise Refused("groups_after_begin")
        assignment.opens_at, assignment.due_at, assignment.attempts = opens_at, due_at, attempts
        rules.put_on(assignment)
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
    """An assignment of a course that the viewer leads. Raises NotFound."""
    return _assignment_where(session, assignment_id, led_by(viewer))


def staffed_assignment(session: Session, viewer: Viewer, assignment_id: int) -> tuple[Assignment, Course]:
    """An assignment of a course whose staff the viewer belongs to. Raises NotFound."""
    return _assignment_where(session, assignment_id, staffed_by(viewer))


def _assignment_where(session: Session, assignment_id: int, condition: ColumnElement[bool]) -> tuple[Assignment, Course]:
    found = session.execute(select(Assignment, Course).join(Course).where(Assignment.id == assignment_id, condition)).one_or_none()
    if found is None:
        raise NotFound("no_such_assignment")
    assignment, course = found
    return assignment, course


def newest_grades(session: Session, run_ids: Sequence[int]) -> dict[int, Grade]:
    """The grade that counts, by run."""
    newest = select(func.max(Grade.id)).where(Grade.run_id.in_(run_ids)).group_by(Grade.run_id)
    return {grade.run_id: grade for grade in session.scalars(select(Grade).where(Grade.id.in_(newest)))}


@dataclass(frozen=True, slots=True)
class Result:
    """What a grade says in short."""

    run_id: int
    points: str
    max_points: int
    withheld: bool


def newest_results(session: Session, runs: ColumnElement[bool]) -> dict[int, Result]:
    """The grade that counts, by run, of all runs under a condition on `Run` and `Assignment`, without its long record."""
    newest = (
        select(func.max(Grade.id))
        .join(Run, Run.id == Grade.run_id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .where(runs)
        .group_by(Grade.run_id)
    )
    rows = session.execute(select(Grade.run_id, Grade.points, Grade.max_points, Grade.withheld).where(Grade.id.in_(newest)))
    return {row.run_id: Result(*row) for row in rows}


def _is_marked(session: Session, assignment_id: int) -> bool:
    runs = select(Run.id).where(Run.assignment_id == assignment_id)
    marked = select(Mark.id).where(Mark.run_id.in_(runs)).limit(1)
    thought = select(Opinion.id).where(Opinion.run_id.in_(runs)).limit(1)
    return session.scalar(marked) is not None or session.scalar(thought) is not None


def _check_attempts(attempts: int) -> None:
    if not 1 <= attempts <= MAX_ATTEMPTS:
        raise BadInput("attempts_out_of_range", found=attempts, limit=MAX_ATTEMPTS)


def _check_dates(opens_at: datetime, due_at: datetime | None) -> None:
    if opens_at.tzinfo is None or (due_at is not None and due_at.tzinfo is None):
        raise BadInput("date_without_zone")
    if due_at is not None and due_at <= opens_at:
        raise BadInput("due_before_open")


def _view(session: Session, viewer: Viewer, row: Assignment, course: Course) -> AssignmentView:
    return _views(session, viewer, [(row, course)])[0]


def _views(session: Session, viewer: Viewer, rows: Sequence[tuple[Assignment, Course]]) -> list[AssignmentView]:
    """Assignments for a page, with the same few questions however many they are."""
    ids = [row.id for row, _ in rows]
    groups = {
        member.assignment_id: (member.group_id, name)
        for member, name in session.execute(
            select(GroupMember, Group.name)
            .join(Group, Group.id == GroupMember.group_id)
            .where(GroupMember.assignment_id.in_(ids), GroupMember.user_id == viewer.id)
        )
    }
    newest = select(func.max(Extra.id)).where(Extra.assignment_id.in_(ids), Extra.user_id == viewer.id).group_by(Extra.assignment_id)
    extras = {extra.assignment_id: extra for extra in session.scalars(select(Extra).where(Extra.id.in_(newest)))}
    own = or_(and_(Run.user_id == viewer.id, Run.group_id.is_(None)), Run.group_id.in_([group for group, _ in groups.values()]))
    runs = session.scalars(select(Run).where(Run.assignment_id.in_(ids), own).order_by(Run.attempt, Run.id)).all()
    results = newest_results(session, and_(Run.assignment_id.in_(ids), own)) if runs else {}
    roles = dict(
        session.execute(
            select(Member.course_id, Member.role).where(Member.course_id.in_({course.id for _, course in rows}), Member.user_id == viewer.id)
        ).all()
    )
    views = []
    for row, course in rows:
        place = place_in(viewer, course.owner_id, roles.get(course.id))
        terms = terms_of(row, extras.get(row.id))
        views.append(
            AssignmentView(
                id=row.id, course_id=course.id, course_title=course.title, scenario_id=row.scenario_id, version=row.version,
                content_hash=row.content_hash, title=row.title, opens_at=row.opens_at, due_at=terms.due_at,
                attempts=terms.attempts, show_score=row.show_score, released_at=row.released_at,
                is_taught=place in ("leader", "grader", "guest"), appeals_until=row.appeals_until, is_led=place == "leader",
                closes_at=terms.closes_at, rules=rules_at(row), group=groups.get(row.id, (0, ""))[1],
                names_hidden=hides_names(place, row),
                runs=tuple(_run_line(run, row, terms, results.get(run.id)) for run in runs if run.assignment_id == row.id),
            )
        )  # fmt: skip
    return views


def _run_line(run: Run, row: Assignment, terms: Terms, result: Result | None) -> RunLine:
    shown = result if result is not None and score_is_shown(row, terms.closes_at) else None
    points = shown.points if shown is not None and not shown.withheld else None
    credit = terms.credit_at(run.received_at or run.handed_in_at)
    return RunLine(
        run.id, run.attempt, run.state, points, shown.max_points if shown else None, credit,
        counted(points, credit) if points is not None else None,
    )  # fmt: skip
