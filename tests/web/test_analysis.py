"""The analysis of a class in the browser: figures, wrong answers, likenesses side by side, competences."""

from collections.abc import Sequence
from threading import Event
from typing import get_args

import pytest
from flask import Flask
from sqlalchemy import update

from lab.analysis import durations, items
from lab.ledger.question_actions import RecordDecision
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Assignment, Job, User
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.staff import add_staff
from lab.school.worker import work
from lab.values.places import ROOT
from lab.web.analysis import pieces_of
from lab.web.analysis_words import AREAS, PICTURE_WHYS, VERDICTS
from tests.school.whole_class import hand_in_with, join
from tests.web.browser import Browser

STORY = "The tax in Kazakhstan surprised me most, <b>and</b> without it the parcel to Almaty would have earned nearly twice as much as that to Kassel."


@pytest.fixture
def class_(db: Database, course: CourseView, assignment: AssignmentView, student: Viewer) -> list[int]:
    """Three runs; the second and the third tell the same story."""
    others = [join(db, course, login, name) for login, name in (("li.wei", "Li Wei"), ("omar", "Omar Said"))]
    texts = ("I should have looked at the cable first.", STORY, f"Well: {STORY}")
    return [hand_in_with(db, one, assignment.id, text) for one, text in zip([student, *others], texts, strict=True)]


def compare(browser: Browser, db: Database, path: str) -> str:
    browser.get(path)
    browser.send(path)
    work(db, Event(), until_idle=True)
    return browser.get(path)


def test_before_anybody_handed_in_the_page_says_so(at_desk: Browser, assignment: AssignmentView, course: CourseView) -> None:
    assert "Nothing to analyse yet" in at_desk.get(f"/assignments/{assignment.id}/analysis")
    assert "Nothing to compare yet" in at_desk.get(f"/assignments/{assignment.id}/analysis/similarity")
    assert "No competences yet" in at_desk.get(f"/courses/{course.id}/competences")


def test_the_page_has_figures_checks_time_and_wrong_answers_with_links(
    at_desk: Browser, db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]
) -> None:
    override(db, teacher, class_[1], "de_live", "1", "Read by hand.")
    page = at_desk.get(f"/assignments/{assignment.id}/analysis")
    for text in ("Results of the class", "Runs that count", "Discrimination", "Too few results", "Cronbach’s alpha", "Time by task", "Common wrong answers"):
        assert text in page, text
    assert f'/runs/{class_[0]}/review#check-de_live"><bdi>Aigerim Bekova</bdi>' in page and "Not on sale" in page
    assert page.count("<script") == page.count("<script type=\"module\" src=") and " style=" not in page


