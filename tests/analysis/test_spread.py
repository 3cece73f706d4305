"""Bands, middle and width of a class's points."""

from fractions import Fraction

import pytest

from lab.analysis.spread import spread_of


def test_bands_have_equal_width_and_full_points_stand_in_the_last() -> None:
    spread = spread_of([Fraction(n) for n in (0, 9, 10, 55, 99, 100)], 100)
    assert [band.count for band in spread.bands] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert (spread.bands[3].low, spread.bands[3].high) == (30, 40)


def test_figures_of_one_to_ten() -> None:
    spread = spread_of([Fraction(n) for n in range(1, 11)], 10)
    assert (spread.mean, spread.median, spread.deviation) == (Fraction("5.5"), Fraction("5.5"), Fraction("3.028"))
    assert (spread.lower_quartile, spread.upper_quartile) == (Fraction("3.25"), Fraction("7.75"))
    assert (spread.lowest, spread.highest) == (1, 10)


def test_no_results_have_no_figures() -> None:
    spread = spread_of([], 20)
    assert spread.n == 0 and spread.mean is None and spread.deviation is None and sum(band.count for band in spread.bands) == 0


def test_what_lies_outside_stands_at_the_end() -> None:
    assert [band.count for band in spread_of([Fraction(-1), Fraction(11)], 10, bands=2).bands] == [1, 1]


def test_a_test_without_points_has_no_spread() -> None:
    with pytest.raises(ValueError, match="at least one"):
        spread_of([], 0)
