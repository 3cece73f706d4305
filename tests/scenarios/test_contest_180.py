"""The scenario "contest-180": its robots, its weights, and the candidates of its selection."""

from collections import Counter
from fractions import Fraction

import pytest
import regex

import lab.engine.codec  # noqa: F401 - registers every action
from lab.grading.grade import CheckResult
from lab.listings.compliance import bans_of
from lab.market.base import Market
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data, read_text
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS

WEIGHTS = {"listing": 20, "service": 20, "texts": 15, "selection": 15, "logistics": 10, "account": 10, "pictures": 5, "orders": 5}
_loaded = load_scenario(SCENARIOS / "contest-180")
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
    return {result.id: result for result in grade.checks}, Fraction(grade.points) / grade.max_points, list(played.refused)


def test_the_reference_earns_every_point(scenario: Scenario, market: Market) -> None:
    results, share, refused = _played(scenario, market, "reference")
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_expects(scenario: Scenario, market: Market) -> None:
    _, share, _ = _played(scenario, market, "careless")
    assert Fraction(35, 100) <= share <= Fraction(65, 100)


def test_doing_nothing_earns_nothing(scenario: Scenario, market: Market) -> None:
    played = start(scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market)
    assert grade_play(played).grade.points == "0.0"


def test_points_and_time_are_those_of_the_published_norm(scenario: Scenario) -> None:
    points: Counter[str] = Counter()
    for check in scenario.checks:
        points[check.task] += check.points
    assert points == WEIGHTS
    assert (scenario.file.minutes, scenario.file.grading.rounding) == (180, "0.2")
    assert not any(check.by_person for check in scenario.checks)


@pytest.mark.parametrize("pick", PICKS)
def test_the_right_candidates_follow_from_the_table_that_students_read(scenario: Scenario, pick: dict[str, str]) -> None:
    names = {question.title["en"]: question.options for question in scenario.file.questions}["Two new articles"]
    table = read_text(scenario.folder, f"texts/choice.{pick['range']}.en.md")
    rows = regex.findall(r"^\| ([A-Z][a-z ]+) \| (\d+) \| (\d+) yuan \| (\d+) yuan \|$", table, regex.MULTILINE)
    earned = {name: int(searches) * (int(price) - int(cost)) for name, searches, price, cost in rows}
    best = sorted(earned, key=lambda name: -earned[name])
    right = read_data(scenario.folder, f"facts/choice.{pick['range']}.yaml")["groups"][0]
    assert len(earned) == 6
    assert {names[one]["en"] for one in right} == set(best[:2])
    assert earned[best[1]] > earned[best[2]] * Fraction(3, 2)


def test_the_watch_is_forbidden_in_both_countries(scenario: Scenario, market: Market) -> None:
    setting = start(scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market).world.setting
    assert all(bans_of(setting, "watch", country) for country in ("AE", "KZ"))
