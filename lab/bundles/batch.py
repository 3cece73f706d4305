"""Grades many bundles on several processes. What one bundle does, however hostile, stays its own: the others are graded."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from lab.bundles.layout import Bundle, Head
from lab.bundles.reading import read_bundle
from lab.bundles.replaying import Replayed, replay, variant_of
from lab.bundles.shelf import Shelf
from lab.scenarios.marking import GradeRecord
from lab.values.errors import BadFile, BadInput, LabError
from lab.values.text import chosen

SECONDS = 120
"""How long one bundle may take to be played again and graded."""
_shelves: list[Shelf] = []


@dataclass(frozen=True, slots=True)
class Task:
    """One bundle to grade; `seed` for one that does not carry its own."""

    path: Path
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """What came of one bundle: its grade, or the error as code and arguments. `tasks` are the scenario's titles in English."""

    path: Path
    head: Head | None = None
    record: GradeRecord | None = None
    tasks: dict[str, str] = field(default_factory=dict)
    code: str = ""
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> LabError | None:
        """Why there is no grade, or None."""
        return BadInput(self.code, **self.args) if self.code else None


class _TooSlow(BaseException):
    """The bundle has used up its time. No error like others: grading, which goes on after a broken check, must not swallow it."""


def grade_all(
    tasks: Sequence[Task], roots: Sequence[Path], markets: Path, *, workers: int = 1, seconds: float = SECONDS,
    progress: Callable[[Graded], None] = lambda graded: None,
) -> list[Graded]:  # fmt: skip
    """Every bundle's grade, in the order given. The market must be there already, or each process builds it."""
    if workers <= 1 or len(tasks) < 2:
        shelf = Shelf(roots, markets)
        return [_told(grade_one(task, shelf, seconds), progress) for task in tasks]
    found: dict[int, Graded] = {}
    for number, graded in _spread(list(enumerate(tasks)), roots, markets, workers, seconds):
        if graded is not None:
            found[number] = _told(graded, progress)
    while missing := [(number, task) for number, task in enumerate(tasks) if number not in found]:
        # a process died: with one process after the other it is always the first that is left which kills it
        for number, graded in _spread(missing, roots, markets, 1, seconds):
            if graded is not None:
                found[number] = _told(graded, progress)
        left = [(number, task) for number, task in missing if number not in found]
        if left:
            number, task = left[0]
            found[number] = _told(Graded(task.path, code="bundle_killed_process"), progress)
    return [found[number] for number in range(len(tasks))]


def grade_one(task: Task, shelf: Shelf, seconds: float = SECONDS) -> Graded:
    """One bundle's grade; whatever is wrong with it is in the answer."""
    head: Head | None = None
    try:
        with time_limit(seconds):
            bundle = read_bundle(task.path)
            head = bundle.head
            again = replayed(bundle, shelf, task.seed)
            record, scenario = again.grade(), again.play.scenario
    except BadFile as error:
        return Graded(task.path, head, code="scenario_is_faulty", args={"first": str(error.faults[0])})
    except LabError as error:
        return Graded(task.path, head, code=error.code, args=error.args_)
    except _TooSlow:
        return Graded(task.path, head, code="bundle_too_slow", args={"seconds": int(seconds)})
    except Exception as error:  # a bundle from anybody must not keep the others from being graded
        return Graded(task.path, head, code="bundle_broke", args={"error": type(error).__name__})
    return Graded(task.path, head, record, {part.id: chosen(part.title, "en") for part in scenario.file.tasks})


def replayed(bundle: Bundle, shelf: Shelf, seed: str = "") -> Replayed:
    """A bundle played again with what the shelf holds. Raises BadInput; Differs at the first action that comes out otherwise."""
    scenario = shelf.scenario(bundle.head)
    market = shelf.market(bundle.head)
    known = bundle.head.deal.seed or seed
    if not known:
        raise BadInput("bundle_seed_unknown", run=bundle.head.deal.run or 0)
    return replay(bundle, scenario, variant_of(bundle, scenario, market, known), market)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Ends what takes longer, where the system can do that (a signal, in the main thread)."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    other_timer = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *other_timer)


def _spread(
    tasks: Sequence[tuple[int, Task]], roots: Sequence[Path], markets: Path, workers: int, seconds: float
) -> Iterator[tuple[int, Graded | None]]:
    """Bundles graded in other processes, as they are done; None for one whose process died."""
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn"), initializer=_begin, initargs=(roots, markets)) as pool:
        jobs: dict[Future[Graded], int] = {pool.submit(_grade, task, seconds): number for number, task in tasks}
        for job in as_completed(jobs):
            try:
                yield jobs[job], job.result()
            except BrokenProcessPool:
                yield jobs[job], None


def _begin(roots: Sequence[Path], markets: Path) -> None:
    _shelves.append(Shelf(roots, markets))


def _grade(task: Task, seconds: float) -> Graded:
    return grade_one(task, _shelves[0], seconds)


def _told(graded: Graded, progress: Callable[[Graded], None]) -> Graded:
    progress(graded)
    return graded
