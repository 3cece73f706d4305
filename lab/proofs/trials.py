"""One play of one variant by one robot, and what it gave."""

from dataclasses import dataclass

from lab.grading.grade import CheckResult
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.marking import GradeRecord, grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import Plan, changed_plan, play_plan, reference_plan
from lab.scenarios.schema import OtherWay
from lab.scenarios.script import Scenario
from lab.values.errors import LabError


@dataclass(frozen=True, slots=True)
class Trial:
    """One play to try: whose plan, on which picks, with which seed. An empty robot name does nothing at all."""

    robot: str
    picks: tuple[tuple[str, str], ...]
    seed: int

    def __str__(self) -> str:
        return ", ".join([self.robot or "nothing", *(f"{name}={pick}" for name, pick in self.picks), f"seed {self.seed}"])


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial gave: the record, or the reason why it could not be played; and what the world refused."""

    trial: Trial
    record: GradeRecord | None
    refused: tuple[str, ...]
    problem: str

    @property
    def results(self) -> dict[str, CheckResult]:
        return {result.id: result for result in self.record.grade.checks} if self.record else {}


def plan_of(scenario: Scenario, robot: str) -> Plan:
    """The plan of a robot by name: "reference", the id of another right way, or of a probe. Raises KeyError."""
    if robot == "reference":
        return reference_plan(scenario)
    changes: list[OtherWay] = [*scenario.file.also_ok, *scenario.file.probes]
    for change in changes:
        if change.id == robot:
            return changed_plan(scenario, change)
    raise KeyError(robot)


def run_trial(scenario: Scenario, market: Market, trial: Trial) -> Tried:
    """Play and grade one trial."""
    try:
        variant = deal(scenario, trial.seed, market, dict(trial.picks))
        if not trial.robot:
            return Tried(trial, grade_play(start(scenario, variant, market)), (), "")
        played = play_plan(scenario, variant, market, plan_of(scenario, trial.robot))
        refused = tuple(f"{step}: {outcome.code} {outcome.args}" for step, outcome in played.refused.items())
        return Tried(trial, grade_play(played.play), refused, "")
    except LabError as error:
        return Tried(trial, None, (), str(error))
