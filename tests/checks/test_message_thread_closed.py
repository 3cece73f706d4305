"""Check: no buyer is left waiting."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_thread_closed import MessageThreadClosed as Closed
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import (
    DE,
    earns_nothing,
    empty_world,
    examine,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import Journal, reads_alike

ANSWER = "Guten Tag, das Kabel ist 180 cm lang."
VALUES: dict[str, Any] = {"on": "q1"}


def one_thread(*replies: tuple[int, str], **changes: Any) -> World:
    world = make_world()
    make_thread(world, "q1", *replies, **changes)
    return world


@pytest.mark.parametrize(
    ("status", "answered", "closed", "settled"), [("answered", 1, 1, 1), ("closed", 0, 1, 1), ("settled", 0, 0, 1)]
)
def test_each_status_asks_for_more_than_the_one_before(status: str, answered: int, closed: int, settled: int) -> None:
    for share, changes in ((answered, {}), (closed, {"closed_at": 70}), (settled, {"closed_at": 70, "outcome": "settled"})):
        assert share_of(Closed, one_thread((60, ANSWER), **changes), **VALUES, status=status) == share


@pytest.mark.parametrize("status", ["answered", "closed", "settled"])
def test_a_thread_left_open_earns_nothing(status: str) -> None:
    finding = examine(Closed, one_thread(), **VALUES, status=status)
    assert (finding.fraction, finding.message, finding.evidence[0]["found"]) == (0, "threads_open", "open")
    assert finding.evidence[0]["since"] == "+0h30m"


@pytest.mark.parametrize("status", ["answered", "closed", "settled"])
def test_a_buyer_who_gave_up_was_left_waiting(status: str) -> None:
    world = one_thread((60, ANSWER), closed_at=4000, outcome="gave_up")
    assert share_of(Closed, world, **VALUES, status=status) == 0


def test_a_buyer_who_writes_after_the_end_opens_the_thread_again() -> None:
    world = one_thread((60, ANSWER), closed_at=70)
    world.threads["q1"].messages.append(Message("buyer", "Noch eine Frage ...", 200))
    world.now = 300
    assert share_of(Closed, world, **VALUES, status="closed") == 0


def test_a_question_that_led_to_a_purchase_is_settled() -> None:
    assert share_of(Closed, one_thread((60, ANSWER), outcome="bought"), **VALUES, status="settled") == 1
    assert share_of(Closed, one_thread((60, ANSWER), outcome="left"), **VALUES, status="settled") == 0


def test_closing_without_an_answer_counts_only_where_the_author_allows_it() -> None:
    world = one_thread(closed_at=70)
    assert share_of(Closed, world, **VALUES, status="closed") == 0
    assert share_of(Closed, world, **VALUES, status="closed", unanswered="yes") == 1


def test_the_mean_is_over_all_threads_named() -> None:
    world = one_thread((60, ANSWER))
    make_thread(world, "q2", place=DE)
    finding = examine(Closed, world, on=["q1", "q2", "q9"])
    assert (finding.fraction, finding.message) == (Fraction(1, 3), "threads_partly_done")


def test_the_deed_that_ended_the_thread_is_named() -> None:
    journal = Journal(one_thread())
    assert journal.act("message.reply", 60, thread="q1", text=ANSWER)
    assert journal.act("message.close", 80, thread="q1")
    shown = journal.examine(Closed, **VALUES, status="closed").evidence[0]
    assert (shown["ref"], shown["found"], shown["at"]) == ("action:2", "closed", "+1h20m")
    assert reads_alike(journal.evidence(), Closed, **VALUES, status="closed")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Closed, **VALUES)
    assert share_of(Closed, empty_world(), **VALUES, unanswered="yes") == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Closed, on=["q1", "q3"])
