"""The world before the first action."""

from pathlib import Path

import pytest

from lab.engine.advance import advance
from lab.languages.facts import PhrasesFact, QuantityFact, RangeFact, TextFact
from lab.ledger.books import balances
from lab.scenarios.deal import Variant, deal
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import facts_of, stage
from lab.values.errors import LabError
from lab.world.world import World
from tests.builders import ANNA, quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


def staged(
    folder: Path, *changes: tuple[str, str], files: dict[str, str] | None = None
) -> tuple[Scenario, Variant, World]:
    scenario = load_scenario(write_small(folder, *changes, files=files))
    variant = deal(scenario, 5, MARKET, {"worry": "gift"})
    return scenario, variant, stage(scenario, variant, MARKET)


def test_the_starting_shop_stands_open_where_the_scenario_plays(tmp_path: Path) -> None:
    _, _, world = staged(tmp_path)
    assert list(world.listings) == ["meridian/DE/bulb"]
    assert world.listings["meridian/DE/bulb"].is_live
    assert list(world.templates) == ["meridian/DE"]
    assert sum(money.amount for money in balances(world).values()) == 0
    assert world.setting.visits_per_day == 0


def test_chance_strikes_after_a_sale_unless_the_scenario_says_otherwise(tmp_path: Path) -> None:
    assert staged(tmp_path / "on")[2].setting.consequences
    off = ("  visits_per_day: 0\n", "  visits_per_day: 0\n  consequences: off\n")
    assert not staged(tmp_path / "off", off)[2].setting.consequences


def test_events_stand_on_the_agenda_with_their_texts_filled(tmp_path: Path) -> None:
    _, _, world = staged(tmp_path)
    assert [(due.at, due.kind) for due in world.agenda] == [(30, "message"), (60, "order"), (120, "stock")]
    message = world.agenda[0].message
    assert message is not None
    assert (message.subject, message.text) == ("Kabel", f"Wie lang ist das Kabel?\nGruß, {ANNA.name}")
    order = world.agenda[1].order
    assert order is not None
    assert (order.id, order.buyer, order.targets[0].quantity) == ("o1", ANNA, 2)


def test_a_message_may_have_the_words_of_the_phrasebook_and_go_on(tmp_path: Path) -> None:
    question = 'listing: meridian/DE/bulb, from: "${buyer}", lang: de, intent: ask_attribute, asks: socket'
    changes = ('to: meridian/DE, from: "${buyer}", lang: de, text: texts/q1.txt', question)
    _, _, world = staged(tmp_path, changes, ("  visits_per_day: 0\n", "  visits_per_day: 0\n  dialogue: on\n"))
    assert world.setting.dialogue
    advance(world, 30)
    thread = world.threads["q1"]
    assert (thread.place, thread.intent, thread.about, thread.patience) == ("meridian/DE", "ask_attribute", "socket", 3)
    assert ANNA.name in thread.messages[0].text
    advance(world, 25 * 60)
    assert thread.asked == "reminder"


def test_the_same_variant_stages_the_same_world_and_another_seed_another_fate(tmp_path: Path) -> None:
    scenario, variant, world = staged(tmp_path)
    assert stage(scenario, variant, MARKET).setting.seed == world.setting.seed
    assert stage(scenario, deal(scenario, 6, MARKET), MARKET).setting.seed != world.setting.seed
    assert world.setting.seed != variant.seed


def test_facts_take_the_variants_values(tmp_path: Path) -> None:
    scenario, variant, _ = staged(tmp_path)
    facts = facts_of(scenario, variant)
    assert facts["cord"] == QuantityFact(variant.draws["cord_cm"], "cm", ("Kabel",))
    assert facts["days"] == RangeFact(1, 3, "day")
    assert facts["socket"] == TextFact(("E27",))
    assert facts["worry"] == PhrasesFact((("Geschenk*",),), ("leider",))


@pytest.mark.parametrize(
    "files",
    [
        {"texts/q1.txt": "Kabel\n\n${nobody}"},
        {"worry/gift.yaml": "groups: [[${nobody}]]"},
        {"worry/gift.yaml": "group: []"},
    ],
)
def test_a_text_that_names_nobody_is_a_fault_a_person_can_mend(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(LabError):
        facts_of(*staged(tmp_path, files=files)[:2])


def test_an_own_product_comes_with_the_variant(tmp_path: Path) -> None:
    product = (
        "type: desk-lamp\nmodel: QL\nnames: {en: Lamp}\nunit_cost: \"${cost}\"\nweight_g: 900\norigin: CN\nhs_accept: ['940529']\n"
        'truth: {cord_length: "${cord_cm}"}\nquality: 700\nstock: 6\ndocuments:\n'
        "  manual: {kind: user_manual, title: Anleitung, language: de, issued_on: 2025-01-01, model: QL}\n"
    )
    _, variant, world = staged(
        tmp_path,
        ("  visits_per_day: 0", "  products: {lamp: products/lamp.yaml}"),
        files={"products/lamp.yaml": product},
    )
    lamp = world.setting.products["lamp"]
    assert (str(lamp.unit_cost), lamp.truth["cord_length"], world.shop.stock["lamp"]) == (
        variant.draws["cost"],
        variant.draws["cord_cm"],
        6,
    )
    assert lamp.documents["manual"].valid_until is None
    assert world.setting.visits_per_day == 25_000_000  # the shop's own


def test_questions_are_asked_with_drawn_values_in_their_texts(tmp_path: Path) -> None:
    question = (
        "questions:\n  - {id: cord, title: {en: \"Is ${cord_cm} cm enough?\"}, options: {yes_: {en: Yes}, no_: {en: \"Not for ${worry}\"}}, words_max: 200}\ntasks:\n"
    )
    _, variant, world = staged(tmp_path, ("tasks:\n", question))
    asked = world.setting.questions["cord"]
    assert asked.title == {"en": f"Is {variant.draws['cord_cm']} cm enough?"}
    assert dict(asked.options) == {"yes_": {"en": "Yes"}, "no_": {"en": "Not for gift"}}
    assert (asked.choose, asked.reasons_at_most, asked.words_max) == (1, 0, 200)
