"""A student's transcript, and what somebody with its code sees."""

import json
import re

import pytest
from flask import Flask

from lab.bundles.transcript import check_transcript, read_transcript
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, release_scores
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.web import transcripts
from lab.web.export_sentences import EXPORT_SENTENCES
from lab.web.sentences import SENTENCES
from tests.web.browser import Browser


@pytest.fixture(autouse=True)
def _pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if "transcripts" not in app.blueprints:
        app.register_blueprint(transcripts.pages)
    for code, sentence in EXPORT_SENTENCES.items():
        monkeypatch.setitem(SENTENCES, code, sentence)


@pytest.fixture
def signed(db: Database, at_home: Browser, handed_in: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> str:
    """The code of a transcript that its student has just signed."""
    release_scores(db, teacher, assignment.id)
    at_home.get(f"/my/transcript/{course.id}")
    answer = at_home.send(f"/my/transcript/{course.id}")
    return answer.headers["Location"].rpartition("/")[2]


def test_before_the_release_there_is_nothing_to_sign(at_home: Browser, handed_in: int, course: CourseView) -> None:
    assert "No results yet" in at_home.get(f"/my/transcript/{course.id}")
    at_home.send(f"/my/transcript/{course.id}")
    assert "There is no result yet" in at_home.get(f"/my/transcript/{course.id}")


def test_a_student_sees_the_results_and_signs_them_once(at_home: Browser, signed: str, course: CourseView, assignment: AssignmentView) -> None:
    page = at_home.get(f"/my/transcript/{course.id}")
    assert assignment.title in page and "Aigerim Bekova" in page and signed in page
    assert "Sign this transcript" not in page


def test_anybody_with_the_code_sees_it_without_a_name(browser: Browser, signed: str, assignment: AssignmentView) -> None:
    page = browser.get(f"/receipts/{signed}")
    assert assignment.title in page and "Aigerim" not in page
    receipt = re.search(r'href="/receipts/([0-9A-Z-]+)">Receipt', page)
    assert receipt is not None and "What was graded" in browser.get(f"/receipts/{receipt[1]}")


def test_a_name_that_was_told_can_be_compared(browser: Browser, signed: str) -> None:
    assert "Yes: this is the transcript of “aigerim bekova”." in browser.get(f"/receipts/{signed}?name=aigerim+bekova")
    assert "No: this is not the transcript of “<b>Somebody</b>”." in browser.get(f"/receipts/{signed}?name=<b>Somebody</b>")


def test_it_is_looked_up_like_a_receipt_and_can_be_downloaded(browser: Browser, signed: str) -> None:
    answer = browser.client.get(f"/receipts?code={signed.lower().replace('-', '')}")
    assert answer.headers["Location"].endswith(f"/receipts/{signed}")
    data = browser.client.get(f"/receipts/{signed}/receipt.json").data
    check_transcript(read_transcript(data), browser.client.get("/receipts/key").text.strip())
    assert json.loads(data)["code"] == signed
    browser.get("/receipts/0000-0000-0000-0000", 404)
    browser.get("/receipts/0000-0000-0000-0000/receipt.json", 404)


def test_an_older_one_says_so(db: Database, at_home: Browser, browser: Browser, signed: str, handed_in: int, course: CourseView, teacher: Viewer) -> None:
    assert "A later transcript" not in browser.get(f"/receipts/{signed}")
    override(db, teacher, handed_in, "de_live", "1", "It was live.")
    assert "Your results have changed" in at_home.get(f"/my/transcript/{course.id}")
    at_home.send(f"/my/transcript/{course.id}")
    assert "A later transcript" in browser.get(f"/receipts/{signed}")


def test_others_have_none(at_desk: Browser, course: CourseView) -> None:
    at_desk.get(f"/my/transcript/{course.id}", 404)
    at_desk.get("/my/transcript/999", 404)
