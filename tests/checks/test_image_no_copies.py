"""Check: no picture of a listing is a copy of another."""

from fractions import Fraction
from typing import Any

from lab.checks.image_no_copies import ImageNoCopies as NoCopies
from tests.builders import DE_LAMP, KZ_LAMP, earns_nothing, examine, make_listing, share_of, survives_hostile_text
from tests.pictures import FIRST, LIKE_FIRST, UNLIKE, label, made, picture, shop

VALUES: dict[str, Any] = {"on": DE_LAMP, "needs": ["gate"]}


def test_pictures_that_differ_lose_nothing() -> None:
    assert (
        share_of(NoCopies, shop(picture("a", prints=FIRST), picture("b", prints=UNLIKE), picture("c")), **VALUES) == 1
    )


def test_a_copy_loses_and_the_finding_names_it_and_its_original() -> None:
    world = shop(picture("a", prints=FIRST), picture("b", prints=UNLIKE), picture("c", prints=LIKE_FIRST))
    finding = examine(NoCopies, world, **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (0, "pictures_are_copies", {"found": 1})
    (shown,) = finding.evidence
    assert (shown["object"], shown["image"], shown["found"]) == (f"{DE_LAMP}:3", "c" * 64, 1)


def test_each_copy_loses_its_part_once() -> None:
    world = shop(picture("a"), picture("a"), picture("a"), picture("b"))
    finding = examine(NoCopies, world, per="1/4", **VALUES)
    assert finding.fraction == Fraction(1, 2)
    assert [shown["found"] for shown in finding.evidence] == [1, 1]


def test_a_picture_with_labels_is_no_copy_of_its_photo() -> None:
    images = picture("a", prints=FIRST), picture("b", prints=LIKE_FIRST)
    assert share_of(NoCopies, shop(*images), **VALUES) == 0
    assert share_of(NoCopies, made(shop(*images), images[1], labels=[label("43 cm")]), **VALUES) == 1


def test_the_same_picture_in_two_listings_is_no_copy() -> None:
    world = shop(picture("a"))
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[picture("a")])
    assert share_of(NoCopies, world, **{**VALUES, "on": [DE_LAMP, KZ_LAMP]}) == 1


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(NoCopies, on=DE_LAMP)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NoCopies, **VALUES)
