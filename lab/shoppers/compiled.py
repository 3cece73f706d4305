"""The walk of `lab.shoppers.browse`, visit after visit, compiled by Numba where that is installed.

Optional: nothing needs it, and its integers are the same (a test compares them). Worth it for class-sized batches.
"""

from typing import Any

import numpy as np

from lab.market.appeal import OUTSIDE
from lab.market.base import I64
from lab.market.exact import CLICK_HIGH, CLICK_LOW, SLOTS
from lab.shoppers.browse import GROUP_OF, STOP_OF_65536, Scene, Walk
from lab.values.chance import GOLD, U64

_KERNEL: Any = None


def is_available() -> bool:
    """Whether Numba is installed."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def browse_compiled(scene: Scene, cell: I64, keys: U64, everybody: bool = False) -> Walk:
    """As `lab.shoppers.browse.browse`. Raises ImportError without Numba."""
    global _KERNEL
    if _KERNEL is None:
        _KERNEL = _compile()
    pages, tables = scene.pages, scene.tables
    visits = len(keys)
    # A visit looks at 48 slots at most and clicks few of them; room for looks is counted first.
    depth, group, outside = (np.zeros(visits, dtype=np.int64) for _ in range(3))
    room = _KERNEL.prepare(keys, cell, pages.first_own, tables.depth, tables.gumbel, GROUP_OF, everybody, depth, group, outside)
    look_visit, look_slot, click_visit, click_slot, click_worth = (np.zeros(room, dtype=np.int64) for _ in range(5))
    bought = np.zeros(visits, dtype=np.int64)
    looks, clicks, sales = _KERNEL.walk(
        keys, cell, depth, group, outside, everybody,
        pages.item, pages.number, pages.click_add, pages.buy_add, pages.veto, pages.first_own,
        tables.click, tables.gumbel, scene.country, scene.needs,
        scene.rival_click, scene.rival_buy, scene.own_click, scene.own_buy, scene.goods,
        look_visit, look_slot, click_visit, click_slot, click_worth, bought,
    )  # fmt: skip
    return Walk(
        depth, group, outside, look_visit[:looks], look_slot[:looks],
        click_visit[:clicks], click_slot[:clicks], click_worth[:clicks], bought[:sales],
    )  # fmt: skip


def _compile() -> Any:
    from types import SimpleNamespace

    import numba

    one, s30, s27, s31 = np.uint64(1), np.uint64(30), np.uint64(27), np.uint64(31)
    s16, s32, s48 = np.uint64(16), np.uint64(32), np.uint64(48)
    m8, m16, m32 = np.uint64(0xFF), np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)
    c1, c2, gold = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(GOLD)
    stop, base = np.uint64(STOP_OF_65536), OUTSIDE

    @numba.njit(inline="always")
    def mix(x: Any) -> Any:
        x = (x ^ (x >> s30)) * c1
        x = (x ^ (x >> s27)) * c2
        return x ^ (x >> s31)

    @numba.njit(nogil=True)
    def prepare(
        keys: Any, cell: Any, first_own: Any, depths: Any, gumbel: Any, groups: Any, everybody: Any, depth: Any, group: Any, outside: Any
    ) -> Any:
        room = 0
        for visit in range(len(keys)):
            drawn = mix(keys[visit] + one)
            depth[visit] = depths[(drawn >> s16) & m16]
            group[visit] = groups[(drawn >> s32) & m8]
            outside[visit] = base + gumbel[drawn >> s48]
            if everybody or depth[visit] > first_own[cell[visit]]:
                room += depth[visit]
        return room

    @numba.njit(nogil=True)
    def walk(
        keys: Any, cell: Any, depth: Any, group: Any, outside: Any, everybody: Any,
        item: Any, number: Any, click_add: Any, buy_add: Any, veto: Any, first_own: Any,
        click_table: Any, gumbel: Any, country: Any, needs: Any,
        rival_click: Any, rival_buy: Any, own_click: Any, own_buy: Any, goods: Any,
        look_visit: Any, look_slot: Any, click_visit: Any, click_slot: Any, click_worth: Any, bought: Any,
    ) -> Any:  # fmt: skip
        looks, clicks, sales = 0, 0, 0
        seen = np.zeros(SLOTS, np.int64)
        for visit in range(len(keys)):
            page = cell[visit]
            if not everybody and depth[visit] <= first_own[page]:
                continue
            its_group = group[visit]
            own_only = -1
            before = clicks
            best, best_row = outside[visit], -1
            for slot in range(depth[visit]):
                thing = item[page, slot]
                if thing < 0:
                    continue
                own = thing >= goods
                if own:
                    look_visit[looks] = visit
                    look_slot[looks] = slot
                    looks += 1
                h = mix(keys[visit] ^ (np.uint64(number[page, slot] + 1) * gold))
                v = own_click[its_group, thing - goods] if own else np.int64(rival_click[its_group, thing])
                v = min(max(v + click_add[page, slot], CLICK_LOW), CLICK_HIGH)
                if (h & m32) >= np.uint64(click_table[v - CLICK_LOW]):
                    continue
                if veto[page, slot] == 1:
                    if own_only < 0:
                        own_only = 1 if (np.int64(mix(keys[visit] + one) & m16) * 1000 >> 16) < needs[page] else 0
                    if own_only == 1:
                        continue
                again = False
                for row in range(clicks - before):
                    again = again or seen[row] == thing
                if not again:
                    seen[clicks - before] = thing
                    worth = own_buy[its_group, thing - goods] if own else np.int64(rival_buy[country[page], its_group, thing])
                    worth += buy_add[page, slot] + np.int64(gumbel[(h >> s32) & m16])
                    click_visit[clicks] = visit
                    click_slot[clicks] = slot
                    click_worth[clicks] = worth
                    if worth > best:
                        best, best_row = worth, clicks
                    clicks += 1
                if (h >> s48) < stop:
                    break
            if best_row >= 0:
                bought[sales] = best_row
                sales += 1
        return looks, clicks, sales

    return SimpleNamespace(prepare=prepare, walk=walk)
