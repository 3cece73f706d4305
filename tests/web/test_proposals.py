"""What waits for a second person, in the browser."""

import pytest
from flask import Flask

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, release_scores
from lab.school.database import Database
from lab.school.judging import override
from lab.school.runs import report_for
from tests.web.browser import PASSWORD, Browser


@pytest.fixture
def at_office(app: Flask, db: Database) -> Browser:
    """An administrator's browser."""
    create_user(db, login="ada", name="Ada Admin", password=PASSWORD, role="admin")
    return Browser(app.test_client()).sign_in("ada")


@pytest.fixture
def proposal(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> int:
    release_scores(db, teacher, assignment.id)
    override(db, teacher, handed_in, "de_live", "1", "Seen by hand.")
    made = override(db, teacher, handed_in, "de_live", "1/2", "Only <b>half</b>.").proposal_id
    assert made is not None
    return made


def test_who_proposed_may_withdraw_and_not_decide(at_desk: Browser, proposal: int) -> None:
    page = at_desk.get("/proposals")
    assert "Aigerim Bekova" in page and "You proposed this." in page and "/confirm" not in page
    assert "Only <b>half</b>." not in at_desk.client.get("/proposals").text
    at_desk.send(f"/proposals/{proposal}/confirm", 409)
    assert "You proposed this yourself." in at_desk.page
    at_desk.send(f"/proposals/{proposal}/withdraw")
    assert "Withdrawn." in at_desk.get("/proposals") and "withdrawn" in at_desk.page
    at_desk.send(f"/proposals/{proposal}/withdraw", 409)
    assert "decided or withdrawn already" in at_desk.page


def test_a_second_person_confirms(at_office: Browser, db: Database, handed_in: int, proposal: int, student: Viewer) -> None:
    at_office.get("/proposals")
    at_office.send(f"/proposals/{proposal}/confirm")
    assert report_for(db, student, handed_in).points == "2.00"
    page = at_office.get("/proposals")
    assert "confirmed" in page and "Ada Admin" in page and "waits for you" not in at_office.get("/courses")


def test_a_second_person_rejects_with_a_reason(at_office: Browser, db: Database, handed_in: int, proposal: int, student: Viewer) -> None:
    at_office.get("/proposals")
    at_office.send(f"/proposals/{proposal}/reject", 422, answer=" ")
    assert "Give a reason" in at_office.page
    at_office.send(f"/proposals/{proposal}/reject", answer="It was whole.")
    assert "It was whole." in at_office.get("/proposals")
    assert report_for(db, student, handed_in).points == "4.00"


def test_an_outdated_proposal_cannot_be_confirmed(
    at_office: Browser, db: Database, handed_in: int, proposal: int, teacher: Viewer
) -> None:
    override(db, teacher, handed_in, "de_title", "1", "Read by hand.")
    page = at_office.get("/proposals")
    assert "cannot be confirmed any more" in page and "/confirm" not in page
    at_office.send(f"/proposals/{proposal}/confirm", 409)
    assert "out of date" in at_office.page


def test_students_find_nothing_there(at_home: Browser, proposal: int) -> None:
    at_home.get("/proposals", 404)


def test_without_proposals_the_page_says_what_it_is_for(at_office: Browser) -> None:
    assert "Nothing has been proposed" in at_office.get("/proposals")
