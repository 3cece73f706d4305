"""Normal numbers from draws: quantiles of the standard normal distribution in whole thousandths.

    NORM[i] = round(1000 x quantile((i + 0.5) / 65536)),  i = 0 .. 65535

Worked out with whole numbers of 40 decimal places only, so every machine has the same table: between two steps of
k + 1/2 thousandths all i have the value k, and the distribution at a step is

    P(x) = 1/2 + density(x) * (x + x**3/3 + x**5/(3*5) + ...)

with the density carried on from step to step by two products. Source of the series: Abramowitz and Stegun 26.2.11.
"""

from bisect import bisect_right
from functools import cache

_ONE = 10**40
_SIZE = 65536
_SQRT_TWO_PI = 25066282746310005024157652848110452530070  # x 10**-40
_EXP_EIGHTH_MICRO = 9999998750000078124996744791768391924540  # e**(-(0.0005**2) / 2) x 10**40
_EXP_MICRO = 9999990000004999998333333749999916666681  # e**(-(0.001**2)) x 10**40


@cache
def _steps() -> tuple[int, ...]:
    """For k = 0, 1, 2 ...: how many of the upper half's 32768 numbers have a value of k or less; the last is 32768."""
    half = _SIZE // 2
    # x = (2k + 1)/2000. density(x + h) = density(x) * ratio and ratio(x + h) = ratio(x) * e**(-h*h), with h = 1/1000;
    # at x = h/2 the ratio is e**(-h*h/2 - h*h/2) = e**(-h*h).
    density = _EXP_EIGHTH_MICRO * _ONE // _SQRT_TWO_PI
    ratio = _EXP_MICRO
    steps: list[int] = []
    twice = 1  # x in two-thousandths
    while not steps or steps[-1] < half:
        term = total = _ONE * twice // 2000
        odd = 3
        while term:
            term = term * twice * twice // (4_000_000 * odd)
            total += term
            odd += 2
        above = density * total // _ONE  # P(x) - 1/2
        # Number i of the upper half stands at (i + 1/2) / 65536 above one half: those below P(x) have k or less.
        steps.append(min(half, (2 * above * _SIZE // _ONE + 1) // 2))
        density = density * ratio // _ONE
        ratio = ratio * _EXP_MICRO // _ONE
        twice += 2
    return tuple(steps)


def normal_at(place: int) -> int:
    """NORM[place]: the quantile at (place + 0.5) / 65536 in thousandths, -4325 to 4325 or so.

    Raises ValueError for a place that is not in the table.
    """
    if not 0 <= place < _SIZE:
        raise ValueError("the table has places 0 to 65535")
    half = _SIZE // 2
    if place >= half:
        return bisect_right(_steps(), place - half)
    return -bisect_right(_steps(), half - 1 - place)


def normal_milli(number: int) -> int:
    """A standard normal number in thousandths, from the high bits of a 64-bit draw."""
    return normal_at((number & 0xFFFFFFFFFFFFFFFF) >> 48)
