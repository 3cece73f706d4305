"""The scenario "thirty-days": its robots, and whether one of the two products really loses money at the start."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.ledger.sale import unit_lines
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

LANGUAGES = ("en", "zh")
NAMES = ["Neuland", "Meridian", "ACOS"]
_loaded = load_scenario(SCENARIOS / "thirty-days")
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
    assert (points, refused) == (95, [])


def test_a_careless_student_earns_a_part(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    results, points, _ = _played(scenario, market, "careless")
    assert {check: Fraction(results[check].fraction) for check in probe.breaks} == probe.breaks
    assert 15 <= points <= 60


@pytest.mark.parametrize("pick", PICKS)
def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    assert grade_play(start(scenario, deal(scenario, 1, market, pick), market)).grade.points == "0.00"


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize("seed", range(1, 6))
def test_one_of_the_two_products_is_sold_at_a_loss_at_the_start(
    scenario: Scenario, market: Market, pick: dict[str, str], seed: int
) -> None:
    world = start(scenario, deal(scenario, seed, market, pick), market).world
    losing = set()
    for listing in world.listings.values():
        lines = unit_lines(world, listing)
        assert lines is not None and lines.profit is not None
        if lines.profit.amount < 0:
            losing.add(listing.sku)
    assert losing == {pick["dear"]}


def test_every_order_that_the_reference_sends_leaves_in_time(scenario: Scenario, market: Market) -> None:
    played = play_plan(scenario, deal(scenario, 2, market, FIRST), market, reference_plan(scenario))
    orders = played.play.world.orders.values()
    assert len(orders) > 70
    assert [order.id for order in orders if order.shipped_at is not None and order.shipped_at > order.ship_by] == []
    assert [order.id for order in orders if order.shipped_at is None and order.ship_by < played.play.world.now] == []


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
