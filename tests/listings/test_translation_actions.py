"""Texts in further languages, saved and cleared."""

import pytest

from lab.engine.pack import world_hash
from lab.search.offer import offer_of
from lab.world.listing import Translation
from tests.builders import DE_LAMP, KZ_LAMP, act, make_listing, make_world

ENGLISH = "Qinglu Arc QL-A430 desk lamp E27, arched metal lamp, sage green, power cord 180 cm"


def test_a_text_is_tidied_and_stands_beside_the_main_one() -> None:
    world = make_world(make_listing())
    outcome = act(world, "listing.translate", listing=DE_LAMP, language="en", title=f"  {ENGLISH} ", bullets=("  One  side ", " "))
    assert outcome.ok
    assert world.listings[DE_LAMP].translations == {"en": Translation(ENGLISH, ("One side",))}
    assert world.listings[DE_LAMP].title == make_listing().title


def test_a_part_that_is_not_given_stays_as_it_was() -> None:
    world = make_world(make_listing())
    act(world, "listing.translate", listing=DE_LAMP, language="en", title=ENGLISH, description="A calm lamp.")
    act(world, "listing.translate", listing=DE_LAMP, language="en", description="")
    assert world.listings[DE_LAMP].translations == {"en": Translation(ENGLISH)}


def test_a_text_without_any_part_is_cleared_and_the_world_is_as_before() -> None:
    world = make_world(make_listing())
    before = world_hash(world)
    act(world, "listing.translate", listing=DE_LAMP, language="en", title=ENGLISH)
    assert world_hash(world) != before
    assert act(world, "listing.translate", listing=DE_LAMP, language="en", title="").ok
    assert world.listings[DE_LAMP].translations == {}
    assert world_hash(world) == before


def test_the_languages_stand_in_the_order_of_their_codes_however_they_came() -> None:
    world = make_world(make_listing(KZ_LAMP))
    for language, title in (("kk", "Үстел шамы QL-A430"), ("en", "Desk lamp QL-A430 in green")):
        assert act(world, "listing.translate", listing=KZ_LAMP, language=language, title=title).ok
    assert list(world.listings[KZ_LAMP].translations) == ["en", "kk"]


@pytest.mark.parametrize(
    ("key", "language", "code"),
    [
        (DE_LAMP, "de", "language_of_main_text"),
        (DE_LAMP, "kk", "language_not_used_here"),
        (DE_LAMP, "", "language_not_used_here"),
        (DE_LAMP, "x" * 500, "language_not_used_here"),
        (KZ_LAMP, "ru", "language_of_main_text"),
        ("meridian/DE/nothing", "en", "no_such_product"),
        ("meridian/XX/lamp", "en", "no_such_place"),
    ],
)
def test_only_languages_of_the_place_and_english_are_taken(key: str, language: str, code: str) -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    before = world_hash(world)
    assert act(world, "listing.translate", listing=key, language=language, title=ENGLISH).code == code
    assert world_hash(world) == before


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"title": "x" * 501}, "title"),
        ({"description": "x" * 10_001}, "description"),
        ({"search_terms": "x" * 10_001}, "search_terms"),
        ({"bullets": ("x",) * 11}, "bullets"),
        ({"bullets": ("x" * 1001,)}, "bullet"),
    ],
)
def test_the_limits_are_those_of_the_main_text(parts: dict[str, object], field: str) -> None:
    world = make_world(make_listing())
    outcome = act(world, "listing.translate", listing=DE_LAMP, language="en", **parts)
    assert (outcome.code, outcome.args["field"]) == ("too_long", field)
    assert act(world, "listing.save", listing=DE_LAMP, **parts).code == "too_long"


def test_clearing_what_is_not_there_is_refused() -> None:
    world = make_world(make_listing())
    assert act(world, "listing.translate", listing=DE_LAMP, language="en", title=" ").code == "no_such_translation"


def test_a_listing_on_sale_takes_no_title_that_its_market_would_refuse() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP, live=False))
    outcome = act(world, "listing.translate", listing=DE_LAMP, language="en", title=f"{ENGLISH} {'metal ' * 40}")
    assert (outcome.code, outcome.args["faults"]) == ("listing_has_faults", ["title_short_enough"])
    assert act(world, "listing.translate", listing=KZ_LAMP, language="en", title=f"{ENGLISH} {'metal ' * 40}").ok
    assert act(world, "listing.publish", listing=KZ_LAMP).code == "listing_has_faults"


def test_a_draft_may_begin_with_a_translation() -> None:
    world = make_world()
    assert act(world, "listing.translate", listing=DE_LAMP, language="en", title=ENGLISH).ok
    assert world.listings[DE_LAMP].title == "" and not world.listings[DE_LAMP].is_live


def test_what_a_search_reads_follows_at_once() -> None:
    world = make_world(make_listing())
    assert offer_of(world, world.listings[DE_LAMP]).wording.read_in("en").title == make_listing().title
    act(world, "listing.translate", listing=DE_LAMP, language="en", title=ENGLISH)
    assert offer_of(world, world.listings[DE_LAMP]).wording.read_in("en").title == ENGLISH
