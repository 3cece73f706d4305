"""The scenario "a-name-people-know": its robots, its names, and the traps in the agency's drafts."""

from datetime import date
from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.culture.traps import traps_in
from lab.customs.brands import brand_traps
from lab.grading.grade import CheckResult
from lab.market.base import Market
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

_loaded = load_scenario(SCENARIOS / "a-name-people-know")
WAYS = [way.id for way in _loaded.file.also_ok]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _played(scenario: Scenario, market: Market, name: str) -> tuple[dict[str, CheckResult], Fraction, list[str]]:
    plan = reference_plan(scenario)
    if name != "reference":
        plan = changed_plan(scenario, next(one for one in (*scenario.file.also_ok, *scenario.file.probes) if one.id == name))
    played = play_plan(scenario, deal(scenario, 3, market, all_picks(scenario)[0]), market, plan)
    grade = grade_play(played.play).grade
    return {result.id: result for result in grade.checks}, Fraction(grade.points) / grade.max_points, list(played.refused)


@pytest.mark.parametrize("name", ["reference", *WAYS])
def test_right_ways_earn_every_point(scenario: Scenario, market: Market, name: str) -> None:
    results, share, refused = _played(scenario, market, name)
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_expects(scenario: Scenario, market: Market) -> None:
    _, share, _ = _played(scenario, market, "careless")
    assert Fraction(35, 100) <= share <= Fraction(68, 100)


def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market) -> None:
    played = start(scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market)
    assert grade_play(played).grade.points == "0.00"


def test_the_famous_name_is_a_protected_one_and_the_right_ones_are_nobodys(market: Market) -> None:
    rivals = {brand for wording in market.wordings.values() for brand in wording.brands}
    assert [trap.kind for trap in brand_traps("Talverne Home Tea Set", frozenset(), rivals)] == ["brand"]
    for name in ("Qingyao", "Lanqi"):
        assert brand_traps(f"{name} Tea Set", frozenset(), rivals) == ()


def test_the_names_change_places_between_the_two_kits(scenario: Scenario) -> None:
    first, second = (read_data(scenario.folder, f"facts/name.{kit}.yaml") for kit in ("first", "second"))
    assert first != second


def test_the_drafts_of_the_agency_hold_the_traps_that_the_cards_name(scenario: Scenario) -> None:
    found = {}
    for country, language, name in (("KZ", "ru", "p_kz_g_agency"), ("AE", "en", "p_ae_g_agency")):
        text = read_data(scenario.folder, f"broken/{name}.yaml")["text"]
        found[country] = {trap.card.id for trap in traps_in(text, language, country, date(2026, 10, 14), "")}
    assert found["KZ"] >= {"even_flowers", "central_asia_sunday"}
    assert found["AE"] >= {"pigs_and_pork", "uae_weekend", "dollar_abroad"}
