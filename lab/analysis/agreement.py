"""How far two markers agree who judged the same answers by the same levels, each without knowing of the other.

The share of equal judgements is what it says. Cohen's kappa takes off what two people who chose by chance, each as often as
they did, would agree on; weighted by the square of the distance, a neighbouring level counts as nearly the same.
Sources: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968) 213-220; J. L. Fleiss and J. Cohen, "The equivalence of
weighted kappa and the intraclass correlation coefficient", Educational and Psychological Measurement 33 (1973) 613-619.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Pair = tuple[int, int]
"""The level that one marker chose and the level that the other chose, counted from 0."""


def agreement_share(pairs: Sequence[Pair]) -> Fraction | None:
    """The share of pairs in which both chose the same level, 0 to 1; None without pairs."""
    return Fraction(sum(one == other for one, other in pairs), len(pairs)) if pairs else None


def weighted_kappa(pairs: Sequence[Pair]) -> Fraction | None:
    """Quadratically weighted kappa: 1 for full agreement, 0 for what chance gives, less for what is worse than chance.

    How many levels there are does not matter: their number cancels out of the quotient. None without pairs, and where chance
    could not disagree because both chose one and the same level for every answer.
    """
    found = sum((one - other) ** 2 for one, other in pairs)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum((one - other) ** 2 * first[one] * second[other] for one in first for other in second)
    return 1 - Fraction(found * len(pairs), by_chance) if by_chance else None
