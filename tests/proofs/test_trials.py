"""Playing and grading many variants."""

from pathlib import Path

import pytest

from lab.market.base import Market
from lab.proofs.trials import Trial, plan_of, run_trial
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small


def test_a_trial_says_whose_plan_on_which_picks_with_which_seed() -> None:
    assert str(Trial("careless", (("lamp", "arc"),), 3)) == "careless, lamp=arc, seed 3"
    assert str(Trial("", (), 1)) == "nothing, seed 1"


def test_a_trial_gives_a_record_or_the_reason_why_not(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    tried = run_trial(scenario, market, Trial("reference", (("worry", "cord"),), 1))
    assert tried.results["right"].fraction == "1"
    broken = load_scenario(write_small(tmp_path, ("broken/a1.txt", "broken/gone.txt")))
    failed = run_trial(broken, market, Trial("wrong-cord", (), 1))
    assert (failed.record, failed.results) == (None, {})
    assert "broken/gone.txt" in failed.problem


def test_robots_are_known_by_the_names_in_the_file(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    assert [plan_of(scenario, name).name for name in ("reference", "later", "wrong-cord")] == ["reference", "later", "wrong-cord"]
    with pytest.raises(KeyError):
        plan_of(scenario, "nobody")
