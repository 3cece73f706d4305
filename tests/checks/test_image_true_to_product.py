"""Check: a picture shows the product as it is."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.image_true_to_product import ImageTrueToProduct as TrueTo
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
from tests.pictures import FRONT, OTHER, picture, shop

GOOD: dict[str, Any] = {
    "sharpness": 950,
    "enlarged": 700,
    "light": 20,
    "cast": -60,
    "tilt": 30,
    "overlay": 2,
    "outline": 980,
    "hi_clip": 3,
}


def share(measured: dict[str, Any], **values: Any) -> Fraction:
    return share_of(TrueTo, shop(picture("a", **{**GOOD, **measured})), on=DE_LAMP, **values)


def test_a_true_picture_earns_everything() -> None:
    assert share({}) == 1


@pytest.mark.parametrize(
    ("figures", "lost"),
    [
        ({"sharpness": 650}, "1/2"),  # half way from 700 to 600
        ({"sharpness": 2500}, "1"),
        ({"enlarged": 1750}, "1/4"),
        ({"light": -100}, "1/2"),
        ({"light": 100}, "1/2"),
        ({"cast": 350}, "1"),
        ({"hi_clip": 60}, "1/2"),
        ({"tilt": -250}, "1/2"),
        ({"overlay": 20}, "1"),
        ({"outline": 700}, "0"),  # not asked for
    ],
)
def test_each_figure_outside_its_limits_costs_its_part(figures: dict[str, int], lost: str) -> None:
    assert share(figures) == 1 - Fraction(lost) / 7


def test_what_was_not_measured_is_left_out() -> None:
    assert share({"cast": None, "overlay": None, "light": 100}) == 1 - Fraction(1, 2) / 5
    assert share({"overlay": None}, figures=["overlay", "tilt"]) == 1


def test_where_nothing_was_measured_a_person_looks() -> None:
    finding = examine(TrueTo, shop(picture("a", None)), on=DE_LAMP)
    assert finding.fraction == 1
    assert (finding.evidence[0]["found"], finding.evidence[0]["verdict"]) == ("not measured", "unsure")


def test_figures_may_be_chosen() -> None:
    assert share({"outline": 890}, figures=["outline"]) == Fraction(1, 2)
    with pytest.raises(ValueError, match="figures"):
        make_check(TrueTo, on=DE_LAMP, figures=["beauty"])


def test_a_picture_of_another_product_earns_nothing() -> None:
    assert share_of(TrueTo, shop(picture("a", OTHER, **GOOD)), on=DE_LAMP) == 0
    assert share_of(TrueTo, shop(picture("a", FRONT, 399, **GOOD)), on=DE_LAMP) == 0


def test_all_pictures_may_be_looked_at() -> None:
    world = shop(picture("a", **GOOD), picture("b", **{**GOOD, "tilt": 400}))
    assert share_of(TrueTo, world, on=DE_LAMP, figures=["tilt"]) == 1
    assert share_of(TrueTo, world, on=DE_LAMP, figures=["tilt"], which="all") == Fraction(1, 2)


def test_the_finding_shows_figure_and_limits() -> None:
    shown = {
        one["rule"]: (one["found"], one["expected"], one["image"])
        for one in examine(TrueTo, shop(picture("a", **GOOD)), on=DE_LAMP).evidence
    }
    assert shown["sharpness"] == (950, "700 … 1700", "a" * 64)
    assert shown["overlay"] == (2, "≤ 5", "a" * 64)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(TrueTo, on=DE_LAMP)
    world = shop(picture("a", **GOOD))
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[])
    assert share_of(TrueTo, world, on=KZ_LAMP) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(TrueTo, on=DE_LAMP, which="all")
