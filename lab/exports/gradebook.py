"""A course's results as every export is made from them: students, columns, and points as exact decimal text.

Who fills it in decides what may be seen: a blind assignment that is not released has no points here, and where names are hidden a row
holds a pseudonym as its name and neither login nor references.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from lab.values.csvfile import is_number


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """An assignment; `max_points` None where nobody has been graded yet."""

    id: int
    title: str
    max_points: int | None
    due: datetime | None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A student: what other systems call them (`refs`, by the names in `lab.school.rosters.REFS`), and the points that count by column.

    `label` is the pseudonym for exports without names. Raises ValueError for points that are no plain decimal number.
    """

    name: str
    login: str
    section: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[int, str] = field(default_factory=dict)
    label: str = ""

    def __post_init__(self) -> None:
        for text in self.points.values():
            if not is_number(text):
                raise ValueError(f"not a plain number: {text[:40]!r}")

    def ref(self, name: str) -> str:
        """What another system calls this student; empty where nobody knows. The login stands in for an unknown login there."""
        return self.refs.get(name, "") or (self.login if name == "login_id" else "")


@dataclass(frozen=True, slots=True)
class GradebookExport:
    """A course for export. `course_id` and the ids of the columns are the lab's."""

    course_id: int
    title: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[ExportRow, ...]

    def only(self, *column_ids: int) -> "GradebookExport":
        """The same course with some of its columns."""
        return GradebookExport(self.course_id, self.title, tuple(one for one in self.columns if one.id in column_ids), self.rows)


def same_number(text: str, points: str) -> bool:
    """Whether a cell of a file says these points already, with a point or a comma."""
    text = text.strip().replace(",", ".", 1)
    return is_number(text) and Decimal(text) == Decimal(points)


def unique_heads(heads: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Heads that a reader cannot mix up, whatever their case: the second of a kind has " [2]" behind it, as has one that is `taken`."""
    used = {head.casefold() for head in taken}
    unique = []
    for head in heads:
        number, tried = 1, head
        while tried.casefold() in used:
            number += 1
            tried = f"{head} [{number}]"
        used.add(tried.casefold())
        unique.append(tried)
    return unique
