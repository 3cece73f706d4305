"""The scenario "ship-to-six-countries": its robots, its texts, its goods and their papers."""

from collections.abc import Iterator

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.customs.documents import document_faults, required_documents
from lab.customs.hs import lookup
from lab.engine.actions import Advance
from lab.languages.identify import language_verdict
from lab.languages.promises import promises_found
from lab.listings.compliance import bans_of
from lab.listings.faults import find_faults
from lab.listings.over_claim import over_claim
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.contents import filled
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data, read_text
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.robot import Plan, changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.moment import DAY
from lab.values.places import SCENARIOS
from lab.world.setting import ShopProduct
from lab.world.world import World

LANGUAGES = ("en", "zh", "ru", "ar")
NAMES = ["Meridian", "Caravan", "Lakeside Trading", "DDP", "DAP", "Incoterm"]
_loaded = load_scenario(SCENARIOS / "ship-to-six-countries")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _plan(scenario: Scenario, name: str) -> Plan:
    if name == "reference":
        return reference_plan(scenario)
    return changed_plan(scenario, next(c for c in (*scenario.file.also_ok, *scenario.file.probes) if c.id == name))


@pytest.fixture(scope="module")
def last_world(scenario: Scenario, market: Market) -> World:
    return play_plan(
        scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market, reference_plan(scenario)
    ).play.world


def _staged(scenario: Scenario, market: Market, pick: dict[str, str], seed: int = 1) -> World:
    return start(scenario, deal(scenario, seed, market, pick), market).world


# ------------------------------------------------------------------------------------ robots


def test_every_check_is_broken_by_some_wrong_way_of_its_own(scenario: Scenario) -> None:
    broken = {check for probe in scenario.file.probes for check in probe.breaks}
    # the other templates are those of Germany again, the answer in German that of the others
    rest = {"tpl_us", "tpl_gb", "tpl_kz", "tpl_ae", "tpl_br"}
    assert {check.id for check in scenario.checks} - broken <= rest


def test_letting_the_month_pass_earns_nothing(scenario: Scenario, market: Market) -> None:
    play = start(scenario, deal(scenario, 1, market, all_picks(scenario)[0]), market)
    for _ in range(30):
        play.act(Advance(DAY), "student")
    assert grade_play(play).grade.points == "0.00"


# ------------------------------------------------------------------------------------ what happens


def test_orders_come_from_all_six_places(scenario: Scenario, last_world: World) -> None:
    assert {order.place for order in last_world.orders.values()} == set(scenario.file.world.places)
    currencies = {order.currency for order in last_world.orders.values()}
    assert currencies == {"EUR", "USD", "GBP", "KZT", "AED", "BRL"}


def test_everything_after_the_sale_has_happened_when_the_reference_answers(last_world: World) -> None:
    assert {one.order for one in last_world.returns} == {"us1"}
    assert [(one.order, one.ruling) for one in last_world.disputes] == [("gb1", "for_shop")]
    assert [one.order for one in last_world.reviews] == ["ae1"]
    assert [(one.platform, one.gross.currency) for one in last_world.payouts if one.platform == "meridian"] == [
        ("meridian", "EUR"),
        ("meridian", "USD"),
        ("meridian", "GBP"),
    ]


@pytest.mark.parametrize("seed", range(21, 29))
def test_parcels_with_something_to_come_arrive_before_it(scenario: Scenario, market: Market, seed: int) -> None:
    world = play_plan(scenario, deal(scenario, seed, market), market, reference_plan(scenario)).play.world
    for order_id in ("de1", "us1", "gb1", "ae1"):
        delivered = world.orders[order_id].delivered_at
        assert delivered is not None and delivered < 21 * DAY


def test_the_large_order_goes_in_two_parcels_and_the_two_of_one_buyer_in_one(last_world: World) -> None:
    assert len(last_world.orders["us2"].parcels) == 2
    assert last_world.orders["kz1"].parcels[0].tracking_number == last_world.orders["kz2"].parcels[0].tracking_number
    assert last_world.orders["gb2"].parcels == []


# ------------------------------------------------------------------------------------ what students read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pick", PICKS)
def test_the_brief_is_whole_in_every_language(
    scenario: Scenario, market: Market, pick: dict[str, str], language: str
) -> None:
    variant = deal(scenario, 7, market, pick)
    brief = brief_of(scenario, variant, language)
    texts = [
        brief.title,
        brief.summary,
        *(t.title for t in brief.tasks),
        *(t.text for t in brief.tasks),
        *brief.sheets.values(),
    ]
    assert all(text.strip() for text in texts)
    assert not any("${" in text for text in texts)
    for task in brief.tasks:
        assert language_verdict(task.text, [language], NAMES).answer == "yes", task.id
    assert sum(brief.points.values()) == 100
    assert variant.draws["goods_weight"] in brief.sheets["goods"]
    assert variant.draws["goods_cost"] in brief.sheets["goods"]


