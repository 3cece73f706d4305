"""What the class did with an assignment, as its staff may see it: items, spread, reliability, mistakes, time, competences.

One attempt of each student or group counts, as the assignment says; its newest grade is looked at, before anything is taken off for late
work. Grades that are withheld, because a check broke, are left out and counted. The number of questions to the
database does not grow with the class.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lab.analysis.durations import Durations, actions_cited, durations, objects_of_tasks, time_spent
from lab.analysis.items import Item, items
from lab.analysis.mistakes import Chosen, Mistake, choices, mistakes
from lab.analysis.profile import ClassSkill, Earned, class_profile, profile_of
from lab.analysis.reliability import Reliability, Retest, reliability_of, retest
from lab.analysis.scores import Graded, score_table
from lab.analysis.spread import Spread, spread_of
from lab.analysis.steps import Step, step_of
from lab.analysis.variants import Alternatives, alternatives
from lab.grading.grade import Grade as GradeOfRun
from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assignment_for, staffed_assignment
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.models import Assignment, Extra, Grade, Group, GroupMember, JournalRow, Member, Run, User
from lab.school.names import Names, names_for
from lab.school.rules import is_sealed
from lab.school.scripts import script_of
from lab.school.terms import counted, extras_of, terms_of

ROWS_AT_ONCE, RECORDS_AT_ONCE = 2000, 50


@dataclass(frozen=True, slots=True)
class ClassAnalysis:
    """Everything about one assignment. `labels` name runs by number: names, or pseudonyms where `names_hidden`.

    `scenario` is the version whose checks most of the grades used. `withheld` is how many attempts were left out because a check broke.
    `spread` is None before there are points.
    """

    assignment: AssignmentView
    scenario: Scenario
    names_hidden: bool
    labels: Mapping[int, str]
    graded: tuple[Graded, ...]
    withheld: int
    spread: Spread | None
    items: tuple[Item, ...]
    reliability: Reliability
    retest: Retest
    alternatives: tuple[Alternatives, ...]
    mistakes: tuple[Mistake, ...]
    choices: tuple[Chosen, ...]
    durations: Durations


@dataclass(frozen=True, slots=True)
class StudentProfile:
    """The competences of one student over all assignments of a course."""

    user_id: int
    name: str
    login: str
    skills: tuple[Earned, ...]


@dataclass(frozen=True, slots=True)
class CourseProfile:
    """The competences of a class and of its students by name; `sealed` counts assignments that are left out, because they are marked
    blind and not released."""

    skills: tuple[ClassSkill, ...]
    students: tuple[StudentProfile, ...]
    sealed: int


@dataclass(frozen=True, slots=True)
class CountingRuns:
    """The runs of an assignment that count, each with its grade and label; `attempts` are all that were graded."""

    runs: Mapping[int, Run]
    labels: Mapping[int, str]
    graded: tuple[Graded, ...]
    attempts: tuple[Graded, ...]
    contents: Counter[str]
    withheld: int


class _Record(msgspec.Struct):
    """What of a grade record is looked at here."""

    content_hash: str
    picks: dict[str, str]
    grade: GradeOfRun


def analysis_for(db: Database, viewer: Viewer, assignment_id: int) -> ClassAnalysis:
    """The analysis of an assignment, for the course's staff; others get NotFound."""
    view = assignment_for(db, viewer, assignment_id)
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        names = names_for(session, viewer, assignment, course)
        found = counting_runs(session, assignment, names)
        scenario = scenario_of(db, assignment, found.contents)
        objects = objects_of_tasks(scenario.checks)
        cited = {one.run: actions_cited(one.checks) for one in found.graded}
        spent = [time_spent(steps, cited[run], objects) for run, steps in read_journals(session, found.runs)]
    scores = score_table(found.graded)
    return ClassAnalysis(
        assignment=view,
        scenario=scenario,
        names_hidden=names.hidden,
        labels=found.labels,
        graded=found.graded,
        withheld=found.withheld,
        spread=spread_of([scores.points(row) for row in scores.rows], scores.max_points) if scores.max_points else None,
        items=items(scores),
        reliability=reliability_of(scores),
        retest=retest(found.attempts),
        alternatives=alternatives(found.graded),
        mistakes=mistakes(found.graded),
        choices=choices(found.graded),
        durations=durations(spent, [task.id for task in scenario.file.tasks]),
    )


