"""Shoppers' counts of a run added up: by day, by listing, by listing and keyword, in one pass over the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import chain
from operator import attrgetter

import numpy as np

from lab.market.base import I64
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class Counts:
    """How shoppers met goods: searches, places shown, looks, clicks, purchases; `ad_...` is the sponsored part of them.

    `ad_cost` is in micro-units of the reference currency.
    """

    visits: int = 0
    shown: int = 0
    looked: int = 0
    clicked: int = 0
    bought: int = 0
    ad_shown: int = 0
    ad_clicked: int = 0
    ad_cost: int = 0
    ad_bought: int = 0

    @property
    def look_rate(self) -> Fraction | None:
        """Looks per place shown, 0 to 1; None when nothing was shown."""
        return _share(self.looked, self.shown)

    @property
    def click_rate(self) -> Fraction | None:
        """Clicks per look."""
        return _share(self.clicked, self.looked)

    @property
    def order_rate(self) -> Fraction | None:
        """Purchases per click."""
        return _share(self.bought, self.clicked)

    @property
    def organic_shown(self) -> int:
        return self.shown - self.ad_shown

    @property
    def organic_clicked(self) -> int:
        return self.clicked - self.ad_clicked

    @property
    def organic_bought(self) -> int:
        return self.bought - self.ad_bought

    @property
    def organic_order_rate(self) -> Fraction | None:
        return _share(self.organic_bought, self.organic_clicked)

    @property
    def ad_order_rate(self) -> Fraction | None:
        return _share(self.ad_bought, self.ad_clicked)


NAMES = tuple(field.name for field in fields(Counts))
NOTHING = Counts()
FEWEST_LOOKS = 30
"""A keyword with fewer looks says nothing about who clicks."""
_READ = attrgetter("day", "query", *NAMES)
_WIDTH = 2 + len(NAMES)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Counts of the days asked for. `days` holds every one of them, `queries` and `listings` those that met shoppers.

    Searches of a day count once where one page shows several listings; `listings` and `queries` count them for each.
    """

    days: dict[int, Counts]
    listings: dict[str, Counts]
    queries: dict[tuple[str, int], Counts]

    @property
    def total(self) -> Counts:
        return Counts(*(sum(getattr(day, name) for day in self.days.values()) for name in NAMES))

    def of(self, listing: str) -> Counts:
        return self.listings.get(listing, NOTHING)

    def of_listing(self, listing: str) -> dict[int, Counts]:
        """The keywords that brought shoppers to one listing."""
        return {query: counts for (key, query), counts in self.queries.items() if key == listing}


def sums_of(world: World, first: int, last: int, listing: str | None = None) -> Sums:
    """The counts of the calendar days `first` to `last`, of the whole shop or of one listing."""
    rows = [row for row in world.traffic if first <= row.day <= last and listing in (None, row.listing)]
    days = dict.fromkeys(range(first, last + 1), NOTHING)
    if not rows:
        return Sums(days, {}, {})
    table = np.fromiter(chain.from_iterable(map(_READ, rows)), dtype=np.int64, count=len(rows) * _WIDTH).reshape(-1, _WIDTH)
    numbers: dict[str, int] = {}
    of_listing = np.array([numbers.setdefault(row.listing, len(numbers)) for row in rows], dtype=np.int64)
    keys = list(numbers)
    day, query, counts = table[:, 0], table[:, 1], table[:, 2:]
    searches = _searches(keys, of_listing, day, query, counts[:, 0])
    days |= {key: Counts(searches[key], *row[1:]) for key, row in _groups(day, counts)}
    wide = int(query.max()) + 1
    listings = {keys[number]: Counts(*row) for number, row in _groups(of_listing, counts)}
    queries = {(keys[key // wide], key % wide): Counts(*row) for key, row in _groups(of_listing * wide + query, counts)}
    return Sums(days, listings, queries)


def _groups(keys: I64, counts: I64) -> Iterable[tuple[int, list[int]]]:
    found, places = np.unique(keys, return_inverse=True)
    sums = np.zeros((len(found), counts.shape[1]), dtype=np.int64)
    np.add.at(sums, places.reshape(-1), counts)
    return zip(found.tolist(), sums.tolist(), strict=True)


def _searches(keys: Sequence[str], of_listing: I64, day: I64, query: I64, visits: I64) -> dict[int, int]:
    """Searches by day: of each keyword at a place, those of the listing that most of them could meet."""
    places = [key.rpartition("/")[0] for key in keys]
    numbers = {place: number for number, place in enumerate(dict.fromkeys(places))}
    of_place = np.array([numbers[place] for place in places], dtype=np.int64)[of_listing]
    wide, deep = int(query.max()) + 1, len(numbers)
    found, rows = np.unique((day * deep + of_place) * wide + query, return_inverse=True)
    most = np.zeros(len(found), dtype=np.int64)
    np.maximum.at(most, rows.reshape(-1), visits)
    totals: dict[int, int] = {}
    for key, number in zip((found // (deep * wide)).tolist(), most.tolist(), strict=True):
        totals[key] = totals.get(key, 0) + number
    return totals


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def best_keywords(queries: Mapping[tuple[str, int], Counts], most: int = 10) -> list[tuple[str, int]]:
    """Listing and keyword that sold most, then that were clicked most; none without a click."""
    clicked = [key for key, counts in queries.items() if counts.clicked]
    return sorted(clicked, key=lambda key: (-queries[key].bought, -queries[key].clicked, -queries[key].looked, key))[:most]


def weak_keywords(queries: Mapping[tuple[str, int], Counts], total: Counts, most: int = 10) -> list[tuple[str, int]]:
    """Listing and keyword with less than half the shop's usual share of clicks among many looks, the most missed clicks first."""
    if not total.looked:
        return []

    def missed(counts: Counts) -> int:
        """Clicks that the usual share would have brought, less those that came, times all looks."""
        return counts.looked * total.clicked - counts.clicked * total.looked

    weak = [
        key for key, counts in queries.items()
        if counts.looked >= FEWEST_LOOKS and 2 * counts.clicked * total.looked < counts.looked * total.clicked
    ]  # fmt: skip
    return sorted(weak, key=lambda key: (-missed(queries[key]), key))[:most]
