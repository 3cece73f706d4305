"""The whole market without anybody's shop: every keyword in every country, for measuring how shoppers behave.

A shop's own run simulates only the pages it stands on; here everybody walks, and what rivals get is counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from lab.customs.destinations import Destination
from lab.market.appeal import GROUPS
from lab.market.base import I16, I64, Market
from lab.market.exact import SLOTS
from lab.shoppers.browse import BATCH, Engine, Scene, browse
from lab.shoppers.shelf import Own, OwnAds, Plan, pages_of
from lab.values.chance import GOLD, U64, day_key, key_of, mix64, mix64_array

Utilities = Callable[[I16, I16], tuple[I16, I16]]
"""Changes copies of `click_u` [G, N] and `buy_u` [C, G, N]."""
_NONE: I64 = np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class Whole:
    """Counts of a span of days: per rival [N] and per slot [48] (`slot_shown` are slots on loaded parts of pages)."""

    visits: int
    orders: I64
    clicks: I64
    slot_shown: I64
    slot_looked: I64
    slot_clicked: I64


def whole_plan(market: Market, destinations: Mapping[str, Destination], visits: int) -> Plan:
    """Every keyword in every country with its share of `visits`, rounded by chance tied to the cell."""
    places: list[tuple[str, str]] = []
    cell_place: list[int] = []
    cell_query: list[int] = []
    counts: list[int] = []
    queries = {language: [keyword.id for keyword in market.keywords_of(language)] for language in market.index}
    for country in market.countries:
        destination = destinations[country]
        for language, query in queries.items():
            share = destination.population_share * destination.languages.get(language, 0)
            if not share or not query:
                continue
            ids = np.array(query, dtype=np.int64)
            rate = visits * share * market.demand.share[ids].astype(object) // 1_000_000  # in 1/2**30, of any size
            whole = np.array([int(one) >> 30 for one in rate], dtype=np.int64)
            rest = np.array([int(one) & (1 << 30) - 1 for one in rate], dtype=np.uint64)
            key = np.uint64(key_of("whole", country, language))
            chance = mix64_array(key ^ ids.astype(np.uint64) << np.uint64(20)) >> np.uint64(34)
            cell_place += [len(places)] * len(ids)
            cell_query += ids.tolist()
            counts += (whole + (chance < rest)).tolist()
        places.append(("market", country))
    own = Own(*[_NONE] * 7)
    return Plan(
        tuple(places), np.array(cell_place, dtype=np.int64), np.array(cell_query, dtype=np.int64),
        np.array(counts, dtype=np.int64), (), (), own, OwnAds(*[_NONE] * 11),
    )  # fmt: skip


def run_whole(
    market: Market,
    destinations: Mapping[str, Destination],
    *,
    seed: int,
    days: int,
    visits: int,
    change: Utilities | None = None,
    engine: Engine = browse,
) -> Whole:
    """`days` of `visits` each. `change` alters what rivals are worth to shoppers; ranks stay as they are."""
    plan = whole_plan(market, destinations, visits)
    click_u, buy_u = market.click_u, market.buy_u
    if change is not None:
        click_u, buy_u = change(click_u.copy(), buy_u.copy())
    goods = len(market.goods)
    orders, clicks = np.zeros(goods, dtype=np.int64), np.zeros(goods, dtype=np.int64)
    shown, looked, clicked = (np.zeros(SLOTS, dtype=np.int64) for _ in range(3))
    numbers = np.array([market.countries.index(country) for _, country in plan.places], dtype=np.int64)
    cell = np.repeat(np.arange(plan.cells, dtype=np.int64), plan.cell_visits)
    before = np.cumsum(plan.cell_visits) - plan.cell_visits
    nth = (np.arange(len(cell)) - np.repeat(before, plan.cell_visits)).astype(np.uint64)
    none = np.zeros((GROUPS, 0), dtype=np.int64)
    total = 0
    for day in range(days):
        pages = pages_of(market, day, plan)
        today = day_key(seed, day)
        bases: U64 = np.array([mix64(today ^ key_of("place", *place)) for place in plan.places], dtype=np.uint64)
        keys = mix64_array((bases[plan.cell_place] ^ plan.cell_query.astype(np.uint64) << np.uint64(32))[cell] + nth * np.uint64(GOLD))
        scene = Scene(
            market.tables, pages, numbers[plan.cell_place], np.zeros(plan.cells, dtype=np.int64), click_u, buy_u, none, none, goods
        )
        walk = engine(scene, cell, keys, True)
        page_item = pages.item[cell[walk.click_visit], walk.click_slot]
        clicks += np.bincount(page_item, minlength=goods)
        orders += np.bincount(page_item[walk.bought], minlength=goods)
        clicked += np.bincount(walk.click_slot, minlength=SLOTS)
        reach = np.bincount(walk.depth, minlength=SLOTS + 1)[1:][::-1].cumsum()[::-1]
        looked += reach
        loaded = np.bincount((walk.depth + BATCH - 1) // BATCH, minlength=4)[1:][::-1].cumsum()[::-1]
        shown += np.repeat(loaded, BATCH)
        total += len(cell)
    return Whole(total, orders, clicks, shown, looked, clicked)


def shifted(items: I64, click: int | I64, buy: int | I64) -> Utilities:
    """A change that adds milli-utils to some rivals, everywhere or per group ([G, 1])."""

    def change(click_u: I16, buy_u: I16) -> tuple[I16, I16]:
        click_u[:, items] += np.asarray(click, dtype=np.int16)
        buy_u[:, :, items] += np.asarray(buy, dtype=np.int16)
        return click_u, buy_u

    return change


