import pytest

from lab.web.charts import HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, column_chart, line_chart, scale, sparkline


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 9, [0, 5, 10]), (0, 400, [0, 100, 200, 300, 400]), (-60, 130, [-100, -50, 0, 50, 100, 150]), (0, 0, [0, 0.5, 1])],
)
def test_a_scale_has_round_marks_around_everything(low: float, high: float, marks: list[float]) -> None:
    assert scale(low, high, 4) == pytest.approx(marks) or (low, high) == (0, 0)
    assert scale(low, high)[0] <= low and scale(low, high)[-1] >= high


def test_a_line_goes_from_edge_to_edge_and_higher_values_stand_higher() -> None:
    chart = line_chart("Visits", ["1", "2", "3"], [Series("a", [0, 50, 100])], show=str)
    dots = chart.lines[0].dots
    assert (dots[0].x, dots[-1].x) == (LEFT, WIDTH - RIGHT)
    assert dots[0].y > dots[1].y > dots[2].y == TOP
    assert chart.lines[0].area.endswith("Z")


def test_a_gap_lifts_the_pen() -> None:
    chart = line_chart("Rank", ["1", "2", "3"], [Series("a", [1, None, 3])], show=str)
    assert chart.lines[0].path.count("M") == 2 and "L" not in chart.lines[0].path
    assert chart.rows == (("1", "1"), ("2", "–"), ("3", "3"))


def test_a_zero_is_a_value_and_not_a_gap() -> None:
    chart = line_chart("Orders", ["1", "2"], [Series("a", [0, 0])], show=lambda value: f"{value:.0f}")
    assert chart.rows == (("1", "0"), ("2", "0"))


def test_bars_stand_on_zero() -> None:
    chart = column_chart("Cash", [("a", -5.0), ("b", 10.0), ("c", 0.0)], show=str)
    below, above, none = chart.bars
    assert above.y + above.height == pytest.approx(below.y, abs=0.2)
    assert none.height == 0
    assert all(0 <= bar.y <= HEIGHT for bar in chart.bars)


def test_too_many_series_or_a_series_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="four"):
        line_chart("x", ["1"], [Series(str(n), [1]) for n in range(5)])
    with pytest.raises(ValueError, match="four"):
        line_chart("x", ["1", "2"], [Series("a", [1])])


def test_an_empty_chart_can_be_drawn() -> None:
    assert line_chart("x", [], [Series("a", [])], show=str).lines[0].path == ""
    assert column_chart("x", [], show=str).bars == ()


def test_a_sparkline_needs_two_values() -> None:
    assert sparkline([5]) == ""
    assert sparkline([1, 3]) == "0.0,22.0 100.0,2.0"
