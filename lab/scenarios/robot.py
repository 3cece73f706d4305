"""Robots that play a scenario: the author's reference, other right ways, and wrong ways on purpose."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lab.engine.actions import LONGEST_WAIT, Advance
from lab.engine.do import Outcome
from lab.grading.grade import moment_of
from lab.market.base import Market
from lab.scenarios.contents import action_of
from lab.scenarios.deal import Variant
from lab.scenarios.play import Play, start
from lab.scenarios.schema import OtherWay, ProbePart, StepPart
from lab.scenarios.script import Scenario
from lab.values.moment import Moment
from lab.world.action import Action


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps to play, by simulated time; those of one minute in the order of the file."""

    name: str
    steps: tuple[StepPart, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A finished play, and what was refused on the way, by step."""

    play: Play
    refused: Mapping[str, Outcome]


def reference_plan(scenario: Scenario) -> Plan:
    return Plan("reference", _in_time(scenario.file.reference))


def changed_plan(scenario: Scenario, change: OtherWay) -> Plan:
    """The reference with some steps left out, moved or given other contents."""
    keep = change.keep if isinstance(change, ProbePart) else None
    steps = []
    for step in scenario.file.reference:
        if step.id in change.drop or (keep is not None and step.id not in keep):
            continue
        fields: dict[str, object] = {}
        if step.id in change.set:
            fields["with_"] = change.set[step.id]
        if step.id in change.move:
            fields["at"] = change.move[step.id]
        steps.append(step.model_copy(update=fields))
    return Plan(change.id, _in_time(tuple(steps)))


def play_plan(scenario: Scenario, variant: Variant, market: Market, plan: Plan) -> Played:
    """Play a plan from the start. Raises BadFile when a step's contents do not fit."""
    play = start(scenario, variant, market)
    refused: dict[str, Outcome] = {}
    stops = stops_of(scenario)

    def act(action: Action) -> Outcome:
        return play.act(action, plan.name)[1]

    for step in plan.steps:
        for moment in until(step.at, play, stops):
            wait(play, moment, act)
        outcome = act(action_of(scenario.folder, step.do, step.on, step.with_, variant, play.world))
        if not outcome.ok:
            refused[step.id] = outcome
    return Played(play, refused)


def stops_of(scenario: Scenario) -> tuple[Moment, ...]:
    """The moments that some check looks at, in time. Robots stop there, so that the world can be seen as it is."""
    return tuple(sorted({moment_of(check, scenario.due) for check in scenario.checks}))


def until(moment: Moment, play: Play, stops: Sequence[Moment]) -> Iterator[Moment]:
    """Where to wait on the way from now to a moment: at every stop between, then there."""
    yield from (stop for stop in stops if play.world.now < stop < moment)
    if moment > play.world.now:
        yield moment


def wait(play: Play, moment: Moment, act: Callable[[Action], Outcome]) -> None:
    """Let time pass up to a moment, as far as the run goes on; `act` does an action in the play."""
    while moment > play.world.now:
        if not act(Advance(min(moment - play.world.now, LONGEST_WAIT))).ok:  # the run is over; the step comes too late
            return


def _in_time(steps: tuple[StepPart, ...]) -> tuple[StepPart, ...]:
    return tuple(sorted(steps, key=lambda step: step.at))
