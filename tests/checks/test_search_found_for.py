"""Check: buyers find a listing for what they type."""

from fractions import Fraction
from typing import Any

from lab.checks.search_found_for import SearchFoundFor as FoundFor
from lab.market.base import Market
from lab.search.rank import rank
from lab.world.listing import Translation
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

QUERIES = ["schreibtischlampe e27", "tischlampe grün metall"]
VALUES: dict[str, Any] = {"on": DE_LAMP, "queries": QUERIES}


def world_with(market: Market, **changes: Any) -> World:
    return make_world(make_listing(**changes), market=market)


def test_a_good_listing_is_found_for_every_query(market: Market) -> None:
    finding = examine(FoundFor, world_with(market), **VALUES)
    assert (finding.fraction, finding.message) == (1, "found_for_all")
    assert finding.evidence[0]["fields"].startswith("title / ")


def test_each_query_earns_its_part(market: Market) -> None:
    finding = examine(FoundFor, world_with(market), **{**VALUES, "queries": [*QUERIES, "kaffeemaschine", "خلاط"]})
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "found_for_some")
    assert (finding.evidence[2]["found"], finding.evidence[2]["fields"]) == ("not found", "no field")


def test_beyond_the_pages_asked_for_it_is_not_found(market: Market) -> None:
    world = world_with(market, price=euro("95.00"))
    world.listings[DE_LAMP].record.looks = 900_000  # looked at and never clicked: others stand above it
    place = rank(world, DE_LAMP, "lampe", "de")
    assert place.page is not None and place.page > 1
    one = {"on": DE_LAMP, "queries": ["lampe"]}
    assert share_of(FoundFor, world, **one, on_page=place.page) == 1
    finding = examine(FoundFor, world, **one, on_page=place.page - 1)
    assert (finding.fraction, finding.evidence[0]["page"]) == (0, place.page)


def test_another_language_is_asked_for_by_name(market: Market) -> None:
    world = world_with(market, translations={"en": Translation(title="Sage green reading light with a bent arm")})
    one: dict[str, Any] = {"on": DE_LAMP, "queries": ["reading light"], "on_page": 100}
    assert share_of(FoundFor, world, **one) == 0
    finding = examine(FoundFor, world, **one, language="en")
    assert (finding.fraction, finding.evidence[0]["fields"]) == (1, "title")


def test_what_is_not_on_sale_is_not_found(market: Market) -> None:
    finding = examine(FoundFor, world_with(market, live=False), **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "not on sale")


def test_the_built_in_change_is_noticed(market: Market) -> None:
    world = world_with(market, live=False, title="", bullets=[], description="", search_terms="", attributes={})
    right = make_listing()
    fields = {
        "listing": DE_LAMP, "title": right.title, "bullets": tuple(right.bullets), "description": right.description,
        "search_terms": right.search_terms, "attributes": right.attributes,
    }  # fmt: skip
    steps = [(10, "listing.save", fields), (20, "listing.publish", {"listing": DE_LAMP})]
    assert changes_noticed(FoundFor, world, steps, **VALUES) == ["never on sale", "the words searched for taken out"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(FoundFor, **VALUES)


def test_hostile_text_and_queries_do_not_break_it(market: Market) -> None:
    assert survives_hostile_text(FoundFor, **VALUES)
    for query in ("(", "\u202e", "${x}", "🙂", "a" * 200, "' OR 1=1"):
        assert share_of(FoundFor, world_with(market), on=DE_LAMP, queries=[query]) in (0, 1)


def test_a_second_run_gives_the_same_bytes(market: Market) -> None:
    assert reads_alike(evidence_of(world_with(market)), FoundFor, **VALUES)
