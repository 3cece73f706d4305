"""Check: a listing is written in the buyers' language."""

from fractions import Fraction
from typing import Any

from lab.checks.listing_language_is import ListingLanguageIs as Language
from lab.world.listing import Translation
from tests.builders import (
    DE_DESCRIPTION,
    DE_LAMP,
    KZ_DESCRIPTION,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

ENGLISH = "A calm lamp for desk and sideboard. The metal shade throws the light down and does not dazzle the reader."
VALUES: dict[str, Any] = {"on": DE_LAMP, "lang": ["de"], "fields": ["title", "bullets", "description"]}


def share(**changes: Any) -> Fraction:
    return share_of(Language, make_world(make_listing(**changes)), **VALUES)


def test_a_german_listing_earns_everything_and_each_english_field_costs_a_third() -> None:
    assert share() == 1
    assert share(description=ENGLISH) == Fraction(2, 3)
    assert share(description=ENGLISH, bullets=[ENGLISH, ENGLISH], title=ENGLISH) == 0


def test_an_empty_field_earns_nothing() -> None:
    assert share(bullets=[]) == Fraction(2, 3)


def test_one_of_several_accepted_languages_is_enough() -> None:
    world = make_world(make_listing(KZ_LAMP))
    assert share_of(Language, world, on=KZ_LAMP, lang=["ru", "kk"], fields=["title", "description"]) == 1
    assert share_of(Language, make_world(make_listing(KZ_LAMP, description=DE_DESCRIPTION)), on=KZ_LAMP, lang=["ru"], fields=["description"]) == 0


def test_the_finding_shows_the_language_found() -> None:
    finding = examine(Language, make_world(make_listing(description=KZ_DESCRIPTION)), on=DE_LAMP, lang="de", fields=["description"])
    assert (finding.evidence[0]["found"], finding.evidence[0]["verdict"], finding.fraction) == ("ru", "no", 0)


def test_the_text_of_another_language_is_looked_at_where_the_check_asks_for_it() -> None:
    values: dict[str, Any] = {"on": DE_LAMP, "lang": ["en"], "fields": ["title", "description"], "text_in": "en"}
    assert share_of(Language, make_world(make_listing()), **values) == 0
    assert share_of(Language, make_world(make_listing(translations={"en": Translation(ENGLISH)})), **values) == Fraction(1, 2)
    both = make_world(make_listing(translations={"en": Translation(ENGLISH, (), ENGLISH)}))
    assert share_of(Language, both, **values) == 1
    assert examine(Language, both, **values).evidence[0]["object"] == f"{DE_LAMP}:title:en"
    german = make_world(make_listing(title=ENGLISH, translations={"en": Translation(DE_DESCRIPTION, (), DE_DESCRIPTION)}))
    assert share_of(Language, german, **values) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Language, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Language, **VALUES)
