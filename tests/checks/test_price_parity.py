"""Check: the same goods cost about the same in two places."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.price_parity import PriceParity as Parity
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
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.ledger.foreign import foreign_world

VALUES: dict[str, Any] = {"on": KZ_LAMP, "with": DE_LAMP, "max_gap": "5 %", "zero": "15 %"}


def both(price: str, other: str = "40.00", world: World | None = None) -> World:
    world = world or make_world()
    world.listings[DE_LAMP] = make_listing(price=euro(other))
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, price=euro(price))
    return world


@pytest.mark.parametrize(
    ("price", "share"),
    [("40.00", "1"), ("42.00", "1"), ("38.00", "1"), ("44.00", "1/2"), ("36.00", "1/2"), ("46.00", "0")],
)
def test_between_the_gap_allowed_and_zero_the_share_falls_in_a_straight_line(price: str, share: str) -> None:
    assert share_of(Parity, both(price), **VALUES) == Fraction(share)


def test_one_side_discounted_beyond_the_gap_loses() -> None:
    world = both("40.00")
    world.promotions["p1"] = Promotion("p1", "discount", "", [KZ_LAMP], 20, 0, 100, 0)
    finding = examine(Parity, world, **VALUES)
    assert (finding.fraction, finding.message) == (0, "parity_broken")
    assert (finding.evidence[0]["found"], finding.evidence[0]["distance"]) == ("32.00 EUR", "20.0 %")


def test_prices_in_two_currencies_are_compared_at_the_rate_of_the_day() -> None:
    finding = examine(Parity, both("40.00", world=foreign_world()), **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (1, "23600.00 KZT = 40.00 EUR")


def test_several_listings_count_alike() -> None:
    world = both("40.00")
    world.listings[DE_BULB] = make_listing(DE_BULB)
    finding = examine(Parity, world, **{**VALUES, "on": [KZ_LAMP, DE_BULB]})
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "parity_partly_kept")


@pytest.mark.parametrize("missing", [DE_LAMP, KZ_LAMP])
def test_a_side_that_was_never_on_sale_earns_nothing_and_is_named(missing: str) -> None:
    world = both("40.00")
    world.listings[missing] = make_listing(missing, live=False)
    finding = examine(Parity, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["object"]) == (0, missing)


def test_both_sides_are_objects_that_a_scenario_must_have() -> None:
    assert make_check(Parity, **VALUES).targets() == (KZ_LAMP, DE_LAMP)


@pytest.mark.parametrize(
    ("values", "message"), [({"zero": "5 %"}, "'zero' must be above 'max_gap'"), ({"with": KZ_LAMP}, "another listing")]
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Parity, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Parity, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Parity, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(both("44.00")), Parity, **VALUES)
