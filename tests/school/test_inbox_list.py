"""Which conversations a page of the inbox shows, and in which order."""

from dataclasses import replace

import pytest

from lab.platforms.profile import load_platforms
from lab.school.inbox_list import EXCERPT, InboxFound, InboxWish, find_threads, inbox_wish_of, neighbours
from lab.values.moment import HOUR
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import DE, KZ, TODAY, make_order, make_thread, make_world


def full_world() -> World:
    """Five conversations: two wait, one is answered, two are closed (one of them without an answer)."""
    world = make_world()
    make_order(world, "o1")
    make_thread(world, "late", at=100, order="o1", intent="where_is_order")
    make_thread(world, "first", at=40, place=KZ, intent="ask_yes_no", subject="Вилка")
    make_thread(world, "answered", (300, "180 cm."), at=20, intent="ask_attribute")
    make_thread(world, "settled", (200, "Gern."), at=10, closed_at=250)
    make_thread(world, "closed", at=15, closed_at=400)
    world.now = 500
    return world


def ids(found: InboxFound) -> list[str]:
    return [row.thread.id for row in found.rows]


def test_who_waits_comes_first_by_due_time_then_the_newest() -> None:
    assert ids(find_threads(full_world(), InboxWish("all"))) == ["first", "late", "answered", "settled", "closed"]


def test_views_show_what_is_to_be_done_and_count_what_each_would_show() -> None:
    world = full_world()
    assert ids(find_threads(world, InboxWish())) == ["first", "late"]
    found = find_threads(world, InboxWish("closed"))
    assert ids(found) == ["settled", "closed"]
    assert found.counts == {"waiting": 2, "all": 5, "closed": 2}


def test_the_clock_runs_as_long_as_the_platform_lets_it() -> None:
    world = full_world()
    assert [row.due for row in find_threads(world, InboxWish()).rows] == [40 + 24 * HOUR, 100 + 24 * HOUR]
    hasty = make_world(platforms={**load_platforms(TODAY), "meridian": replace(load_platforms(TODAY)["meridian"], message_reply_hours=2)})
    make_thread(hasty, "q1", at=30, place=KZ)
    make_thread(hasty, "q2", at=90)
    assert [(row.thread.id, row.due) for row in find_threads(hasty, InboxWish()).rows] == [("q2", 90 + 2 * HOUR), ("q1", 30 + 24 * HOUR)]


def test_what_became_of_a_conversation() -> None:
    found = find_threads(full_world(), InboxWish("all"))
    assert [row.result for row in found.rows] == ["waits", "waits", "answered", "closed", "closed"]


def test_a_closed_conversation_in_which_the_buyer_writes_again_waits_and_is_not_closed() -> None:
    world = full_world()
    world.threads["settled"].messages.append(Message("buyer", "Noch etwas.", 450))
    found = find_threads(world, InboxWish("closed"))
    assert ids(found) == ["closed"]
    assert found.counts["waiting"] == 3


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (InboxWish("all", language="ru"), ["first"]),
        (InboxWish("all", place=DE), ["late", "answered", "settled", "closed"]),
        (InboxWish("all", matter="ask_attribute"), ["first", "answered"]),
        (InboxWish("all", matter="where_is_order"), ["late"]),
        (InboxWish("all", text="180 CM"), ["answered"]),
        (InboxWish("all", text="вилка"), ["first"]),
        (InboxWish("all", text="vogel"), ["late", "answered", "settled", "closed"]),
        (InboxWish("all", text="nothing like it"), []),
        (InboxWish("closed", language="ru"), []),
    ],
)
def test_the_list_is_narrowed(wish: InboxWish, expected: list[str]) -> None:
    assert ids(find_threads(full_world(), wish)) == expected


def test_an_order_is_found_by_its_number_however_it_is_written() -> None:
    world = full_world()
    number = world.orders["o1"].number
    for text in (number, number.lower(), number[2:8]):
        assert ids(find_threads(world, InboxWish("all", text=text))) == ["late"]


def test_a_phrase_is_found_across_a_line_break() -> None:
    world = full_world()
    world.threads["late"].messages[0] = Message("buyer", "Wo ist\nmeine Lampe?", 100)
    assert ids(find_threads(world, InboxWish("all", text="ist meine"))) == ["late"]


def test_an_address_with_something_unknown_in_it_leaves_it_out() -> None:
    world = full_world()
    assert inbox_wish_of("poem", "xx", "meridian/FR", "praise", "  a  b ", world) == InboxWish(text="a b")
    wish = inbox_wish_of("all", "ru", KZ, "ask_attribute", "x" * 200, world)
    assert wish == InboxWish("all", "ru", KZ, "ask_attribute", "x" * 80)
    assert wish.args == {"view": "all", "language": "ru", "place": KZ, "matter": "ask_attribute", "q": "x" * 80}
    assert InboxWish().args == {}
    assert not InboxWish("closed").is_narrow and wish.is_narrow


def test_choices_are_those_of_the_run() -> None:
    found = find_threads(full_world(), InboxWish("closed", text="nothing"))
    assert (found.languages, found.places, found.matters) == (("de", "ru"), (DE, KZ), ("where_is_order", "ask_attribute"))


def test_neighbours_follow_the_list() -> None:
    found = find_threads(full_world(), InboxWish("all"))
    assert neighbours(found, "first") == ("", "late")
    assert neighbours(found, "answered") == ("late", "settled")
    assert neighbours(found, "closed") == ("settled", "")
    assert neighbours(find_threads(full_world(), InboxWish()), "closed") == ("", "first")
    assert neighbours(find_threads(make_world(), InboxWish()), "closed") == ("", "")


def test_the_excerpt_is_the_buyers_last_words_in_one_line() -> None:
    world = full_world()
    world.threads["answered"].messages[0] = Message("buyer", "Guten Tag,\n\n  wie lang?  " + "x" * 400, 20)
    row = next(row for row in find_threads(world, InboxWish("all")).rows if row.thread.id == "answered")
    assert row.excerpt.startswith("Guten Tag, wie lang? xxx")
    assert len(row.excerpt) == EXCERPT and row.excerpt.endswith("…")
