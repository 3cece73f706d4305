"""Small operations on text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.values.text import chosen, clip, tidy, tidy_lines


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Arc \t lamp\n\n E27 ", "Arc lamp E27"),
        ("cafe\u0301", "caf\u00e9"),
        ("abc\u202edef\u200b\x00\ufeff", "abcdef"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ක්\u200dරම", "ක්\u200dරම"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("\ud800x", "x"),
    ],
)
def test_tidy_drops_what_cannot_be_seen_and_keeps_what_writing_needs(written: str, kept: str) -> None:
    assert tidy(written) == kept


@given(st.text())
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)
    assert not any(unicodedata.category(c) == "Cc" for c in tidy(text))


def test_lines_stay_lines_whatever_ends_them() -> None:
    assert tidy_lines("\r\n one  two\rthree\r\n\r\nfour \n\n") == "one two\nthree\n\nfour"


def test_a_text_is_chosen_by_language_then_base_then_english_then_any() -> None:
    texts = {"de": "Lampe", "en": "lamp"}
    assert [chosen(texts, code) for code in ("de", "de-AT", "fr")] == ["Lampe", "Lampe", "lamp"]
    assert chosen({"ru": "лампа"}, "fr") == "лампа"
    assert chosen({}, "fr") == ""


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clip("12345", 5) == "12345"
    assert clip("123456", 5) == "1234…"
