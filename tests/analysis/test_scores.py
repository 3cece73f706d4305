"""The table of a class."""

from fractions import Fraction

from lab.analysis.scores import Graded, score_table
from tests.analysis.classes import graded, result


def test_columns_stand_in_order_and_rows_have_points() -> None:
    scores = score_table([graded(1, {"b": "1", "a": "1/2"}), graded(2, {"b": "0", "a": "1"})])
    assert [column.id for column in scores.columns] == ["b", "a"] and scores.max_points == 20
    assert [scores.points(row) for row in scores.rows] == [15, 10]
    assert scores.share(scores.rows[0]) == Fraction(3, 4)


def test_what_waits_or_broke_is_no_zero() -> None:
    waiting = Graded(1, 1, 1, {}, [result("a", "1"), result("b", "0", status="waiting"), result("c", "0", status="error")])
    scores = score_table([waiting, graded(2, {"a": "1", "b": "1", "c": "1"})])
    row, other = scores.rows
    assert row.shares == (1, None, None)
    assert scores.share(row) == 1 and scores.possible(row) == 10 and not scores.is_complete(row) and scores.is_complete(other)


def test_a_run_of_which_nothing_is_known_has_no_share() -> None:
    scores = score_table([Graded(1, 1, 1, {}, [result("a", "0", status="error")])])
    assert scores.share(scores.rows[0]) is None


def test_a_check_that_was_not_reached_is_a_zero() -> None:
    scores = score_table([Graded(1, 1, 1, {}, [result("a", "0", status="not_reached")])])
    assert scores.rows[0].shares == (0,)


def test_a_check_weighs_as_in_most_grades() -> None:
    class_ = [graded(run, {"a": "1"}, max_points=points) for run, points in ((1, 4), (2, 6), (3, 6))]
    assert score_table(class_).max_points == 6


def test_an_empty_class_has_an_empty_table() -> None:
    assert score_table([]).columns == () and score_table([]).rows == ()
