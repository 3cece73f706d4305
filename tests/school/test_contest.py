"""The board of a contest: who sees it, its order, its freeze, and that it tells nothing too early."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, release_scores
from lab.school.clock import now
from lab.school.contest import Standings, standings
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.models import Assignment, Grade, Run
from lab.school.runs import act, hand_in, open_run
from lab.school.staff import add_staff
from lab.values.errors import NotFound


@pytest.fixture
def mates(db: Database, course: CourseView, student: Viewer) -> list[Viewer]:
    """Three students: the fixture's and two more."""
    found = [student]
    for login, name in (("bekzat", "Bekzat Omarov"), ("chen", "Chen Li")):
        made = create_user(db, login=login, name=name, password="correct horse battery", role="student")
        join_course(db, made, course.join_code or "")
        found.append(made)
    return found


def with_rules(db: Database, assignment: AssignmentView, **rules: object) -> None:
    with db.write() as session:
        session.execute(update(Assignment).where(Assignment.id == assignment.id).values(**rules))


def handed(db: Database, assignment: AssignmentView, who: Viewer, points: str, minutes_ago: int) -> int:
    """A run of somebody's, handed in so long ago with so many points."""
    run_id = open_run(db, who, assignment.id)
    act(db, who, run_id, SubmitReflection("Prices differ because postage does."))
    hand_in(db, who, run_id)
    at = now() - timedelta(minutes=minutes_ago)
    with db.write() as session:
        session.execute(update(Run).where(Run.id == run_id).values(handed_in_at=at, received_at=at))
        session.execute(update(Grade).where(Grade.run_id == run_id).values(points=points, withheld=False, made_at=at))
    return run_id


def lines(found: Standings) -> list[tuple[int, str, str | None]]:
    return [(line.rank, line.label, line.points) for line in found.lines]


def test_more_points_stand_first_and_of_equal_ones_who_handed_in_earlier(
    db: Database, assignment: AssignmentView, mates: list[Viewer]
) -> None:
    with_rules(db, assignment, board="names", due_at=now() + timedelta(hours=1))
    handed(db, assignment, mates[0], "40.00", 30)
    handed(db, assignment, mates[1], "80.00", 10)
    handed(db, assignment, mates[2], "80.00", 20)
    found = standings(db, mates[0], assignment.id)
    assert lines(found) == [(1, "Chen Li", "80.00"), (2, "Bekzat Omarov", "80.00"), (3, "Aigerim Bekova", "40.00")]
    assert [line.is_own for line in found.lines] == [False, False, True]
    assert found.still_open == 0
    open_run(db, mates[0], assignment.id)
    assert standings(db, mates[0], assignment.id).still_open == 1


def test_the_attempt_that_counts_is_the_one_that_the_rules_name(db: Database, assignment: AssignmentView, mates: list[Viewer]) -> None:
    handed(db, assignment, mates[0], "60.00", 30)
    handed(db, assignment, mates[0], "50.00", 10)
    for counts, points in (("best", "60.00"), ("last", "50.00"), ("first", "60.00")):
        with_rules(db, assignment, board="names", counts=counts)
        (line,) = standings(db, mates[1], assignment.id).lines
        assert (line.points, line.attempts) == (points, 2)


def test_late_work_counts_for_what_is_left_of_it(db: Database, assignment: AssignmentView, mates: list[Viewer]) -> None:
    due, until = now() - timedelta(minutes=20), now() + timedelta(minutes=20)
    handed(db, assignment, mates[0], "80.00", 10)
    handed(db, assignment, mates[1], "70.00", 30)
    with_rules(db, assignment, board="names", due_at=due, late=[{"until": until.isoformat(), "credit": 500}])
    assert lines(standings(db, mates[0], assignment.id)) == [(1, "Bekzat Omarov", "70.00"), (2, "Aigerim Bekova", "40.00")]


def test_nothing_new_is_shown_in_the_last_minutes_before_the_release(
    db: Database, assignment: AssignmentView, teacher: Viewer, mates: list[Viewer]
) -> None:
    handed(db, assignment, mates[0], "40.00", 30)
    handed(db, assignment, mates[1], "80.00", 5)
    with_rules(db, assignment, board="names", due_at=now() + timedelta(minutes=10), freeze_minutes=20)
    found = standings(db, teacher, assignment.id)
    assert [line.label for line in found.lines] == ["Aigerim Bekova"]
    assert found.frozen_at is not None and found.ends_at is not None and found.ends_at - found.frozen_at == timedelta(minutes=20)
    with_rules(db, assignment, due_at=now() - timedelta(minutes=1))  # over: still nothing newer than the freeze before it
    assert len(standings(db, mates[2], assignment.id).lines) == 1
    release_scores(db, teacher, assignment.id)
    found = standings(db, mates[2], assignment.id)
    assert ([line.label for line in found.lines], found.frozen_at) == (["Bekzat Omarov", "Aigerim Bekova"], None)


