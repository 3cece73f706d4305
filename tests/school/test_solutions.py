"""The author's solution, for whom and when it may be seen."""

from datetime import timedelta

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assignment_for, change_rules, release_scores
from lab.school.clock import now
from lab.school.database import Database
from lab.school.extras import grant
from lab.school.moments import past_of
from lab.school.privacy import export_person
from lab.school.receipts import receipts_of
from lab.school.rules import Rules
from lab.school.runs import grades_of, hand_in, open_run, report_for, run_for
from lab.school.solutions import solution_of, solution_shown
from lab.values.errors import NotFound, Refused


def test_a_solution_is_shown_when_the_assignment_says_and_the_run_is_handed_in(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    rules = Rules(show_solution="after_release", show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=None, attempts=2, rules=rules)
    release_scores(db, teacher, assignment.id)
    with pytest.raises(Refused, match="solution_not_shown"):
        solution_of(db, student, run_id)
    hand_in(db, student, run_id)
    assert solution_shown(db, student, run_id)
    lines = solution_of(db, student, run_id)
    assert len(lines) > 5 and all(line.ok and line.wall_time is None for line in lines)
    assert [line.seq for line in lines] == list(range(len(lines)))
    assert run_for(db, student, run_id).seq == 0
    with pytest.raises(NotFound):
        solution_of(db, stranger, run_id)


def test_it_is_never_shown_to_students_where_the_assignment_says_never(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    hand_in(db, student, run_id)
    release_scores(db, teacher, assignment.id)
    assert not solution_shown(db, student, run_id)
    with pytest.raises(Refused, match="solution_not_shown"):
        solution_of(db, student, run_id)
    assert solution_of(db, teacher, run_id) == solution_of(db, teacher, run_id)


def test_who_was_granted_more_time_sees_what_waits_for_the_end_only_after_their_own(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    past = now() - timedelta(hours=1)
    rules = Rules(show_solution="after_due", show_score="after_due")
    hand_in(db, student, run_id)
    other = open_run(db, wei, assignment.id)
    hand_in(db, wei, other)
    change_rules(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=past, attempts=2, rules=rules)
    assert solution_shown(db, student, run_id)
    grant(db, teacher, assignment.id, [student.id], due_at=now() + timedelta(days=1), reason="ill")
    assert not solution_shown(db, student, run_id)
    assert report_for(db, student, run_id).points is None
    assert grades_of(db, student, run_id) == []
    with pytest.raises(Refused, match="past_not_shown"):
        past_of(db, student, run_id, 0)
    assert [line.kind for line in receipts_of(db, student, run_id)] == ["hand-in"]
    assert [line.points for line in assignment_for(db, student, assignment.id).runs] == [None]
    assert export_person(db, student, student.id)["runs"][0]["grades"] == []
    assert solution_shown(db, wei, other) and report_for(db, wei, other).points is not None
    grant(db, teacher, assignment.id, [student.id], due_at=past, reason="well again")
    assert solution_shown(db, student, run_id) and report_for(db, student, run_id).points is not None
