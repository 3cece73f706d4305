"""How many shoppers come where, and when: counts and minutes, each from its own key.

    searches = V x 4 x country x language / platforms x weekday x the day's luck x keyword

V is the setting's visits per day, spread over countries by their share, within a country over its languages, and
evenly over the platforms that serve it. Every type of goods gets this stream of its own: V stands for the market
of one type, and a keyword's share is its volume among the keywords of its language and type. Who visits types four
searches; each is looked at by itself and called a visit from here on.
Fractions of a visit come or do not come by chance; Poisson counts would need exponentials and spread no wider.
"""

from functools import lru_cache

import numpy as np

from lab.market.base import I64, Market
from lab.values.chance import GOLD, PURPOSE, U64, day_key, key_of, mix64, mix64_array
from lab.world.setting import Setting

WEEKDAYS = (113, 108, 105, 99, 94, 84, 97)
"""Percent of an average day, Monday to Sunday (shares of shop searches; doofinder, read 2026-11)."""
SEARCHES = 4
"""Searches in one visit to the market (set, so that a beginner's shop that does the basics sells about twice a day)."""
PARTS = 4
PART_MINUTES = 360
_ARRIVALS = key_of("arrivals") * PURPOSE & 0xFFFFFFFFFFFFFFFF
PART_OF_64 = (5, 16, 21, 22)
"""Of 64 visits, how many come in each quarter of the day, from midnight."""


@lru_cache(maxsize=4096)
def luck_permille(market_key: int, country: str, day: int) -> int:
    """A country's own good or bad day: 1000 with deviation 50, the same for every shop."""
    key = mix64(mix64(market_key ^ key_of("luck", country)) + day * GOLD)
    drawn = sum(mix64(key + i * GOLD) >> 48 for i in range(12))
    return max(500, 1000 + (drawn - 6 * 65536) * 50 // 65536)


@lru_cache(maxsize=65536)
def place_key(seed: int, day: int, platform: str, country: str) -> int:
    """The key of one day at one place. Names of places are mixed in, so a new place leaves the others as they are."""
    return mix64(day_key(seed, day) ^ key_of("place", platform, country))


def visits_of_day(setting: Setting, day: int, platform: str, country: str, query: int) -> int:
    """How many shoppers type a keyword at a place on a day."""
    market = setting.market
    keyword = market.keywords[query]
    destination = setting.destinations[country]
    platforms = sum(1 for profile in setting.platforms.values() if country in profile.markets)
    weekday = (setting.start.weekday() + day) % 7
    share = destination.population_share * destination.languages.get(keyword.language, 0)
    luck = luck_permille(market.noise_key, country, day)
    numerator = setting.visits_per_day * SEARCHES * share * WEEKDAYS[weekday] * luck * keyword.volume
    denominator = 10**11 * platforms * _volumes(market)[keyword.language, keyword.type]
    whole, rest = divmod(numerator, denominator)
    chance = mix64((place_key(setting.seed, day, platform, country) ^ query << 32) ^ _ARRIVALS)
    return whole + (chance * denominator < rest << 64)


@lru_cache(maxsize=16)
def _volumes(market: Market) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for keyword in market.keywords:
        totals[keyword.language, keyword.type] = totals.get((keyword.language, keyword.type), 0) + keyword.volume
    return totals


def minutes_of_day(visit_keys: U64) -> I64:
    """The minute of the day at which each visit happens, 0 to 1439."""
    drawn = mix64_array(visit_keys + np.uint64(2))
    part = _PART_TABLE[(drawn >> np.uint64(58)).astype(np.int64)]
    within = ((drawn & np.uint64(0xFFFFFFFF)) * np.uint64(PART_MINUTES)) >> np.uint64(32)
    return part * PART_MINUTES + within.astype(np.int64)


_PART_TABLE: I64 = np.repeat(np.arange(PARTS, dtype=np.int64), PART_OF_64)
