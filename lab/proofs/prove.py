"""The eleven proofs that a scenario must pass before students can see it.

1 schema and references, 2 reference, 3 other right ways, 4 nothing, spam and copying, 5 built-in changes, 6 probes, 7 order,
8 repeat, 9 secrecy, 10 reading, 11 limits. A failure begins with the place of the file where it has to be mended.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from lab.grading.grade import CheckResult
from lab.market.store import current_market
from lab.proofs.places import Places
from lab.proofs.proof import Proof
from lab.proofs.reading import reading_faults
from lab.proofs.repeat import MEBIBYTES, SECONDS, Elsewhere, Repeat, repeats, trials_of
from lab.proofs.rounds import (
    NEIGHBOUR,
    NOTHING,
    REFERENCE,
    SPAMMER,
    Changed,
    Ended,
    Picks,
    Round,
    Swap,
    play_round,
    run_rounds,
)
from lab.proofs.secrecy import leaks
from lab.proofs.trials import Tried
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import facts_of, stage
from lab.values.errors import BadFile, LabError

SEEDS = 20
_DEAREST = 4
"""So many of the checks are named that pay the spammer most."""
PARTS = 2
"""The robots of one variant are dealt to so many processes at most; each has to play the reference for itself."""
Progress = Callable[[str, int, int], None]


def prove(
    folder: Path, markets: Path, *, seeds: int = SEEDS, workers: int | None = None, progress: Progress = lambda name, done, of: None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Proof]:  # fmt: skip
    """The proofs in the order of their numbers; when the first fails nothing else can be tried.

    `elsewhere`: the processes that repeat it, for whoever proves many scenarios; without, it gets three of its own.

    `progress` hears what is being done, and how much of it is. The rounds of proofs 2 to 7 are played together, on `workers`
    processes (all cores without).
    """
    progress("schema", 0, 1)
    first = prove_schema(folder, markets)
    progress("schema", 1, 1)
    yield first
    if not first.holds:
        return
    scenario = load_scenario(folder)
    workers = workers if workers is not None else min(os.cpu_count() or 1, 8)
    plan = rounds_of(scenario, seeds, workers)
    ended = run_rounds(folder, markets, plan, workers, lambda done, of: progress("rounds", done, of))
    yield from Verdicts(scenario, ended).proofs()
    progress("repeat", 0, 1)
    again = elsewhere.repeats(folder) if elsewhere is not None else repeats(folder, markets, workers)
    progress("repeat", 1, 1)
    yield prove_repeat(scenario, markets, again)
    progress("reading", 0, 1)
    yield prove_secrecy(scenario, markets)
    yield prove_reading(scenario, markets)
    yield prove_limits(again)
    progress("reading", 1, 1)


SCHEMA = "schema and references"
"""The name of the first proof."""


def prove_schema(folder: Path, markets: Path) -> Proof:
    """1: the file is right, and every variant can be dealt and read."""
    try:
        scenario = load_scenario(folder)
        market = current_market(markets)
        picks = all_picks(scenario)
        for pick in picks:
            variant = deal(scenario, 1, market, pick)
            stage(scenario, variant, market)
            facts_of(scenario, variant)
            brief_of(scenario, variant, "en")
    except BadFile as error:
        return Proof(1, SCHEMA, 0, tuple(str(fault) for fault in error.faults))
    except (LabError, KeyError) as error:
        return Proof(1, SCHEMA, 0, (str(error),))
    return Proof(1, SCHEMA, len(picks))


def rounds_of(scenario: Scenario, seeds: int, workers: int) -> list[Round]:
    """Who plays which variant: everybody on the first seed of every combination of the pools, the reference on all others."""
    picks: list[Picks] = [tuple(pick.items()) for pick in all_picks(scenario)]
    robots = [NOTHING, SPAMMER, NEIGHBOUR, *(way.id for way in (*scenario.file.also_ok, *scenario.file.probes))]
    parts = PARTS if len(picks) < 2 * workers and workers > 1 else 1
    rounds = []
    for number, pick in enumerate(picks):
        neighbour = (picks[(number + 1) % len(picks)], 2)
        for part in range(parts):
            share = robots[part * len(robots) // parts : (part + 1) * len(robots) // parts]
            mine = (REFERENCE, *share) if part == 0 else tuple(share)
            # a change is tried on one combination: that every check can fail does not hang on the picks
            changes = (number * parts + part, len(picks) * parts)
            rounds.append(Round(pick, 1, mine, changes, neighbour, swaps=part == 0))
    rounds += [Round(pick, seed, (REFERENCE,)) for pick in picks for seed in range(2, seeds + 1)]
    return rounds


class Verdicts:
    """What the rounds say: proofs 2 to 7."""

    def __init__(self, scenario: Scenario, ended: Sequence[Ended]) -> None:
        self.scenario = scenario
        self.places = Places(scenario)
        self.tried = [tried for one in ended for tried in one.tried]
        self.changed = [changed for one in ended for changed in one.changed]
        self.swaps = [swap for one in ended for swap in one.swaps]

    def proofs(self) -> Iterator[Proof]:
        yield self.reference()
        yield self.other_ways()
        yield self.nothing()
        yield self.changes()
        yield self.probes()
        yield self.order()

    def reference(self) -> Proof:
        """2: the reference earns every automatic point on every combination of the pools and many seeds each."""
        trials = self._of(REFERENCE)
        return Proof(2, "reference", len(trials), tuple(line for tried in trials for line in self._below_full(tried)))

    def other_ways(self) -> Proof:
        """3: every other right way earns the same as the reference."""
        trials = [tried for way in self.scenario.file.also_ok for tried in self._of(way.id)]
        return Proof(3, "other right ways", len(trials), tuple(line for tried in trials for line in self._below_full(tried)))

    def nothing(self) -> Proof:
        """4: an empty journal earns no more than `do_nothing_max`; who presses every button no more than `spam_max`; a neighbour's work not all."""
        trials = [*self._of(NOTHING), *self._of(SPAMMER), *self._of(NEIGHBOUR)]
        return Proof(4, "nothing, spam and copying", len(trials), tuple(line for tried in trials for line in self._too_much(tried)))

    def changes(self) -> Proof:
        """5: no check still pays in full after one of its own changes, and each is seen to fail at least once."""
        failures = [line for changed in self.changed for line in self._not_noticed(changed)]
        broken = {changed.check for changed in self.changed if changed.result is not None and changed.result.fraction != "1"}
        broken |= {name for tried in self._of(*(probe.id for probe in self.scenario.file.probes)) for name, result in tried.results.items() if result.fraction != "1"}
        for check in self.scenario.checks:
            if not check.by_person and check.id not in broken:
                failures.append(f"{self.places.of(check.id)}: {check.id} was never seen to fail; add a probe that breaks it")
        return Proof(5, "built-in changes", len(self.changed), tuple(failures))

    def probes(self) -> Proof:
        """6: every wrong way gives exactly the shares its author wrote, on every combination."""
        right = {tried.trial.picks: tried.results for tried in self._of(REFERENCE) if tried.trial.seed == 1}
        trials = self._of(*(probe.id for probe in self.scenario.file.probes))
        failures = tuple(line for tried in trials for line in self._probe_failures(tried, right[tried.trial.picks]))
        return Proof(6, "probes", len(trials), failures)

    def order(self) -> Proof:
        """7: exchanging steps that have nothing to do with each other changes no result."""
        failures = tuple(line for swap in self.swaps for line in self._hangs_on_order(swap))
        return Proof(7, "order", sum(swap.pairs for swap in self.swaps), failures)

    def _of(self, *robots: str) -> list[Tried]:
        return [tried for robot in robots for tried in self.tried if tried.trial.robot == robot]

    def _below_full(self, tried: Tried) -> Iterator[str]:
        place = self.places.of(tried.trial.robot)
        if tried.record is None:
            yield f"{place}: {tried.trial}: {tried.problem}"
        for refusal in tried.refused:
            yield f"{self.places.of(refusal.partition(':')[0], tried.trial.robot)}: {tried.trial}: refused: {refusal}"
        for check in self.scenario.checks:
            result = tried.results.get(check.id)
            if result is not None and not check.by_person and result.fraction != "1":
                yield f"{self.places.of(check.id)}: {tried.trial}: {check.id} earns {result.fraction} ({result.message})"

    def _too_much(self, tried: Tried) -> Iterator[str]:
        place = self.places.at("grading")
        grading = self.scenario.file.grading
        if tried.record is None:
            yield f"{place}: {tried.trial}: {tried.problem}"
            return
        points, most = Fraction(tried.record.grade.points), tried.record.grade.max_points
        robot = tried.trial.robot
        if tried.record.grade.withheld:
            broken = [result.id for result in tried.results.values() if result.status == "error"]
            yield f"{self.places.of(*broken)}: {tried.trial}: the check {broken[0]} broke"
        elif robot == NOTHING and points > grading.do_nothing_max:
            earning = [result.id for result in tried.results.values() if result.fraction != "0"]
            yield f"{self.places.of(*earning)}: {tried.trial}: earns {tried.record.grade.points}, allowed are {grading.do_nothing_max}; {', '.join(earning)} pay"
        elif robot == SPAMMER and points > grading.spam_max * most:
            dear = sorted((one for one in tried.results.values() if Fraction(one.points) > 0), key=lambda one: (-Fraction(one.points), one.id))
            paid = ", ".join(f"{one.id} pays {one.points}" for one in dear[:_DEAREST])
            yield f"{place}: {tried.trial}: earns {tried.record.grade.points} of {most}, allowed are {grading.spam_max * 100} % (spam_max); {paid}"
        elif robot == NEIGHBOUR and self._varies and points >= self._automatic:
            yield f"{self.places.at('variants')}: {tried.trial}: another variant's work earns everything here; let the right answers differ"

    @property
    def _varies(self) -> bool:
        variants = self.scenario.file.variants
        return any(len(pool) > 1 for pool in variants.pool.values()) or bool(variants.draw)

    @property
    def _automatic(self) -> int:
        return sum(check.points for check in self.scenario.checks if not check.by_person)

    def _not_noticed(self, changed: Changed) -> Iterator[str]:
        place = self.places.of(changed.check)
        if changed.result is None:
            yield f"{place}: {changed.check} after '{changed.change}': {changed.problem}"
        elif changed.result.fraction == "1":
            yield f"{place}: {changed.check} still pays in full after '{changed.change}' ({changed.trial})"

    def _probe_failures(self, tried: Tried, right: dict[str, CheckResult]) -> Iterator[str]:
        probe = next(probe for probe in self.scenario.file.probes if probe.id == tried.trial.robot)
        place = self.places.of(probe.id)
        if tried.record is None:
            yield f"{place}: {tried.trial}: {tried.problem}"
            return
        for name, share in probe.breaks.items():
            found = tried.results[name].fraction
            if Fraction(found) != share:
                yield f"{place}: {tried.trial}: {name} earns {found}, not {share}"
        for name in probe.same:
            if name in right and tried.results[name].fraction != right[name].fraction:
                yield f"{place}: {tried.trial}: {name} changes to {tried.results[name].fraction}"
        share_of_all = Fraction(tried.record.grade.points) / tried.record.grade.max_points
        if probe.total_max is not None and share_of_all > probe.total_max:
            yield f"{place}: {tried.trial}: earns {tried.record.grade.points} in all, more than allowed"
        if probe.total_min is not None and share_of_all < probe.total_min:
            yield f"{place}: {tried.trial}: earns only {tried.record.grade.points} in all"

    def _hangs_on_order(self, swap: Swap) -> Iterator[str]:
        if swap.problem:
            yield f"{self.places.at('reference')}: {swap.trial}: {swap.problem}"
        for name, share in swap.kept.items():
            if swap.turned.get(name) != share:
                yield f"{self.places.of(name)}: {swap.trial}: {name} earns {share}, and {swap.turned.get(name)} with steps of one minute exchanged"


