"""The page in the browser shows the same figures as the paper it is made of."""

import html
import re

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lab.papers.kinds import page
from lab.papers.page import PAPER_KINDS
from lab.papers.shipment import Party
from lab.values.places import ROOT
from tests.papers.shipments import FORM, make_shipment


def rendered(kind: str, **changes: object) -> str:
    pages = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined)
    pages.globals |= {"_": lambda text: text, "asset": lambda name: f"/static/{name}", "language": "ar", "direction": "rtl"}
    paper = page(make_shipment(form=FORM, **changes), kind)
    return pages.get_template("papers/document.html").render(paper=paper, pdf_url="/order.pdf", back_url="/order")


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_the_page_says_what_the_paper_says(kind: str) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "\n", rendered(kind)))
    for said in page(make_shipment(form=FORM), kind).texts():
        for line in said.split("\n"):
            assert line in text, line


def test_the_paper_is_english_and_each_line_runs_its_own_way() -> None:
    text = rendered("address_label")
    assert '<html lang="en" dir="ltr">' in text
    assert '<nav class="bar" lang="ar" dir="rtl"' in text
    assert '<span class="line" dir="auto">فاطمة الزهراء</span>' in text


def test_the_pdf_is_a_link_and_there_is_no_script() -> None:
    text = rendered("invoice")
    assert 'href="/order.pdf"' in text
    assert "<script" not in text


def test_what_a_buyer_writes_is_text() -> None:
    assert "<b>" not in rendered("invoice", buyer=Party("<b>Eve</b>", ("<script>",), "DE"))


def test_bars_are_drawn_where_they_begin() -> None:
    assert '<rect x="10" y="0" width="2" height="40"></rect>' in rendered("address_label")


def test_the_style_sheet_has_an_a4_page_and_no_left_or_right() -> None:
    text = (ROOT / "static/css/papers.css").read_text("utf-8")
    assert "@page { size: A4;" in text
    assert re.findall(r"(margin|padding|border)-(left|right)|[\s{;](left|right):|#[0-9a-fA-F]{3,8}\b", text) == []
    shares = {field.share for kind in PAPER_KINDS for block in page(make_shipment(), kind).blocks if block.block == "row" for field in block.fields}
    assert all(f".share-{share} " in text for share in shares - {1})
