"""CSV as spreadsheets and other systems write it: encoding, delimiter, and every cell with the signs that it stood in.

What was read can be written again byte for byte, because a cell keeps its raw text beside its value (RFC 4180: quotation marks
around a cell, doubled inside it). Texts that a spreadsheet would run as a formula carry an apostrophe in front
(`defused`), and `undefused` takes exactly that one away again.
Source: OWASP, "CSV Injection" (= + - @, tab, carriage return, line feed, and their full-width forms), read 2026-11.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lab.values.errors import BadInput

DELIMITERS = ",;\t"
MAX_ROWS = 50_000
MAX_CELLS = 600_000
MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8, without which Excel takes a file for one of the local code page."""
_RUNS = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')
_TELLS_DELIMITER = re.compile(r"sep=[,;]?", re.IGNORECASE)
_END = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_SAMPLE = 40_000
"""Signs of a file that are looked at to tell its code page."""
_CODE_PAGES = ("gb18030", "cp1251", "cp1256", "cp1252")
"""Tried, in this order where two fit equally, when a file is not Unicode."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value, and the raw text between the delimiters that it was read from."""

    text: str
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, the line of the file in which it begins (from 1), and how it ends."""

    line: int
    cells: tuple[Cell, ...]
    end: str

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def is_blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A whole file; `mark` are the bytes of its byte order mark, if it has one."""

    rows: tuple[Row, ...]
    delimiter: str
    encoding: str
    mark: bytes

    def to_bytes(self) -> bytes:
        """The file as it was read. In UTF-8 with a mark where its own code page lacks a sign that has come in."""
        text = "".join(self.delimiter.join(cell.raw for cell in row.cells) + row.end for row in self.rows)
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return MARK + text.encode("utf-8", "replace")


def defused(text: str) -> str:
    """A text that a spreadsheet does not run as a formula: with an apostrophe in front where it would begin one."""
    return f"'{text}" if _RUNS.match(text) else text


def undefused(text: str) -> str:
    """What `defused` was given, for everything that it gives back."""
    return text[1:] if text.startswith("'") and _RUNS.match(text, 1) else text


def is_number(text: str) -> bool:
    """A plain decimal number with a point, also below nothing: no formula, and to be left as it is."""
    return _PLAIN_NUMBER.fullmatch(text) is not None


