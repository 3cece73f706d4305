"""Where in the file something stands."""

from pathlib import Path

from lab.proofs.places import Places
from lab.scenarios.script import load_scenario
from tests.scenarios.small import SCENARIO, write_small


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(SCENARIO.splitlines(), start=1) if text in line)


def test_checks_steps_and_ways_are_found_by_name(tmp_path: Path) -> None:
    places = Places(load_scenario(write_small(tmp_path)))
    for name in ("right", "r2", "later", "wrong-cord"):
        assert places.of(name) == f"scenario.yaml:{line_of('{id: ' + name + ',')}:5"
    assert places.of("nobody", "right") == places.of("right")
    assert places.of("nobody") == "scenario.yaml:1:1"


def test_a_key_that_is_not_written_is_found_where_it_would_stand(tmp_path: Path) -> None:
    places = Places(load_scenario(write_small(tmp_path)))
    assert places.at("grading") == places.at("grading", "spam_max") == f"scenario.yaml:{line_of('grading:')}:10"
