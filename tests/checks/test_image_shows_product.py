"""Check: the pictures show the product that the listing sells."""

from fractions import Fraction

import pytest

from lab.checks.image_shows_product import ImageShowsProduct as Shows
from tests.builders import DE_BULB, DE_LAMP, earns_nothing, examine, make_listing, share_of, survives_hostile_text
from tests.pictures import FRONT, OTHER, SIDE, picture, shop


@pytest.mark.parametrize(
    ("asset", "same", "earned", "verdict"),
    [
        (FRONT, 600, 1, "yes"),
        (SIDE, 900, 1, "yes"),
        (FRONT, 450, 1, "unsure"),
        (FRONT, 399, 0, "no"),
        (OTHER, 900, 0, "no"),
        (None, 0, 1, "unsure"),
    ],
)
def test_the_main_picture_must_be_the_product(asset: str | None, same: int, earned: int, verdict: str) -> None:
    finding = examine(Shows, shop(picture("a", asset, same)), on=DE_LAMP)
    assert finding.fraction == earned
    assert finding.evidence[0]["verdict"] == verdict


def test_only_the_main_picture_counts_unless_all_are_asked_for() -> None:
    world = shop(picture("a"), picture("b", OTHER))
    assert share_of(Shows, world, on=DE_LAMP) == 1
    assert share_of(Shows, world, on=DE_LAMP, which="all") == Fraction(1, 2)


def test_the_finding_names_photo_score_and_the_nearest_other() -> None:
    image = picture("a", FRONT, 812, other=OTHER, other_same=377)
    shown = examine(Shows, shop(image), on=DE_LAMP).evidence[0]
    assert (shown["asset"], shown["same"], shown["other"], shown["other_same"]) == (FRONT, 812, OTHER, 377)
    assert (shown["image"], shown["expected"]) == ("a" * 64, "lamp-arc")


def test_each_listing_has_its_own_product() -> None:
    world = shop(picture("a", FRONT))
    world.listings[DE_BULB] = make_listing(DE_BULB, images=[picture("b", FRONT)])
    finding = examine(Shows, world, on=[DE_LAMP, DE_BULB])
    assert finding.fraction == Fraction(1, 2)
    assert finding.evidence[1]["reason"] == "another product"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Shows, on=DE_LAMP)
    assert share_of(Shows, shop(), on=DE_LAMP) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Shows, on=DE_LAMP, which="all")
