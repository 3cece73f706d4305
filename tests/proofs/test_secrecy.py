"""Nothing hidden is shown."""

from pathlib import Path

from lab.market.base import Market
from lab.proofs.secrecy import leaks, long_lines
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small

LONG = "The neighbour below took the parcel in, and has been away since Friday."


def found(folder: Path, market: Market) -> list[str]:
    scenario = load_scenario(folder)
    return list(leaks(scenario, [deal(scenario, 1, market, pick) for pick in all_picks(scenario)]))


def test_short_lines_and_marks_say_nothing() -> None:
    assert list(long_lines("# Ship\n- title: 'Send it'\n")) == []
    assert list(long_lines(f"- text: '{LONG}'\n> {LONG}")) == [LONG, LONG]
    assert list(long_lines("请在今天之内把包裹交给承运商，并附上报关单和发票。")) != []


def test_a_right_scenario_leaks_nothing(tmp_path: Path, market: Market) -> None:
    assert found(write_small(tmp_path), market) == []


def test_a_line_of_a_wrong_way_in_a_hint_or_letter_is_found(tmp_path: Path, market: Market) -> None:
    folder = write_small(tmp_path, files={"broken/a1.txt": LONG, "texts/q1.txt": f"Kabel\n\n{LONG}\n"})
    assert found(folder, market) == [f"texts/q1.txt ({code}) shows a line of broken/a1.txt: {LONG[:60]}" for code in ("de",)]


def test_the_letter_of_another_variant_in_a_task_is_found(tmp_path: Path, market: Market) -> None:
    letters = {"texts/q2.gift.txt": f"Danke\n\n{LONG}\n", "tasks/ship.en.md": f"A buyer will write: {LONG}\n\n{LONG}\n"}
    assert any(line.startswith("a line of texts/q2.gift.txt, which belongs to another variant") for line in found(write_small(tmp_path, files=letters), market))
