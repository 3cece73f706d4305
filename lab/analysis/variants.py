"""Whether some variants of a scenario were easier than others: the mean of each group, and how easily chance does the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lab.analysis.measures import deviation, mean
from lab.analysis.scores import Graded, score_table
from lab.values.chance import below, key_of, mix64

SHUFFLES = 499
FEWEST = 5
"""People that every group must have before chance is asked."""


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody who got one alternative: the mean share of points, and its standard deviation in thousandths."""

    value: str
    n: int
    mean: Fraction
    deviation: Fraction | None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The groups of one pick, by value.

    `by_chance`: the share of random deals of the same results to groups of the same sizes whose means lie at least as far apart;
    small where the alternatives were not equally hard. None with fewer than two groups, or one below `FEWEST`.
    """

    name: str
    groups: tuple[Group, ...]
    by_chance: Fraction | None


def alternatives(graded: Sequence[Graded]) -> tuple[Alternatives, ...]:
    """The groups of every pick of a class, by its name."""
    scores = score_table(graded)
    shares = {row.run: scores.share(row) for row in scores.rows}
    found: dict[str, dict[str, list[Fraction]]] = {}
    for one in graded:
        share = shares[one.run]
        if share is None:
            continue
        for name, value in one.picks.items():
            found.setdefault(name, {}).setdefault(value, []).append(share)
    return tuple(_alternatives(name, found[name]) for name in sorted(found))


def _alternatives(name: str, groups: Mapping[str, Sequence[Fraction]]) -> Alternatives:
    shown = tuple(
        Group(value, len(shares), mean(shares) or Fraction(0), deviation(shares)) for value, shares in sorted(groups.items())
    )
    ask = len(shown) > 1 and min(group.n for group in shown) >= FEWEST
    return Alternatives(name, shown, by_chance([groups[group.value] for group in shown], name) if ask else None)


def by_chance(groups: Sequence[Sequence[Fraction]], name: str) -> Fraction:
    """How many of `SHUFFLES` random deals, and the true one, keep the means at least as far apart.

    A permutation test (Fisher 1935) on the variance between groups; the true deal counts as one of those tried (Phipson and Smyth 2010),
    so that no chance is ever 0. The same results always give the same answer: chance is drawn from `name` and the sizes.
    """
    sizes = [len(group) for group in groups]
    scale = lcm(*(share.denominator for group in groups for share in group))
    values = [int(share * scale) for group in groups for share in sorted(group)]
    true = _between(values, sizes)
    key = key_of("variants", name, *sizes)
    as_far = 1
    for shuffle in range(SHUFFLES):
        number = mix64(key + shuffle)
        for place in range(len(values) - 1, 0, -1):
            number = mix64(number + place)
            other = below(number, place + 1)
            values[place], values[other] = values[other], values[place]
        as_far += _between(values, sizes) >= true
    return Fraction(as_far, SHUFFLES + 1)


def _between(values: Sequence[int], sizes: Sequence[int]) -> Fraction:
    """The sum of squared sums over sizes: it grows with the variance between the groups, the rest is the same in every deal."""
    total, begin = Fraction(0), 0
    for size in sizes:
        total += Fraction(sum(values[begin : begin + size]) ** 2, size)
        begin += size
    return total
