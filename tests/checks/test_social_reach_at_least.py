"""Check: posts reach enough followers, or bring enough of them to the shop."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.social_reach_at_least import SocialReachAtLeast as Reach
from lab.engine.advance import advance
from lab.world.post import Post, PostDay
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"full": 1000, "zero": 200}


def shop(*reaches: int, listing: str = DE_LAMP) -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    for number, reach in enumerate(reaches):
        days = [PostDay(0, "homes", reach, reach // 10, reach // 100)]
        world.posts[f"p{number}"] = Post(f"p{number}", "quillet", listing.split("/")[1], "Licht.", listing, "", "", 0, 0, 0, days=days)
    return world


@pytest.mark.parametrize(
    ("reach", "share", "message"),
    [
        (200, Fraction(0), "reach_missed"), (201, Fraction(1, 800), "reach_near"), (600, Fraction(1, 2), "reach_near"),
        (999, Fraction(799, 800), "reach_near"), (1000, Fraction(1), "reach_reached"), (5000, Fraction(1), "reach_reached"),
    ],
)  # fmt: skip
def test_the_share_is_a_straight_line_between_zero_and_full(reach: int, share: Fraction, message: str) -> None:
    finding = examine(Reach, shop(reach), **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (share, message, {"found": reach, "full": 1000})


def test_all_posts_count_together_also_those_taken_back() -> None:
    world = shop(500, 500)
    assert share_of(Reach, world, **VALUES) == 1
    world.now = 50
    assert act(world, "social.remove", post="p1").ok
    assert share_of(Reach, world, **VALUES) == 1


def test_clicks_and_sales_can_be_asked_for() -> None:
    world = shop(500, 500)
    assert examine(Reach, world, of="clicks", full=200).args["found"] == 100
    assert share_of(Reach, world, of="sales", full=20) == Fraction(1, 2)


def test_listings_and_networks_narrow_it() -> None:
    world = shop(1000)
    assert share_of(Reach, world, on=DE_LAMP, **VALUES) == 1
    assert share_of(Reach, world, on=KZ_LAMP, **VALUES) == 0
    assert share_of(Reach, world, network="glimmer", **VALUES) == 0
    assert examine(Reach, world, on=KZ_LAMP, **VALUES).evidence[0]["found"] == "no post"


def test_what_followers_really_did_is_what_counts() -> None:
    world = make_world(make_listing())
    text = "Welche Lampe steht auf eurem Schreibtisch? Unsere blendet abends nicht."
    assert act(world, "social.post", post="p", network="commonroom", country="DE", text=text, listing=DE_LAMP).ok
    advance(world, 1440)
    finding = examine(Reach, world, full=10_000)
    assert finding.args["found"] == world.posts["p"].total("reach") > 300


def test_full_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="'full' must be above 'zero'"):
        make_check(Reach, full=200, zero=200)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Reach, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Reach, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop(500, 300)), Reach, **VALUES)
