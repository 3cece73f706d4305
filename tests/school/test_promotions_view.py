"""What the promotions page reckons: figures of promotions, and one that is tried without being booked."""

import pytest

from lab.engine.pack import world_hash
from lab.listings.promotion_actions import SavePromotion
from lab.listings.promotions import note_sale
from lab.school.promotions_view import (
    day_and_minute,
    flash_end,
    free_id,
    moment_at,
    profiles_of,
    promotion_row,
    promotion_rows,
    trial,
    union_countries,
    without_slot,
)
from lab.values.moment import DAY, HOUR
from lab.world.health import Health
from lab.world.promotion import Promotion
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, euro, make_listing, make_order, make_world


def shop() -> World:
    return make_world(make_listing(DE_LAMP), make_listing(DE_BULB))


def booked(percent: int = 20, listing: str = DE_LAMP, begins: int = 0) -> SavePromotion:
    return SavePromotion("p1", "discount", "Mai", (listing,), percent, begins, begins + 7 * DAY)


def test_promotions_stand_by_state_with_what_they_gave_and_earned() -> None:
    world = shop()
    booked().apply(world)
    world.promotions["p2"] = Promotion("p2", "coupon", "C", [DE_BULB], 10, 9 * DAY, 12 * DAY, 0, euro("50.00"))
    world.promotions["p3"] = Promotion("p3", "flash", "F", [DE_BULB], 30, 0, 0, 0, pieces=5)
    order = make_order(world, at=HOUR)
    if not order.promotion:  # whether taking an order notes it is not this page's affair
        note_sale(world, world.listings[DE_LAMP], order)
    rows = promotion_rows(world)
    assert [(row.promotion.id, row.state) for row in rows] == [("p1", "running"), ("p2", "planned"), ("p3", "over")]
    first = rows[0]
    assert (first.platform, first.pieces, first.budget_left) == ("meridian", None, None)
    assert first.given.amount == world.promotions["p1"].given > 0
    assert first.revenue == order.total
    assert rows[1].budget_left == euro("50.00")
    assert rows[2].pieces == 0
    assert promotion_row(world, world.promotions["p1"]) == first


def test_a_trial_says_why_not_and_books_nothing() -> None:
    world = shop()
    before = world_hash(world)
    assert trial(world, booked()) is None
    refusal = trial(world, booked(percent=99))
    assert refusal is not None and refusal.code == "percent_out_of_range"
    assert world.promotions == {}
    assert world_hash(world) == before


def test_ids_are_free() -> None:
    world = shop()
    assert free_id(world) == "p1"
    booked().apply(world)
    assert free_id(world) == "p2"
    world.promotions["p2"] = world.promotions.pop("p1")
    assert free_id(world) == "p3"


@pytest.mark.parametrize(("day", "minute", "moment"), [(1, 8 * HOUR, 0), (2, 0, 16 * HOUR), (3, 14 * HOUR + 30, 54 * HOUR + 30)])
def test_days_and_hours_of_the_shop_are_moments(day: int, minute: int, moment: int) -> None:
    setting = shop().setting
    assert moment_at(setting, day, minute) == moment
    assert day_and_minute(setting, moment) == (day, minute)


def test_a_flash_sale_ends_when_its_platform_says() -> None:
    world = shop()
    assert flash_end(world, DE_LAMP, 100) == 100 + world.setting.platforms["meridian"].flash_hours * HOUR
    assert flash_end(world, "meridian/DE/none", 100) is None


def test_platforms_countries_and_slots() -> None:
    world = shop()
    assert [profile.key for profile in profiles_of(world)] == ["meridian", "caravan"]
    assert union_countries(world) == ["DE"]
    assert without_slot(world) == []
    world.health["meridian"] = Health("warned")
    assert without_slot(world) == ["meridian"]
