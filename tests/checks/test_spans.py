"""Counts of shoppers over a span of days."""

import pytest

from lab.checks.spans import Met, a_day, as_many_before, days_touched, met_in, whole_days_since
from lab.checks.spoiling import never_on_sale
from lab.grading.spoil import Timed
from lab.listings.actions import PublishListing, UnpublishListing
from lab.values.moment import DAY, HOUR
from lab.world.traffic import Traffic
from lab.world.world import World
from tests.builders import DE, DE_BULB, DE_LAMP, KZ_LAMP, make_listing, make_setting, make_world

SETTING = make_setting()  # begins at eight in the morning
MIDNIGHT = 16 * HOUR


def counted() -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP), make_listing(DE_BULB))
    for day, listing, shown, clicked, bought in ((0, DE_LAMP, 9, 3, 1), (1, DE_LAMP, 8, 2, 0), (1, KZ_LAMP, 5, 1, 1), (2, DE_BULB, 4, 4, 4)):
        world.traffic.append(Traffic(day, listing, 1, 20, shown, 6, clicked, bought))
    return world


@pytest.mark.parametrize(
    ("until", "window", "days"),
    [
        (0, None, range(1)), (2 * DAY, None, range(3)), (2 * DAY, DAY, range(1, 3)), (MIDNIGHT + 10, 10, range(1, 2)),
        (MIDNIGHT + 10, 11, range(2)), (HOUR, 5 * DAY, range(1)),
    ],
)  # fmt: skip
def test_a_span_up_to_a_moment_holds_every_day_that_it_touches(until: int, window: int | None, days: range) -> None:
    assert days_touched(SETTING, until, window) == days


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (0, MIDNIGHT + DAY - 2, range(1, 1)), (0, MIDNIGHT + DAY - 1, range(1, 2)), (0, MIDNIGHT + 3 * DAY, range(1, 4)),
        (MIDNIGHT, MIDNIGHT + 3 * DAY, range(2, 4)),
    ],
)  # fmt: skip
def test_since_a_moment_only_days_count_that_are_over(since: int, until: int, days: range) -> None:
    assert whole_days_since(SETTING, since, until) == days


@pytest.mark.parametrize(("since", "count", "days"), [(5 * DAY, 2, range(3, 5)), (5 * DAY, 9, range(1, 5)), (HOUR, 3, range(1, 0))])
def test_before_a_moment_the_short_first_day_does_not_count(since: int, count: int, days: range) -> None:
    found = as_many_before(SETTING, since, count)
    assert list(found) == list(days)


def test_a_run_that_begins_at_midnight_has_a_whole_first_day() -> None:
    setting = make_setting(start=SETTING.start.replace(hour=0))
    assert as_many_before(setting, 2 * DAY, 9) == range(2)


def test_listings_and_places_are_added_up() -> None:
    world, days = counted(), range(2)
    assert met_in(world, (), range(3)) == Met(26, 10, 6)
    assert met_in(world, (DE_LAMP,), days) == Met(17, 5, 1)
    assert met_in(world, (DE,), range(1, 3)) == Met(12, 6, 4)
    assert met_in(world, (DE, DE_LAMP, KZ_LAMP), days) == Met(22, 6, 2)
    assert met_in(world, ("meridian/FR",), days) == Met(0, 0, 0)
    assert (a_day(5, days), a_day(5, range(0))) == (5 / 2, 0)


def test_what_is_never_on_sale_is_neither_published_nor_left_on_sale() -> None:
    log = (Timed(10, UnpublishListing(DE_BULB)), Timed(20, PublishListing(DE_LAMP)), Timed(30, PublishListing(KZ_LAMP)))
    (spoiled,) = never_on_sale(log, (DE,), counted())
    assert spoiled.log == (log[0], Timed(10, UnpublishListing(DE_LAMP)), Timed(10, UnpublishListing(DE_BULB)), log[2])
