"""Shipments from which the papers' tests start."""

from dataclasses import replace
from datetime import date
from typing import Any

from lab.customs.documents import ContentLine, CustomsForm
from lab.papers.page import Page, Row, Table, Ticks
from lab.papers.shipment import GoodsLine, Party, Shipment
from lab.values.money import Money

SELLER = Party("Lampenhaus Nord GmbH", ("Speicherstraße 4", "20457 Hamburg"), "DE", "+49 40 5550100", "", "DE1234567")
FATIMA = Party("فاطمة الزهراء", ("شارع الملك فهد 12، شقة 3", "الرياض 11564"), "SA", "+966 50 555 0100")
DANA = Party("Дана Ахметова", ("пр. Абая 10, кв. 7", "050000 Алматы"), "KZ")
LAMP = GoodsLine("Desk lamp of brass, E27 socket", "940529", "CN", 2, Money.parse("34.00 EUR"), 3600)
BAG = GoodsLine("Backpack of nylon fabric, 20 litres", "420292", "VN", 1, Money.parse("45.00 EUR"), 850)
BAG_LINE = ContentLine(BAG.description, "420292", "VN", 1, Money.parse("45.00 EUR"), 900)
FORM = CustomsForm(
    "sale_of_goods", LAMP.description, "940529", "CN", 2, Money.parse("68.00 EUR"), 3800, (BAG_LINE,), "IM2760000742"
)


def make_shipment(**changes: Any) -> Shipment:
    """Two lamps and a backpack to Riyadh, without anything declared."""
    shipment = Shipment(
        order_numbers=("M-1001", "M-1002"),
        invoice_number="2026-0001",
        date=date(2026, 11, 2),
        seller=SELLER,
        buyer=FATIMA,
        goods=(LAMP, BAG),
        freight=Money.parse("12.00 EUR"),
        insurance=Money.parse("1.50 EUR"),
        incoterm="DAP",
        place="Riyadh",
        gross_g=4900,
        packages=1,
        carrier="Parcel International",
        tracking_number="RR123456785DE",
        tax_reference="IM2760000742",
    )
    return replace(shipment, **changes)


def fields(paper: Page) -> dict[str, str]:
    """The boxes of a paper: text by label."""
    return {field.label: field.text for block in paper.blocks if isinstance(block, Row) for field in block.fields}


def field(paper: Page, start: str) -> str:
    """The text of the box whose label begins so."""
    (text,) = (text for label, text in fields(paper).items() if label.startswith(start))
    return text


def rows(paper: Page) -> tuple[tuple[str, ...], ...]:
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return table.rows


def ticked(paper: Page) -> list[str]:
    return [tick.label for block in paper.blocks if isinstance(block, Ticks) for tick in block.options if tick.mark]
