"""All parts of the design system on one page, `/_parts`; registered only while developing."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from lab.values.money import Money
from lab.web.charts import Series, column_chart, line_chart, sparkline

pages = Blueprint("parts", __name__)
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pages.get("/_parts")
def get_parts() -> str:
    days = [f"{day}" for day in range(1, 15)]
    visits = [120, 132, 128, 160, 171, 150, 149, 190, 220, 214, 260, 251, 270, 310]
    rivals = [180, 176, 181, 190, 185, 188, 192, 191, 197, 199, 203, 202, 201, 207]
    return render_template(
        "dev/parts.html",
        start=START,
        price=Money(129_900, "EUR"),
        lines=line_chart("Visits", days, [Series("Desk lamp", visits), Series("Rivals' mean", rivals)], axis="Day"),
        one_line=line_chart("Cash", days, [Series("Cash", [value - 180 for value in visits])], axis="Day"),
        columns=column_chart("Results", [("0–20", 1), ("20–40", 0), ("40–60", 4), ("60–80", 9), ("80–100", 6)], axis="Points", measure="Students"),
        spots=sparkline(visits),
    )
