"""The scenario "two-out-of-eight": its robots, and whether the report tells the truth of the lab's own market."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.grading.grade import CheckResult
from lab.ledger.sale import unit_lines
from lab.market.base import Market
from lab.scenarios.contents import action_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.shoppers.searches import searches_a_month
from lab.shoppers.visits import Place
from lab.values.places import SCENARIOS
from lab.world.setting import Setting

_loaded = load_scenario(SCENARIOS / "two-out-of-eight")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]
LANES = {"KZ": "cn_road_kz", "UZ": "cn_road_uz", "BR": "cn_line_ordinary_far"}
PRICES = {"mug": "96.00 CNY", "tea": "340.00 CNY"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str) -> tuple[dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, {"goods": "tea"}), market, plan)
    grade = grade_play(played.play).grade
    return {result.id: result for result in grade.checks}, Fraction(grade.points) / grade.max_points, list(played.refused)


def test_the_reference_earns_every_point(scenario: Scenario, market: Market) -> None:
    results, share, refused = _played(scenario, market, "reference")
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_expects(scenario: Scenario, market: Market) -> None:
    _, share, _ = _played(scenario, market, "careless")
    assert Fraction(35, 100) <= share <= Fraction(65, 100)


def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market) -> None:
    played = start(scenario, deal(scenario, 1, market, {"goods": "mug"}), market)
    assert grade_play(played).grade.points == "0.00"


@pytest.mark.parametrize("pick", PICKS)
def test_searches_in_the_report_are_those_of_the_market_give_or_take_a_twentieth(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    variant = deal(scenario, 5, market, pick)
    setting = start(scenario, variant, market).world.setting
    for place in scenario.file.world.places:
        platform, country = place.split("/")
        true = _searches(market, setting, platform, country)
        told = int(variant.values[f"{pick['goods']}_{country.lower()}"])
        assert abs(told - true) <= true * Fraction(5, 100) + 50, place


@pytest.mark.parametrize("pick", PICKS)
def test_the_two_right_countries_bring_most_by_far(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    variant = deal(scenario, 5, market, pick)
    play = start(scenario, variant, market)
    brings: dict[str, Fraction] = {}
    for place in scenario.file.world.places:
        platform, country = place.split("/")
        lane = LANES.get(country, "cn_line_ordinary")
        service = {"lane": lane, "regions": [country], "handling_hours": 48, "charge": "0.00 CNY", "slack_days": 2, "incoterm": "DDP"}
        for do, on, fields in (
            ("shipping.save", place, service), ("listing.save", f"{place}/goods", {"title": "-", "price": PRICES[pick["goods"]]}),
        ):  # fmt: skip
            _, outcome = play.act(action_of(scenario.folder, do, on, fields, variant, play.world), "author")
            assert outcome.ok
        lines = unit_lines(play.world, play.world.listings[f"{place}/goods"])
        assert lines is not None and lines.profit is not None
        brings[country] = _searches(market, play.world.setting, platform, country) * lines.profit.amount
    best = sorted(brings, key=lambda country: -brings[country])
    right = read_data(scenario.folder, f"facts/two.{pick['goods']}.yaml")["groups"][0]
    assert {country.lower() for country in best[:2]} == set(right)
    assert brings[best[1]] > brings[best[2]] * Fraction(5, 4)


def _searches(market: Market, setting: Setting, platform: str, country: str) -> Fraction:
    """What people search for the product in a month, over all words and languages."""
    type_key = setting.products["goods"].type
    total = Fraction(0)
    for language in setting.destinations[country].languages:
        words = [word.id for word in market.keywords if (word.type, word.language) == (type_key, language)]
        total += sum(searches_a_month(setting, Place(platform, country, language), words))
    return total
