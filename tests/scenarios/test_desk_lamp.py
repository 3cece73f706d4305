"""The scenario "desk-lamp-two-markets": its robots, its texts, and answers that real people would give."""

from pathlib import Path

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.customs.documents import CustomsForm, document_faults, required_documents
from lab.engine.actions import Advance
from lab.images.negatives import negative_of
from lab.languages.claims import claims_made
from lab.languages.facts import find_fact
from lab.languages.identify import language_verdict
from lab.languages.promises import promises_found
from lab.listings.faults import find_faults
from lab.market.base import Market
from lab.orders.actions import ShipOrder
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.files import read_data
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play, start
from lab.scenarios.robot import Plan, changed_plan, play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import facts_of
from lab.values.places import SCENARIOS
from lab.world.order import PackedItem

LANGUAGES = ("en", "de", "ru", "zh")
_loaded = load_scenario(SCENARIOS / "desk-lamp-two-markets")
PICKS = [pytest.param(pick, id="-".join(pick.values())) for pick in all_picks(_loaded)]
LAMPS = _loaded.file.variants.pool["lamp"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _plan(scenario: Scenario, name: str) -> Plan:
    if name == "reference":
        return reference_plan(scenario)
    return changed_plan(scenario, next(c for c in (*scenario.file.also_ok, *scenario.file.probes) if c.id == name))


def test_a_student_who_lists_nothing_can_still_ship_bulbs(scenario: Scenario, market: Market) -> None:
    play = start(scenario, deal(scenario, 1, market, {"lamp": "arc", "worry": "gift_date"}), market)
    play.act(Advance(24 * 60), "student")
    for order_id, quantity, lane in (("o1", 1, "de_parcel"), ("o2", 2, "kz_tracked")):
        assert [(item.sku, item.quantity) for item in play.world.orders[order_id].items] == [("bulb", quantity)]
        form = None
        if order_id == "o2":
            goods = play.world.orders["o2"].goods
            form = CustomsForm("sale_of_goods", "LED bulbs with E27 screw base", "853952", "CN", 2, goods, 190)
        _, outcome = play.act(ShipOrder(order_id, (PackedItem("bulb", quantity),), lane, ("invoice",), form), "student")
        assert outcome.ok
    play.act(Advance(3 * 60), "student")
    assert "q3" in play.world.threads
    results = {result.id: result.fraction for result in grade_play(play).grade.checks}
    assert (results["o_time"], results["o_items"], results["o_docs"]) == ("1", "1", "1")


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
        brief.sheets["lamp"],
    ]
    assert all(texts)
    assert not any("${" in text for text in texts)
    for task in brief.tasks:
        assert language_verdict(task.text, [language], ["Meridian", "Caravan", "Kontorlicht"]).answer == "yes", task.id
    assert sum(brief.points.values()) == 100
    assert (
        f"{variant.draws['cord_cm']} cm" in brief.sheets["lamp"]
        or f"{variant.draws['cord_cm']} см" in brief.sheets["lamp"]
    )
    assert variant.draws["unit_cost"] in brief.sheets["lamp"]


@pytest.mark.parametrize("lamp", LAMPS)
def test_the_photos_of_the_brief_show_the_own_lamp_from_three_sides(
    scenario: Scenario, market: Market, lamp: str
) -> None:
    setting = start(scenario, deal(scenario, 1, market, {"lamp": lamp, "worry": "gift_date"}), market).world.setting
    assert setting.assets == tuple(f"lamp-{lamp}/{view}" for view in ("front", "side", "in-use"))
    assert setting.products_of("lamp") == {f"lamp-{lamp}"}
    for asset in setting.assets:
        width, height = negative_of(asset).size
        assert min(width, height) >= 1200, asset


def test_the_rubric_has_every_level_in_every_language(scenario: Scenario) -> None:
    criteria = read_data(scenario.folder, "rubrics/thoughts.yaml")["criteria"]
    assert len(criteria) == 3
    for criterion in criteria:
        assert tuple(criterion["title"]) == LANGUAGES
        assert [level["share"] for level in criterion["levels"]] == ["0", "1/2", "1"]
        for level in criterion["levels"]:
            assert tuple(level["text"]) == LANGUAGES


def test_every_check_has_a_hint_in_every_language(scenario: Scenario) -> None:
    for check in scenario.checks:
        assert tuple(check.hint) == LANGUAGES, check.id
        for language, text in check.hint.items():
            assert language_verdict(text, [language]).answer != "no", (check.id, language)


