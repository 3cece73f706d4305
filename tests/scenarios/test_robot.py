"""Robots play plans by simulated time."""

from pathlib import Path

import pytest

from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.robot import Plan, changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.errors import BadFile
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return load_scenario(write_small(tmp_path))


def shares(scenario: Scenario, plan: Plan) -> dict[str, str]:
    play = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, plan).play
    return {result.id: result.fraction for result in grade_play(play).grade.checks}


def test_the_reference_earns_everything(scenario: Scenario) -> None:
    assert set(shares(scenario, reference_plan(scenario)).values()) == {"1"}


@pytest.mark.parametrize(
    ("number", "earned"),
    [
        (0, {"answered": "0", "right": "0", "clean": "0", "sent": "0"}),
        (1, {"answered": "1", "right": "0", "clean": "1", "sent": "1"}),
        (2, {"answered": "0", "right": "1", "clean": "0", "sent": "1"}),
    ],
)
def test_wrong_ways_earn_what_their_author_says(scenario: Scenario, number: int, earned: dict[str, str]) -> None:
    assert shares(scenario, changed_plan(scenario, scenario.file.probes[number])) == earned


def test_a_change_sets_moves_and_drops_steps_and_sorts_them_by_time(scenario: Scenario) -> None:
    probe = scenario.file.probes[2].model_copy(update={"drop": (), "set": {"r2": "x.yaml"}})
    plan = changed_plan(scenario, probe)
    assert [(step.id, step.at) for step in plan.steps] == [("r2", 180), ("r1", 1200)]
    assert plan.steps[0].with_ == "x.yaml"
    assert [
        step.id for step in changed_plan(scenario, scenario.file.also_ok[0].model_copy(update={"drop": ("r1",)})).steps
    ] == ["r2"]
    assert changed_plan(scenario, scenario.file.probes[0]).steps == ()


def test_a_step_that_the_world_refuses_is_told(scenario: Scenario) -> None:
    early = changed_plan(scenario, scenario.file.also_ok[0].model_copy(update={"move": {"r1": 0}}))
    played = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, early)
    assert [(step, outcome.code) for step, outcome in played.refused.items()] == [("r1", "no_such_thread")]


def test_a_robot_waits_longer_than_one_action_may_and_not_beyond_the_end(tmp_path: Path) -> None:
    patient = ("  visits_per_day: 0\n", "  visits_per_day: 0\n  consequences: off\n")  # nobody cancels what lies there for weeks
    folder = write_small(tmp_path, ("2026-05-07T18:00:00+02:00", "2026-06-20T18:00:00+02:00"), patient)
    scenario = load_scenario(folder)
    far = changed_plan(scenario, scenario.file.also_ok[0].model_copy(update={"move": {"r2": 40 * 1440}}))
    play = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, far).play
    assert play.world.orders["o1"].shipped_at == 40 * 1440
    beyond = changed_plan(scenario, scenario.file.also_ok[0].model_copy(update={"move": {"r2": 90 * 1440}}))
    play = play_plan(scenario, deal(scenario, 5, MARKET), MARKET, beyond).play
    assert play.world.now == scenario.end


def test_contents_that_do_not_fit_stop_the_play_with_their_file(tmp_path: Path) -> None:
    folder = write_small(tmp_path, files={"solution/a1.txt": "${nobody}"})
    scenario = load_scenario(folder)
    with pytest.raises(BadFile, match=r"solution/a1.txt:1:1: message.reply: no_such_name: name=nobody"):
        play_plan(scenario, deal(scenario, 5, MARKET), MARKET, reference_plan(scenario))
