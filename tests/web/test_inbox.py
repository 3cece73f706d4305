"""The inbox: reading, answering, closing."""

import pytest

from lab.engine.actions import Advance
from lab.messages.asking import question_id, receive_question
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.world.due import Question
from tests.web.browser import Browser


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    """A run in which the first two buyers have written."""
    act(db, student, run_id, Advance(125))
    return run_id


def test_who_has_waited_longest_stands_on_top(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/messages")
    assert page.index("/messages/q1") < page.index("/messages/q2")


def test_a_buyers_text_bears_its_language_and_finds_its_direction(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/messages/q2")
    assert '<div class="bubble" dir="auto" lang="ru">' in page
    assert "writes in Russian" in page


def test_an_answer_is_sent_with_its_lines(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    at_home.get(f"/runs/{shop}/messages/q1")
    at_home.send(f"/runs/{shop}/messages/q1", text="Guten Tag,\r\n\r\ndas Kabel ist 180 cm lang.")
    assert play_of(db, student, shop).world.threads["q1"].messages[-1].text == "Guten Tag,\n\ndas Kabel ist 180 cm lang."
    assert "Your answer was sent to" in at_home.get(f"/runs/{shop}/messages/q1")


def test_an_answer_that_is_too_long_stays_in_the_box(at_home: Browser, shop: int) -> None:
    at_home.get(f"/runs/{shop}/messages/q2")
    answer = at_home.send(f"/runs/{shop}/messages/q2", status=409, text="Да " * 800)
    assert "Too long: 2,399, and 2,000 are allowed." in answer.text
    assert "Да " * 700 in answer.text


def test_an_empty_answer_is_not_sent(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    at_home.get(f"/runs/{shop}/messages/q1")
    answer = at_home.send(f"/runs/{shop}/messages/q1", status=409, text="  \n ")
    assert "Write something first." in answer.text


def test_a_closed_conversation_waits_no_longer(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    at_home.get(f"/runs/{shop}/messages/q1")
    at_home.send(f"/runs/{shop}/messages/q1/close")
    assert play_of(db, student, shop).world.threads["q1"].waits_since is None
    assert "Needs no answer" not in at_home.get(f"/runs/{shop}/messages/q1")


def test_what_the_platform_forbids_is_said_beside_the_box(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/messages/q1")
    assert "no e-mail addresses, telephone numbers or links" in page
    assert "0 of 4000 characters" in page


def test_a_quiet_inbox_says_when_messages_come(at_home: Browser, run_id: int) -> None:
    assert "Buyers write while time passes." in at_home.get(f"/runs/{run_id}/messages")


def test_an_unknown_conversation_does_not_exist(at_home: Browser, shop: int) -> None:
    at_home.get(f"/runs/{shop}/messages/q9", status=404)


def test_a_question_shows_what_it_is_about_and_leads_to_the_listing(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    world = play_of(db, student, shop).world
    key = next(iter(world.listings))
    sku = world.listings[key].sku
    attribute = world.setting.type_of(sku).attributes[0]
    buyer = next(iter(world.threads.values())).buyer
    asked = Question(question_id(9), key, buyer, attribute.key, 9, 0, 0, 1, 0, world.now + 600)
    thread = receive_question(world, asked)
    assert thread is not None
    page = at_home.get(f"/runs/{shop}/messages/{thread.id}")
    assert "Question before buying" in page
    assert attribute.names["en"] in page
    assert f"/listings/{key}" in page
    assert "can win the sale" in page
    thread.outcome = "left"
    page = at_home.get(f"/runs/{shop}/messages/{thread.id}")
    assert "Did not buy" in page
    assert "still counts as unanswered" in page
