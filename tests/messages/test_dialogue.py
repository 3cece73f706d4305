"""A buyer reads what the shop answers, and goes on."""

from dataclasses import replace

import pytest

from lab.engine.advance import advance
from lab.engine.pack import pack, unpack, world_hash
from lab.messages.arrival import receive_message
from lab.messages.dialogue import begin_dialogue, is_open
from lab.messages.dialogue_book import graph, lines_of
from lab.orders.satisfaction import is_unanswered
from lab.values.moment import DAY, HOUR
from lab.world.due import ComingMessage
from lab.world.thread import Thread
from lab.world.world import World
from tests.builders import ANNA, DE_LAMP, act, make_listing, make_order, make_world


def talking(intent: str = "where_is_order", mood: str = "", language: str = "de") -> tuple[World, Thread]:
    """A world with dialogue, and a buyer who has just written about an order that has left."""
    world = make_world(dialogue=True)
    make_order(world)
    assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel").ok
    world.now = HOUR
    coming = ComingMessage("q1", "", None, language, "", "", "o1", intent, mood)  # type: ignore[arg-type]
    thread = receive_message(world, coming)
    assert thread is not None
    return world, thread


def answer(world: World, text: str, wait: int = 4 * HOUR) -> None:
    assert act(world, "message.reply", thread="q1", text=text).ok
    advance(world, wait)


def good(world: World) -> str:
    return f"Guten Tag, die Sendungsnummer lautet {world.orders['o1'].parcels[0].tracking_number}. Das Paket kommt in etwa 3 Tagen an."


def test_a_message_with_an_intent_has_the_words_of_the_phrasebook_and_waits() -> None:
    world, thread = talking()
    assert world.orders["o1"].number in thread.subject + thread.messages[0].text or "Sendung" in thread.messages[0].text
    assert ANNA.name in thread.messages[0].text
    assert (thread.mood, thread.patience, is_open(thread)) == ("calm", graph().patience["calm"], True)


def test_a_full_answer_settles_the_matter_with_thanks() -> None:
    world, thread = talking()
    answer(world, good(world))
    assert thread.outcome == "settled"
    assert thread.messages[-1].by == "buyer" and thread.messages[-1].text in lines_of("de").thanks.calm
    assert thread.waits_since is None and not is_open(thread)


def test_what_is_left_out_is_asked_for_and_an_answer_to_that_is_enough() -> None:
    world, thread = talking()
    answer(world, f"Guten Tag, die Sendungsnummer lautet {world.orders['o1'].parcels[0].tracking_number}.")
    assert (thread.asked, thread.met, thread.patience) == ("arrival", ["tracking"], 2)
    assert thread.messages[-1].text in [line.replace("{order}", world.orders["o1"].number) for line in lines_of("de").follow_up["arrival"]]
    answer(world, "Das Paket kommt in etwa 3 Tagen bei Ihnen an.")
    assert thread.outcome == "settled"


def test_an_answer_in_a_language_that_the_buyer_does_not_read_says_nothing() -> None:
    world, thread = talking()
    number = world.orders["o1"].parcels[0].tracking_number
    answer(world, f"Your parcel has been shipped, the tracking number is {number}, and it will arrive in about 3 days.")
    assert (thread.asked, thread.met, thread.patience) == ("wrong_language", [], 1)
    assert thread.messages[-1].text in lines_of("de").wrong_language


def test_what_is_untrue_makes_the_buyer_angry_and_in_the_end_give_up() -> None:
    world, thread = talking()
    answer(world, "Ihr Paket kommt in 90 Tagen an.")
    assert (thread.asked, thread.mood, thread.patience) == ("wrong_fact", "upset", 1)
    answer(world, "Ihr Paket kommt in 80 Tagen an.")
    assert (thread.outcome, thread.patience) == ("gave_up", 0)
    assert thread.messages[-1].text in lines_of("de").give_up
    assert is_unanswered(world, world.orders["o1"])
    answer(world, good(world))
    assert thread.outcome == "gave_up"


