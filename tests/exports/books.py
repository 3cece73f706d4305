"""Gradebooks for the tests of exports, made by hand and by hypothesis."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from lab.exports.gradebook import ExportColumn, ExportRow, GradebookExport
from lab.values.text import tidy

DUE = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
BOOK = GradebookExport(
    3,
    "Trade A",
    (ExportColumn(7, "First orders", 20, DUE), ExportColumn(8, "Customs", 10, None)),
    (
        ExportRow("Wei Li", "wli", "A", {"canvas_id": "11", "sis_id": "S1", "email": "wei@x.example"}, {7: "18.50", 8: "10.00"}, "7KQ-2MX"),
        ExportRow("王小明", "xm1", "A", {"canvas_id": "12"}, {7: "4.00"}, "8AB-3CD"),
        ExportRow("محمد علي", "mali", "B", {"sis_id": "S3"}, {8: "-1.00"}, "9EF-4GH"),
        ExportRow("Ana Ruiz", "aruiz", "B", {}, {}, "2JK-5LM"),
    ),
)

_LOGINS = st.text(st.sampled_from("abcxyz019._-+@"), min_size=2, max_size=12)
_NAMES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=24),
    st.text(st.sampled_from("Li, Wei\"'=+-@;王小明欧阳محمد ()\u200f\u202e"), max_size=16),
    st.sampled_from(["Points Possible", "Test Student", "Name", "=HYPERLINK(1)", "-5", "'=1", '"x"', "Li, Wei", "Wei\nLi"]),
).map(tidy)
_TITLES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.sampled_from(["Week (1)", "Final Score", "Group", "ID", "=1+1", "任务 (Real)", "Feedback: x", "Roles", "login", "Last downloaded from this course"]),
).map(tidy)
_POINTS = st.decimals(-999, 999, places=2).map(lambda number: f"{number:f}")


@st.composite
def books(draw: st.DrawFn) -> GradebookExport:
    """Any course: names and titles of every script, with quotation marks, commas and formulas in them."""
    titles = draw(st.lists(_TITLES.filter(bool), max_size=3))
    columns = tuple(ExportColumn(number, title, draw(st.none() | st.integers(0, 200)), None) for number, title in enumerate(titles, 1))
    logins = draw(st.lists(_LOGINS, unique=True, max_size=5))
    rows = tuple(
        ExportRow(
            draw(_NAMES.filter(bool)), login, draw(st.sampled_from(["", "A", "一班", "=B", "Группа, 2"])), {},
            {column.id: draw(_POINTS) for column in columns if draw(st.booleans())},
        )
        for login in logins
    )  # fmt: skip
    return GradebookExport(1, "Any", columns, rows)
