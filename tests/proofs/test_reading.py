"""Texts are there in every language offered and contradict no fact."""

from pathlib import Path

from lab.market.base import Market
from lab.proofs.reading import reading_faults
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small


def found(folder: Path, market: Market) -> list[str]:
    scenario = load_scenario(folder)
    return list(reading_faults(scenario, [deal(scenario, 1, market, pick) for pick in all_picks(scenario)]))


def test_a_right_scenario_reads_well(tmp_path: Path, market: Market) -> None:
    assert found(write_small(tmp_path), market) == []


def test_a_task_that_contradicts_a_fact_is_found(tmp_path: Path, market: Market) -> None:
    folder = write_small(tmp_path, files={"tasks/answer.de.md": "# Antworten\nDas Kabel ist 90 cm lang.\n"})
    faults = found(folder, market)
    assert len(faults) == 1
    assert faults[0].startswith("tasks.answer (de) says '90 cm', but the fact 'cord' is ")


def test_what_a_customer_believes_may_be_wrong(tmp_path: Path, market: Market) -> None:
    assert found(write_small(tmp_path, files={"texts/q1.txt": "Kabel\n\nIst das Kabel 90 cm lang?\n"}), market) == []


def test_a_hint_without_one_of_the_languages_is_found(tmp_path: Path, market: Market) -> None:
    folder = write_small(tmp_path, ("needs: [answered], points: 1}", "needs: [answered], points: 1, hint: {en: Look at it.}}"))
    assert found(folder, market) == ["scenario.yaml:34:135: checks.clean.hint has no text in 'de', which the title offers"]
