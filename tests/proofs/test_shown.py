"""What students are shown."""

from pathlib import Path

from lab.market.base import Market
from lab.proofs.shown import shown_texts
from lab.scenarios.deal import deal
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small


def test_brief_letters_and_hints_are_shown_with_their_place(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path, ("needs: [answered], points: 1}", "needs: [answered], points: 1, hint: {en: Look, de: Sieh nach}}")))
    shown = {one.where: one for one in shown_texts(scenario, deal(scenario, 1, market, {"worry": "gift"}), "de")}
    assert list(shown) == ["title", "summary", "tasks.answer", "tasks.ship", "checks.clean.hint", "texts/q1.txt", "texts/q2.gift.txt"]
    assert shown["checks.clean.hint"].text == "Sieh nach"
    assert [name for name, one in shown.items() if not one.by_us] == ["texts/q1.txt", "texts/q2.gift.txt"]
