"""Measures against published figures."""

from fractions import Fraction

import pytest

from lab.analysis.measures import bits, correlation, deviation, mean, quantile, root, variance

# Anscombe 1973, "Graphs in Statistical Analysis", the first of the four data sets.
X = [Fraction(x) for x in (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)]
Y = [Fraction(y) for y in ("8.04", "6.95", "7.58", "8.81", "8.33", "9.96", "7.24", "4.26", "10.84", "4.82", "5.68")]


def test_the_quartet_of_anscombe_has_its_published_figures() -> None:
    assert (mean(X), variance(X)) == (9, 11)
    assert round(mean(Y) or 0, 2) == Fraction("7.50") and round(variance(Y) or 0, 3) == Fraction("4.127")
    assert correlation(X, Y) == Fraction("0.816")
    assert correlation(X, [-y for y in Y]) == Fraction("-0.816")


def test_a_deviation_is_a_root_in_thousandths() -> None:
    assert deviation([Fraction(n) for n in (2, 4, 4, 4, 5, 5, 7, 9)]) == Fraction("2.138")  # root of 32/7 = 2.13809


def test_quartiles_lie_between_values_in_proportion() -> None:
    ten = [Fraction(n) for n in range(1, 11)]
    assert [quantile(ten, Fraction(part, 4)) for part in range(5)] == [1, Fraction("3.25"), Fraction("5.5"), Fraction("7.75"), 10]
    assert quantile([Fraction(7)], Fraction(1, 4)) == 7


def test_nothing_has_no_measure() -> None:
    one = [Fraction(1)]
    assert mean([]) is None and variance(one) is None and deviation(one) is None and quantile([], Fraction(1, 2)) is None
    assert correlation([], []) is None and correlation(one * 3, [Fraction(n) for n in range(3)]) is None
    with pytest.raises(ValueError, match="pairs"):
        correlation(one, [])


@pytest.mark.parametrize(("square", "side"), [("4", "2"), ("2", "1.414"), ("0", "0"), ("1/3", "0.577"), ("0.00000025", "0.001")])
def test_a_root_is_the_nearest_thousandth(square: str, side: str) -> None:
    assert root(Fraction(square)) == Fraction(side)


def test_a_negative_number_has_no_root() -> None:
    with pytest.raises(ValueError, match="negative"):
        root(Fraction(-1))


@pytest.mark.parametrize(("value", "milli"), [("1", 0), ("2", 1000), ("8", 3000), ("3", 1578), ("3/2", 578)])
def test_bits_are_logarithms_to_base_two_rounded_down(value: str, milli: int) -> None:
    assert bits(Fraction(value)) == milli


def test_less_than_one_has_no_bits() -> None:
    with pytest.raises(ValueError, match="from 1"):
        bits(Fraction(1, 2))
