"""How the points of a class are spread: bands of equal width, middle, and width."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.analysis.measures import deviation, mean, quantile

BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """Results from `low` to below `high` points; the last band has full points too."""

    low: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Points of so many results. `deviation` is over n - 1, in thousandths; figures are None where there are too few results."""

    n: int
    max_points: int
    bands: tuple[Band, ...]
    mean: Fraction | None
    median: Fraction | None
    deviation: Fraction | None
    lower_quartile: Fraction | None
    upper_quartile: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


def spread_of(points: Sequence[Fraction], max_points: int, bands: int = BANDS) -> Spread:
    """The spread of some results from 0 to `max_points`; what lies outside stands in the band at that end.

    Raises ValueError if `max_points` or `bands` is less than 1.
    """
    if max_points < 1 or bands < 1:
        raise ValueError("at least one point and one band")
    width = Fraction(max_points, bands)
    counts = [0] * bands
    for one in points:
        counts[min(bands - 1, max(0, int(one / width)))] += 1
    return Spread(
        n=len(points),
        max_points=max_points,
        bands=tuple(Band(width * place, width * (place + 1), count) for place, count in enumerate(counts)),
        mean=mean(points),
        median=quantile(points, Fraction(1, 2)),
        deviation=deviation(points),
        lower_quartile=quantile(points, Fraction(1, 4)),
        upper_quartile=quantile(points, Fraction(3, 4)),
        lowest=min(points, default=None),
        highest=max(points, default=None),
    )
