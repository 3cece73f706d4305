"""The scenario "codes-and-landed-cost": its robots, and whether the answers it accepts are those of the lab's own tariff."""

from fractions import Fraction

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.customs.landed import Consignment, ConsignmentLine, landed_cost
from lab.grading.grade import CheckResult
from lab.languages.identify import language_verdict
from lab.listings.faults import find_faults
from lab.listings.over_claim import over_claim
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.money import Money
from lab.values.places import SCENARIOS

NAMES = ["Lakeside Trading", "DDU", "DDP", "DAP", "Incoterm"]
_loaded = load_scenario(SCENARIOS / "codes-and-landed-cost")
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
    return {result.id: result for result in grade.checks}, Fraction(grade.points) / grade.max_points, list(played.refused)


def test_the_reference_earns_every_point(scenario: Scenario, market: Market) -> None:
    results, share, refused = _played(scenario, market, "reference")
    assert [result.id for result in results.values() if result.fraction != "1"] == []
    assert (share, refused) == (1, [])


def test_a_careless_student_earns_what_the_author_wrote(scenario: Scenario, market: Market) -> None:
    probe = next(probe for probe in scenario.file.probes if probe.id == "careless")
    results, share, _ = _played(scenario, market, "careless")
    assert {check: Fraction(results[check].fraction) for check in probe.breaks} == probe.breaks
    assert Fraction(55, 100) <= share <= Fraction(72, 100)


@pytest.mark.parametrize("pick", PICKS)
def test_doing_nothing_earns_nothing_and_what_is_on_sale_is_honest(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    play = start(scenario, deal(scenario, 1, market, pick), market)
    assert grade_play(play).grade.points == "0.00"
    for listing in play.world.listings.values():
        assert listing.is_live
        assert find_faults(listing, play.world.setting) == [], listing.key
        assert over_claim(play.world.setting, listing).permille == 0, listing.key


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize(
    ("question", "country", "goods", "freight"),
    [("munich", "DE", "168.00 EUR", "24.00 EUR"), ("leeds", "GB", "180.00 GBP", "24.00 GBP")],
)
def test_what_is_asked_at_the_door_is_what_the_calculator_says(
    scenario: Scenario, market: Market, pick: dict[str, str], question: str, country: str, goods: str, freight: str
) -> None:
    setting = start(scenario, deal(scenario, 1, market, pick), market).world.setting
    asked = setting.questions[question]
    assert goods in asked.title["en"] and freight in asked.title["en"]
    right = read_data(scenario.folder, f"solution/{question}.{pick['goods']}.yaml")["chosen"][0]
    cost = landed_cost(
        Consignment(
            lines=(ConsignmentLine(setting.products["goods"].hs_accept[0], Money.parse(goods), 6),),
            freight=Money.parse(freight),
            insurance=Money(0, goods.split()[1]),
            from_country="CN",
            to_country=country,
            on=scenario.start.date(),
            incoterm="DAP",
            channel="courier",
        )
    )
    assert asked.options[right]["en"] == str(cost.buyer_pays)


@pytest.mark.parametrize("pick", PICKS)
def test_the_right_code_is_on_the_list_and_not_on_the_suppliers_sheet(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    variant = deal(scenario, 7, market, pick)
    setting = start(scenario, variant, market).world.setting
    right = read_data(scenario.folder, f"solution/code.{pick['goods']}.yaml")["chosen"][0]
    code = setting.products["goods"].hs_accept[0]
    assert setting.questions["own_code"].options[right]["en"].startswith(f"{code[:4]}.{code[4:]}")
    sheets = brief_of(scenario, variant, "en").sheets
    for sku in ("goods", "light", "bank"):
        accepted = setting.products[sku].hs_accept
        assert not any(f"{one[:4]}.{one[4:]}" in sheets[sku] or one in sheets[sku] for one in accepted)


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
