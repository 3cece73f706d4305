from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of
from lab.bands.traffic import play_days
from lab.shoppers.browse import browse
from lab.world.world import World
from tests.shoppers.worlds import market


def shop(manner: Manner = Manner()) -> World:  # noqa: B008 - a frozen value
    made = market()
    return open_shop(setting_of(made, goods_of_shop(made, 2), seed=3, visits=4_000_000, days=4), manner)


def test_counts_agree_with_what_the_platform_remembers() -> None:
    world = shop()
    counts = play_days(world, 2, browse)
    assert counts.orders > 0
    assert counts.orders == sum(row.bought for row in world.traffic) == sum(counts.by_listing.values())
    assert counts.shown == sum(row.shown for row in world.traffic)
    assert counts.clicked == sum(row.clicked for row in world.traffic)


def test_two_days_are_a_day_and_another_one() -> None:
    at_once, step_by_step = shop(), shop()
    whole = play_days(at_once, 2, browse)
    parts = [play_days(step_by_step, 1, browse) for _ in range(2)]
    assert whole.orders == sum(part.orders for part in parts)
    assert at_once.traffic == step_by_step.traffic


def test_no_more_is_sold_than_there_is() -> None:
    world = shop(Manner(stock=1))
    counts = play_days(world, 2, browse)
    assert 0 < counts.pieces <= 10
    assert all(listing.stock in (0, 1) for listing in world.listings.values())


def test_spend_is_counted_with_the_clicks_that_cost_it() -> None:
    counts = play_days(shop(Manner(bid=40, budget=100_00)), 1, browse)
    assert counts.ad_clicked > 0
    assert 20_000 * counts.ad_clicked <= counts.cost <= 400_000 * counts.ad_clicked
