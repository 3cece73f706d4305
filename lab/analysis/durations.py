"""How long a class worked: by task of the scenario, and by area of the shop.

What is known is when each action was done. The time up to an action counts for that action, since people read, think and type before
they press a button; more than `BREAK` seconds count as a break and for nothing. An action belongs to a task if the checks of exactly
one task cite it, else if the checks of exactly one task are about its object. Whatever no check or several tasks
are about belongs to no task, and is told as such: areas of the shop are always known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.analysis.measures import quantile
from lab.analysis.steps import STAFF, Step
from lab.grading.check import Check
from lab.grading.grade import CheckResult

BREAK = 600
NO_TASK = ""
AREAS: Mapping[str, str] = {
    "listing": "listings", "price": "listings", "document": "listings", "compliance": "listings",
    "image": "pictures", "message": "messages", "order": "orders", "return": "orders", "dispute": "orders", "review": "orders",
    "stock": "stock", "shipping": "shipping", "pricing": "finance", "worksheet": "finance", "promotion": "promotions", "ads": "ads",
    "social": "social", "decision": "decisions", "reflection": "decisions", "account": "decisions", "clock": "clock",
}  # fmt: skip
"""Areas of the shop by the first word of an action's name."""
OTHER = "other"


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Seconds of one run by task (`NO_TASK` for what belongs to none) and by area; `breaks` counts the gaps left out."""

    tasks: Mapping[str, int]
    areas: Mapping[str, int]
    breaks: int

    @property
    def seconds(self) -> int:
        return sum(self.areas.values())


@dataclass(frozen=True, slots=True)
class Slice:
    """The seconds that runs spent on one thing: quartiles over the `n` runs that spent any."""

    name: str
    n: int
    lower: int
    median: int
    upper: int


@dataclass(frozen=True, slots=True)
class Durations:
    """The class. `told`: the share of all time that belongs to a task, None without any time."""

    n: int
    whole: Slice
    tasks: tuple[Slice, ...]
    areas: tuple[Slice, ...]
    told: Fraction | None


def objects_of_tasks(checks: Iterable[Check]) -> dict[str, frozenset[str]]:
    """The tasks whose checks are about each object (a listing, a place, a thread, an order, a question, ...)."""
    found: dict[str, set[str]] = {}
    for check in checks:
        question = getattr(check, "question", "")
        for name in (*check.on, *((question,) if isinstance(question, str) and question else ())):
            found.setdefault(name, set()).add(check.task)
    return {name: frozenset(tasks) for name, tasks in found.items()}


def actions_cited(results: Iterable[CheckResult]) -> dict[int, frozenset[str]]:
    """The tasks whose results cite each row of the journal as evidence ("action:41")."""
    found: dict[int, set[str]] = {}
    for result in results:
        for shown in result.evidence:
            kind, _colon, number = str(shown.get("ref", "")).partition(":")
            if kind == "action" and number.isdecimal():
                found.setdefault(int(number), set()).add(result.task)
    return {seq: frozenset(tasks) for seq, tasks in found.items()}


def time_spent(
    steps: Sequence[Step], cited: Mapping[int, frozenset[str]], objects: Mapping[str, frozenset[str]]
) -> TimeSpent:
    """The time of one run, from its rows in order; the clock begins at 0, when it was opened."""
    tasks: dict[str, int] = {}
    areas: dict[str, int] = {}
    breaks = last = 0
    for step in steps:
        if step.name.startswith(STAFF):  # an instructor's row takes nobody's time
            continue
        gap, last = max(0, step.at - last), max(step.at, last)
        if gap > BREAK:
            breaks += 1
            continue
        area, task = area_of(step.name), _task_of(step, cited, objects)
        areas[area] = areas.get(area, 0) + gap
        tasks[task] = tasks.get(task, 0) + gap
    return TimeSpent(tasks, areas, breaks)


def area_of(action: str) -> str:
    """The area of the shop in which an action is done."""
    if action in ("stock.set", "account.plan"):
        return "listings" if action == "stock.set" else "decisions"
    return AREAS.get(action.partition(".")[0], OTHER)


def _task_of(step: Step, cited: Mapping[int, frozenset[str]], objects: Mapping[str, frozenset[str]]) -> str:
    place = step.about.rpartition("/")[0]
    for tasks in (cited.get(step.seq), objects.get(step.about), objects.get(place) if place else None):
        if tasks is not None and len(tasks) == 1:
            return next(iter(tasks))
    return NO_TASK


def durations(runs: Sequence[TimeSpent], tasks: Sequence[str]) -> Durations:
    """What some runs took; the tasks in the order given, the areas that took most first."""
    areas = {name for run in runs for name in run.areas}
    shown = [_slice(name, [run.areas.get(name, 0) for run in runs]) for name in sorted(areas)]
    known = sum(seconds for run in runs for seconds in run.tasks.values())
    told = known - sum(run.tasks.get(NO_TASK, 0) for run in runs)
    return Durations(
        n=len(runs),
        whole=_slice("", [run.seconds for run in runs]),
        tasks=tuple(_slice(name, [run.tasks.get(name, 0) for run in runs]) for name in tasks),
        areas=tuple(sorted((one for one in shown if one.n), key=lambda one: (-one.median, one.name))),
        told=Fraction(told, known) if known else None,
    )


def _slice(name: str, seconds: Sequence[int]) -> Slice:
    spent = [Fraction(one) for one in seconds if one]
    quarters = [quantile(spent, Fraction(part, 4)) or Fraction(0) for part in (1, 2, 3)]
    lower, median, upper = (int(quarter + Fraction(1, 2)) for quarter in quarters)
    return Slice(name, len(spent), lower, median, upper)
