"""What stands on a paper, from top to bottom, without saying how it is drawn.

The page in the browser and the PDF file are both made of this, so that they cannot show different figures. Papers
are in English; the two customs forms have the French headings of the Universal Postal Union beside the English ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

PaperKind = Literal["cn22", "cn23", "invoice", "packing_list", "address_label"]
PAPER_KINDS: tuple[PaperKind, ...] = ("cn22", "cn23", "invoice", "packing_list", "address_label")
Sheet = Literal["a4", "a6", "cn22"]


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled box; `text` keeps its line ends. `share` is its part of the row's width, `strong` larger and bold."""

    label: str
    text: str
    share: int = 1
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side."""

    block: ClassVar[str] = "row"
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A little box before a word. `mark` is X or nothing."""

    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """A choice of which one is made."""

    block: ClassVar[str] = "ticks"
    label: str
    options: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `at_end` for figures, which stand under each other at the right."""

    label: str
    share: int
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many texts as there are columns. On paper the head is repeated on each sheet."""

    block: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence over the whole width."""

    block: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar code with its text. `widths` in modules: bar, gap, bar and so on."""

    block: ClassVar[str] = "bars"
    text: str
    widths: tuple[int, ...]

    @property
    def modules(self) -> int:
        return sum(self.widths)

    @property
    def bars(self) -> tuple[tuple[int, int], ...]:
        """Where each bar begins and how wide it is."""
        return tuple((sum(self.widths[:at]), self.widths[at]) for at in range(0, len(self.widths), 2))


Block: TypeAlias = Row | Ticks | Table | Note | Bars


@dataclass(frozen=True, slots=True)
class Page:
    """A paper. `name` is its short name ("CN 22"), `number` what it can be found by; `sheet` is the PDF file's paper."""

    kind: PaperKind
    title: str
    name: str
    number: str
    sheet: Sheet
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[str]:
        """Every text on the paper but its labels, in the order in which it is read."""
        for block in self.blocks:
            match block:
                case Row():
                    yield from (field.text for field in block.fields)
                case Ticks():
                    yield from (tick.label for tick in block.options if tick.mark)
                case Table():
                    yield from (text for row in block.rows for text in row)
                case Note() | Bars():
                    yield block.text
