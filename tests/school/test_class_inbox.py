"""The conversations of a class that wait: those of each shop's inbox, and no world opened for the shops without any."""

import pytest
from sqlalchemy import update

from lab.engine.actions import Advance
from lab.engine.staff import StaffCustomer
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.class_inbox import class_inbox
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.inbox_list import InboxWish, find_threads
from lab.school.models import Assignment, Run
from lab.school.runs import act, open_run, play_of
from lab.school.steering import steer
from lab.values.errors import NotFound
from lab.values.moment import HOUR
from tests.school.test_live_board import fill


def test_what_waits_in_all_shops_stands_by_the_longest_wait(
    db: Database, assignment: AssignmentView, course: CourseView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    assert class_inbox(db, teacher, assignment.id).threads == ()
    join_course(db, stranger, course.join_code or "")
    other = open_run(db, stranger, assignment.id)
    assert act(db, student, run_id, Advance(6 * HOUR)).ok
    place = play_of(db, teacher, other).world.setting.places[0]
    steer(db, teacher, other, StaffCustomer("Is it in stock?", place=place, buyer="Jo Doe", language="en", subject="Stock"))
    assert act(db, stranger, other, Advance(1)).ok
    found = class_inbox(db, teacher, assignment.id)
    expected = [row.thread.id for row in find_threads(play_of(db, teacher, run_id).world, InboxWish()).rows]
    assert sorted(one.thread.id for one in found.threads if one.run_id == run_id) == sorted(expected) and expected
    last = found.threads[-1]
    assert (last.run_id, last.thread.buyer.name, last.waits, last.due > last.now) == (other, "Jo Doe", 1, True)
    assert [one.waits for one in found.threads] == sorted((one.waits for one in found.threads), reverse=True)
    assert (len({one.label for one in found.threads}), found.left_out, found.board.waiting) == (2, 0, len(found.threads))
    few = class_inbox(db, teacher, assignment.id, limit=1)
    assert ({one.run_id for one in few.threads}, few.left_out) == ({run_id}, 1)
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True))
    assert all("Aigerim" not in one.label for one in class_inbox(db, teacher, assignment.id).threads)


def test_a_run_that_cannot_be_opened_hides_no_other(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    assert act(db, student, run_id, Advance(6 * HOUR)).ok
    broken = fill(db, assignment.course_id, assignment.id, 1, waiting=3, waits_since=-100)
    with db.session() as session:
        assert session.get_one(Run, broken).waiting == 3
    found = class_inbox(db, teacher, assignment.id)
    assert ({one.run_id for one in found.threads}, found.left_out) == ({run_id}, 1)


def test_only_staff_see_it(db: Database, assignment: AssignmentView, student: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            class_inbox(db, viewer, assignment.id)
