"""Rounds of trials: many robots on one variant, playing what they have in common once; many rounds on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from lab.grading.evidence import Evidence
from lab.grading.grade import CheckResult, moment_of
from lab.grading.timeline import Watch
from lab.market.base import Market
from lab.market.store import current_market
from lab.proofs.branches import Course, Move, moves_after, moves_of, play_all, ready
from lab.proofs.order import exchanged
from lab.proofs.spammer import spam
from lab.proofs.trials import Trial, Tried, plan_of
from lab.scenarios.deal import Variant, deal
from lab.scenarios.marking import grade_seen
from lab.scenarios.play import Play, start
from lab.scenarios.robot import stops_of
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import facts_of
from lab.values.errors import LabError

REFERENCE, NOTHING, SPAMMER, NEIGHBOUR = "reference", "", "a spammer", "a neighbour's copy"
KEPT, TURNED = "as they are", "exchanged"
Picks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One variant, and who plays it. `changes` of (number, of) takes every so-manieth built-in change; None takes none.

    `copies`: the picks and seed of the neighbour whose work is handed in here too; `swaps`: whether steps are exchanged.
    """

    picks: Picks
    seed: int
    robots: tuple[str, ...]
    changes: tuple[int, int] | None = None
    copies: tuple[Picks, int] | None = None
    swaps: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A built-in change that was tried: whose check, what was changed, and what the check then earned."""

    trial: Trial
    check: str
    change: str
    result: CheckResult | None
    problem: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Two plays that differ only in the order of steps that are apart; their results by check, or why there are none."""

    trial: Trial
    pairs: int
    kept: dict[str, str]
    turned: dict[str, str]
    problem: str


@dataclass(slots=True)
class Ended:
    """What a round gave."""

    tried: list[Tried] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)

    @property
    def plays(self) -> int:
        return len(self.tried) + len(self.changed) + 2 * len(self.swaps)


Tell = Callable[[int, int], None]


def run_rounds(folder: Path, markets: Path, rounds: Sequence[Round], workers: int | None = None, tell: Tell = lambda done, of: None) -> list[Ended]:
    """Every round, in the order given; more than a few are spread over the cores. `tell` hears how many are done."""
    workers = workers if workers is not None else min(os.cpu_count() or 1, 8)
    if workers <= 1 or len(rounds) < 2:
        scenario, market = load_scenario(folder), current_market(markets)
        ended = []
        for number, one in enumerate(rounds, start=1):
            ended.append(play_round(scenario, market, one))
            tell(number, len(rounds))
        return ended
    found: dict[int, Ended] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(_work, folder, markets, one): number for number, one in enumerate(rounds)}
        try:
            for job in as_completed(jobs):
                found[jobs[job]] = job.result()
                tell(len(found), len(rounds))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[number] for number in range(len(rounds))]


def _work(folder: Path, markets: Path, one: Round) -> Ended:
    return play_round(load_scenario(folder), current_market(markets), one)


def play_round(scenario: Scenario, market: Market, one: Round) -> Ended:
    """Play and grade everything that a round asks for."""
    ended = Ended()
    try:
        variant = deal(scenario, one.seed, market, dict(one.picks))
        plans = {robot: _moves(scenario, variant, market, robot, one) for robot in (REFERENCE, *one.robots)}
        beginning = start(scenario, variant, market)
        courses = dict(_play(beginning, plans))  # the reference among them: most robots begin as it does
    except LabError as error:
        ended.tried = [Tried(Trial(robot, one.picks, one.seed), None, (), str(error)) for robot in one.robots]
        return ended
    right = courses[REFERENCE]
    whole = _tried(Trial(REFERENCE, one.picks, one.seed), right)
    ended.tried = [whole if robot == REFERENCE else _tried(Trial(robot, one.picks, one.seed), courses[robot]) for robot in one.robots]
    if right.problem or right.refused:
        return ended  # a reference that does not get through has nothing to be changed
    if one.changes is not None:
        ended.changed = list(_changed(beginning, one, right, whole))
    if one.swaps:
        ended.swaps = list(_swaps(beginning, right, whole.trial))
    return ended


def _play(beginning: Play, plans: dict[str, list[Move]]) -> Iterator[tuple[str, Course]]:
    """Every plan, from one beginning that stays as it is: all plays stand in one setting, so that shoppers can be shared."""
    if plans:
        yield from play_all(Course(beginning.fork(), Watch(stops_of(beginning.scenario))), plans)


def _reference(scenario: Scenario, variant: Variant, market: Market) -> Course:
    return next(_play(start(scenario, variant, market), {REFERENCE: moves_of(plan_of(scenario, REFERENCE))}))[1]


def _moves(scenario: Scenario, variant: Variant, market: Market, robot: str, one: Round) -> list[Move]:
    if robot == NOTHING:
        return []
    if robot == SPAMMER:
        return spam(scenario, variant)
    if robot == NEIGHBOUR:
        assert one.copies is not None
        picks, seed = one.copies
        done = _reference(scenario, deal(scenario, seed, market, dict(picks)), market).done
        return [ready(timed, number) for number, timed in enumerate(done)]
    return moves_of(plan_of(scenario, robot))


def _tried(trial: Trial, course: Course) -> Tried:
    refused = tuple(f"{step}: {outcome.code} {outcome.args}" for step, outcome in course.refused.items())
    if course.problem:
        return Tried(trial, None, refused, course.problem)
    return Tried(trial, grade_seen(course.play, course.watch.worlds), refused, "")


def _changed(beginning: Play, one: Round, right: Course, whole: Tried) -> Iterator[Changed]:
    """The built-in changes of every check that the reference earns in full; `whole` is what it earned."""
    assert one.changes is not None
    scenario, variant = beginning.scenario, beginning.variant
    plan, log = moves_of(plan_of(scenario, REFERENCE)), tuple(right.done)
    facts, deeds = facts_of(scenario, variant), right.play.deeds()
    wanted: dict[str, tuple[str, str]] = {}
    plans: dict[str, list[Move]] = {}
    number = 0
    for check in scenario.checks:
        if check.by_person or whole.results[check.id].fraction != "1":
            continue
        seen = Evidence(right.play.world.setting, facts, deeds, right.watch.worlds, {}, moment_of(check, scenario.due))
        for spoiled in check.spoiled(log, seen):
            if number % one.changes[1] == one.changes[0]:
                name = f"{check.id}: {spoiled.name}"
                wanted[name] = (check.id, spoiled.name)
                plans[name] = moves_after(plan, log, spoiled.log)
            number += 1
    for name, course in _play(beginning, plans):
        check_id, change = wanted[name]
        tried = _tried(whole.trial, course)
        yield Changed(whole.trial, check_id, change, tried.results.get(check_id), tried.problem)


def _swaps(beginning: Play, right: Course, trial: Trial) -> Iterator[Swap]:
    plan, log = moves_of(plan_of(beginning.scenario, REFERENCE)), tuple(right.done)
    for offset in (0, 1):
        kept, turned, pairs = exchanged(log, right.play.world, offset)
        if not pairs:
            continue
        plans = {KEPT: moves_after(plan, log, kept), TURNED: moves_after(plan, log, turned)}
        both = {name: _tried(trial, course) for name, course in _play(beginning, plans)}
        shares = {name: {key: result.fraction for key, result in tried.results.items()} for name, tried in both.items()}
        yield Swap(trial, pairs, shares[KEPT], shares[TURNED], both[KEPT].problem or both[TURNED].problem)
