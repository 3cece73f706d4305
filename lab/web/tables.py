"""Class results as figures for a page and as CSV for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from lab.exports.spreadsheet import csv_bytes, defused
from lab.school.gradebooks import Gradebook, ProgressRow
from lab.web.charts import Chart, column_chart

__all__ = ["ClassFigures", "band_of", "class_figures", "csv_bytes", "defused", "gradebook_csv", "result_chart"]

BANDS = 5


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How far a class has come. `mean` is over the best result of each student who has one; None without any."""

    students: int
    begun: int
    handed_in: int
    mean: Fraction | None
    max_points: int | None
    best: tuple[Decimal, ...]


def class_figures(rows: Sequence[ProgressRow]) -> ClassFigures:
    best: dict[int, Decimal] = {}
    for row in rows:
        if row.counted is not None:
            best[row.user_id] = max(best.get(row.user_id, Decimal(row.counted)), Decimal(row.counted))
    results = tuple(sorted(best.values()))
    return ClassFigures(
        students=len({row.user_id for row in rows}),
        begun=len({row.user_id for row in rows if row.state != "not_started"}),
        handed_in=len({row.user_id for row in rows if row.state == "handed_in"}),
        mean=Fraction(sum(map(Fraction, results), Fraction(0)), len(results)) if results else None,
        max_points=next((row.max_points for row in rows if row.max_points is not None), None),
        best=results,
    )


def result_chart(figures: ClassFigures) -> Chart | None:
    """How many students have how many points, in five equal bands; None before the first result."""
    if not figures.best or not figures.max_points:
        return None
    counts = [0] * BANDS
    for points in figures.best:
        counts[band_of(points, figures.max_points)] += 1
    edges = [Fraction(figures.max_points * i, BANDS) for i in range(BANDS + 1)]
    labels = [f"{_plain(edges[i])}–{_plain(edges[i + 1])}" for i in range(BANDS)]
    columns = [(label, float(count)) for label, count in zip(labels, counts, strict=True)]
    return column_chart(_("Results of the class"), columns, axis=_("Points"), measure=_("Students"))


def band_of(points: Decimal, max_points: int) -> int:
    """The band, 0 to 4, of a result; full points stand in the last one."""
    return min(BANDS - 1, max(0, int(points * BANDS / max_points)))


def gradebook_csv(book: Gradebook) -> bytes:
    """The gradebook as UTF-8 CSV with a byte order mark, which Excel needs to read names in every script."""
    heads = [_("Name"), _("Login")]
    for one in book.assignments:
        limit = book.max_points.get(one.id)
        heads.append(f"{one.title} (/{limit})" if limit is not None else one.title)
    rows = ([row.name, row.login, *(row.points.get(one.id, "") for one in book.assignments)] for row in book.rows)
    return csv_bytes([heads, *rows])


def _plain(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):.1f}"
