"""What single students are granted, and that it holds for them only."""

from datetime import timedelta

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign, assignment_for, change_rules
from lab.school.clock import now
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.extras import grant, granted
from lab.school.groups import set_groups
from lab.school.rules import Rules
from lab.school.runs import open_run, run_for
from lab.values.errors import BadInput, NotFound, Refused

PASSWORD = "correct horse battery"
DAY = timedelta(days=1)


@pytest.fixture
def over(db: Database, assignment: AssignmentView, teacher: Viewer) -> AssignmentView:
    """The assignment, due since an hour."""
    due = now() - timedelta(hours=1)
    return change_rules(db, teacher, assignment.id, opens_at=due - DAY, due_at=due, attempts=1, rules=Rules(minutes=60))


def test_who_was_granted_more_time_may_work_and_the_others_may_not(
    db: Database, over: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer
) -> None:
    assert grant(db, teacher, over.id, [student.id], due_at=now() + DAY, minutes=30, attempts=1, reason="ill for a week") == 1
    run_id = open_run(db, student, over.id)
    view = run_for(db, student, run_id)
    assert view.ends_at is not None and view.may_act
    assert view.ends_at - view.opened_at == timedelta(minutes=90)
    assert assignment_for(db, student, over.id).attempts == 2
    assert not assignment_for(db, student, over.id).is_past_due
    assert assignment_for(db, wei, over.id).is_past_due
    with pytest.raises(Refused, match="past_due"):
        open_run(db, wei, over.id)


def test_the_newest_counts_and_nothing_takes_back_what_was_granted(db: Database, over: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    grant(db, teacher, over.id, [student.id], attempts=2, reason="first")
    grant(db, teacher, over.id, [student.id], reason="a mistake, taken back")
    assert assignment_for(db, student, over.id).attempts == 1
    assert [(line.reason, line.counts, line.granted_by) for line in granted(db, teacher, over.id)] == [
        ("a mistake, taken back", True, "Petra Keller"), ("first", False, "Petra Keller"),
    ]  # fmt: skip


def test_a_group_gets_it_together(db: Database, course: CourseView, assignment: AssignmentView, teacher: Viewer, student: Viewer, wei: Viewer) -> None:
    together = assign(db, teacher, course.id, scenario_id=assignment.scenario_id, rules=Rules(group_size=2))
    set_groups(db, teacher, together.id, {student.id: ("Blue", ()), wei.id: ("Blue", ())})
    assert grant(db, teacher, together.id, [wei.id], attempts=1, reason="network was down") == 2
    assert assignment_for(db, student, together.id).attempts == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "reason_needed"), ({"attempts": 21}, "number_not_between"), ({"minutes": -1}, "number_not_between"),
        ({"due_at": now() - 2 * DAY}, "extra_is_earlier"), ({"closes_at": now() - 2 * DAY}, "extra_is_earlier"),
        ({"students": ()}, "extra_for_nobody"), ({"students": (10_000,)}, "not_in_course"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(db: Database, over: AssignmentView, teacher: Viewer, student: Viewer, fields: dict[str, object], code: str) -> None:
    students = fields.pop("students", [student.id])
    with pytest.raises(BadInput, match=code):
        grant(db, teacher, over.id, students, **{"reason": "why", **fields})  # type: ignore[arg-type]
    assert granted(db, teacher, over.id) == []


def test_only_leaders_grant(db: Database, over: AssignmentView, student: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            grant(db, viewer, over.id, [student.id], attempts=1, reason="please")
        with pytest.raises(NotFound):
            granted(db, viewer, over.id)