def test_blame_hurts_as_much_as_an_untruth() -> None:
    world, thread = talking()
    answer(world, good(world) + " Wie ich bereits geschrieben habe, hätten Sie besser lesen sollen.")
    assert (thread.asked, thread.mood) == ("wrong_fact", "upset")


def test_who_hears_nothing_reminds_and_gives_up() -> None:
    world, thread = talking("damaged", "upset")
    advance(world, DAY + HOUR)
    assert (thread.asked, thread.patience) == ("reminder", 1)
    advance(world, DAY + HOUR)
    assert thread.outcome == "gave_up"
    assert len(thread.messages) == 3


def test_an_upset_buyer_has_other_words_less_patience_and_grudging_thanks() -> None:
    world, thread = talking("complaint", "upset")
    assert (thread.mood, thread.patience) == ("upset", graph().patience["upset"])
    answer(world, "Guten Tag, das tut mir sehr leid. Wir erstatten Ihnen den Kaufpreis oder schicken Ihnen Ersatz.")
    assert thread.outcome == "settled"
    assert thread.messages[-1].text in lines_of("de").thanks.upset


def test_two_answers_in_a_row_are_read_together() -> None:
    world, thread = talking()
    assert act(world, "message.reply", thread="q1", text=f"Die Sendungsnummer: {world.orders['o1'].parcels[0].tracking_number}").ok
    advance(world, 10)
    answer(world, "Das Paket kommt in etwa 3 Tagen bei Ihnen an.")
    assert thread.outcome == "settled"
    assert [message.by for message in thread.messages] == ["buyer", "shop", "shop", "buyer"]


def test_a_question_before_buying_is_settled_by_the_true_value() -> None:
    world = make_world(make_listing(), dialogue=True)
    thread = receive_message(
        world, ComingMessage("q1", "", replace(ANNA, language="tr", name="Elif Kaya"), "tr", "", "", None, "ask_attribute", "", DE_LAMP, "cord_length")
    )
    assert thread is not None
    assert (thread.place, thread.listing, thread.about) == ("meridian/DE", DE_LAMP, "cord_length")
    answer(world, "Merhaba, kablo uzunluğu 180 cm. İyi günler dileriz.")
    assert thread.outcome == "settled"


def test_nothing_happens_in_a_world_without_dialogue() -> None:
    world = make_world()
    make_order(world)
    thread = receive_message(world, ComingMessage("q1", "", None, "de", "", "", "o1", "where_is_order"))
    assert thread is not None and not is_open(thread)
    before = len(world.agenda)
    answer(world, "Guten Tag", 0)
    assert len(world.agenda) <= before
    assert thread.outcome == ""


def test_a_notice_begins_no_dialogue() -> None:
    world, thread = talking("praise")
    begin_dialogue(world, thread, "calm")
    assert not is_open(thread)


def test_the_same_answers_always_give_the_same_course() -> None:
    hashes = set()
    for _ in range(2):
        world, _ = talking("damaged", "upset", "ru")
        answer(world, "Здравствуйте! Приносим извинения.")
        answer(world, "Мы отправим вам новую лампу.")
        hashes.add(world_hash(world))
    assert len(hashes) == 1


def test_a_dialogue_is_packed_and_unpacked_with_the_world() -> None:
    world, _ = talking()
    answer(world, "Guten Tag, wir sehen nach.", 10)
    again = unpack(pack(world), world.setting)
    assert world_hash(again) == world_hash(world)
    advance(world, DAY)
    advance(again, DAY)
    assert world_hash(again) == world_hash(world)
    assert again.threads["q1"].asked == world.threads["q1"].asked != ""


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ru", "kk", "uz", "tr", "ar", "fa", "ur", "hi", "id", "th", "vi"])
def test_buyers_of_every_language_have_lines_for_every_turn(language: str) -> None:
    world, thread = talking("damaged", "upset", language)
    answer(world, "12")
    assert thread.asked == "apology"
    assert thread.messages[-1].text in [line.replace("{order}", world.orders["o1"].number) for line in lines_of(language).follow_up["apology"]]
