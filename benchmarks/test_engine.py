"""Budgets of the engine. Times are compared with a yardstick measured in the same run, because machines differ.

The yardstick is a fixed piece of plain Python work that takes about 10 ms on one core of a machine of 2026.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lab.engine.actions import EndDay
from lab.engine.pack import unpack
from lab.listings.actions import SetPrice
from lab.market.base import Market
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play, resume, start
from lab.scenarios.script import Scenario
from lab.values.money import Money

LISTING = "meridian/DE/lamp"


def yardstick() -> float:
    """Seconds for the fixed piece of work, best of five."""

    def work() -> int:
        total = 0
        for number in range(250_000):
            total = (total * 31 + number) % 1_000_003
        return total

    return best(work, 5)


def best(call: Callable[[], Any], times: int) -> float:
    """Seconds of the quickest of several calls."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def test_one_warm_action_takes_under_a_tenth_of_the_yardstick(played: Play, benchmark: Any) -> None:
    prices = iter(range(3000, 1_000_000))
    _, outcome = benchmark(lambda: played.act(SetPrice(LISTING, Money(next(prices), "EUR")), "bench"))
    assert outcome.ok
    assert benchmark.stats.stats.median < yardstick() / 10


def test_a_busy_day_of_the_shop_takes_under_ten_yardsticks(played: Play, benchmark: Any) -> None:
    packed, setting = played.snapshot(), played.world.setting

    def day() -> None:
        world = unpack(packed, setting)
        EndDay().apply(world)

    benchmark.pedantic(day, rounds=5, iterations=1, warmup_rounds=1)
    assert benchmark.stats.stats.min < yardstick() * 10


def test_a_run_comes_back_from_its_snapshot_in_under_fifteen_yardsticks(played: Play, market: Market, benchmark: Any) -> None:
    packed, rows = played.snapshot(), list(played.rows)
    again = benchmark.pedantic(
        lambda: resume(played.scenario, played.variant, market, rows, packed, len(rows)), rounds=5, iterations=1, warmup_rounds=1
    )
    assert again.world_hash() == played.world_hash()
    assert benchmark.stats.stats.min < yardstick() * 15


def test_thirty_days_replay_in_under_a_hundred_and_fifty_yardsticks(played: Play, scenario: Scenario, market: Market, benchmark: Any) -> None:
    """The scenario ends after four days; its days are made longer by asking the same world for thirty."""
    def thirty_days() -> None:
        world = unpack(played.snapshot(), replace(played.world.setting, end=40 * 1440))
        for _ in range(30):
            EndDay().apply(world)

    benchmark.pedantic(thirty_days, rounds=2, iterations=1, warmup_rounds=1)
    assert benchmark.stats.stats.min < yardstick() * 150


def test_a_grade_takes_under_a_hundred_yardsticks(played: Play, benchmark: Any) -> None:
    record = benchmark.pedantic(lambda: grade_play(played), rounds=5, iterations=1, warmup_rounds=1)
    assert not record.grade.withheld
    assert benchmark.stats.stats.median < yardstick() * 100


def test_starting_a_run_costs_less_than_grading_it(played: Play, scenario: Scenario, market: Market) -> None:
    begin = best(lambda: start(scenario, played.variant, market), 5)
    assert begin < best(lambda: grade_play(played), 3)


@pytest.mark.parametrize("times", [1, 4])
def test_a_grade_is_the_same_bytes_every_time(played: Play, times: int) -> None:
    assert len({grade_play(played).to_json() for _ in range(times + 1)}) == 1
