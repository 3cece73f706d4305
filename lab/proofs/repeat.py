"""Proofs 8 and 11: the same play in other processes gives the same bytes, and grading it stays within its limits.

Run as a program it writes one line of canonical JSON for the first and the last combination of the pools, and what grading
cost to its other output.
"""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lab.market.store import current_market
from lab.proofs.trials import Trial, plan_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.robot import play_plan
from lab.scenarios.script import load_scenario
from lab.values.places import ROOT

SEED = 7
SECONDS, MEBIBYTES = 2, 256
"""What grading one submission may take: processor time, and memory on top of what the lab holds anyway."""
SURROUNDINGS = (("0", "UTC", "C"), ("4711", "Asia/Almaty", "ar_EG.UTF-8"), ("99", "America/Lima", "de_DE.UTF-8"))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One process: its surroundings, what it wrote, what grading cost at most (-1 where memory cannot be asked), its last words."""

    surroundings: str
    output: bytes
    seconds: float
    mebibytes: int
    problem: str


def repeats(folder: Path, markets: Path, workers: int = 2) -> list[Repeat]:
    """The first and the last variant, played and graded in processes with other hash seeds, time zones and languages."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda one: _repeat(folder, markets, *one), SURROUNDINGS))


def trials_of(folder: Path) -> list[Trial]:
    """What each process plays."""
    picks = all_picks(load_scenario(folder))
    return [Trial("reference", tuple(pick.items()), SEED) for pick in (picks[0], picks[-1])]


def _repeat(folder: Path, markets: Path, hash_seed: str, zone: str, language: str) -> Repeat:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "lab.proofs.repeat", str(folder.resolve()), str(markets.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own module
    name = f"hash seed {hash_seed}, {zone}, {language}"
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        return Repeat(name, b"", 0, 0, said[-500:])
    costs = [json.loads(line) for line in said.splitlines() if line.startswith('{"seconds"')]
    return Repeat(name, done.stdout, max(cost["seconds"] for cost in costs), max(cost["mebibytes"] for cost in costs), "")


def main(folder: Path, markets: Path) -> None:
    """Play each variant; write its record, and what grading it cost."""
    scenario, market = load_scenario(folder), current_market(markets)
    for trial in trials_of(folder):
        variant = deal(scenario, trial.seed, market, dict(trial.picks))
        play = play_plan(scenario, variant, market, plan_of(scenario, trial.robot)).play
        before = _peak()
        grade_play(play)  # reads the lists and cards that a server reads once
        began = time.process_time()
        record = grade_play(play)
        cost = {"seconds": time.process_time() - began, "mebibytes": max(-1, _peak() - before)}
        sys.stdout.buffer.write(record.to_json() + b"\n")
        sys.stderr.write(json.dumps(cost) + "\n")


def _peak() -> int:
    """The most memory that this process ever held, in MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most // (1024 * 1024) if sys.platform == "darwin" else most // 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
