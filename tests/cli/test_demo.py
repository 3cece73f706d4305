"""`lab demo`: two robots, one report each, the same bytes everywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.values.places import ROOT
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def shown(markets: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return demo_bytes(markets, tmp_path_factory.mktemp("first"), hash_seed="0", zone="UTC", language="C")


def demo_bytes(markets: Path, instance: Path, *, hash_seed: str, zone: str, language: str) -> bytes:
    """The output of `demo --json` in a process of its own."""
    (instance / "market").symlink_to(markets, target_is_directory=True)
    environment = {
        **os.environ, "LAB_INSTANCE": str(instance), "PYTHONHASHSEED": hash_seed, "TZ": zone, "LANG": language, "LC_ALL": language,
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "lab.cli", "demo", "--json"], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
def test_the_json_says_who_played_what_and_what_it_earned(shown: bytes) -> None:
    data = json.loads(shown)
    assert sorted(data) == ["market", "runs", "scenario", "version"]
    assert data["scenario"] == "desk-lamp-two-markets"
    assert [run["robot"] for run in data["runs"]] == ["reference", "careless"]
    for run in data["runs"]:
        assert sorted(run) == ["checks", "journal_hash", "max_points", "picks", "points", "robot", "world_hash"]
        assert run["max_points"] == 100
        assert all(sorted(check) == ["evidence", "fraction", "id", "points", "status"] for check in run["checks"])
    reference, careless = data["runs"]
    assert reference["points"] == "97.00"  # three of a hundred are for a reflection, which robots do not write
    assert 20 <= float(careless["points"]) <= 70


@pytest.mark.slow
def test_another_hash_seed_time_zone_and_language_give_the_same_bytes(shown: bytes, markets: Path, tmp_path: Path) -> None:
    assert demo_bytes(markets, tmp_path, hash_seed="4711", zone="Asia/Almaty", language="ar_EG.UTF-8") == shown


@pytest.mark.slow
def test_both_reports_are_printed_for_people(run: Run) -> None:
    done = run("demo")
    assert done.code == 0
    assert "played by reference" in done.out and "played by careless" in done.out
    assert "\n97.00 of 100 points" in done.out
