"""A proof holds for a right scenario, and fails for the fault that it is there to find."""

from pathlib import Path

import pytest

from lab.market.store import current_market
from lab.proofs.proof import Proof
from lab.proofs.prove import Verdicts, prove, prove_limits, prove_reading, prove_schema, prove_secrecy, rounds_of
from lab.proofs.repeat import MEBIBYTES, SECONDS, Repeat
from lab.proofs.rounds import play_round
from lab.scenarios.script import load_scenario
from tests.scenarios.small import SCENARIO, write_small

FREE_POINT = (
    "check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1",
    "check: listing.published, on: meridian/DE/bulb, points: 1",
)

SPARED = ("{total: 10}", '{total: 10, spam_max: "60 %"}')
"""So few checks cannot tell a spammer from a student."""


def proved(folder: Path, markets: Path, seeds: int = 1) -> dict[int, Proof]:
    """Proofs 2 to 7 of a scenario, by number."""
    scenario, market = load_scenario(folder), current_market(markets)
    ended = [play_round(scenario, market, one) for one in rounds_of(scenario, seeds, 1)]
    return {proof.number: proof for proof in Verdicts(scenario, ended).proofs()}


def test_a_right_scenario_passes_every_proof_in_order(tmp_path: Path, markets: Path) -> None:
    said: list[tuple[str, int, int]] = []
    folder = write_small(tmp_path, SPARED)
    proofs = list(prove(folder, markets, seeds=2, workers=1, progress=lambda *step: said.append(step)))
    assert [(proof.number, proof.failures) for proof in proofs] == [(number, ()) for number in range(1, 12)]
    tried = {proof.number: proof.tried for proof in proofs}
    assert (tried[1], tried[2], tried[3], tried[4], tried[6], tried[9]) == (2, 4, 2, 6, 6, 2)
    assert list(dict.fromkeys(name for name, _, _ in said)) == ["schema", "rounds", "repeat", "reading"]
    assert ("rounds", 4, 4) in said


def test_after_a_faulty_file_nothing_else_is_tried(tmp_path: Path, markets: Path) -> None:
    proofs = list(prove(write_small(tmp_path, ("{total: 10}", "{total: 12}")), markets))
    assert len(proofs) == 1
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


def test_a_reference_below_full_is_named_with_place_trial_check_and_share(tmp_path: Path, markets: Path) -> None:
    proof = proved(write_small(tmp_path, ('{id: r2, at: "+3h"', '{id: r2, at: "+26h"')), markets)[2]
    assert [line.split(": ", 1)[1] for line in proof.failures] == [
        f"reference, worry={worry}, seed 1: sent earns 0 (not_shipped_in_time)" for worry in ("cord", "gift")
    ]
    line = next(number for number, line in enumerate(SCENARIO.splitlines(), start=1) if "{id: sent," in line)
    assert all(failure.startswith(f"scenario.yaml:{line}:5: ") for failure in proof.failures)


def test_a_reference_that_the_world_refuses_is_named(tmp_path: Path, markets: Path) -> None:
    proof = proved(write_small(tmp_path, ("{sku: bulb, quantity: 2}", "{sku: bulb, quantity: 900}")), markets)[2]
    assert any("refused: r2: not_in_store" in line for line in proof.failures)


def test_a_reference_whose_contents_do_not_fit_is_named(tmp_path: Path, markets: Path) -> None:
    proofs = proved(write_small(tmp_path, ("lane: de_parcel, items", "line: de_parcel, items")), markets)
    assert proofs[2].failures
    assert all("action_field_unknown" in line for line in proofs[2].failures)
    assert not proofs[6].holds  # and the probes do not break on it


def test_another_right_way_must_earn_everything(tmp_path: Path, markets: Path) -> None:
    proof = proved(write_small(tmp_path, ('move: {r2: "+5h"}', 'move: {r2: "+26h"}')), markets)[3]
    assert proof.failures[0].endswith("later, worry=cord, seed 1: sent earns 0 (not_shipped_in_time)")


def test_points_for_nothing_are_found_and_the_check_is_named(tmp_path: Path, markets: Path) -> None:
    proof = proved(write_small(tmp_path, FREE_POINT), markets)[4]
    assert [line.split(": ", 1)[1] for line in proof.failures if "nothing" in line] == [
        f"nothing, worry={worry}, seed 1: earns 1.00, allowed are 0; sent pay" for worry in ("cord", "gift")
    ]


def test_points_for_every_button_are_found(tmp_path: Path, markets: Path) -> None:
    """A scenario that only asks for an answer, whatever it says, is one that a spammer passes."""
    folder = write_small(
        tmp_path,
        ("check: message.answers_facts, on: q1, facts: {q1: [cord]}, points: 4", "check: message.replied_within, on: q1, steps: [{hours: 9, give: 1}], points: 4"),
        ("breaks: {right: 0}, same", "same"),
    )
    told = [line.partition("(spam_max); ")[2] for line in proved(folder, markets)[4].failures]
    assert "answered pays 4.00, clean pays 1.00, sent pays 1.00" in told


def test_a_neighbours_work_must_not_earn_everything(tmp_path: Path, markets: Path) -> None:
    folder = write_small(
        tmp_path,
        ("cord_cm: {int: {from: 150, to: 220, step: 10}}", "cord_cm: {int: {from: 150, to: 150}}"),
        files={"solution/a1.txt": "Guten Tag, das Kabel ist 150 cm lang.\n"},
    )
    assert any("another variant's work earns everything here" in line for line in proved(folder, markets)[4].failures)


def test_a_check_that_nothing_makes_fail_is_found(tmp_path: Path, markets: Path) -> None:
    folder = write_small(
        tmp_path,
        ("check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1", "check: ship.template_set, on: meridian/DE, regions: [DE], points: 1"),
    )
    assert any(line.endswith("sent was never seen to fail; add a probe that breaks it") for line in proved(folder, markets)[5].failures)


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
    failures = proved(write_small(tmp_path, (old, new)), markets)[6].failures
    assert message in [line.split(": ", 1)[1] for line in failures]


def test_a_text_missing_in_an_offered_language_is_found(tmp_path: Path, markets: Path) -> None:
    folder = write_small(tmp_path, ("title: {en: Ship, de: Versenden}", "title: {en: Ship}"))
    (folder / "tasks" / "ship.de.md").unlink()
    assert prove_reading(load_scenario(folder), markets).failures == (
        "scenario.yaml:30:23: tasks.ship.title has no text in 'de', which the title offers",
        "scenario.yaml:30:41: tasks/ship.de.md is missing; the title offers 'de'",
    )


def test_a_line_of_the_solution_in_a_task_is_found(tmp_path: Path, markets: Path) -> None:
    answer = "Guten Tag, das Kabel dieser Lampe ist genau 180 cm lang, mit Schalter.\n"
    folder = write_small(tmp_path, files={"solution/a1.txt": answer, "tasks/answer.en.md": f"Write something like:\n\n> {answer}"})
    assert "shows a line of solution/a1.txt" in prove_secrecy(load_scenario(folder), markets).failures[0]


def test_grading_that_takes_too_long_or_too_much_is_found() -> None:
    quick, slow = Repeat("a", b"", 0.5, 10, ""), Repeat("b", b"", SECONDS + 1.0, MEBIBYTES + 1, "")
    assert prove_limits([quick, slow]).holds  # one of several processes may have been held up
    assert len(prove_limits([slow, slow]).failures) == 2
