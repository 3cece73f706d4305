"""What stands on each paper."""

from dataclasses import replace

import pytest

from lab.customs.documents import CustomsForm
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.papers.kinds import customs_kind, page
from lab.papers.page import PAPER_KINDS, Bars
from lab.values.errors import NotFound
from lab.values.money import Money
from tests.papers.shipments import DANA, FORM, LAMP, field, fields, make_shipment, rows, ticked

EUR = Money.parse


def test_the_declared_value_chooses_the_customs_form() -> None:
    assert customs_kind(make_shipment()) == "cn22"
    dear = replace(LAMP, unit_value=EUR("400.00 EUR"))
    assert customs_kind(make_shipment(goods=(dear,))) == "cn23"
    assert customs_kind(make_shipment(goods=(dear,), form=FORM)) == "cn22"
    mixed = replace(FORM, value=EUR("68.00 USD"))
    assert customs_kind(make_shipment(form=mixed)) == "cn23"


def test_a_paper_that_does_not_exist_or_is_too_small_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_paper: kind=passport"):
        page(make_shipment(), "passport")
    with pytest.raises(NotFound, match="no_such_paper: kind=cn22"):
        page(make_shipment(goods=(replace(LAMP, unit_value=EUR("400.00 EUR")),)), "cn22")


def test_the_larger_form_is_always_there() -> None:
    assert page(make_shipment(), "cn23").name == "CN 23"


def test_a_cn22_has_a_line_for_each_kind_of_goods_and_their_sums() -> None:
    paper = page(make_shipment(form=FORM), "cn22")
    assert rows(paper) == (
        ("2 × Desk lamp of brass, E27 socket", "3.800 kg", "68.00 EUR", "940529", "CN"),
        ("1 × Backpack of nylon fabric, 20 litres", "0.900 kg", "45.00 EUR", "420292", "VN"),
    )
    assert field(paper, "Total weight (6)") == "4.700 kg"
    assert field(paper, "Total value (7)") == "113.00 EUR"
    assert field(paper, "Importer's reference") == "IM2760000742"
    assert ticked(paper) == ["Sale of goods / Vente de marchandises"]
    assert paper.number == "RR123456785DE"


def test_without_a_form_the_goods_themselves_are_declared() -> None:
    paper = page(make_shipment(), "cn22")
    assert rows(paper)[0] == ("2 × Desk lamp of brass, E27 socket", "3.600 kg", "68.00 EUR", "940529", "CN")
    assert field(paper, "Total weight (6)") == "4.900 kg"


def test_papers_show_what_was_declared_even_if_it_is_false() -> None:
    lie = CustomsForm("gift", "Gift for my friend", "0000", "", 1, EUR("5.00 EUR"), 100)
    paper = page(make_shipment(form=lie), "cn22")
    assert rows(paper) == (("1 × Gift for my friend", "0.100 kg", "5.00 EUR", "0000", ""),)
    assert ticked(paper) == ["Gift / Cadeau"]
    assert not any(label.startswith("Importer's reference") for label in fields(paper))
    assert ticked(page(make_shipment(form=replace(lie, kind="present")), "cn22")) == []


def test_values_in_two_currencies_are_not_added_up() -> None:
    paper = page(make_shipment(form=replace(FORM, value=EUR("68.00 USD"))), "cn23")
    assert field(paper, "Total value (6)") == "68.00 USD + 45.00 EUR"


def test_a_cn23_names_both_sides_and_the_numbers_of_the_trade() -> None:
    paper = page(make_shipment(form=FORM), "cn23")
    assert field(paper, "From") == "Lampenhaus Nord GmbH\nSpeicherstraße 4\n20457 Hamburg\nGERMANY\n+49 40 5550100"
    assert field(paper, "To /").split("\n")[0] == "فاطمة الزهراء"
    assert field(paper, "To /").split("\n")[3] == "SAUDI ARABIA"
    assert field(paper, "Sender's customs reference") == "DE1234567"
    assert field(paper, "Total gross weight (4)") == "4.900 kg"
    assert field(paper, "Postal charges") == "12.00 EUR"
    assert field(paper, "Invoice No. (14)") == "2026-0001"


