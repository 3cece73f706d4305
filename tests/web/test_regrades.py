"""Regrades in the browser: asked for, watched, looked through, applied or discarded."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import update

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, release_scores
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Job, JournalRow, User
from lab.school.runs import grades_of, report_for
from lab.school.worker import work
from tests.school.regrading import corrected, regraded
from tests.school.test_regrades import EASIER
from tests.web.browser import PASSWORD, Browser


@pytest.fixture
def at_office(app: Flask, db: Database) -> Browser:
    """An administrator's browser."""
    create_user(db, login="ada", name="Ada Admin", password=PASSWORD, role="admin")
    return Browser(app.test_client()).sign_in("ada")


def ask(browser: Browser, db: Database, assignment: AssignmentView, **fields: str) -> str:
    """The address of a new regrade with its table."""
    browser.get(f"/assignments/{assignment.id}/regrades")
    answer = browser.send(f"/assignments/{assignment.id}/regrades", **{"reason": "A check was mended.", "version": assignment.content_hash, **fields})
    work(db, Event(), until_idle=True)
    return answer.location


def test_the_assignment_leads_to_grading_again_once_somebody_handed_in(
    at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int
) -> None:
    assert f"/assignments/{assignment.id}/regrades" in at_desk.get(f"/assignments/{assignment.id}")
    page = at_desk.get(f"/assignments/{assignment.id}/regrades")
    assert f"version {assignment.version}" in page and "as assigned" in page


def test_a_regrade_without_a_reason_or_with_a_strange_version_says_why_and_keeps_what_was_typed(
    at_desk: Browser, assignment: AssignmentView, handed_in: int
) -> None:
    path = f"/assignments/{assignment.id}/regrades"
    at_desk.get(path)
    at_desk.send(path, 422, reason=" ", version=assignment.content_hash)
    assert "Give a reason" in at_desk.page
    at_desk.send(path, 422, reason="Because of the rain.", version="../..")
    assert "This choice is not offered." in at_desk.page and 'value="Because of the rain."' in at_desk.page


def test_while_it_works_the_page_tells_how_far_it_is(at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int) -> None:
    path = f"/assignments/{assignment.id}/regrades"
    at_desk.get(path)
    where = at_desk.send(path, reason="because", version="").location
    page = at_desk.get(where)
    assert "0 of 1 runs replayed and graded" in page and 'http-equiv="refresh"' in page and "Apply it" not in page
    assert at_desk.client.get(f"{where}/state").get_json() == {"over": False, "percent": 0, "text": "0 of 1 runs replayed and graded"}
    at_desk.send(f"{where}/apply")
    assert "Wait until the table is complete." in at_desk.get(where)
    work(db, Event(), until_idle=True)
    assert at_desk.client.get(f"{where}/state").get_json()["over"] is True
    assert "Nothing counts yet." in at_desk.get(where)


def test_the_table_says_who_gets_what_why_and_counts_only_when_applied(
    at_desk: Browser, at_home: Browser, db: Database, assignment: AssignmentView, handed_in: int, teacher: Viewer, student: Viewer, tmp_path: Path
) -> None:
    scenario = corrected(db, teacher, tmp_path / "new", EASIER)
    release_scores(db, teacher, assignment.id)
    where = ask(at_desk, db, assignment, version=scenario.content_hash)
    page = at_desk.get(where)
    assert "Graded with the checks of version 9.0.0" in page and "Aigerim Bekova" in page
    for text in ("Which checks make the difference", "Not on sale at the moment that counts.", "Before:", "Now:"):
        assert text in page, text
    assert report_for(db, student, handed_in).points == "0.00"
    at_desk.send(f"{where}/apply")
    assert "1 run has its new grade." in at_desk.get(where)
    assert report_for(db, student, handed_in).points == "4.00"
    assert "9.0.0" in at_home.get(f"/runs/{handed_in}/report")
    review = at_desk.get(f"/runs/{handed_in}/review")
    assert "regrade: A check was mended." in review and "version 9.0.0" in review


