"""Variations of one product."""

import zlib
from typing import Any

import pytest

from lab.engine.pack import pack, unpack, world_hash
from lab.listings.families import MOST_MEMBERS, axis_values, family_faults, members
from lab.world.world import World
from tests.builders import DE, DE_BULB, DE_LAMP, KZ_LAMP, TRUTH, act, make_listing, make_product, make_world

GREEN, BLACK = DE_LAMP, "meridian/DE/black"


def shop(**colours: str) -> World:
    """A shop with the lamp in two colours in Germany, and once in Kazakhstan."""
    products = {"lamp": make_product(), "black": make_product(sku="lamp", names={"en": "Arc desk lamp, black"})}
    black = make_listing(attributes={**TRUTH, "colour": colours.get("black", "black")})
    black.sku = "black"
    return make_world(make_listing(), black, make_listing(KZ_LAMP), products=products, stock={"lamp": 50, "black": 20})


def test_listings_of_a_place_become_a_family_and_stand_alone_again() -> None:
    world = shop()
    for key in (BLACK, GREEN, KZ_LAMP):
        assert act(world, "listing.family", listing=key, family=" Arc  lamp ", axis="colour").ok
    assert [one.key for one in members(world, DE, "Arc lamp")] == [GREEN, BLACK]
    assert axis_values(world, DE, "Arc lamp") == {GREEN: "green", BLACK: "black"}
    assert members(world, DE, "") == []
    assert act(world, "listing.family", listing=BLACK).ok
    assert [one.key for one in members(world, DE, "Arc lamp")] == [GREEN]
    assert (world.listings[BLACK].family, world.listings[BLACK].axis) == ("", "")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"listing": "meridian/DE/chair"}, "no_such_listing"), ({"family": ""}, "in_no_family"), ({"family": "x" * 61}, "too_long"),
        ({"axis": "smell"}, "no_such_axis"), ({"axis": ""}, "no_such_axis"), ({"axis": "socket"}, "family_has_other_axis"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_changes_nothing(fields: dict[str, Any], code: str) -> None:
    world = shop()
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="colour").ok
    before = world_hash(world)
    outcome = act(world, "listing.family", **{"listing": BLACK, "family": "arc", "axis": "colour", **fields})
    assert (outcome.ok, outcome.code) == (False, code)
    assert world_hash(world) == before


def test_goods_of_another_kind_are_no_variation() -> None:
    world = make_world(make_listing(), make_listing(DE_BULB))
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="socket").ok
    assert act(world, "listing.family", listing=DE_BULB, family="arc", axis="socket").code == "family_of_other_goods"
    assert act(world, "listing.family", listing=DE_BULB, family="bulbs", axis="socket").ok


def test_the_axis_of_a_family_of_one_can_change() -> None:
    world = shop()
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="colour").ok
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="socket").ok


def test_a_family_has_room_for_so_many_and_no_more() -> None:
    names = [f"lamp{number}" for number in range(MOST_MEMBERS)]
    world = make_world(make_listing(), products={name: make_product(sku="lamp") for name in ("lamp", *names)}, stock={})
    for number, name in enumerate(names):
        listing = make_listing(family="arc", axis="colour")
        listing.sku = name
        world.listings[f"meridian/DE/lamp{number}"] = listing
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="colour").code == "family_full"


def test_a_choice_needs_a_value_that_no_other_has() -> None:
    world = shop(black="green")
    assert family_faults(world, world.listings[GREEN]) == []
    for key in (GREEN, BLACK):
        assert act(world, "listing.family", listing=key, family="arc", axis="colour").ok
    assert [fault.code for fault in family_faults(world, world.listings[GREEN])] == ["family_value_twice"]
    world.listings[BLACK].attributes["colour"] = "black"
    assert family_faults(world, world.listings[GREEN]) == []
    del world.listings[BLACK].attributes["colour"]
    assert [fault.code for fault in family_faults(world, world.listings[BLACK])] == ["family_without_value"]


def test_a_listing_that_stands_alone_keeps_its_bytes_and_one_in_a_family_comes_back() -> None:
    world = shop()
    assert b"family" not in zlib.decompress(pack(world))
    assert act(world, "listing.family", listing=GREEN, family="arc", axis="colour").ok
    assert unpack(pack(world), world.setting) == world
