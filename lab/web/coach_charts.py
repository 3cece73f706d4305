"""Drawings of the coach: steps of a waterfall, bars of a funnel, and a run with and without a change."""

from dataclasses import dataclass

from flask_babel import gettext as _

from lab.coach.waterfall import Comparison
from lab.coach.what_if import WhatIf
from lab.values.money import Money, minor_digits
from lab.web.charts import Chart, Series, line_chart
from lab.web.coach_words import term
from lab.web.formats import money_text

HALF = 100
"""Half the width of a drawing, in units of its view box."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall from `x` on, `width` wide, in a box from -100 to 100, with the usual rival at `zero`; `percent` is
    what it does to the odds."""

    name: str
    percent: int
    x: float
    width: float
    zero: float
    style: str


def steps(comparison: Comparison) -> list[Step]:
    """The terms in which a listing differs from a usual rival, the weightiest first, each from where the last one ended;
    then all of them together."""
    bars = sorted((bar for bar in comparison.bars if bar.own != bar.usual), key=lambda bar: (-abs(bar.own - bar.usual), bar.name))
    ends = [0]
    for bar in bars:
        ends.append(ends[-1] + bar.own - bar.usual)
    low, span = min(ends), max(1, max(ends) - min(ends))

    def step(name: str, percent: int, start: int, end: int) -> Step:
        x, right, zero = (round(2 * HALF * (value - low) / span - HALF, 1) for value in (min(start, end), max(start, end), 0))
        return Step(name, percent, x, round(right - x, 1), zero, "plus" if end >= start else "minus")

    found = [step(term(bar.name), bar.percent, start, end) for bar, start, end in zip(bars, ends, ends[1:], strict=False)]
    return [*found, step(str(_("All together")), comparison.percent, 0, ends[-1])]


def with_and_without(result: WhatIf) -> list[Chart]:
    """Clicks, orders and profit of every day, as it was and as it would have been."""
    labels = [str(_("Day %(day)s", day=number + 1)) for number in range(len(result.before))]
    axis = str(_("Day"))

    unit = 10 ** minor_digits(result.currency)

    def money(value: float) -> str:
        return money_text(Money(round(value * unit), result.currency))

    def drawn(title: str, name: str) -> Chart:
        series = [
            Series(str(_("As it was")), [float(getattr(day, name)) for day in result.before]),
            Series(str(_("With the change")), [float(getattr(day, name)) for day in result.after]),
        ]
        return line_chart(title, labels, series, axis=axis)

    profits = [
        Series(str(_("As it was")), [day.profit / unit for day in result.before]),
        Series(str(_("With the change")), [day.profit / unit for day in result.after]),
    ]
    return [
        drawn(str(_("Clicks on your listings")), "clicked"),
        drawn(str(_("Orders")), "orders"),
        line_chart(str(_("Profit of the day")), labels, profits, axis=axis, show=money),
    ]
