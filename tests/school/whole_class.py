"""A small class that has handed in: for tests of what is told about a class as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from lab.ledger.actions import SubmitReflection
from lab.messages.actions import Reply
from lab.school.accounts import Viewer, create_user
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.runs import act, hand_in, open_run

PASSWORD = "correct horse battery"


def join(db: Database, course: CourseView, login: str, name: str) -> Viewer:
    """Somebody new in a course."""
    student = create_user(db, login=login, name=name, password=PASSWORD, role="student")
    assert course.join_code is not None
    join_course(db, student, course.join_code)
    return student


def hand_in_with(db: Database, student: Viewer, assignment_id: int, reflection: str = "", *replies: str) -> int:
    """A run with a reflection and answers to the first buyer, handed in."""
    run_id = open_run(db, student, assignment_id)
    if reflection:
        assert act(db, student, run_id, SubmitReflection(reflection)).ok
    for text in replies:
        act(db, student, run_id, Reply("q1", text))
    hand_in(db, student, run_id)
    return run_id


@contextmanager
def questions_counted(db: Database) -> Iterator[list[str]]:
    """The statements that are sent to the database within the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
