"""Exact measures of lists of numbers: means, variances, correlations, quantiles.

Everything is a fraction. A square root is rounded to whole thousandths by whole-number roots, so that every machine shows the
same figure.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt, lcm

THOUSAND = 1000


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The arithmetic mean; None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def variance(values: Sequence[Fraction]) -> Fraction | None:
    """The variance over n - 1 (Bessel's correction); None for fewer than two values."""
    if len(values) < 2:
        return None
    whole, scale = _whole(values)
    return Fraction(_co_sum(whole, whole), len(whole) * (len(whole) - 1) * scale * scale)


def deviation(values: Sequence[Fraction]) -> Fraction | None:
    """The standard deviation, the root of `variance`, in thousandths."""
    square = variance(values)
    return None if square is None else root(square)


def correlation(first: Sequence[Fraction], second: Sequence[Fraction]) -> Fraction | None:
    """The product-moment correlation of two lists of equal length, in thousandths (Pearson 1896).

    None for fewer than two pairs, or where one list has no variance. Raises ValueError for lists of different lengths.
    """
    if len(first) != len(second):
        raise ValueError("a correlation needs pairs")
    one, two = _whole(first)[0], _whole(second)[0]
    spread = _co_sum(one, one) * _co_sum(two, two) if one else 0
    if spread == 0:
        return None
    together = _co_sum(one, two)
    size = root(Fraction(together * together, spread))
    return -size if together < 0 else size


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction | None:
    """The value below which a share (0 to 1) of the values lies, between two values in proportion; None of nothing.

    Source: Hyndman and Fan 1996, definition 7, which spreadsheets use too.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = place.numerator // place.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def root(value: Fraction) -> Fraction:
    """The square root to the nearest thousandth, half up. Raises ValueError for a negative number."""
    if value < 0:
        raise ValueError("no root of a negative number")
    twice = isqrt(4 * THOUSAND * THOUSAND * value.numerator // value.denominator)
    return Fraction((twice + 1) // 2, THOUSAND)


def bits(value: Fraction) -> int:
    """The logarithm to base 2 of a number of 1 or more, in thousandths of a bit, rounded down to a 64th of one.

    Raises ValueError for less than 1.
    """
    if value < 1:
        raise ValueError("only numbers from 1 on")
    power: int = value.numerator**64 // value.denominator**64
    return (power.bit_length() - 1) * THOUSAND // 64


def _whole(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """The values as whole numbers of one denominator, and that denominator."""
    scale = lcm(*(value.denominator for value in values)) if values else 1
    return [value.numerator * (scale // value.denominator) for value in values], scale


def _co_sum(first: Sequence[int], second: Sequence[int]) -> int:
    """n times the sum of the products of deviations from the two means."""
    products = sum(x * y for x, y in zip(first, second, strict=True))
    return len(first) * products - sum(first) * sum(second)
