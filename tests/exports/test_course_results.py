"""The lab's gradebook as exports take it."""

from datetime import UTC, datetime

from lab.exports.course_results import export_of
from lab.school.assignments import AssignmentView
from lab.school.gradebooks import Gradebook, GradebookRow

AT = datetime(2026, 11, 1, tzinfo=UTC)


def view(number: int, title: str) -> AssignmentView:
    return AssignmentView(number, 3, "Trade", "lamp", "1.0.0", "a" * 64, title, AT, None, 1, "at_hand_in", None, True, ())


def test_a_sealed_assignment_has_neither_column_nor_points() -> None:
    row = GradebookRow(5, "Li Wei", "lwei", {7: "4.00", 8: "9.00"}, "A", {"sis_id": "S1"})
    book = export_of(3, "Trade", Gradebook((view(7, "Open"), view(8, "Blind")), {7: 20}, (row, GradebookRow(6, "", "deleted-12", {7: "1.00"})), frozenset({8})))
    assert [(column.id, column.title, column.max_points, column.opens) for column in book.columns] == [(7, "Open", 20, AT)]
    (one,) = book.rows
    assert (one.name, one.login, one.section, one.refs, one.points) == ("Li Wei", "lwei", "A", {"sis_id": "S1"}, {7: "4.00"})
