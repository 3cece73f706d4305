"""Papers laid side by side: what agrees, what does not, and what is a lie."""

from dataclasses import replace

import pytest

from lab.customs.documents import ContentLine, CustomsForm
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList, PaperFault, Truth, paper_faults
from lab.values.money import Money

EUR = Money.parse
FORM = CustomsForm("sale_of_goods", "Desk lamp of brass, E27 socket", "940529", "CN", 2, EUR("68.00 EUR"), 4000)
INVOICE = DeclaredInvoice("DAP", "Hamburg", EUR("68.00 EUR"), EUR("12.00 EUR"), "9405.29", "CN", 2, "sale_of_goods")
PACKING = DeclaredPackingList(1, 2, 3600, 4000)
TRUTH = Truth("DAP", EUR("68.00 EUR"), EUR("12.00 EUR"), 2, 1, 3600, 4000, ("940529",), ("CN",))


def of_invoice(**changes: object) -> list[PaperFault]:
    return paper_faults(None, replace(INVOICE, **changes), None, TRUTH)  # type: ignore[arg-type]


def short(faults: list[PaperFault]) -> list[tuple[str, str, str, str]]:
    return [(fault.paper, fault.other, fault.field, fault.code) for fault in faults]


def test_papers_that_agree_have_no_faults_together_or_alone() -> None:
    assert paper_faults(FORM, INVOICE, PACKING, TRUTH) == []
    assert paper_faults(FORM, None, None, TRUTH) == []
    assert paper_faults(None, None, PACKING, TRUTH) == []
    assert paper_faults(None, None, None, TRUTH) == []


def test_a_fault_names_both_papers_and_both_figures() -> None:
    faults = paper_faults(FORM, replace(INVOICE, quantity=3), PACKING, TRUTH)
    assert faults == [
        PaperFault("quantity", "wrong", "invoice", "3", "goods", "2"),
        PaperFault("quantity", "different", "customs_form", "2", "invoice", "3"),
        PaperFault("quantity", "different", "invoice", "3", "packing_list", "2"),
    ]


def test_papers_that_agree_on_something_false_still_differ_from_the_goods() -> None:
    form, invoice = replace(FORM, hs_code="940521"), replace(INVOICE, hs_code="940521")
    assert short(paper_faults(form, invoice, None, TRUTH)) == [
        ("customs_form", "goods", "hs_code", "wrong"),
        ("invoice", "goods", "hs_code", "wrong"),
    ]


def test_a_value_too_low_and_a_sale_called_a_gift_are_untruthful_and_nothing_else_is() -> None:
    low = replace(FORM, kind="gift", value=EUR("9.90 EUR"))
    invoice = replace(INVOICE, goods=EUR("9.90 EUR"), reason="sample", incoterm="DDU", place="", quantity=1, hs_code="1")
    lies = [fault for fault in paper_faults(low, invoice, PACKING, TRUTH) if fault.untruthful]
    assert [(fault.paper, fault.field, fault.code, fault.found, fault.expected) for fault in lies] == [
        ("customs_form", "kind", "disguised", "gift", "sale_of_goods"),
        ("invoice", "reason", "disguised", "sample", "sale_of_goods"),
        ("customs_form", "value", "undervalued", "9.90 EUR", "68.00 EUR"),
        ("invoice", "value", "undervalued", "9.90 EUR", "68.00 EUR"),
    ]


