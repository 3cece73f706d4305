"""Lists of people read from what an instructor has: pasted lines, or a file of Canvas, Moodle, OneRoster or a spreadsheet.

    form              what it is
    lines             a name on each line, then a login and a section where there are any (comma, semicolon or tab between)
    names             a table with heads in English, Chinese, Arabic or Russian
    canvas_gradebook  gradebook export     canvas_sis  users.csv     moodle  participants, grades     oneroster  users.csv or zip

`lab.school.roster_heads` says which columns are understood and where that stands. All or nothing: with any fault nobody is in the
roster. E-mail addresses are never asked for and only kept as references, so that results find the way back.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.school.accounts import readable_login
from lab.school.roster_heads import STUDENT_WORDS, Heads, read_heads
from lab.school.roster_names import from_sortable, joined
from lab.school.roster_zip import roster_files
from lab.values.csvfile import DELIMITERS, CsvFile, Row, decode, delimiter_of, heads_row, read_rows, undefused
from lab.values.errors import BadInput
from lab.values.text import clip, tidy

MAX_BYTES = 2_000_000
MAX_PEOPLE = 1_000
MAX_NAME = 120
MAX_SECTION = 80
MAX_REF = 200
MOST_FAULTS = 20
REFS = ("canvas_id", "sis_id", "login_id", "moodle_id", "email", "oneroster")
"""Under which names other systems know a person; see `RosterEntry.refs`."""
_NOBODYS = frozenset(REFS) - {"email"}
TEST_STUDENT = "student, test"
"""How Canvas shows the student as whom an instructor looks at the course, case folded."""
_NOT_PEOPLE = re.compile(r"\s*(points possible|muted|manual posting.*)?\s*", re.IGNORECASE)
_WIDE_SEPARATORS = str.maketrans("，、；،؛", ",,;,;")
"""Commas and semicolons of Chinese and Arabic keyboards."""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person: `login` "" where the list gives none that can be used; `refs` by the names in `REFS`."""

    name: str
    login: str = ""
    section: str = ""
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a line of the file (from 1; 0 is the whole of it): what stands there, or the line that it collides with."""

    code: str
    line: int
    text: str = ""
    other: int = 0

    @property
    def error(self) -> BadInput:
        """The finding as an error, for whoever puts codes into words."""
        return BadInput(self.code, line=self.line, text=self.text, other=self.other, limit=_LIMITS.get(self.code, 0))


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a list, in its order; `notes` say what was left out or could not be used."""

    form: str
    entries: tuple[RosterEntry, ...]
    notes: tuple[Finding, ...] = ()


