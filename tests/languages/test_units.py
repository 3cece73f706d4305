from fractions import Fraction

import pytest

from lab.languages.folding import fold
from lab.languages.units import UNITS, converted, dimension, unit_at, unit_words


def units_after(text: str, number: str) -> tuple[str, ...]:
    whole = fold(text)
    return unit_at(whole, whole.text.index(number) + len(number), unit_words())[0]


def test_conversions_are_exact():
    assert converted(Fraction("1.8"), "m", "cm") == 180
    assert converted(Fraction(10), "in", "cm") == Fraction("25.4")
    assert converted(Fraction(2), "week", "day") == 14
    assert converted(Fraction(2), "year", "month") == 24


def test_there_is_no_rate_between_these():
    assert converted(Fraction(1), "month", "day") is None
    assert converted(Fraction(5), "working_day", "day") is None
    assert converted(Fraction(5), "EUR", "USD") is None
    assert converted(Fraction(5), "EUR", "EUR") == 5


def test_a_currency_code_is_money_and_an_unknown_unit_is_refused():
    assert dimension("KZT") == "money"
    with pytest.raises(ValueError, match="furlong"):
        dimension("furlong")


def test_case_counts_where_it_makes_the_unit():
    assert units_after("220 В", "220") == ("V",)
    assert units_after("12 в наличии", "12") == ()
    assert units_after("4000 K", "4000") == ("K",)
    assert units_after("4000k", "4000") == ("K",)


def test_the_longest_unit_word_wins():
    assert units_after("9 working days", "9") == ("working_day",)
    assert units_after("9 рабочих дней", "9") == ("working_day",)
    assert units_after("5公斤", "5") == ("kg",)
    assert units_after("10 вт·ч", "10") == ("Wh",)


def test_a_word_that_only_begins_like_a_unit_is_none():
    assert units_after("5 men", "5") == ()
    assert units_after("45 cm2", "45") == ()
    assert units_after("7 минимум", "7") == ()


def test_every_unit_has_words_in_the_file():
    used = {word.unit for words in unit_words().units.values() for word in words}
    assert set(UNITS) <= used
