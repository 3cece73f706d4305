"""Cronbach's alpha, the error of measurement, and repeated attempts."""

from fractions import Fraction

from lab.analysis.reliability import reliability_of, retest
from lab.analysis.scores import Graded, score_table
from tests.analysis.classes import graded, result, right_or_wrong

GUTTMAN = ["111", "110", "100", "000"]


def test_alpha_of_a_guttman_scale_is_three_quarters() -> None:
    # By hand: variances of the checks 1/4, 1/3, 1/4; of the totals 3, 2, 1, 0: 5/3. 3/2 * (1 - (5/6) / (5/3)) = 3/4.
    found = reliability_of(score_table(right_or_wrong(GUTTMAN)))
    assert (found.n, found.checks, found.alpha) == (4, 3, Fraction(3, 4))
    assert found.error == Fraction("0.645")  # root of 5/3 * 1/4


def test_the_same_check_three_times_is_wholly_reliable() -> None:
    found = reliability_of(score_table(right_or_wrong(["111", "000", "111", "000"])))
    assert (found.alpha, found.error) == (1, 0)


def test_checks_that_work_against_each_other_give_a_negative_alpha() -> None:
    alpha = reliability_of(score_table(right_or_wrong(["110", "001", "010", "100"]))).alpha
    assert alpha is not None and alpha < 0


def test_a_check_without_variance_says_nothing_about_it() -> None:
    with_sure_point = [row + "1" for row in GUTTMAN]
    assert reliability_of(score_table(right_or_wrong(with_sure_point))).alpha == Fraction(3, 4)


def test_runs_with_something_unknown_are_left_out() -> None:
    unknown = Graded(9, 9, 1, {}, [result("a", "0", status="waiting", max_points=1), result("b", "1", max_points=1), result("c", "1", max_points=1)])
    assert reliability_of(score_table([*right_or_wrong(GUTTMAN), unknown])).n == 4


def test_too_little_has_no_alpha() -> None:
    for rows in ([], ["111"], ["1", "0"], ["11", "11"]):
        assert reliability_of(score_table(right_or_wrong(rows))).alpha is None


def attempts(*pairs: tuple[str, str], other: str = "mug") -> list[Graded]:
    made = []
    for person, (first, second) in enumerate(pairs, start=1):
        made.append(graded(10 * person, {"a": first}, person=person, attempt=1, product="mug"))
        made.append(graded(10 * person + 1, {"a": second}, person=person, attempt=2, product=other))
    return made


def test_attempts_that_keep_their_order_agree_and_the_gain_is_told() -> None:
    found = retest(attempts(("0", "1/4"), ("1/4", "1/2"), ("1/2", "3/4"), other="kettle"))
    assert (found.n, found.other_variant, found.correlation, found.gain) == (3, 3, 1, Fraction(1, 4))


def test_two_people_always_lie_on_one_line() -> None:
    found = retest(attempts(("0", "1/4"), ("1/4", "1/2")))
    assert (found.n, found.other_variant, found.correlation) == (2, 0, None)


def test_only_the_first_two_attempts_count_and_single_ones_do_not() -> None:
    third = graded(12, {"a": "0"}, person=1, attempt=3)
    found = retest([third, *attempts(("0", "1")), graded(99, {"a": "1"})])
    assert (found.n, found.gain) == (1, 1)
    assert retest([]).gain is None
