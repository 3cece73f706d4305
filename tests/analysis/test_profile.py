"""Competences of a student and of a class."""

from fractions import Fraction

from lab.analysis.profile import Earned, class_profile, profile_of
from tests.analysis.classes import result


def test_points_are_added_up_by_competence() -> None:
    results = [result("a", "1/2", skill="orders", max_points=4), result("b", "1", skill="orders", max_points=2), result("c", "0", skill="law", max_points=3)]
    assert profile_of(results) == (Earned("law", Fraction(0), 3), Earned("orders", Fraction(4), 6))
    assert profile_of(results)[1].share == Fraction(2, 3)


def test_what_has_no_competence_no_points_or_no_result_is_left_out() -> None:
    results = [result("a"), result("b", skill="law", max_points=0), result("c", "0", skill="law", status="waiting"), result("d", "0", skill="law", status="error")]
    assert profile_of(results) == ()


def test_each_student_counts_the_same_in_the_class() -> None:
    profiles = [(Earned("law", Fraction(10), 10),), (Earned("law", Fraction(0), 1), Earned("orders", Fraction(1), 2)), ()]
    law, orders = class_profile(profiles)
    assert (law.skill, law.n, law.mean, law.lower_quartile, law.upper_quartile, law.possible) == ("law", 2, Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), 10)
    assert (orders.n, orders.mean) == (1, Fraction(1, 2))
    assert class_profile([]) == ()
