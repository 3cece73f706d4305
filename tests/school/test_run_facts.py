"""What is told of runs outside the lab."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, change_rules, release_scores
from lab.school.courses import CourseView, join_course, remove_member
from lab.school.database import Database
from lab.school.groups import set_groups
from lab.school.models import Assignment, Grade
from lab.school.run_facts import facts_of_runs
from lab.school.runs import act, hand_in, open_run, override
from lab.values.errors import NotFound


def test_a_run_is_told_with_every_grade(db: Database, handed_in: int, course: CourseView, student: Viewer, teacher: Viewer, assignment: AssignmentView) -> None:
    override(db, teacher, handed_in, "de_live", "1", "It was live.")
    open_run(db, student, assignment.id)
    open_run(db, teacher, assignment.id)  # a try-out of the teacher's own
    first, second = facts_of_runs(db, teacher, course.id)
    assert (first.run_id, first.attempt, first.account, first.name, first.assignment) == (handed_in, 1, "aigerim", "Aigerim Bekova", assignment.title)
    assert len(first.scores) == 2 and float(first.scores[1].points) > float(first.scores[0].points)
    assert first.handed_in_at is not None
    assert (second.attempt, second.handed_in_at, second.scores) == (2, None, ())


def test_a_blind_assignment_tells_neither_names_nor_results(db: Database, handed_in: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True, show_score="after_release"))
    (fact,) = facts_of_runs(db, teacher, course.id)
    assert (fact.name, fact.scores, len(fact.account)) == ("", (), 7)
    release_scores(db, teacher, assignment.id)
    assert facts_of_runs(db, teacher, course.id)[0].account == "aigerim"


def test_a_withheld_grade_is_not_told(db: Database, handed_in: int, course: CourseView, teacher: Viewer) -> None:
    with db.write() as session:
        session.execute(update(Grade).values(withheld=True))
    assert facts_of_runs(db, teacher, course.id)[0].scores == ()


def test_a_group_s_run_is_told_of_each_member(
    db: Database, assignment: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=replace(assignment.rules, group_size=3))
    set_groups(db, teacher, assignment.id, {student.id: ("Team A", []), stranger.id: ("Team A", [])})
    run_id = open_run(db, student, assignment.id)
    act(db, student, run_id, SubmitReflection("We begin."))
    hand_in(db, student, run_id)
    assert [(fact.run_id, fact.account, len(fact.scores)) for fact in facts_of_runs(db, teacher, course.id)] == [(run_id, "aigerim", 1), (run_id, "stranger", 1)]
    remove_member(db, teacher, course.id, student.id)
    assert [fact.account for fact in facts_of_runs(db, teacher, course.id)] == ["stranger"]


def test_only_who_leads_the_course_is_told(db: Database, handed_in: int, course: CourseView, student: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            facts_of_runs(db, viewer, course.id)
