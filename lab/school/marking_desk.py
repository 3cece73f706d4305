"""The marking desk of an assignment: which answers wait for a person's mark, in an order that tells nothing.

An answer is what one run says to one check with a rubric. The number of questions to the database does not grow with the class.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assignment_for, newest_grades, staffed_assignment
from lab.school.database import Database
from lab.school.models import Assignment, Group, GroupMember, Mark, Member, Opinion, Run, User
from lab.school.names import key_of, names_for
from lab.school.opinions import MARKERS, newest_opinions, standing
from lab.school.scripts import script_of
from lab.values.errors import NotFound

MOST_COMMENTS = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """One run's answer to one check. `label` is a pseudonym where names are hidden.

    `state`: "open" (the viewer may mark it), "waits" (the viewer has marked, a second marker is missing), "differs",
    "proposed" (waits for a second person's word), "marked", or "empty": there is nothing to mark. `marked_by` are those who
    have marked it, as far as the viewer may know; `given` counts the markers of an assignment with two.
    """

    run_id: int
    label: str
    attempt: int
    state: str
    marked_by: tuple[str, ...] = ()
    marked_at: datetime | None = None
    fraction: str = ""
    given: int = 0
    may_settle: bool = False

    @property
    def is_to_do(self) -> bool:
        """The viewer can do something about it."""
        return self.state == "open" or (self.state == "differs" and self.may_settle)


@dataclass(frozen=True, slots=True)
class Queue:
    """The answers to one check, in the order of the desk."""

    check_id: str
    points: int
    answers: tuple[Answer, ...]

    @property
    def to_mark(self) -> int:
        """Answers that need a mark, or have one."""
        return sum(answer.state != "empty" for answer in self.answers)

    def count(self, state: str) -> int:
        return sum(answer.state == state for answer in self.answers)

    @property
    def left(self) -> int:
        """Answers that wait for the viewer."""
        return sum(answer.is_to_do for answer in self.answers)

    def place_of(self, run_id: int) -> int:
        """The place of a run. Raises NotFound."""
        for place, answer in enumerate(self.answers):
            if answer.run_id == run_id:
                return place
        raise NotFound("no_such_run")

    def next_to_do(self, run_id: int) -> Answer | None:
        """The next answer that waits for the viewer after a run's, beginning anew at the end; never the run's own."""
        place = self.place_of(run_id)
        round_ = (*self.answers[place + 1 :], *self.answers[:place])
        return next((answer for answer in round_ if answer.is_to_do), None)


@dataclass(frozen=True, slots=True)
class Desk:
    """The marking desk of an assignment: a queue for each check with a rubric, in the order of the scenario."""

    assignment: AssignmentView
    queues: tuple[Queue, ...]

    def queue(self, check_id: str) -> Queue:
        """The queue of a check. Raises NotFound."""
        for queue in self.queues:
            if queue.check_id == check_id:
                return queue
        raise NotFound("no_such_rubric", check=check_id[:40])


class _Check(msgspec.Struct):
    id: str
    status: str


class _Grade(msgspec.Struct):
    checks: list[_Check]


class _Record(msgspec.Struct):
    """What a grade record says about who has to be marked; the rest is passed over."""

    grade: _Grade


def desk_of(db: Database, viewer: Viewer, assignment_id: int) -> Desk:
    """The marking desk. For the course's staff; others get NotFound."""
    view = assignment_for(db, viewer, assignment_id)
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        names = names_for(session, viewer, assignment, course)
        checks = rubric_checks(script_of(db.settings, assignment.content_hash))
        runs = that_may_count(_handed_in(session, assignment), assignment.counts)
        runs.sort(key=lambda row: (names.order(row[0].user_id, row[0].group_id), row[0].attempt))
        ids = [run.id for run, _, _ in runs]
        marks = _marks(session, ids)
        opinions = _opinions(session, ids)
        states = {
            run_id: {check.id: check.status for check in msgspec.json.decode(grade.record, type=_Record).grade.checks}
            for run_id, grade in newest_grades(session, ids).items()
        }
        markers = {opinion.marker_id for one in opinions.values() for opinion in one}
        people = dict(session.execute(select(User.id, User.name).where(User.id.in_(markers))).all())
    two = assignment.markers == MARKERS
    queues = []
    for check_id, points in checks:
        answers = []
        for run, name, group in runs:
            answer = Answer(run.id, names.of(run.user_id, name, run.group_id, group or ""), run.attempt, "open")
            mark = marks.get((run.id, check_id))
            status = states.get(run.id, {}).get(check_id, "")
            newest = list(newest_opinions(opinions.get((run.id, check_id), [])).values())
            if mark is not None:
                row, marker = mark
                by = tuple(people[one.marker_id] for one in newest) or (marker,)
                answer = replace(answer, state="marked", marked_by=by, marked_at=row.made_at, fraction=row.fraction, given=len(newest))
            elif status not in ("waiting", ""):
                answer = replace(answer, state="empty")
            elif two:
                answer = _between_two(answer, newest, people, viewer.id, view.is_led)
            answers.append(answer)
        queues.append(Queue(check_id, points, tuple(answers)))
    return Desk(view, tuple(queues))


def rubric_checks(scenario: Scenario) -> list[tuple[str, int]]:
    """The checks of a scenario that a person marks with a rubric, with their points."""
    return [(check.id, check.points) for check in scenario.checks if check.by_person and isinstance(getattr(check, "rubric", None), str)]


def that_may_count(runs: Sequence[tuple[Run, str, str | None]], counts: str) -> list[tuple[Run, str, str | None]]:
    """Of each student's or group's attempts the one that counts; all of them where the points decide that."""
    if counts == "best":
        return list(runs)
    chosen: dict[str, tuple[Run, str, str | None]] = {}
    for row in sorted(runs, key=lambda row: row[0].attempt, reverse=counts == "first"):
        chosen[key_of(row[0].user_id, row[0].group_id)] = row
    return list(chosen.values())


def own_comments(db: Database, viewer: Viewer, assignment_id: int, check_id: str) -> list[str]:
    """What the viewer has written before about the same check of the same scenario, the newest first, each once.

    For the course's staff; others get NotFound.
    """
    with db.session() as session:
        assignment, _ = staffed_assignment(session, viewer, assignment_id)
        found: list[tuple[datetime, str]] = []
        for table in (Mark, Opinion):
            rows = session.execute(
                select(func.max(table.made_at), table.comment)
                .join(Run, Run.id == table.run_id)
                .join(Assignment, Assignment.id == Run.assignment_id)
                .where(
                    table.marker_id == viewer.id, table.check_id == check_id, table.comment != "", table.levels.is_not(None),
                    Assignment.scenario_id == assignment.scenario_id,
                )
                .group_by(table.comment)
            ).all()  # fmt: skip
            found += [(made_at, comment) for made_at, comment in rows]
    return list(dict.fromkeys(comment for _, comment in sorted(found, reverse=True)))[:MOST_COMMENTS]


def _between_two(answer: Answer, newest: list[Opinion], people: dict[int, str], viewer_id: int, is_led: bool) -> Answer:
    """An answer without a mark in an assignment with two markers: who has marked is told once both have, or to oneself."""
    state = standing(newest, False, viewer_id)
    mine = any(one.marker_id == viewer_id for one in newest)
    seen = newest if len(newest) >= MARKERS else [one for one in newest if one.marker_id == viewer_id]
    return replace(
        answer, state=state, given=len(newest), marked_by=tuple(people[one.marker_id] for one in seen),
        may_settle=state == "differs" and (is_led or not mine),
    )  # fmt: skip


def _handed_in(session: Session, assignment: Assignment) -> list[tuple[Run, str, str | None]]:
    """The runs that students of the course, or groups with one of them, handed in, with the name of who opened each and the group's."""
    is_student = (Member.course_id == assignment.course_id) & (Member.role == "student")
    alone = exists().where(is_student, Member.user_id == Run.user_id)
    in_group = exists().where(is_student, GroupMember.user_id == Member.user_id, GroupMember.group_id == Run.group_id)
    rows = session.execute(
        select(Run, User.name, Group.name)
        .join(User, User.id == Run.user_id)
        .outerjoin(Group, Group.id == Run.group_id)
        .where(Run.assignment_id == assignment.id, Run.state == "handed_in", or_(and_(Run.group_id.is_(None), alone), in_group))
        .order_by(Run.id)
    ).all()
    return [(run, name, group) for run, name, group in rows]


def _marks(session: Session, run_ids: Sequence[int]) -> dict[tuple[int, str], tuple[Mark, str]]:
    """The newest mark or override of each check of each run, and by whom it is."""
    rows = session.execute(
        select(Mark, User.name).join(User, User.id == Mark.marker_id).where(Mark.run_id.in_(run_ids)).order_by(Mark.id)
    ).all()
    return {(row.run_id, row.check_id): (row, name) for row, name in rows}


def _opinions(session: Session, run_ids: Sequence[int]) -> dict[tuple[int, str], list[Opinion]]:
    found: dict[tuple[int, str], list[Opinion]] = {}
    for row in session.scalars(select(Opinion).where(Opinion.run_id.in_(run_ids)).order_by(Opinion.id)):
        found.setdefault((row.run_id, row.check_id), []).append(row)
    return found
