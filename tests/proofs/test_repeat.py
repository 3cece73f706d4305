"""The same play elsewhere gives the same bytes, and what grading costs is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.proofs.prove import prove_repeat
from lab.proofs.repeat import Repeat, repeats, trials_of
from lab.scenarios.script import load_scenario
from lab.values.places import ROOT
from tests.scenarios.small import write_small


def test_the_first_and_the_last_variant_are_played(tmp_path: Path) -> None:
    assert [trial.picks for trial in trials_of(write_small(tmp_path))] == [(("worry", "cord"),), (("worry", "gift"),)]


def test_other_bytes_are_told_with_their_surroundings(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    proof = prove_repeat(scenario, markets, [Repeat("on the moon", b"{}", 0.1, 1, "")])
    assert proof.failures == ("on the moon gives other bytes",)


@pytest.mark.slow
def test_a_process_that_breaks_is_told_with_its_last_words(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    (tmp_path / "scenario.yaml").unlink()
    proof = prove_repeat(scenario, markets, repeats(tmp_path, markets))
    assert not proof.holds
    assert "there is no such file" in proof.failures[0]


@pytest.mark.slow
def test_the_repeater_writes_one_line_for_the_first_and_the_last_variant(tmp_path: Path, markets: Path) -> None:
    command = [sys.executable, "-m", "lab.proofs.repeat", str(write_small(tmp_path)), str(markets)]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    lines = done.stdout.decode().splitlines()
    assert ['"worry":"cord"' in lines[0], '"worry":"gift"' in lines[1]] == [True, True]
    assert done.stderr.decode().count('"mebibytes"') == 2
