"""Check: so many pieces lie in a store."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.stock_quantity_is import StockQuantityIs as Quantity
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.stock import Inbound, Pile
from lab.world.world import World
from tests.builders import (
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"sku": "lamp", "min": "40", "max": "60"}
NOTHING = Money(0, "EUR")


def holding(pieces: int, abroad: int = 0) -> World:
    world = make_world(stock={"lamp": pieces})
    if abroad:
        world.shop.abroad["US"] = {"lamp": Pile(abroad, abroad * 1500)}
    return world


def coming(number: int, to: str, arrived_at: int | None) -> Inbound:
    return Inbound(
        f"in{number}", "transfer", "lamp", 30, to, "", 0, DAY, NOTHING, NOTHING, NOTHING, NOTHING, arrived_at=arrived_at
    )


@pytest.mark.parametrize(("pieces", "share"), [(40, "1"), (60, "1"), (39, "0"), (61, "0"), (0, "0")])
def test_without_more_only_the_band_counts(pieces: int, share: str) -> None:
    assert share_of(Quantity, holding(pieces), **VALUES) == Fraction(share)


@pytest.mark.parametrize(
    ("pieces", "share"), [(50, "1"), (35, "3/4"), (30, "1/2"), (20, "0"), (10, "0"), (65, "3/4"), (80, "0")]
)
def test_outside_the_band_the_share_falls_in_a_straight_line(pieces: int, share: str) -> None:
    assert share_of(Quantity, holding(pieces), **VALUES, zero="20") == Fraction(share)


def test_a_quantity_left_unchanged_earns_nothing() -> None:
    finding = examine(Quantity, holding(12), sku="lamp", min="40", zero="28")
    assert (finding.fraction, finding.message) == (0, "stock_wrong")
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == (12, "≥ 40")


def test_a_warehouse_abroad_is_asked_by_its_country_and_home_by_none_or_its_own() -> None:
    world = holding(50, abroad=5)
    assert share_of(Quantity, world, sku="lamp", location="US", min="5", max="5") == 1
    assert share_of(Quantity, world, sku="lamp", location="DE", min="50", max="50") == 1
    assert share_of(Quantity, world, sku="lamp", location="GB", min="1") == 0
    assert share_of(Quantity, world, sku="bulb", min="1") == 0


def test_goods_on_their_way_are_shown_and_do_not_count() -> None:
    world = holding(50, abroad=30)
    world.inbound += [coming(1, "US", DAY), coming(2, "US", None), coming(3, "", None)]
    finding = examine(Quantity, world, sku="lamp", location="US", min="60", zero="60")
    assert finding.fraction == Fraction(1, 2)
    assert (finding.evidence[0]["on_way"], finding.evidence[1]["found"]) == (30, "+30")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "either 'min' or 'max'"),
        ({"min": "5", "max": "4"}, "must not be above"),
        ({"max": "4"}, "named in 'needs'"),
        ({"min": "0", "max": "4"}, "named in 'needs'"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Quantity, sku="lamp", **values)


def test_with_a_gate_a_greatest_quantity_alone_is_enough() -> None:
    assert share_of(Quantity, holding(4), sku="lamp", max="4", needs=["gate"]) == 1


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Quantity, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Quantity, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(holding(35)), Quantity, **VALUES, zero="20")
