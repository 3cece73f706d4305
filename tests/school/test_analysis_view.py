"""What is told about a class: who counts, who is called by which name, and with how many questions."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from lab.school.accounts import Viewer
from lab.school.analysis_view import analysis_for, items_for, profiles_for
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView, remove_member
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Assignment, Grade, JournalRow, Run
from lab.school.runs import hand_in, open_run
from lab.school.staff import add_staff
from lab.values.errors import NotFound
from tests.school.conftest import SCENARIO
from tests.school.regrading import corrected, regraded
from tests.school.test_regrades import EASIER
from tests.school.whole_class import hand_in_with, join, questions_counted


@pytest.fixture
def two(db: Database, course: CourseView, assignment: AssignmentView, handed_in: int) -> int:
    """Somebody else's run, handed in."""
    return hand_in_with(db, join(db, course, "li.wei", "Li Wei"), assignment.id, "I learnt a lot.")


def test_a_class_is_analysed(db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int, two: int) -> None:
    override(db, teacher, two, "de_live", "1", "Read by hand.")
    found = analysis_for(db, teacher, assignment.id)
    assert found.labels == {handed_in: "Aigerim Bekova", two: "Li Wei"} and not found.names_hidden
    assert found.spread is not None and (found.spread.n, found.spread.highest, found.spread.lowest) == (2, 4, 0)
    live = next(item for item in found.items if item.check.id == "de_live")
    assert (live.n, live.difficulty, live.verdict) == (2, Fraction(1, 2), "few")
    thoughts = next(item for item in found.items if item.check.id == "thoughts")
    assert (thoughts.n, thoughts.unknown) == (0, 2)  # these wait for a person
    assert found.durations.n == 2 and [task.name for task in found.durations.tasks] == [task.id for task in found.scenario.file.tasks]
    assert any(one.check == "de_live" and one.runs == (handed_in,) for one in found.mistakes)
    assert found.items == items_for(db, teacher, assignment.id)


def test_the_number_of_questions_does_not_grow_with_the_class(
    db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, handed_in: int
) -> None:
    counts = []
    for login in ("", "li.wei", "omar", "sam"):
        if login:
            hand_in_with(db, join(db, course, login, login), assignment.id, f"Said {login}.")
        with questions_counted(db) as of_assignment:
            analysis_for(db, teacher, assignment.id)
        with questions_counted(db) as of_course:
            profiles_for(db, teacher, course.id)
        counts.append((len(of_assignment), len(of_course)))
    assert len(set(counts)) == 1 and counts[0][0] < 25 and counts[0][1] < 15


def test_nobody_has_handed_in_yet(db: Database, teacher: Viewer, student: Viewer, course: CourseView, assignment: AssignmentView, run_id: int) -> None:
    found = analysis_for(db, teacher, assignment.id)
    assert (found.spread, found.items, found.labels, found.mistakes) == (None, (), {}, ())
    assert profiles_for(db, teacher, course.id).students[0].skills == ()


def test_only_the_staff_sees_it_and_only_leaders_see_the_course(
    db: Database, teacher: Viewer, student: Viewer, stranger: Viewer, other_teacher: Viewer, admin: Viewer, course: CourseView,
    assignment: AssignmentView, handed_in: int,
) -> None:  # fmt: skip
    add_staff(db, teacher, course.id, "grader", stranger.login)
    for viewer in (teacher, admin, stranger):
        assert analysis_for(db, viewer, assignment.id).labels[handed_in] == "Aigerim Bekova"
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound, match="no_such_assignment"):
            analysis_for(db, viewer, assignment.id)
        with pytest.raises(NotFound, match="no_such_assignment"):
            items_for(db, viewer, assignment.id)
    for viewer in (student, other_teacher, stranger):
        with pytest.raises(NotFound, match="no_such_course"):
            profiles_for(db, viewer, course.id)


