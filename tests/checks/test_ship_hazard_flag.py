"""Check: what is dangerous about goods was declared, and nothing else."""

from typing import Any

import pytest

from lab.checks.ship_hazard_flag import ShipHazardFlag as Hazard
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_product,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"sku": "lamp"}


def declared(*flags: str, of: tuple[str, ...] = ("lithium", "magnet")) -> World:
    """A lamp with these flags, declared with those."""
    world = make_world(products={"lamp": make_product(flags=of), "bulb": make_product("bulb")})
    assert act(world, "compliance.hazards", sku="lamp", flags=flags).ok
    return world


def test_just_the_right_flags_earn_everything_in_any_order() -> None:
    assert share_of(Hazard, declared("magnet", "lithium"), **VALUES) == 1


@pytest.mark.parametrize("flags", [(), ("lithium",), ("lithium", "magnet", "liquid"), ("liquid",)])
def test_a_flag_left_out_or_added_loses_everything(flags: tuple[str, ...]) -> None:
    finding = examine(Hazard, declared(*flags), **VALUES)
    assert (finding.fraction, finding.message) == (0, "hazards_wrong")
    assert finding.evidence[0]["expected"] == "lithium, magnet"


def test_goods_without_danger_must_be_declared_too() -> None:
    world = make_world()
    finding = examine(Hazard, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "not declared")
    assert act(world, "compliance.hazards", sku="lamp", flags=()).ok
    finding = examine(Hazard, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["found"], finding.evidence[0]["reason"]) == (1, "none", "HS 940529")


def test_the_flags_of_the_code_count_where_the_product_names_none() -> None:
    world = make_world(products={"lamp": make_product(hs_accept=("850760",)), "bulb": make_product("bulb")})
    assert act(world, "compliance.hazards", sku="lamp", flags=("lithium",)).ok
    assert share_of(Hazard, world, **VALUES) == 1


def test_what_is_expected_can_be_named() -> None:
    assert share_of(Hazard, declared("liquid"), **VALUES, expect=["liquid"]) == 1
    assert share_of(Hazard, declared("magnet", "lithium"), **VALUES, expect=["liquid"]) == 0
    assert share_of(Hazard, declared(), **VALUES, expect=[]) == 1


def test_of_several_products_all_must_be_right() -> None:
    world = declared("lithium", "magnet")
    both = {"sku": ["lamp", "bulb"]}
    finding = examine(Hazard, world, **both)
    assert (finding.fraction, finding.args) == (0, {"right": 1, "of": 2})
    assert act(world, "compliance.hazards", sku="bulb", flags=()).ok
    assert share_of(Hazard, world, **both) == 1
    assert share_of(Hazard, world, sku=["lamp", "unknown"]) == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"expect": ["hot"]}, "there is no flag 'hot'"),
        ({"sku": ["lamp", "bulb"], "expect": []}, "speaks of one product"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Hazard, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Hazard, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Hazard, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(declared("lithium")), Hazard, **VALUES)
