"""The lab's gradebook as exports take it. Who leads the course sees names here; what is sealed is not in it."""

from lab.exports.gradebook import ExportColumn, ExportRow, GradebookExport
from lab.school.gradebooks import Gradebook


def export_of(course_id: int, title: str, book: Gradebook) -> GradebookExport:
    """The students and the points that count. An assignment that is marked blind and not released has no column."""
    columns = tuple(
        ExportColumn(view.id, view.title, book.max_points.get(view.id), view.due_at, view.opens_at)
        for view in book.assignments
        if view.id not in book.sealed
    )
    shown = {column.id for column in columns}
    rows = tuple(
        ExportRow(row.name, row.login, row.section, dict(row.refs), {key: points for key, points in row.points.items() if key in shown})
        for row in book.rows
        if row.name  # what is left of a deleted person has none
    )
    return GradebookExport(course_id, title, columns, rows)