def test_names_are_pseudonyms_where_they_are_hidden(
    db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, handed_in: int, two: int
) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True, released_at=None))
    found = analysis_for(db, teacher, assignment.id)
    assert found.names_hidden and not {"Aigerim Bekova", "Li Wei"} & set(found.labels.values())
    profile = profiles_for(db, teacher, course.id)
    assert profile.sealed == 1 and all(one.skills == () for one in profile.students) and profile.skills == ()


def test_the_attempt_counts_that_the_assignment_says(
    db: Database, teacher: Viewer, student: Viewer, assignment: AssignmentView, handed_in: int
) -> None:
    second = open_run(db, student, assignment.id)
    hand_in(db, student, second)
    override(db, teacher, second, "de_live", "1", "Read by hand.")

    def counting(rule: str) -> list[int]:
        with db.write() as session:
            session.execute(update(Assignment).values(counts=rule))
        return [one.run for one in analysis_for(db, teacher, assignment.id).graded]

    assert [counting(rule) for rule in ("best", "last", "first")] == [[second], [second], [handed_in]]
    assert analysis_for(db, teacher, assignment.id).retest.n == 1
    with db.write() as session:  # what came late counts for nothing, so the first attempt is the better one
        due = session.get_one(Run, second).handed_in_at
        assert due is not None
        session.execute(update(Assignment).values(counts="best", due_at=due - timedelta(days=1), late=[]))
        session.execute(update(Run).where(Run.id == handed_in).values(handed_in_at=due - timedelta(days=2)))
        late = [{"until": (due + timedelta(days=1)).isoformat(), "credit": 0}]
        session.execute(update(Assignment).values(late=late))
    assert counting("best") == [handed_in]


def test_staff_who_tried_it_and_who_left_are_no_class(
    db: Database, teacher: Viewer, student: Viewer, course: CourseView, assignment: AssignmentView, handed_in: int, two: int
) -> None:
    hand_in(db, teacher, open_run(db, teacher, assignment.id))
    assert set(analysis_for(db, teacher, assignment.id).labels) == {handed_in, two}
    remove_member(db, teacher, course.id, student.id)
    assert set(analysis_for(db, teacher, assignment.id).labels) == {two}


def test_a_withheld_grade_is_left_out_and_counted(db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int, two: int) -> None:
    with db.write() as session:
        session.execute(update(Grade).where(Grade.run_id == two).values(withheld=True))
    found = analysis_for(db, teacher, assignment.id)
    assert (set(found.labels), found.withheld) == ({handed_in}, 1)


def test_the_newest_grade_is_looked_at_with_the_checks_it_used(
    db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    easier = corrected(db, teacher, tmp_path_factory.mktemp("new") / "copy", EASIER)
    regraded(db, teacher, assignment.id, "Easier.", content_hash=easier.content_hash)
    found = analysis_for(db, teacher, assignment.id)
    assert found.scenario.content_hash == easier.content_hash
    assert next(item.difficulty for item in found.items if item.check.id == "de_live") == 1


def test_time_is_what_lies_between_actions(db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int) -> None:
    with db.write() as session:
        opened = session.get_one(Run, handed_in).opened_at
        session.execute(update(JournalRow).where(JournalRow.seq == 0).values(wall_time=opened + timedelta(minutes=4)))
    found = analysis_for(db, teacher, assignment.id)
    assert [(area.name, area.median) for area in found.durations.areas if area.name == "decisions"] == [("decisions", 240)]


def test_competences_are_told_by_student_and_for_the_class(
    db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, handed_in: int, two: int
) -> None:
    override(db, teacher, two, "de_live", "1", "Read by hand.")
    again = assign(db, teacher, course.id, scenario_id=SCENARIO)
    profile = profiles_for(db, teacher, course.id)
    assert [student.name for student in profile.students] == ["Aigerim Bekova", "Li Wei"] and again.id
    first, second = ({one.skill: one.points for one in student.skills} for student in profile.students)
    assert sum(first.values()) == 0 and sum(second.values()) == 4
    assert {one.n for one in profile.skills} == {2} and len(profile.skills) == len(second)