def test_an_invoice_adds_freight_and_insurance() -> None:
    paper = page(make_shipment(), "invoice")
    assert field(paper, "Terms of delivery") == "DAP Riyadh"
    assert field(paper, "Reason") == "Sale of goods"
    assert field(paper, "Order") == "M-1001, M-1002"
    assert [field(paper, label) for label in ("Goods", "Freight", "Insurance", "Invoice total")] == [
        "113.00 EUR", "12.00 EUR", "1.50 EUR", "126.50 EUR",
    ]  # fmt: skip
    assert rows(paper)[0] == ("1", LAMP.description, "940529", "CN", "2", "34.00 EUR", "68.00 EUR", "3.600 kg")


def test_an_invoice_of_one_kind_of_goods_shows_the_declared_figures_in_its_line() -> None:
    said = DeclaredInvoice("DDU", "Almaty", EUR("10.00 EUR"), EUR("2.00 EUR"), "9405", "DE", 3, "gift")
    paper = page(make_shipment(goods=(LAMP,), invoice=said, buyer=DANA), "invoice")
    assert rows(paper) == (("1", LAMP.description, "9405", "DE", "3", "3.33 EUR", "10.00 EUR", "3.600 kg"),)
    assert field(paper, "Terms of delivery") == "DDU Almaty"
    assert field(paper, "Reason") == "Gift"
    assert field(paper, "Invoice total") == "13.50 EUR"
    assert field(paper, "Pieces") == "3"


def test_an_invoice_over_no_pieces_can_be_printed() -> None:
    said = DeclaredInvoice("DAP", "Almaty", EUR("10.00 EUR"), EUR("0.00 EUR"), "940529", "CN", 0, "sale_of_goods")
    assert rows(page(make_shipment(goods=(LAMP,), invoice=said), "invoice"))[0][4:7] == ("0", "10.00 EUR", "10.00 EUR")


def test_a_packing_list_has_weights_and_no_values() -> None:
    paper = page(make_shipment(), "packing_list")
    assert [field(paper, label) for label in ("Packages", "Pieces", "Net weight", "Gross weight")] == [
        "1", "3", "4.450 kg", "4.900 kg",
    ]  # fmt: skip
    assert not any("EUR" in text for text in paper.texts())
    said = page(make_shipment(packing_list=DeclaredPackingList(2, 4, 5000, 4000)), "packing_list")
    assert [field(said, label) for label in ("Packages", "Pieces", "Net weight", "Gross weight")] == [
        "2", "4", "5.000 kg", "4.000 kg",
    ]  # fmt: skip


def test_an_address_label_has_bars_where_the_parcel_has_a_number() -> None:
    paper = page(make_shipment(), "address_label")
    assert [block.text for block in paper.blocks if isinstance(block, Bars)] == ["RR123456785DE"]
    assert field(paper, "To").endswith("+966 50 555 0100")
    untracked = page(make_shipment(tracking_number=""), "address_label")
    assert not any(isinstance(block, Bars) for block in untracked.blocks)


def test_texts_are_tidied_before_they_are_printed() -> None:
    form = replace(FORM, description="Desk\u202e lamp\u0007 of   brass", lines=())
    assert rows(page(make_shipment(form=form), "cn22"))[0][0] == "2 × Desk lamp of brass"


def test_an_unknown_country_is_written_as_it_is() -> None:
    paper = page(make_shipment(buyer=replace(DANA, country="??")), "address_label")
    assert field(paper, "To").endswith("\n??")


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_every_kind_has_a_page(kind: str) -> None:
    paper = page(make_shipment(form=FORM), kind)
    assert paper.kind == kind
    assert "RR123456785DE" in [*paper.texts(), paper.number]
