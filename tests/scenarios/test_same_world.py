"""Whether a corrected scenario still has the same world."""

from pathlib import Path

import pytest

from lab.engine.pack import world_hash
from lab.scenarios.deal import Variant, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.same_world import changed_part, same_start
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import stage
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


@pytest.fixture
def played(tmp_path: Path) -> Scenario:
    return load_scenario(write_small(tmp_path / "played"))


def other(folder: Path, *changes: tuple[str, str], files: dict[str, str] | None = None) -> Scenario:
    return load_scenario(write_small(folder / "other", *changes, files=files))


def dealt(scenario: Scenario, worry: str = "cord") -> Variant:
    return deal(scenario, 5, MARKET, {"worry": worry})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("id", "id: small\n", "id: smaller\n"),
        ("world", "visits_per_day: 0", "visits_per_day: 5"),
        ("variants", "pool: {worry: [cord, gift]}", "pool: {worry: [gift, cord]}"),
        ("events", 'at: "+1h", order: {at: meridian/DE/bulb, qty: 2', 'at: "+1h", order: {at: meridian/DE/bulb, qty: 3'),
    ],
)
def test_a_changed_world_is_named_by_its_part(tmp_path: Path, played: Scenario, part: str, old: str, new: str) -> None:
    assert changed_part(played, other(tmp_path, (old, new))) == part


def test_checks_facts_tasks_and_words_about_the_scenario_are_no_part_of_the_world(tmp_path: Path, played: Scenario) -> None:
    changed = other(
        tmp_path, ('version: "1.0.0"', 'version: "1.0.1"'), ("title: {en: Small, de: Klein}", "title: {en: Tiny}"),
        ('facts: {q1: [cord]}, points: 4', 'facts: {q1: [cord]}, points: 3'), ('due: "+30h"', 'due: "+40h"'),
        ('on: o1, steps: [{hours: 24, give: 1}], points: 1', 'on: o1, steps: [{hours: 24, give: 1}], points: 2'),
        ("about: [Kabel]", "about: [Kabel, Schnur]"), files={"tasks/ship.en.md": "# Ship\nSend it today.\n"},
    )  # fmt: skip
    assert changed_part(played, changed) == ""
    assert same_start(played, changed, dealt(played), MARKET)


@pytest.mark.parametrize("name", ["texts/q1.txt", "texts/q2.cord.txt"])
def test_a_changed_text_changes_the_start_also_of_an_event_that_waits(tmp_path: Path, played: Scenario, name: str) -> None:
    changed = other(tmp_path, files={name: "Danke\n\nUnd der Stecker?\n"})
    assert changed_part(played, changed) == ""
    assert not same_start(played, changed, dealt(played), MARKET)


def test_a_text_of_another_variant_changes_nothing(tmp_path: Path, played: Scenario) -> None:
    changed = other(tmp_path, files={"texts/q2.gift.txt": "Danke\n\nFür die Tante.\n"})
    assert same_start(played, changed, dealt(played, "cord"), MARKET)
    assert not same_start(played, changed, dealt(played, "gift"), MARKET)


def test_a_run_is_graded_by_the_checks_of_the_other_version_in_the_world_it_was_played_in(tmp_path: Path, played: Scenario) -> None:
    variant = dealt(played)
    play = play_plan(played, variant, MARKET, reference_plan(played)).play
    changed = other(
        tmp_path, ('version: "1.0.0"', 'version: "1.0.1"'), ("{answered: 0}, same: [right]", "{answered: 0}"),
        ("on: o1, steps: [{hours: 24, give: 1}], points: 1", "on: o1, steps: [{hours: 1, give: 1}], points: 1"),
    )  # fmt: skip
    before, after = grade_play(play), grade_play(play, rules=changed)
    assert (before.grade.points, after.grade.points) == ("10.00", "9.00")
    assert (after.version, after.content_hash, after.played_with) == ("1.0.1", changed.content_hash, played.content_hash)
    assert (before.played_with, after.world_hash, after.journal_hash) == ("", before.world_hash, before.journal_hash)
    assert b"played_with" not in before.to_json() and b"played_with" in after.to_json()
    assert world_hash(stage(played, variant, MARKET)) == world_hash(stage(changed, variant, MARKET))
