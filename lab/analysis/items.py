"""What each check says about a class: how hard it was, and whether those who did well elsewhere did well here.

Sources: difficulty index p and item-rest correlation, Crocker and Algina 1986, chapter 14; upper and lower 27 %, Kelley 1939;
the limits of discrimination, Ebel and Frisbie 1991, chapter 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.analysis.measures import correlation, mean
from lab.analysis.scores import Column, Scores

Verdict = Literal["few", "turns_round", "too_easy", "too_hard", "does_not_separate", "fine"]
FEWEST = 10
"""Results below which no word is said about a check."""
FEWEST_FOR_GROUPS = 4
"""Below that an upper and a lower group would be one person, or the same one."""
KELLEY = Fraction(27, 100)
EASY, HARD = Fraction(95, 100), Fraction(10, 100)
SEPARATES = Fraction(20, 100)
TURNED = Fraction(-10, 100)
"""Between this and 0 a correlation is chance as far as a class can tell."""


@dataclass(frozen=True, slots=True)
class Item:
    """One check over a class.

    `n`: results known; `unknown`: those that wait for a person or broke. `difficulty`: the mean share p, 0 to 1, high where
    it was easy. `discrimination`: the correlation with the share of all *other* points, in thousandths. `upper_lower`: the mean
    share of the best 27 % less that of the weakest. None where there is no variance or nobody to compare.
    """

    check: Column
    n: int
    unknown: int
    difficulty: Fraction | None
    discrimination: Fraction | None
    upper_lower: Fraction | None
    full: int
    partial: int
    zero: int
    verdict: Verdict


def items(scores: Scores) -> tuple[Item, ...]:
    """Every check of a table, in its order."""
    totals = [(scores.points(row), scores.possible(row)) for row in scores.rows]
    return tuple(_item(scores, place, totals) for place in range(len(scores.columns)))


def _item(scores: Scores, place: int, totals: Sequence[tuple[Fraction, int]]) -> Item:
    weight = scores.columns[place].max_points
    known = [(total, share) for row, total in zip(scores.rows, totals, strict=True) if (share := row.shares[place]) is not None]
    shares = [share for _, share in known]
    beside = [(share, (points - share * weight) / (possible - weight)) for (points, possible), share in known if possible > weight]
    whole = [(points / possible, share) for (points, possible), share in known if possible]
    difficulty = mean(shares)
    separates = correlation([share for share, _ in beside], [rest for _, rest in beside])
    full, zero = sum(share == 1 for share in shares), sum(share == 0 for share in shares)
    return Item(
        scores.columns[place], len(shares), len(scores.rows) - len(shares), difficulty, separates, upper_lower(whole), full,
        len(shares) - full - zero, zero, verdict_on(len(shares), difficulty, separates),
    )  # fmt: skip


def verdict_on(n: int, difficulty: Fraction | None, separates: Fraction | None) -> Verdict:
    """A plain word for a check; the worst that is true of it.

    A check that nearly everybody earns cannot separate anybody, so its easiness is told first.
    """
    if n < FEWEST or difficulty is None:
        return "few"
    if separates is not None and separates < TURNED:
        return "turns_round"
    if difficulty >= EASY:
        return "too_easy"
    if difficulty <= HARD:
        return "too_hard"
    if separates is None or separates < SEPARATES:
        return "does_not_separate"
    return "fine"


def upper_lower(results: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The mean share of the best 27 % less that of the weakest 27 %; `results` are pairs of total and share.

    Groups have 27 % of the class, rounded half up. Who is tied at the edge of a group counts in part, so that the order of the rows
    makes no difference. None for fewer than `FEWEST_FOR_GROUPS`.
    """
    if len(results) < FEWEST_FOR_GROUPS:
        return None
    size = max(1, int(KELLEY * len(results) + Fraction(1, 2)))
    best = _group_mean(sorted(results, key=lambda pair: -pair[0]), size)
    return best - _group_mean(sorted(results, key=lambda pair: pair[0]), size)


def _group_mean(ordered: Sequence[tuple[Fraction, Fraction]], size: int) -> Fraction:
    """The mean share of the first `size`; places at the edge are shared by all who have that total."""
    edge = ordered[size - 1][0]
    tied = [share for total, share in ordered if total == edge]
    before = [share for total, share in ordered[:size] if total != edge]
    at_edge = sum(tied, Fraction(0)) / len(tied) * (size - len(before))
    return (sum(before, Fraction(0)) + at_edge) / size