@pytest.mark.parametrize("pick", PICKS)
def test_no_text_gives_the_right_code_or_rule_away(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    variant = deal(scenario, 7, market, pick)
    world = _staged(scenario, market, pick)
    codes = {code for sku in ("goods", "light", "bank") for code in world.setting.products[sku].hs_accept}
    secrets = [*codes, *(f"{code[:4]}.{code[4:]}" for code in codes)]
    secrets += [rule.key for country in ("GB", "DE") for rule in bans_of(world.setting, "offer", country)]
    texts = [text for check in scenario.checks for text in check.hint.values()]
    for language in LANGUAGES:
        brief = brief_of(scenario, variant, language)
        texts += [*(task.text for task in brief.tasks), *brief.sheets.values()]
    assert not [secret for secret in secrets for text in texts if secret in text]


def test_every_check_has_a_hint_in_every_language(scenario: Scenario) -> None:
    for check in scenario.checks:
        assert tuple(check.hint) == LANGUAGES, check.id
        for language, text in check.hint.items():
            assert language_verdict(text, [language], NAMES).answer != "no", (check.id, language)


def test_buyers_write_in_their_own_language_and_name_themselves(scenario: Scenario, market: Market) -> None:
    for pick in all_picks(scenario):
        world = play_plan(scenario, deal(scenario, 1, market, pick), market, reference_plan(scenario)).play.world
        for thread in world.threads.values():
            text = thread.messages[0].text
            assert language_verdict(text, [thread.language], [thread.buyer.name]).answer == "yes", thread.id
            assert thread.buyer.name in text
            assert thread.subject


def test_answers_of_the_solution_promise_nothing_forbidden(scenario: Scenario, last_world: World) -> None:
    texts = [
        (thread.platform, m.text) for thread in last_world.threads.values() for m in thread.messages if m.by == "shop"
    ]
    texts += [("caravan", review.reply) for review in last_world.reviews]
    assert len(texts) == 5
    for platform, text in texts:
        assert promises_found(text, last_world.setting.platforms[platform].message_forbidden) == []


# ------------------------------------------------------------------------------------ the goods and their papers


@pytest.mark.parametrize("pick", PICKS)
def test_what_is_on_sale_is_honest_and_without_fault(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    world = _staged(scenario, market, pick)
    assert len(world.listings) == 9
    for listing in world.listings.values():
        assert listing.is_live
        assert find_faults(listing, world.setting) == [], listing.key
        assert over_claim(world.setting, listing).permille == 0, listing.key


@pytest.mark.parametrize("pick", PICKS)
def test_listings_carry_the_papers_of_their_country(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    world = _staged(scenario, market, pick)
    today = world.setting.date_at(world.setting.end)
    for listing in world.listings.values():
        product = world.setting.products[listing.sku]
        good = {
            product.documents[name].kind
            for name in listing.documents
            if not document_faults(product.documents[name], listing.country, today, product.model)
        }
        assert good >= set(required_documents(world.setting.type_of(listing.sku).category, listing.country)), (
            listing.key
        )


@pytest.mark.parametrize("pick", PICKS)
def test_listings_are_written_in_a_language_of_their_place(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    world = _staged(scenario, market, pick)
    for listing in world.listings.values():
        languages = world.profile_of(listing).markets[listing.country].languages
        assert language_verdict(listing.description, languages, NAMES).answer == "yes", listing.key


@pytest.mark.parametrize("pick", PICKS)
def test_every_right_code_is_in_the_table(scenario: Scenario, market: Market, pick: dict[str, str]) -> None:
    setting = _staged(scenario, market, pick).setting
    for sku in ("goods", "light", "bank"):
        assert all(lookup(code) for code in setting.products[sku].hs_accept)


@pytest.mark.parametrize("pick", PICKS)
def test_the_offered_product_is_banned_in_both_countries(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    setting = _staged(scenario, market, pick).setting
    for country in ("DE", "GB"):
        assert bans_of(setting, "offer", country)
        choice = read_data(scenario.folder, f"solution/refuse_{country.lower()}.{pick['offer']}.yaml")
        assert choice["reason"] in {rule.key for rule in bans_of(setting, "offer", country)}


def test_nothing_else_is_banned_where_it_is_on_sale(scenario: Scenario, market: Market) -> None:
    for pick in all_picks(scenario):
        world = _staged(scenario, market, pick)
        assert not any(bans_of(world.setting, listing.sku, listing.country) for listing in world.listings.values())


def _products(scenario: Scenario, market: Market) -> Iterator[ShopProduct]:
    for goods in scenario.file.variants.pool["goods"]:
        yield _staged(scenario, market, {"goods": goods, "problem": "broken", "offer": "laser"}).setting.products[
            "goods"
        ]


def test_the_two_goods_differ_in_code_and_chapter(scenario: Scenario, market: Market) -> None:
    chapters = [product.hs_accept[0][:2] for product in _products(scenario, market)]
    assert len(set(chapters)) == 2


def test_the_stock_is_one_order_short(scenario: Scenario, market: Market) -> None:
    before = {"de1": 2, "gb1": 3, "kz1": 1}
    for product in _products(scenario, market):
        assert product.lead_days == 5
    world = _staged(scenario, market, all_picks(scenario)[0])
    left = world.shop.stock["goods"] - sum(before.values())
    assert 0 < left < 4


def test_no_check_waits_for_a_person(scenario: Scenario) -> None:
    assert not any(check.by_person for check in scenario.checks)
    assert len(scenario.checks) == 35


def test_the_solution_names_no_figures_that_are_drawn(scenario: Scenario, market: Market) -> None:
    variant = deal(scenario, 3, market)
    for path in sorted((scenario.folder / "solution").glob("ship*.yaml")):
        data = read_data(scenario.folder, f"solution/{path.name}")
        assert filled(data, variant.values, None) == data, path.name
    assert "${order.de1.unit_price}" in read_text(scenario.folder, "solution/refund_de1.yaml")
