"""The scenario "first-listing": its robots, and what people read who have never done this before."""

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
NAMES = ["Harbor Table", "Meridian", "Nanhe", "Dana"]
_loaded = load_scenario(SCENARIOS / "first-listing")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


@pytest.mark.parametrize("pick", PICKS)
def test_the_reference_earns_every_point_and_leaves_an_honest_listing(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    played = play_plan(scenario, deal(scenario, 3, market, pick), market, reference_plan(scenario))
    grade = grade_play(played.play).grade
    world = played.play.world
    assert (grade.points, grade.max_points, dict(played.refused)) == ("100.00", 100, {})
    assert find_faults(world.listings[KEY], world.setting) == []
    assert over_claim(world.setting, world.listings[KEY]).permille == 0


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    grade = grade_play(play_plan(scenario, deal(scenario, 3, market), market, changed_plan(scenario, probe)).play).grade
    results = {result.id: Fraction(result.fraction) for result in grade.checks}
    assert {check: results[check] for check in probe.breaks} == probe.breaks
    assert results["live"] == 1


@pytest.mark.parametrize("pick", PICKS)
def test_the_colleagues_draft_earns_nothing_and_cannot_be_put_on_sale_as_it_is(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    play = start(scenario, deal(scenario, 3, market, pick), market)
    assert grade_play(play).grade.points == "0.00"
    faults = find_faults(play.world.listings[KEY], play.world.setting)
    assert {fault.code for fault in faults if fault.blocks} == {"title_characters", "price_missing"}
    assert len(faults) == 5


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_brief_is_whole_and_short_enough_for_five_minutes(scenario: Scenario, market: Market, language: str) -> None:
    for pick in all_picks(scenario):
        variant = deal(scenario, 7, market, pick)
        brief = brief_of(scenario, variant, language)
        text = brief.tasks[0].text
        assert "${" not in text + brief.sheets["ware"]
        assert language_verdict(text, [language], NAMES).answer == "yes"
        assert len(text.split()) < 330
        assert variant.draws["unit_cost"] in brief.sheets["ware"]
    assert all(language in check.hint for check in scenario.checks)
