"""The page on which decisions are recorded."""

from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import hand_in, play_of
from tests.builders import HOSTILE
from tests.web.browser import Browser
from tests.web.rewritten import open_rewritten

QUESTIONS = """questions:
  - id: markets
    title: {en: "Which two countries come next?", zh: "下一步选哪两个国家？"}
    options: {at: {en: Austria, zh: 奥地利}, fr: {en: France}, jp: {en: Japan}}
    choose: 2
    reasons: {near: {en: "They are near"}, rich: {en: "People there earn well"}}
    reasons_max: 1
    words_max: 100
  - id: price
    title: {en: "Would you raise the price?"}
    options: {up: {en: "Yes"}, keep: {en: "No"}}
tasks:
"""
CHECK = "  - {id: next, task: money, check: decision.recorded, question: markets, accept: [at, fr], reasons: [near], points: 0}\n"
PATH = "/decisions/markets"


def ask(folder: Path) -> None:
    """Put two questions and a check of one decision into a scenario."""
    path = folder / "scenario.yaml"
    text = path.read_text("utf-8")
    assert text.count("\ntasks:\n") == 1 and text.count("\ngrading:") == 1
    path.write_text(text.replace("\ntasks:\n", f"\n{QUESTIONS}").replace("\ngrading:", f"\n{CHECK}grading:"), "utf-8")


@pytest.fixture
def asked(db: Database, student: Viewer, assignment: AssignmentView, tmp_path: Path) -> int:
    """The student's run of the sample with two questions."""
    return open_rewritten(db, student, assignment, tmp_path, ask)


def test_a_decision_is_recorded_shown_and_changed(at_home: Browser, db: Database, student: Viewer, asked: int) -> None:
    base = f"/runs/{asked}"
    page = at_home.get(f"{base}/decisions")
    assert page.count("not decided yet") == 2
    assert page.count('type="radio"') == 2 and page.count('type="checkbox"') == 5
    at_home.send(f"{base}{PATH}", chosen=["at", "jp"], reasons=["near"], words="Zug.\r\nSchiff.")  # type: ignore[arg-type]
    choice = play_of(db, student, asked).world.choices["markets"]
    assert (choice.chosen, choice.reasons, choice.words) == (("at", "jp"), ("near",), "Zug.\nSchiff.")
    page = at_home.get(f"{base}/decisions")
    assert "<bdi>Austria</bdi>, <bdi>Japan</bdi>" in page and page.count("not decided yet") == 1
    assert 'value="near" checked' in page and "Schiff." in page
    at_home.send(f"{base}{PATH}", chosen=["at", "fr"])  # type: ignore[arg-type]
    assert play_of(db, student, asked).world.choices["markets"].chosen == ("at", "fr")


def test_what_does_not_fit_is_said_beside_its_field_and_kept(at_home: Browser, db: Database, student: Viewer, asked: int) -> None:
    base = f"/runs/{asked}"
    at_home.get(f"{base}/decisions")
    page = at_home.send(f"{base}{PATH}", status=409, chosen="at", words="so far").text
    assert "Choose exactly 2; you have chosen 1." in page and 'id="f-chosen-fault"' in page
    assert 'value="at" checked' in page and "so far" in page
    page = at_home.send(f"{base}{PATH}", status=409, chosen=["at", "fr"], reasons=["near", "rich"]).text  # type: ignore[arg-type]
    assert "At most 1 can be ticked" in page and 'id="f-reasons-fault"' in page
    page = at_home.send(f"{base}{PATH}", status=409, chosen=["at", "fr"], words="x" * 101).text  # type: ignore[arg-type]
    assert 'id="words-markets-fault"' in page
    at_home.send(f"{base}/decisions/nothing", status=404, chosen="at")
    assert play_of(db, student, asked).world.choices == {}


def test_hostile_fields_break_nothing(at_home: Browser, db: Database, student: Viewer, asked: int) -> None:
    base = f"/runs/{asked}"
    at_home.get(f"{base}/decisions")
    for text in HOSTILE[:12]:
        for fields in ({"chosen": [text, "at"]}, {"chosen": ["at", "fr"], "reasons": text}):
            at_home.send(f"{base}{PATH}", status=409, **fields)
    at_home.send(f"{base}{PATH}", chosen=["at", "fr"], words="<script>alert(1)</script>")  # type: ignore[arg-type]
    assert "<script>alert(1)" not in at_home.client.get(f"{base}/decisions").text
    assert list(play_of(db, student, asked).world.choices) == ["markets"]


def test_the_desk_the_brief_and_the_rail_lead_there(at_home: Browser, asked: int) -> None:
    base = f"/runs/{asked}"
    link = f'href="{base}/decisions#question-markets"'
    assert f"{link}>Decide: Which two countries come next?</a>" in at_home.get(f"{base}/")
    assert f"{link}>Which two countries come next?</a>" in at_home.get(f"{base}/brief")
    assert f'href="{base}/decisions"' in at_home.page
    at_home.send(f"{base}{PATH}", chosen=["at", "fr"])  # type: ignore[arg-type]
    assert "Decide: Which two" not in at_home.get(f"{base}/")


def test_the_report_says_the_options_in_words(at_home: Browser, db: Database, student: Viewer, teacher: Viewer, at_desk: Browser, asked: int) -> None:
    base = f"/runs/{asked}"
    at_home.get(f"{base}/decisions")
    at_home.send(f"{base}{PATH}", chosen=["at", "jp"], reasons=["near"])  # type: ignore[arg-type]
    hand_in(db, student, asked)
    page = at_desk.get(f"{base}/review")
    assert "2 of 3 parts of the decision are right." in page
    assert "Austria, France" in page and "They are near" in page and "Which two countries come next?" in page
    page = at_desk.get(f"{base}/decisions")
    assert "<bdi>Austria</bdi>, <bdi>Japan</bdi>" in page and "Record this decision" not in page


def test_where_nothing_is_asked_the_page_says_so_and_the_rail_has_no_entry(at_home: Browser, run_id: int) -> None:
    assert "asks for no decision" in at_home.get(f"/runs/{run_id}/decisions")
    assert f'href="/runs/{run_id}/decisions"' not in at_home.page


def test_the_question_is_asked_in_the_language_of_the_page(at_home: Browser, asked: int) -> None:
    at_home.get("/account")
    at_home.send("/preferences", language="zh")
    page = at_home.get(f"/runs/{asked}/decisions")
    assert "下一步选哪两个国家？" in page and "奥地利" in page and "France" in page
