"""Check: reviews were answered in public, in time, in the buyer's language and within the platform's rules."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.review_answered import ReviewAnswered as Answered
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Review
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    HOSTILE,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": "o1", "within": "24h"}
GERMAN = (
    "Vielen Dank für Ihre Bewertung. Es tut uns leid, dass die Lampe Ihnen nicht gefällt; wir haben Ihnen geschrieben."
)
RUSSIAN = "Спасибо за ваш отзыв. Нам жаль, что лампа вам не понравилась, мы уже написали вам в переписке по заказу."
ENGLISH = "Thank you for your review. We are sorry that you do not like the lamp and have written to you."


def reviewed(listing: str = DE_LAMP) -> World:
    """A review with two stars, ten days after the purchase."""
    world = make_world()
    order = make_order(world, "o1", listing)
    order.state, world.now = "delivered", 10 * DAY
    world.reviews.append(Review("o1", listing, 2, world.now))
    return world


def answered(text: str = GERMAN, after: int = HOUR, listing: str = DE_LAMP) -> World:
    world = reviewed(listing)
    world.now += after
    assert act(world, "review.reply", order="o1", text=text).ok
    return world


def test_a_good_reply_earns_everything() -> None:
    finding = examine(Answered, answered(), **VALUES)
    assert (finding.fraction, finding.message) == (1, "review_answered")
    assert [e["rule"] for e in finding.evidence] == ["within", "language", "rules"]


def test_the_last_minute_is_in_time_and_a_late_reply_costs_its_part() -> None:
    assert share_of(Answered, answered(after=24 * HOUR), **VALUES) == 1
    assert share_of(Answered, answered(after=24 * HOUR + 1), **VALUES) == Fraction(2, 3)


def test_another_language_costs_its_part() -> None:
    finding = examine(Answered, answered(ENGLISH), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(2, 3), "review_partly_answered")
    assert (finding.evidence[1]["found"], finding.evidence[1]["expected"]) == ("en", "de")
    assert share_of(Answered, answered(ENGLISH), **VALUES, lang=["de", "en"]) == 1
    assert share_of(Answered, answered(RUSSIAN, listing=KZ_LAMP), **VALUES) == 1


def test_what_the_platform_forbids_costs_its_part_and_is_quoted() -> None:
    finding = examine(Answered, answered(GERMAN + " Schreiben Sie uns an lampen@example.com."), **VALUES)
    assert finding.fraction == Fraction(2, 3)
    shown = finding.evidence[2]
    assert (shown["reason"], "lampen@example.com" in shown["found"]) == ("off_platform_contact", True)


def test_the_author_may_say_what_is_forbidden() -> None:
    world = answered(GERMAN + " Schreiben Sie uns an lampen@example.com.")
    assert share_of(Answered, world, **VALUES, rules=["review_request"]) == 1
    assert share_of(Answered, world, **VALUES, rules=["off_platform_contact"]) == Fraction(2, 3)


@pytest.mark.parametrize("text", ["...", "12345", "!!!"])
def test_a_reply_that_says_nothing_earns_nothing(text: str) -> None:
    finding = examine(Answered, answered(text), **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "empty")


def test_no_reply_and_no_review_earn_nothing() -> None:
    assert [e["found"] for e in examine(Answered, reviewed(), **VALUES).evidence] == ["no answer"] * 3
    assert examine(Answered, make_world(), **VALUES).evidence[0]["found"] == "no review"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Answered, **VALUES)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_replies_do_not_break_it(text: str) -> None:
    world = reviewed()
    world.reviews[0].reply, world.reviews[0].replied_at = text, world.now
    assert 0 <= share_of(Answered, world, **VALUES) <= 1


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Answered, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(answered()), Answered, **VALUES)
