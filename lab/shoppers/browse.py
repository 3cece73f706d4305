"""Looking, clicking and choosing: many visits at once, each decided by integers from its own keys.

A shopper looks at the first D slots, clicks what appeals, may stop after any click, and buys the best of what was
clicked if it beats leaving. Place decides who is looked at, never who is bought once clicked. A thing that stands on a
page twice, found and advertised, is clicked once at most: its draws are its own, wherever it stands.

    r = mix64(visit key + 1)            bits 0-15 language, 16-31 depth, 32-39 group, 48-63 outside taste
    h = mix64(visit key ^ (item + 1) * GOLD)   bits 0-31 click, 32-47 purchase taste, 48-63 stop
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lab.market.appeal import GROUP_OF_256, OUTSIDE
from lab.market.base import I16, I64, Tables
from lab.market.exact import CLICK_HIGH, CLICK_LOW, SLOTS
from lab.shoppers.shelf import Pages
from lab.values.chance import GOLD, U64, mix64_array

BATCH = 16
"""Slots are loaded in batches of this many; a loaded slot counts as shown."""
STOP_OF_65536 = 19660
"""A shopper stops looking after a click with probability 0.30."""
CHUNK = 1 << 15
"""Visits worked on at a time, so that what is looked at stays in the processor's cache."""
GROUP_OF: I64 = np.repeat(np.arange(3, dtype=np.int64), [GROUP_OF_256[0], GROUP_OF_256[1] - GROUP_OF_256[0], 256 - GROUP_OF_256[1]])
_LOW16, _LOW32 = np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What shoppers meet: pages [C, 48], the country's place of each page, how many of 1000 shoppers there buy in the
    own language only, and milli-utils of the rivals ([G, N], [countries, G, N]) and own offers ([G, L])."""

    tables: Tables
    pages: Pages
    country: I64
    needs: I64
    rival_click: I16
    rival_buy: I16
    own_click: I64
    own_buy: I64
    goods: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What visits made of the pages.

    `depth` and `outside` [V] are the slots that each visit looks at, and what leaving is worth to it (milli-utils).
    Own things looked at: `look_visit` and `look_slot`. Clicks, own and rivals', in the order of visits and slots: `click_visit`,
    `click_slot`, `click_worth`. `bought` are rows of the clicks, in the order of their visits.
    Only visits that reach an own offer are walked, unless everybody was asked for.
    """

    depth: I64
    group: I64
    outside: I64
    look_visit: I64
    look_slot: I64
    click_visit: I64
    click_slot: I64
    click_worth: I64
    bought: I64


Engine = Callable[[Scene, I64, U64, bool], Walk]


def browse(scene: Scene, cell: I64, keys: U64, everybody: bool = False) -> Walk:
    """The walk of visits with `keys`, each to the page of its `cell`."""
    parts = [_walk(scene, cell[low : low + CHUNK], keys[low : low + CHUNK], low, everybody) for low in range(0, len(keys), CHUNK)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Walk(none, none, none, none, none, none, none, none, none)
    clicks = np.cumsum([0, *(len(part.click_visit) for part in parts[:-1])]).tolist()
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Walk.__dataclass_fields__
        if name != "bought"
    }
    return Walk(**joined, bought=np.concatenate([part.bought + low for part, low in zip(parts, clicks, strict=True)]))


def _walk(scene: Scene, cell: I64, keys: U64, first_visit: int, everybody: bool) -> Walk:
    pages, tables = scene.pages, scene.tables
    drawn = mix64_array(keys + np.uint64(1))
    depth = tables.depth[((drawn >> np.uint64(16)) & _LOW16).astype(np.int64)].astype(np.int64)
    group = GROUP_OF[((drawn >> np.uint64(32)) & np.uint64(0xFF)).astype(np.int64)]
    outside = OUTSIDE + tables.gumbel[(drawn >> np.uint64(48)).astype(np.int64)].astype(np.int64)
    reach = np.arange(len(keys)) if everybody else np.flatnonzero(depth > pages.first_own[cell])

    # One row per slot looked at, shopper after shopper.
    depth_r = depth[reach]
    last = np.cumsum(depth_r)
    who = np.repeat(reach, depth_r)
    slot = np.arange(len(who)) - np.repeat(last - depth_r, depth_r)
    page = cell[who] * SLOTS + slot
    item = pages.item.ravel()[page]
    there = item >= 0
    if not there.all():
        who, slot, page, item = who[there], slot[there], page[there], item[there]
    h = mix64_array(keys[who] ^ ((pages.number.ravel()[page] + 1).astype(np.uint64) * np.uint64(GOLD)))
    its_group = group[who]
    own = np.flatnonzero(item >= scene.goods)
    rival_item = np.minimum(item, scene.goods - 1)
    click = scene.rival_click[its_group, rival_item].astype(np.int64)
    click[own] = scene.own_click[its_group[own], item[own] - scene.goods]
    click += pages.click_add.ravel()[page]
    np.clip(click, CLICK_LOW, CLICK_HIGH, out=click)
    clicked = (h & _LOW32) < tables.click[click - CLICK_LOW]
    barred = own[pages.veto.ravel()[page[own]] == 1]
    if len(barred):
        own_only = ((drawn[who[barred]] & _LOW16).astype(np.int64) * 1000 >> 16) < scene.needs[cell[who[barred]]]
        clicked[barred[own_only]] = False
    rows = np.flatnonzero(clicked)
    # Whoever stopped at an earlier slot no longer looks: `end` is the slot after which each visit stopped.
    end = np.full(len(keys), SLOTS, dtype=np.int64)
    stops = rows[(h[rows] >> np.uint64(48)) < np.uint64(STOP_OF_65536)]
    np.minimum.at(end, who[stops], slot[stops])
    rows = rows[slot[rows] <= end[who[rows]]]
    looks = own[slot[own] <= end[who[own]]]
    # Found and advertised on one page: only the first of the two is clicked.
    pairs = who[rows] * (1 << 32) + item[rows]
    _, firsts = np.unique(pairs, return_index=True)
    if len(firsts) < len(rows):
        rows = rows[np.sort(firsts)]

    visit, its_item = who[rows], item[rows]
    buy = scene.rival_buy[scene.country[cell[visit]], group[visit], rival_item[rows]].astype(np.int64)
    mine = np.flatnonzero(its_item >= scene.goods)
    buy[mine] = scene.own_buy[group[visit[mine]], its_item[mine] - scene.goods]
    taste = tables.gumbel[((h[rows] >> np.uint64(32)) & _LOW16).astype(np.int64)]
    worth = buy + pages.buy_add.ravel()[page[rows]] + taste
    bought = best_of(visit, worth, outside)
    return Walk(depth, group, outside, who[looks] + first_visit, slot[looks], visit + first_visit, slot[rows], worth, bought)


def best_of(visit: I64, worth: I64, outside: I64) -> I64:
    """The click that each visit buys: its best, of equals the one seen first, if it beats leaving. Clicks come visit after visit."""
    if not len(visit):
        return visit
    order = np.lexsort((-worth, visit))  # stable: of equals the earlier row stays first
    best = order[np.concatenate([[True], visit[order][1:] != visit[order][:-1]])]
    sold: I64 = best[worth[best] > outside[visit[best]]]
    return sold
