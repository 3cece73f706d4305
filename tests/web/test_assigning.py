"""Assigning a scenario, and changing the rules of an assignment."""
import re
from datetime import UTC, datetime

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import assign, assignments_of
from lab.school.courses import CourseView
from lab.school.database import Database
from tests.web.browser import SCENARIO, Browser


def test_dates_are_read_in_the_time_zone_of_the_course(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/assign")
    answer = at_desk.send(
        f"/courses/{course.id}/assign", scenario_id=SCENARIO, title="Lamp", attempts="3", show_score="after_release",
        opens_at="2026-01-10T09:00", due_at="2030-02-01T18:00",
    )  # fmt: skip
    made = assignments_of(db, teacher, course.id)[0]
    assert answer.location == f"/assignments/{made.id}"
    assert (made.opens_at, made.due_at) == (datetime(2026, 1, 10, 4, tzinfo=UTC), datetime(2030, 2, 1, 13, tzinfo=UTC))
    assert (made.title, made.attempts, made.show_score) == ("Lamp", 3, "after_release")
    page = at_desk.get(f"/assignments/{made.id}/rules")
    assert 'value="2026-01-10T09:00"' in page and "Time zone: Asia/Almaty" in page


def test_each_fault_of_an_assignment_stands_beside_its_field(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    path = f"/courses/{course.id}/assign"
    right = {
        "scenario_id": SCENARIO, "title": "", "attempts": "2", "show_score": "at_hand_in", "opens_at": "2026-01-10T09:00",
        "due_at": "",
    }  # fmt: skip
    wrong = {
        "attempts": ("0", "Choose between 1 and 20 attempts."),
        "due_at": ("2025-01-01T00:00", "The assignment would be due before it opens."),
        "opens_at": ("yesterday", "“yesterday” is not a date and time."),
        "scenario_id": ("no-such", "This scenario is not installed."),
    }
    at_desk.get(path)
    for name, (value, text) in wrong.items():
        at_desk.send(path, 422, **{**right, name: value})
        assert text in at_desk.page, name
        assert f'id="f-{name}-fault"' in at_desk.page, name
    assert assignments_of(db, teacher, course.id) == []


def test_dates_can_be_moved_and_wrong_ones_come_back(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    made = assign(db, teacher, course.id, scenario_id=SCENARIO)
    at_desk.get(f"/assignments/{made.id}/rules")
    at_desk.send(f"/assignments/{made.id}/rules", 422, opens_at="2026-01-10T09:00", due_at="2026-01-09T09:00", attempts="1")
    assert "The assignment would be due before it opens." in at_desk.page and 'value="2026-01-09T09:00"' in at_desk.page
    at_desk.send(f"/assignments/{made.id}/rules", opens_at="2026-01-10T09:00", due_at="2030-01-09T09:00", attempts="1")
    assert assignments_of(db, teacher, course.id)[0].due_at == datetime(2030, 1, 9, 4, tzinfo=UTC)


RULES = {
    "opens_at": "2026-01-10T09:00", "due_at": "2030-02-01T18:00", "attempts": "3", "late_until_1": "2030-02-02T18:00", "late_percent_1": "80",
    "late_until_2": "2030-02-03T18:00", "late_percent_2": "50", "closes_at": "2030-02-04T18:00", "counts": "last",
    "show_score": "after_release", "show_evidence": "after_due", "show_solution": "after_release", "blind": "1", "markers": "2",
    "clock": "class", "clock_days": "2", "minutes": "90", "group_size": "3", "group_by": "students", "board": "labels", "freeze_minutes": "30",
}  # fmt: skip


def test_all_rules_come_back_as_they_were_sent(at_desk: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/assign")
    answer = at_desk.send(f"/courses/{course.id}/assign", scenario_id=SCENARIO, title="Exam", **RULES)
    (made,) = assignments_of(db, teacher, course.id)
    assert answer.location == f"/assignments/{made.id}/groups"
    rules = made.rules
    assert [step.credit for step in rules.late] == [800, 500]
    assert (rules.counts, rules.blind, rules.markers, rules.clock, rules.clock_days) == ("last", True, 2, "class", 2)
    assert (rules.minutes, rules.group_size, rules.group_by, rules.board, rules.freeze_minutes) == (90, 3, "students", "labels", 30)
    page = at_desk.get(f"/assignments/{made.id}/rules")
    fields = dict(re.findall(r'name="(late_until_1|late_percent_2|closes_at|minutes|clock_days)" value="([^"]*)"', page))
    assert fields == {name: RULES[name] for name in fields} and len(fields) == 5
    at_desk.send(f"/assignments/{made.id}/rules", **RULES)
    assert assignments_of(db, teacher, course.id)[0].rules == rules
    page = at_desk.get(f"/assignments/{made.id}")
    assert "counts 80%" in re.sub(r"<[^>]+>", "", page) and "two markers" in page


@pytest.mark.parametrize(
    ("changed", "field", "text"),
    [
        ({"late_percent_2": "90"}, "late", "Each step for late work has to end after"),
        ({"late_percent_1": "lots"}, "late", "is not a whole number"),
        ({"late_until_2": ""}, "late", "is not a date and time"),
        ({"show_score": "at_hand_in"}, "blind", "results have to wait for the release"),
        ({"closes_at": "2026-01-10T09:30"}, "closes_at", "would close before it is due"),
        ({"minutes": "1"}, "minutes", "choose a number from 5"),
        ({"board": "off"}, "freeze_minutes", "Only a board can stand still"),
        ({"group_size": "99"}, "group_size", "choose a number from 0 to 12"),
    ],
)
def test_each_fault_of_the_rules_stands_beside_its_field_and_changes_nothing(
    at_desk: Browser, db: Database, teacher: Viewer, course: CourseView, changed: dict[str, str], field: str, text: str
) -> None:
    made = assign(db, teacher, course.id, scenario_id=SCENARIO)
    at_desk.get(f"/assignments/{made.id}/rules")
    at_desk.send(f"/assignments/{made.id}/rules", 422, **{**RULES, **changed})
    assert text in at_desk.page and f'id="f-{field}-fault"' in at_desk.page
    assert assignments_of(db, teacher, course.id)[0].rules == made.rules


def test_only_leaders_come_to_the_rules(at_home: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    made = assign(db, teacher, course.id, scenario_id=SCENARIO)
    for path in ("rules", "extras"):
        at_home.get(f"/assignments/{made.id}/{path}", 404)
