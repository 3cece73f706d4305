"""The scenario "words-buyers-type": its robots, and that nobody reads in it what will be searched for."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.languages.identify import language_verdict
from lab.listings.faults import find_faults
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.search.rank import rank
from lab.values.places import SCENARIOS

NAMES = ["Elbhaus", "Meridian", "Ana", "Kaldoro", "Termavia"]
_loaded = load_scenario(SCENARIOS / "words-buyers-type")
QUERIES = [query for check in _loaded.checks if check.check == "search.found_for" for query in getattr(check, "queries", ())]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def test_the_reference_earns_every_point_with_listings_without_fault(scenario: Scenario, market: Market) -> None:
    played = play_plan(scenario, deal(scenario, 5, market), market, reference_plan(scenario))
    grade = grade_play(played.play).grade
    world = played.play.world
    assert (grade.points, grade.max_points, dict(played.refused)) == ("100.00", 100, {})
    assert [find_faults(world.listings[f"meridian/{place}/bottle"], world.setting) for place in ("DE", "MX")] == [[], []]


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    grade = grade_play(play_plan(scenario, deal(scenario, 1, market), market, changed_plan(scenario, probe)).play).grade
    results = {result.id: Fraction(result.fraction) for result in grade.checks}
    assert {check: results[check] for check in probe.breaks} == probe.breaks
    assert {check: results[check] for check in probe.same} == dict.fromkeys(probe.same, Fraction(1))


def test_the_drafts_earn_nothing_and_nobody_would_find_them(scenario: Scenario, market: Market) -> None:
    for pick in all_picks(scenario):
        play = start(scenario, deal(scenario, 1, market, pick), market)
        assert grade_play(play).grade.points == "0.00"
        for place, language, word in (("DE", "de", "thermosflasche"), ("MX", "es", "termo")):
            assert rank(play.world, f"meridian/{place}/bottle", word, language).position is None


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_brief_is_whole_and_names_none_of_the_searches(scenario: Scenario, market: Market, language: str) -> None:
    for pick in all_picks(scenario):
        variant = deal(scenario, 7, market, pick)
        brief = brief_of(scenario, variant, language)
        texts = [*(task.text for task in brief.tasks), *brief.sheets.values(), *(check.hint[language] for check in scenario.checks)]
        assert "${" not in "".join(texts)
        for task in brief.tasks:
            assert language_verdict(task.text, [language], NAMES).answer == "yes", task.id
        assert not [query for query in QUERIES for text in texts if query in text.casefold()]
        assert variant.draws["capacity"] in brief.sheets["bottle"]
    assert QUERIES