def items_for(db: Database, viewer: Viewer, assignment_id: int) -> tuple[Item, ...]:
    """The checks of an assignment alone, without its journals. For the course's staff; others get NotFound."""
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        found = counting_runs(session, assignment, names_for(session, viewer, assignment, course))
    return items(score_table(found.graded))


def profiles_for(db: Database, viewer: Viewer, course_id: int) -> CourseProfile:
    """The competences of a course's students, from the attempt that counts in every assignment. For its leaders; others get NotFound."""
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        assignments = session.scalars(select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.id)).all()
        open_ones = {row.id: row for row in assignments if not is_sealed(row)}
        tries = _tries(session, Assignment.course_id == course.id)
        granted = session.scalars(
            select(Extra).join(Assignment, Assignment.id == Extra.assignment_id).where(Assignment.course_id == course.id).order_by(Extra.id)
        ).all()
        members = session.execute(
            select(GroupMember.group_id, GroupMember.user_id)
            .join(Assignment, Assignment.id == GroupMember.assignment_id)
            .where(Assignment.course_id == course.id)
        ).all()
        people = session.scalars(
            select(User).join(Member, Member.user_id == User.id).where(Member.course_id == course.id, Member.role == "student")
        ).all()
        in_group: dict[int, list[int]] = {}
        for group_id, user_id in members:
            in_group.setdefault(group_id, []).append(user_id)
        extras = {(extra.assignment_id, extra.user_id): extra for extra in granted}
        chosen = _chosen(tries, open_ones, extras, in_group)
        checks = {grade: record.grade.checks for grade, record in _records(session, [one.grade for own in chosen.values() for one in own])}
    students = [
        StudentProfile(user.id, user.name, user.login, profile_of([check for one in chosen.get(user.id, ()) for check in checks[one.grade]]))
        for user in sorted(people, key=lambda user: (user.name.casefold(), user.id))
    ]
    return CourseProfile(class_profile([one.skills for one in students]), tuple(students), len(assignments) - len(open_ones))


def _chosen(
    tries: Sequence["_Try"], assignments: Mapping[int, Assignment], extras: Mapping[tuple[int, int], Extra], in_group: Mapping[int, Sequence[int]]
) -> dict[int, list["_Try"]]:
    """The attempts that count of each student, one of each of these assignments."""
    own: dict[tuple[int, int], list[_Try]] = {}
    for one in tries:
        if one.run.assignment_id in assignments and not one.withheld:
            for user_id in in_group.get(one.run.group_id, []) if one.run.group_id is not None else [one.run.user_id]:
                own.setdefault((user_id, one.run.assignment_id), []).append(one)
    chosen: dict[int, list[_Try]] = {}
    for (user_id, assignment_id), attempts in sorted(own.items(), key=lambda pair: pair[0]):
        counting = that_counts(attempts, assignments[assignment_id], extras.get((assignment_id, user_id)))
        chosen.setdefault(user_id, []).append(counting)
    return chosen


# ------------------------------------------------------------------------------------------ what the rows hold


@dataclass(frozen=True, slots=True)
class _Try:
    """A graded attempt: its run, and the number and points of its newest grade."""

    run: Run
    grade: int
    points: str
    withheld: bool


def counting_runs(session: Session, assignment: Assignment, names: Names) -> CountingRuns:
    """The runs of an assignment that count, in an order that tells nothing about names where they are hidden."""
    tries = _tries(session, Run.assignment_id == assignment.id)
    users = dict(
        session.execute(select(User.id, User.name).join(Run, Run.user_id == User.id).where(Run.assignment_id == assignment.id)).all()
    )
    groups = dict(session.execute(select(Group.id, Group.name).where(Group.assignment_id == assignment.id)).all())
    extras = extras_of(session, assignment.id)
    people: dict[int, list[_Try]] = {}
    for one in tries:
        if not one.withheld:
            people.setdefault(_person(one.run), []).append(one)
    chosen = [that_counts(own, assignment, extras.get(own[0].run.user_id)) for own in people.values()]
    labels = {
        one.run.id: names.of(one.run.user_id, users[one.run.user_id], one.run.group_id, groups.get(one.run.group_id or 0, ""))
        for one in chosen
    }

    def place(one: _Try) -> tuple[str, int]:
        return names.order(one.run.user_id, one.run.group_id) if names.hidden else labels[one.run.id].casefold(), one.run.id

    chosen.sort(key=place)
    attempts = [one for own in people.values() for one in own]
    records = dict(_records(session, [one.grade for one in attempts]))
    return CountingRuns(
        runs={one.run.id: one.run for one in chosen},
        labels=labels,
        graded=tuple(_graded(one.run, records[one.grade]) for one in chosen),
        attempts=tuple(_graded(one.run, records[one.grade]) for one in attempts),
        contents=Counter(records[one.grade].content_hash for one in chosen),
        withheld=sum(one.withheld for one in tries),
    )


