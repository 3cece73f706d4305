"""Papers, what a country asks for, and the customs form."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.customs.documents import (
    COMPLIANCE_FILE,
    ContentLine,
    Contents,
    CustomsForm,
    Document,
    customs_form_faults,
    document_faults,
    form_name,
    kind_of,
    load_compliance,
    load_kinds,
    parcel_form_faults,
    required_documents,
    requirement_source,
)
from lab.values.errors import BadFile, NotFound
from lab.values.money import Money
from lab.values.places import SEED

DAY = date(2026, 5, 4)
DECLARATION = Document("declaration_of_conformity", "DoC Arc 40", "de", date(2025, 3, 1), date(2027, 3, 1), "Arc 40")
FORM = CustomsForm(
    "sale_of_goods", "Desk lamp of brass, E27 socket", "940529", "CN", 2, Money.parse("68.00 EUR"), 3800
)  # fmt: skip

LAMP = Contents("LAMP", 2, Money.parse("68.00 EUR"), 4000, ("940529",), "CN")
BAG = Contents("BAG", 1, Money.parse("45.00 EUR"), 900, ("420292", "420212"), "VN")
BAG_LINE = ContentLine("Backpack of nylon fabric, 20 litres", "420292", "VN", 1, Money.parse("45.00 EUR"), 900)
TWO_LINES = replace(FORM, lines=(BAG_LINE,))


def of_parcel(form: CustomsForm, *contents: Contents, tax_reference: str = "") -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in parcel_form_faults(form, contents, tax_reference)]


def faults(form: CustomsForm) -> list[tuple[str, str]]:
    found = customs_form_faults(
        form, goods_value=Money.parse("68.00 EUR"), quantity=2, weight_g=4000, hs_accept=["940529"], origin="CN"
    )  # fmt: skip
    return [(fault.field, fault.code) for fault in found]


def test_a_lamp_needs_four_papers_in_germany_and_a_bulb_the_label_too() -> None:
    lamp = ("declaration_of_conformity", "responsible_person", "user_manual", "weee_registration")
    assert required_documents("home/lighting/desk-lamps", "DE") == lamp
    assert required_documents("home/lighting/light-bulbs", "DE") == (*lamp, "energy_label")


def test_a_rule_of_the_parent_counts_where_the_leaf_does_not_name_the_country() -> None:
    assert required_documents("home/lighting/light-bulbs", "KZ") == ("eac_certificate", "user_manual")
    assert required_documents("home/lighting/desk-lamps", "SA") == ("saber_certificate",)
    assert required_documents("home/lighting/desk-lamps", "US") == ("user_manual",)


def test_where_the_table_is_silent_nothing_is_asked_for() -> None:
    assert required_documents("garden/hoses", "DE") == ()
    assert requirement_source("garden/hoses", "DE") is None
    assert required_documents("bags/backpacks/daypacks", "US") == ()
    source = requirement_source("bags/backpacks/daypacks", "DE")
    assert source is not None
    assert "2023/988" in source.text


def test_every_paper_that_is_asked_for_is_a_known_kind() -> None:
    rules = [rule for countries in load_compliance().rules.values() for rule in countries.values()]
    asked = {kind for rule in rules for kind in rule.value}
    assert asked <= set(load_kinds())
    assert {"invoice", "customs_form"} <= set(load_kinds())


def test_every_category_of_the_catalogue_has_a_rule_in_every_country() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((SEED / "catalogue" / "types").glob("*.yaml"))]
    leaves = [leaf for text in texts for leaf in re.findall(r"^category: ([a-z0-9/-]+)$", text, re.MULTILINE)]
    assert len(leaves) == len(texts) > 0
    for leaf in leaves:
        for country in load_destinations(DAY):
            assert requirement_source(leaf, country) is not None, f"{leaf} {country}"


def test_the_papers_of_a_lamp_differ_by_country() -> None:
    asked = {country: required_documents("home/lighting/desk-lamps", country) for country in load_destinations(DAY)}
    assert asked["ES"] == asked["DE"]
    assert asked["GB"] == ("ukca_declaration", "user_manual")
    assert asked["MX"] == ("nom_certificate", "user_manual")
    assert asked["CL"] == ("sec_certificate", "user_manual")
    assert asked["UZ"] == ("uz_conformity_certificate", "user_manual")
    assert asked["AE"] == ("ecas_certificate",)
    assert asked["EG"] == ("goeic_certificate", "user_manual")


def test_goods_of_another_kind_than_their_department_follow_their_own_kind() -> None:
    for country in load_destinations(DAY):
        assert required_documents("home/climate/desk-fans", country) == required_documents("home/lighting", country)
        assert required_documents("electronics/wearables/smartwatches", country) == required_documents("electronics/audio", country)
        assert required_documents("electronics/wearables/smartwatch-straps", country) == required_documents("bags", country)
    assert required_documents("home/textiles/curtains", "US") == ("fibre_label",)
    assert required_documents("home/decor/vases", "DE") == ("responsible_person",)


def test_goods_can_be_like_a_path_with_rules_only(tmp_path: Path) -> None:
    text = COMPLIANCE_FILE.read_text(encoding="utf-8")
    for old, new in (("desk-fans: home/lighting", "desk-fans: home/lamps"), ("    home/textiles: apparel", "    home/kitchen: apparel")):
        assert old in text
        path = tmp_path / "compliance.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(BadFile, match="these must be like a path with rules"):
            load_compliance(path)


def test_a_manual_is_read_in_a_language_of_every_country() -> None:
    read = kind_of("user_manual").languages
    assert set(read) == set(load_destinations(DAY))
    assert (read["GB"], read["MX"], read["UZ"], read["AE"]) == (("en",), ("es",), ("uz", "ru"), ("ar", "en"))


def test_kinds_have_names_and_words_in_five_languages() -> None:
    for kind in load_kinds().values():
        assert set(kind.names) == set(kind.what) == {"en", "de", "ru", "zh", "ar"}


def test_an_unknown_kind_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_document_kind: kind=passport"):
        kind_of("passport")


def test_a_good_paper_has_no_faults_on_its_first_and_last_day() -> None:
    for day in (DAY, date(2025, 3, 1), date(2027, 3, 1)):
        assert document_faults(DECLARATION, "DE", day, "arc 40 ") == []


def test_each_fault_of_a_paper_is_found() -> None:
    assert document_faults(DECLARATION, "DE", date(2027, 3, 2), "Arc 40") == ["expired"]
    assert document_faults(DECLARATION, "DE", date(2025, 2, 28), "Arc 40") == ["not_yet_valid"]
    assert document_faults(DECLARATION, "DE", DAY, "Arc 41") == ["wrong_model"]
    assert document_faults(replace(DECLARATION, language="zh"), "DE", DAY, "Arc 40") == ["wrong_language"]


def test_a_paper_without_an_end_never_expires() -> None:
    assert document_faults(replace(DECLARATION, valid_until=None), "DE", date(2099, 1, 1), "Arc 40") == []


def test_a_manual_must_be_in_a_language_of_the_country_and_a_region_does_not_matter() -> None:
    manual = Document("user_manual", "Manual", "kk", date(2025, 3, 1), None, "Arc 40")
    assert document_faults(manual, "KZ", DAY, "Arc 40") == []
    assert document_faults(manual, "DE", DAY, "Arc 40") == ["wrong_language"]
    assert document_faults(replace(manual, language="pt-BR"), "BR", DAY, "Arc 40") == []


def test_a_paper_of_the_seller_belongs_to_every_model() -> None:
    person = Document("responsible_person", "EU contact", "de", date(2025, 3, 1), None, "")
    assert document_faults(person, "DE", DAY, "Arc 40") == []


def test_the_form_changes_at_300_special_drawing_rights() -> None:
    assert form_name(Money.parse("348.83 EUR")) == "CN22"  # 348.83 x 0.86 = 299.9938
    assert form_name(Money.parse("348.84 EUR")) == "CN23"  # 348.84 x 0.86 = 300.0024
    assert form_name(Money.parse("300.00 XDR")) == "CN22"


def test_a_right_form_has_no_faults() -> None:
    assert faults(FORM) == []
    assert faults(replace(FORM, hs_code="9405.29")) == []
    assert faults(replace(FORM, description="Настольная лампа, латунь, цоколь E27")) == []
    assert faults(replace(FORM, description="Schreibtischlampe aus Messing, E27")) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "gift"}, ("kind", "wrong")),
        ({"kind": "present"}, ("kind", "unknown")),
        ({"description": " "}, ("description", "missing")),
        ({"description": "desk lamp"}, ("description", "too_short")),
        ({"description": "a b c"}, ("description", "too_short")),
        ({"description": "Gift for my friend"}, ("description", "vague")),
        ({"description": "electronic parts and accessories"}, ("description", "vague")),
        ({"description": "2 Stück Lampen, Ware"}, ("description", "vague")),
        ({"description": "Подарок: лампа, 2 шт"}, ("description", "vague")),
        ({"hs_code": ""}, ("hs_code", "missing")),
        ({"hs_code": "9405"}, ("hs_code", "malformed")),
        ({"hs_code": "٩٤٠٥٢٩"}, ("hs_code", "malformed")),
        ({"hs_code": "999999"}, ("hs_code", "unknown")),
        ({"hs_code": "940521"}, ("hs_code", "wrong")),
        ({"origin": ""}, ("origin", "missing")),
        ({"origin": "China"}, ("origin", "malformed")),
        ({"origin": "DE"}, ("origin", "wrong")),
        ({"quantity": 1}, ("quantity", "wrong")),
        ({"value": Money.parse("68.00 USD")}, ("value", "wrong_currency")),
        ({"value": Money.parse("67.99 EUR")}, ("value", "wrong")),
        ({"weight_g": 3599}, ("weight_g", "wrong")),
        ({"weight_g": 4401}, ("weight_g", "wrong")),
    ],
)
def test_each_wrong_field_is_named_alone(change: dict[str, object], fault: tuple[str, str]) -> None:
    assert faults(replace(FORM, **change)) == [fault]  # type: ignore[arg-type]


def test_a_tenth_more_or_less_weight_is_let_pass() -> None:
    assert faults(replace(FORM, weight_g=3600)) == []
    assert faults(replace(FORM, weight_g=4400)) == []


def test_faults_come_in_the_order_of_the_form_with_what_was_found_and_expected() -> None:
    bad = replace(FORM, value=Money.parse("5.00 EUR"), kind="gift")
    found = customs_form_faults(
        bad, goods_value=Money.parse("68.00 EUR"), quantity=2, weight_g=4000, hs_accept=["940529"], origin="CN"
    )  # fmt: skip
    assert [(fault.field, fault.found, fault.expected) for fault in found] == [
        ("kind", "gift", "sale_of_goods"),
        ("value", "5.00 EUR", "68.00 EUR"),
    ]


def test_a_form_written_before_there_were_further_lines_is_the_same_form() -> None:
    assert (FORM.lines, FORM.tax_reference) == ((), "")
    assert FORM.contents == (ContentLine(FORM.description, "940529", "CN", 2, Money.parse("68.00 EUR"), 3800),)
    assert CustomsForm.added_later == ("lines", "tax_reference")


def test_each_kind_of_goods_has_its_line_in_any_order() -> None:
    assert of_parcel(TWO_LINES, LAMP, BAG) == of_parcel(TWO_LINES, BAG, LAMP) == []


def test_goods_without_a_line_and_lines_without_goods_are_named() -> None:
    assert of_parcel(FORM, LAMP, BAG) == [("lines", "missing")]
    assert parcel_form_faults(FORM, [LAMP, BAG])[0].expected == "420212, 420292 (BAG)"
    assert of_parcel(TWO_LINES, LAMP) == [("lines.1", "superfluous")]
    assert of_parcel(TWO_LINES, BAG) == [("lines.0", "superfluous")]
    assert of_parcel(FORM) == [("lines.0", "superfluous")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"description": "Gift for my friend"}, ("lines.1.description", "vague")),
        ({"hs_code": "610910"}, ("lines.1.hs_code", "wrong")),
        ({"hs_code": ""}, ("lines.1.hs_code", "missing")),
        ({"origin": "CN"}, ("lines.1.origin", "wrong")),
        ({"quantity": 2}, ("lines.1.quantity", "wrong")),
        ({"quantity": 0}, ("lines.1.quantity", "wrong")),
        ({"value": Money.parse("4.50 EUR")}, ("lines.1.value", "wrong")),
        ({"value": Money.parse("45.00 USD")}, ("lines.1.value", "wrong_currency")),
        ({"weight_g": 1200}, ("lines.1.weight_g", "wrong")),
    ],
)
def test_each_wrong_field_of_a_further_line_is_named_alone(change: dict[str, object], fault: tuple[str, str]) -> None:
    form = replace(FORM, lines=(replace(BAG_LINE, **change),))  # type: ignore[arg-type]
    assert of_parcel(form, LAMP, BAG) == [fault]


def test_a_wrong_field_of_the_first_line_keeps_its_plain_name() -> None:
    assert of_parcel(replace(TWO_LINES, origin="VN", quantity=3), LAMP, BAG) == [("origin", "wrong"), ("quantity", "wrong")]


def test_goods_of_one_code_and_origin_share_a_line_or_stand_in_several() -> None:
    spare = replace(LAMP, sku="SPARE", quantity=1, value=Money.parse("30.00 EUR"), weight_g=1500)
    shared = replace(FORM, quantity=3, value=Money.parse("98.00 EUR"), weight_g=5500)
    assert of_parcel(shared, LAMP, spare) == []
    line = ContentLine("Desk lamp of steel, E14 socket", "940529", "CN", 1, Money.parse("30.00 EUR"), 1500)
    assert of_parcel(replace(FORM, lines=(line,)), LAMP, spare) == []
    assert of_parcel(replace(FORM, lines=(line,)), replace(LAMP, quantity=3, value=Money.parse("98.00 EUR"), weight_g=5300)) == []
    assert of_parcel(replace(FORM, lines=(replace(line, quantity=2),)), LAMP, spare) == [("lines.1.quantity", "wrong")]
    assert of_parcel(FORM, LAMP, spare) == [("lines", "missing")]


def test_goods_of_one_code_but_two_origins_do_not_share_a_line() -> None:
    shared = replace(FORM, quantity=4, value=Money.parse("136.00 EUR"), weight_g=8000)
    assert ("lines", "missing") in of_parcel(shared, LAMP, replace(LAMP, sku="TR", origin="TR"))


def test_goods_that_fit_two_codes_are_taken_where_the_whole_form_fits() -> None:
    both = replace(LAMP, sku="BOTH", hs_accept=("940529", "940521"))
    other = replace(FORM, hs_code="940521").contents[0]
    assert of_parcel(replace(FORM, lines=(other,)), both, LAMP) == []
    assert of_parcel(replace(FORM, hs_code="940521", lines=FORM.contents), both, LAMP) == []


def test_a_negative_line_does_not_make_up_for_another() -> None:
    more = replace(FORM, quantity=3, lines=(replace(FORM.contents[0], quantity=-1, value=Money(0, "EUR"), weight_g=0),))
    assert of_parcel(more, LAMP) == [("quantity", "wrong"), ("lines.1", "superfluous")]


def test_a_form_with_very_many_lines_is_read_in_time() -> None:
    form = replace(FORM, lines=FORM.contents * 300)
    assert of_parcel(form, *[replace(LAMP, sku=str(number), hs_accept=("940529", "940521")) for number in range(300)]) == [
        ("lines.300", "superfluous")
    ]


@pytest.mark.parametrize(
    ("found", "expected", "code"),
    [("", "IM2760000742", "missing"), ("IM2760000743", "IM2760000742", "wrong"), ("IM2760000742", "", "superfluous")],
)
def test_the_tax_number_must_be_the_one_under_which_the_tax_was_collected(found: str, expected: str, code: str) -> None:
    form = replace(FORM, tax_reference=found)
    assert of_parcel(form, LAMP, tax_reference=expected) == [("tax_reference", code)]
    assert of_parcel(replace(FORM, tax_reference="im276 0000742"), LAMP, tax_reference="IM2760000742") == []
    assert faults(form) == []
