"""Which row of a file of another system is which student: by exact keys, the surest first, and never by guessing.

A weaker key finds nobody whose surer key says otherwise: two people of one name are told apart by their numbers. A row that fits more
than one student, and a student whom more than one row fits, are ambiguous and left alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.exports.gradebook import ExportRow
from lab.values.text import tidy


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the file that was uploaded: its line, the name in it, and its keys, some of which may be empty."""

    line: int
    name: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A row that fits several students, or one of several rows that fit the same: its line, its name, and by which key."""

    line: int
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Students by the line of their row; rows of nobody, students whom no row fits, and what is ambiguous."""

    by_line: Mapping[int, ExportRow]
    unknown: tuple[FileRow, ...]
    missing: tuple[ExportRow, ...]
    unsure: tuple[Unsure, ...]


def match(rows: Sequence[FileRow], students: Sequence[ExportRow], keys: Mapping[str, tuple[str, ...]]) -> Matched:
    """Find the student of each row. `keys`, the surest first, names for each what may stand there (`values_of`)."""
    known = [{key: values_of(student, names) for key, names in keys.items()} for student in students]
    index: dict[str, defaultdict[str, list[int]]] = {key: defaultdict(list) for key in keys}
    for place, values in enumerate(known):
        for key, found in values.items():
            for value in found:
                index[key][value].append(place)
    fits: defaultdict[int, list[tuple[FileRow, str]]] = defaultdict(list)
    fitted: set[int] = set()
    unknown, unsure = [], []
    for row in rows:
        own = {key: folded(row.keys.get(key, "")) for key in keys}
        surer: list[str] = []
        for key in keys:
            places = [
                place
                for place in (index[key].get(own[key], ()) if own[key] else ())
                if all(not own[other] or not known[place][other] or own[other] in known[place][other] for other in surer)
            ]
            if places:
                fitted.update(places)
                if len(places) == 1:
                    fits[places[0]].append((row, key))
                else:
                    unsure.append(Unsure(row.line, row.name, key))
                break
            surer.append(key)
        else:
            unknown.append(row)
    by_line = {}
    for place, found_rows in fits.items():
        if len(found_rows) == 1:
            by_line[found_rows[0][0].line] = students[place]
        else:
            unsure.extend(Unsure(row.line, row.name, key) for row, key in found_rows)
    missing = tuple(student for place, student in enumerate(students) if place not in fitted)
    return Matched(by_line, tuple(unknown), missing, tuple(sorted(unsure, key=lambda one: one.line)))


def values_of(student: ExportRow, names: Sequence[str]) -> set[str]:
    """What may stand for a student under these names: "name", "login" (another system's where it is known), or references."""
    found = {student.name if name == "name" else student.ref("login_id") if name == "login" else student.refs.get(name, "") for name in names}
    return {folded(value) for value in found} - {""}


def folded(text: str) -> str:
    """A key as keys are compared: tidied, case folded."""
    return tidy(text).casefold()
