"""Reviews come into a listing's record at midnight."""

from lab.engine.advance import advance
from lab.orders.ratings import update_ratings
from lab.values.moment import DAY, HOUR
from lab.world.aftermath import Review
from tests.builders import DE_LAMP, KZ_LAMP, make_listing, make_world


def test_reviews_of_a_day_count_from_midnight_on() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    world.reviews = [Review("o1", DE_LAMP, 5, 10), Review("o2", DE_LAMP, 2, 20), Review("o3", "meridian/DE/gone", 1, 30)]
    advance(world, 15 * HOUR)
    assert world.listings[DE_LAMP].record.reviews == 0
    advance(world, HOUR)  # the run begins at eight
    record = world.listings[DE_LAMP].record
    assert (record.reviews, record.stars, record.rating) == (2, 7000, 3500)
    assert (world.listings[KZ_LAMP].record.reviews, world.listings[KZ_LAMP].record.rating) == (0, 0)


def test_counting_again_changes_nothing_and_the_minute_itself_is_left_to_the_next_time() -> None:
    world = make_world(make_listing())
    world.now = DAY
    world.reviews = [Review("o1", DE_LAMP, 4, DAY - 1), Review("o2", DE_LAMP, 4, DAY)]
    for _ in range(2):
        update_ratings(world)
        assert world.listings[DE_LAMP].record.reviews == 1
