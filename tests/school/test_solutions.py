"""The author's solution, for whom and when it may be seen."""

from datetime import timedelta

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, change_rules, release_scores
from lab.school.clock import now
from lab.school.database import Database
from lab.school.rules import Rules
from lab.school.runs import hand_in, run_for
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
