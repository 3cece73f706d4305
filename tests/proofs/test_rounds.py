"""Rounds of robots on one variant."""

from pathlib import Path

import pytest

from lab.market.base import Market
from lab.proofs.rounds import NEIGHBOUR, NOTHING, REFERENCE, SPAMMER, Round, play_round, run_rounds
from lab.proofs.trials import Trial, run_trial
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small

CORD, GIFT = (("worry", "cord"),), (("worry", "gift"),)


def test_a_round_gives_what_each_trial_alone_gives(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    robots = (REFERENCE, NOTHING, "later", "wrong-cord", "late")
    ended = play_round(scenario, market, Round(CORD, 4, robots))
    assert [tried.trial.robot for tried in ended.tried] == list(robots)
    for tried in ended.tried:
        alone = run_trial(scenario, market, Trial(tried.trial.robot, CORD, 4))
        assert tried.record is not None and alone.record is not None
        assert tried.record.grade == alone.record.grade


def test_the_neighbour_hands_in_what_was_right_for_another_variant(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    ended = play_round(scenario, market, Round(CORD, 1, (NEIGHBOUR,), copies=(GIFT, 2)))
    results = ended.tried[0].results
    assert results["answered"].fraction == "1"
    assert results["right"].fraction == "0"  # the cord is of another length there


def test_the_spammer_sends_everything_and_earns_little(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    tried = play_round(scenario, market, Round(CORD, 1, (SPAMMER,))).tried[0]
    assert tried.results["sent"].fraction == "1"
    assert tried.results["right"].fraction == "0"


def test_every_check_of_the_reference_is_tried_against_its_own_changes(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    ended = play_round(scenario, market, Round(CORD, 1, (REFERENCE,), changes=(0, 1), swaps=True))
    assert {changed.check for changed in ended.changed} == {"answered", "right", "clean", "sent"}
    assert all(changed.result is not None and changed.result.fraction != "1" for changed in ended.changed)
    halves = [play_round(scenario, market, Round(CORD, 1, (REFERENCE,), changes=(number, 2))).changed for number in (0, 1)]
    assert sorted((one.check, one.change) for half in halves for one in half) == sorted((one.check, one.change) for one in ended.changed)


def test_a_reference_that_breaks_is_told_for_every_robot(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    (tmp_path / "solution" / "a1.txt").unlink()
    ended = play_round(scenario, market, Round(CORD, 1, (REFERENCE, NOTHING), changes=(0, 1), swaps=True))
    assert "solution/a1.txt" in ended.tried[0].problem
    assert not ended.changed and not ended.swaps


@pytest.mark.slow
def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path, markets: Path) -> None:
    folder = write_small(tmp_path)
    rounds = [Round(picks, seed, (REFERENCE, "late")) for picks in (CORD, GIFT) for seed in (1, 2)]
    told: list[tuple[int, int]] = []
    assert run_rounds(folder, markets, rounds, 2, lambda done, of: told.append((done, of))) == run_rounds(folder, markets, rounds, 1)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
