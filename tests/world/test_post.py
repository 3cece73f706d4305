"""A post knows whether it is out, and what it brought."""

from lab.world.post import Post, PostDay


def make_post(at: int = 100, removed_at: int | None = None) -> Post:
    return Post("p1", "quillet", "DE", "Licht.", "", "", "", 0, at, 0, removed_at)


def test_a_post_is_out_from_its_minute_on() -> None:
    assert [make_post().is_out(moment) for moment in (99, 100, 101)] == [False, True, True]


def test_one_that_was_called_off_before_is_never_out_and_one_taken_back_was() -> None:
    assert not make_post(removed_at=100).is_out(200)
    assert make_post(removed_at=101).is_out(200)


def test_what_it_brought_is_added_up_over_groups_and_days() -> None:
    post = make_post()
    assert post.total("reach") == 0
    post.days = [PostDay(0, "homes", 10, 2, 1), PostDay(1, "savers", 5, 1)]
    assert [post.total(what) for what in ("reach", "clicks", "sales")] == [15, 3, 1]