def cell_of(text: str) -> Cell:
    """A new cell, in quotation marks where it needs them with any delimiter."""
    return Cell(text, '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text)


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as text, each ending in CR LF."""
    return "".join(delimiter.join(cell_of(text).raw for text in row) + "\r\n" for row in rows)


def read_csv(data: bytes) -> CsvFile:
    """A file's rows, blank ones among them.

    Raises BadInput: csv_encoding for bytes that are no text, csv_is_workbook for a spreadsheet's own format,
    csv_quote_open(line) for a quotation mark that is never closed, csv_too_long(limit) for more rows or cells than any list has.
    """
    text, encoding, mark = decode(data)
    delimiter = delimiter_of(text)
    return CsvFile(tuple(read_rows(text, delimiter)), delimiter, encoding, mark)


def decode(data: bytes) -> tuple[str, str, bytes]:
    """The text of a file, its encoding, and its byte order mark.

    Unicode is recognised for certain. Without it, the code page wins in which the words hang together best: one script in each
    word, capitals only in front, and Chinese characters of everyday use.
    """
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput("csv_is_workbook")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name)), name, mark
    zeros = (data[::2].count(0), data[1::2].count(0))
    if any(zeros) and len(data) % 2 == 0:
        name = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        text = _checked(_decoded(data, name))
        if not _END.search(text) and not any(sign in text for sign in DELIMITERS):
            raise BadInput("csv_encoding")
        return text, name, b""
    try:
        return _checked(data.decode("utf-8")), "utf-8", b""
    except UnicodeDecodeError:
        pass
    best: tuple[float, str, str] | None = None
    for name in _CODE_PAGES:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        score = _likeness(text[:_SAMPLE], name)
        if best is None or score > best[0]:
            best = (score, name, text)
    if best is None or best[0] <= 0:
        raise BadInput("csv_encoding")
    return _checked(best[2]), best[1], b""


def heads_row(file: CsvFile) -> int:
    """The place of the first row in which something stands, after the line by which Excel is told the delimiter; 0 in an empty file."""
    there = (number for number, row in enumerate(file.rows) if not (row.is_blank or _TELLS_DELIMITER.fullmatch("".join(row.texts).strip())))
    return next(there, 0)


def delimiter_of(text: str) -> str:
    """What parts the cells, by the first row that is not blank; a comma where nothing does."""
    first = next((line for line in _END.split(text[:20_000]) if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def read_rows(text: str, delimiter: str) -> list[Row]:
    """The rows of a text. Raises BadInput: csv_quote_open(line), csv_too_long(limit)."""
    part = re.escape(delimiter)
    quoted = re.compile(rf' *+"([^"]*+(?:""[^"]*+)*+)" *+(?={part}|[\r\n]|\Z)')
    loose = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"([^{part}\r\n]*+)')
    plain = re.compile(rf"[^{part}\r\n]*+")
    rows: list[Row] = []
    cells: list[Cell] = []
    place, line, begun, count = 0, 1, 1, 0
    while place < len(text) or cells:
        if found := quoted.match(text, place):
            value = found[1].replace('""', '"')
        elif found := loose.match(text, place):
            value = found[1].replace('""', '"') + found[2]
        elif text.startswith('"', place):
            raise BadInput("csv_quote_open", line=line)
        elif found := plain.match(text, place):
            value = found[0]
        else:  # `plain` matches nothing at all as well
            raise AssertionError(place)
        cells.append(Cell(value, found[0]))
        count += 1
        if count > MAX_CELLS or len(rows) >= MAX_ROWS:
            raise BadInput("csv_too_long", limit=MAX_ROWS)
        line += len(_END.findall(found[0]))
        place = found.end()
        if text.startswith(delimiter, place):
            place += len(delimiter)
            continue
        end = _END.match(text, place)
        rows.append(Row(begun, tuple(cells), end[0] if end else ""))
        cells = []
        place = end.end() if end else place
        line += 1
        begun = line
    return rows


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("csv_encoding") from None


def _checked(text: str) -> str:
    if "\0" in text:
        raise BadInput("csv_encoding")
    return text


def _likeness(text: str, encoding: str) -> float:
    """How much a text reads like one, in bytes that make sense less those that do not."""
    score = 0.0
    for word in re.findall(r"[^\W\d_]+", text):
        strange = [sign for sign in word if sign >= "\x80"]
        if not strange:
            continue
        scripts = {_script(sign) for sign in word}
        if len(scripts) > 1 or "" in scripts:
            score -= len(strange)
        elif "han" in scripts:
            score += sum(2 if _is_everyday(sign) else 0.5 for sign in strange)
        else:
            # a lone capital inside a word is what a wrong code page looks like
            ragged = word[1:].lower() != word[1:] and word.upper() != word
            score += -len(word) if ragged else len(strange) * (0.6 if encoding == "cp1252" else 1)
    score -= sum(1 for sign in text if sign >= "\x80" and not sign.isalpha() and sign not in "«»“”‘’–—…№、，。（）：；·\xa0\u3000،؛؟")
    return score


def _script(sign: str) -> str:
    code = ord(sign)
    if code < 0x250:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x700:
        return "arabic"
    return "han" if 0x3400 <= code < 0xA000 or 0x20000 <= code < 0x32000 else ""


def _is_everyday(sign: str) -> bool:
    """Among the 3,755 characters of the first level of GB 2312."""
    try:
        return 0xB0 <= sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