def prove_repeat(scenario: Scenario, markets: Path, again: Sequence[Repeat]) -> Proof:
    """8: the same play in other processes, with other hash seeds, time zones and languages, gives the same bytes; and so does grading without a replay."""
    if broken := [one for one in again if one.problem]:
        return Proof(8, "repeat", 0, (broken[0].problem,))
    market = current_market(markets)
    here = b""
    for trial in trials_of(scenario.folder):
        tried = play_round(scenario, market, Round(trial.picks, trial.seed, (REFERENCE,))).tried[0]
        here += (tried.record.to_json() if tried.record else tried.problem.encode()) + b"\n"
    failures = [f"{one.surroundings} gives other bytes" for one in again if one.output != here]
    return Proof(8, "repeat", len(again) + 1, tuple(failures))


def prove_secrecy(scenario: Scenario, markets: Path) -> Proof:
    """9: nothing of the reference, the wrong ways or another variant stands in what students are shown."""
    market = current_market(markets)
    variants = [deal(scenario, 1, market, pick) for pick in all_picks(scenario)]
    return Proof(9, "secrecy", len(variants), tuple(leaks(scenario, variants)))


def prove_reading(scenario: Scenario, markets: Path) -> Proof:
    """10: every text is there in every language offered, and contradicts no fact."""
    market = current_market(markets)
    variants = [deal(scenario, 1, market, pick) for pick in all_picks(scenario)]
    return Proof(10, "reading", len(variants), tuple(reading_faults(scenario, variants)))


def prove_limits(again: Sequence[Repeat]) -> Proof:
    """11: grading one submission takes at most two seconds and 256 MiB. The quickest of the processes counts: others may have been held up."""
    held = [one for one in again if not one.problem]
    failures = []
    if held and min(one.seconds for one in held) > SECONDS:
        failures.append(f"grading one submission takes {min(one.seconds for one in held):.1f} s, allowed are {SECONDS} s")
    if held and min(one.mebibytes for one in held) > MEBIBYTES:
        failures.append(f"grading one submission takes {min(one.mebibytes for one in held)} MiB, allowed are {MEBIBYTES} MiB")
    return Proof(11, "limits", len(held), tuple(failures))
