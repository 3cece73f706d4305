"""Results for a student information system: line items and results as OneRoster 1.1 CSV, in a zip.

Form: 1EdTech OneRoster 1.1 CSV Tables (final release, version 1.1.1 of 2023-08), manifest, categories, lineItems and results; columns and
what is required as several open readers of it have them, 2026-11.
The files are in "delta" mode, because in "bulk" mode they would replace every other line item that the receiving system has; users,
classes and grading periods are that system's own and are named by its ids. It is a file for programs: no byte order mark, and every
text as it is.
"""

import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lab.exports.gradebook import ExportRow, GradebookExport
from lab.values.csvfile import csv_text

FILES = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics", "enrollments", "lineItems",
    "orgs", "resources", "results", "users",
)  # fmt: skip
CATEGORY_HEADS = ("sourcedId", "status", "dateLastModified", "title")
LINE_HEADS = (
    "sourcedId", "status", "dateLastModified", "title", "description", "assignDate", "dueDate", "classSourcedId", "categorySourcedId",
    "gradingPeriodSourcedId", "resultValueMin", "resultValueMax",
)  # fmt: skip
RESULT_HEADS = (
    "sourcedId", "status", "dateLastModified", "lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment",
)  # fmt: skip
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Links:
    """What the other system calls this class and its grading period, and the address of this server, from which its own ids are made."""

    class_id: str
    grading_period_id: str
    home: str


@dataclass(frozen=True, slots=True)
class OneRosterFile:
    """The zip; `unlinked` are students with results whom the other system's id is not known of: their login stands for it."""

    data: bytes
    results: int
    unlinked: tuple[ExportRow, ...]


def results_zip(book: GradebookExport, links: Links, made_at: datetime) -> OneRosterFile:
    """All columns that have a maximum, and every student's points in them. The same book and moment give the same bytes.

    An assignment that is never due is said to be due on the day of the export, because the form demands a date.
    """
    stamp, today = _stamp(made_at), _day(made_at)
    columns = [column for column in book.columns if column.max_points is not None]
    category = _id(links, f"courses/{book.course_id}/category")
    items = [
        (
            _id(links, f"assignments/{one.id}"), "active", stamp, one.title, "", _day(one.opens or made_at), _day(one.due or made_at), links.class_id,
            category, links.grading_period_id, "0", str(one.max_points),
        )
        for one in columns
    ]  # fmt: skip
    results, unlinked = [], []
    for row in book.rows:
        student = row.ref("oneroster") or row.login or row.label
        graded = [column for column in columns if column.id in row.points]
        if graded and not row.ref("oneroster"):
            unlinked.append(row)
        for column in graded:
            results.append(
                (
                    _id(links, f"assignments/{column.id}/results/{student}"), "active", stamp, _id(links, f"assignments/{column.id}"), student,
                    "fully graded", row.points[column.id], today, "",
                )
            )  # fmt: skip
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
        "manifest": (("propertyName", "value"), _manifest({"categories", "lineItems", "results"})),
        "categories": (CATEGORY_HEADS, [(category, "active", stamp, book.title)]), "lineItems": (LINE_HEADS, items),
        "results": (RESULT_HEADS, results),
    }  # fmt: skip
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (heads, rows) in tables.items():
            entry = zipfile.ZipInfo(f"{name}.csv", _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_text([heads, *rows]).encode("utf-8", "replace"))
    return OneRosterFile(data.getvalue(), len(results), tuple(unlinked))


def _manifest(there: set[str]) -> list[tuple[str, str]]:
    modes = [(f"file.{name}", "delta" if name in there else "absent") for name in FILES]
    return [("manifest.version", "1.0"), ("oneroster.version", "1.1"), *modes, ("source.systemName", "Tradewind Lab"), ("source.systemCode", "tradewind-lab")]


def _id(links: Links, path: str) -> str:
    """The same thing has the same id in every export."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{links.home.rstrip('/')}/{path}"))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
