"""Rows for spreadsheets: texts cannot run, numbers stay numbers."""

import pytest

from lab.exports.spreadsheet import Figure, csv_bytes, undefused
from lab.values.csvfile import read_csv


def test_texts_are_defused_and_figures_stay() -> None:
    data = csv_bytes([("Name", "=1+1", "-5"), ("x", Figure("-5"), Figure("4.50"))])
    assert data == b"\xef\xbb\xbfName,'=1+1,'-5\r\nx,-5,4.50\r\n"
    assert [[undefused(text) for text in row.texts] for row in read_csv(data).rows] == [["Name", "=1+1", "-5"], ["x", "-5", "4.50"]]


@pytest.mark.parametrize("text", ["", "=5", "5%", "1e3", "+5", "5,0", " 5", "NaN"])
def test_a_figure_is_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain number"):
        Figure(text)


def test_programs_may_get_it_without_a_mark() -> None:
    assert csv_bytes([("a", 'say "b"')], mark=False) == b'a,"say ""b"""\r\n'
