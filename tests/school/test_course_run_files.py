"""What an archive keeps of a run, and what it leaves out."""

import json

import pytest
from sqlalchemy import select

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, change_rules
from lab.school.course_run_files import Keys, renamed, run_file
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Grade
from lab.school.opinions import give_opinion
from lab.school.rules import Rules
from lab.school.staff import add_staff
from tests.school.conftest import PASSWORD
from tests.school.test_judging import best_levels


@pytest.fixture
def graders(db: Database, course: CourseView, teacher: Viewer) -> list[Viewer]:
    people = [create_user(db, login=login, name=login.title(), password=PASSWORD, role="student") for login in ("gerda", "gustav")]
    for one in people:
        add_staff(db, teacher, course.id, "grader", one.login)
    return people


def test_an_opinion_goes_out_once_a_second_was_given(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer, student: Viewer, graders: list[Viewer]
) -> None:
    """Who leads the course may be the second marker, and must not read the first in an archive."""
    rules = Rules(markers=2, show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    best = best_levels(db, teacher, handed_in)
    staff = {one.id: f"s{number}" for number, one in enumerate((teacher, *graders), 1)}
    found = []
    for marker, levels in zip(graders, (best, dict.fromkeys(best, 0)), strict=True):
        give_opinion(db, marker, handed_in, "thoughts", levels, "Words.")
        with db.session() as session:
            found.append([one.by for one in run_file(session, handed_in, Keys({student.id: "p1"}, staff, {})).opinions])
    assert found == [[], ["s2", "s3"]]


def test_a_record_tells_other_names_and_nothing_else_otherwise(db: Database, handed_in: int, teacher: Viewer) -> None:
    override(db, teacher, handed_in, "de_live", "1/2", "Petra Keller says so.")
    with db.session() as session:
        record = session.scalars(select(Grade.record).order_by(Grade.id.desc())).first() or ""
    assert renamed(record, {teacher.name: teacher.name}) == record
    told = json.loads(renamed(record, {teacher.name: "Marker 1"}))["grade"]["checks"][0]["evidence"][0]
    assert (told["marker"], told["reason"]) == ("Marker 1", "Petra Keller says so.")
    assert json.loads(renamed(record, {}))["grade"]["checks"][0]["evidence"][0]["marker"] == "Marker"
