"""A fresh, migrated database in a folder of its own for every test, and people to fill it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView, create_course, join_course
from lab.school.database import Database, open_database
from lab.school.runs import act, hand_in, open_run
from lab.school.settings import Settings
from tests.instances import fresh_settings

PASSWORD = "correct horse battery"


SCENARIO = "desk-lamp-two-markets"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return fresh_settings(tmp_path / "instance")


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    yield database
    database.close()


@pytest.fixture
def teacher(db: Database) -> Viewer:
    return create_user(db, login="frau.keller", name="Petra Keller", password=PASSWORD, role="instructor")


@pytest.fixture
def student(db: Database) -> Viewer:
    return create_user(db, login="aigerim", name="Aigerim Bekova", password=PASSWORD, role="student")


@pytest.fixture
def stranger(db: Database) -> Viewer:
    return create_user(db, login="stranger", name="Sam Stranger", password=PASSWORD, role="student")


@pytest.fixture
def other_teacher(db: Database) -> Viewer:
    return create_user(db, login="other.teacher", name="Omar Other", password=PASSWORD, role="instructor")


@pytest.fixture
def admin(db: Database) -> Viewer:
    return create_user(db, login="root-admin", name="Ada Admin", password=PASSWORD, role="admin")


@pytest.fixture
def course(db: Database, teacher: Viewer, student: Viewer) -> CourseView:
    """A course of the teacher's with the student in it."""
    made = create_course(db, teacher, "Export management")
    assert made.join_code is not None
    join_course(db, student, made.join_code)
    return made


@pytest.fixture
def wei(db: Database, course: CourseView) -> Viewer:
    """A second student of the course."""
    person = create_user(db, login="wei", name="Wei Zhang", password=PASSWORD, role="student")
    assert course.join_code is not None
    join_course(db, person, course.join_code)
    return person


@pytest.fixture
def assignment(db: Database, course: CourseView, teacher: Viewer, markets: Path) -> AssignmentView:
    """The sample scenario, given to the course, with two attempts."""
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return assign(db, teacher, course.id, scenario_id=SCENARIO, attempts=2)


@pytest.fixture
def run_id(db: Database, assignment: AssignmentView, student: Viewer) -> int:
    """An open run of the student's."""
    return open_run(db, student, assignment.id)


@pytest.fixture
def handed_in(db: Database, run_id: int, student: Viewer) -> int:
    """A run with nothing but a reflection, handed in."""
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    hand_in(db, student, run_id)
    return run_id
