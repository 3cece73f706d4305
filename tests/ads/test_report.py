"""What advertising brought. Amounts are those of the lamp in tests/builders.py: price 39.90, of which one piece earns 13.45."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from lab.ads.report import (
    Figures,
    by_day,
    by_target,
    figures_of,
    last_days,
    rows_of,
    rows_within,
    search_terms,
    state_of,
    total_acos,
    worth_of,
)
from lab.market.base import Keyword
from lab.world.campaign import AdTraffic, Campaign, Negative, Target
from lab.world.health import Health
from lab.world.world import World
from tests.builders import DE, DE_BULB, DE_LAMP, euro, make_listing, make_order, make_world, quiet_market

KEYWORDS = (
    Keyword(0, "de", "schreibtischlampe", "desk-lamp", {}, 900),
    Keyword(1, "de", "schreibtischlampe grün", "desk-lamp", {}, 500),
    Keyword(2, "de", "kinderlampe", "desk-lamp", {}, 300),
    Keyword(3, "en", "desk lamp", "desk-lamp", {}, 300),
)
BROAD, EXACT, AUTO = (
    Target("broad", "de", euro("0.60"), "schreibtischlampe"),
    Target("exact", "de", euro("0.90"), "schreibtischlampe"),
    Target("auto", "de", euro("0.30")),
)
EURO = 1_000_000


def make_campaign(*targets: Target, **changes: Any) -> Campaign:
    plain = Campaign("c1", DE, "Lampen", euro("5.00"), [DE_LAMP], list(targets or (BROAD,)))
    return replace(plain, **changes)


def world_with(*rows: AdTraffic, campaign: Campaign | None = None, **listing: Any) -> World:
    world = make_world(make_listing(**listing), market=replace(quiet_market(), keywords=KEYWORDS))
    world.campaigns["c1"] = campaign or make_campaign()
    world.ad_traffic = list(rows)
    return world


def row(query: int = 0, match: Any = "broad", target: str = "schreibtischlampe", day: int = 0, **counts: Any) -> AdTraffic:
    return AdTraffic(day, "c1", counts.pop("listing", DE_LAMP), query, match, target, **counts)


def hint_of(world: World) -> str | None:
    (only,) = search_terms(world, world.campaigns["c1"], last_days(world))
    return only.hint.kind if only.hint else None


def test_rates_are_exact() -> None:
    figures = figures_of([row(shown=150, clicked=6, cost=3 * EURO), row(shown=50, clicked=4, cost=EURO, bought=1, sales=3990)])
    assert figures == Figures(200, 10, 4 * EURO, 1, 3990)
    assert (figures.click_rate, figures.order_rate, figures.acos) == (Fraction(1, 20), Fraction(1, 10), Fraction(400, 3990))
    assert (figures.spent("EUR"), figures.per_click("EUR"), figures.sold("EUR")) == (euro("4.00"), euro("0.40"), euro("39.90"))


def test_nothing_shown_has_no_rates() -> None:
    nothing = figures_of([])
    assert (nothing.click_rate, nothing.order_rate, nothing.acos, nothing.per_click("EUR")) == (None, None, None, None)


def test_rows_are_taken_by_campaign_day_listing_and_place() -> None:
    world = world_with(row(day=0, clicked=1), row(day=2, clicked=4), row(day=2, listing=DE_BULB, clicked=2))
    world.now = 2 * 1440
    assert last_days(world) == range(3)
    assert last_days(world, 2) == range(1, 3)
    assert [figures.clicked for figures in by_day(world, "c1", last_days(world))] == [1, 0, 6]
    assert rows_of(world, "c2", last_days(world)) == []
    assert len(rows_within(world, (DE_LAMP,), last_days(world))) == 2
    assert len(rows_within(world, (DE,), last_days(world, 1))) == 2


def test_a_row_belongs_to_the_target_of_its_words_and_language() -> None:
    english = Target("broad", "en", euro("0.20"), "schreibtischlampe")
    world = world_with(
        row(clicked=3), row(query=3, clicked=5), row(match="auto", target="", clicked=7), row(match="exact", clicked=11),
        campaign=make_campaign(BROAD, english, AUTO),
    )  # fmt: skip
    known, gone = by_target(world, world.campaigns["c1"], last_days(world))
    assert [figures.clicked for figures in known] == [3, 5, 7]
    assert gone.clicked == 11


def test_tacos_counts_every_order() -> None:
    world = world_with(row(cost=4 * EURO, clicked=10, bought=1, sales=3990))
    assert total_acos(world, last_days(world)) is None
    make_order(world, "o1")
    make_order(world, "o2", quantity=2)
    assert total_acos(world, last_days(world)) == Fraction(400, 3 * 3990)


def test_a_campaign_says_why_it_does_not_bid() -> None:
    world = world_with()
    campaign = world.campaigns["c1"]
    assert state_of(world, campaign).name == "running"
    campaign.spent = 5 * EURO
    assert state_of(world, campaign).name == "out_of_budget"
    campaign.running = False
    assert state_of(world, campaign).name == "paused"
    campaign.running, campaign.spent = True, 0
    world.listings[DE_LAMP].stock = 0
    state = state_of(world, campaign)
    assert (state.name, state.reasons) == ("nothing_to_show", ((DE_LAMP, "no_stock"),))


def test_a_restricted_account_stops_its_campaigns() -> None:
    world = world_with()
    world.health["meridian"] = Health("restricted", 0)
    assert state_of(world, world.campaigns["c1"]).name == "restricted"


def test_one_piece_is_worth_what_it_earns() -> None:
    world = world_with()
    assert worth_of(world, DE_LAMP) == (euro("13.45"), Fraction(1345, 3990))
    assert worth_of(world, "meridian/DE/none") is None


def test_more_than_one_sale_s_margin_without_an_order_calls_for_a_negative() -> None:
    assert hint_of(world_with(row(clicked=30, cost=13_450_000))) is None
    assert hint_of(world_with(row(clicked=30, cost=13_460_000))) == "make_negative"


def test_an_acos_above_the_margin_calls_for_a_lower_bid_with_its_number() -> None:
    world = world_with(row(clicked=20, cost=14 * EURO, bought=1, sales=3990))
    (only,) = search_terms(world, world.campaigns["c1"], last_days(world))
    assert only.hint is not None
    # 14.00 / 39.90 = 35.1 % is above 13.45 / 39.90 = 33.7 %; 13.45 over 20 clicks are 0.6725 a click.
    assert (only.hint.kind, only.hint.bid, only.hint.break_even) == ("bid_less", euro("0.67"), Fraction(1345, 3990))


def test_what_sells_below_the_margin_is_worth_an_exact_target_unless_it_is_one() -> None:
    sold: dict[str, Any] = {"clicked": 10, "cost": 4 * EURO, "bought": 1, "sales": 3990}
    assert hint_of(world_with(row(**sold))) == "take_exact"
    assert hint_of(world_with(row(match="exact", **sold), campaign=make_campaign(EXACT))) is None
    assert hint_of(world_with(row(**sold), campaign=make_campaign(BROAD, EXACT))) is None


def test_without_a_margin_the_price_comes_first() -> None:
    assert hint_of(world_with(row(clicked=1, cost=EURO), price=euro("12.00"))) == "no_margin"


def test_a_search_that_is_negative_by_now_is_marked_and_needs_no_advice() -> None:
    barred = make_campaign(negatives=[Negative("phrase", "de", "schreibtischlampe")])
    world = world_with(row(query=1, clicked=90, cost=50 * EURO), campaign=barred)
    (only,) = search_terms(world, barred, last_days(world))
    assert (only.text, only.barred, only.hint) == ("schreibtischlampe grün", True, None)


def test_the_same_search_through_two_targets_is_two_rows_the_dearest_first() -> None:
    world = world_with(row(cost=EURO, clicked=2, shown=9), row(match="auto", target="", cost=2 * EURO, clicked=3), row(day=1, shown=1))
    world.now = 1440
    rows = search_terms(world, world.campaigns["c1"], last_days(world))
    assert [(one.match, one.figures.clicked, one.figures.shown) for one in rows] == [("auto", 3, 0), ("broad", 2, 10)]
