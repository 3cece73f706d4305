"""Looking, clicking and choosing: many visits at once, each decided by integers from its own keys.

A shopper looks at the first D slots, clicks what appeals, may stop after any click, and buys the best of what was
clicked if it beats leaving. Place decides who is looked at, never who is bought once clicked.

    r = mix64(visit key + 1)            bits 0-15 language, 16-31 depth, 32-39 group, 48-63 outside taste
    h = mix64(visit key ^ (item + 1) * GOLD)   bits 0-31 click, 32-47 purchase taste, 48-63 stop
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.market.appeal import GROUP_OF_256, OUTSIDE
from lab.market.base import I64, Market
from lab.market.exact import CLICK_HIGH, CLICK_LOW, SLOTS
from lab.shoppers.shelf import Shelf
from lab.values.chance import GOLD, U64, mix64_array

BATCH = 16
"""Slots are loaded in batches of this many; a loaded slot counts as shown."""
STOP_OF_65536 = 19660
"""A shopper stops looking after a click with probability 0.30."""
_GROUP = np.repeat(np.arange(3, dtype=np.int64), [GROUP_OF_256[0], GROUP_OF_256[1] - GROUP_OF_256[0], 256 - GROUP_OF_256[1]])
_LOW16, _LOW32 = np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What visits made of the own offers, per cell and offer: [C, L] counts, and who bought what.

    `buyer` lists the visits that bought an own offer and `bought_offer` which, in the order of the visits.
    """

    shown: I64
    looked: I64
    clicked: I64
    bought: I64
    buyer: I64
    bought_offer: I64


def browse(market: Market, shelf: Shelf, needs: I64, own_click: I64, own_buy: I64, cell: I64, keys: U64) -> Outcome:
    """The outcome of visits with `keys`, each to the page of its `cell`.

    `needs` [C] is how many shoppers of 1000 buy in their own language only; `own_click` and `own_buy` [G, L] are
    milli-utils of the own offers.
    """
    rivals, own_count, cells = len(market.products), len(shelf.offers), len(shelf.cells)
    drawn = mix64_array(keys + np.uint64(1))
    depth = market.tables.depth[((drawn >> np.uint64(16)) & _LOW16).astype(np.int64)].astype(np.int64)
    shown = _shown(shelf, rivals, own_count, cell, depth)
    reach = np.nonzero(depth > shelf.first_own[cell])[0]
    counts = np.zeros((3, cells * own_count), dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    if not len(reach):
        looked, clicked, bought = counts.reshape(3, cells, own_count)
        return Outcome(shown, looked, clicked, bought, none, none)
    drawn, depth, cell_r, keys_r = drawn[reach], depth[reach], cell[reach], keys[reach]
    group = _GROUP[((drawn >> np.uint64(32)) & np.uint64(0xFF)).astype(np.int64)]
    own_only = ((drawn & _LOW16).astype(np.int64) * 1000 >> 16) < needs[cell_r]
    outside = OUTSIDE + market.tables.gumbel[(drawn >> np.uint64(48)).astype(np.int64)].astype(np.int64)

    # One row per slot looked at, shopper after shopper.
    last = np.cumsum(depth)
    first = last - depth
    who = np.repeat(np.arange(len(reach)), depth)
    slot = np.arange(int(last[-1])) - first[who]
    page = cell_r[who] * SLOTS + slot
    item = shelf.item.ravel()[page].astype(np.int64)
    there = item >= 0
    if not there.all():
        who, page, item = who[there], page[there], item[there]
        first = np.searchsorted(who, np.arange(len(reach)))
    h = mix64_array(keys_r[who] ^ ((shelf.number.ravel()[page] + 1).astype(np.uint64) * np.uint64(GOLD)))
    of_group = group[who]
    is_own = item >= rivals
    own_rows = np.nonzero(is_own)[0]
    rival_item = np.where(is_own, 0, item)
    click = market.click_u[of_group, rival_item].astype(np.int64)
    click[own_rows] = own_click[of_group[own_rows], item[own_rows] - rivals]
    match = shelf.match.ravel()[page]
    cost = shelf.cost.ravel()[page]
    click = np.clip(click + match - cost, CLICK_LOW, CLICK_HIGH)
    clicked = (h & _LOW32) < market.tables.click[click - CLICK_LOW]
    clicked &= ~((shelf.veto.ravel()[page] == 1) & own_only[who])
    stops = clicked & ((h >> np.uint64(48)) < np.uint64(STOP_OF_65536))
    # Whoever stopped at an earlier slot of the same visit no longer looks.
    stopped = np.cumsum(stops)
    earlier = stopped - stops - np.where(first > 0, stopped[first - 1], 0)[who]
    looking = earlier == 0
    clicked &= looking

    target = cell_r[who] * own_count + item - rivals
    counts[0] = np.bincount(target[is_own & looking], minlength=cells * own_count)
    counts[1] = np.bincount(target[is_own & clicked], minlength=cells * own_count)
    chosen = np.nonzero(clicked)[0]
    buyer, offer = none, none
    if len(chosen):
        buy = market.buy_u[of_group[chosen], rival_item[chosen]].astype(np.int64)
        mine = is_own[chosen]
        buy[mine] = own_buy[of_group[chosen][mine], item[chosen][mine] - rivals]
        taste = market.tables.gumbel[((h[chosen] >> np.uint64(32)) & _LOW16).astype(np.int64)]
        worth = buy + match[chosen] // 2 - cost[chosen] + taste
        visit = who[chosen]
        # The best of each visit; of equals the one seen first.
        order = np.lexsort((chosen, -worth, visit))
        best = order[np.concatenate([[True], visit[order][1:] != visit[order][:-1]])]
        best = best[(worth[best] > outside[visit[best]]) & mine[best]]
        rows = chosen[best]
        counts[2] = np.bincount(target[rows], minlength=cells * own_count)
        buyer, offer = reach[who[rows]], item[rows] - rivals
    looked, clicks, bought = counts.reshape(3, cells, own_count)
    return Outcome(shown, looked, clicks, bought, buyer, offer)


def _shown(shelf: Shelf, rivals: int, own_count: int, cell: I64, depth: I64) -> I64:
    """How often each own offer stood in a loaded batch, [C, L]."""
    batches = (depth + BATCH - 1) // BATCH
    loaded = np.bincount(cell * 4 + batches, minlength=len(shelf.cells) * 4 + 4)[: len(shelf.cells) * 4].reshape(-1, 4)
    at_least = loaded[:, ::-1].cumsum(axis=1)[:, ::-1]
    shown = np.zeros((len(shelf.cells), own_count), dtype=np.int64)
    rows, slots = np.nonzero(shelf.item >= rivals)
    shown[rows, shelf.item[rows, slots] - rivals] = at_least[rows, slots // BATCH + 1]
    return shown