class BadRoster(BadInput):
    """A list with faults: the first twenty of them, in the order of the file. Nobody is taken from it."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        ordered = sorted(faults, key=lambda fault: (fault.line, fault.code))
        super().__init__("roster_faults", faults=len(ordered), line=ordered[0].line)
        self.faults = tuple(ordered[:MOST_FAULTS])


_LIMITS = {"roster_name_long": MAX_NAME, "roster_section_long": MAX_SECTION, "roster_ref_long": MAX_REF}


def read_roster(data: bytes, name: str = "") -> Roster:
    """The people in a file or in pasted lines; `name` is the file's, if it has one.

    Raises BadRoster with every fault of its lines, and BadInput for a file that cannot be read as a whole: roster_too_large(limit),
    roster_empty, roster_too_many(found, limit), roster_no_names, what `lab.values.csvfile.read_csv` and `roster_files` raise.
    """
    if len(data) > MAX_BYTES:
        raise BadInput("roster_too_large", limit=MAX_BYTES // 1_000_000)
    others: dict[str, bytes] = {}
    if data.startswith(b"PK\x03\x04") or (name.casefold().endswith(".zip") and data.startswith(b"PK")):
        others = roster_files(data)
        data = others.pop("users.csv")
    text = decode(data)[0]
    rows = _rows(text)
    if not rows:
        raise BadInput("roster_empty")
    heads = read_heads(rows[0].texts)
    if heads is None:
        if others:
            raise BadInput("roster_no_names")
        return _Reading("lines").of_lines(_lines(text))
    if not heads.places.keys() & {"name", "sortable", "given", "family"}:
        raise BadInput("roster_no_names")
    reading = _Reading(heads.form)
    if heads.form == "oneroster" and "role" not in heads.places:
        reading.students = _students(others)
        if reading.students is None:
            reading.notes.append(Finding("roster_roles_unknown", 0))
    return reading.of_table(heads, rows[1:], _sections(heads, others))


class _Reading:
    """The people found so far, and what is to be said about them."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.entries: list[RosterEntry] = []
        self.notes: list[Finding] = []
        self.faults: list[Finding] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.students: frozenset[str] | None = None
        """Who is a student, by sourcedId, where that stands in another file."""

    def of_lines(self, rows: Sequence[Row]) -> Roster:
        for row in rows:
            cells = [tidy(undefused(text)) for text in row.texts]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > 3:
                self.faults.append(Finding("roster_line_cells", row.line, clip(", ".join(cells), 80)))
                continue
            name, login, section = [*cells, "", "", ""][:3]
            self._take(row.line, name, login, section, {}, must_login=True)
        return self._result()

    def of_table(self, heads: Heads, rows: Sequence[Row], sections: Mapping[str, str]) -> Roster:
        for row in rows:
            cells = row.texts
            if self._is_nobody(heads, row):
                continue
            refs = {name: heads.cell(cells, name) for name in ("canvas_id", "sis_id", "login_id", "oneroster", "email")}
            refs["moodle_id" if heads.form == "moodle" else "sis_id"] = heads.cell(cells, "number") or refs["sis_id"]
            login = heads.cell(cells, "login") or refs["login_id"]
            if heads.form == "moodle":
                refs["login_id"] = login
            section = heads.cell(cells, "section") or sections.get(refs["oneroster"] or refs["sis_id"], "")
            refs = {name: text for name, text in refs.items() if text}
            self._take(row.line, _name(heads, cells), login, section, refs, must_login=heads.form == "names")
        return self._result()

    def _is_nobody(self, heads: Heads, row: Row) -> bool:
        """A row that is no student: points possible, the test student, staff, people who were deleted."""
        cells = row.texts
        name = _name(heads, cells)
        role, status = heads.cell(cells, "role").casefold(), heads.cell(cells, "status").casefold()
        if heads.form == "canvas_gradebook":
            first = tidy(cells[0])
            has_id = any(heads.cell(cells, ref) for ref in ("canvas_id", "sis_id", "login_id"))
            if not has_id and (first.casefold() == "points possible" or all(_NOT_PEOPLE.fullmatch(cell) for cell in cells)):
                return True
            if heads.cell(cells, "sortable").casefold() == TEST_STUDENT:
                self.notes.append(Finding("roster_test_student", row.line, name))
                return True
        elsewhere = self.students is not None and heads.cell(cells, "oneroster") not in self.students
        if elsewhere or (role and not any(word in role for word in STUDENT_WORDS)):
            self.notes.append(Finding("roster_not_a_student", row.line, clip(name, 80)))
            return True
        if status in ("deleted", "tobedeleted"):
            self.notes.append(Finding("roster_deleted", row.line, clip(name, 80)))
            return True
        return False

    def _take(self, line: int, name: str, login: str, section: str, refs: dict[str, str], *, must_login: bool) -> None:
        """Take a person in. A login of another system that the lab cannot use is only noted: the lab makes one."""
        if not name:
            self.faults.append(Finding("roster_name_missing", line, clip(login or ", ".join(refs.values()), 80)))
            return
        if len(name) > MAX_NAME:
            self.faults.append(Finding("roster_name_long", line, clip(name, 80)))
        if len(section) > MAX_SECTION:
            self.faults.append(Finding("roster_section_long", line, clip(section, 80)))
        for text in refs.values():
            if len(text) > MAX_REF:
                self.faults.append(Finding("roster_ref_long", line, clip(text, 80)))
        if login:
            try:
                login = readable_login(login)
            except BadInput:
                findings, code = (self.faults, "roster_login_wrong") if must_login else (self.notes, "roster_login_not_usable")
                findings.append(Finding(code, line, clip(login, 80)))
                login = ""
        if login:
            self._once("login", login, line)
        for ref in sorted(_NOBODYS & refs.keys() - {"login_id"}):
            self._once(ref, refs[ref], line)
        if not login and not refs and (before := self.seen.setdefault(("name", name.casefold()), line)) != line:
            self.notes.append(Finding("roster_same_name", line, clip(name, 80), before))
        self.entries.append(RosterEntry(name, login, section, refs))

    def _once(self, kind: str, text: str, line: int) -> None:
        before = self.seen.setdefault((kind, text.casefold()), line)
        if before != line:
            self.faults.append(Finding("roster_twice", line, clip(text, 80), before))

    def _result(self) -> Roster:
        if len(self.entries) > MAX_PEOPLE:
            raise BadInput("roster_too_many", found=len(self.entries), limit=MAX_PEOPLE)
        if self.faults:
            raise BadRoster(self.faults)
        if not self.entries:
            raise BadInput("roster_empty")
        return Roster(self.form, tuple(self.entries), tuple(self.notes))


