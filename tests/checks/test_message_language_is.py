"""Check: buyers are answered in a language that they read."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_language_is import MessageLanguageIs as Language
from lab.world.world import World
from tests.builders import (
    KZ,
    earns_nothing,
    examine,
    make_check,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)

GERMAN = "Guten Tag, das Kabel der Leuchte ist 180 cm lang und hat einen Stecker Typ F."
RUSSIAN = "Здравствуйте! У лампы вилка типа F, доставка занимает от 9 до 14 дней."
KAZAKH = "Сәлеметсіз бе! Шамның ашасы F типті, жеткізу 9-дан 14 күнге дейін созылады."
ENGLISH = "Hello, the cord of the lamp is 180 cm long and it has a plug of type F."
VALUES: dict[str, Any] = {"on": ["q1", "q2"], "accept": {"q1": ["de"], "q2": ["ru", "kk"]}}


def answered(first: str, second: str) -> World:
    world = make_world()
    make_thread(world, "q1", *([(60, first)] if first else []))
    make_thread(world, "q2", *([(60, second)] if second else []), place=KZ)
    return world


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [(GERMAN, RUSSIAN, "1"), (GERMAN, KAZAKH, "1"), (GERMAN, ENGLISH, "1/2"), (ENGLISH, ENGLISH, "0"), (RUSSIAN, GERMAN, "0"), (GERMAN, "", "1/2")],
)
def test_each_thread_in_an_accepted_language_earns_its_part(first: str, second: str, share: str) -> None:
    assert share_of(Language, answered(first, second), **VALUES) == Fraction(share)


def test_the_finding_shows_language_and_certainty() -> None:
    shown = examine(Language, answered(ENGLISH, RUSSIAN), **VALUES).evidence[0]
    assert (shown["found"], shown["verdict"], shown["expected"]) == ("en", "no", "de")
    assert shown["certainty"] > 700


@pytest.mark.parametrize("accept", [{"q1": "de"}, {"q1": "de", "q2": "ru", "q3": "de"}])
def test_every_thread_named_must_have_its_languages(accept: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must speak of exactly what 'on' names"):
        make_check(Language, on=["q1", "q2"], accept=accept)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Language, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Language, on="q1", accept={"q1": "de"})


def test_without_a_list_the_buyers_own_language_is_asked_for() -> None:
    found = examine(Language, answered(GERMAN, RUSSIAN), on=["q1", "q2"])
    assert found.fraction == 1 and [shown["expected"] for shown in found.evidence] == ["de", "ru"]
    assert share_of(Language, answered(RUSSIAN, RUSSIAN), on=["q1", "q2"]) == Fraction(1, 2)
    assert share_of(Language, make_world(), on=["q1", "q2"]) == 0
