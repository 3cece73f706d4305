"""Check: no answer promises or asks for what a platform forbids."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_no_promises import MessageNoPromises as NoPromises
from lab.world.world import World
from tests.builders import earns_nothing, examine, make_thread, make_world, share_of, survives_hostile_text

VALUES: dict[str, Any] = {"on": "q1", "forbid": ["off_platform_contact", "fixed_delivery_date"]}


def answered(*texts: str) -> World:
    world = make_world()
    make_thread(world, "q1", *((60 + n, text) for n, text in enumerate(texts)))
    return world


def test_a_clean_answer_loses_nothing() -> None:
    finding = examine(NoPromises, answered("Guten Tag, die Lieferung dauert etwa 9 bis 14 Tage."), **VALUES)
    assert (finding.fraction, finding.message, finding.evidence) == (1, "nothing_forbidden_said", ())


@pytest.mark.parametrize(
    "text", ["Schreiben Sie mir an lampen@example.com.", "Rufen Sie uns bitte auf WhatsApp an: +49 170 1234567", "Das Paket kommt garantiert am 8. Mai an."]
)
def test_each_forbidden_thing_is_found_and_quoted(text: str) -> None:
    finding = examine(NoPromises, answered(text), **VALUES)
    assert (finding.fraction, finding.message) == (0, "forbidden_said")
    start, end = finding.evidence[0]["span"]
    assert text[start:end].strip()


def test_the_author_says_what_one_costs_and_no_share_falls_below_zero() -> None:
    two = answered("Mail: lampen@example.com", "oder an leuchten@example.org")
    assert share_of(NoPromises, two, **VALUES, per="1/4") == Fraction(1, 2)
    assert share_of(NoPromises, two, **VALUES, per="2/3") == 0


def test_only_what_is_forbidden_here_counts() -> None:
    assert share_of(NoPromises, answered("Mail: lampen@example.com"), on="q1", forbid=["review_request"]) == 1


def test_an_empty_shop_earns_nothing_behind_its_gate() -> None:
    assert NoPromises.only_loses
    assert earns_nothing(NoPromises, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NoPromises, **VALUES)
