"""Texts that a scenario gives and that others are compared with."""

import pytest

from lab.checks.sources import texts_given
from lab.languages.facts import Fact, PhrasesFact, QuantityFact, TextFact

FACTS: dict[str, Fact] = {
    "sheet": TextFact(("First line.", "Second line.")),
    "answer": PhrasesFact((("One.", "Two."), ("Three.",))),
    "cord": QuantityFact("180", "cm"),
}


def test_texts_and_paragraphs_become_running_text() -> None:
    assert texts_given(FACTS, ["answer", "sheet"]) == {"answer": "One.\nTwo.\nThree.", "sheet": "First line.\nSecond line."}


def test_nothing_named_is_nothing_given() -> None:
    assert texts_given(FACTS, []) == {}


def test_a_number_is_no_text() -> None:
    with pytest.raises(ValueError, match="cord is no text"):
        texts_given(FACTS, ["cord"])
    with pytest.raises(KeyError):
        texts_given(FACTS, ["nowhere"])
