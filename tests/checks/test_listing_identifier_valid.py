"""Check: a listing carries the right number under the bar code."""

from typing import Any

import pytest

from lab.checks.listing_identifier_valid import ListingIdentifierValid as Identifier
from lab.listings.faults import find_faults
from lab.world.world import World
from tests.builders import (
    DE_BULB,
    DE_LAMP,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_product,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

OWN = "6291041500213"
VALUES: dict[str, Any] = {"on": DE_LAMP}


def with_number(gtin: str, own: str = OWN, **others: str) -> World:
    listings = [make_listing(gtin=gtin), make_listing(DE_BULB, gtin=others.get("bulb", "")), make_listing(KZ_LAMP, gtin=others.get("kz", ""))]
    return make_world(*listings, products={"lamp": make_product(gtin=own), "bulb": make_product("bulb")})


def test_the_product_s_own_number_earns_everything() -> None:
    finding = examine(Identifier, with_number(OWN), **VALUES)
    assert (finding.fraction, finding.message, finding.evidence[0]["verdict"]) == (1, "identifier_right", "right")
    assert share_of(Identifier, with_number(f"0{OWN}"), **VALUES) == 1


@pytest.mark.parametrize(
    ("gtin", "verdict"),
    [
        ("", "missing"), ("6291041500214", "gtin_check_digit"), ("6291041500123", "gtin_check_digit"), ("62910416", "gtin_check_digit"),
        ("QL-A430", "gtin_form"), ("2000000000015", "gtin_internal"), ("4006381333931", "gtin_of_other_goods"),
    ],
)  # fmt: skip
def test_any_other_number_earns_nothing(gtin: str, verdict: str) -> None:
    finding = examine(Identifier, with_number(gtin), **VALUES)
    assert (finding.fraction, finding.message, finding.evidence[0]["verdict"]) == (0, "identifier_wrong", verdict)


def test_a_number_of_the_shop_s_own_is_none() -> None:
    assert examine(Identifier, with_number("2000000000008", own=""), **VALUES).evidence[0]["verdict"] == "gtin_internal"


def test_where_nobody_knows_the_number_any_right_one_will_do() -> None:
    assert share_of(Identifier, with_number("4006381333931", own=""), **VALUES) == 1


def test_one_number_is_of_one_product() -> None:
    twice = with_number(OWN, bulb=OWN)
    finding = examine(Identifier, twice, **VALUES)
    assert (finding.fraction, finding.evidence[0]["verdict"], finding.evidence[0]["twin"]) == (0, "used twice", DE_BULB)
    assert share_of(Identifier, twice, **VALUES, unique="false") == 1
    assert share_of(Identifier, with_number(OWN, kz=OWN), **VALUES) == 1  # the same goods at another place


def test_every_listing_named_must_have_it() -> None:
    assert share_of(Identifier, with_number(OWN), on=[DE_LAMP, KZ_LAMP]) == 0
    assert share_of(Identifier, with_number(OWN, kz=OWN), on=[DE_LAMP, KZ_LAMP]) == 1


def test_a_wrong_number_is_named_in_the_editor_and_keeps_the_listing_off_sale() -> None:
    world = with_number("")
    assert act(world, "listing.unpublish", listing=DE_LAMP).ok
    assert act(world, "listing.save", listing=DE_LAMP, gtin="6291041500214").ok
    assert [fault.code for fault in find_faults(world.listings[DE_LAMP], world.setting) if fault.field == "gtin"] == ["gtin_check_digit"]
    assert act(world, "listing.publish", listing=DE_LAMP).args["faults"] == ["gtin_check_digit"]
    assert act(world, "listing.save", listing=DE_LAMP, gtin=" 6291041-500213").ok
    assert world.listings[DE_LAMP].gtin == OWN
    assert act(world, "listing.publish", listing=DE_LAMP).ok


def test_the_built_in_change_is_noticed() -> None:
    steps = [(10, "listing.save", {"listing": DE_LAMP, "gtin": OWN})]
    assert changes_noticed(Identifier, with_number(""), steps, **VALUES) == ["the last digit altered", "the number left out"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Identifier, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Identifier, **VALUES)
    for text in ("\u202e", "²" * 13, "١" * 13, "(" * 40):
        assert share_of(Identifier, with_number(text), **VALUES) == 0


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(with_number(OWN, bulb=OWN)), Identifier, **VALUES)
