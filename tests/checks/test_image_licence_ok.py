"""Check: no picture uses a photo that belongs to a rival."""

from fractions import Fraction
from typing import Any

from lab.checks.image_licence_ok import ImageLicenceOk as Licence
from tests.builders import DE_LAMP, earns_nothing, examine, share_of, survives_hostile_text
from tests.pictures import FRONT, RIVAL, SIDE, made, picture, shop

VALUES: dict[str, Any] = {"on": DE_LAMP, "needs": ["gate"]}


def test_own_and_suppliers_photos_lose_nothing() -> None:
    assert share_of(Licence, shop(picture("a", FRONT), picture("b", SIDE), picture("c", None)), **VALUES) == 1


def test_a_picture_made_from_a_rivals_photo_loses_and_the_finding_names_it() -> None:
    image = picture("b", FRONT, 900)
    finding = examine(Licence, made(shop(picture("a"), image), image, RIVAL), **VALUES)
    assert (finding.fraction, finding.message) == (0, "rivals_photo_used")
    (shown,) = finding.evidence
    assert (shown["object"], shown["found"], shown["image"]) == (f"{DE_LAMP}:2", RIVAL, "b" * 64)


def test_an_upload_that_is_surely_a_rivals_photo_loses_too() -> None:
    finding = examine(Licence, shop(picture("a", RIVAL, 600)), **VALUES)
    assert finding.fraction == 0
    assert finding.evidence[0]["same"] == 600
    assert share_of(Licence, shop(picture("a", RIVAL, 599)), **VALUES) == 1


def test_what_a_picture_was_made_from_counts_more_than_what_it_looks_like() -> None:
    image = picture("a", RIVAL, 700)
    assert share_of(Licence, made(shop(image), image, FRONT), **VALUES) == 1


def test_each_picture_loses_its_part() -> None:
    world = shop(picture("a"), picture("b", RIVAL), picture("c", RIVAL))
    assert share_of(Licence, world, per="1/4", **VALUES) == Fraction(1, 2)
    assert share_of(Licence, world, **VALUES) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Licence, on=DE_LAMP)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Licence, **VALUES)
