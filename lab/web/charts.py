"""The geometry of charts: numbers in, coordinates out; `parts/chart.html` draws them as SVG with a table behind.

Time runs from left to right in every language, as axes of charts do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from lab.web.formats import number_text

WIDTH, HEIGHT = 560, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 12, 30
MAX_SERIES = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart; None is a gap."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """`path` draws the line, `area` the field under it (only when there is one line), `style` is its class."""

    name: str
    style: str
    path: str
    area: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    style: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: where its lines, bars, grid and ticks stand, and the table with the same numbers."""

    title: str
    kind: str
    grid: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: float = HEIGHT - BOTTOM


def scale(low: float, high: float, wanted: int = 4, *, whole: bool = False) -> list[float]:
    """Round marks from at or below `low` to at or above `high`, in steps of 1, 2 or 5 times a power of ten.

    `whole` allows no step below 1: for things that are counted.
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    step = max(step, 1.0) if whole else step
    first, last = floor(low / step), ceil(high / step)
    return [round(step * mark, 10) for mark in range(first, last + 1)]


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, axis: str = "", show: Callable[[float], str] = number_text
) -> Chart:
    """Up to four lines over the same labels. `axis` heads the first column of the table; `show` writes a value.

    Raises ValueError for more than four series or for a series whose length is not that of the labels.
    """
    if len(series) > MAX_SERIES or any(len(one.values) != len(labels) for one in series):
        raise ValueError("at most four series, each as long as the labels")
    known = [value for one in series for value in one.values if value is not None]
    marks = _marks(known)
    place_y = _vertical(marks)
    span = WIDTH - LEFT - RIGHT
    xs = [LEFT + (span * i / (len(labels) - 1) if len(labels) > 1 else span / 2) for i in range(len(labels))]
    lines = []
    for number, one in enumerate(series, 1):
        spots = [(xs[i], place_y(value)) if value is not None else None for i, value in enumerate(one.values)]
        dots = tuple(
            Dot(round(xs[i], 1), round(place_y(value), 1), f"{labels[i]}: {show(value)}")
            for i, value in enumerate(one.values)
            if value is not None
        )
        area = _area(spots, place_y(max(0.0, marks[0]))) if len(series) == 1 else ""
        lines.append(Line(one.name, f"s{number}", _path(spots), area, dots))
    every = max(1, ceil(len(labels) / 8))
    return Chart(
        title=title,
        kind="line",
        grid=tuple((round(place_y(mark), 1), show(mark)) for mark in marks),
        ticks=tuple((round(xs[i], 1), labels[i]) for i in range(0, len(labels), every)),
        lines=tuple(lines),
        bars=(),
        heads=(axis, *(one.name for one in series)),
        rows=tuple(
            (label, *("–" if one.values[i] is None else show(one.values[i] or 0) for one in series))
            for i, label in enumerate(labels)
        ),
    )


def column_chart(
    title: str, columns: Sequence[tuple[str, float]], *, axis: str = "", measure: str = "", show: Callable[[float], str] = number_text
) -> Chart:
    """One upright bar per label, such as results of a class in bands."""
    values = [value for _, value in columns]
    marks = _marks(values)
    place_y = _vertical(marks)
    zero = place_y(0.0)
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(columns))
    width = min(64.0, slot * 0.64)
    bars = []
    for i, (label, value) in enumerate(columns):
        top = min(place_y(value), zero)
        bars.append(
            Bar(round(LEFT + slot * i + (slot - width) / 2, 1), round(top, 1), round(width, 1),
                round(abs(place_y(value) - zero), 1), label, show(value), "s1")
        )  # fmt: skip
    return Chart(
        title=title,
        kind="columns",
        grid=tuple((round(place_y(mark), 1), show(mark)) for mark in marks),
        ticks=tuple((round(LEFT + slot * (i + 0.5), 1), label) for i, (label, _) in enumerate(columns)),
        lines=(),
        bars=tuple(bars),
        heads=(axis, measure),
        rows=tuple((label, show(value)) for label, value in columns),
    )


def sparkline(values: Sequence[float]) -> str:
    """The points of a tiny line in a box of 100 by 24, without axes; empty for fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = 100 / (len(values) - 1)
    return " ".join(f"{i * step:.1f},{22 - 20 * (value - low) / span:.1f}" for i, value in enumerate(values))


def _marks(values: Sequence[float]) -> list[float]:
    """The scale of some values; whole numbers get whole marks."""
    whole = all(value == int(value) for value in values)
    return scale(min([0.0, *values]), max([1.0 if whole else 0.0, *values]), whole=whole)


def _vertical(marks: Sequence[float]) -> Callable[[float], float]:
    low, high = marks[0], marks[-1]
    return lambda value: TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)


def _path(spots: Sequence[tuple[float, float] | None]) -> str:
    parts, pen_down = [], False
    for spot in spots:
        if spot is not None:
            parts.append(f"{'L' if pen_down else 'M'}{spot[0]:.1f} {spot[1]:.1f}")
        pen_down = spot is not None
    return "".join(parts)


def _area(spots: Sequence[tuple[float, float] | None], base: float) -> str:
    known = [spot for spot in spots if spot is not None]
    if len(known) < 2 or len(known) != len(spots):
        return ""
    return f"{_path(known)}L{known[-1][0]:.1f} {base:.1f}L{known[0][0]:.1f} {base:.1f}Z"
