"""Points put into a file that an instructor downloaded from another system: every other byte of it stays as it was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lab.exports.gradebook import ExportColumn, ExportRow, same_number
from lab.exports.matching import FileRow, Unsure
from lab.values.csvfile import Cell, CsvFile, Row, cell_of, read_csv
from lab.values.errors import BadInput

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
_COMMA_NUMBER = re.compile(r"-?\d+,\d+")
_POINT_NUMBER = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Filled:
    """The file with the points in it, and what became of everybody.

    `filled` counts the cells that now say the points of a student (also where they did before). `unknown` are rows of nobody in the
    course, `missing` students without a row, `unsure` rows that fit several. `new` are the heads of columns that were added.
    """

    data: bytes
    filled: int
    unknown: tuple[FileRow, ...]
    missing: tuple[ExportRow, ...]
    unsure: tuple[Unsure, ...]
    new: tuple[str, ...]


def read_upload(uploaded: bytes) -> CsvFile:
    """A file to be filled. Raises BadInput: fill_too_large(limit), fill_too_long(found, limit), fill_empty, or what `read_csv` raises."""
    if len(uploaded) > MAX_BYTES:
        raise BadInput("fill_too_large", limit=MAX_BYTES // 1_000_000)
    file = read_csv(uploaded)
    if len(file.rows) > MAX_ROWS:
        raise BadInput("fill_too_long", found=len(file.rows), limit=MAX_ROWS)
    if all(row.is_blank for row in file.rows):
        raise BadInput("fill_empty")
    return file


def place_of(head: str, heads: Sequence[str], fits: Sequence[bool]) -> int | None:
    """The one column that fits, None for none. Raises BadInput("fill_column_twice") for several."""
    places = [place for place, fit in enumerate(fits) if fit]
    if len(places) > 1:
        raise BadInput("fill_column_twice", title=head[:80], heads=" | ".join(heads[place] for place in places)[:200])
    return places[0] if places else None


def put(
    file: CsvFile, heads_at: int, column: ExportColumn, place: int | None, students: Mapping[int, ExportRow], *,
    head: str, before: int | None = None, maximum_at: int | None = None,
) -> tuple[CsvFile, int]:  # fmt: skip
    """One column's points put into the rows of their students, by line; and how many cells say them now.

    `heads_at` is the row of heads. `place` None adds a column with that `head` before the column `before`, else behind the last, and
    writes its most points into the row `maximum_at`. Students without points keep what their cell says.
    """
    rows = list(file.rows)
    if place is None:
        place = len(rows[heads_at].cells) if before is None else before
        rows = [_with_place(row, place) for row in rows]
        rows[heads_at] = _with_cell(rows[heads_at], place, cell_of(head))
        if maximum_at is not None and column.max_points is not None:
            rows[maximum_at] = _with_cell(rows[maximum_at], place, cell_of(str(column.max_points)))
    comma = file.delimiter != "," and _writes_commas(rows)
    filled = 0
    for number, row in enumerate(rows):
        student = students.get(row.line)
        if student is None or number == heads_at or column.id not in student.points:
            continue
        points = student.points[column.id]
        if not (place < len(row.cells) and same_number(row.cells[place].text, points)):
            text = points.replace(".", ",") if comma else points
            rows[number] = _with_cell(row, place, Cell(text, text))
        filled += 1
    return replace(file, rows=tuple(rows)), filled


def _with_place(row: Row, place: int) -> Row:
    """The row with an empty cell put in; blank rows stay as they are."""
    if len(row.cells) == 1 and not row.cells[0].raw:
        return row
    cells = row.cells + (Cell("", ""),) * (place - len(row.cells))
    return replace(row, cells=(*cells[:place], Cell("", ""), *cells[place:]))


def _with_cell(row: Row, place: int, cell: Cell) -> Row:
    cells = row.cells + (Cell("", ""),) * (place + 1 - len(row.cells))
    return replace(row, cells=(*cells[:place], cell, *cells[place + 1 :]))


def _writes_commas(rows: Sequence[Row]) -> bool:
    """Whether the numbers of a file have commas, as in a spreadsheet of most of Europe."""
    cells = [cell.text.strip() for row in rows for cell in row.cells]
    return any(map(_COMMA_NUMBER.fullmatch, cells)) and not any(map(_POINT_NUMBER.fullmatch, cells))
