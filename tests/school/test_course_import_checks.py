"""What the parts of an archive say of each other."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from lab.school.accounts import Viewer
from lab.school.course_import import import_course
from lab.school.course_import_checks import check_course, check_run
from lab.school.course_layout import read_course
from lab.school.course_run_layout import read_run
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.values.errors import BadInput
from tests.school.eventful_course import eventful
from tests.school.test_course_files import archive, parts
from tests.school.test_course_import import counts, edited

__all__ = ["eventful"]
Edit = Callable[[dict[str, Any]], None]


def test_every_part_has_to_fit(db: Database, eventful: int, course: CourseView, teacher: Viewer) -> None:
    files = parts(archive(db, teacher, course.id))
    about, run = json.loads(files["course.json"]), json.loads(files["runs/r1.json"])

    def first(kind: str, **wanted: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda data: next(one for one in data[kind] if all(one.get(name) == value for name, value in wanted.items()))

    in_course: list[tuple[Edit, str]] = [
        (lambda data: data["staff"].append(data["staff"][0]), "where=staff, what=s1"),
        (lambda data: data["staff"][0].update(login=data["staff"][1]["login"].upper()), "where=staff"),
        (lambda data: data["staff"][0].update(key="p1"), "where=staff, what=p1"),
        (lambda data: data["assignments"][0]["regrades"][0].update(asked_by="s99"), "where=a1, what=s99"),
        (lambda data: data["assignments"][0]["regrades"][0].update(only="r99"), "where=a1, what=r99"),
        (lambda data: data["assignments"][0]["runs"][0].update(collected_by="p1"), "where=a1, what=p1"),
        (lambda data: data["assignments"][0]["regrades"].append(data["assignments"][0]["regrades"][0]), "where=regrades, what=c1"),
    ]
    in_run: list[tuple[Edit, str]] = [
        *((lambda data, kind=kind: data[kind][-1].update(by="s99"), kind) for kind in ("grades", "marks", "opinions", "proposals")),
        (lambda data: data["marks"][0].update(fraction="2"), "marks"),
        (lambda data: data["opinions"][0].update(fraction="3/2"), "opinions"),
        (lambda data: first("proposals", state="waiting")(data).update(state="confirmed"), "proposals"),
        (lambda data: first("proposals", state="confirmed")(data).update(grade=0), "proposals"),
        (lambda data: first("proposals", state="rejected")(data).pop("decided_by"), "proposals"),
        (lambda data: data["proposals"][0].update(old_grade=99), "proposals"),
        (lambda data: data["proposals"][0].update(check=""), "proposals"),
        (lambda data: first("appeals", state="granted")(data).pop("fraction"), "appeals"),
        (lambda data: first("appeals", state="granted")(data).update(mark=0), "appeals"),
        (lambda data: first("appeals", state="declined")(data).pop("answered_at"), "appeals"),
        (lambda data: data["appeals"].append(first("appeals", state="open")(data)), "appeals"),
        (lambda data: data["questions"][0].update(person="s1"), "questions"),
        (lambda data: data["questions"][0].update(page="a\nb"), "questions"),
        (lambda data: data["questions"][0].update(state="open"), "questions"),
        (lambda data: data["regrades"][0].update(regrade="c99"), "regrades"),
        (lambda data: data["regrades"].append(data["regrades"][0]), "regrades"),
        (lambda data: first("regrades", state="found")(data).update(state="applied"), "regrades"),
        (lambda data: first("regrades", state="applied")(data).update(old_grade=len(run["grades"]) - 1), "regrades"),
        (lambda data: data["receipts"][0].update(grade=99), "receipts"),
    ]  # fmt: skip
    for edit, code in in_course:
        changed = json.loads(files["course.json"])
        edit(changed)
        with pytest.raises(BadInput, match=f"course_file_wrong: {code}"):
            check_course(read_course(json.dumps(changed).encode()))
    data = read_course(files["course.json"])
    assignment, people, staff = data.assignments[0], {"p1"}, {one.key for one in data.staff}
    check_run(assignment, assignment.runs[0], read_run(files["runs/r1.json"], "r1"), people, staff)
    for edit, what in in_run:
        changed = json.loads(files["runs/r1.json"])
        edit(changed)
        with pytest.raises(BadInput, match=f"course_file_run_wrong: run=r1, what={what}"):
            check_run(assignment, assignment.runs[0], read_run(json.dumps(changed).encode(), "r1"), people, staff)
    assert about["assignments"][0]["regrades"]


def test_a_fault_in_what_was_said_leaves_nothing_behind(db: Database, eventful: int, course: CourseView, teacher: Viewer) -> None:
    data = edited(archive(db, teacher, course.id), "runs/r1.json", lambda run: run["questions"][0].update(person="p9"))
    before = counts(db)
    with pytest.raises(BadInput, match="what=questions"):
        import_course(db, teacher, io.BytesIO(data))
    assert counts(db) == before
