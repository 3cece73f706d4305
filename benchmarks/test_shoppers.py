"""Budgets of the simulated day, in processor time. Compared within one run: with a plain loop over shoppers, and with a
fixed piece of Python work (the yardstick of `test_engine`, about 10 ms on one core of a machine of 2026).
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.test_engine import yardstick
from lab.shoppers.browse import Scene, browse
from lab.shoppers.compiled import browse_compiled, is_available
from lab.shoppers.day import close_day, close_part, day_of_shop, scene_of, simulate_part
from lab.values.chance import U64, mix64_array
from lab.world.world import World
from tests.shoppers.reference import walk_one_by_one
from tests.shoppers.test_browse import busy_world
from tests.shoppers.worlds import RUSSIAN, VISITS, make_world, put_on_sale

SHOPS, DAYS, RELEVANT = 500, 30, 2_000


def processor(call: Callable[[], Any]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


@pytest.fixture(scope="module")
def scene() -> tuple[Scene, Any]:
    world = busy_world()
    made = day_of_shop(world, 1)
    assert made is not None
    return scene_of(world, made.plan, made.pages), made.cell


def visits(cell: Any, count: int) -> tuple[Any, U64]:
    keys = mix64_array(np.arange(count, dtype=np.uint64))
    return cell[(keys % np.uint64(len(cell))).astype(np.int64)], keys


@pytest.mark.parametrize("everybody", [False, True], ids=["a shop's visits", "the whole market's"])
def test_numpy_is_thirty_times_the_loop(scene: tuple[Scene, Any], everybody: bool) -> None:
    where, cell = scene
    few, many = visits(cell, 6_000), visits(cell, 120_000)
    loop = 6_000 / processor(lambda: walk_one_by_one(where, *few, everybody))
    plain = max(120_000 / processor(lambda: browse(where, *many, everybody)) for _ in range(3))
    line = f"\nvisits per processor second: loop {loop:,.0f}, NumPy {plain:,.0f} ({plain / loop:.0f} times)"
    if is_available():
        browse_compiled(where, *few, everybody)
        compiled = max(120_000 / processor(lambda: browse_compiled(where, *many, everybody)) for _ in range(3))
        line += f", Numba {compiled:,.0f} ({compiled / loop:.0f} times)"
        assert compiled > plain
    print(line)
    assert plain >= 30 * loop


def ten_listings(seed: int, searches: int) -> World:
    world = make_world(seed=seed, visits=searches, skus=tuple(f"L{number}" for number in range(5)))
    for number in range(5):
        put_on_sale(world, sku=f"L{number}", price=2400 + 200 * number)
        put_on_sale(world, sku=f"L{number}", place="caravan/KZ", price=2400 + 200 * number, words=RUSSIAN)
    return world


def thirty_days(world: World) -> int:
    """Lives through thirty days; how many visits had an own offer on their page."""
    met = 0
    for day in range(DAYS):
        if day:
            close_day(world, day - 1)
        for part in range(4):
            close_part(world, simulate_part(world, day, part))
        made = day_of_shop(world, day)
        met += len(made.keys) if made else 0
    return met


def test_a_class_of_five_hundred_shops_lives_thirty_days_in_a_minute() -> None:
    """Eight shops stand for the five hundred; their visits are set to 2,000 a day or more."""
    searches = VISITS // 45
    assert thirty_days(ten_listings(99, searches)) >= DAYS * RELEVANT
    worlds = [ten_listings(seed, searches) for seed in range(8)]
    seconds = processor(lambda: [thirty_days(world) for world in worlds]) / len(worlds) * SHOPS
    unit = yardstick()
    print(f"\n{SHOPS} shops x {DAYS} days: {seconds:.0f} s of processor time ({seconds / unit:,.0f} yardsticks of {unit * 1000:.1f} ms)")
    assert seconds < 6_000 * unit


def test_a_busy_day_takes_less_than_ten_yardsticks() -> None:
    """13,000 visits and more to pages with an own offer."""
    world = ten_listings(7, VISITS // 6)
    simulate_part(world, 0, 2)
    seconds = min(processor(lambda day=day: [simulate_part(world, day, part) for part in range(4)]) for day in (1, 2, 3))  # type: ignore[misc]
    made = day_of_shop(world, 2)
    assert made is not None and len(made.keys) > 13_000
    print(f"\na busy shop-day of {len(made.keys):,} visits: {seconds * 1000:.0f} ms")
    assert seconds < 10 * yardstick()
