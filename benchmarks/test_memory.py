"""Budget of memory: a web worker that keeps a hundred runs warm."""

import subprocess
import sys

from lab.values.places import ROOT

LIMIT_MIB = 600

PROGRAM = """
import resource, sys, tempfile
from pathlib import Path
import lab.app
from lab.market.store import current_market
from lab.scenarios.deal import deal
from lab.scenarios.play import resume
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import load_scenario
from lab.values.places import SCENARIOS

market = current_market(Path(tempfile.mkdtemp()))
scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
warm = []
for seed in range(1, 101):
    variant = deal(scenario, seed, market)
    if seed <= 4:
        rows = play_plan(scenario, variant, market, reference_plan(scenario)).play.rows
    warm.append(resume(scenario, deal(scenario, (seed - 1) % 4 + 1, market), market, rows if seed <= 4 else warm[(seed - 1) % 4].rows))
print(len({play.chain_hash for play in warm}), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_a_worker_with_a_hundred_warm_runs_stays_under_600_mib() -> None:
    """The greatest resident size of a process that has loaded the application and keeps a hundred finished runs."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    runs, mebibytes = map(int, done.stdout.split())
    print(f"{mebibytes} MiB with 100 runs warm")
    assert runs == 4
    assert mebibytes < LIMIT_MIB
