"""Sheets that go out to a spreadsheet and come back: UTF-8 with a byte order mark, a row of English field names first.

Going out, rows are written one at a time and no cell can be run as a formula. Coming in, a file has at most
`MAX_BYTES` and `MAX_ROWS`; whatever is wrong is told with its row, its field, and how to mend it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flask import Response
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from lab.web.tables import defused

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
CHUNK = 100
"""Rows that go out together."""
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in a row (the heads are row 1; 0 is the whole file), in which field, and what to do."""

    row: int
    field: str
    text: str


@dataclass(slots=True)
class Sheet:
    """What was read: each row as its number and its cells by field name, and everything that was wrong."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def sheet_response(rows: Iterable[Sequence[str]], name: str) -> Response:
    """A download of rows, the heads among them, sent as they are made."""
    return Response(
        sheet_lines(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def sheet_lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The bytes of a sheet, some rows at a time."""
    yield b"\xef\xbb\xbf"
    for part in row_parts(rows, CHUNK, defused):
        yield part.encode()


def row_parts(rows: Iterable[Sequence[str]], chunk: int, clean: Callable[[str], str]) -> Iterator[str]:
    """Rows as CSV, `chunk` of them at a time, each cell made harmless by `clean`; nothing for no rows."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for number, row in enumerate(rows, 1):
        writer.writerow([clean(cell) for cell in row])
        if number % chunk == 0:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    if lines.tell():
        yield lines.getvalue()


def read_sheet(file: FileStorage | None, columns: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """A file that was sent, with these columns in any order; those of `optional` may be missing and are then empty.

    Commas, semicolons and tabs are understood. Empty rows are left out; further columns are not read.
    """
    sheet = Sheet()
    if file is None or not file.filename:
        return _wrong(sheet, _("Choose a file first."))
    data = file.stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return _wrong(sheet, _("The file is larger than 2 MB. Split it."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _wrong(sheet, _("The file is not in UTF-8. Save it from the spreadsheet as “CSV UTF-8”."))
    if not text.strip():
        return _wrong(sheet, _("The file is empty."))
    heads_line = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(_DELIMITERS, key=heads_line.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _wrong(sheet, _("The file cannot be read as CSV: a quotation mark is missing somewhere, or a cell is far too long."))
    table = [[_plain(cell) for cell in row] for row in table]
    while table and not any(table[0]):
        table.pop(0)
    heads = [cell.casefold() for cell in table[0]]
    missing = [name for name in columns if name not in heads and name not in optional]
    if missing:
        return _wrong(sheet, _("These columns are missing in the first row: %(names)s.", names=", ".join(missing)))
    if len(table) - 1 > MAX_ROWS:
        return _wrong(sheet, _("The file has more than %(limit)s rows. Split it.", limit=MAX_ROWS))
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            cells = dict(zip(heads, row, strict=False))
            sheet.rows.append((number, {name: cells.get(name, "") for name in columns}))
    if not sheet.rows:
        return _wrong(sheet, _("There are no rows below the heads."))
    return sheet


def _wrong(sheet: Sheet, text: str) -> Sheet:
    sheet.faults.append(SheetFault(0, "", text))
    return sheet


def _plain(cell: str) -> str:
    """A cell as it was before `defused` put an apostrophe in front of it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and defused(cell[1:]) != cell[1:] else cell
