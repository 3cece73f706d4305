"""The scenario "before-the-holidays": its robots, its calendar, and whether the stock is short by what the task says."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.culture.cards import cards_of
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_text
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.schema import OtherWay
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

LANGUAGES = ("en", "zh")
NAMES = ["Lindenhof", "Meridian", "Caravan", "PAngV"]
_loaded = load_scenario(SCENARIOS / "before-the-holidays")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]
FIRST = all_picks(_loaded)[0]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str) -> tuple[dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, FIRST), market, plan)
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
def test_the_stock_is_short_and_one_least_order_makes_up_for_it(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    world = start(scenario, deal(scenario, 1, market, pick), market).world
    wanted = sum(int(event.order.qty) for event in scenario.file.events if event.order is not None)
    product = world.setting.products["gift"]
    assert world.shop.stock["gift"] < wanted <= world.shop.stock["gift"] + product.min_order
    assert all(listing.stock > world.shop.stock["gift"] for listing in world.listings.values())


def test_the_cards_of_the_solution_are_those_of_the_two_countries(scenario: Scenario) -> None:
    text = read_text(scenario.folder, "solution/thoughts.txt")
    cited = {country for card in cards_of() if card.id in text for country in card.countries}
    assert {"DE", "KZ"} <= cited


def test_the_percentage_of_one_product_is_no_answer_for_the_other(scenario: Scenario, market: Market) -> None:
    for pick, other in ((PICKS[0].values[0], "bottle"), (PICKS[1].values[0], "tea_set")):
        plan = changed_plan(scenario, OtherWay(id="copied", set={"promo": f"solution/promo.{other}.yaml"}))
        played = play_plan(scenario, deal(scenario, 1, market, pick), market, plan)
        (result,) = [one for one in grade_play(played.play).grade.checks if one.id == "discount"]
        assert Fraction(result.fraction) < 1


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
