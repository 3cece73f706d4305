"""Sheets out and in: what a spreadsheet gets, and what is said about a file that cannot be read."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from lab.web.sheets import CHUNK, MAX_ROWS, Sheet, read_sheet, sheet_lines

COLUMNS = ("name", "pieces")


@pytest.fixture(autouse=True)
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def read(data: bytes | str, name: str = "sheet.csv") -> Sheet:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return read_sheet(FileStorage(stream, filename=name), COLUMNS, optional=("pieces",))


def test_rows_are_asked_for_as_they_are_sent() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(10 * CHUNK):
            asked.append(number)
            yield str(number), "x"

    parts = sheet_lines(rows())
    next(parts)  # the mark at the beginning
    next(parts)
    assert len(asked) == CHUNK
    assert sum(1 for _ in parts) == 9


def test_cells_that_a_spreadsheet_would_run_are_defused_and_come_back_as_they_were() -> None:
    data = b"".join(sheet_lines([COLUMNS, ("=1+1", "-3"), ("'quoted'", "2")]))
    assert data.startswith(b"\xef\xbb\xbfname,pieces\r\n'=1+1,'-3\r\n")
    assert [cells for _number, cells in read(data).rows] == [{"name": "=1+1", "pieces": "-3"}, {"name": "'quoted'", "pieces": "2"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_keep_their_numbers_whatever_parts_the_cells(delimiter: str) -> None:
    sheet = read(f"Pieces{delimiter}NAME{delimiter}more\n3{delimiter}lamp{delimiter}x\n{delimiter}{delimiter}\n4{delimiter}bulb\n")
    assert sheet.rows == [(2, {"name": "lamp", "pieces": "3"}), (4, {"name": "bulb", "pieces": "4"})]
    assert not sheet.faults


def test_a_column_that_may_be_missing_is_empty() -> None:
    assert read("name\nlamp\n").rows == [(2, {"name": "lamp", "pieces": ""})]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00x", "UTF-8"),
        ("pieces\n3\n", "name"),
        ("name,pieces\n", "no rows"),
        ('name,pieces\n"lamp,3\n', "quotation mark"),
        ("name\n" + "x\n" * (MAX_ROWS + 1), "rows"),
        (b"name\n" + b"x" * 2_000_001, "2 MB"),
        ("name\n" + "x" * 140_000, "CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(data: bytes | str, words: str) -> None:
    sheet = read(data)
    assert not sheet.rows
    assert words in sheet.faults[0].text


def test_no_file_is_asked_for() -> None:
    assert read("name\nlamp\n", name="").faults[0].row == 0
    assert read_sheet(None, COLUMNS).faults