def test_a_mark_given_since_the_freeze_is_not_on_the_board_before_the_release(
    db: Database, assignment: AssignmentView, teacher: Viewer, mates: list[Viewer]
) -> None:
    run_id = handed(db, assignment, mates[0], "40.00", 30)
    with_rules(db, assignment, board="names", due_at=now() + timedelta(minutes=10), freeze_minutes=20)
    with db.write() as session:
        old = session.scalars(select(Grade).where(Grade.run_id == run_id)).one()
        session.add(
            Grade(
                run_id=run_id, made_at=now(), made_by=teacher.id, reason="mark of thoughts", record=old.record, points="55.00",
                max_points=old.max_points, withheld=False,
            )
        )  # fmt: skip
    assert lines(standings(db, mates[2], assignment.id)) == [(1, "Aigerim Bekova", "40.00")]
    release_scores(db, teacher, assignment.id)
    assert lines(standings(db, mates[2], assignment.id)) == [(1, "Aigerim Bekova", "55.00")]


def test_labels_stand_for_names_for_everybody_who_looks(db: Database, assignment: AssignmentView, teacher: Viewer, mates: list[Viewer]) -> None:
    handed(db, assignment, mates[0], "40.00", 30)
    with_rules(db, assignment, board="labels")
    for viewer in (teacher, *mates):
        found = standings(db, viewer, assignment.id)
        assert found.by_label and "Aigerim" not in found.lines[0].label
    assert standings(db, mates[0], assignment.id).lines[0].is_own


def test_points_wait_until_students_may_see_scores(db: Database, assignment: AssignmentView, teacher: Viewer, mates: list[Viewer]) -> None:
    handed(db, assignment, mates[0], "40.00", 10)
    handed(db, assignment, mates[1], "30.00", 20)
    with_rules(db, assignment, board="names", show_score="after_release")
    for viewer in (teacher, mates[2]):
        found = standings(db, viewer, assignment.id)
        assert lines(found) == [(1, "Bekzat Omarov", None), (2, "Aigerim Bekova", None)]  # by hand-in, not by points
        assert (found.points_shown, found.max_points) == (False, None)
    release_scores(db, teacher, assignment.id)
    assert [line.points for line in standings(db, mates[2], assignment.id).lines] == ["40.00", "30.00"]


def test_while_results_are_sealed_neither_names_nor_points_are_told(
    db: Database, assignment: AssignmentView, teacher: Viewer, mates: list[Viewer]
) -> None:
    handed(db, assignment, mates[0], "40.00", 10)
    with_rules(db, assignment, board="names", show_score="after_release", blind=True)
    for viewer in (teacher, mates[0]):
        (line,) = standings(db, viewer, assignment.id).lines
        assert line.points is None and "Aigerim" not in line.label
    release_scores(db, teacher, assignment.id)
    assert lines(standings(db, teacher, assignment.id)) == [(1, "Aigerim Bekova", "40.00")]


def test_without_a_board_only_leaders_look(
    db: Database, assignment: AssignmentView, teacher: Viewer, stranger: Viewer, other_teacher: Viewer, mates: list[Viewer]
) -> None:
    add_staff(db, teacher, assignment.course_id, "guest", "stranger")
    for viewer in (mates[0], stranger, other_teacher):
        with pytest.raises(NotFound):
            standings(db, viewer, assignment.id)
    assert not standings(db, teacher, assignment.id).is_public
    handed(db, assignment, mates[0], "40.00", 10)
    with_rules(db, assignment, board="names")
    assert "Aigerim" not in standings(db, stranger, assignment.id).lines[0].label  # a guest never learns a name
    with pytest.raises(NotFound):
        standings(db, other_teacher, assignment.id)


def test_a_result_that_is_withheld_is_not_on_the_board(db: Database, assignment: AssignmentView, mates: list[Viewer]) -> None:
    run_id = handed(db, assignment, mates[0], "40.00", 10)
    with_rules(db, assignment, board="names")
    with db.write() as session:
        session.execute(update(Grade).where(Grade.run_id == run_id).values(withheld=True))
    assert standings(db, mates[0], assignment.id).lines == ()
