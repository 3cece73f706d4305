"""The same play elsewhere gives the same bytes, and what grading costs is told."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from lab.proofs.prove import prove_repeat
from lab.proofs.repeat import Answer, Elsewhere, Repeat, trials_of
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
def test_a_folder_that_breaks_is_told_with_its_last_words_and_the_next_is_answered(tmp_path: Path, markets: Path) -> None:
    """One process for both, as for a library; each answer is one line with the first and the last variant."""
    scenario = load_scenario(write_small(tmp_path / "whole"))
    write_small(tmp_path / "broken")
    (tmp_path / "broken" / "scenario.yaml").unlink()
    asked = b"".join(os.fsencode(tmp_path / name) + b"\n" for name in ("broken", "whole"))
    command = [sys.executable, "-m", "lab.proofs.repeat", str(markets)]
    done = subprocess.run(command, input=asked, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    broken, whole = (msgspec.json.decode(line, type=Answer) for line in done.stdout.splitlines())
    proof = prove_repeat(scenario, markets, [Repeat("here", b"", 0, 0, broken.problem)])
    assert not proof.holds
    assert "there is no such file" in proof.failures[0]
    assert whole.problem == ""
    lines = whole.output.splitlines()
    assert ['"worry":"cord"' in lines[0], '"worry":"gift"' in lines[1], len(lines)] == [True, True, 2]
    assert whole.seconds > 0


@pytest.mark.slow
def test_a_process_is_kept_for_the_next_folder_and_a_dead_one_is_told(tmp_path: Path, markets: Path) -> None:
    folder = write_small(tmp_path)
    with Elsewhere(markets, 2) as elsewhere:
        first = elsewhere.repeats(folder)
        processes = elsewhere.processes()
        processes[0].kill()
        again = elsewhere.repeats(folder)
        assert elsewhere.processes() == processes[1:]
    assert [one.problem for one in first] == ["", "", ""]
    assert again[0].problem == "the process ended with exit code -9"
    assert [one.output for one in again[1:]] == [one.output for one in first[1:]]
    assert all(process.returncode == 0 for process in processes[1:])
