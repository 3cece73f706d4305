"""Check: the main image keeps the platform's rules."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.image_main_rules import ImageMainRules as Rules
from lab.listings.faults import main_image_verdicts
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_image,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)


def broken(key: str = DE_LAMP, **facts: Any) -> list[str]:
    world = make_world(make_listing(key, images=[make_image(**facts)]))
    verdicts = main_image_verdicts(world.listings[key], world.profile_of(world.listings[key]))
    kept = sum(verdict.passed for verdict in verdicts)
    assert share_of(Rules, world, on=key, rules="market") == Fraction(kept, len(verdicts))
    return [verdict.rule for verdict in verdicts if not verdict.passed]


def test_a_good_picture_earns_everything() -> None:
    assert broken() == []
    assert share_of(Rules, make_world(make_listing()), on=DE_LAMP, rules="market") == 1


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"fill_long": 500}, ["fill"]),
        ({"touch": 2}, ["whole"]),
        ({"width_px": 300, "height_px": 300}, ["size"]),
        ({"byte_count": 60_000_000}, ["bytes"]),
        ({"format": "GIF"}, ["format"]),
        ({"pure_bg": 0, "white_bg": 100, "ring_white": 0}, ["background", "fill", "whole"]),
    ],
)
def test_each_broken_rule_costs_its_part(facts: dict[str, Any], rules: list[str]) -> None:
    assert broken(**facts) == rules


def test_the_first_picture_is_the_main_one() -> None:
    bad, good = make_image("b", white_bg=0, pure_bg=0), make_image("a")
    assert share_of(Rules, make_world(make_listing(images=[good, bad])), on=DE_LAMP, rules="market") == 1
    assert share_of(Rules, make_world(make_listing(images=[bad, good])), on=DE_LAMP, rules="market") < 1


def test_the_finding_shows_measured_value_and_limit() -> None:
    finding = examine(Rules, make_world(make_listing(images=[make_image(fill_long=500)])), on=DE_LAMP, rules="market")
    shown = next(e for e in finding.evidence if e["rule"] == "fill")
    assert (shown["found"], shown["expected"]) == (500, 850)


def test_rules_are_those_of_the_place() -> None:
    world = make_world(make_listing(KZ_LAMP, images=[make_image(white_bg=100, pure_bg=0, ring_white=0)]))
    rules = [e["rule"] for e in examine(Rules, world, on=KZ_LAMP, rules="market").evidence]
    assert ("background" in rules) == world.setting.platforms["caravan"].main_image_white_background


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Rules, on=DE_LAMP, rules="market")
    assert share_of(Rules, make_world(make_listing(images=[])), on=DE_LAMP, rules="market") == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Rules, on=DE_LAMP, rules="market")
