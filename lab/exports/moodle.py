"""Results for Moodle: a file for its CSV import, and a grade export with the points filled in.

Form: moodle grade/export/txt/grade_export_txt.php and grade/import/csv/classes/load_data.php, read 2026-11. Heads are in the language
of the site; a grade column is "Assignment: Title (Real)" or "Title (Real)", a missing grade "-", the last column says when the file was
exported. The importer asks which column names the user (username, ID number or e-mail address) and stops at the first row that it
cannot place, so every row here has a username.
"""

import re

from lab.exports.filling import Filled, place_of, put, read_upload
from lab.exports.gradebook import GradebookExport, unique_heads
from lab.exports.matching import FileRow, folded, match
from lab.exports.spreadsheet import Figure, csv_bytes, defused
from lab.school.roster_heads import FIELDS, STUDENT_WORDS, read_heads
from lab.school.roster_names import joined, parts
from lab.values.csvfile import heads_row, undefused
from lab.values.errors import BadInput
from lab.values.text import tidy

HEADS = ("First name", "Last name", "Username", "ID number", "Email address", "Groups")
_REAL = ("real", "实际", "实数", "实际分数", "分数", "原始分", "значение", "реальная", "реальный", "реальное значение", "баллы", "حقيقي", "حقيقية", "القيمة الحقيقية")
"""How Moodle marks a column of points (its language packs, grades.php: real); letters and percentages have other words, never filled."""
_DISPLAY = re.compile(r"(.+?) ?[(（]([^()（）]+)[)）]")
_KIND = re.compile(r"[^:：]{1,40}[:：] ?(.+)")
_EXPORTED = (
    "last downloaded from this course", "最后从此课程下载", "上次从本课程下载", "上次下载", "последняя загрузка из этого курса", "последние загруженные из этого курса",
    "آخر تنزيل من هذا المقرر", "آخر تحميل من هذا المقرر",
)  # fmt: skip
_TAKEN = {*_EXPORTED, *(word for words in FIELDS.values() for word in words)}
_KEYS = {"number": ("moodle_id", "sis_id"), "login": ("login",), "email": ("email",), "name": ("name",)}


def gradebook_csv(book: GradebookExport) -> bytes:
    """The whole gradebook in a form that Moodle imports; the two parts of a name make the name again."""
    lines: list[list[str]] = [[*HEADS, *heads_of(book)]]
    for row in book.rows:
        family, given = parts(row.name)
        number = row.ref("moodle_id") or row.ref("sis_id")
        points = [Figure(row.points[one.id]) if one.id in row.points else "" for one in book.columns]
        lines.append([given, family, row.ref("login_id"), number, row.ref("email"), row.section, *points])
    return csv_bytes(lines)


def heads_of(book: GradebookExport) -> list[str]:
    """The heads of a book's columns."""
    return unique_heads((column.title for column in book.columns), _TAKEN)


def fill(uploaded: bytes, book: GradebookExport) -> Filled:
    """The grade export of Moodle with the points of all columns of `book` in it (`book.only` takes some).

    A column is found by its title, with or without the kind of activity in front and "(Real)" behind; one that is not there becomes a
    new column before the time of the export, else behind the last. Raises BadInput: fill_not_moodle, fill_column_twice, or what
    `read_upload` raises.
    """
    file = read_upload(uploaded)
    heads_at = heads_row(file)
    heads = read_heads(file.rows[heads_at].texts)
    if heads is None or heads.form not in ("moodle", "names"):
        raise BadInput("fill_not_moodle")
    rows = []
    for row in file.rows[heads_at + 1 :]:
        texts = row.texts
        keys = {key: heads.cell(texts, key) for key in ("number", "login", "email")}
        keys["name"] = heads.cell(texts, "name") or joined(heads.cell(texts, "family"), heads.cell(texts, "given"), heads.cell(texts, "middle"))
        role = heads.cell(texts, "role").casefold()
        if any(keys.values()) and (not role or any(word in role for word in STUDENT_WORDS)):
            rows.append(FileRow(row.line, keys["name"], keys))
    found = match(rows, book.rows, _KEYS)
    own = set(heads.places.values())
    new, filled = [], 0
    for column, head in zip(book.columns, heads_of(book), strict=True):
        texts = [tidy(undefused(text)) for text in file.rows[heads_at].texts]
        place = place_of(head, texts, [at not in own and text.casefold() == head.casefold() for at, text in enumerate(texts)])
        if place is None:
            place = place_of(head, texts, [at not in own and folded(head) in titles_in(text) for at, text in enumerate(texts)])
        new += [head] if place is None else []
        before = next((at for at, text in enumerate(texts) if text.casefold() in _EXPORTED), None)
        file, count = put(file, heads_at, column, place, found.by_line, head=defused(head), before=before)
        filled += count
    return Filled(file.to_bytes(), filled, found.unknown, found.missing, found.unsure, tuple(new))


def titles_in(head: str) -> set[str]:
    """The titles, case folded, that a head of Moodle's may stand for; none where it is not one of points."""
    display = _DISPLAY.fullmatch(head)
    if display is None or display[2].strip().casefold() not in _REAL:
        return set()
    kind = _KIND.fullmatch(display[1])
    return {folded(display[1])} | ({folded(kind[1])} if kind else set())
