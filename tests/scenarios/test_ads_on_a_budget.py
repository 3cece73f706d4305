"""The scenario "ads-on-a-budget": its robots, what is wrong on sale at the start, and whether the answers it accepts are those of the books."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.ads.report import worth_of
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

LANGUAGES = ("en", "zh", "ru")
NAMES = ["Lindenhof", "Meridian", "ACOS", "UWG"]
_loaded = load_scenario(SCENARIOS / "ads-on-a-budget")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]
FIRST = all_picks(_loaded)[0]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str) -> tuple[dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 1, market, FIRST), market, plan)
    grade = grade_play(played.play).grade
    return {result.id: result for result in grade.checks}, Fraction(grade.points), list(played.refused)


def test_the_reference_earns_every_automatic_point(scenario: Scenario, market: Market) -> None:
    results, points, refused = _played(scenario, market, "reference")
    by_person = {check.id for check in scenario.checks if check.by_person}
    assert [result.id for result in results.values() if result.fraction != "1" and result.id not in by_person] == []
    assert (points, refused) == (100, [])


def test_a_careless_student_earns_a_part(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    results, points, _ = _played(scenario, market, "careless")
    assert {check: Fraction(results[check].fraction) for check in probe.breaks} == probe.breaks
    assert 20 <= points <= 70


@pytest.mark.parametrize("pick", PICKS)
def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    assert grade_play(start(scenario, deal(scenario, 1, market, pick), market)).grade.points == "0.00"


@pytest.mark.parametrize("pick", PICKS)
def test_only_the_figure_of_the_task_is_untrue_at_the_start(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    world = start(scenario, deal(scenario, 1, market, pick), market).world
    listing, truth = world.listings["meridian/DE/goods"], world.setting.products["goods"].truth
    wrong = {name for name, value in listing.attributes.items() if truth[name] != value}
    assert wrong == {{"bottle": "keeps_hot", "light": "brightness_lm"}[pick["goods"]]}


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize("seed", range(1, 9))
def test_the_break_even_that_is_accepted_is_that_of_the_books(
    scenario: Scenario, market: Market, pick: dict[str, str], seed: int
) -> None:
    world = start(scenario, deal(scenario, seed, market, pick), market).world
    worth = worth_of(world, "meridian/DE/goods")
    assert worth is not None
    near = min((12, 23, 33, 46), key=lambda percent: abs(Fraction(percent, 100) - worth[1]))
    assert read_data(scenario.folder, f"solution/breakeven.{pick['goods']}.yaml") == {"chosen": [f"p{near}"]}
    assert abs(Fraction(near, 100) - worth[1]) < Fraction(3, 100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pick", PICKS)
def test_the_brief_is_whole_in_every_language(
    scenario: Scenario, market: Market, pick: dict[str, str], language: str
) -> None:
    brief = brief_of(scenario, deal(scenario, 7, market, pick), language)
    texts = [brief.title, brief.summary, *(task.title for task in brief.tasks), *(task.text for task in brief.tasks), *brief.sheets.values()]
    assert all(text.strip() for text in texts)
    assert not any("${" in text for text in texts)
    for task in brief.tasks:
        assert language_verdict(task.text, [language], NAMES).answer != "no", task.id
    assert sum(brief.points.values()) == 100


def test_every_check_has_a_hint_in_every_language(scenario: Scenario) -> None:
    for check in scenario.checks:
        assert set(LANGUAGES) <= set(check.hint), check.id
