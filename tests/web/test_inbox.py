"""The inbox: its list, reading, answering, closing."""

import re
from dataclasses import replace

import pytest

from lab.engine.actions import Advance
from lab.languages.glossary import glossary_of
from lab.messages.asking import question_id, receive_question
from lab.messages.dialogue_book import NEEDS as ALL_NEEDS
from lab.messages.phrasebook import INTENTS as ALL_INTENTS
from lab.messages.template_actions import SaveReplyTemplate
from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.web.inbox_words import INTENTS, NEEDS, asked_text, own_name
from lab.world.due import Question
from lab.world.thread import Message, Thread
from lab.world.world import World
from tests.web.browser import Browser
from tests.web.order_shop import open_shop, order_of
from tests.web.order_shop import send as send_order


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
    assert '<div class="bubble" dir="ltr" lang="ru">' in page
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


# ------------------------------------------------------------------------------------------------ the list


def add_thread(world: World, thread_id: str, **changes: object) -> Thread:
    """A conversation like the first one, under another id."""
    first = world.threads["q1"]
    thread = replace(first, id=thread_id, messages=list(first.messages), met=[], **changes)  # type: ignore[arg-type]
    world.threads[thread_id] = thread
    return thread


def listed(page: str) -> list[str]:
    """The ids of the conversations of a list, in their order."""
    return re.findall(r'href="/runs/\d+/messages/([^"?]+)[^"]*" data-thread', page)


