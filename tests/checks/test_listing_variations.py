"""Check: listings are linked as variations of each other, each with its own value."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_variations import ListingVariations as Variations
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    TRUTH,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed
from tests.listings.test_families import BLACK, GREEN, shop

VALUES: dict[str, Any] = {"on": [GREEN, BLACK], "axis": "colour", "expect": {GREEN: "green", BLACK: "black"}}


def linked(*keys: str, family: str = "arc", axis: str = "colour", **colours: str) -> World:
    world = shop(**colours)
    for key in keys:
        assert act(world, "listing.family", listing=key, family=family, axis=axis).ok
    return world


def test_linked_variations_with_their_values_earn_everything() -> None:
    finding = examine(Variations, linked(GREEN, BLACK), **VALUES)
    assert (finding.fraction, finding.message) == (1, "variations_right")


def verdicts(world: World, **values: Any) -> list[str]:
    return [str(one["verdict"]) for one in examine(Variations, world, **{**VALUES, **values}).evidence]


def test_each_variation_that_is_not_right_costs_its_part() -> None:
    assert verdicts(linked(GREEN)) == ["right", "not linked"]
    assert verdicts(linked(GREEN, BLACK, black="grey")) == ["right", "wrong"]
    assert share_of(Variations, linked(GREEN), **VALUES) == Fraction(1, 2)


def test_another_axis_or_another_family_is_no_link() -> None:
    assert verdicts(linked(GREEN, BLACK, axis="socket")) == ["not linked", "not linked"]
    world = linked(GREEN)
    assert act(world, "listing.family", listing=BLACK, family="other", axis="colour").ok
    assert verdicts(world) == ["right", "not linked"]


def test_values_alone_count_where_no_link_is_asked_for() -> None:
    assert share_of(Variations, shop(), **VALUES, linked="false") == 1


def test_what_does_not_belong_into_the_family_costs_too() -> None:
    world = linked(GREEN, BLACK)
    stranger = world.listings[KZ_LAMP]
    stranger.platform, stranger.country, stranger.sku, stranger.family, stranger.axis = "meridian", "DE", "bulb", "arc", "colour"
    finding = examine(Variations, world, **VALUES)
    assert (finding.fraction, finding.evidence[-1]["verdict"]) == (Fraction(2, 3), "does not belong there")


@pytest.mark.parametrize(
    "changes",
    [{"expect": {GREEN: "green", KZ_LAMP: "black"}}, {"on": [GREEN, KZ_LAMP], "expect": {GREEN: "green", KZ_LAMP: "black"}}],
)
def test_every_listing_needs_a_value_and_all_are_of_one_place(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="all of one place"):
        make_check(Variations, **{**VALUES, **changes})


def test_the_built_in_change_is_noticed() -> None:
    steps = [(number, "listing.family", {"listing": key, "family": "arc", "axis": "colour"}) for number, key in enumerate((GREEN, BLACK), start=10)]
    assert changes_noticed(Variations, shop(), steps, **VALUES) == [
        "one variation unlinked", "the links left out", "the value of one variation taken away",
    ]  # fmt: skip


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Variations, **VALUES) and earns_nothing(Variations, **VALUES, linked="false")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Variations, **VALUES)
    world = linked(DE_LAMP, BLACK, family="(\u202e🙂")
    world.listings[DE_LAMP].attributes = {**TRUTH, "colour": "(" * 300}
    assert share_of(Variations, world, **VALUES) == Fraction(1, 2)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(linked(GREEN)), Variations, **VALUES)
