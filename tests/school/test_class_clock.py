"""The clock of a class: only its instructors let it go on, and no run gets ahead of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.class_clock import ClassClock, clock_of, set_class_day
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Assignment
from lab.school.runs import act, run_for
from lab.values.errors import BadInput, NotFound, Refused


def with_clock(db: Database, assignment: AssignmentView, clock: str, days: int, **more: object) -> ClassClock:
    with db.write() as session:
        session.execute(update(Assignment).where(Assignment.id == assignment.id).values(clock=clock, clock_days=days, **more))
    with db.session() as session:
        return clock_of(session.get_one(Assignment, assignment.id))


def test_a_run_waits_at_the_end_of_the_day_until_the_class_goes_on(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    assert with_clock(db, assignment, "class", 1) == ClassClock("class", 1)
    with pytest.raises(Refused, match="clock_not_yet") as caught:
        act(db, student, run_id, EndDay())
    assert caught.value.args_["day"] == 1
    assert run_for(db, student, run_id).seq == 0  # nothing is left of it
    assert set_class_day(db, teacher, assignment.id, 2) == ClassClock("class", 2)
    assert act(db, student, run_id, EndDay()).ok
    with pytest.raises(Refused, match="clock_not_yet"):
        act(db, student, run_id, EndDay())


def test_going_back_moves_no_run_back(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    with_clock(db, assignment, "class", 2)
    act(db, student, run_id, EndDay())
    set_class_day(db, teacher, assignment.id, 1)
    assert run_for(db, student, run_id).seq == 1
    with pytest.raises(Refused, match="clock_not_yet"):
        act(db, student, run_id, EndDay())


def test_a_paced_clock_counts_real_days_from_the_opening(db: Database, assignment: AssignmentView, run_id: int, student: Viewer) -> None:
    opened = now() - timedelta(days=2, hours=5)
    found = with_clock(db, assignment, "paced", 3, opens_at=opened)
    assert found == ClassClock("paced", 9, 3, opened + timedelta(days=3))
    found = with_clock(db, assignment, "paced", 1, opens_at=now() - timedelta(hours=1))
    assert found.day == 1
    with pytest.raises(Refused, match="clock_tomorrow"):
        act(db, student, run_id, EndDay())


def test_without_a_clock_there_is_no_limit(db: Database, assignment: AssignmentView) -> None:
    assert with_clock(db, assignment, "student", 0) == ClassClock("student")


def test_only_instructors_move_the_clock_and_only_one_that_is_theirs_to_move(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer, other_teacher: Viewer
) -> None:
    with pytest.raises(Refused, match="clock_not_class"):
        set_class_day(db, teacher, assignment.id, 2)
    with_clock(db, assignment, "class", 1)
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            set_class_day(db, viewer, assignment.id, 2)
    for day in (0, -1, 401):
        with pytest.raises(BadInput, match="number_not_between"):
            set_class_day(db, teacher, assignment.id, day)
