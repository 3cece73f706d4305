import numpy as np
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.images.lettering import EM, Piece, drawn, is_right_to_left, typeset
from lab.values.text import tidy_lines

LANGUAGES = ["en", "de", "fr", "es", "pt", "ru", "kk", "uz", "tr", "ar", "fa", "ur", "hi", "id", "th", "vi", "zh"]


def lines(text, language="en", width=10.0, bold=False):
    """The text of each line; pieces in the order in which they stand from left to right."""
    setting = typeset(text, language, bold=bold, width=int(width * EM))
    return ["|".join(piece.text for piece in line) for line in setting.lines]


def reach(line, language, size=512):
    return drawn(line, language, size).advance


def test_a_short_text_is_one_line_of_one_piece():
    assert lines("Folding arm, 30 cm") == ["Folding arm, 30 cm"]
    (line,) = typeset("Folding arm", "en", bold=True, width=10 * EM).lines
    assert [(piece.font, piece.direction) for piece in line] == [("NotoSans-Bold.ttf", "ltr")]


def test_lines_break_at_spaces_and_fit():
    assert lines("Dishwasher safe and light", width=6) == ["Dishwasher", "safe and", "light"]


def test_line_ends_of_the_text_are_kept():
    assert lines("Width\n30 cm\n\nDepth") == ["Width", "30 cm", "", "Depth"]


@pytest.mark.parametrize(
    ("text", "language", "width", "expected"),
    [
        ("Only 38 cm wide", "en", 4.2, ["Only", "38 cm", "wide"]),
        ("Вес 2 кг", "ru", 3, ["Вес", "2 кг"]),
        ("สูง 30 ซม.", "th", 3.8, ["สูง", "30 |ซม|."]),
        ("ручка — лёгкая", "ru", 4.5, ["ручка —", "лёгкая"]),
        ("with USB-C plug", "en", 4.6, ["with", "USB-C", "plug"]),
        ("size 45 × 30 cm", "en", 6.5, ["size", "45 × 30 cm"]),
        ("重量850克", "zh", 4, ["重量", "850克"]),
    ],
)
def test_a_number_stays_with_its_unit_and_other_pairs_together(text, language, width, expected):
    assert lines(text, language, width) == expected


def test_where_there_is_no_room_pairs_are_parted_too():
    assert lines("1500 mm", width=2.5) == ["1500", "mm"]


def test_a_word_that_is_too_wide_is_cut():
    cut = lines("Donaudampfschifffahrt", "de", 4)
    assert len(cut) > 2
    assert "".join(cut) == "Donaudampfschifffahrt"


def test_no_room_at_all_gives_one_character_a_line():
    assert lines("abc", width=0) == ["a", "b", "c"]
    assert lines("e\u0301é", width=-3) == ["e\u0301", "é"]


def test_chinese_breaks_between_characters_but_not_before_punctuation():
    broken = lines("高品质台灯，护眼无频闪。", "zh", 5)
    assert broken == ["高品质台", "灯，护眼无", "频闪。"]


def test_thai_breaks_between_words():
    assert lines("ปั๊มน้ำเงียบมาก", "th", 4) == ["ปั๊มน้ำ", "เงียบมาก"]


def test_characters_outside_the_basic_plane_do_not_shift_the_breaks():
    # ICU counts them twice
    assert lines("😀😀😀😀 ab cd", width=3) == ["\ufffd| ab", "cd"]


def test_mixed_lines_stand_in_reading_order():
    assert lines("كابل USB-C بطول 1.5 م", "ar", 20) == [" م|1.5|بطول | |USB-C|كابل "]
    # a line that begins with a number: it stands at the right
    assert lines("1.5 م", "ar") == [" م|1.5"]
    (line,) = typeset("كابل USB-C", "ar", bold=False, width=20 * EM).lines
    assert [(piece.font, piece.direction) for piece in line] == [
        ("NotoSans-Regular.ttf", "ltr"),
        ("NotoSansArabic-Regular.ttf", "rtl"),
    ]


def test_brackets_are_mirrored_in_right_to_left_text():
    turned = drawn([Piece("(", "NotoSans-Regular.ttf", "rtl")], "ar", 100)
    plain = drawn([Piece(")", "NotoSans-Regular.ttf", "ltr")], "ar", 100)
    assert turned.mask.tobytes() == plain.mask.tobytes()