def test_no_hint_gives_a_drawn_or_hidden_answer_away(scenario: Scenario, market: Market) -> None:
    variant = deal(scenario, 7, market)
    secrets = [
        variant.draws["cord_cm"],
        variant.draws["unit_cost"],
        "940529",
        "9405.29",
        "E27",
        "kz_tracked",
        "responsible-person",
    ]
    for check in scenario.checks:
        for text in check.hint.values():
            assert not [secret for secret in secrets if secret in text], check.id


# ------------------------------------------------------------------------------------ the goods and their papers


def _staged(scenario: Scenario, market: Market, lamp: str) -> Play:
    return start(scenario, deal(scenario, 1, market, {"lamp": lamp, "worry": "gift_date"}), market)


@pytest.mark.parametrize("lamp", LAMPS)
@pytest.mark.parametrize("country", ["DE", "KZ"])
def test_each_kit_holds_one_good_paper_of_every_kind_that_is_asked_for(
    scenario: Scenario, market: Market, lamp: str, country: str
) -> None:
    setting = _staged(scenario, market, lamp).world.setting
    product = setting.products["lamp"]
    for moment in (0, setting.end):
        today = setting.date_at(moment)
        for kind in required_documents(setting.type_of("lamp").category, country):
            good = [
                d
                for d in product.documents.values()
                if d.kind == kind and not document_faults(d, country, today, product.model)
            ]
            assert len(good) == 1, kind


@pytest.mark.parametrize("lamp", LAMPS)
def test_each_kit_holds_traps_for_germany(scenario: Scenario, market: Market, lamp: str) -> None:
    setting = _staged(scenario, market, lamp).world.setting
    product = setting.products["lamp"]
    asked = required_documents(setting.type_of("lamp").category, "DE")
    bad = [
        d
        for d in product.documents.values()
        if d.kind in asked and document_faults(d, "DE", setting.date_at(0), product.model)
    ]
    assert len(product.documents) in (8, 9)
    assert len(bad) >= 3


def test_the_four_lamps_are_four_models(scenario: Scenario, market: Market) -> None:
    products = [_staged(scenario, market, lamp).world.setting.products["lamp"] for lamp in LAMPS]
    assert len({product.model for product in products}) == len(LAMPS)
    for product in products:
        assert product.hs_accept == ("940529",)
        assert product.origin == "CN"


@pytest.mark.parametrize("lamp", LAMPS)
def test_the_truth_of_a_lamp_fits_the_attributes_of_its_type(scenario: Scenario, market: Market, lamp: str) -> None:
    setting = _staged(scenario, market, lamp).world.setting
    truth = setting.products["lamp"].truth
    assert set(truth) == {attribute.key for attribute in setting.type_of("lamp").attributes}


@pytest.mark.parametrize("pick", PICKS)
def test_the_reference_listings_have_no_fault_and_state_the_truth(
    scenario: Scenario, market: Market, pick: dict[str, str]
) -> None:
    world = play_plan(scenario, deal(scenario, 1, market, pick), market, reference_plan(scenario)).play.world
    for key in ("meridian/DE/lamp", "caravan/KZ/lamp"):
        listing = world.listings[key]
        assert find_faults(listing, world.setting) == []
        assert listing.attributes == dict(world.setting.products["lamp"].truth)


def test_the_bulb_stands_on_the_shelf_of_both_platforms_without_fault(scenario: Scenario, market: Market) -> None:
    world = _staged(scenario, market, "arc").world
    for key in ("meridian/DE/bulb", "caravan/KZ/bulb"):
        assert world.listings[key].is_live
        assert find_faults(world.listings[key], world.setting) == []
    assert "meridian/DE" in world.templates
    assert "caravan/KZ" not in world.templates


# ------------------------------------------------------------------------------------ answers in people's own words

