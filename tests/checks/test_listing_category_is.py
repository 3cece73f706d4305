"""Check: a listing stands in the right category."""

from fractions import Fraction

import pytest

from lab.checks.listing_category_is import ListingCategoryIs as Category
from tests.builders import DE_LAMP, earns_nothing, examine, make_listing, make_world, share_of, survives_hostile_text

ACCEPT = ["home/lighting/desk-lamps"]


@pytest.mark.parametrize(
    ("category", "share"),
    [
        ("home/lighting/desk-lamps", Fraction(1)),
        ("home/lighting/floor-lamps", Fraction(1, 2)),
        ("home/kitchen/tea-sets", Fraction(0)),
        ("home/lighting", Fraction(0)),
        ("", Fraction(0)),
        ("/", Fraction(0)),
    ],
)
def test_the_right_leaf_earns_all_a_sibling_half_anything_else_nothing(category: str, share: Fraction) -> None:
    assert share_of(Category, make_world(make_listing(category=category)), on=DE_LAMP, accept=ACCEPT) == share


def test_the_author_says_what_a_sibling_gives() -> None:
    world = make_world(make_listing(category="home/lighting/floor-lamps"))
    assert share_of(Category, world, on=DE_LAMP, accept=ACCEPT, parent_gives="0") == 0


def test_the_finding_names_what_stands_there_and_what_should() -> None:
    shown = examine(Category, make_world(make_listing(category="home")), on=DE_LAMP, accept=ACCEPT).evidence[0]
    assert (shown["found"], shown["expected"]) == ("home", "home/lighting/desk-lamps")


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Category, on=DE_LAMP, accept=ACCEPT)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Category, on=DE_LAMP, accept=ACCEPT)
