"""Rows of the table of bands: a figure that was measured, and the band that it must lie in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Unit = Literal["number", "percent", "times", "change"]
"""How a figure is read: as it is, as a share in percent, as a factor, or as a factor's distance from one in percent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact about the market. A bound that is None bounds nothing; both bounds belong to the band."""

    group: str
    name: str
    measured: float
    low: float | None
    high: float | None
    unit: Unit = "number"
    note: str = ""

    @property
    def in_band(self) -> bool:
        """Whether the figure lies in its band; one that is no number never does."""
        above = self.low is None or self.measured >= self.low
        below = self.high is None or self.measured <= self.high
        return self.measured == self.measured and above and below

    def plain(self) -> dict[str, Any]:
        """The row for JSON, its figure to six places."""
        return {**asdict(self), "measured": round(self.measured, 6), "in_band": self.in_band}


def share(part: float, whole: float) -> float:
    """part / whole, 0 of nothing."""
    return part / whole if whole else 0.0


def shown(value: float | None, unit: Unit) -> str:
    """A figure as people read it."""
    if value is None:
        return ""
    if unit == "percent":
        return f"{100 * value:.1f} %"
    if unit == "times":
        return f"x{value:.2f}"
    if unit == "change":
        return f"{100 * (value - 1):+.1f} %"
    return f"{value:.2f}"


def band_of(row: Row) -> str:
    """A row's band as people read it: "2.0 % to 5.0 %", "at least 97.0 %"."""
    low, high = shown(row.low, row.unit), shown(row.high, row.unit)
    if row.low is None:
        return f"at most {high}" if high else "any"
    return f"{low} to {high}" if high else f"at least {low}"


def markdown(rows: Sequence[Row]) -> str:
    """The rows as tables, one for each group, as docs/market.md shows them."""
    lines: list[str] = []
    for group in dict.fromkeys(row.group for row in rows):
        lines += [f"| {group} | seen | band |", "|---|---|---|"]
        for row in rows:
            if row.group == group:
                mark = "" if row.in_band else " **out**"
                lines.append(f"| {row.name} | {shown(row.measured, row.unit)}{mark} | {band_of(row)} |")
        lines.append("")
    return "\n".join(lines)
