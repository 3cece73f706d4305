"""What a buyer is shown: a page of the shop front, filled as the pages that shoppers see, without the market's daily noise.

The first page of a known keyword has 48 slots, of which eight are sold; the later ones, and the pages of any other text, of a
category, of a narrowed or otherwise sorted search, hold 48 results that nobody paid for.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.market.adverts import SLOTS
from lab.market.base import I64, Market
from lab.search.facets import Facets, Wish, narrowed
from lab.search.offer import Offer
from lab.search.page import better_query
from lab.search.rank import Found, found_at
from lab.search.slots import page_of_place, places_on_page
from lab.search.text import keyword_of
from lab.shoppers.shelf import Own, OwnAds, Plan, pages_of, plan_of_keyword
from lab.world.world import World

_SOLD = frozenset(SLOTS)


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing on a page: a rival's number, or an own `offer`. `position` is its place among all that was found, from 1;
    None for a paid slot."""

    item: int
    offer: Offer | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Front:
    """A page of results, its number from 1, how many pages and results there are, and what they can be narrowed by."""

    slots: tuple[Slot, ...]
    total: int
    page: int
    pages: int
    facets: Facets
    better_query: str | None


def front_page(
    world: World, platform: str, country: str, language: str, query: str, wish: Wish, rate: int, page: int = 1
) -> Front:
    """A page of the shop front. `rate` as in `lab.search.facets`; a page too far is the last one."""
    found = found_at(world, platform, country, language, query)
    return front_of(world, f"{platform}/{country}", language, query, found, wish, rate, page)


def front_of(world: World, place: str, language: str, query: str, found: Found, wish: Wish, rate: int, page: int) -> Front:
    """`front_page` of what a search has found already."""
    market = world.setting.market
    left = narrowed(market, place.partition("/")[2], found, wish, rate)
    keyword = keyword_of(market, language, query) if not wish.narrows and wish.sort == "relevance" else None
    of = len(left.rows)
    pages = page_of_place(max(0, of - 1), keyword is not None)
    page = max(1, min(page, pages))
    if keyword is not None and page == 1:
        slots = _slots_of_keyword(world, place, keyword.id)
    else:
        rows = left.rows[list(places_on_page(page, of, keyword is not None))]
        slots = tuple(
            Slot(item, found.offer(item), row + 1) for row, item in zip(rows.tolist(), found.item[rows].tolist(), strict=True)
        )
    return Front(slots, of, page, pages, left.facets, better_query(market, language, query, len(found)))


def _slots_of_keyword(world: World, place: str, query: int) -> tuple[Slot, ...]:
    market = world.setting.market
    plan = plan_of_keyword(world, place, query)
    if len(plan.own.cell) or len(plan.ads.cell):
        items: tuple[int, ...] = tuple(pages_of(market, 0, plan, with_noise=False).item[0].tolist())
    else:
        items = _rivals_of_keyword(market, query)
    slots: list[Slot] = []
    position = 0
    for slot, item in enumerate(items):
        if item < 0:
            continue
        if slot not in _SOLD:
            position += 1
        offer = plan.offers[item - len(market.goods)] if item >= len(market.goods) else None
        slots.append(Slot(item, offer, None if slot in _SOLD else position))
    return tuple(slots)


@lru_cache(maxsize=4096)
def _rivals_of_keyword(market: Market, query: int) -> tuple[int, ...]:
    """The 48 slots of a keyword on which no own offer stands."""
    nothing = np.zeros(0, dtype=np.int64)
    zero: I64 = np.zeros(1, dtype=np.int64)
    plan = Plan((), zero, zero + query, zero, (), (), Own(*[nothing] * 7), OwnAds(*[nothing] * 11))
    return tuple(pages_of(market, 0, plan, with_noise=False).item[0].tolist())
