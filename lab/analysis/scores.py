"""The results of a class as one table: a row for each run that counts, a column for each check.

A result that is not known yet (a person's mark is waited for) or that broke is no zero: it is left out of every figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.grading.grade import CheckResult

UNKNOWN = ("waiting", "error")


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade that counts of one run: whose it is, the number of the attempt, the picks of its variant, and every result."""

    run: int
    person: int
    attempt: int
    picks: Mapping[str, str]
    checks: Sequence[CheckResult]


@dataclass(frozen=True, slots=True)
class Column:
    """One check as it was asked of everybody."""

    id: str
    type: str
    task: str
    skill: str
    max_points: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One run: the share of each column from 0 to 1, None where it is not known."""

    run: int
    person: int
    attempt: int
    shares: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Checks by runs. The columns stand in the order in which the checks first come up."""

    columns: tuple[Column, ...]
    rows: tuple[ScoreRow, ...]

    @property
    def max_points(self) -> int:
        return sum(column.max_points for column in self.columns)

    def points(self, row: ScoreRow) -> Fraction:
        """The points that are known of a row."""
        return sum((share * column.max_points for share, column in self._known(row)), Fraction(0))

    def possible(self, row: ScoreRow) -> int:
        """The points that could be earned where the result is known."""
        return sum(column.max_points for _, column in self._known(row))

    def is_complete(self, row: ScoreRow) -> bool:
        """Whether every check that gives points is known."""
        return self.possible(row) == self.max_points

    def share(self, row: ScoreRow) -> Fraction | None:
        """Points of possible points; None where nothing could be earned."""
        possible = self.possible(row)
        return self.points(row) / possible if possible else None

    def _known(self, row: ScoreRow) -> Iterable[tuple[Fraction, Column]]:
        return ((share, column) for share, column in zip(row.shares, self.columns, strict=True) if share is not None)


def score_table(graded: Iterable[Graded]) -> Scores:
    """The table of some grades. A check that was worth other points in some grades weighs here as in most of them."""
    graded = list(graded)
    first: dict[str, CheckResult] = {}
    weights: dict[str, Counter[int]] = {}
    for one in graded:
        for check in one.checks:
            first.setdefault(check.id, check)
            weights.setdefault(check.id, Counter())[check.max_points] += 1
    columns = tuple(
        Column(check.id, check.type, check.task, check.skill, max(weights[name].items(), key=lambda pair: (pair[1], pair[0]))[0])
        for name, check in first.items()
    )
    rows = []
    for one in graded:
        known = {check.id: Fraction(check.fraction) for check in one.checks if check.status not in UNKNOWN}
        rows.append(ScoreRow(one.run, one.person, one.attempt, tuple(known.get(column.id) for column in columns)))
    return Scores(columns, tuple(rows))
