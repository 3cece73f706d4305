"""Two markers: how often they agree, and how much better than chance."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.analysis.agreement import agreement_share, weighted_kappa

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


def test_without_answers_nothing_can_be_said() -> None:
    assert agreement_share([]) is None and weighted_kappa([]) is None


def test_full_agreement_is_one_and_the_same_level_throughout_says_nothing() -> None:
    assert (agreement_share([(0, 0), (2, 2)]), weighted_kappa([(0, 0), (2, 2)])) == (1, 1)
    assert (agreement_share([(1, 1), (1, 1)]), weighted_kappa([(1, 1), (1, 1)])) == (1, None)


def test_one_who_never_varies_is_as_good_as_chance_and_opposites_are_worse() -> None:
    assert weighted_kappa([(0, 1), (1, 1), (2, 1)]) == 0
    assert weighted_kappa([(0, 2), (2, 0)]) == -1


def test_a_table_worked_out_by_hand() -> None:
    """Three levels, ten answers. Squared distances found: three times 1 and once 4, so 7. By chance: with 4, 3, 3 and 3, 4, 3
    choices it is (4*4 + 3*3 + 3*3 + 3*4)*1 + (4*3 + 3*3)*4 = 46 + 84 = 130, over ten answers 13. Kappa is 1 - 7/13."""
    pairs = [(0, 0), (0, 0), (0, 1), (0, 2), (1, 1), (1, 1), (1, 0), (2, 2), (2, 2), (2, 1)]
    assert sum((a - b) ** 2 for a, b in pairs) == 1 + 4 + 1 + 1
    assert agreement_share(pairs) == Fraction(6, 10)
    assert weighted_kappa(pairs) == 1 - Fraction(7 * 10, 130)


@pytest.mark.parametrize("factor", [2, 3])
def test_the_distance_between_levels_is_no_matter_of_their_unit(factor: int) -> None:
    pairs = [(0, 1), (1, 1), (2, 2), (3, 1)]
    assert weighted_kappa([(a * factor, b * factor) for a, b in pairs]) == weighted_kappa(pairs)


@given(PAIRS)
def test_who_is_first_is_no_matter_and_it_lies_between_minus_one_and_one(pairs: list[tuple[int, int]]) -> None:
    kappa = weighted_kappa(pairs)
    assert kappa == weighted_kappa([(b, a) for a, b in pairs])
    assert kappa is None or -1 <= kappa <= 1
