"""The demo course."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from lab.school.accounts import create_user, sign_in
from lab.school.assignments import assignments_of
from lab.school.courses import courses_of
from lab.school.database import Database
from lab.school.demo import demo_present, load_demo
from lab.school.models import Assignment
from lab.school.runs import open_run, play_of


@pytest.fixture
def with_market(db: Database, markets: Path) -> Database:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return db


def test_the_demo_is_a_course_with_an_assignment_that_can_be_played(with_market: Database) -> None:
    db = with_market
    assert not demo_present(db)
    shown = load_demo(db, db.settings)
    assert [(login, role) for login, _, role in shown] == [("demo-teacher", "instructor"), ("demo-student", "student")]
    people = {role: sign_in(db, login=login, password=word, address="::1").user for login, word, role in shown}
    (assignment,) = assignments_of(db, people["student"])
    assert assignment.scenario_id == "desk-lamp-two-markets"
    assert play_of(db, people["student"], open_run(db, people["student"], assignment.id)).seq == 0
    assert [course.is_led for course in courses_of(db, people["instructor"])] == [True]


def test_the_demo_is_made_once_and_its_passwords_are_shown_once(db: Database) -> None:
    shown = load_demo(db, db.settings)
    assert len({password for _, password, _ in shown}) == 2
    assert demo_present(db)
    assert load_demo(db, db.settings) == []


def test_a_demo_that_was_broken_off_is_finished(db: Database) -> None:
    first = load_demo(db, db.settings)
    with db.write() as session:
        session.execute(delete(Assignment))
    assert not demo_present(db)
    second = load_demo(db, db.settings)
    assert [login for login, _, _ in first] == [login for login, _, _ in second]
    assert demo_present(db)


def test_a_demo_login_that_a_person_has_is_left_to_them(db: Database) -> None:
    own = create_user(db, login="demo-student", name="Real", password="correct horse battery", role="student")
    shown = load_demo(db, db.settings)
    assert [login for login, _, _ in shown] == ["demo-teacher", "demo-student2"]
    assert sign_in(db, login="demo-student", password="correct horse battery", address="::1").user == own