def test_a_lower_score_goes_to_a_second_person(
    at_desk: Browser, at_office: Browser, db: Database, assignment: AssignmentView, handed_in: int, teacher: Viewer, student: Viewer, tmp_path: Path
) -> None:
    scenario = corrected(db, teacher, tmp_path / "new", EASIER)
    release_scores(db, teacher, assignment.id)
    regraded(db, teacher, assignment.id, "Easier.", content_hash=scenario.content_hash)
    where = ask(at_desk, db, assignment, reason="It was right as it was.")
    assert "1 row lowers a score that the student has seen." in at_desk.get(where)
    at_desk.send(f"{where}/apply")
    assert "1 run would lose points: a second person has to confirm it." in at_desk.get(where)
    assert "needs a second person" in at_desk.page
    assert "You proposed this." in at_desk.get("/proposals")
    assert report_for(db, student, handed_in).points == "4.00"
    assert "1 change of a score waits for you as the second person." in at_office.get("/courses")
    assert "It was right as it was." in at_office.get("/proposals")
    at_office.send("/proposals/1/confirm")
    assert report_for(db, student, handed_in).points == "0.00"
    assert grades_of(db, teacher, handed_in)[0].confirmed_by == "Ada Admin"
    assert "confirmed by Ada Admin" in at_desk.get(f"/runs/{handed_in}/review")


def test_the_sheet_holds_the_table_and_nothing_that_a_spreadsheet_would_run(
    at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int, teacher: Viewer, student: Viewer, tmp_path: Path
) -> None:
    with db.write() as session:
        session.get_one(User, student.id).name = "=HYPERLINK(1)"
    scenario = corrected(db, teacher, tmp_path / "new", EASIER)
    where = ask(at_desk, db, assignment, version=scenario.content_hash)
    answer = at_desk.client.get(f"{where}/table.csv")
    heads, row = answer.data.decode("utf-8-sig").splitlines()
    assert heads.split(",")[:6] == ["student", "login", "attempt", "points_before", "max_before", "points_after"]
    assert row == "'=HYPERLINK(1),aigerim,1,0.00,100,4.00,100,up,,found,de_live: 0 > 1,"


def test_a_run_that_does_not_replay_says_so_in_its_row(at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int) -> None:
    with db.write() as session:
        session.execute(update(JournalRow).where(JournalRow.seq == 1).values(outcome=b'{"ok":true,"code":"","args":{}}'))
    where = ask(at_desk, db, assignment)
    page = at_desk.get(where)
    assert "does not add up at action 1" in page and "could not be graded" in page
    assert "journal" in at_desk.client.get(f"{where}/table.csv").text


def test_what_came_to_a_stop_can_go_on(at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int) -> None:
    at_desk.get(f"/assignments/{assignment.id}/regrades")
    where = at_desk.send(f"/assignments/{assignment.id}/regrades", reason="because").location
    with db.write() as session:
        session.execute(update(Job).values(state="failed", error="job_gave_up", done_at=now() - timedelta(hours=1)))
    page = at_desk.get(where)
    assert "It came to a stop" in page and "three times" in page
    at_desk.send(f"{where}/go-on")
    work(db, Event(), until_idle=True)
    assert "Nothing counts yet." in at_desk.get(where)


def test_a_discarded_regrade_leaves_the_grades_and_takes_no_more(
    at_desk: Browser, db: Database, assignment: AssignmentView, handed_in: int, teacher: Viewer
) -> None:
    where = ask(at_desk, db, assignment)
    at_desk.get(where)
    at_desk.send(f"{where}/drop")
    assert "All grades are as they were." in at_desk.get(where) and "Apply it" not in at_desk.page
    for what in ("apply", "drop", "go-on"):
        at_desk.send(f"{where}/{what}")
        assert "applied or discarded already" in at_desk.get(where)
    assert len(grades_of(db, teacher, handed_in)) == 1
    assert "discarded" in at_desk.get(f"/assignments/{assignment.id}/regrades")
