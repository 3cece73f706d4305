"""What the social pages show is added up from the posts."""

from lab.school.social_view import (
    Counts,
    countries_of,
    days_of,
    free_id,
    from_posts,
    group_rows,
    post_row,
    post_rows,
    state_of,
)
from lab.values.moment import DAY
from lab.world.post import Post, PostDay
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, make_world


def shop() -> World:
    world = make_world()
    world.now = 2 * DAY
    for name, network, at, listing, days in (
        ("p1", "quillet", 0, DE_LAMP, [PostDay(0, "homes", 100, 10, 1), PostDay(1, "homes", 20, 1), PostDay(1, "savers", 30, 4)]),
        ("p2", "glimmer", DAY, DE_BULB, [PostDay(1, "homes", 7, 2, 1)]),
        ("p3", "quillet", 3 * DAY, "", []),
    ):
        world.posts[name] = Post(name, network, "DE", "Licht.", listing, "", "", 0, at, 0, days=days)
    return world


def test_a_post_is_added_up_by_group_and_by_day() -> None:
    world = shop()
    row = post_row(world, world.posts["p1"])
    assert row is not None
    assert row.total == Counts(150, 15, 1)
    assert row.segments == {"homes": Counts(120, 11, 1), "savers": Counts(30, 4, 0)}
    assert row.days == {0: Counts(100, 10, 1), 1: Counts(50, 5, 0)}


def test_the_latest_stand_first_and_networks_that_are_no_more_nowhere() -> None:
    world = shop()
    world.posts["old"] = Post("old", "no-more", "DE", "Licht.", "", "", "", 0, 0, 0)
    assert [row.post.id for row in post_rows(world)] == ["p3", "p2", "p1"]
    assert post_row(world, world.posts["old"]) is None


def test_a_post_is_planned_out_or_taken_back() -> None:
    world = shop()
    world.posts["p2"].removed_at = DAY + 5
    assert [state_of(post, world) for post in world.posts.values()] == ["out", "removed", "planned"]


def test_groups_show_who_came_and_what_posts_brought_from_them() -> None:
    world = shop()
    world.followers["quillet/DE/homes"] = 155
    groups = {(row.segment.country, row.segment.id): row for row in group_rows(world, post_rows(world))}
    homes = groups["DE", "homes"]
    assert (homes.followers["quillet"], homes.change["quillet"], homes.change["glimmer"]) == (155, 5, 0)
    assert homes.total == Counts(127, 13, 2)
    assert groups["KZ", "city"].total == Counts()
    assert countries_of(world) == ("DE", "KZ")


def test_what_came_from_posts_in_some_days_of_a_listing() -> None:
    world = shop()
    assert from_posts(world, 0, 1) == Counts(157, 17, 2)
    assert from_posts(world, 1, 1) == Counts(57, 7, 1)
    assert from_posts(world, 0, 1, DE_BULB) == Counts(7, 2, 1)


def test_days_run_from_the_first_that_brought_something_to_today() -> None:
    world = shop()
    days = days_of(world, post_rows(world), 30)
    assert [day for day, _of in days] == [0, 1, 2]
    assert days[1][1] == {"glimmer": Counts(7, 2, 1), "quillet": Counts(50, 5, 0)}
    assert [day for day, _of in days_of(world, post_rows(world), 2)] == [1, 2]


def test_a_new_post_gets_an_id_that_is_free() -> None:
    world = shop()
    assert free_id(world) == "post4"
    world.posts["post4"] = world.posts["p1"]
    assert free_id(world) == "post5"