RIGHT = {
    "gift_date": [
        "Guten Tag, Ihr Paket ist seit heute früh unterwegs und sollte in ein bis drei Werktagen bei Ihnen sein.",
        "Hallo, verschickt haben wir heute Morgen. In der Regel dauert die Zustellung 1-3 Tage, das müsste also vor Samstag klappen.",
        "Guten Tag, die Lampe hat unser Lager verlassen. Rechnen Sie bitte mit 1 bis 3 Tagen. Einen festen Tag können wir nicht garantieren.",
        "Hallo, das Paket ist raus. Meist kommt es nach zwei bis drei Tagen an, versprechen können wir das aber nicht.",
        "Guten Tag, voraussichtlich erhalten Sie Ihre Bestellung am Donnerstag oder Freitag, verbindlich zusagen kann ich es leider nicht.",
        "Wir haben die Bestellung heute übergeben. Sie sollte rechtzeitig zur Feier da sein.",
        "Guten Tag, der Paketdienst braucht normalerweise 1 – 3 Tage. Melden Sie sich auf jeden Fall, wenn bis Freitag nichts angekommen ist.",
        "Die Zustellung erfolgt üblicherweise innerhalb der nächsten Tage, also voraussichtlich noch diese Woche.",
        "Guten Tag, eine Zustellung bis Samstag ist sehr wahrscheinlich, aber nicht garantiert.",
    ],
    "neighbour": [
        "Guten Tag, das Paket ist schon unterwegs. Den Zusteller können Sie über die Sendungsverfolgung bitten, es bei Frau Lorenz abzugeben.",
        "Hallo, verschickt ist es bereits. Legen Sie Ihre Nachbarin beim Paketdienst als Wunschnachbarin fest.",
        "Guten Tag, Ihr Wunsch lässt sich mit der Sendungsnummer beim Versanddienstleister hinterlegen, auch eine Abgabe beim Nachbarn.",
        "Meist gibt der Paketbote die Sendung ohnehin bei den Nachbarn ab, zusagen können wir das nicht.",
        "Eine Abgabe bei Ihrer Nachbarin ist grundsätzlich möglich, das entscheidet aber der Fahrer vor Ort.",
        "Am besten erteilen Sie beim Paketdienst eine Ablagegenehmigung oder nennen einen Ablageort; wir selbst können nichts mehr ändern.",
        "Frau Lorenz darf das Paket annehmen, bitte tragen Sie sie in der Paketverfolgung ein.",
    ],
    "invoice_copy": [
        "Guten Tag, die Rechnung liegt dem Paket bei, das heute verschickt wurde.",
        "Hallo, eine Rechnungskopie finden Sie in Ihrem Kundenkonto unter Bestellungen.",
        "Guten Tag, Sie können die Rechnung in der Bestellübersicht herunterladen.",
        "Anbei erhalten Sie die gewünschte Kopie der Rechnung.",
        "Die Rechnung haben wir der Sendung beigelegt; eine weitere Kopie senden wir Ihnen gern über das Nachrichtensystem.",
        "Ihre Rechnung ist im Paket. Brauchen Sie zusätzlich ein PDF, sagen Sie kurz Bescheid.",
        "Guten Tag, einen Beleg mit ausgewiesener Mehrwertsteuer stellen wir Ihnen gern im Nachrichtenverlauf bereit.",
    ],
}
WRONG = {
    "gift_date": [
        "Guten Tag, Ihr Paket ist unterwegs.",
        "Hallo, das Paket kommt garantiert am Freitag bei Ihnen an.",
        "Wir haben Ihre Bestellung verschickt, viel Spaß damit!",
        "Wir garantieren Ihnen, dass das Paket bis Samstag da ist.",
    ],
    "neighbour": [
        "Guten Tag, Ihr Paket ist bereits unterwegs, die Sendungsnummer finden Sie unten.",
        "Das ist leider nicht unsere Sache.",
        "Das Paket wird garantiert bei Ihrer Nachbarin abgegeben, der Paketbote weiß Bescheid.",
    ],
    "invoice_copy": [
        "Guten Tag, Ihr Paket wurde heute verschickt.",
        "Für private Käufe stellen wir leider keine Rechnung aus.",
        "Das Paket ist schon weg, mehr können wir nicht sagen.",
    ],
}


def _cases(answers: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(worry, answer) for worry, listed in answers.items() for answer in listed]


@pytest.mark.parametrize(("worry", "answer"), _cases(RIGHT))
def test_a_good_answer_counts_in_any_wording(scenario: Scenario, market: Market, worry: str, answer: str) -> None:
    facts = facts_of(scenario, deal(scenario, 1, market, {"lamp": "arc", "worry": worry}))
    statement = find_fact(answer, facts["worry"], "de")
    assert statement.status == "right", statement


