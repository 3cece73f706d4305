"""How far the points of a class can be relied on: from one sitting, and from attempt to attempt.

Sources: coefficient alpha, Cronbach 1951; standard error of measurement, Harvill 1991; the same people tested twice, Crocker and
Algina 1986, chapter 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.analysis.measures import correlation, mean, root, variance
from lab.analysis.scores import Graded, Scores, score_table

FEWEST_PAIRS = 3
"""Two people always lie on one line."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Over `n` complete rows and `checks` columns in which results differ.

    `alpha` is exact, 1 at most, and may be negative; None with fewer than two such columns, two rows, or without variance.
    `error`: the standard error of measurement in points, in thousandths: two thirds of all results lie so near to what
    the same person would earn on the average.
    """

    n: int
    checks: int
    alpha: Fraction | None
    error: Fraction | None


@dataclass(frozen=True, slots=True)
class Retest:
    """The first attempts of `n` people beside their next ones, as shares of the points that could be earned.

    `other_variant` of them got another variant the second time. `correlation` is None below `FEWEST_PAIRS` or without variance;
    `gain` is the mean of the second less the first.
    """

    n: int
    other_variant: int
    correlation: Fraction | None
    gain: Fraction | None


def reliability_of(scores: Scores) -> Reliability:
    """Cronbach's alpha over the checks, and the standard error that follows; rows with something unknown are left out."""
    rows = [row for row in scores.rows if scores.is_complete(row)]
    spreads = []
    for place, column in enumerate(scores.columns):
        points = [(row.shares[place] or Fraction(0)) * column.max_points for row in rows if column.max_points]
        spread = variance(points)
        if spread:
            spreads.append(spread)
    total = variance([scores.points(row) for row in rows])
    if len(spreads) < 2 or not total:
        return Reliability(len(rows), len(spreads), None, None)
    k = len(spreads)
    alpha = Fraction(k, k - 1) * (1 - sum(spreads, Fraction(0)) / total)
    return Reliability(len(rows), k, alpha, root(total * (1 - alpha)))


def retest(attempts: Sequence[Graded]) -> Retest:
    """The first two graded attempts of everybody who made two or more."""
    scores = score_table(attempts)
    shares = {row.run: scores.share(row) for row in scores.rows}
    people: dict[int, list[Graded]] = {}
    for one in sorted(attempts, key=lambda one: (one.person, one.attempt)):
        if shares[one.run] is not None:
            people.setdefault(one.person, []).append(one)
    pairs = [(own[0], own[1]) for own in people.values() if len(own) > 1]
    before, after = _shares(shares, [one for one, _ in pairs]), _shares(shares, [two for _, two in pairs])
    gain = mean([two - one for one, two in zip(before, after, strict=True)])
    found = correlation(before, after) if len(pairs) >= FEWEST_PAIRS else None
    return Retest(len(pairs), sum(dict(one.picks) != dict(two.picks) for one, two in pairs), found, gain)


def _shares(shares: Mapping[int, Fraction | None], attempts: Sequence[Graded]) -> list[Fraction]:
    return [share for one in attempts if (share := shares[one.run]) is not None]