def that_counts(tries: Sequence[_Try], assignment: Assignment, extra: Extra | None) -> _Try:
    """The attempt that counts of somebody's, by attempt: as the gradebook has it, with what counts of late work."""
    if assignment.counts == "first":
        return tries[0]
    if assignment.counts == "last":
        return tries[-1]
    terms = terms_of(assignment, extra)

    def worth(one: _Try) -> Decimal:
        return Decimal(counted(one.points, terms.credit_at(one.run.received_at or one.run.handed_in_at)))

    return max(tries, key=worth)  # the first of equals


def scenario_of(db: Database, assignment: Assignment, contents: Counter[str]) -> Scenario:
    """The version whose checks most grades used; the assigned one where nothing was graded. Raises NotFound when it is lost."""
    most = max(sorted(contents), key=lambda digest: contents[digest], default=assignment.content_hash)
    return script_of(db.settings, most)


def read_journals(session: Session, runs: Mapping[int, Run]) -> Iterator[tuple[int, list[Step]]]:
    """The journal of each run as plain steps, one run after another. Runs without a row are left out."""
    if not runs:
        return
    rows = session.execute(
        select(JournalRow.run_id, JournalRow.seq, JournalRow.wall_time, JournalRow.action, JournalRow.outcome)
        .where(JournalRow.run_id.in_(list(runs)))
        .order_by(JournalRow.run_id, JournalRow.seq)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    current, steps = 0, list[Step]()
    for run_id, seq, wall_time, action, outcome in rows:
        if run_id != current and steps:
            yield current, steps
            steps = []
        current = run_id
        steps.append(step_of(seq, int((wall_time - runs[run_id].opened_at).total_seconds()), action, outcome))
    if steps:
        yield current, steps


def _tries(session: Session, where: ColumnElement[bool]) -> list[_Try]:
    """The graded attempts of students and groups under a condition on `Run` and `Assignment`, by attempt. Staff who tried it are no class."""
    newest = (
        select(func.max(Grade.id))
        .join(Run, Run.id == Grade.run_id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .where(where)
        .group_by(Grade.run_id)
    )
    is_student = (
        select(Member.user_id)
        .where(Member.course_id == Assignment.course_id, Member.user_id == Run.user_id, Member.role == "student")
        .exists()
    )
    rows = session.execute(
        select(Run, Grade.id, Grade.points, Grade.withheld)
        .join(Grade, Grade.run_id == Run.id)
        .join(Assignment, Assignment.id == Run.assignment_id)
        .where(Grade.id.in_(newest), Run.state == "handed_in", or_(is_student, Run.group_id.is_not(None)))
        .order_by(Run.attempt, Run.id)
    ).all()
    return [_Try(*row) for row in rows]


def _person(run: Run) -> int:
    """A number for whose run it is: the student's, or below zero the group's."""
    return run.user_id if run.group_id is None else -run.group_id


def _records(session: Session, grades: Sequence[int]) -> Iterator[tuple[int, _Record]]:
    """What was graded, by the number of the grade; the long records are read some at a time."""
    rows = session.execute(select(Grade.id, Grade.record).where(Grade.id.in_(grades)).execution_options(yield_per=RECORDS_AT_ONCE))
    for number, record in rows:
        yield number, msgspec.json.decode(record, type=_Record)


def _graded(run: Run, record: _Record) -> Graded:
    return Graded(run.id, _person(run), run.attempt, record.picks, record.grade.checks)
