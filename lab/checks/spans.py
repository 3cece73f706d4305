"""Counts of shoppers over a span of days, for checks that judge traffic.

Shoppers are counted by calendar day of the run. A span up to a moment holds every day that it touches; for a comparison of before and
after only whole days count, and the day on which the change was made belongs to neither side.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.values.moment import Moment, day_of
from lab.world.listing import is_meant
from lab.world.setting import Setting
from lab.world.world import World

Measure = Literal["impressions", "visits", "orders"]


@dataclass(frozen=True, slots=True)
class Met:
    """How shoppers met some listings: times shown on a page (impressions), clicks (visits), purchases (orders)."""

    impressions: int
    visits: int
    orders: int


def days_touched(setting: Setting, until: Moment, window: int | None) -> range:
    """Every calendar day of the last `window` minutes before a moment; without a window all since the start."""
    first = 0 if window is None else day_of(setting.start, max(0, until - window))
    return range(first, day_of(setting.start, until) + 1)


def whole_days_since(setting: Setting, since: Moment, until: Moment) -> range:
    """The days after that of `since` that are over at a moment."""
    return range(day_of(setting.start, since) + 1, day_of(setting.start, until + 1))


def as_many_before(setting: Setting, since: Moment, count: int) -> range:
    """At most so many whole days before that of `since`; the first day of a run is whole only if it began at midnight."""
    first_whole = day_of(setting.start, -1) + 1
    last = day_of(setting.start, since)
    return range(max(first_whole, last - count), last)


def met_in(world: World, names: Collection[str], days: range) -> Met:
    """Counts of some days over listings ("platform/country/sku") and places ("platform/country"); over everything without names."""
    rows = [row for row in world.traffic if row.day in days and is_meant(row.listing, names)]
    return Met(sum(row.shown for row in rows), sum(row.clicked for row in rows), sum(row.bought for row in rows))


def a_day(count: int, days: range) -> Fraction:
    """The mean of a day; nothing without a day."""
    return Fraction(count, len(days)) if len(days) else Fraction(0)
