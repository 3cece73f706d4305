"""Shoppers ask before they buy."""

from dataclasses import replace

import pytest

from lab.messages.asking import MEAN_PATIENCE, patience_minutes, patience_until, question_id, receive_question
from lab.messages.questions import question_about
from lab.values.chance import key_of
from lab.world.due import Question
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, act, make_listing, make_order, make_thread, make_world


def question(**changes: object) -> Question:
    asked = Question(question_id(77), DE_LAMP, ANNA, "cord_length", 77, 1000, 1200, 1, 0, 600)
    return replace(asked, **changes)  # type: ignore[arg-type]


def world_with_question() -> World:
    world = make_world(make_listing())
    world.now = 30
    assert receive_question(world, question()) is not None
    return world


def test_patience_is_exponential_with_a_mean_of_twelve_hours() -> None:
    waits = sorted(patience_minutes(key_of("shopper", number)) for number in range(20_000))
    assert abs(sum(waits) / 20_000 - MEAN_PATIENCE) < 15
    assert abs(waits[10_000] - MEAN_PATIENCE * 0.6931) < 12  # the median is ln 2 of the mean
    assert waits[0] >= 1
    assert patience_until(5, 100) == 100 + patience_minutes(5)


def test_a_question_opens_a_thread_about_the_listing_and_the_attribute() -> None:
    world = world_with_question()
    thread = world.threads[question_id(77)]
    assert (thread.listing, thread.about, thread.intent, thread.order) == (DE_LAMP, "cord_length", "ask_attribute", None)
    assert (thread.language, thread.waits_since, thread.outcome) == ("de", 30, "")
    assert "Kabellänge" in thread.messages[0].text
    assert [(due.kind, due.at, due.ref) for due in world.agenda] == [("decision", 600, thread.id)]


def test_what_is_so_or_is_not_is_asked_for_with_yes_or_no() -> None:
    world = make_world(make_listing())
    thread = receive_question(world, question(attribute="adjustable"))
    assert thread is not None
    assert thread.intent == "ask_yes_no"


def test_nobody_asks_about_a_listing_that_is_gone_or_a_property_that_is_none() -> None:
    world = make_world(make_listing())
    assert receive_question(world, question(listing="meridian/DE/none")) is None
    assert receive_question(world, question(attribute="taste")) is None
    assert world.threads == {}


def test_an_answer_within_patience_is_read_ten_minutes_later() -> None:
    world = world_with_question()
    world.now = 100
    assert act(world, "message.reply", thread=question_id(77), text="150 cm").ok
    assert [(due.kind, due.at) for due in world.agenda] == [("decision", 110), ("decision", 600)]


def test_an_answer_about_an_order_makes_nobody_decide() -> None:
    world = make_world()
    make_order(world)
    make_thread(world, "q9", order="o1")
    before = len(world.agenda)
    assert act(world, "message.reply", thread="q9", text="Guten Tag").ok
    assert len(world.agenda) == before


def test_the_key_cannot_be_read_off_the_name_of_a_thread() -> None:
    assert question_id(77) == question_id(77) != question_id(78)
    assert f"{77:x}" != question_id(77)[2:]
    assert len(question_id(2**64 - 1)) == 14


@pytest.mark.parametrize("key", range(50))
def test_a_shopper_asks_about_what_the_listing_does_not_say(key: int) -> None:
    type_ = make_world().setting.type_of("lamp")
    known = ("cord_length", "colour", "socket")
    assert question_about(key, type_, known, ("colour", "socket")) == "cord_length"
    assert question_about(key, type_, known, known) in known
    assert question_about(key, type_, (), ()) is None
