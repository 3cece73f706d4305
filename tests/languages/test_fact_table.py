"""Sentences of sellers in sixteen languages (data/facts/<language>.tsv), each with how it stands to a fact.

The sentences were written for the lab by its own authors and read by no second native speaker; what counts is that the lab
never tells a student that a true statement is false.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lab.languages.facts import DateFact, Fact, QuantityFact, RangeFact, TextFact, find_fact

FOLDER = Path(__file__).parent / "data" / "facts"
TODAY = date(2026, 3, 5)
LANGUAGES = tuple(path.stem for path in sorted(FOLDER.glob("*.tsv")))


@dataclass(frozen=True, slots=True)
class Row:
    language: str
    fact: str
    text: str
    expected: str

    @property
    def status(self) -> str:
        return find_fact(self.text, fact_of(self.fact), self.language, TODAY).status


def fact_of(written: str) -> Fact:
    """`quantity:180:cm`, `range:7-10:day`, `date:2026-03-14` or `text:E27`, with `@word,word` for what it is about."""
    bare, _, words = written.partition("@")
    about = tuple(word for word in words.split(",") if word)
    kind, _, rest = bare.partition(":")
    if kind == "text":
        return TextFact((rest,))
    if kind == "date":
        return DateFact(date.fromisoformat(rest), about)
    value, unit = rest.split(":")
    if kind == "range":
        low, high = value.split("-")
        return RangeFact(int(low), int(high), unit, about)
    return QuantityFact(value, unit, about)


def rows_of(language: str) -> list[Row]:
    with (FOLDER / f"{language}.tsv").open(encoding="utf-8") as file:
        return [
            Row(language, row["fact"], row["text"], row["expected"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


ROWS = [row for language in LANGUAGES for row in rows_of(language)]


def test_sixteen_languages_have_a_table_of_every_kind_of_fact() -> None:
    assert len(LANGUAGES) == 16
    assert len(ROWS) >= 300
    for language in LANGUAGES:
        rows = [row for row in ROWS if row.language == language]
        assert {row.fact.partition(":")[0] for row in rows} == {"quantity", "range", "date", "text"}, language
        assert {row.expected for row in rows} == {"right", "wrong", "missing"}, language


def test_98_of_100_rows_are_read_as_they_are_meant() -> None:
    misread = [(row.language, row.fact, row.text, row.expected, row.status) for row in ROWS if row.status != row.expected]
    assert len(misread) * 50 <= len(ROWS), misread


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_true_and_no_missing_statement_is_called_false(language: str) -> None:
    assert [row for row in ROWS if row.language == language and row.expected != "wrong" and row.status == "wrong"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_rows_of_every_language_are_right(language: str) -> None:
    rows = [row for row in ROWS if row.language == language]
    assert sum(row.status == row.expected for row in rows) * 10 >= len(rows) * 9
