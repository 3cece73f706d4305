"""Papers as PDF files, read back by another program."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from lab.papers.kinds import page
from lab.papers.page import PAPER_KINDS, Page
from lab.papers.pdf import pdf
from lab.papers.shipment import Party
from lab.values.money import Money
from tests.papers.shipments import BAG, DANA, FATIMA, FORM, LAMP, make_shipment

BUDGET = 40_000
"""Bytes that a paper of one sheet may have, with the letters of two scripts."""


def reader_of(paper: Page) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(paper)), strict=True)


def squeezed(text: str) -> str:
    """Without white space: readers break lines and cells as they like."""
    return "".join(text.split())


def text_of(paper: Page) -> str:
    return squeezed("".join(sheet.extract_text() for sheet in reader_of(paper).pages))


@pytest.mark.parametrize("buyer", [FATIMA, DANA], ids=["arabic", "cyrillic"])
@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_the_file_says_what_the_page_says_within_its_budget_and_twice_the_same(kind: str, buyer: Party) -> None:
    paper = page(make_shipment(form=FORM, buyer=buyer), kind)
    data = pdf(paper)
    assert data == pdf(paper)
    assert len(data) < BUDGET
    text = text_of(paper)
    for said in paper.texts():
        for line in said.split("\n"):
            assert squeezed(line) in text, line


@pytest.mark.parametrize(
    ("kind", "size"),
    [("cn22", (209.764, 297.638)), ("address_label", (297.638, 419.528)), ("cn23", (595.276, 841.89))],
)
def test_labels_have_their_own_size(kind: str, size: tuple[float, float]) -> None:
    box = reader_of(page(make_shipment(), kind)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == size


def test_there_is_no_date_in_the_file_and_no_number_by_chance() -> None:
    reader = reader_of(page(make_shipment(), "invoice"))
    assert reader.metadata == {"/Title": "Commercial invoice 2026-0001", "/Producer": "Tradewind Lab"}
    assert "/ID" not in reader.trailer


def test_every_font_is_embedded() -> None:
    sheet = reader_of(page(make_shipment(carrier="国际快递"), "invoice")).pages[0]
    fonts = [font.get_object() for font in sheet["/Resources"]["/Font"].values()]  # type: ignore[index]
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names == {"NotoSans-Regular", "NotoSans-Bold", "NotoSansArabic-Regular", "NotoSansSC-Regular"}
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in described or "/FontFile3" in described


def test_scripts_of_all_buyers_can_be_read_back() -> None:
    for name in ("Jürgen Größe", "Αλέξανδρος Παπάς", "Қайрат Әбдіқали", "王小明", "محمد عبد الله", "Oʻgʻiloy Toʻxtayeva"):
        paper = page(make_shipment(buyer=Party(name, ("1",), "EG")), "address_label")
        assert squeezed(name) in text_of(paper), name


def test_an_arabic_line_begins_at_the_right() -> None:
    content = reader_of(page(make_shipment(buyer=FATIMA), "address_label")).pages[0].extract_text(
        extraction_mode="layout"
    )
    lines = {line.strip(): len(line) - len(line.lstrip()) for line in content.splitlines() if line.strip()}
    arabic = next(indent for text, indent in lines.items() if "\u0641" in text)
    assert arabic > lines["SAUDI ARABIA"] + 10


def test_a_long_packing_list_goes_on_on_a_second_sheet_under_the_same_head() -> None:
    goods = tuple(replace(BAG if number % 2 else LAMP, quantity=number) for number in range(1, 41))
    paper = page(make_shipment(goods=goods), "packing_list")
    sheets = [sheet.extract_text() for sheet in reader_of(paper).pages]
    assert len(sheets) == 2
    assert all("Description of goods" in text for text in sheets)
    assert ("1 / 2" in sheets[0], "2 / 2" in sheets[1]) == (True, True)
    assert "Gross weight" in sheets[1]
    assert "Gross weight" not in sheets[0]
    assert len(pdf(paper)) < BUDGET


def test_a_cn22_with_many_lines_takes_another_label() -> None:
    cheap = replace(FORM.lines[0], value=Money.parse("4.50 EUR"))
    paper = page(make_shipment(form=replace(FORM, lines=(cheap,) * 12)), "cn22")
    assert len(reader_of(paper).pages) == 2
    assert text_of(paper).count("Backpackofnylonfabric,20litres") == 12


def test_a_character_without_a_font_is_shown_as_missing_and_a_very_long_word_is_broken() -> None:
    text = text_of(page(make_shipment(buyer=Party("X" * 300, ("🙂 1",), "DE")), "invoice"))
    assert "X" * 300 in text
    assert "\ufffd" in text
