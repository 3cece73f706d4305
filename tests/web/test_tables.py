from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask

from lab.school.gradebooks import Gradebook, GradebookRow, ProgressRow
from lab.web.tables import band_of, class_figures, csv_bytes, gradebook_csv, result_chart

ROW = ProgressRow(1, "A", "a", 1, 1, "handed_in", 0, 3, None, "60.00", 100, counted="60.00")


def test_the_best_attempt_of_each_student_counts() -> None:
    rows = [ROW, replace(ROW, attempt=2, counted="80.00"), replace(ROW, user_id=2, counted="40.00"),
            replace(ROW, user_id=3, run_id=None, state="not_started", points=None, max_points=None, counted=None)]  # fmt: skip
    figures = class_figures(rows)
    assert (figures.students, figures.begun, figures.handed_in) == (3, 2, 2)
    assert figures.mean == Fraction(60)
    assert figures.max_points == 100


def test_nobody_has_a_mean_of_nothing() -> None:
    assert class_figures([]).mean is None
    assert result_chart(class_figures([])) is None


@pytest.mark.parametrize(("points", "band"), [("0", 0), ("19.99", 0), ("20", 1), ("79.99", 3), ("80", 4), ("100", 4), ("-3", 0)])
def test_a_band_begins_with_its_lower_edge(points: str, band: int) -> None:
    assert band_of(Decimal(points), 100) == band


def test_the_chart_counts_students_by_band(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        chart = result_chart(class_figures([ROW, replace(ROW, user_id=2, counted="100")]))
    assert chart is not None
    assert chart.rows == (("0–20", "0"), ("20–40", "0"), ("40–60", "0"), ("60–80", "1"), ("80–100", "1"))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_runs_no_name(name: str) -> None:
    assert csv_bytes([[name]]).decode("utf-8-sig").strip('"\r\n').startswith("'")


def test_the_gradebook_keeps_every_script_and_leaves_gaps_empty(app: Flask) -> None:
    book = Gradebook((), {}, (GradebookRow(1, "نور, الدين", "nur", {}),))
    with app.test_request_context("/sign-in"):
        assert gradebook_csv(book).decode("utf-8-sig") == 'Name,Login\r\n"نور, الدين",nur\r\n'
