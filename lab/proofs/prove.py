"""The proofs that a scenario must pass before students can see it.

Numbers are those of the scenario format: 1 schema, 2 reference, 3 other right ways, 4 nothing, 6 probes, 8 repeat.
Not here yet: 5 built-in changes, 7 order, 9 secrecy, 10 reading, 11 limits.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from lab.grading.grade import CheckResult
from lab.market.store import current_market
from lab.proofs.proof import Proof
from lab.proofs.trials import Trial, Tried, run_trials
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import facts_of, stage
from lab.values.errors import BadFile, LabError
from lab.values.places import ROOT

SEEDS = 20
Progress = Callable[[str], None]


def prove(folder: Path, markets: Path, *, seeds: int = SEEDS, progress: Progress = lambda name: None) -> Iterator[Proof]:
    """The proofs one after another; when the first fails nothing else can be tried."""
    progress("schema and references")
    first = prove_schema(folder, markets)
    yield first
    if not first.holds:
        return
    scenario = load_scenario(folder)
    for name, proof in (
        ("reference", prove_reference),
        ("other right ways", prove_other_ways),
        ("nothing", prove_nothing),
        ("probes", prove_probes),
    ):
        progress(name)
        yield proof(scenario, markets, seeds)
    progress("repeat")
    yield prove_repeat(scenario, markets)


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
        return Proof(1, "schema and references", 0, tuple(str(fault) for fault in error.faults))
    except (LabError, KeyError) as error:
        return Proof(1, "schema and references", 0, (str(error),))
    return Proof(1, "schema and references", len(picks))


def prove_reference(scenario: Scenario, markets: Path, seeds: int) -> Proof:
    """2: the reference earns every automatic point on every combination of the pools and many seeds each."""
    trials = [Trial("reference", tuple(pick.items()), seed) for pick in all_picks(scenario) for seed in range(1, seeds + 1)]
    failures = [line for tried in run_trials(scenario.folder, markets, trials) for line in _below_full(scenario, tried)]
    return Proof(2, "reference", len(trials), tuple(failures))


def prove_other_ways(scenario: Scenario, markets: Path, seeds: int) -> Proof:
    """3: every other right way earns the same as the reference."""
    trials = [Trial(way.id, tuple(pick.items()), 1) for way in scenario.file.also_ok for pick in all_picks(scenario)]
    failures = [line for tried in run_trials(scenario.folder, markets, trials) for line in _below_full(scenario, tried)]
    return Proof(3, "other right ways", len(trials), tuple(failures))


def prove_nothing(scenario: Scenario, markets: Path, seeds: int) -> Proof:
    """4: an empty journal earns no more than `do_nothing_max`."""
    trials = [Trial("", tuple(pick.items()), 1) for pick in all_picks(scenario)]
    most = scenario.file.grading.do_nothing_max
    failures = []
    for tried in run_trials(scenario.folder, markets, trials):
        if tried.record is None:
            failures.append(f"{tried.trial}: {tried.problem}")
        elif Fraction(tried.record.grade.points) > most or tried.record.grade.withheld:
            failures.append(f"{tried.trial}: earns {tried.record.grade.points}, allowed are {most}")
    return Proof(4, "nothing", len(trials), tuple(failures))


def prove_probes(scenario: Scenario, markets: Path, seeds: int) -> Proof:
    """6: every wrong way gives exactly the shares its author wrote, on every combination."""
    picks = [tuple(pick.items()) for pick in all_picks(scenario)]
    right = {tried.trial.picks: tried.results for tried in run_trials(scenario.folder, markets, [Trial("reference", pick, 1) for pick in picks])}
    trials = [Trial(probe.id, pick, 1) for probe in scenario.file.probes for pick in picks]
    failures = []
    for tried in run_trials(scenario.folder, markets, trials):
        failures += _probe_failures(scenario, tried, right[tried.trial.picks])
    return Proof(6, "probes", len(trials), tuple(failures))


def prove_repeat(scenario: Scenario, markets: Path) -> Proof:
    """8: the same play in other processes, with other hash seeds, time zones and languages, gives the same bytes."""
    outputs: dict[str, bytes] = {}
    for hash_seed, zone, language in (("0", "UTC", "C"), ("4711", "Asia/Almaty", "ar_EG.UTF-8"), ("99", "America/Lima", "de_DE.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "lab.proofs.repeat", str(scenario.folder.resolve()), str(markets.resolve())]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own module
        if done.returncode:
            return Proof(8, "repeat", len(outputs), (done.stderr.decode("utf-8", "replace")[-500:],))
        outputs[f"hash seed {hash_seed}, {zone}, {language}"] = done.stdout
    first = next(iter(outputs.values()))
    failures = [f"{name} gives other bytes" for name, output in outputs.items() if output != first]
    return Proof(8, "repeat", len(outputs), tuple(failures))


def _below_full(scenario: Scenario, tried: Tried) -> Iterator[str]:
    if tried.record is None:
        yield f"{tried.trial}: {tried.problem}"
    for refusal in tried.refused:
        yield f"{tried.trial}: refused: {refusal}"
    for check in scenario.checks:
        result = tried.results.get(check.id)
        if result is not None and not check.by_person and result.fraction != "1":
            yield f"{tried.trial}: {check.id} earns {result.fraction} ({result.message})"


def _probe_failures(scenario: Scenario, tried: Tried, right: dict[str, CheckResult]) -> list[str]:
    probe = next(probe for probe in scenario.file.probes if probe.id == tried.trial.robot)
    if tried.record is None:
        return [f"{tried.trial}: {tried.problem}"]
    failures = []
    for name, share in probe.breaks.items():
        found = tried.results[name].fraction
        if Fraction(found) != share:
            failures.append(f"{tried.trial}: {name} earns {found}, not {share}")
    for name in probe.same:
        if name in right and tried.results[name].fraction != right[name].fraction:
            failures.append(f"{tried.trial}: {name} changes to {tried.results[name].fraction}")
    share_of_all = Fraction(tried.record.grade.points) / tried.record.grade.max_points
    if probe.total_max is not None and share_of_all > probe.total_max:
        failures.append(f"{tried.trial}: earns {tried.record.grade.points} in all, more than allowed")
    if probe.total_min is not None and share_of_all < probe.total_min:
        failures.append(f"{tried.trial}: earns only {tried.record.grade.points} in all")
    return failures
