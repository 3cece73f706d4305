import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.images.bidi import levels, visual_order


def shown(text, *, right_to_left):
    """Characters from left to right; brackets are not mirrored here."""
    return "".join(text[place] for place in visual_order(levels(text, right_to_left=right_to_left)))


@pytest.mark.parametrize(
    ("text", "left_to_right"),
    [
        ("1.5 م", "م 1.5"),
        ("USB-C كابل", "لباك USB-C"),
        ("قطر 12 سم", "مس 12 رطق"),
        ("كابل USB-C بطول 1.5 م", "م 1.5 لوطب USB-C لباك"),
        ("نسبة 100%", "%100 ةبسن"),  # after Arabic letters figures are Arabic figures, and the sign stands after them
        ("100% قطن", "نطق 100%"),  # at the beginning they are European, and the sign belongs to them
        ("קוטר 12%", "12% רטוק"),  # after Hebrew letters too
        ("طول ١٫٥ م", "م ١٫٥ لوط"),
        ("שלום (USB-C) עולם", "םלוע )USB-C( םולש"),
        ("كابل (USB-C)", ")USB-C( لباك"),
        ("שלום a(b)", "a(b) םולש"),
    ],
)
def test_right_to_left_text_with_figures_and_latin(text, left_to_right):
    assert shown(text, right_to_left=True) == left_to_right


@pytest.mark.parametrize(
    ("text", "left_to_right"),
    [
        ("Size: 30 cm", "Size: 30 cm"),
        ("a (אב) c", "a (בא) c"),
        ("for אבג 12 דהו!", "for והד 12 גבא!"),
        ("a אב, גד.", "a דג ,בא."),
    ],
)
def test_left_to_right_text_with_hebrew(text, left_to_right):
    assert shown(text, right_to_left=False) == left_to_right


def test_levels_are_those_of_the_rules():
    assert levels("ab אב 12", right_to_left=False) == [0, 0, 0, 1, 1, 1, 2, 2]
    assert levels("אב ab 12", right_to_left=True) == [1, 1, 1, 2, 2, 2, 2, 2]
    # W2 and W4: 1,2 after an Arabic letter is one Arabic number; the sign after it is neutral
    assert levels("ع 1,2$", right_to_left=True) == [1, 1, 2, 2, 2, 1]


def test_a_mark_and_a_joiner_go_with_what_they_follow():
    assert levels("a\u0301ב\u05b7", right_to_left=False) == [0, 0, 1, 1]
    assert levels("ب\u200cت a\u200d", right_to_left=True) == [1, 1, 1, 1, 2, 2]


def test_brackets_take_the_side_of_what_is_in_them():
    # N0: both brackets turn with the Hebrew inside only if Hebrew stands before them
    assert levels("א (a) ב", right_to_left=True) == [1, 1, 1, 2, 1, 1, 1]
    assert levels("a (ב) c", right_to_left=False) == [0, 0, 0, 1, 0, 0, 0]
    assert levels("א(ב)a", right_to_left=False) == [1, 1, 1, 1, 0]


def test_more_than_63_open_brackets_are_no_brackets():
    deep = "א" + "(" * 64 + "a" + ")" * 64
    assert set(levels(deep, right_to_left=True)) == {1, 2}
    assert levels(deep, right_to_left=True)[65] == 2


def test_nothing_has_no_levels():
    assert levels("", right_to_left=True) == []
    assert visual_order([]) == []


@given(st.text(max_size=60), st.booleans())
def test_every_character_stands_somewhere_once(text, right_to_left):
    found = levels(text, right_to_left=right_to_left)
    assert sorted(visual_order(found)) == list(range(len(text)))
    assert set(found) <= ({1, 2} if right_to_left else {0, 1, 2})


@given(st.text("abc 12.,()-", max_size=40))
def test_latin_text_stays_as_it_is(text):
    assert shown(text, right_to_left=False) == text


@given(st.text("אבג ().,-", max_size=40))
def test_hebrew_text_is_turned_as_a_whole(text):
    assert shown(text, right_to_left=True) == text[::-1]