def test_a_gift_that_is_one_is_no_lie() -> None:
    assert paper_faults(replace(FORM, kind="gift"), None, None, replace(TRUTH, reason="gift")) == []


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"incoterm": ""}, "incoterm", "missing"),
        ({"incoterm": "DDU"}, "incoterm", "withdrawn"),
        ({"incoterm": "CIF"}, "incoterm", "sea_only"),
        ({"incoterm": "FOB"}, "incoterm", "sea_only"),
        ({"incoterm": "CIP"}, "incoterm", "wrong"),
        ({"incoterm": "DDP"}, "incoterm", "wrong"),
        ({"incoterm": "CNF"}, "incoterm", "unknown"),
        ({"place": " "}, "place", "missing"),
        ({"place": "20095"}, "place", "missing"),
        ({"freight": EUR("2.00 EUR")}, "freight", "wrong"),
        ({"freight": EUR("12.00 USD")}, "freight", "wrong_currency"),
        ({"reason": ""}, "reason", "missing"),
        ({"reason": "returned_goods"}, "reason", "wrong"),
        ({"reason": "present"}, "reason", "unknown"),
        ({"goods": EUR("70.00 EUR")}, "value", "overvalued"),
        ({"goods": EUR("67.99 EUR")}, "value", "undervalued"),
        ({"hs_code": ""}, "hs_code", "missing"),
        ({"hs_code": "9405"}, "hs_code", "malformed"),
        ({"hs_code": "999999"}, "hs_code", "unknown"),
        ({"origin": ""}, "origin", "missing"),
        ({"origin": "China"}, "origin", "malformed"),
        ({"origin": "DE"}, "origin", "wrong"),
    ],
)
def test_each_wrong_field_of_an_invoice_is_named_alone(change: dict[str, object], field: str, code: str) -> None:
    assert [(fault.field, fault.code) for fault in of_invoice(**change)] == [(field, code)]


def test_a_place_may_be_written_in_any_script() -> None:
    assert of_invoice(place="宁波") == of_invoice(place="الرياض") == []


def test_another_currency_is_a_slip_if_the_worth_is_right_and_a_lie_if_it_is_not() -> None:
    assert [(fault.code, fault.untruthful) for fault in of_invoice(goods=EUR("75.00 USD"))] == [("wrong_currency", False)]
    low = of_invoice(goods=EUR("20.00 USD"))
    assert [(fault.code, fault.untruthful) for fault in low] == [("wrong_currency", False), ("undervalued", True)]
    assert [fault.code for fault in of_invoice(goods=EUR("1.00 QQQ"))] == ["wrong_currency"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"packages": 0}, [("packages", "none")]),
        ({"packages": 2}, [("packages", "wrong")]),
        ({"quantity": 1}, [("quantity", "wrong")]),
        ({"net_g": 3000}, [("net_g", "wrong")]),
        ({"net_g": 3960, "gross_g": 3900}, [("net_g", "above_gross")]),
        ({"gross_g": 5000}, [("gross_g", "wrong")]),
    ],
)
def test_a_packing_list_is_held_against_the_scales(change: dict[str, int], found: list[tuple[str, str]]) -> None:
    faults = paper_faults(None, None, replace(PACKING, **change), TRUTH)
    assert [(fault.field, fault.code) for fault in faults] == found


def test_the_weight_on_the_form_may_differ_from_the_gross_weight_by_a_tenth() -> None:
    assert paper_faults(replace(FORM, weight_g=4390), None, PACKING, TRUTH) == []
    apart = paper_faults(replace(FORM, weight_g=3700), None, replace(PACKING, gross_g=4390), TRUTH)
    assert apart == [PaperFault("gross_g", "different", "customs_form", "3700", "packing_list", "4390")]


def test_a_form_of_several_lines_is_taken_in_sum() -> None:
    bag = ContentLine("Backpack of nylon fabric, 20 litres", "420292", "VN", 1, EUR("45.00 EUR"), 900)
    form = replace(FORM, lines=(bag,))
    invoice = replace(INVOICE, goods=EUR("113.00 EUR"), quantity=3)
    packing = DeclaredPackingList(1, 3, 4400, 4900)
    truth = Truth("DAP", EUR("113.00 EUR"), EUR("12.00 EUR"), 3, 1, 4400, 4900, ("940529", "420292"), ("CN", "VN"))
    assert paper_faults(form, invoice, packing, truth) == []
    assert short(paper_faults(replace(form, lines=()), invoice, None, truth)) == [
        ("customs_form", "goods", "value", "undervalued"),
        ("customs_form", "goods", "quantity", "wrong"),
        ("customs_form", "goods", "gross_g", "wrong"),
        ("customs_form", "invoice", "value", "different"),
        ("customs_form", "invoice", "quantity", "different"),
    ]


def test_a_code_or_an_origin_of_the_invoice_must_stand_on_the_form() -> None:
    truth = replace(TRUTH, hs_accept=("940529", "940521"), origins=("CN", "TR"))
    faults = paper_faults(FORM, replace(INVOICE, hs_code="940521", origin="TR"), None, truth)
    assert short(faults) == [
        ("customs_form", "invoice", "hs_code", "different"),
        ("customs_form", "invoice", "origin", "different"),
    ]
