"""Plays a scenario's reference in a real run, action by action, as far as a test needs it."""

from lab.engine.actions import LONGEST_WAIT, Advance
from lab.scenarios.contents import action_of
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.moment import Moment


def play_reference(db: Database, viewer: Viewer, run_id: int, until: Moment) -> None:
    """Every step of the reference before a moment; then time passes up to it."""
    scenario = play_of(db, viewer, run_id).scenario
    for step in sorted(scenario.file.reference, key=lambda step: step.at):
        if step.at >= until:
            break
        wait_until(db, viewer, run_id, step.at)
        play = play_of(db, viewer, run_id)
        action = action_of(play.scenario.folder, step.do, step.on, step.with_, play.variant, play.world)
        outcome = act(db, viewer, run_id, action)
        assert outcome.ok, (step.id, outcome)
    wait_until(db, viewer, run_id, until)


def wait_until(db: Database, viewer: Viewer, run_id: int, moment: Moment) -> None:
    while (left := moment - play_of(db, viewer, run_id).world.now) > 0:
        assert act(db, viewer, run_id, Advance(min(left, LONGEST_WAIT))).ok