def test_checks_come_as_a_sheet(at_desk: Browser, db: Database, teacher: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    override(db, teacher, class_[1], "de_live", "1/2", "Read by hand.")
    answer = at_desk.client.get(f"/assignments/{assignment.id}/analysis/items.csv")
    heads, *rows = answer.data.decode("utf-8-sig").splitlines()
    assert heads.split(",")[:8] == ["check", "type", "task", "skill", "max_points", "results", "unknown", "difficulty"]
    live = next(row.split(",") for row in rows if row.startswith("de_live,"))
    assert live[5:8] == ["3", "0", "0.167"] and live[-4:] == ["0", "1", "2", "few"]


def test_likenesses_are_compared_by_a_job_and_stand_side_by_side(
    at_desk: Browser, db: Database, assignment: AssignmentView, class_: list[int]
) -> None:
    path = f"/assignments/{assignment.id}/analysis/similarity"
    assert "Not compared yet" in at_desk.get(path)
    at_desk.send(path)
    page = at_desk.get(path)
    assert "At work" in page and 'http-equiv="refresh"' in page and "Waits for its turn" in page
    assert at_desk.client.get(f"{path}/state").get_json()["over"] is False
    work(db, Event(), until_idle=True)
    assert at_desk.client.get(f"{path}/state").get_json()["over"] is True
    page = at_desk.get(path)
    assert "A hint, never a verdict" in page and "Li Wei" in page and "1 passage" in page and "3 runs compared" in page
    assert "Aigerim" not in page.partition("<table")[2]
    at_desk.get(f"{path}?first={class_[1]}&second={class_[2]}")
    assert at_desk.page.count("<mark>") == 2 and "Well: " in at_desk.page
    raw = at_desk.client.get(f"{path}?first={class_[1]}&second={class_[2]}").text
    assert "&lt;b&gt;and&lt;/b&gt;" in raw and "<b>and" not in raw


def test_work_can_be_stopped_and_stopping_nothing_is_no_fault(at_desk: Browser, db: Database, assignment: AssignmentView, class_: list[int]) -> None:
    path = f"/assignments/{assignment.id}/analysis/similarity"
    at_desk.get(path)
    at_desk.send(f"{path}/stop")
    at_desk.get(path)
    at_desk.send(path)
    at_desk.get(path)
    at_desk.send(f"{path}/stop")
    assert "Not compared yet" in at_desk.get(path) and "At work" not in at_desk.page


def test_a_job_that_gave_up_says_so(at_desk: Browser, db: Database, assignment: AssignmentView, class_: list[int]) -> None:
    path = f"/assignments/{assignment.id}/analysis/similarity"
    at_desk.get(path)
    at_desk.send(path)
    with db.write() as session:
        session.execute(update(Job).values(state="failed", error="job_gave_up"))
    assert "It came to a stop" in at_desk.get(path) and "Compare all runs" in at_desk.page


def test_runs_that_came_later_are_announced(
    at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, class_: list[int]
) -> None:
    path = f"/assignments/{assignment.id}/analysis/similarity"
    compare(at_desk, db, path)
    hand_in_with(db, join(db, course, "late", "Late"), assignment.id, "Late but own words.")
    assert "Other runs count by now" in at_desk.get(path)


@pytest.mark.parametrize("query", ["first=1&second=2", "first=0&second=0", "first=x&second=", "first=", "first=99999999999999&second=1", "first=²&second=³"])
def test_a_pair_without_a_hint_is_not_there(at_desk: Browser, assignment: AssignmentView, class_: list[int], query: str) -> None:
    at_desk.get(f"/assignments/{assignment.id}/analysis/similarity?{query}", 404)


def test_one_run_is_not_compared(at_desk: Browser, assignment: AssignmentView, handed_in: int) -> None:
    path = f"/assignments/{assignment.id}/analysis/similarity"
    at_desk.get(path)
    at_desk.send(path)
    assert "Nothing to compare yet" in at_desk.get(path)


def test_competences_stand_by_student_and_lead_nowhere_for_others(
    at_desk: Browser, at_home: Browser, db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, class_: list[int]
) -> None:
    override(db, teacher, class_[1], "de_live", "1", "Read by hand.")
    page = at_desk.get(f"/courses/{course.id}/competences")
    assert "Li Wei" in page and "Product information" in page and "3 students" in page
    at_home.get(f"/courses/{course.id}/competences", 404)
    for path in ("", "/items.csv", "/similarity", "/similarity/state"):
        at_home.get(f"/assignments/{assignment.id}/analysis{path}", 404)


def test_a_guest_sees_pseudonyms_and_no_competences(
    app: Flask, db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, class_: list[int]
) -> None:
    guest = add_staff(db, teacher, course.id, "guest", "mira", "Mira Guest")
    with db.write() as session:
        session.execute(update(User).where(User.login == "mira").values(password_hash=session.get_one(User, teacher.id).password_hash))
    browser = Browser(app.test_client()).sign_in(guest.login)
    path = f"/assignments/{assignment.id}/analysis"
    compare(browser, db, f"{path}/similarity")
    pages = [browser.get(one) for one in (path, f"{path}/similarity", f"{path}/similarity?first={class_[1]}&second={class_[2]}")]
    for page in pages:
        assert not any(name in page for name in ("Aigerim", "Li Wei", "Omar")), page
    assert "Names are hidden here" in pages[0]
    browser.get(f"/courses/{course.id}/competences", 404)


def test_a_blind_assignment_shows_no_names_to_its_teacher(at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, class_: list[int]) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True, released_at=None))
    page = at_desk.get(f"/assignments/{assignment.id}/analysis")
    assert "Aigerim" not in page and "pseudonyms" in page
    assert "1 assignment is left out until its results are released" in at_desk.get(f"/courses/{course.id}/competences")


def test_hostile_names_are_only_names(at_desk: Browser, db: Database, student: Viewer, assignment: AssignmentView, class_: list[int]) -> None:
    with db.write() as session:
        session.execute(update(User).where(User.id == student.id).values(name="<script>alert(1)</script>"))
    assert "<script>alert" not in at_desk.client.get(f"/assignments/{assignment.id}/analysis").text


def test_decisions_show_what_was_chosen(at_desk: Browser, db: Database, teacher: Viewer, student: Viewer, course: CourseView, assignment: AssignmentView) -> None:
    other = assign(db, teacher, course.id, scenario_id="may-we-sell-this")
    run_id = open_run(db, student, other.id)
    questions = play_of(db, student, run_id).world.setting.questions
    name, question = next(iter(questions.items()))
    assert act(db, student, run_id, RecordDecision(name, tuple(question.options)[: question.choose])).ok
    hand_in(db, student, run_id)
    assert "What was chosen" in at_desk.get(f"/assignments/{other.id}/analysis")


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([], [("abcdefgh", 0)]),
        ([(2, 4, 1)], [("ab", 0), ("cd", 1), ("efgh", 0)]),
        ([(4, 8, 2), (0, 2, 1)], [("ab", 1), ("cd", 0), ("efgh", 2)]),
        ([(1, 5, 1), (3, 7, 2)], [("a", 0), ("bcde", 1), ("fg", 2), ("h", 0)]),
        ([(1, 5, 1), (2, 3, 2)], [("a", 0), ("bcde", 1), ("fgh", 0)]),
        ([(6, 99, 1)], [("abcdef", 0), ("gh", 1)]),
    ],
)
def test_a_text_is_cut_at_its_passages_and_nothing_is_lost(spans: Sequence[tuple[int, int, int]], pieces: Sequence[tuple[str, int]]) -> None:
    assert list(pieces_of("abcdefgh", spans)) == pieces


def test_every_verdict_area_and_reason_has_words() -> None:
    assert set(VERDICTS) == set(get_args(items.Verdict))
    assert {*durations.AREAS.values(), durations.OTHER} == set(AREAS)
    source = (ROOT / "lab" / "analysis" / "similar_pictures.py").read_text(encoding="utf-8")
    assert all(f'"{why}"' in source for why in PICTURE_WHYS)
