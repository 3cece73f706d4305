"""Check: every picture is described for people who cannot see it."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.image_alt_text import ImageAltText as Alt
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_check,
    make_listing,
    share_of,
    survives_hostile_text,
)
from tests.pictures import picture, shop

FRONT_DE = "Grüne Bogenlampe aus Metall mit Fassung E27, von vorn gesehen"
SIDE_DE = "Dieselbe Leuchte von der Seite auf einem Tisch aus Buche, Kabel 180 cm"
RUSSIAN = "Зелёная настольная лампа из металла, вид спереди"
VALUES: dict[str, Any] = {"on": DE_LAMP, "lang": "de"}


def texts(*alts: str) -> Any:
    return shop(*(picture(sha, alt=alt) for sha, alt in zip("abcdef", alts, strict=False)))


def reason(*alts: str, place: int = -1, **values: Any) -> str:
    shown = examine(Alt, texts(*alts), **{**VALUES, **values}).evidence[place]
    return str(shown.get("reason", shown["verdict"]))


def test_descriptions_in_the_language_earn_everything() -> None:
    assert share_of(Alt, texts(FRONT_DE, SIDE_DE), **VALUES) == 1


@pytest.mark.parametrize(
    ("alt", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("Bogenlampe", "too short"),
        ("bogenlampe-vorn-gruen-final.JPG", "a file name"),
        ("lampe_vorn_final_version_2", "a file name"),
        ("IMG_20260504_081522", "a file name"),
        ("2026-05-04 (3) 1000000000000", "a file name"),
        ("A green desk lamp made of metal, seen from the front", "another language"),
        (FRONT_DE.upper(), "the same as another picture's"),
    ],
)
def test_each_mistake_costs_its_picture(alt: str, why: str) -> None:
    assert share_of(Alt, texts(FRONT_DE, alt), **VALUES) == Fraction(1, 2)
    assert reason(FRONT_DE, alt) == why


def test_the_first_of_two_equal_descriptions_counts() -> None:
    finding = examine(Alt, texts(FRONT_DE, FRONT_DE), **VALUES)
    assert [shown["share"] for shown in finding.evidence] == ["1", "0"]


def test_an_unsure_language_is_not_held_against_anybody() -> None:
    assert reason("Bogenlampe E27 QL-A430", min=10) == "unsure"
    assert share_of(Alt, texts("Bogenlampe E27 QL-A430"), min=10, **VALUES) == 1


def test_the_least_length_is_the_authors() -> None:
    assert share_of(Alt, texts("Grüne Lampe mit Fuß"), **VALUES) == 0
    assert share_of(Alt, texts("Grüne Lampe mit Fuß"), min=19, **VALUES) == 1


def test_descriptions_in_other_languages_of_the_place_are_found() -> None:
    # the first language of Kazakhstan on this platform is Russian
    image = picture("a", alt=RUSSIAN, alts={"kk": "Жасыл түсті металл үстел шамы, алдынан қарағанда"})
    world = shop(image, key=KZ_LAMP)
    assert share_of(Alt, world, on=KZ_LAMP, lang="ru") == 1
    assert share_of(Alt, world, on=KZ_LAMP, lang="kk") == 1
    assert share_of(Alt, world, on=KZ_LAMP, lang="de") == 0
    assert share_of(Alt, world, on=KZ_LAMP, lang=["kk", "ru"]) == 1


def test_facts_and_words_to_mention_are_items_of_their_own() -> None:
    world = texts(FRONT_DE, SIDE_DE)
    assert share_of(Alt, world, mention=["cord", "socket", "Metall"], **VALUES) == 1
    assert share_of(Alt, world, mention=["cord", "Glas"], **VALUES) == Fraction(3, 4)
    assert share_of(Alt, texts(FRONT_DE, SIDE_DE.replace("180", "150")), mention=["cord"], **VALUES) == Fraction(2, 3)
    shown = examine(Alt, world, mention=["Glas"], **VALUES).evidence[-1]
    assert (shown["fact"], shown["found"], shown["verdict"]) == ("Glas", "not stated", "missing")


def test_a_word_to_mention_has_letters() -> None:
    with pytest.raises(ValueError, match="facts, or words"):
        make_check(Alt, mention=["…"], **VALUES)


def test_the_finding_shows_language_and_text() -> None:
    shown = examine(Alt, texts(FRONT_DE), **VALUES).evidence[0]
    assert (shown["kind"], shown["found"], shown["expected"]) == ("language", "de", "de")
    assert (shown["text"], shown["image"]) == (FRONT_DE, "a" * 64)


def test_several_listings_are_looked_at() -> None:
    world = texts(FRONT_DE)
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[])
    assert share_of(Alt, world, **{**VALUES, "on": [DE_LAMP, KZ_LAMP]}) == Fraction(1, 2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Alt, mention=["cord"], **VALUES)
    assert share_of(Alt, shop(), **VALUES) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Alt, mention=["cord", "Lampe"], **VALUES)
