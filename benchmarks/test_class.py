"""Budgets of a class of three hundred, against the yardstick of the same run."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from benchmarks.test_engine import best, yardstick
from lab.app import create_app
from lab.engine.do import Outcome
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import assign
from lab.school.clock import now
from lab.school.contest import standings
from lab.school.courses import create_course
from lab.school.database import Database, open_database
from lab.school.live_board import board
from lab.school.models import Assignment, Grade, JournalRow, Member, Run, User
from lab.school.settings import load_settings
from lab.values.moment import DAY
from tests.markets import real_market
from tests.web.browser import PASSWORD, SCENARIO, Browser

STUDENTS, ACTIONS = 300, 120
ANSWERS = (Outcome(True).encode(), Outcome(True).encode(), Outcome(False, "listing_has_faults", {"faults": ["title"]}).encode())


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Viewer, int]]:
    """A class at work: a run of 120 actions for each of 300 students, a third of them refused."""
    folder: Path = tmp_path_factory.mktemp("class")
    db = open_database(load_settings({"LAB_INSTANCE": str(folder)}))
    teacher = create_user(db, login="teacher", name="Teacher", password=PASSWORD, role="instructor")
    course = create_course(db, teacher, "Benchmark")
    real_market()
    given = assign(db, teacher, course.id, scenario_id=SCENARIO)
    moment = now()
    people = [
        {
            "id": 1000 + number, "login": f"s{number}", "name": f"Student {number:03}", "role": "student", "password_hash": "x", "language": "en",
            "theme": "auto", "created_at": moment, "is_demo": False,
        }
        for number in range(STUDENTS)
    ]  # fmt: skip
    members = [{"course_id": course.id, "user_id": one["id"], "role": "student", "joined_at": moment, "section": ""} for one in people]
    runs = [
        {
            "id": number, "assignment_id": given.id, "user_id": 1000 + number, "attempt": 1, "seed": "0" * 16, "market_sha256": "0" * 64,
            "state": "open", "opened_at": moment - timedelta(hours=1), "next_seq": ACTIONS, "chain_hash": "0" * 64, "sim_time": number % 4 * DAY,
            "waiting": number % 5, "waits_since": -number if number % 5 else None,
        }
        for number in range(STUDENTS)
    ]  # fmt: skip
    rows = [
        {
            "run_id": number, "seq": seq, "sim_time": 0, "wall_time": moment - timedelta(seconds=ACTIONS - seq), "actor": f"user:{1000 + number}",
            "action": b'{"do":"listing.save","title":"' + b"x" * 900 + b'"}', "outcome": ANSWERS[(number + seq) % 3], "chain_hash": "0" * 64,
        }
        for number in range(STUDENTS)
        for seq in range(ACTIONS)
    ]  # fmt: skip
    with db.write() as session:
        session.execute(insert(User), people)
        session.execute(insert(Member), members)
        session.execute(insert(Run), runs)
        session.execute(insert(JournalRow), rows)
    yield db, teacher, given.id
    db.close()


def test_the_live_board_of_three_hundred_takes_under_ten_yardsticks(lesson: tuple[Database, Viewer, int]) -> None:
    db, teacher, assignment_id = lesson
    assert len(board(db, teacher, assignment_id).with_waiting) == STUDENTS * 4 // 5
    taken = best(lambda: board(db, teacher, assignment_id), 10)
    print(f"live board: {taken * 1000:.1f} ms, yardstick {yardstick() * 1000:.1f} ms")
    assert taken < yardstick() * 10


def test_the_board_of_a_contest_of_three_hundred_takes_under_ten_yardsticks(lesson: tuple[Database, Viewer, int]) -> None:
    db, teacher, assignment_id = lesson
    taken = best(lambda: standings(db, teacher, assignment_id), 10)
    print(f"contest: {taken * 1000:.1f} ms")
    assert taken < yardstick() * 10


@pytest.fixture(scope="module")
def graded(lesson: tuple[Database, Viewer, int]) -> tuple[Database, Viewer, int, int]:
    """The same class with a second assignment that everybody has handed in; with its course."""
    db, teacher, assignment_id = lesson
    with db.session() as session:
        course_id = session.get_one(Assignment, assignment_id).course_id
    given = assign(db, teacher, course_id, scenario_id=SCENARIO)
    moment = now()
    runs = [
        {
            "id": 10_000 + number, "assignment_id": given.id, "user_id": 1000 + number, "attempt": 1, "seed": "0" * 16, "market_sha256": "0" * 64,
            "state": "handed_in", "opened_at": moment, "handed_in_at": moment, "received_at": moment, "next_seq": 0, "chain_hash": "0" * 64,
            "sim_time": DAY,
        }
        for number in range(STUDENTS)
    ]  # fmt: skip
    record = '{"checks":"' + "x" * 30_000 + '"}'
    grades = [
        {
            "run_id": 10_000 + number, "made_at": moment, "reason": "hand-in", "record": record, "points": f"{number % 100}.00",
            "max_points": 100, "withheld": False,
        }
        for number in range(STUDENTS)
    ]  # fmt: skip
    with db.write() as session:
        session.execute(insert(Run), runs)
        session.execute(insert(Grade), grades)
    return db, teacher, course_id, given.id


@pytest.mark.parametrize("page", ["live board", "gradebook", "progress"])
def test_a_page_about_three_hundred_takes_under_ten_yardsticks(graded: tuple[Database, Viewer, int, int], page: str) -> None:
    """The whole page as the server makes it, warm: sign-in, questions, template."""
    db, teacher, course_id, assignment_id = graded
    path = {"live board": f"/assignments/{assignment_id - 1}/live", "gradebook": f"/courses/{course_id}/grades", "progress": f"/assignments/{assignment_id}"}[page]
    browser = Browser(create_app(db.settings).test_client()).sign_in(teacher.login)
    assert browser.get(path).count("Student ") >= STUDENTS
    taken = best(lambda: browser.client.get(path), 7)
    print(f"page {page}: {taken * 1000:.0f} ms, yardstick {yardstick() * 1000:.0f} ms")
    assert taken < yardstick() * 10
