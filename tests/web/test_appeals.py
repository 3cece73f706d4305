"""Appeals in the browser: the student's words under a check, the instructor's list and answer."""

from datetime import timedelta

import pytest
from flask import Flask

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assignment_for, release_scores, take_appeals
from lab.school.clock import now
from lab.school.database import Database
from lab.school.runs import report_for
from tests.web.browser import Browser


@pytest.fixture
def shown(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> int:
    """A run whose results are shown, and appeals taken for a week."""
    release_scores(db, teacher, assignment.id)
    take_appeals(db, teacher, assignment.id, now() + timedelta(days=7))
    return handed_in


def test_the_assignment_s_page_sets_until_when_appeals_are_taken(
    at_desk: Browser, db: Database, assignment: AssignmentView, teacher: Viewer
) -> None:
    path = f"/assignments/{assignment.id}"
    assert "none are taken" in at_desk.get(path)
    at_desk.send(f"{path}/appeals", 422, appeals_until="soon")
    assert "“soon” is not a date and time." in at_desk.page and 'value="soon"' in at_desk.page
    at_desk.send(f"{path}/appeals", 422, appeals_until="2001-01-01T10:00")
    assert "before the assignment opens" in at_desk.page
    at_desk.send(f"{path}/appeals", appeals_until="2027-01-31T18:00")
    until = assignment_for(db, teacher, assignment.id).appeals_until
    assert until is not None and until.isoformat() == "2027-01-31T13:00:00+00:00"  # pages stand in Almaty's time, UTC+5
    assert 'value="2027-01-31T18:00"' in at_desk.get(path)
    at_desk.send(f"{path}/appeals", appeals_until="")
    assert assignment_for(db, teacher, assignment.id).appeals_until is None


def test_a_student_appeals_and_reads_the_answer(
    at_home: Browser, at_desk: Browser, db: Database, shown: int, assignment: AssignmentView, student: Viewer
) -> None:
    page = at_home.get(f"/runs/{shown}/report")
    assert "Appeal against this result" in page
    at_home.send(f"/runs/{shown}/report/appeals/de_live", text="It <b>was</b> on sale.\nI saw it.")
    page = at_home.get(f"/runs/{shown}/report")
    assert "Your appeal is with your instructor." in page and "It <b>was</b> on sale.<br>I saw it." in page
    assert "<b>was</b>" not in at_home.client.get(f"/runs/{shown}/report").text
    assert page.count(f"/runs/{shown}/report/appeals/de_live") == 0
    course = f"/courses/{assignment.course_id}"
    assert "1 appeal waits for an answer." in at_desk.get(course)
    assert "It <b>was</b> on sale." in at_desk.get(f"{course}/appeals")
    at_desk.send("/appeals/1/answer", decision="granted", share="3/4", answer="So it was.")
    assert "So it was." in at_desk.get(f"{course}/appeals") and "granted" in at_desk.page
    assert report_for(db, student, shown).points == "3.00"
    page = at_home.get(f"/runs/{shown}/report")
    assert "Answer by Petra Keller" in page and "So it was." in page and "Decided by the instructor: 3/4 instead of 0." in page


def test_an_answer_from_the_run_s_page_leads_back_there_and_nowhere_else(at_home: Browser, at_desk: Browser, shown: int) -> None:
    at_home.get(f"/runs/{shown}/report")
    for check in ("de_live", "de_title"):
        at_home.send(f"/runs/{shown}/report/appeals/{check}", text="Look again, please.")
    page = at_desk.get(f"/runs/{shown}/review")
    assert page.count("Look again, please.") == 2 and f'value="/runs/{shown}/review"' in page
    answer = at_desk.send("/appeals/1/answer", decision="declined", answer="I did.", back=f"/runs/{shown}/review")
    assert answer.location == f"/runs/{shown}/review"
    answer = at_desk.send("/appeals/2/answer", decision="declined", answer="I did.", back="https://elsewhere.example/")
    assert answer.location == "/courses/1/appeals"


def test_a_bad_answer_says_why_and_keeps_what_was_typed(at_home: Browser, at_desk: Browser, shown: int, assignment: AssignmentView) -> None:
    at_home.get(f"/runs/{shown}/report")
    at_home.send(f"/runs/{shown}/report/appeals/de_live", text="Look again.")
    at_desk.get(f"/courses/{assignment.course_id}/appeals")
    at_desk.send("/appeals/1/answer", 422, answer="So it was.")
    assert "This choice is not offered." in at_desk.page and "So it was." in at_desk.page
    at_desk.send("/appeals/1/answer", 422, decision="granted", share="0", answer="So it was.")
    assert "Grant more than that" in at_desk.page
    at_desk.send("/appeals/1/answer", decision="declined", answer="No.")
    at_desk.send("/appeals/1/answer", 409, decision="declined", answer="No.")
    assert "answered already" in at_desk.page


def test_an_appeal_that_is_not_taken_says_why(at_home: Browser, db: Database, shown: int, assignment: AssignmentView, teacher: Viewer) -> None:
    path = f"/runs/{shown}/report/appeals/de_live"
    at_home.get(f"/runs/{shown}/report")
    at_home.send(path, 422, text=" ")
    assert "Say in a sentence or two" in at_home.page
    at_home.send(path, text="Look again.")
    at_home.send(path, 409, text="And again.")
    assert "open already" in at_home.page
    take_appeals(db, teacher, assignment.id, None)
    at_home.send(f"/runs/{shown}/report/appeals/de_title", 409, text="And this.")
    assert "No appeals are taken" in at_home.page
    assert "Appeal against this result" not in at_home.get(f"/runs/{shown}/report")


def test_strangers_and_students_do_not_answer(app: Flask, at_home: Browser, shown: int, assignment: AssignmentView) -> None:
    at_home.get(f"/runs/{shown}/report")
    at_home.send(f"/runs/{shown}/report/appeals/de_live", text="Look again.")
    at_home.send("/appeals/1/answer", 404, decision="granted", share="1", answer="Yes.")
    at_home.get(f"/courses/{assignment.course_id}/appeals", 404)


def test_a_course_without_appeals_says_how_to_take_them(at_desk: Browser, assignment: AssignmentView) -> None:
    assert "You set until when on the assignment's page." in at_desk.get(f"/courses/{assignment.course_id}/appeals")
