"""Rows for spreadsheets: UTF-8 with a byte order mark, and no cell that runs as a formula. Every CSV that people open comes from here.

A text that would begin a formula goes out with an apostrophe in front (`lab.values.csvfile`); a `Figure` is a number and stays as it
is, also below nothing.
"""

from collections.abc import Iterable, Sequence

from lab.values.csvfile import MARK, csv_text, defused, is_number, undefused

__all__ = ["Figure", "csv_bytes", "defused", "undefused"]


class Figure(str):
    """A plain decimal number as it stands in a cell. Raises ValueError for any other text."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Figure":
        if not is_number(text):
            raise ValueError(f"not a plain number: {text[:40]!r}")
        return super().__new__(cls, text)


def csv_bytes(rows: Iterable[Sequence[str]], *, mark: bool = True) -> bytes:
    """Rows as a file that a spreadsheet opens and does not run; `mark` False for programs that take no byte order mark."""
    text = csv_text([cell if isinstance(cell, Figure) else defused(cell) for cell in row] for row in rows)
    return (MARK if mark else b"") + text.encode("utf-8", "replace")
