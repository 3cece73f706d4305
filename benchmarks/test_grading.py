"""Budget of `lab grade`: a thousand bundles of the shipped scenarios on two processes, against the yardstick of `test_engine`.

    python -m pytest benchmarks/test_grading.py -s            a thousand; LAB_BUNDLES=50 for a quick look

Measured in processor time of the two processes, start and market included, so that what else a machine does counts for little; the
figures stand in docs/grading.md. Each of the plays below is bundled once and graded as often as it takes: every grading reads,
checks, replays and grades anew, as nothing is kept from one bundle to the next.
"""

import os
import resource
import time
from pathlib import Path

import pytest

from benchmarks.test_engine import yardstick
from benchmarks.test_orders import processor
from lab.bundles.batch import Task, grade_all, grade_one
from lab.bundles.layout import Deal
from lab.bundles.shelf import Shelf
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.market.base import Market
from lab.proofs.trials import plan_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.robot import play_plan
from lab.scenarios.script import load_scenario, scenario_folders
from lab.values.places import SCENARIOS
from tests.markets import market_folder

BUNDLES = int(os.environ.get("LAB_BUNDLES", "1000"))
WORKERS = 2
BUDGET = 60
"""Yardsticks of processor time for a bundle: 0.6 s where a yardstick is 10 ms, so three bundles a second on two cores."""


LONGEST = 2.0
"""Seconds of processor time for one bundle, on a core like that of the table in docs/grading.md."""


@pytest.fixture(scope="module")
def plays(market: Market) -> list[bytes]:
    """Each scenario's reference and first wrong way, on two variants, as bundles."""
    plays: list[bytes] = []
    for place in scenario_folders():
        scenario = load_scenario(place)
        for robot in ("reference", *(probe.id for probe in scenario.file.probes[1:2])):
            for seed, picks in enumerate(all_picks(scenario)[:2], 1):
                play = play_plan(scenario, deal(scenario, seed, market, picks), market, plan_of(scenario, robot)).play
                head = head_of(play, Deal(seed=seed_text(seed), picks=picks), "played")
                plays.append(b"".join(bundle_lines(head, play.rows, dict.fromkeys([row.actor for row in play.rows], "robot"))))
    return plays


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory, plays: list[bytes]) -> list[Path]:
    """The plays again and again, up to the number wanted."""
    folder = tmp_path_factory.mktemp("bundles")
    files = []
    for number in range(BUNDLES):
        files.append(folder / f"{number}.tradewind")
        files[-1].write_bytes(plays[number % len(plays)])
    return files


def processor_of_children() -> float:
    """Processor seconds of processes that were started and have ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


@pytest.mark.timeout(3600)
def test_a_thousand_bundles_are_graded_on_two_processes_within_the_budget(bundles: list[Path]) -> None:
    begin, used = time.perf_counter(), processor_of_children()
    graded = grade_all([Task(path) for path in bundles], [SCENARIOS], market_folder(), workers=WORKERS)
    taken, used = time.perf_counter() - begin, processor_of_children() - used
    unit = processor(yardstick, 1) / 5  # it does its work five times
    each = used / len(bundles)
    print(
        f"\n{len(bundles)} bundles on {WORKERS} processes: {taken:.0f} s, {len(bundles) / taken:.2f} a second; {each:.2f} s of processor "
        f"time for each, {each / unit:.1f} yardsticks of {unit * 1000:.1f} ms, budget {BUDGET}"
    )
    assert all(one.problem is None for one in graded)
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB at most in a process")
    assert each < BUDGET * unit


@pytest.mark.timeout(3600)
def test_no_bundle_takes_more_than_two_seconds(tmp_path: Path, plays: list[bytes]) -> None:
    """Each play once, in one process that has graded before and so has read its lists."""
    shelf = Shelf([SCENARIOS], market_folder())
    path = tmp_path / "one.tradewind"
    seconds = []
    for place, play in enumerate([plays[0], *plays]):
        path.write_bytes(play)
        began = time.process_time()
        graded = grade_one(Task(path), shelf)
        seconds.append(time.process_time() - began)
        assert graded.problem is None, place
    taken = sorted(seconds[1:])
    print(f"\n{len(taken)} different bundles: {taken[len(taken) // 2]:.2f} s of processor time in the middle, {taken[-1]:.2f} s at most, allowed {LONGEST} s")
    assert taken[-1] < LONGEST
