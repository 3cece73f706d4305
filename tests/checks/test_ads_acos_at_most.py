"""Check: advertising costs little against what it sells."""

from fractions import Fraction
from typing import Any

from lab.checks.ads_acos_at_most import AdsAcosAtMost as Acos
from lab.world.campaign import AdTraffic
from lab.world.world import World
from tests.builders import (
    DE,
    DE_BULB,
    DE_LAMP,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"on": DE_LAMP, "full": "20 %", "zero": "40 %"}


def world_with(cost_cents: int, sales_cents: int, bought: int = 1, listing: str = DE_LAMP) -> World:
    world = make_world(make_listing())
    world.ad_traffic = [AdTraffic(0, "c1", listing, 0, "broad", "lampe", 500, 20, cost_cents * 10_000, bought, sales_cents)]
    return world


def test_a_low_share_earns_everything_and_shows_its_figures() -> None:
    finding = examine(Acos, world_with(798, 3990), **VALUES)
    assert (finding.fraction, finding.message) == (1, "acos_low")
    shown = finding.evidence[0]
    assert (shown["found"], shown["cost"], shown["sales"], shown["orders"]) == ("20.0 %", "7.98 EUR", "39.90 EUR", 1)


def test_between_zero_and_full_the_share_is_exact() -> None:
    # 10.00 / 40.00 = 25 %: three quarters of the way from 40 % to 20 %.
    finding = examine(Acos, world_with(1000, 4000), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(3, 4), "acos_higher")


def test_too_dear_ads_earn_nothing() -> None:
    finding = examine(Acos, world_with(2000, 4000), **VALUES)
    assert (finding.fraction, finding.message) == (0, "acos_too_high")


def test_clicks_without_an_order_earn_nothing() -> None:
    finding = examine(Acos, world_with(500, 0, bought=0), **VALUES)
    assert (finding.fraction, finding.message) == (0, "ads_sold_too_little")
    assert finding.evidence[0]["found"] == "nothing sold by ads"


def test_fewer_orders_than_asked_for_earn_nothing() -> None:
    assert share_of(Acos, world_with(400, 8000, bought=2), **VALUES, orders="3") == 0
    assert share_of(Acos, world_with(400, 8000, bought=3), **VALUES, orders="3") == 1


def test_it_looks_at_listings_places_or_the_whole_shop() -> None:
    world = world_with(400, 4000, listing=DE_BULB)
    assert share_of(Acos, world, **VALUES) == 0
    assert share_of(Acos, world, **{**VALUES, "on": DE}) == 1
    assert share_of(Acos, world, **{**VALUES, "on": []}) == 1


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Acos, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Acos, **VALUES)
