"""Check: the answers to buyers state the facts that were asked for."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_answers_facts import MessageAnswersFacts as Facts
from lab.languages.facts import DateFact
from lab.world.world import World
from tests.builders import (
    KZ,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"on": ["q1", "q2"], "facts": {"q1": ["cord", "socket"], "q2": ["delivery_kz"]}}
BOTH = "Guten Tag, das Kabel ist 1,80 m lang, die Fassung ist E27."
DAYS = "Здравствуйте! Доставка занимает от 9 до 14 дней."


def answered(first: str, second: str = "") -> World:
    world = make_world()
    make_thread(world, "q1", *([(60, first)] if first else []))
    make_thread(world, "q2", *([(70, second)] if second else []), place=KZ)
    return world


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        (BOTH, DAYS, "1"),
        (BOTH, "", "2/3"),
        (BOTH, "Здравствуйте! Доставка занимает от 20 до 30 дней.", "2/3"),
        ("Guten Tag, die Fassung ist E27.", DAYS, "2/3"),
        ("Guten Tag, das Kabel ist 280 cm lang, Fassung E27.", DAYS, "2/3"),
        ("Das Kabel ist 180 cm lang. Nein: Das Kabel ist 280 cm lang. E27.", DAYS, "2/3"),
        ("Danke für Ihre Frage!", "Спасибо за вопрос!", "0"),
    ],
)
def test_facts_stated_right_count_and_contradictions_do_not(first: str, second: str, share: str) -> None:
    assert share_of(Facts, answered(first, second), **VALUES) == Fraction(share)


def test_several_replies_are_read_together() -> None:
    world = make_world()
    make_thread(world, "q1", (60, "Die Fassung ist E27."), (90, "Das Kabel misst 180 cm."))
    assert share_of(Facts, world, on="q1", facts={"q1": ["cord", "socket"]}) == 1


def test_the_finding_quotes_the_text_with_its_place() -> None:
    shown = examine(Facts, answered(BOTH, DAYS), **VALUES).evidence[0]
    assert BOTH[slice(*shown["span"])] == shown["found"]
    assert (shown["fact"], shown["expected"], shown["at"]) == ("cord", "180 cm", "+1h")


@pytest.mark.parametrize("facts", [{"q1": "cord"}, {"q1": "cord", "q2": "cord", "q9": "cord"}])
def test_every_thread_named_must_have_its_facts(facts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must speak of exactly what 'on' names"):
        make_check(Facts, on=["q1", "q2"], facts=facts)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Facts, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Facts, on="q1", facts={"q1": ["cord", "socket", "delivery_kz"]})


def test_a_short_answer_is_read_in_the_buyers_language() -> None:
    world = make_world()
    make_thread(world, "q1", (60, "Ok, 9. Mai"))
    values = {"on": ["q1"], "facts": {"q1": ["day"]}}
    found = make_check(Facts, **values).examine(evidence_of(world, facts={"day": DateFact(date(2026, 5, 9))}))
    assert found.fraction == 1


def test_an_answer_in_another_language_that_is_accepted_is_read_in_that() -> None:
    world = make_world()
    make_thread(world, "q2", (60, "Сәлеметсіз бе! Сәлемдемеңіз 9 мамыр күні жеткізіледі деп күтеміз."), place=KZ)
    values = {"on": ["q2"], "facts": {"q2": ["day"]}}
    found = make_check(Facts, **values).examine(evidence_of(world, facts={"day": DateFact(date(2026, 5, 9))}))
    assert found.fraction == 1
