"""Check: buyers who go on until they have what they asked for were made content."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_settled import MessageSettled as Settled
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import (
    earns_nothing,
    empty_world,
    evidence_of,
    examine,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

STEPS = [{"answers": 1, "give": "1"}, {"answers": 2, "give": "1/2"}]
ANSWER = "Guten Tag, wir haben nachgesehen."


def ended(outcome: str, answers: int = 1, name: str = "q1", world: World | None = None, **changes: Any) -> World:
    world = world or make_world(dialogue=True)
    replies = [(60 + n, ANSWER) for n in range(answers)]
    values = {"outcome": outcome, "closed_at": 100 if outcome else None, "intent": "where_is_order", **changes}
    make_thread(world, name, *replies, **values)
    return world


@pytest.mark.parametrize(("outcome", "share"), [("settled", 1), ("bought", 1), ("gave_up", 0), ("left", 0), ("", 0)])
def test_only_a_content_buyer_counts(outcome: str, share: int) -> None:
    finding = examine(Settled, ended(outcome), on="q1")
    assert finding.fraction == share
    assert finding.message == ("buyers_content" if share else "buyers_not_content")


@pytest.mark.parametrize(("answers", "share"), [(1, "1"), (2, "1/2"), (3, "0")])
def test_more_answers_earn_a_lower_step(answers: int, share: str) -> None:
    world = ended("settled", answers)
    assert share_of(Settled, world, on="q1", steps=STEPS) == Fraction(share)
    assert share_of(Settled, world, on="q1") == 1


def test_what_is_written_after_the_end_is_no_answer() -> None:
    world = ended("settled", 2, closed_at=60)
    finding = examine(Settled, world, on="q1", steps=STEPS)
    assert finding.fraction == 1 and finding.evidence[0]["answers"] == 1


def test_without_names_every_buyer_who_wants_something_counts() -> None:
    world = ended("settled")
    ended("gave_up", name="q2", world=world)
    ended("settled", name="q3", world=world, intent="")
    finding = examine(Settled, world)
    assert (finding.fraction, finding.message, finding.args) == (Fraction(1, 2), "buyers_partly_content", {"right": 1, "of": 2})


def test_who_has_only_just_written_is_left_out_until_the_grace_is_over() -> None:
    world = ended("settled")
    ended("", 0, name="q2", world=world, at=90)
    assert share_of(Settled, world) == 1
    world.now = 90 + DAY
    assert share_of(Settled, world) == Fraction(1, 2)
    assert share_of(Settled, world, grace="48h") == 1


def test_what_the_buyer_asked_for_last_is_shown() -> None:
    shown = examine(Settled, ended("gave_up", asked="tracking"), on="q1").evidence[0]
    assert (shown["found"], shown["asked"], shown["at"]) == ("gave_up", "tracking", "+1h40m")


def test_the_same_threads_give_the_same_bytes() -> None:
    assert reads_alike(evidence_of(ended("settled")), Settled, steps=STEPS)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Settled, on="q1")
    assert share_of(Settled, empty_world()) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Settled, on=["q1", "q3"], steps=STEPS)