def test_a_broken_line_keeps_the_order_of_the_whole():
    assert lines("كابل USB-C قابل للطي", "ar", 6) == ["USB-C|كابل ", "قابل للطي"]


def test_a_row_of_characters_without_a_font_is_one_sign_and_is_told():
    setting = typeset("ok 한국어 😀!", "en", bold=False, width=20 * EM)
    assert setting.missing
    assert lines("ok 한국어 😀!", width=20) == ["ok |\ufffd| |\ufffd|!"]
    assert not typeset("ok!", "en", bold=False, width=20 * EM).missing


def test_widths_are_real():
    assert lines("mmmm", width=3.8) == ["mmmm"]  # an m of Noto Sans is 0.93 em
    assert lines("mmmm", width=3.7) == ["mmm", "m"]


@pytest.mark.parametrize("size", [7, 16, 64, 65, 160, 161, 400])
def test_a_line_is_as_wide_at_every_size(size):
    for text, language in (("Folding arm, 30 cm", "en"), ("كابل USB-C", "ar"), ("线长1.5米", "zh")):
        (line,) = typeset(text, language, bold=False, width=99 * EM).lines
        assert reach(line, language, size) == pytest.approx(reach(line, language) * size / 512, abs=1.2)


def test_ink_is_where_the_letters_are():
    (line,) = typeset("H", "en", bold=False, width=EM).lines
    ink = drawn(line, "en", 200)
    # an H of Noto Sans: 0.741 em wide, its stems from 0.098 to 0.643, 0.714 high
    assert ink.advance == 149
    assert (ink.left, ink.top, ink.mask.size) == (19, -143, (110, 143))
    assert np.asarray(ink.mask)[70, 5] == 255


def test_small_letters_are_smooth():
    (line,) = typeset("Ssooee", "en", bold=False, width=9 * EM).lines
    assert len(np.unique(np.asarray(drawn(line, "en", 20).mask))) > 60


@pytest.mark.parametrize(("tall", "plain"), [("Ế", "E"), ("Ẫ", "A"), ("ปั๊", "ป"), ("ที่", "ท"), ("र्क", "क")])
def test_marks_above_are_whole(tall, plain):
    tops = []
    for text in (tall, plain):
        (line,) = typeset(text, "en", bold=False, width=9 * EM).lines
        ink = drawn(line, "en", 100)
        assert np.asarray(ink.mask)[0].any()
        tops.append(ink.top)
    assert tops[0] < tops[1]


def test_nothing_has_no_ink():
    assert drawn((), "en", 20).mask is None
    (line,) = typeset("\u200d", "en", bold=False, width=EM).lines
    assert drawn(line, "en", 20).mask is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_direction_of_a_language(language):
    assert is_right_to_left(language) == (language in ("ar", "fa", "ur"))
    assert typeset("1", language, bold=False, width=EM).right_to_left == (language in ("ar", "fa", "ur"))


@settings(max_examples=120)
@given(
    st.text(max_size=200),
    st.sampled_from([*LANGUAGES, "", "x-1", "\x00\U0001f600"]),
    st.integers(-EM, 12 * EM),
    st.booleans(),
)
def test_any_text_is_set_and_fits(text, language, width, bold):
    text = tidy_lines(text)
    setting = typeset(text, language, bold=bold, width=width)
    if not setting.missing:
        # no character is lost: reading order within pieces, any order of pieces
        kept = sorted("".join(piece.text for line in setting.lines for piece in line).replace(" ", ""))
        assert kept == sorted(text.replace(" ", "").replace("\n", ""))
    for line in setting.lines:
        if len(regex.findall(r"\X", "".join(piece.text for piece in line))) > 1:
            assert reach(line, language) <= width / 64 + 1


@settings(max_examples=60)
@given(
    st.text(st.sampled_from("ab ابم١1.(-)ते์ก้ạ中。\u0301\u064e\u200c\u200d😀"), max_size=60),
    st.integers(1, 90),
    st.sampled_from(LANGUAGES),
)
def test_any_line_can_be_drawn(text, size, language):
    for line in typeset(tidy_lines(text), language, bold=False, width=8 * EM).lines:
        ink = drawn(line, language, size)
        assert ink.advance >= 0
        if ink.mask is not None:
            edges = np.asarray(ink.mask)
            assert edges[0].any() and edges[-1].any() and edges[:, 0].any() and edges[:, -1].any()
