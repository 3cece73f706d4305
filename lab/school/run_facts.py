"""What is told of a course's runs outside the lab: who opened and handed in what when, and with which results.

For who leads the course. Where names are hidden the student is a pseudonym, and an assignment that is marked blind and not released
tells no results. Runs of somebody who is no student of the course are left out: its staff try assignments out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lab.school.accounts import Viewer
from lab.school.courses import taught_course
from lab.school.database import Database
from lab.school.models import Assignment, Grade, GroupMember, Member, Run, User
from lab.school.names import names_for
from lab.school.rules import is_sealed


@dataclass(frozen=True, slots=True)
class Score:
    """A grade that counts, or counted, for a run: exact points as decimal text."""

    grade_id: int
    points: str
    max_points: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run and one of those who played it. `account` is the login or the pseudonym; `name` is empty where names are hidden."""

    run_id: int
    attempt: int
    course_id: int
    course: str
    assignment_id: int
    assignment: str
    account: str
    name: str
    opened_at: datetime
    handed_in_at: datetime | None
    scores: tuple[Score, ...] = ()


def facts_of_runs(db: Database, viewer: Viewer, course_id: int) -> list[RunFacts]:
    """Every run of a course, by its id; one of a group once for each member. Raises NotFound for who does not lead the course."""
    with db.session() as session:
        course = taught_course(session, viewer, course_id)
        people = {
            user.id: user
            for user in session.scalars(
                select(User)
                .join(Member, Member.user_id == User.id)
                .where(Member.course_id == course.id, Member.role == "student", User.deleted_at.is_(None))
            )
        }
        assignments = {row.id: row for row in session.scalars(select(Assignment).where(Assignment.course_id == course.id))}
        names = {row.id: names_for(session, viewer, row, course) for row in assignments.values()}
        runs = session.scalars(
            select(Run).join(Assignment, Assignment.id == Run.assignment_id).where(Assignment.course_id == course.id, Run.state != "erased").order_by(Run.id)
        ).all()
        members: defaultdict[int, list[int]] = defaultdict(list)
        for group_id, user_id in session.execute(
            select(GroupMember.group_id, GroupMember.user_id)
            .join(Assignment, Assignment.id == GroupMember.assignment_id)
            .where(Assignment.course_id == course.id)
            .order_by(GroupMember.user_id)
        ):
            members[group_id].append(user_id)
        grades: defaultdict[int, list[Grade]] = defaultdict(list)
        for grade in session.scalars(
            select(Grade)
            .join(Run, Run.id == Grade.run_id)
            .join(Assignment, Assignment.id == Run.assignment_id)
            .where(Assignment.course_id == course.id)
            .order_by(Grade.id)
        ):
            grades[grade.run_id].append(grade)
    facts = []
    for run in runs:
        assignment = assignments[run.assignment_id]
        called = names[assignment.id]
        scores = () if is_sealed(assignment) else _scores(grades[run.id])
        for user_id in members[run.group_id] if run.group_id is not None else [run.user_id]:
            user = people.get(user_id)
            if user is None:
                continue
            label = called.of(user.id, user.name)
            facts.append(
                RunFacts(
                    run.id, run.attempt, course.id, course.title, assignment.id, assignment.title, label if called.hidden else user.login,
                    "" if called.hidden else label, run.opened_at, run.handed_in_at, scores,
                )
            )  # fmt: skip
    return facts


def _scores(grades: Sequence[Grade]) -> tuple[Score, ...]:
    return tuple(Score(grade.id, grade.points, grade.max_points, grade.made_at) for grade in grades if not grade.withheld)
