"""The scenario "may-we-sell-this": its robots, and what the lab's rules say of its seven articles."""

from datetime import date
from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.customs.documents import document_faults
from lab.grading.grade import CheckResult
from lab.listings.compliance import bans_of, restrictions_of
from lab.market.base import Market
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS
from lab.world.setting import Setting

_loaded = load_scenario(SCENARIOS / "may-we-sell-this")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str) -> tuple[dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in scenario.file.probes if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, all_picks(scenario)[0]), market, plan)
    grade = grade_play(played.play).grade
    results = {result.id: result for result in grade.checks}
    return results, Fraction(grade.points) / grade.max_points, list(played.refused)


def _setting(scenario: Scenario, market: Market, pick: dict[str, str]) -> Setting:
    return start(scenario, deal(scenario, 3, market, pick), market).world.setting


def test_the_reference_earns_every_point(scenario: Scenario, market: Market) -> None:
    results, share, refused = _played(scenario, market, "reference")
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_expects(scenario: Scenario, market: Market) -> None:
    _, share, _ = _played(scenario, market, "careless")
    assert Fraction(55, 100) <= share <= Fraction(70, 100)


def test_who_believes_every_supplier_fails(scenario: Scenario, market: Market) -> None:
    results, share, _ = _played(scenario, market, "believes-every-supplier")
    assert share < Fraction(1, 2)
    assert results["copy_refused"].fraction == "0"


def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market) -> None:
    played = start(scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market)
    assert grade_play(played).grade.points == "0.00"


@pytest.mark.parametrize("pick", PICKS)
def test_the_lab_forbids_what_the_solution_refuses(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    setting = _setting(scenario, market, pick)
    forbidden = {
        (sku, country) for sku, country in (
            ("beam", "GB"), ("beam", "US"), ("pen", "KZ"), ("watch", "GB"), ("watch", "US"), ("watch", "KZ"), ("lead", "GB"),
            ("lead", "US"), ("polish", "GB"), ("cell", "GB"), ("phones", "GB"), ("phones", "US"),
        ) if bans_of(setting, sku, country)
    }  # fmt: skip
    expected = {("beam", "GB"), ("watch", "GB"), ("watch", "US"), ("watch", "KZ")}
    expected |= {("beam", "US")} if pick["beam"] == "strong" else set()
    expected |= {("pen", "KZ")} if pick["kit"] == "north" else set()
    assert forbidden == expected
    for sku, country, question in (("beam", "US", "beam_us"), ("pen", "KZ", "pen_kz")):
        name = f"{question}.{pick['beam']}.{pick['kit']}" if sku == "beam" else f"{question}.{pick['kit']}"
        never = read_data(scenario.folder, f"facts/{name}.yaml")["groups"] == [["never"]]
        assert never == ((sku, country) in forbidden)


@pytest.mark.parametrize("pick", PICKS)
def test_rules_and_papers_bear_out_the_other_answers(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    setting = _setting(scenario, market, pick)
    keys = {rule.key for rule in restrictions_of(setting, "cell", "GB")}
    assert "lithium_alone_post" in keys
    assert ("lithium_over_100_wh" in keys) == (pick["kit"] == "south")
    assert "cosmetics_gb" in {rule.key for rule in restrictions_of(setting, "polish", "GB")}
    pen = setting.products["pen"]
    faults = document_faults(pen.documents["eac"], "KZ", date(2026, 9, 14), pen.model)
    assert bool(faults) == (pick["kit"] == "south")


def test_answers_of_the_two_kits_differ_in_every_question(scenario: Scenario) -> None:
    for name in ("pen_kz", "lead", "polish_gb", "cell"):
        north, south = (read_data(scenario.folder, f"facts/{name}.{kit}.yaml") for kit in ("north", "south"))
        assert north != south
