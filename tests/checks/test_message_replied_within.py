"""Check: buyers' messages are answered in time."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_replied_within import MessageRepliedWithin as Replied
from lab.world.world import World
from tests.builders import earns_nothing, examine, make_thread, make_world, share_of, survives_hostile_text

STEPS = [{"hours": "12", "give": "1"}, {"hours": "24", "give": "1/2"}]
VALUES: dict[str, Any] = {"on": ["q1", "q2"], "steps": STEPS}


def answered(*after: int | None) -> World:
    world = make_world()
    for number, minutes in enumerate(after, start=1):
        replies = () if minutes is None else ((30 + minutes, "Guten Tag, das Kabel ist 180 cm lang."),)
        make_thread(world, f"q{number}", *replies, at=30)
    return world


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, "1"), (12 * 60, "1"), (12 * 60 + 1, "1/2"), (24 * 60, "1/2"), (24 * 60 + 1, "0"), (None, "0")]
)
def test_the_last_minute_of_the_limit_is_in_time(minutes: int | None, share: str) -> None:
    assert share_of(Replied, answered(minutes), on="q1", steps=STEPS) == Fraction(share)


def test_half_answered_earns_half_and_cites_the_late_one() -> None:
    finding = examine(Replied, answered(60, 25 * 60), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "replied_partly_in_time")
    assert [e["found"] for e in finding.evidence] == ["1h", "25h"]


def test_the_first_reply_counts_not_the_last() -> None:
    world = make_world()
    make_thread(world, "q1", (60, "Moment bitte."), (5000, "180 cm."), at=30)
    assert share_of(Replied, world, on="q1", steps=STEPS) == 1


def test_closing_a_thread_is_no_answer() -> None:
    world = make_world()
    make_thread(world, "q1", closed_at=40)
    assert share_of(Replied, world, on="q1", steps=STEPS) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Replied, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Replied, **VALUES)
