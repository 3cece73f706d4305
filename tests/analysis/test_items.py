"""Difficulty, discrimination and a plain word for each check."""

from fractions import Fraction

import pytest

from lab.analysis.items import FEWEST, items, upper_lower, verdict_on
from lab.analysis.scores import Graded, score_table
from tests.analysis.classes import graded, result, right_or_wrong


def test_difficulty_is_the_mean_share_and_the_three_outcomes_are_counted() -> None:
    (item,) = items(score_table([graded(run, {"a": share}) for run, share in enumerate(("1", "1", "1/2", "0"), start=1)]))
    assert (item.n, item.difficulty, item.full, item.partial, item.zero) == (4, Fraction(5, 8), 2, 1, 1)


def test_the_item_itself_is_left_out_of_the_total() -> None:
    # By hand: a = 1,1,0,0 against the rest 2,1,1,0: covariance 1/3, variances 1/3 and 2/3, so r = (1/3) / root(2/9) = 0.707.
    found = items(score_table(right_or_wrong(["111", "110", "001", "000"])))
    assert found[0].discrimination == Fraction("0.707")


def test_a_guttman_scale_separates_by_each_check() -> None:
    found = items(score_table(right_or_wrong(["111", "110", "100", "000"])))
    assert all(item.discrimination is not None and item.discrimination > 0 for item in found)
    assert [item.difficulty for item in found] == [Fraction(3, 4), Fraction(1, 2), Fraction(1, 4)]


def test_kelleys_groups_are_27_per_cent_at_each_end() -> None:
    # 11 people: three at each end. Best three earn 1, 1, 0; the weakest 0, 0, 1.
    results = [(Fraction(total), Fraction(share)) for total, share in zip(range(11), (0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1), strict=True)]
    assert upper_lower(results) == Fraction(2, 3) - Fraction(1, 3)


def test_who_is_tied_at_the_edge_counts_in_part_whatever_the_order() -> None:
    results = [(Fraction(2), Fraction(1)), (Fraction(1), Fraction(1)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(0))]
    assert upper_lower(results) == 1  # groups of one
    tied = [(Fraction(1), Fraction(share)) for share in (1, 0, 0, 0)]
    assert upper_lower(tied) == upper_lower(tied[::-1]) == 0
    assert upper_lower(tied[:3]) is None


@pytest.mark.parametrize(
    ("n", "difficulty", "separates", "verdict"),
    [
        (FEWEST - 1, "1/2", "1/2", "few"),
        (FEWEST, "1/2", "1/2", "fine"),
        (FEWEST, "1/2", "1/5", "fine"),
        (FEWEST, "1/2", "0.199", "does_not_separate"),
        (FEWEST, "1/2", "-0.1", "does_not_separate"),
        (FEWEST, "1/2", "-0.101", "turns_round"),
        (FEWEST, "1/2", None, "does_not_separate"),
        (FEWEST, "0.95", "0.1", "too_easy"),
        (FEWEST, "1/10", "0.5", "too_hard"),
        (FEWEST, "0.96", "-0.5", "turns_round"),
    ],
)
def test_the_worst_that_is_true_is_said(n: int, difficulty: str, separates: str | None, verdict: str) -> None:
    assert verdict_on(n, Fraction(difficulty), None if separates is None else Fraction(separates)) == verdict


def test_a_check_that_the_weak_pass_and_the_strong_fail_is_found() -> None:
    rows = ["11110"] * 6 + ["00001"] * 6
    found = {item.check.id: item.verdict for item in items(score_table(right_or_wrong(rows)))}
    assert found == {"a": "fine", "b": "fine", "c": "fine", "d": "fine", "e": "turns_round"}


def test_what_is_unknown_is_counted_apart() -> None:
    class_ = [Graded(1, 1, 1, {}, [result("a", "0", status="waiting")]), graded(2, {"a": "1"})]
    (item,) = items(score_table(class_))
    assert (item.n, item.unknown, item.difficulty, item.verdict) == (1, 1, 1, "few")


def test_nobody_is_no_fault() -> None:
    (item,) = items(score_table([Graded(1, 1, 1, {}, [result("a", "0", status="error")])]))
    assert (item.difficulty, item.discrimination, item.upper_lower) == (None, None, None)
