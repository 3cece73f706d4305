"""A proof holds for a right scenario, and fails for the fault that it is there to find."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.proofs.prove import (
    prove,
    prove_nothing,
    prove_other_ways,
    prove_probes,
    prove_reference,
    prove_repeat,
    prove_schema,
)
from lab.scenarios.script import load_scenario
from lab.values.places import ROOT
from tests.scenarios.small import write_small

FREE_POINT = (
    "check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1",
    "check: listing.published, on: meridian/DE/bulb, points: 1",
)


def test_a_right_scenario_passes_every_proof_in_order(tmp_path: Path, markets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.proofs.prove.prove_repeat", lambda scenario, markets: prove_schema(scenario.folder, markets))
    said: list[str] = []
    proofs = list(prove(write_small(tmp_path), markets, seeds=2, progress=said.append))
    assert [(proof.number, proof.tried, proof.failures) for proof in proofs[:5]] == [
        (1, 2, ()), (2, 4, ()), (3, 2, ()), (4, 2, ()), (6, 6, ()),
    ]  # fmt: skip
    assert said == ["schema and references", "reference", "other right ways", "nothing", "probes", "repeat"]


def test_after_a_faulty_file_nothing_else_is_tried(tmp_path: Path, markets: Path) -> None:
    proofs = list(prove(write_small(tmp_path, ("{total: 10}", "{total: 12}")), markets))
    assert len(proofs) == 1
    assert not proofs[0].holds
    assert proofs[0].failures[0].endswith("grading.total: the checks give 10 points, not 12")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"texts/q1.txt": "Kabel\n\n${nobody}"}, "no_such_name: name=nobody"),
        ({"worry/gift.yaml": "groups: []"}, "groups"),
        ({"tasks/ship.en.md": "Send ${nobody}."}, "no_such_name: name=nobody"),
    ],
)
def test_a_text_that_breaks_one_variant_is_found(tmp_path: Path, markets: Path, files: dict[str, str], message: str) -> None:
    proof = prove_schema(write_small(tmp_path, files=files), markets)
    assert not proof.holds
    assert message in proof.failures[0]


def test_a_missing_text_is_found(tmp_path: Path, markets: Path) -> None:
    folder = write_small(tmp_path)
    (folder / "texts" / "q1.txt").unlink()
    assert prove_schema(folder, markets).failures == ("texts/q1.txt:1:1: there is no such file in the scenario",)


def test_a_person_from_a_country_without_people_is_found(tmp_path: Path, markets: Path) -> None:
    folder = write_small(tmp_path, ("people: {buyer: DE}", "people: {buyer: XX}"))
    assert not prove_schema(folder, markets).holds


def test_a_reference_below_full_is_named_with_trial_check_and_share(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path, ('{id: r2, at: "+3h"', '{id: r2, at: "+26h"')))
    proof = prove_reference(scenario, markets, 1)
    assert proof.failures == tuple(
        f"reference, worry={worry}, seed 1: sent earns 0 (not_shipped_in_time)" for worry in ("cord", "gift")
    )


def test_a_reference_that_the_world_refuses_is_named(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path, ("{sku: bulb, quantity: 2}", "{sku: bulb, quantity: 900}")))
    assert any("refused: r2: not_in_store" in line for line in prove_reference(scenario, markets, 1).failures)


def test_a_reference_whose_contents_do_not_fit_is_named(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path, ("lane: de_parcel, items", "line: de_parcel, items")))
    assert all("action_field_unknown" in line for line in prove_reference(scenario, markets, 1).failures)
    assert prove_probes(scenario, markets, 1).failures  # and the probes do not break on it


def test_another_right_way_must_earn_everything(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path, ('move: {r2: "+5h"}', 'move: {r2: "+26h"}')))
    assert prove_other_ways(scenario, markets, 1).failures[0] == "later, worry=cord, seed 1: sent earns 0 (not_shipped_in_time)"


def test_points_for_nothing_are_found(tmp_path: Path, markets: Path) -> None:
    proof = prove_nothing(load_scenario(write_small(tmp_path, FREE_POINT)), markets, 1)
    assert proof.failures == tuple(f"nothing, worry={worry}, seed 1: earns 1.00, allowed are 0" for worry in ("cord", "gift"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("breaks: {right: 0}", 'breaks: {right: "1/2"}', "wrong-cord, worry=cord, seed 1: right earns 0, not 1/2"),
        ("breaks: {answered: 0}, same: [right]", "breaks: {answered: 0}, same: [right, clean]", "late, worry=cord, seed 1: clean changes to 0"),
        ("same: [right]", 'same: [right], total_max: "10 %"', "late, worry=cord, seed 1: earns 5.00 in all, more than allowed"),
        ("same: [right]", 'same: [right], total_min: "90 %"', "late, worry=cord, seed 1: earns only 5.00 in all"),
    ],
)
def test_a_wrong_way_that_gives_something_else_is_named(tmp_path: Path, markets: Path, old: str, new: str, message: str) -> None:
    assert message in prove_probes(load_scenario(write_small(tmp_path, (old, new))), markets, 1).failures


@pytest.mark.slow
def test_the_same_play_in_other_processes_gives_the_same_bytes(tmp_path: Path, markets: Path) -> None:
    proof = prove_repeat(load_scenario(write_small(tmp_path)), markets)
    assert (proof.tried, proof.failures) == (3, ())


@pytest.mark.slow
def test_a_process_that_breaks_is_told_with_its_last_words(tmp_path: Path, markets: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    (tmp_path / "scenario.yaml").unlink()
    proof = prove_repeat(scenario, markets)
    assert not proof.holds
    assert "there is no such file" in proof.failures[0]


@pytest.mark.slow
def test_the_repeater_writes_one_line_for_the_first_and_the_last_variant(tmp_path: Path, markets: Path) -> None:
    command = [sys.executable, "-m", "lab.proofs.repeat", str(write_small(tmp_path)), str(markets)]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    lines = done.stdout.decode().splitlines()
    assert ['"worry":"cord"' in lines[0], '"worry":"gift"' in lines[1]] == [True, True]
