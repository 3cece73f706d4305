"""The scenario "prices-in-three-currencies": its robots, and whether the answers it accepts follow from its own figures."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.ledger.pricing import full_price
from lab.ledger.rates import rate_micro
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS
from lab.world.world import World

NAMES = ["Lakeside Trading", "Meridian"]
CURRENCIES = {"de": ("meridian/DE", "EUR"), "us": ("meridian/US", "USD"), "gb": ("meridian/GB", "GBP")}
_loaded = load_scenario(SCENARIOS / "prices-in-three-currencies")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(
    scenario: Scenario, market: Market, name: str, pick: dict[str, str]
) -> tuple[World, dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, pick), market, plan)
    grade = grade_play(played.play).grade
    results = {result.id: result for result in grade.checks}
    return played.play.world, results, Fraction(grade.points) / grade.max_points, list(played.refused)


def test_the_reference_earns_every_point_and_its_answer_about_the_payouts_is_true(
    scenario: Scenario, market: Market
) -> None:
    world, results, share, refused = _played(scenario, market, "reference", all_picks(scenario)[0])
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])
    lost = {one.gross.currency: 1 - Fraction(one.paid.amount, one.booked.amount) for one in world.payouts}
    assert set(lost) == {"EUR", "USD", "GBP"}
    assert min(lost, key=lost.__getitem__) == "USD"
    # What is missing in dollars is the platform's own margin; in the other two as much again and more came on top.
    margin = world.setting.platforms["meridian"].exchange_margin
    assert abs(lost["USD"] - margin) < Fraction(1, 400)
    assert min(lost["EUR"], lost["GBP"]) > 2 * margin


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    _, results, share, _ = _played(scenario, market, "careless", all_picks(scenario)[-1])
    assert {check: Fraction(results[check].fraction) for check in probe.breaks} == probe.breaks
    assert Fraction(40, 100) <= share <= Fraction(65, 100)


@pytest.mark.parametrize("pick", PICKS)
def test_doing_nothing_earns_nothing_and_the_rates_from_memory_are_far_off(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    play = start(scenario, deal(scenario, 1, market, pick), market)
    assert grade_play(play).grade.points == "0.00"
    world = play.world
    stale = []
    for name, (place, currency) in CURRENCIES.items():
        fixed = world.pricing[place].rate_micro
        if fixed:
            assert Fraction(fixed, rate_micro(world.setting, currency, world.now)) < Fraction(93, 100)
            stale.append(name)
    assert stale == sorted(read_data(scenario.folder, f"solution/stale.{pick['old']}.yaml")["chosen"], key=list(CURRENCIES).index)


@pytest.mark.parametrize("rule", ["solution/rule.yaml", "solution/rule_95.yaml"])
def test_fifteen_per_cent_is_the_least_that_may_be_called_a_reduction(
    scenario: Scenario, market: Market, rule: str
) -> None:
    """Both the least and the most markup that the task allows, on the dearest and the cheapest draw."""
    for seed in range(1, 7):
        world = start(scenario, deal(scenario, seed, market), market).world
        listing = world.listings["meridian/DE/goods"]
        before = full_price(world, listing)
        fields = read_data(scenario.folder, rule)
        old = world.pricing["meridian/DE"]
        world.pricing["meridian/DE"] = type(old)("meridian/DE", 0, int(fields["markup_permille"]), fields["ending"])
        now = full_price(world, listing)
        assert now.amount * 85 < before.amount * 100 <= now.amount * 90


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_brief_is_whole(scenario: Scenario, market: Market, language: str) -> None:
    for pick in all_picks(scenario):
        brief = brief_of(scenario, deal(scenario, 7, market, pick), language)
        texts = [*(task.text for task in brief.tasks), *brief.sheets.values()]
        assert not any("${" in text for text in texts)
        for task in brief.tasks:
            assert language_verdict(task.text, [language], NAMES).answer == "yes", task.id
        assert sum(brief.points.values()) == 100
    assert all(language in check.hint for check in scenario.checks)
