"""Results for Canvas: a gradebook file to import, and a gradebook that was exported there with the points filled in.

Form: canvas-lms lib/gradebook_exporter.rb and lib/gradebook_importer.rb, read 2026-11. The first row has Student, ID, SIS User ID, SIS
Login ID, Section, then "Title (id)" of each assignment, and totals that Canvas reckons itself; "Points Possible" is a row. Canvas finds
a student by ID, else SIS User ID, else SIS Login ID, else name; a head without an id that it knows makes a new assignment.
"""

import re

from lab.exports.filling import Filled, place_of, put, read_upload
from lab.exports.gradebook import ExportRow, GradebookExport, unique_heads
from lab.exports.matching import FileRow, folded, match
from lab.exports.spreadsheet import Figure, csv_bytes, defused
from lab.school.roster_heads import read_heads
from lab.school.roster_names import as_sortable, from_sortable, joined
from lab.school.rosters import TEST_STUDENT
from lab.values.csvfile import heads_row, undefused
from lab.values.errors import BadInput
from lab.values.text import tidy

HEADS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"
"""With four blanks in front, so that it sorts before the students."""
_TAKEN = (*HEADS, "LastName", "FirstName", "Integration ID", "Root Account")
_WITH_ID = re.compile(r"(.*) \(\d+\)", re.DOTALL)
_AN_ID = re.compile(r" \((\d+)\)\Z")
_TOTAL = re.compile(r"\b(current|final|override) (score|points|grade|status)", re.IGNORECASE)
"""What Canvas takes for a total of its own wherever in a head it stands."""
_KEYS = {"canvas_id": ("canvas_id",), "sis_id": ("sis_id", "moodle_id"), "login_id": ("login", "email"), "name": ("name",)}


def gradebook_csv(book: GradebookExport) -> bytes:
    """The whole gradebook in the form that Canvas imports."""
    lines: list[list[str]] = [[*HEADS, *heads_of(book)]]
    lines.append([POINTS_POSSIBLE, "", "", "", "", *(_maximum(one.max_points) for one in book.columns)])
    for row in book.rows:
        keys = [as_sortable(row.name), row.ref("canvas_id"), row.ref("sis_id"), row.ref("login_id"), row.section]
        lines.append([*keys, *(_points(row, one.id) for one in book.columns)])
    return csv_bytes(lines)


def heads_of(book: GradebookExport) -> list[str]:
    """The heads of a book's columns, none of which Canvas takes for a total of its own or for another assignment's id."""
    return unique_heads((head_of(column.title) for column in book.columns), _TAKEN)


def head_of(title: str) -> str:
    """A title as a head: "Week (1)" becomes "Week [1]", "Final Score" becomes "Final-Score"."""
    return _TOTAL.sub(r"\1-\2", _AN_ID.sub(r" [\1]", title))


def fill(uploaded: bytes, book: GradebookExport) -> Filled:
    """The gradebook that was exported from Canvas, with the points of all columns of `book` in it (`book.only` takes some).

    An assignment is found by its title, with or without Canvas' id behind it; one that is not there becomes a new column behind the
    last, with its most points in the row for them. Raises BadInput: fill_not_canvas, fill_column_twice, or what `read_upload` raises.
    """
    file = read_upload(uploaded)
    heads_at = heads_row(file)
    heads = read_heads(file.rows[heads_at].texts)
    if heads is None or heads.form != "canvas_gradebook":
        raise BadInput("fill_not_canvas")
    maximum_at = None
    rows = []
    for number, row in enumerate(file.rows[heads_at + 1 :], heads_at + 1):
        keys = {key: heads.cell(row.texts, key) for key in ("canvas_id", "sis_id", "login_id")}
        keys["name"] = _name(heads.cell(row.texts, "sortable"), heads.cell(row.texts, "family"), heads.cell(row.texts, "given"))
        if folded(row.texts[0]) == "points possible" and not (keys["canvas_id"] or keys["sis_id"] or keys["login_id"]):
            maximum_at = number
        elif any(keys.values()) and folded(row.texts[0]) != TEST_STUDENT:
            rows.append(FileRow(row.line, keys["name"], keys))
    found = match(rows, book.rows, _KEYS)
    own = set(heads.places.values())
    new, filled = [], 0
    for column, head in zip(book.columns, heads_of(book), strict=True):
        texts = [tidy(undefused(text)) for text in file.rows[heads_at].texts]
        place = place_of(head, texts, [at not in own and _is_head(text, head) for at, text in enumerate(texts)])
        new += [head] if place is None else []
        file, count = put(file, heads_at, column, place, found.by_line, head=defused(head), maximum_at=maximum_at)
        filled += count
    return Filled(file.to_bytes(), filled, found.unknown, found.missing, found.unsure, tuple(new))


def _is_head(text: str, head: str) -> bool:
    with_id = _WITH_ID.fullmatch(text)
    return folded(text) == folded(head) or (with_id is not None and head_of(folded(with_id[1])) == folded(head))


def _name(sortable: str, family: str, given: str) -> str:
    return from_sortable(sortable) if sortable else joined(family, given)


def _maximum(points: int | None) -> str:
    return Figure(str(points)) if points is not None else ""


def _points(row: ExportRow, column_id: int) -> str:
    return Figure(row.points[column_id]) if column_id in row.points else ""
