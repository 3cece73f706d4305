"""Posts are made, planned, changed and taken back, and what a network would not take is refused."""

from typing import Any

import pytest

from lab.engine.codec import action_from, decode_action, encode_action
from lab.images.quality import image_quality
from lab.social.actions import MAX_AHEAD_DAYS, MAX_POSTS
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, act, make_image, make_listing, make_world

TEXT = "Welche Lampe steht auf eurem Schreibtisch? Unsere blendet abends nicht."


def shop() -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP), make_listing(DE_BULB))
    world.now = 100
    return world


def post(world: World, **changes: Any) -> tuple[bool, str]:
    values = {"post": "p1", "network": "commonroom", "country": "DE", "text": TEXT, "listing": DE_LAMP, **changes}
    outcome = act(world, "social.post", **values)
    return outcome.ok, outcome.code


def test_a_post_goes_out_now_with_what_was_measured_of_its_picture() -> None:
    world = shop()
    assert post(world, picture="a" * 64, alt="  Lampe  ") == (True, "")
    made = world.posts["p1"]
    assert (made.at, made.made_at, made.listing, made.alt) == (100, 100, DE_LAMP, "Lampe")
    assert made.points == image_quality(make_image().facts)


def test_the_first_address_in_the_text_is_where_it_leads() -> None:
    world = shop()
    post(world, listing="", text=f"{TEXT} https://meridian.example/DE/bulb")
    assert world.posts["p1"].listing == DE_BULB


def test_a_planned_post_can_be_changed_until_it_is_out() -> None:
    world = shop()
    assert post(world, at=500) == (True, "")
    world.now = 200
    assert post(world, at=600, text=TEXT.upper()) == (True, "")
    assert (world.posts["p1"].at, world.posts["p1"].made_at) == (600, 100)
    world.now = 600
    assert post(world) == (False, "post_is_out")


def test_a_post_is_taken_back_once() -> None:
    world = shop()
    post(world)
    assert act(world, "social.remove", post="p1").ok and world.posts["p1"].removed_at == 100
    assert act(world, "social.remove", post="p1").code == "post_is_removed"
    assert act(world, "social.remove", post="p2").code == "no_such_post"
    assert post(world) == (False, "post_is_out")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"post": " "}, "text_empty"),
        ({"post": "x" * 41}, "too_long"),
        ({"network": "nowhere"}, "no_such_network"),
        ({"country": "FR"}, "no_followers_there"),
        ({"country": "US", "listing": ""}, "no_followers_there"),  # the shop does not sell there
        ({"at": 99}, "post_in_the_past"),
        ({"at": 101 + MAX_AHEAD_DAYS * DAY}, "post_too_far_ahead"),
        ({"text": "\n"}, "post_text_empty"),
        ({"text": "x" * 4001}, "post_too_long"),
        ({"network": "glimmer"}, "post_picture_missing"),
        ({"picture": "f" * 64}, "post_picture_unknown"),
        ({"listing": "meridian/DE/x"}, "post_listing_unknown"),
        ({"listing": KZ_LAMP}, "post_listing_elsewhere"),
        ({"text": "#a #b #c #d #e #f #g"}, "too_many_tags"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(changes: dict[str, Any], code: str) -> None:
    world = shop()
    assert post(world, **changes) == (False, code)
    assert world.posts == {} and world.followers == {}


def test_there_is_an_end_to_posts() -> None:
    world = shop()
    for number in range(MAX_POSTS):
        assert post(world, post=f"n{number}")[0]
    assert post(world, post="one more") == (False, "too_many_posts")


def test_faults_that_a_network_takes_stop_nothing() -> None:
    assert post(shop(), text="-20 % auf alles! #fussball #f4f https://other-shop.com") == (True, "")


def test_an_action_reads_like_it_was_written() -> None:
    action = action_from("social.post", {"post": "p1", "network": "quillet", "country": "DE", "text": TEXT})
    assert decode_action(encode_action(action)) == action
