"""A whole application over a fresh instance for every test, people, and browsers that keep cookies and send forms."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from lab.engine.actions import EndDay
from lab.ledger.actions import SubmitReflection
from lab.listings.actions import PublishListing
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView, create_course, join_course
from lab.school.database import Database
from lab.school.runs import act, hand_in, open_run
from tests.instances import common_app
from tests.web.browser import PASSWORD, SCENARIO, Browser


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = common_app(tmp_path / "instance")
    yield made
    made.extensions["lab_database"].close()


@pytest.fixture
def db(app: Flask) -> Database:
    found = app.extensions["lab_database"]
    assert isinstance(found, Database)
    return found


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Nobody signed in."""
    return Browser(app.test_client())


@pytest.fixture
def teacher(db: Database) -> Viewer:
    return create_user(db, login="frau.keller", name="Petra Keller", password=PASSWORD, role="instructor")


@pytest.fixture
def student(db: Database) -> Viewer:
    return create_user(db, login="aigerim", name="Aigerim Bekova", password=PASSWORD, role="student")


@pytest.fixture
def course(db: Database, teacher: Viewer, student: Viewer) -> CourseView:
    """A course of the teacher's with the student in it."""
    made = create_course(db, teacher, "Export management")
    assert made.join_code is not None
    join_course(db, student, made.join_code)
    return made


@pytest.fixture
def assignment(db: Database, course: CourseView, teacher: Viewer, markets: Path) -> AssignmentView:
    """The sample scenario, given to the course; results are shown after their release."""
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return assign(db, teacher, course.id, scenario_id=SCENARIO, attempts=2, show_score="after_release")


@pytest.fixture
def handed_in(db: Database, assignment: AssignmentView, student: Viewer) -> int:
    """A run in which little was done: a reflection, a listing that the platform refused, a day gone by."""
    run_id = open_run(db, student, assignment.id)
    act(db, student, run_id, SubmitReflection("Ich würde <b>früher</b> antworten.\nUnd besser rechnen."))
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    act(db, student, run_id, EndDay())
    hand_in(db, student, run_id)
    return run_id


@pytest.fixture
def run_id(db: Database, student: Viewer, assignment: AssignmentView) -> int:
    """The student's run, just opened."""
    return open_run(db, student, assignment.id)


@pytest.fixture
def at_desk(app: Flask, teacher: Viewer) -> Browser:
    """The teacher's browser."""
    return Browser(app.test_client()).sign_in(teacher.login)


@pytest.fixture
def at_home(app: Flask, student: Viewer) -> Browser:
    """The student's browser."""
    return Browser(app.test_client()).sign_in(student.login)


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, served on this machine for a real browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
