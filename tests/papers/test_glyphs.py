"""Shaped and embedded letters."""

import io
import re
import struct

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from lab.images.lettering import EM, Piece, typeset
from lab.papers.glyphs import Lettering, cff_charset
from lab.papers.pdffile import Writer

LATIN, ARABIC, CHINESE = "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansSC-Regular.otf"


def embedded(*pieces: Piece) -> tuple[dict[str, DictionaryObject], list[list[str]]]:
    """The fonts as a reader finds them by resource name, and the operators of each piece at 10 points."""
    lettering = Lettering()
    runs = [lettering.shape(piece, "en") for piece in pieces]
    writer = Writer()
    fonts = lettering.embed(writer)
    listed = " ".join(f"/{name} {ref}" for name, ref in fonts.items())
    catalogue = writer.add(f"<< /Type /Catalog /Fonts << {listed} >> >>")
    reader = PdfReader(io.BytesIO(writer.file(catalogue, writer.add("<< >>"))), strict=True)
    found = reader.root_object["/Fonts"]
    assert isinstance(found, DictionaryObject)
    return {name: found[f"/{name}"] for name in fonts}, [lettering.shown(run, 10_000) for run in runs]  # type: ignore[misc]


def descriptor(font: DictionaryObject) -> DictionaryObject:
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"]  # type: ignore[index, no-any-return]


def test_arabic_letters_are_joined_and_stand_from_left_to_right() -> None:
    lettering = Lettering()
    joined = lettering.shape(Piece("بب", ARABIC, "rtl"), "ar").glyphs
    alone = lettering.shape(Piece("ب", ARABIC, "rtl"), "ar").glyphs
    assert len({glyph.number for glyph in (*joined, *alone)}) == 3  # final, initial, alone
    word = lettering.shape(Piece("اب", ARABIC, "rtl"), "ar").glyphs
    assert word[1].number == lettering.shape(Piece("ا", ARABIC, "rtl"), "ar").glyphs[0].number


def test_a_ligature_stands_for_both_of_its_letters() -> None:
    fonts, _ = embedded(Piece("لا", ARABIC, "rtl"))
    map_ = fonts["F1"]["/ToUnicode"]
    assert isinstance(map_, StreamObject)
    assert b"<06440627>" in map_.get_data()


def test_only_glyphs_that_are_used_are_embedded() -> None:
    fonts, _ = embedded(Piece("Invoice", LATIN, "ltr"), Piece("快递", CHINESE, "ltr"))
    latin = descriptor(fonts["F1"])["/FontFile2"].get_object()
    chinese = descriptor(fonts["F2"])["/FontFile3"].get_object()
    assert isinstance(latin, StreamObject)
    assert isinstance(chinese, StreamObject)
    assert len(latin.get_data()) < 4000
    assert len(chinese.get_data()) < 4000
    assert chinese["/Subtype"] == "/CIDFontType0C"
    assert "+NotoSansSC-Regular" in str(fonts["F2"]["/BaseFont"])


def test_widths_are_those_of_the_font() -> None:
    fonts, operators = embedded(Piece("ii", LATIN, "ltr"))
    widths = fonts["F1"]["/DescendantFonts"][0].get_object()["/W"]  # type: ignore[index]
    assert widths == [1, [258]]
    assert operators == [["[<00010001>] TJ"]]


def test_a_mark_is_shifted_over_its_letter_and_the_line_goes_on_as_before() -> None:
    fonts, (operators,) = embedded(Piece("بّب", ARABIC, "rtl"))
    map_ = fonts["F1"]["/ToUnicode"]
    assert isinstance(map_, StreamObject)
    (mark,) = re.findall(r"<(\w+)> <0651>", map_.get_data().decode())
    assert operators == ["[<0001>] TJ", "-0.54 Ts", f"[44<{mark}>] TJ", "0 Ts", "[-44<0002>] TJ"]


def test_chinese_glyphs_are_shown_by_their_numbers_in_the_font() -> None:
    fonts, operators = embedded(Piece("快递", CHINESE, "ltr"))
    map_ = fonts["F1"]["/ToUnicode"]
    assert isinstance(map_, StreamObject)
    shown = operators[0][0].removeprefix("[<").removesuffix(">] TJ")
    text = map_.get_data().decode()
    assert f"<{shown[:4]}> <5FEB>" in text
    assert f"<{shown[4:]}> <9012>" in text


def test_a_run_is_as_wide_as_the_line_for_which_it_was_set() -> None:
    text = "Parcel to Алматы, Kazakhstan"
    (pieces,) = typeset(text, "en", bold=False, width=100 * EM).lines
    lettering = Lettering()
    width = sum(lettering.shape(piece, "en").advance for piece in pieces)
    (narrow,) = typeset(text, "en", bold=False, width=(width + 20) * EM // 1000).lines
    assert narrow == pieces
    assert len(typeset(text, "en", bold=False, width=(width - 20) * EM // 1000).lines) == 2


def test_nothing_can_be_shown_before_its_font_is_embedded() -> None:
    lettering = Lettering()
    run = lettering.shape(Piece("a", LATIN, "ltr"), "en")
    with pytest.raises(KeyError):
        lettering.shown(run, 10_000)


@pytest.mark.parametrize(
    ("charset", "numbers"),
    [
        (bytes([0]) + struct.pack(">3H", 7, 9, 300), [0, 7, 9, 300]),
        (bytes([1]) + struct.pack(">HB", 7, 1) + struct.pack(">HB", 40, 0), [0, 7, 8, 40]),
        (bytes([2]) + struct.pack(">HH", 500, 2), [0, 500, 501, 502]),
    ],
)
def test_the_three_forms_of_a_charset_are_read(charset: bytes, numbers: list[int]) -> None:
    name = bytes([0, 1, 1, 1, 2]) + b"x"
    # supplement 0 of two names, then 28 and two bytes: where the charset lies (operator 15); its place is 4 + 6 + 5 + 9
    top = bytes([139, 139, 139, 12, 30, 28, 0, 24, 15])
    table = bytes([1, 0, 4, 1]) + name + bytes([0, 1, 1, 1, 1 + len(top)]) + top + charset
    assert cff_charset(table, 4) == numbers


def test_a_font_without_numbers_of_its_own_counts_its_glyphs() -> None:
    table = bytes([1, 0, 4, 1]) + bytes([0, 1, 1, 1, 2]) + b"x" + bytes([0, 1, 1, 1, 3]) + bytes([139, 15])
    assert cff_charset(table, 3) == [0, 1, 2]