@pytest.mark.parametrize(
    "answer", [answer for answers in RIGHT.values() for answer in answers if "auf jeden Fall" not in answer]
)
def test_a_good_answer_is_no_forbidden_promise(answer: str) -> None:
    assert promises_found(answer, ("off_platform_contact", "fixed_delivery_date")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Ihre Bestellung haben wir heute Morgen verschickt.",
        "Das Paket ist schon raus.",
        "Ihre Sendung ist seit heute früh unterwegs.",
        "Wir haben die Bestellung bereits an den Paketdienst übergeben.",
        "Die Ware hat unser Lager heute verlassen.",
        "Ihre Bestellung wurde versendet.",
    ],
)
def test_everyday_german_for_sent_is_understood(sentence: str) -> None:
    assert "shipped" in claims_made(sentence, "de")


@pytest.mark.parametrize(
    "sentence",
    ["Ihr Paket geht morgen raus.", "Das Paket ist noch nicht raus.", "Wir versenden Ihre Bestellung morgen."],
)
def test_what_is_still_to_come_is_no_claim(sentence: str) -> None:
    assert "shipped" not in claims_made(sentence, "de")


@pytest.mark.parametrize(("worry", "answer"), _cases(WRONG))
def test_an_answer_beside_the_point_or_too_sure_does_not_count(
    scenario: Scenario, market: Market, worry: str, answer: str
) -> None:
    facts = facts_of(scenario, deal(scenario, 1, market, {"lamp": "arc", "worry": worry}))
    assert find_fact(answer, facts["worry"], "de").status != "right"


@pytest.mark.parametrize(
    ("fact", "language", "answer"),
    [
        ("cord", "de", "Das Netzkabel hat eine Länge von {cord} cm."),
        ("cord", "de", "Die Zuleitung ist {cord_m} m lang, die Lampe selbst 43 cm hoch."),
        ("cord", "de", "Kabellänge: {cord} cm"),
        ("cord", "en", "The power cord is {cord} cm long."),
        ("cord", "ru", "Длина шнура {cord} см, высота лампы 43 см."),
        ("cord", "kk", "Шамның сымының ұзындығы {cord} см."),
        ("socket", "de", "Sie hat eine ganz normale E 27-Fassung."),
        ("socket", "ru", "Цоколь Е27, обычный."),
        ("plug", "ru", "Вилка типа F, к вашим розеткам подойдёт."),
        ("plug", "ru", "Обычная евровилка с заземлением (тип F)."),
        ("plug", "kk", "Ашасы F типті."),
        ("plug", "kk", "Штепселі Schuko, адаптер керек емес."),
        ("delivery_kz", "ru", "Доставка занимает от 9 до 14 дней."),
        ("delivery_kz", "ru", "Обычно посылка идёт 9-14 дней после отправки."),
        ("delivery_kz", "ru", "Срок доставки в Казахстан — от девяти до четырнадцати дней."),
        ("delivery_kz", "kk", "Жеткізу 9 күннен 14 күнге дейін созылады."),
    ],
)
def test_facts_are_found_in_the_words_of_buyers_and_sellers(
    scenario: Scenario, market: Market, fact: str, language: str, answer: str
) -> None:
    variant = deal(scenario, 1, market)
    cord = int(variant.draws["cord_cm"])
    text = answer.format(cord=cord, cord_m=f"{cord // 100},{cord % 100:02d}")
    assert find_fact(text, facts_of(scenario, variant)[fact], language).status == "right"


def test_the_catalogue_cord_of_the_data_sheets_is_never_the_true_one(scenario: Scenario, market: Market) -> None:
    for lamp in LAMPS:
        variant = deal(scenario, 1, market, {"lamp": lamp, "worry": "gift_date"})
        brief = brief_of(scenario, variant, "en")
        row = next(line for line in brief.sheets["lamp"].splitlines() if line.startswith("| Cord, catalogue"))
        assert find_fact(row, facts_of(scenario, variant)["cord"], "en").status == "wrong"


def test_the_folder_holds_nothing_that_the_scenario_does_not_use(scenario: Scenario) -> None:
    folder: Path = scenario.folder
    told = (folder / "scenario.yaml").read_text(encoding="utf-8")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"scenario.yaml"}
    pools = scenario.file.variants.pool
    unused = []
    for name in sorted(names):
        if name.startswith("pictures/"):
            continue
        plain = name
        for pool, values in pools.items():
            for value in values:
                plain = plain.replace(f".{value}.", f".${{{pool}}}.").replace(f"/{value}.", f"/${{{pool}}}.")
        stem, _, ending = plain.rpartition(".")
        without_language = stem.rpartition(".")[0] + "." + ending
        if plain not in told and without_language not in told:
            unused.append(name)
    assert unused == []
