"""Which posts a check looks at."""

from lab.checks.posts import post_name, posts_out
from lab.world.post import Post
from lab.world.world import World
from tests.builders import DE, DE_LAMP, KZ_LAMP, make_world


def shop() -> World:
    world = make_world()
    world.now = 100
    for name, network, country, listing, at, removed in (
        ("lamp", "quillet", "DE", DE_LAMP, 0, None), ("plain", "commonroom", "DE", "", 0, None), ("kz", "quillet", "KZ", KZ_LAMP, 100, None),
        ("planned", "quillet", "DE", DE_LAMP, 101, None), ("back", "quillet", "DE", DE_LAMP, 0, 50), ("never", "quillet", "DE", DE_LAMP, 60, 50),
        ("gone", "no-more", "DE", "", 0, None),
    ):  # fmt: skip
        world.posts[name] = Post(name, network, country, "Licht.", listing, "", "", 0, at, 0, removed)
    return world


def names(*on: str, network: str = "", removed: bool = False) -> list[str]:
    return [post.id for post, _ in posts_out(shop(), on, network, removed=removed)]


def test_only_posts_that_are_out_on_a_known_network_count() -> None:
    assert names() == ["lamp", "plain", "kz"]
    assert names(removed=True) == ["lamp", "plain", "kz", "back"]


def test_listings_and_places_narrow_them() -> None:
    assert names(DE_LAMP) == ["lamp"]
    assert names(DE) == ["lamp", "plain"]
    assert names("caravan/DE") == ["plain"]
    assert names(DE, network="commonroom") == ["plain"]


def test_a_post_is_named_by_network_country_and_id() -> None:
    assert post_name(shop().posts["kz"]) == "quillet/KZ/kz"
