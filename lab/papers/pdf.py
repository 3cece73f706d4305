"""A paper as a PDF file: A4, or the size of the label, with selectable text in any script that the lab has a font for.

Lengths are whole thousandths of a point, counted from the upper left corner down; the file wants points from the
lower left one. The same page gives the same bytes: there is no date and no number by chance in the file.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lab.images.lettering import EM, typeset
from lab.papers.glyphs import Lettering, Run
from lab.papers.page import Bars, Block, Field, Note, Page, Row, Table, Ticks
from lab.papers.pdffile import Writer, decimal, stream, text_string

_PRODUCER = "Tradewind Lab"
_HAIRLINE = 500


@dataclass(frozen=True, slots=True)
class _Style:
    """A sheet and its sizes; `label`, `text`, `strong` and `title` are ems."""

    width: int
    height: int
    margin: int
    label: int
    text: int
    strong: int
    title: int
    pad: int
    bar_height: int


_STYLES = {
    "a4": _Style(595_276, 841_890, 42_000, 6_000, 9_000, 11_000, 17_000, 3_500, 40_000),
    "a6": _Style(297_638, 419_528, 16_000, 6_000, 9_000, 12_000, 12_000, 3_500, 52_000),
    "cn22": _Style(209_764, 297_638, 8_500, 4_400, 6_000, 7_500, 8_000, 2_000, 24_000),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text as glyphs. `width` at the size for which it was set."""

    runs: tuple[Run, ...]
    size: int
    width: int
    at_end: bool
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A line whose baseline begins at a place."""

    line: _Line
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Rectangle:
    x: int
    y: int
    width: int
    height: int
    filled: bool = False


def pdf(page: Page) -> bytes:
    """The file. Characters that no font of the lab has stand as �. Raises LabError `no_text_shaping`."""
    sheets = _Sheets(page)
    return sheets.file()


class _Sheets:
    """Lays out a page on as many sheets as it needs."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._style = _STYLES[page.sheet]
        self._lettering = Lettering()
        self._sheets: list[list[_Text | _Rectangle]] = []
        self._y = 0
        self._inner = self._style.width - 2 * self._style.margin
        self._new_sheet()
        for block in page.blocks:
            self._lay(block)
        self._write_feet()

    @property
    def _bottom(self) -> int:
        return self._style.height - self._style.margin - 2 * self._style.label

    def _new_sheet(self) -> None:
        style = self._style
        self._sheets.append([])
        self._y = style.margin
        name = self._lines(self._page.name, style.title, self._inner // 3, bold=True)
        title = self._lines(self._page.title, style.title * 3 // 4, self._inner - self._inner // 3, bold=True)
        height = max(_height(name), _height(title))
        self._place(title, style.margin, self._y, self._inner - self._inner // 3)
        if self._page.name != self._page.title:
            for number, line in enumerate(name):
                x = style.width - style.margin - line.width
                self._sheets[-1].append(_Text(line, x, self._y + _baseline(line.size) + number * _leading(line.size)))
        self._y += height + style.pad

    def _lay(self, block: Block) -> None:
        match block:
            case Row():
                self._lay_row(block)
            case Ticks():
                self._lay_ticks(block)
            case Table():
                self._lay_table(block)
            case Note():
                self._lay_note(block)
            case Bars():
                self._lay_bars(block)

    def _lay_row(self, row: Row) -> None:
        widths = _shared(self._inner, [field.share for field in row.fields])
        cells = [self._field(field, width) for field, width in zip(row.fields, widths, strict=True)]
        self._lay_cells(cells, widths)

    def _field(self, field: Field, width: int) -> list[_Line]:
        style = self._style
        inner = width - 2 * style.pad
        size = style.strong if field.strong else style.text
        return [
            *self._lines(field.label, style.label, inner),
            *self._lines(field.text, size, inner, bold=field.strong),
        ]

    def _lay_cells(self, cells: Sequence[list[_Line]], widths: Sequence[int]) -> None:
        """Boxes side by side, on a new sheet if they do not fit on this."""
        style = self._style
        height = max(_height(cell) for cell in cells) + 2 * style.pad
        if self._y + height > self._bottom:
            self._new_sheet()
        x = style.margin
        for cell, width in zip(cells, widths, strict=True):
            self._sheets[-1].append(_Rectangle(x, self._y, width, height))
            self._place(cell, x + style.pad, self._y + style.pad, width - 2 * style.pad)
            x += width
        self._y += height

    def _lay_table(self, table: Table) -> None:
        style = self._style
        widths = _shared(self._inner, [column.share for column in table.columns])
        head = [
            self._lines(column.label, style.label, width - 2 * style.pad, bold=True, at_end=column.at_end)
            for column, width in zip(table.columns, widths, strict=True)
        ]
        rows = [
            [
                self._lines(text, style.text, width - 2 * style.pad, at_end=column.at_end)
                for text, column, width in zip(row, table.columns, widths, strict=True)
            ]
            for row in table.rows
        ]
        first = max((_height(cell) for cell in rows[0]), default=0) if rows else 0
        if self._y + max(_height(cell) for cell in head) + first + 4 * style.pad > self._bottom:
            self._new_sheet()
        self._lay_cells(head, widths)
        for row in rows:
            if self._y + max(_height(cell) for cell in row) + 2 * style.pad > self._bottom:
                self._new_sheet()
                self._lay_cells(head, widths)
            self._lay_cells(row, widths)

    def _lay_ticks(self, ticks: Ticks) -> None:
        """The label, then three choices to a line, each behind its little box."""
        style = self._style
        box = style.text
        widths = _shared(self._inner, [1, 1, 1])
        label = self._lines(ticks.label, style.label, self._inner - 2 * style.pad)
        options = [
            (
                self._lines(tick.label, style.label, widths[0] - box - 3 * style.pad),
                self._lines(tick.mark, box, box, bold=True),
            )
            for tick in ticks.options
        ]
        lines = [options[at : at + 3] for at in range(0, len(options), 3)]
        heights = [max(box, *(_height(words) for words, _ in line)) + style.pad for line in lines]
        height = _height(label) + sum(heights) + 2 * style.pad
        if self._y + height > self._bottom:
            self._new_sheet()
        self._sheets[-1].append(_Rectangle(style.margin, self._y, self._inner, height))
        y = self._y + style.pad
        self._place(label, style.margin + style.pad, y, self._inner)
        y += _height(label)
        for line, line_height in zip(lines, heights, strict=True):
            for number, (words, mark) in enumerate(line):
                x = style.margin + sum(widths[:number]) + style.pad
                self._sheets[-1].append(_Rectangle(x, y, box, box))
                for glyphs in mark:
                    self._sheets[-1].append(_Text(glyphs, x + (box - glyphs.width) // 2, y + box * 86 // 100))
                self._place(words, x + box + style.pad, y, widths[number])
            y += line_height
        self._y += height

    def _lay_note(self, note: Note) -> None:
        style = self._style
        lines = self._lines(note.text, style.label, self._inner - 2 * style.pad)
        height = _height(lines) + 2 * style.pad
        if self._y + height > self._bottom:
            self._new_sheet()
        self._place(lines, style.margin + style.pad, self._y + style.pad, self._inner - 2 * style.pad)
        self._y += height

    def _lay_bars(self, bars: Bars) -> None:
        """Bars in the middle, ten modules of white at each side, the text below."""
        style = self._style
        text = self._lines(bars.text, style.strong, self._inner, bold=True)
        height = style.bar_height + _height(text) + 3 * style.pad
        if self._y + height > self._bottom:
            self._new_sheet()
        module = min(self._inner // (bars.modules + 20), 1_300)
        x = style.margin + (self._inner - module * bars.modules) // 2
        for start, width in bars.bars:
            bar = _Rectangle(x + start * module, self._y + style.pad, width * module, style.bar_height, filled=True)
            self._sheets[-1].append(bar)
        for line in text:
            middle = style.margin + (self._inner - line.width) // 2
            y = self._y + 2 * style.pad + style.bar_height
            self._sheets[-1].append(_Text(line, middle, y + _baseline(line.size)))
        self._y += height

    def _write_feet(self) -> None:
        """Which paper and which sheet of how many, at the lower edge."""
        style = self._style
        y = style.height - style.margin
        for number, sheet in enumerate(self._sheets, start=1):
            left = self._lines(f"{self._page.name} {self._page.number}".strip(), style.label, self._inner * 3 // 4)
            right = self._lines(f"{number} / {len(self._sheets)}", style.label, self._inner // 4)
            sheet.append(_Text(left[0], style.margin, y))
            sheet.append(_Text(right[0], style.width - style.margin - right[0].width, y))

    def _lines(self, text: str, size: int, width: int, *, bold: bool = False, at_end: bool = False) -> list[_Line]:
        """Text in lines of at most that width. Each line end of the text begins a paragraph with a direction of its own."""
        lines = []
        for paragraph in text.split("\n") if text else ():
            language = _language(paragraph)
            set_ = typeset(paragraph, language, bold=bold, width=max(1, width * EM // size))
            for pieces in set_.lines:
                runs = tuple(self._lettering.shape(piece, language) for piece in pieces)
                length = sum(run.advance for run in runs) * size // 1000
                lines.append(_Line(runs, size, length, at_end or set_.right_to_left, set_.right_to_left))
        return lines

    def _place(self, lines: Sequence[_Line], x: int, y: int, width: int) -> None:
        """Lines below each other in a column."""
        for line in lines:
            left = x + width - line.width if line.at_end else x
            self._sheets[-1].append(_Text(line, left, y + _baseline(line.size)))
            y += _leading(line.size)

    def file(self) -> bytes:
        writer = Writer()
        catalogue, tree = writer.reserve(), writer.reserve()
        fonts = " ".join(f"/{name} {ref}" for name, ref in self._lettering.embed(writer).items())
        size = f"{decimal(self._style.width)} {decimal(self._style.height)}"
        kids = []
        for sheet in self._sheets:
            content = writer.add(stream(self._drawn(sheet)))
            kids.append(
                writer.add(
                    f"<< /Type /Page /Parent {tree} /MediaBox [0 0 {size}] /Contents {content}"
                    f" /Resources << /Font << {fonts} >> >> >>"
                )
            )
        writer.put(tree, f"<< /Type /Pages /Kids [{' '.join(map(str, kids))}] /Count {len(kids)} >>")
        writer.put(
            catalogue,
            f"<< /Type /Catalog /Pages {tree} /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
        )
        title = f"{self._page.name} {self._page.number}".strip()
        info = writer.add(f"<< /Title {text_string(title)} /Producer ({_PRODUCER}) >>")
        return writer.file(catalogue, info)

    def _drawn(self, sheet: Sequence[_Text | _Rectangle]) -> bytes:
        """The operators of a sheet: boxes first, then text."""
        lines = [f"{decimal(_HAIRLINE)} w"]
        for mark in sheet:
            if isinstance(mark, _Rectangle):
                y = self._style.height - mark.y - mark.height
                edges = " ".join(decimal(length) for length in (mark.x, y, mark.width, mark.height))
                lines.append(f"{edges} re {'f' if mark.filled else 'S'}")
        lines.append("BT")
        for mark in sheet:
            if isinstance(mark, _Text):
                lines += self._shown(mark)
        lines.append("ET")
        return "\n".join(lines).encode("ascii")

    def _shown(self, text: _Text) -> list[str]:
        """A line's runs, those of a line from right to left in the order of reading: so programs read them out."""
        y = self._style.height - text.y
        size = text.line.size
        placed: list[tuple[int, Run]] = []
        x = text.x
        for run in text.line.runs:
            placed.append((x, run))
            x += run.advance * size // 1000
        lines = []
        for x, run in reversed(placed) if text.line.right_to_left else placed:
            lines.append(f"/{self._lettering.name(run.font)} {decimal(size)} Tf 1 0 0 1 {decimal(x)} {decimal(y)} Tm")
            lines += self._lettering.shown(run, size)
        return lines


def _language(paragraph: str) -> str:
    """Which way a paragraph runs: Arabic where its first letter is of a script from right to left, else English."""
    kinds = (unicodedata.bidirectional(character) for character in paragraph)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return {"L": "en", "R": "he", "AL": "ar"}[first]


def _shared(whole: int, shares: Sequence[int]) -> list[int]:
    """A width cut by shares; the parts fill it exactly."""
    total = sum(shares)
    edges = [whole * sum(shares[:count]) // total for count in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _leading(size: int) -> int:
    return size * 135 // 100


def _baseline(size: int) -> int:
    return size * 105 // 100


def _height(lines: Sequence[_Line]) -> int:
    return sum(_leading(line.size) for line in lines)
