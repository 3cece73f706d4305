"""Proofs 8 and 11: the same play in other processes gives the same bytes, and grading it stays within its limits.

Run as a program it is told one folder of a scenario a line. It answers each with one line: the records of the first and the
last combination of the pools, and what grading cost. A process that has read its lists and its market once can so repeat a
whole library; a single scenario has processes of its own.
"""

import os
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process says of one folder: the records, a line each, and what grading one cost at most; or why there are none."""

    output: str = ""
    seconds: float = 0
    mebibytes: int = 0
    problem: str = ""


class Elsewhere:
    """A process in each of other surroundings. They begin when they are first asked and end with the `with` block.

    In a process that played other scenarios before, memory that those took does not count for the next.
    """

    def __init__(self, markets: Path, workers: int = 2) -> None:
        self._places = [_Place(markets, *one) for one in SURROUNDINGS]
        self._workers = workers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for place in self._places:
            place.end()

    def processes(self) -> list["subprocess.Popen[bytes]"]:
        """Those that have begun."""
        return [place.process for place in self._places if place.process is not None]

    def repeats(self, folder: Path) -> list[Repeat]:
        """The first and the last variant, played and graded everywhere, `workers` processes at a time."""
        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(lambda place: place.repeat(folder), self._places))


class _Place:
    """One process with its hash seed, time zone and language."""

    def __init__(self, markets: Path, hash_seed: str, zone: str, language: str) -> None:
        self.name = f"hash seed {hash_seed}, {zone}, {language}"
        self._environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONPATH": str(ROOT)}
        self._command = [sys.executable, "-m", "lab.proofs.repeat", str(markets.resolve())]
        self.process: subprocess.Popen[bytes] | None = None

    def repeat(self, folder: Path) -> Repeat:
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(self._command, env=self._environment, stdin=pipe, stdout=pipe)  # noqa: S603 - our own module
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(os.fsencode(folder.resolve()) + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            code = self.process.wait()
            self.end()
            return Repeat(self.name, b"", 0, 0, f"the process ended with exit code {code}")
        answer = msgspec.json.decode(line, type=Answer)
        return Repeat(self.name, answer.output.encode(), answer.seconds, answer.mebibytes, answer.problem)

    def end(self) -> None:
        """End the process, if it has begun."""
        if self.process is not None:
            self.process.communicate()
            self.process = None


def repeats(folder: Path, markets: Path, workers: int = 2) -> list[Repeat]:
    """The first and the last variant, played and graded in processes with other hash seeds, time zones and languages."""
    with Elsewhere(markets, workers) as elsewhere:
        return elsewhere.repeats(folder)


def trials_of(folder: Path) -> list[Trial]:
    """What each process plays."""
    picks = all_picks(load_scenario(folder))
    return [Trial("reference", tuple(pick.items()), SEED) for pick in (picks[0], picks[-1])]


def main(folders: IO[bytes], answers: IO[bytes], markets: Path) -> None:
    """Answer every line."""
    for line in folders:
        folder = Path(os.fsdecode(line.removesuffix(b"\n")))
        try:
            answer = played(folder, markets)
        except Exception:  # whatever it is, the asker is to hear of it, and other scenarios still get their answer
            answer = Answer(problem=traceback.format_exc()[-500:])
        answers.write(msgspec.json.encode(answer) + b"\n")
        answers.flush()


def played(folder: Path, markets: Path) -> Answer:
    """Each variant's record, and what grading it cost."""
    scenario, market = load_scenario(folder), current_market(markets)
    output, seconds, mebibytes = "", 0.0, -1
    for trial in trials_of(folder):
        variant = deal(scenario, trial.seed, market, dict(trial.picks))
        play = play_plan(scenario, variant, market, plan_of(scenario, trial.robot)).play
        before = _peak()
        grade_play(play)  # reads the lists and cards that a server reads once
        began = time.process_time()
        record = grade_play(play)
        seconds = max(seconds, time.process_time() - began)
        mebibytes = max(mebibytes, _peak() - before)
        output += record.to_json().decode() + "\n"
    return Answer(output, seconds, mebibytes)


def _peak() -> int:
    """The most memory that this process ever held, in MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most // (1024 * 1024) if sys.platform == "darwin" else most // 1024)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer, Path(sys.argv[1]))