def test_one_conversation_is_one_row(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    world = play_of(db, student, shop).world
    del world.threads["q2"]
    page = at_home.get(f"/runs/{shop}/messages")
    assert listed(page) == ["q1"]
    assert "1 conversation" in page


def test_two_hundred_conversations_come_fifty_a_page(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    world = play_of(db, student, shop).world
    for number in range(198):
        add_thread(world, f"m{number}")
    pages = [listed(at_home.get(f"/runs/{shop}/messages?page={number}")) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50] * 4
    assert len({one for page in pages for one in page}) == 200
    assert listed(at_home.get(f"/runs/{shop}/messages?page=99")) == pages[3]
    assert "200 conversations" in at_home.page
    for strange in ("0", "-1", "²", "x", "9" * 30):
        assert listed(at_home.get(f"/runs/{shop}/messages?page={strange}"))[:2] == pages[0][:2]


def test_views_filters_and_search_narrow_the_list_and_stay_in_the_way_back(
    at_home: Browser, db: Database, student: Viewer, shop: int
) -> None:
    at_home.get(f"/runs/{shop}/messages/q1")
    at_home.send(f"/runs/{shop}/messages/q1/close")
    assert listed(at_home.get(f"/runs/{shop}/messages")) == ["q2"]
    assert listed(at_home.get(f"/runs/{shop}/messages?view=closed")) == ["q1"]
    assert listed(at_home.get(f"/runs/{shop}/messages?view=all")) == ["q2", "q1"]
    assert listed(at_home.get(f"/runs/{shop}/messages?view=all&language=de")) == ["q1"]
    assert "view=all&language=de" in at_home.page
    assert listed(at_home.get(f"/runs/{shop}/messages?view=all&place=caravan/KZ")) == ["q2"]
    name = play_of(db, student, shop).world.threads["q2"].buyer.name
    assert listed(at_home.get(f"/runs/{shop}/messages?view=all&q={name}")) == ["q2"]
    assert "Nothing fits these filters." in at_home.get(f"/runs/{shop}/messages?q=nowhere")
    thread = at_home.get(f"/runs/{shop}/messages/q1?view=all&language=de")
    assert f'href="/runs/{shop}/messages?view=all&language=de"' in thread


def test_when_all_is_answered_the_list_says_so(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    for thread in play_of(db, student, shop).world.threads.values():
        thread.closed_at = thread.messages[-1].at
    assert "Nobody waits for an answer" in at_home.get(f"/runs/{shop}/messages")


def test_the_reply_clock_tells_when_an_answer_is_late(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    world = play_of(db, student, shop).world
    assert " late</bdi>" not in at_home.get(f"/runs/{shop}/messages")
    world.now = world.threads["q1"].messages[0].at + 25 * 60
    assert '<bdi>1 h late</bdi>' in at_home.get(f"/runs/{shop}/messages")


def test_a_language_stands_under_its_own_name(at_home: Browser, shop: int) -> None:
    page = at_home.get(f"/runs/{shop}/messages")
    assert '<span class="soft" lang="de"><bdi>Deutsch</bdi></span>' in page
    assert "Русский" in page
    assert (own_name("kk"), own_name("ar"), own_name("xx-nowhere")) == ("қазақ тілі", "العربية", "xx-nowhere")


def test_next_and_previous_follow_the_list(at_home: Browser, shop: int) -> None:
    first = at_home.get(f"/runs/{shop}/messages/q1")
    assert re.search(rf'data-key="j" href="/runs/{shop}/messages/q2"', first) and 'data-key="k"' not in first
    second = at_home.get(f"/runs/{shop}/messages/q2")
    assert re.search(rf'data-key="k" href="/runs/{shop}/messages/q1"', second) and 'data-key="j"' not in second


# ------------------------------------------------------------------------------------------------ one conversation


def test_arabic_text_stands_right_to_left_in_an_english_page(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    english = glossary_of("en")
    assert english is not None
    world = play_of(db, student, shop).world
    add_thread(world, "ar", language="ar", subject="iPhone أين طلبي؟").messages[:] = [Message("buyer", "iPhone 15 لم يصل بعد", 30)]
    assert '<p class="words" lang="ar" dir="rtl"><strong>iPhone أين طلبي؟</strong>' in at_home.get(f"/runs/{shop}/messages")
    page = at_home.get(f"/runs/{shop}/messages/ar")
    assert '<h1 lang="ar" dir="rtl">' in page
    assert '<div class="bubble" dir="rtl" lang="ar">iPhone 15 لم يصل بعد</div>' in page
    assert 'lang="ar" dir="rtl">رقم التتبع هو [الرقم].</p>' in page
    assert english.phrases["tracking_is"] in page


def test_german_text_stands_left_to_right_in_an_arabic_page(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    set_preferences(db, student, language="ar")
    page = at_home.get(f"/runs/{shop}/messages/q1")
    assert '<html lang="ar" dir="rtl"' in page
    assert '<div class="bubble" dir="ltr" lang="de">' in page


def test_the_checklist_ticks_only_what_earlier_answers_met(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    play = play_of(db, student, shop)
    play.world.setting = replace(play.world.setting, dialogue=True)
    thread = play.world.threads["q1"]
    thread.intent, thread.met, thread.asked, thread.mood, thread.patience = "where_is_order_late", ["apology"], "tracking", "upset", 1
    page = at_home.get(f"/runs/{shop}/messages/q1")
    assert page.count('<li class="met">') == 1
    assert [str(NEEDS[need]) in page for need in ("apology", "tracking", "arrival", "remedy")] == [True, True, True, False]
    assert "Your answer left this open: Where the parcel is" in page
    assert "Mood: upset" in page
    before = page
    at_home.send(f"/runs/{shop}/messages/q1", status=409, text="x" * 5000)
    assert at_home.page.count('<li class="met">') == before.count('<li class="met">')


def test_every_matter_and_every_need_has_words() -> None:
    assert set(INTENTS) == set(ALL_INTENTS)
    assert set(NEEDS) == set(ALL_NEEDS)
    assert asked_text("") == ""


@pytest.mark.parametrize(
    ("outcome", "words"), [("bought", "Bought after your answer"), ("settled", "Settled"), ("gave_up", "Gave up")]
)
def test_what_came_of_it_is_said_in_words(
    at_home: Browser, db: Database, student: Viewer, shop: int, outcome: str, words: str
) -> None:
    play_of(db, student, shop).world.threads["q1"].outcome = outcome  # type: ignore[assignment]
    assert words in at_home.get(f"/runs/{shop}/messages")
    assert words in at_home.get(f"/runs/{shop}/messages/q1")


def test_the_order_stands_beside_its_conversation(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    open_shop(db, student, run_id)
    order = order_of(db, student, run_id, "o1")
    world = play_of(db, student, run_id).world
    add_thread(world, "about", order="o1", intent="where_is_order")
    page = at_home.get(f"/runs/{run_id}/messages/about")
    assert order.number in page and "nothing sent yet" in page and "DDP: the seller pays duty and tax" in page
    assert order.buyer.street in page
    send_order(at_home, run_id, "/o1/ship", **{"pack.bulb": "1", "lane": "de_parcel"})
    number = order_of(db, student, run_id, "o1").parcels[0].tracking_number
    page = at_home.get(f"/runs/{run_id}/messages/about")
    assert number in page and 'data-copy="tracking-1"' in page
    assert "Parcel 1 handed to the carrier" in page


def test_a_template_can_be_put_into_the_box_without_script(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    assert act(db, student, shop, SaveReplyTemplate("Dank & Gruß", "de", "Guten Tag {name}, {order}")).ok
    name = play_of(db, student, shop).world.threads["q1"].buyer.name
    link = re.search(r'href="([^"]+template=[^"]+)#reply"', at_home.get(f"/runs/{shop}/messages/q1"))
    assert link is not None
    page = at_home.get(link[1])
    box = page[page.index("<textarea") : page.index("</textarea>")]
    assert f"Guten Tag {name}, {{order}}" in box
    box = at_home.get(f"/runs/{shop}/messages/q1?template=nothing")
    assert "Guten Tag {name}" not in box[box.index("<textarea") : box.index("</textarea>")]


def test_a_language_without_phrasebook_says_so(at_home: Browser, db: Database, student: Viewer, shop: int) -> None:
    add_thread(play_of(db, student, shop).world, "la", language="la")
    assert "There is no phrasebook for this language yet." in at_home.get(f"/runs/{shop}/messages/la")


def test_a_teacher_reads_but_has_no_box(at_desk: Browser, shop: int) -> None:
    page = at_desk.get(f"/runs/{shop}/messages/q1")
    assert "<textarea" not in page and "Needs no answer" not in page
