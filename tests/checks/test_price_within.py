"""Check: a price is where it should be."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from lab.checks.price_within import PriceWithin as Within
from lab.checks.price_within import median_price
from lab.market.base import Goods, Market
from lab.world.promotion import Promotion
from lab.world.world import World
from tests.builders import (
    DE_BULB,
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    quiet_market,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.ledger.foreign import foreign_world

VALUES: dict[str, Any] = {"on": DE_LAMP, "min": "30.00 EUR", "max": "40.00 EUR", "zero": "25 %"}


def priced(price: str) -> World:
    return make_world(make_listing(price=euro(price)))


def market_of(*lamps: int, bulbs: tuple[int, ...] = ()) -> Market:
    """The quiet market with rivals that ask these prices, in cents."""
    plain = quiet_market()
    places = {key: place for place, key in enumerate(plain.types)}
    rows = sorted([(places["desk-lamp"], price) for price in lamps] + [(places["led-bulb"], price) for price in bulbs])
    columns: dict[str, Any] = dict.fromkeys((name for name in Goods.__dataclass_fields__), np.zeros(len(rows)))
    columns["type"], columns["price"] = (np.array(column) for column in zip(*rows, strict=True))
    return replace(plain, goods=Goods(**columns))


@pytest.mark.parametrize(
    ("price", "share"),
    [
        ("30.00", "1"),
        ("40.00", "1"),
        ("45.00", "1/2"),
        ("50.00", "0"),
        ("60.00", "0"),
        ("27.00", "3/5"),
        ("22.50", "0"),
    ],
)
def test_beyond_the_bounds_the_share_falls_in_a_straight_line(price: str, share: str) -> None:
    assert share_of(Within, priced(price), **VALUES) == Fraction(share)


def test_a_price_outside_the_band_loses_and_shows_how_far_it_is() -> None:
    finding = examine(Within, priced("60.00"), **VALUES)
    assert (finding.fraction, finding.message) == (0, "price_outside")
    shown = finding.evidence[0]
    assert (shown["found"], shown["expected"], shown["distance"]) == ("60.00 EUR", "30.00 EUR - 40.00 EUR", "50.0 %")


def test_one_bound_is_enough_and_some_distance_may_be_free() -> None:
    assert share_of(Within, priced("10.00"), on=DE_LAMP, max="40.00 EUR") == 1
    assert share_of(Within, priced("44.00"), on=DE_LAMP, max="40.00 EUR", full="10 %", zero="20 %") == 1
    assert share_of(Within, priced("46.00"), on=DE_LAMP, max="40.00 EUR", full="10 %", zero="20 %") == Fraction(1, 2)


def test_what_the_buyer_pays_counts_in_the_currency_of_the_bounds() -> None:
    world = foreign_world()
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP)
    finding = examine(Within, world, on=KZ_LAMP, min="39.90 EUR", max="39.90 EUR")
    assert finding.fraction == 1
    assert finding.evidence[0]["found"] == "23541.00 KZT = 39.90 EUR"
    world.promotions["p1"] = Promotion("p1", "discount", "", [KZ_LAMP], 50, 0, 100, 0)
    assert share_of(Within, world, on=KZ_LAMP, min="39.90 EUR") == 0


def test_the_middle_of_the_rivals_of_the_same_type_is_the_measure() -> None:
    market = market_of(1000, 4000, 2000, bulbs=(1, 2))
    assert median_price(market, "desk-lamp") == 2000
    assert median_price(market, "led-bulb") == Fraction(3, 2)
    world = make_world(make_listing(price=euro("22.00")), market=market)
    values = {"on": DE_LAMP, "vs_rivals": "near", "full": "5 %", "zero": "15 %"}
    finding = examine(Within, world, **values)
    assert (finding.fraction, finding.evidence[0]["expected"]) == (Fraction(1, 2), "20.00 EUR")
    world.listings[DE_LAMP].price = euro("18.00")
    assert share_of(Within, world, **values) == Fraction(1, 2)
    assert share_of(Within, world, **{**values, "vs_rivals": "at_most"}) == 1
    assert share_of(Within, world, **{**values, "vs_rivals": "at_least"}) == Fraction(1, 2)


def test_without_rivals_there_is_nothing_to_compare_with() -> None:
    assert examine(Within, priced("20.00"), on=DE_LAMP, vs_rivals="near").evidence[0]["expected"] == "no rivals"
    world = make_world(make_listing(DE_BULB), market=market_of(1000))
    assert share_of(Within, world, on=DE_BULB, vs_rivals="near") == 0


def test_each_listing_counts_alike_and_a_draft_does_not() -> None:
    world = make_world(make_listing(price=euro("35.00")), make_listing(DE_BULB, live=False, price=euro("35.00")))
    finding = examine(Within, world, **{**VALUES, "on": [DE_LAMP, DE_BULB]})
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "price_partly_within")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"min": None, "max": None}, "either 'min' and 'max' or 'vs_rivals'"),
        ({"vs_rivals": "near"}, "either 'min' and 'max' or 'vs_rivals'"),
        ({"min": "30.00 USD"}, "in one currency"),
        ({"min": "50.00 EUR"}, "must not be above 'max'"),
        ({"min": "0.00 EUR"}, "above zero"),
        ({"zero": "0 %"}, "'zero' must be above 'full'"),
        ({"min": None, "max": "1.00 XXX"}, "no rate for the currency"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Within, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Within, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Within, **VALUES)
    assert survives_hostile_text(Within, on=DE_LAMP, vs_rivals="near")


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(priced("45.00")), Within, **VALUES)
