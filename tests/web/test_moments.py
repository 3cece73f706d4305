"""The page of one moment: what was done, what it changed, and what the checks would have given."""

import pytest

from lab.listings.actions import SetPrice
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, release_scores
from lab.school.database import Database
from lab.school.runs import act
from lab.values.money import Money
from lab.web import moments
from tests.web.browser import Browser


def test_a_moment_tells_the_action_its_changes_and_the_checks(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/moment?at=1")
    assert "The shop after action 1" in page and "Handed in the reflection" in page
    assert "as it was after action 1 of 3" in page
    assert page.count("Ich würde <b>früher</b> antworten.<br>Und besser rechnen.") >= 2
    assert "What the checks would have given" in page and "Two listings" in page
    assert "<b>früher</b>" not in at_desk.client.get(f"/runs/{handed_in}/moment?at=1").text


def test_a_refused_action_changed_nothing_and_says_why(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/moment?at=2")
    assert "Refused" in page and "Nothing changed in the shop." in page
    assert "Reflection" in page  # since the end of the day before


def test_before_the_first_action_stands_the_shop_as_it_was_taken_over(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/moment?at=0")
    assert "Nothing yet: this is the shop as it was taken over." in page and "Back to now" in page


def test_without_a_number_it_is_the_last_moment(at_desk: Browser, handed_in: int) -> None:
    assert "The shop after action 3" in at_desk.get(f"/runs/{handed_in}/moment")


def test_late_in_a_long_run_the_checks_are_worked_out_when_asked_for(
    at_desk: Browser, handed_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "EARLY_DAYS", 1)
    assert "Work out what the checks would have given" not in at_desk.get(f"/runs/{handed_in}/moment?at=1")
    page = at_desk.get(f"/runs/{handed_in}/moment?at=3")
    assert "As if the run had been handed in" not in page
    assert f'href="/runs/{handed_in}/moment?at=3&checks=1"' in page
    assert "As if the run had been handed in" in at_desk.get(f"/runs/{handed_in}/moment?at=3&checks=1")


def test_a_price_is_told_before_and_after(at_desk: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert act(db, student, run_id, SetPrice("meridian/DE/bulb", Money(1234, "EUR"))).ok
    page = at_desk.get(f"/runs/{run_id}/moment?at=1")
    assert "meridian/DE/bulb: price" in page and "€12.34" in page


def test_the_timeline_leads_to_every_moment(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/review/timeline")
    for number in (1, 2, 3):
        assert f'href="/runs/{handed_in}/moment?at={number}"' in page and f'href="/runs/{handed_in}/?at={number}"' in page


def test_a_student_looks_back_from_the_report_once_it_is_shown(
    at_home: Browser, db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    at_home.get(f"/runs/{handed_in}/moment?at=1", 409)
    assert "Look back at the shop" not in at_home.get(f"/runs/{handed_in}/report")
    release_scores(db, teacher, assignment.id)
    page = at_home.get(f"/runs/{handed_in}/report")
    assert "Look back at the shop, action by action" in page
    assert "The shop after action 1" in at_home.get(f"/runs/{handed_in}/moment?at=1")


def test_without_a_number_a_student_at_work_is_refused_too(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/moment", 409)
