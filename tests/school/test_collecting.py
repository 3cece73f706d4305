"""Collecting what is still open when time is up: by a job, each run once, in the student's place."""

import threading
from datetime import timedelta

import pytest

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView
from lab.school.clock import now
from lab.school.collecting import Collected, ask_collect, collected, collecting, overdue_runs
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.models import Extra, Run
from lab.school.runs import act, grades_of, open_run
from lab.school.worker import work
from lab.values.errors import NotFound, Refused
from tests.dates import move_dates


@pytest.fixture
def second(db: Database, course: CourseView, assignment: AssignmentView) -> int:
    classmate = create_user(db, login="bekzat", name="Bekzat Omarov", password="correct horse battery", role="student")
    join_course(db, classmate, course.join_code or "")
    return open_run(db, classmate, assignment.id)


def close(db: Database, teacher: Viewer, assignment: AssignmentView) -> None:
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(minutes=1))


def test_nothing_is_collected_while_students_may_work(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    assert overdue_runs(db, teacher, assignment.id) == []
    with pytest.raises(Refused, match="nothing_to_collect"):
        ask_collect(db, teacher, assignment.id)
    for viewer in (student,):
        with pytest.raises(NotFound):
            ask_collect(db, viewer, assignment.id)
        with pytest.raises(NotFound):
            collecting(db, viewer, assignment.id)


def test_every_overdue_run_is_closed_and_graded_and_one_with_more_time_is_not(
    db: Database, assignment: AssignmentView, run_id: int, second: int, teacher: Viewer, student: Viewer
) -> None:
    act(db, student, run_id, EndDay())
    close(db, teacher, assignment)
    with db.write() as session:
        session.add(
            Extra(
                assignment_id=assignment.id, user_id=session.get_one(Run, second).user_id, due_at=now() + timedelta(hours=1), closes_at=None,
                attempts=0, minutes=0, reason="ill", granted_by=teacher.id, granted_at=now(),
            )
        )  # fmt: skip
    assert overdue_runs(db, teacher, assignment.id) == [run_id]
    job = ask_collect(db, teacher, assignment.id)
    assert ask_collect(db, teacher, assignment.id) == job
    assert collected(collecting(db, teacher, assignment.id)) is None
    work(db, threading.Event(), until_idle=True)
    assert collected(collecting(db, teacher, assignment.id)) == Collected(1, ())
    with db.session() as session:
        done, other = session.get_one(Run, run_id), session.get_one(Run, second)
        assert (done.state, done.collected_by, other.state) == ("handed_in", teacher.id, "open")
    assert len(grades_of(db, teacher, run_id)) == 1
    with pytest.raises(Refused, match="nothing_to_collect"):
        ask_collect(db, teacher, assignment.id)


def test_a_run_that_cannot_be_read_is_told_and_does_not_stop_the_others(
    db: Database, assignment: AssignmentView, run_id: int, second: int, teacher: Viewer, student: Viewer
) -> None:
    act(db, student, run_id, EndDay())
    with db.write() as session:
        session.get_one(Run, run_id).chain_hash = "0" * 64
    db.plays.drop(run_id)
    close(db, teacher, assignment)
    ask_collect(db, teacher, assignment.id)
    work(db, threading.Event(), until_idle=True)
    assert collected(collecting(db, teacher, assignment.id)) == Collected(1, ((run_id, "journal_broken"),))
