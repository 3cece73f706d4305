"""How many shoppers come, and when: counts and minutes, each from its own key.

    searches = V x country x language x weekday x season x the day's luck x category x keyword / platforms

V is the setting's searches on an ordinary day over the whole market, spread over countries by their share, within a
country over its languages, over a language's keywords by their volume, and evenly over the platforms that serve the
country. A search is one visit: one shopper typing one query.
Fractions of a visit come or do not come by chance; Poisson counts would need exponentials and spread no wider.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from lab.market.base import I64, Market
from lab.market.calendars import FIRST_DAY
from lab.values.chance import GOLD, PURPOSE, U64, day_key, key_of, mix64, mix64_array
from lab.world.setting import Setting

WEEKDAYS = (113, 108, 105, 99, 94, 84, 97)
"""Percent of an average day, Monday to Sunday (shares of shop searches; doofinder, read 2026-11)."""
PARTS = 4
PART_MINUTES = 360
MOST_VISITS = 50_000_000
"""The largest V that the arithmetic has room for."""
_ARRIVALS = np.uint64(key_of("arrivals") * PURPOSE & 0xFFFFFFFFFFFFFFFF)
PART_OF_64 = (5, 16, 21, 22)
"""Of 64 visits, how many come in each quarter of the day, from midnight."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where shoppers search: a platform in a country, in one language."""

    platform: str
    country: str
    language: str


@lru_cache(maxsize=4096)
def luck_permille(market_key: int, country: str, day: int) -> int:
    """A country's own good or bad day: 1000 with deviation 50, the same for every shop."""
    key = mix64(mix64(market_key ^ key_of("luck", country)) + day * GOLD)
    drawn = sum(mix64(key + i * GOLD) >> 48 for i in range(12))
    return max(500, 1000 + (drawn - 6 * 65536) * 50 // 65536)


def season_permille(market: Market, country: str, on: date) -> int:
    """Demand of a country on a date, 1000 is an ordinary day; dates that the market does not know are ordinary."""
    season = market.demand.season.get(country)
    number = (on - FIRST_DAY).days
    return int(season[number]) if season is not None and 0 <= number < len(season) else 1000


@lru_cache(maxsize=65536)
def place_key(seed: int, day: int, platform: str, country: str) -> int:
    """The key of one day at one place. Names of places are mixed in, so a new place leaves the others as they are."""
    return mix64(day_key(seed, day) ^ key_of("place", platform, country))


def milli_searches(setting: Setting, day: int, place: Place) -> int:
    """Searches, in thousandths, of all shoppers of a place on a day of the run."""
    destination = setting.destinations[place.country]
    platforms = sum(1 for profile in setting.platforms.values() if place.country in profile.markets)
    on = setting.start.date() + timedelta(days=day)
    share = destination.population_share * destination.languages.get(place.language, 0)
    factor = WEEKDAYS[on.weekday()] * season_permille(setting.market, place.country, on)
    factor *= luck_permille(setting.market.noise_key, place.country, day)
    # permille of country and language, percent of the weekday, permille of season and luck: 10**14, less the thousandths.
    return setting.visits_per_day * share * factor // (10**11 * max(1, platforms))


def visits_of_day(setting: Setting, day: int, place: Place, queries: I64) -> I64:
    """How many shoppers type each keyword (of the place's language) at a place on a day."""
    market = setting.market
    on = setting.start.date() + timedelta(days=day)
    searches = np.uint64(milli_searches(setting, day, place))
    rate = searches * market.demand.share[queries].astype(np.uint64)
    rate = rate // np.uint64(1000) * _category_permille(market, on.month)[queries]
    unit = np.uint64(1000 << 30)
    whole, rest = rate // unit, rate % unit
    key = np.uint64(place_key(setting.seed, day, place.platform, place.country))
    chance = mix64_array((key ^ queries.astype(np.uint64) << np.uint64(32)) ^ _ARRIVALS) >> np.uint64(32)
    # chance / 2**32 < rest / (1000 * 2**30)
    return (whole + (chance * np.uint64(1000) < rest * np.uint64(4))).astype(np.int64)


@lru_cache(maxsize=32)
def _category_permille(market: Market, month: int) -> U64:
    """[Q] permille of demand for the goods of each keyword in a month."""
    seasons = market.demand.category
    tops = {key: type_.category.split("/")[0] for key, type_ in market.types.items()}
    ordinary = (1000,) * 12
    return np.array([seasons.get(tops[k.type], ordinary)[month - 1] for k in market.keywords], dtype=np.uint64)


def minutes_of_day(visit_keys: U64) -> I64:
    """The minute of the day at which each visit happens, 0 to 1439."""
    drawn = mix64_array(visit_keys + np.uint64(2))
    part = _PART_TABLE[(drawn >> np.uint64(58)).astype(np.int64)]
    within = ((drawn & np.uint64(0xFFFFFFFF)) * np.uint64(PART_MINUTES)) >> np.uint64(32)
    return part * PART_MINUTES + within.astype(np.int64)


_PART_TABLE: I64 = np.repeat(np.arange(PARTS, dtype=np.int64), PART_OF_64)
