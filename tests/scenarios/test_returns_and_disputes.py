"""The scenario "returns-and-disputes": its robots, its buyers, and whether right and wrong in it are those of the lab's rules."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.languages.promises import promises_found
from lab.market.base import Market
from lab.orders.aftermath import return_of
from lab.orders.returns import is_in_window
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS
from lab.world.world import World

NAMES = ["Elbhaus", "Meridian", "Caravan"]
_loaded = load_scenario(SCENARIOS / "returns-and-disputes")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]
Played = tuple[World, dict[str, CheckResult], Fraction, list[str]]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str, pick: dict[str, str]) -> Played:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, pick), market, plan)
    grade = grade_play(played.play).grade
    results = {result.id: result for result in grade.checks}
    return played.play.world, results, Fraction(grade.points) / grade.max_points, list(played.refused)


@pytest.fixture(scope="module")
def reference(scenario: Scenario, market: Market) -> Played:
    return _played(scenario, market, "reference", all_picks(scenario)[0])


def test_the_reference_earns_every_point(reference: Played) -> None:
    _, results, share, refused = reference
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    _, results, share, _ = _played(scenario, market, "careless", all_picks(scenario)[-1])
    assert {check: Fraction(results[check].fraction) for check in probe.breaks} == probe.breaks
    assert Fraction(40, 100) <= share <= Fraction(65, 100)


@pytest.mark.parametrize("pick", PICKS)
def test_doing_nothing_earns_nothing_and_one_mexican_parcel_held_other_goods(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    play = start(scenario, deal(scenario, 1, market, pick), market)
    assert grade_play(play).grade.points == "0.00"
    orders = play.world.orders
    right = read_data(scenario.folder, f"solution/verdict.{pick['wrong']}.yaml")["chosen"][0]
    assert orders["mx1"].is_packed_as_ordered == (right != "first")
    assert orders["mx2"].is_packed_as_ordered == (right != "second")
    assert orders["mx3"].delivered_at is not None


def test_returns_are_inside_and_outside_the_windows_as_the_tasks_say(reference: Played) -> None:
    world = reference[0]
    days = {}
    for order_id in ("de1", "de3", "kz2", "kz1"):
        order, wish = world.orders[order_id], return_of(world, order_id)
        assert order.delivered_at is not None and wish is not None
        days[order_id] = Fraction(wish.at - order.delivered_at, 24 * 60)
        assert is_in_window(world, order, wish.at) == (order_id != "kz1")
    assert days["de1"] < 14 < days["de3"] < 30
    assert days["kz1"] > 15


def test_disputes_end_as_they_should(reference: Played) -> None:
    rulings = {one.order: (one.kind, one.ruling) for one in reference[0].disputes}
    assert rulings == {
        "mx1": ("claim", "settled"),
        "mx2": ("claim", "for_shop"),
        "mx3": ("chargeback", "for_shop"),
    }


def test_buyers_and_answers_keep_to_their_language_and_promise_nothing(reference: Played) -> None:
    world = reference[0]
    assert len(world.threads) == 6
    for thread in world.threads.values():
        forbidden = world.setting.platforms[thread.platform].message_forbidden
        for message in thread.messages:
            assert language_verdict(message.text, [thread.language], [thread.buyer.name]).answer == "yes", thread.id
            if message.by == "shop":
                assert promises_found(message.text, forbidden) == []


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