def _rows(text: str) -> list[Row]:
    """The rows in which something stands, from the heads on."""
    delimiter = delimiter_of(text)
    rows = tuple(read_rows(text, delimiter))
    return [row for row in rows[heads_row(CsvFile(rows, delimiter, "utf-8", b"")) :] if not row.is_blank]


def _lines(text: str) -> list[Row]:
    """Pasted lines, in which people put any kind of comma between the parts."""
    text = text.translate(_WIDE_SEPARATORS)
    if '"' not in text:
        text = text.replace(";", ",").replace("\t", ",")
    delimiter = max(DELIMITERS, key=text.count)
    return [row for row in read_rows(text, delimiter) if not row.is_blank]


def _name(heads: Heads, cells: Sequence[str]) -> str:
    if name := heads.cell(cells, "name"):
        return name
    if sortable := heads.cell(cells, "sortable"):
        whole = from_sortable(sortable)
        if heads.form == "canvas_gradebook" or whole != sortable:
            return whole
    parts = [heads.cell(cells, part) for part in ("family", "given", "middle")]
    return joined(parts[0], parts[1], parts[2])


def _sections(heads: Heads, files: Mapping[str, bytes]) -> dict[str, str]:
    """What class or section each person is in, by sourcedId (OneRoster) or user_id (Canvas); several have commas between."""
    person, place, titles_of = (
        ("usersourcedid", "classsourcedid", ("classes.csv", "sourcedid", "title"))
        if heads.form == "oneroster"
        else ("user_id", "section_id", ("sections.csv", "section_id", "name"))
    )
    titles = {row[titles_of[1]]: row[titles_of[2]] for row in _table(files.get(titles_of[0], b""), titles_of[1:])}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _table(files.get("enrollments.csv", b""), (person, place)):
        if row["role"] and row["role"].casefold() != "student":
            continue
        title = titles.get(row[place], row[place])
        if title and title not in found[row[person]] and row["status"].casefold() not in ("deleted", "tobedeleted"):
            found[row[person]].append(title)
    return {who: ", ".join(sorted(names)) for who, names in found.items()}


def _students(files: Mapping[str, bytes]) -> frozenset[str] | None:
    """Who is a student by OneRoster's roles.csv (since 1.2), else by enrollments.csv; None where neither says it."""
    for name in ("roles.csv", "enrollments.csv"):
        if rows := _table(files.get(name, b""), ("usersourcedid", "role")):
            return frozenset(row["usersourcedid"] for row in rows if row["role"].casefold() == "student")
    return None


def _table(data: bytes, needed: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a file by their heads, case folded, with `role` and `status`; none where a needed head is missing."""
    rows = _rows(decode(data)[0])
    heads = [tidy(text).casefold() for text in rows[0].texts] if rows else []
    if not set(needed) <= set(heads):
        return []
    empty = dict.fromkeys((*needed, "role", "status"), "")
    return [empty | dict(zip(heads, (tidy(undefused(text)) for text in row.texts), strict=False)) for row in rows[1:]]
