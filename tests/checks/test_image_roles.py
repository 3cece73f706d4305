"""Check: the pictures of a listing do different work."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.image_roles import ImageRoles as Roles
from lab.images.negatives import known_assets, view_of
from lab.images.recipe import Step
from lab.world.listing import ListingImage
from lab.world.setting import GivenPhoto
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_check,
    make_listing,
    share_of,
    survives_hostile_text,
)
from tests.pictures import FRONT, OTHER, SIDE, crop, label, line, made, picture, shop

CUTOUT = Step("cutout", {"left": 0, "top": 0, "width": 10_000, "height": 10_000}, {"outline": "", "strokes": ""})
FRAME = Step("frame", {"across": 1, "down": 1, "fill": 850})


def verdict(
    role: str, image: ListingImage, source: str = "", steps: list[Step] | None = None, **more: Any
) -> tuple[str, str]:
    """Answer and reason for a second picture beside a main one made from the front photo."""
    main = picture("a", FRONT)
    world = made(shop(main, image), main, FRONT)
    if source:
        made(world, image, source, steps or [], **more)
    finding = examine(Roles, world, on=DE_LAMP, roles=[role])
    shown = finding.evidence[0]
    assert finding.fraction == (0 if shown["verdict"] == "no" else 1)
    assert shown["object"] == f"{DE_LAMP}:2"
    return shown["verdict"], shown.get("reason", "")


def test_all_roles_filled_earn_everything_and_each_missing_one_costs_its_part() -> None:
    images = [
        picture("a", FRONT), picture("b", SIDE, role="angle"), picture("c", FRONT, role="detail"),
        picture("d", FRONT, role="dimensions"), picture("e", FRONT, role="infographic"),
    ]  # fmt: skip
    world = shop(*images)
    made(world, images[0], FRONT, [CUTOUT, FRAME])
    made(world, images[1], SIDE)
    made(world, images[2], FRONT, [crop(5000, 5000)])
    made(world, images[3], FRONT, [CUTOUT, FRAME, line()], [label("43 cm")])
    made(world, images[4], FRONT, [CUTOUT, FRAME], [label("Fassung E27")])
    roles = ["main", "angle", "detail", "dimensions", "infographic"]
    assert share_of(Roles, world, on=DE_LAMP, roles=roles) == 1
    assert share_of(Roles, world, on=DE_LAMP, roles=[*roles, "packaging"]) == Fraction(5, 6)
    world.listings[DE_LAMP].images.pop(3)
    finding = examine(Roles, world, on=DE_LAMP, roles=roles)
    assert finding.fraction == Fraction(4, 5)
    assert [shown["rule"] for shown in finding.evidence if shown["share"] == "0"] == ["dimensions"]


def test_the_first_picture_is_the_main_one_whatever_is_said_of_it() -> None:
    world = shop(picture("a", role="detail"))
    assert share_of(Roles, world, on=DE_LAMP, roles=["main"]) == 1
    assert share_of(Roles, world, on=DE_LAMP, roles=["detail"]) == 0


def test_an_angle_comes_from_another_photo_than_the_main_picture() -> None:
    assert verdict("angle", picture("b", SIDE, role="angle"), SIDE) == ("yes", "made from such a photo")
    assert verdict("angle", picture("b", FRONT, role="angle"), FRONT) == ("no", "the same photo as the main picture")
    assert verdict("angle", picture("b", OTHER, role="angle"), OTHER) == ("no", "another product")


def test_an_angle_from_elsewhere_is_believed_if_it_shows_the_product() -> None:
    assert verdict("angle", picture("b", SIDE, role="angle"))[0] == "yes"
    assert verdict("angle", picture("b", FRONT, role="angle"))[0] == "no"
    assert verdict("angle", picture("b", SIDE, 500, role="angle")) == ("unsure", "perhaps this product")
    assert verdict("angle", picture("b", None, role="angle")) == ("unsure", "not measured")
    assert verdict("angle", picture("b", SIDE, 300, role="angle"))[0] == "no"


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ([crop(7700, 7700)], "yes"),  # 59 %
        ([crop(7800, 7800)], "no"),  # 61 %
        ([crop(8000, 8000), crop(9000, 9000)], "yes"),  # 52 % by two cuts
        ([CUTOUT, FRAME, crop(5000, 5000)], "no"),  # white canvas cut away is no detail
        ([], "no"),
    ],
)
def test_a_detail_is_a_close_cut(steps: list[Step], answer: str) -> None:
    found, reason = verdict("detail", picture("b", FRONT, role="detail"), FRONT, steps)
    assert (found, reason) == (answer, "a close cut" if answer == "yes" else "the photo shows something else")


def test_a_close_cut_of_another_product_is_no_detail_of_this_one() -> None:
    assert verdict("detail", picture("b", OTHER, role="detail"), OTHER, [crop(5000, 5000)]) == ("no", "another product")


@pytest.mark.parametrize("role", ["detail", "in-use", "packaging"])
def test_a_picture_made_from_a_view_fills_the_role_of_that_view(role: str) -> None:
    for asset in known_assets():
        photos = {"lamp": (GivenPhoto(FRONT), GivenPhoto(asset))}
        image = picture("b", None, role=role)
        world = made(shop(picture("a"), image, photos=photos), image, asset)
        assert share_of(Roles, world, on=DE_LAMP, roles=[role]) == (view_of(asset).role == role), asset


def test_other_scenes_from_elsewhere_are_believed_if_they_show_the_product() -> None:
    for role in ("detail", "in-use"):
        assert verdict(role, picture("b", FRONT, role=role))[0] == "yes"
        assert verdict(role, picture("b", None, role=role))[0] == "unsure"
        assert verdict(role, picture("b", OTHER, role=role))[0] == "no"
    assert verdict("packaging", picture("b", FRONT, role="packaging")) == ("unsure", "made elsewhere")


def test_dimensions_need_a_line_with_ends_and_a_length() -> None:
    image = picture("b", FRONT, role="dimensions")
    good = [label("Höhe: 43 cm")]
    assert verdict("dimensions", image, FRONT, [line(1)], labels=good) == ("yes", "")
    assert verdict("dimensions", image, FRONT, [line(2)], labels=good) == ("yes", "")
    assert verdict("dimensions", image, FRONT, [line(0)], labels=good) == ("no", "no line with ends")
    assert verdict("dimensions", image, FRONT, [], labels=good) == ("no", "no line with ends")
    assert verdict("dimensions", image, FRONT, [line()]) == ("no", "no number with a unit")
    assert verdict("dimensions", image, FRONT, [line()], labels=[label("43")]) == ("no", "no number with a unit")
    assert verdict("dimensions", image, FRONT, [line()], labels=[label("ارتفاع 43 سم", "ar")]) == ("yes", "")
    assert verdict("dimensions", image, FRONT, [line()], labels=[label("43 ซม.", "th")]) == ("yes", "")
    assert verdict("dimensions", image, FRONT, [line()], labels=[label("43 សង់ទីម៉ែត្រ", "km")])[0] == "unsure"
    assert verdict("dimensions", image) == ("unsure", "made elsewhere")


def test_an_infographic_has_a_text() -> None:
    image = picture("b", FRONT, role="infographic")
    assert verdict("infographic", image, FRONT, labels=[label("E27")]) == ("yes", "")
    assert verdict("infographic", image, FRONT, labels=[label("")]) == ("no", "no text on it")
    assert verdict("infographic", image, FRONT) == ("no", "no text on it")
    assert verdict("infographic", image) == ("unsure", "made elsewhere")


def test_the_best_of_several_pictures_in_a_role_counts() -> None:
    main, poor, good = picture("a"), picture("b", FRONT, role="angle"), picture("c", SIDE, role="angle")
    finding = examine(Roles, shop(main, poor, good), on=DE_LAMP, roles=["angle"])
    assert (finding.fraction, finding.evidence[0]["image"]) == (1, "c" * 64)


def test_roles_are_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="roles"):
        make_check(Roles, on=DE_LAMP, roles=["poster"])


def test_several_listings_are_looked_at() -> None:
    world = shop(picture("a"))
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[])
    assert share_of(Roles, world, on=[DE_LAMP, KZ_LAMP], roles=["main"]) == Fraction(1, 2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Roles, on=DE_LAMP, roles=["main", "angle"])


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Roles, on=DE_LAMP, roles=["main", "dimensions"])
