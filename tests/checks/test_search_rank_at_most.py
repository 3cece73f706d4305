"""Check: buyers find a listing near the top for a query."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.search_rank_at_most import SearchRankAtMost as Rank
from lab.market.base import Market
from lab.search.rank import rank
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    earns_nothing,
    euro,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

QUERY = "schreibtischlampe e27"
VALUES: dict[str, Any] = {"on": DE_LAMP, "query": QUERY, "steps": [{"rank": "5", "give": "1"}, {"rank": "10", "give": "1/2"}]}


def world_with(market: Market, **changes: Any) -> World:
    return make_world(make_listing(**changes), market=market)


def test_a_good_listing_stands_near_the_top(market: Market) -> None:
    finding = examine(Rank, world_with(market), **VALUES)
    assert (finding.fraction, finding.message) == (1, "rank_reached")
    position, of = finding.evidence[0]["found"].split(" / ")
    assert 1 <= int(position) <= 5 < int(of)


@pytest.mark.parametrize(("full", "half", "share"), [(0, 5, "1"), (-1, 0, "1/2"), (-2, -1, "0")])
def test_the_first_step_that_is_kept_counts(market: Market, full: int, half: int, share: str) -> None:
    world = world_with(market, price=euro("75.00"))
    world.listings[DE_LAMP].record.looks = 900_000  # looked at and never clicked: others stand above it
    position = rank(world, DE_LAMP, QUERY, "de").position
    assert position is not None and position > 2
    steps = [{"rank": str(position + full), "give": "1"}, {"rank": str(position + half), "give": "1/2"}]
    assert share_of(Rank, world, **{**VALUES, "steps": steps}) == Fraction(share)


def test_a_query_for_other_goods_does_not_find_it(market: Market) -> None:
    steps = [{"rank": "1000", "give": "1"}]
    assert share_of(Rank, world_with(market), **{**VALUES, "query": "kaffeemaschine", "steps": steps}) == 0


def test_a_listing_without_the_words_of_the_query_is_not_found(market: Market) -> None:
    english = "Modern light for reading, sage green, with long cord"
    world = world_with(market, title=english, bullets=[english], description=english, search_terms="", attributes={})
    finding = examine(Rank, world, **VALUES)
    assert (finding.fraction, finding.message) == (0, "rank_not_reached")


def test_a_draft_earns_nothing(market: Market) -> None:
    assert examine(Rank, world_with(market, live=False), **VALUES).evidence[0]["found"] == "not on sale"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Rank, **VALUES)


def test_hostile_text_and_queries_do_not_break_it(market: Market) -> None:
    assert survives_hostile_text(Rank, **VALUES)
    for query in ("(", "\u202e", "${x}", "🙂", "a" * 200, "' OR 1=1"):
        assert 0 <= share_of(Rank, world_with(market), **{**VALUES, "query": query}) <= 1
