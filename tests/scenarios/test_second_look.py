"""The scenario "second-look": its robots in one variant, and that its figures tell where the mug loses people."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.languages.identify import language_verdict
from lab.listings.faults import find_faults
from lab.listings.over_claim import over_claim
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

KEY = "meridian/US/ware"
NAMES = ["Harbor Table", "Meridian", "Nanhe", "Performance", "Coach", "Shop front", "Keywords"]
PICK = {"leak": "passed_over"}
_loaded = load_scenario(SCENARIOS / "second-look")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def test_the_reference_earns_every_point_with_an_honest_listing(scenario: Scenario, market: Market) -> None:
    played = play_plan(scenario, deal(scenario, 1, market, PICK), market, reference_plan(scenario))
    grade = grade_play(played.play).grade
    world = played.play.world
    assert (grade.points, grade.max_points, dict(played.refused)) == ("100.00", 100, {})
    assert find_faults(world.listings[KEY], world.setting) == []
    assert over_claim(world.setting, world.listings[KEY]).permille == 0


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    played = play_plan(scenario, deal(scenario, 1, market, PICK), market, changed_plan(scenario, probe))
    grade = grade_play(played.play).grade
    results = {result.id: Fraction(result.fraction) for result in grade.checks}
    assert {check: results[check] for check in probe.breaks} == probe.breaks
    assert Fraction(grade.points) / grade.max_points < Fraction(3, 5)


def test_the_week_before_differs_by_leak_and_earns_nothing(scenario: Scenario, market: Market) -> None:
    rates = {}
    for pick in all_picks(scenario):
        play = start(scenario, deal(scenario, 1, market, pick), market)
        assert grade_play(play).grade.points == "0.00"
        rows = [row for row in play.world.traffic if row.listing == KEY]
        rates[pick["leak"]] = Fraction(sum(row.clicked for row in rows), sum(row.looked for row in rows))
    assert rates["strangers"] < Fraction(2, 100) < rates["passed_over"] < rates["left_again"]


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_brief_is_whole_in_every_language(scenario: Scenario, market: Market, language: str) -> None:
    for pick in all_picks(scenario):
        variant = deal(scenario, 7, market, pick)
        brief = brief_of(scenario, variant, language)
        assert "${" not in "".join((*(task.text for task in brief.tasks), *brief.sheets.values()))
        for task in brief.tasks:
            assert language_verdict(task.text, [language], NAMES).answer == "yes", task.id
        assert variant.draws["capacity"] in brief.sheets["ware"]
    assert all(language in check.hint for check in scenario.checks)
