"""Check: advertising keeps to what it may cost a day."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from lab.checks.ads_spend_within import AdsSpendWithin as Spend
from lab.world.campaign import AdTraffic
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    earns_nothing,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"cap": "5.00 EUR"}


def world_with(*cents: int, sales_cents: int = 0) -> World:
    """A shop whose ads cost so much on day 0, 1, ..."""
    world = make_world(make_listing())
    world.now = len(cents) * 1440
    for day, cost in enumerate(cents):
        world.ad_traffic.append(AdTraffic(day, "c1", DE_LAMP, 0, "broad", "lampe", 500, 20, cost * 10_000, 1, sales_cents))
    return world


def test_days_within_the_cap_earn_everything() -> None:
    finding = examine(Spend, world_with(500, 120), **VALUES)
    assert (finding.fraction, finding.message, finding.evidence[0]["found"]) == (1, "spend_kept", "2 / 2")


def test_a_dearer_day_loses_by_how_far_it_went_over() -> None:
    # 6.00 is a fifth of the way from 5.00 to 10.00: (1 + 4/5) / 2.
    finding = examine(Spend, world_with(500, 600), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(9, 10), "spend_partly_kept")
    assert (finding.evidence[1]["day"], finding.evidence[1]["found"]) == (2, "6.00 EUR")


def test_twice_the_cap_earns_nothing() -> None:
    finding = examine(Spend, world_with(1000), **VALUES)
    assert (finding.fraction, finding.message) == (0, "spend_not_kept")


def test_days_without_cost_do_not_count() -> None:
    assert share_of(Spend, world_with(0, 1000, 0, 500), **VALUES) == Fraction(1, 2)


def test_with_an_acos_both_must_be_good() -> None:
    values = {**VALUES, "acos_full": "20 %", "acos_zero": "40 %"}
    assert share_of(Spend, world_with(400, sales_cents=2000), **values) == 1
    assert share_of(Spend, world_with(500, sales_cents=2000), **values) == Fraction(3, 4)  # 25 %
    assert share_of(Spend, world_with(500), **values) == 0


def test_another_listing_s_cost_is_not_looked_at() -> None:
    assert examine(Spend, world_with(500), **VALUES, on="meridian/DE/bulb").message == "ads_cost_nothing"


def test_one_end_of_the_acos_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="belong together"):
        make_check(Spend, **VALUES, acos_full="20 %")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Spend, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Spend, **VALUES)
