"""Check: a listing has enough pictures that differ."""

from fractions import Fraction

import pytest

from lab.checks.image_count import ImageCount as Count
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
from tests.pictures import FIRST, LIKE_FIRST, UNLIKE, picture, shop


def share(count: int, **values: int) -> Fraction:
    world = shop(*(picture(sha) for sha in "abcdef"[:count]))
    return share_of(Count, world, on=DE_LAMP, **{"min": 2, "full": 5, **values})


@pytest.mark.parametrize(
    ("count", "earned"), [(0, "0"), (1, "0"), (2, "1/4"), (3, "1/2"), (4, "3/4"), (5, "1"), (6, "1")]
)
def test_even_steps_from_the_lowest_number_to_the_full_one(count: int, earned: str) -> None:
    assert share(count) == Fraction(earned)


def test_one_number_is_all_or_nothing() -> None:
    assert [share(count, min=3, full=3) for count in (2, 3)] == [0, 1]


def test_copies_count_once_and_the_finding_says_so() -> None:
    world = shop(
        picture("a", prints=FIRST),
        picture("b", prints=LIKE_FIRST),
        picture("c", prints=UNLIKE),
        picture("c", prints=UNLIKE),
    )
    finding = examine(Count, world, on=DE_LAMP, min=1, full=4)
    assert finding.fraction == Fraction(2, 4)
    assert finding.evidence[0]["found"] == 2
    assert finding.evidence[0]["reason"] == "copies count once"
    assert len(finding.evidence[0]["image"]) == 4


def test_several_listings_share_the_points() -> None:
    world = shop(picture("a"), picture("b"))
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[])
    assert share_of(Count, world, on=[DE_LAMP, KZ_LAMP], min=1, full=2) == Fraction(1, 2)


def test_the_full_number_is_not_below_the_lowest() -> None:
    with pytest.raises(ValueError, match="must not be less than"):
        make_check(Count, on=DE_LAMP, min=3, full=2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Count, on=DE_LAMP, min=1, full=3)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Count, on=DE_LAMP, min=1, full=3)
