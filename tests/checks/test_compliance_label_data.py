"""Check: an offer says who stands behind the goods, and warns in the language of its buyers."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.compliance_label_data import ComplianceLabelData as LabelData
from lab.customs.label_data import PLAIN_FIELDS
from lab.languages.facts import TextFact
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    HOSTILE,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_product,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed
from tests.listings.test_label_actions import ON_GOODS

VALUES: dict[str, Any] = {"on": DE_LAMP}
GIVEN: dict[str, Any] = {**{name: ON_GOODS.field(name) for name in PLAIN_FIELDS}, "warnings": {"de": "Achtung: Nur in trockenen Räumen verwenden."}}


def shop() -> World:
    return make_world(make_listing(), make_listing(KZ_LAMP), products={"lamp": make_product(label=ON_GOODS)}, stock={"lamp": 50})


def said(listing: str = DE_LAMP, **changes: Any) -> World:
    world = shop()
    assert act(world, "listing.label", listing=listing, **{**GIVEN, **changes}).ok
    return world


def test_everything_said_as_on_the_goods_earns_everything() -> None:
    finding = examine(LabelData, said(), **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (1, "label_right", {"right": 7, "of": 7})


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"address": ""}, "missing"), ({"address": "Zhongshan"}, "not as on the goods"), ({"warnings": {"de": ""}}, "missing"),
        ({"warnings": {"de": "Use this lamp in dry rooms only, and never near water."}}, "another language"),
        ({"warnings": {"de": "Diese Leuchte bitte nicht in die Badewanne werfen."}}, "not as on the goods"),
    ],
)  # fmt: skip
def test_each_field_that_is_not_as_it_must_be_costs_its_part(changes: dict[str, Any], verdict: str) -> None:
    finding = examine(LabelData, said(**changes), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(6, 7), "label_partly_right")
    assert [one["verdict"] for one in finding.evidence if one["share"] == "0"] == [verdict]


def test_capitals_and_spaces_do_not_matter() -> None:
    assert share_of(LabelData, said(manufacturer="QINGLU  LIGHTING co., ltd."), **VALUES) == 1


def test_fields_and_languages_can_be_named() -> None:
    world = said(KZ_LAMP, warnings={"kk": "Тек құрғақ бөлмелерде қолданыңыз, судан алыс ұстаңыз.", "ru": "Использовать только в сухих помещениях."})
    assert share_of(LabelData, world, on=KZ_LAMP, fields=["manufacturer", "warnings"]) == 1
    assert share_of(LabelData, world, on=KZ_LAMP, fields=["warnings"], lang=["ru", "kk"]) == 1
    assert share_of(LabelData, world, on=KZ_LAMP, fields=["warnings"], lang=["ru", "en"]) == Fraction(1, 2)


def test_warnings_must_state_the_facts_named() -> None:
    check = make_check(LabelData, on=DE_LAMP, fields=["warnings"], facts="rooms")
    right = evidence_of(said(), facts={"rooms": TextFact(("trockenen Räumen",))})
    assert check.examine(right).fraction == 1
    wrong = evidence_of(said(), facts={"rooms": TextFact(("feuchten Räumen",))})
    assert (check.examine(wrong).fraction, check.examine(wrong).evidence[0]["verdict"]) == (0, "not stated")


def test_where_nothing_is_demanded_nothing_is_earned() -> None:
    finding = examine(LabelData, said(KZ_LAMP, warnings=None), on=KZ_LAMP)
    assert (finding.fraction, finding.message) == (0, "label_not_demanded")


def test_nothing_said_earns_nothing() -> None:
    finding = examine(LabelData, shop(), **VALUES)
    assert (finding.fraction, finding.message) == (0, "label_wrong")


def test_the_built_in_change_is_noticed() -> None:
    steps = [(10, "listing.label", {"listing": DE_LAMP, **GIVEN})]
    assert changes_noticed(LabelData, shop(), steps, **VALUES) == [
        "a field taken away", "the warnings in another language", "what is said of who stands behind the goods left out",
    ]  # fmt: skip


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(LabelData, **VALUES) and earns_nothing(LabelData, on=KZ_LAMP)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(LabelData, **VALUES)
    for text in HOSTILE:
        assert 0 <= share_of(LabelData, said(manufacturer=text[:300], warnings={"de": text[:2000]}), **VALUES) < 1


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(said(address="")), LabelData, **VALUES)
