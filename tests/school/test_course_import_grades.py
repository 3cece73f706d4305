"""A grade of an archive counts when it comes out again; one that was changed is refused by name, and nothing is written."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from lab.scenarios.marking import record_from_json
from lab.school.accounts import Viewer
from lab.school.course_import import import_course
from lab.school.course_import_grades import claims_of, without_markers
from lab.school.course_layout import RunData
from lab.school.course_run_layout import read_run
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.runs import report_for
from lab.values.errors import BadInput
from tests.school.eventful_course import elsewhere, eventful, there
from tests.school.test_course_files import archive, parts, played
from tests.school.test_course_import import counts, edited

__all__ = ["elsewhere", "eventful", "played", "there"]
Edit = Callable[[dict[str, Any]], None]


def in_record(edit: Edit, *, place: int = -1, kind: str = "grades") -> Edit:
    """The same done to a grade record within a run."""

    def done(run: dict[str, Any]) -> None:
        record = json.loads(run[kind][place]["record"])
        edit(record)
        run[kind][place]["record"] = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    return done


def both(*edits: Edit) -> Edit:
    def done(data: dict[str, Any]) -> None:
        for edit in edits:
            edit(data)

    return done


def more(record: dict[str, Any]) -> None:
    """One point more, and every sum in order."""
    check = record["grade"]["checks"][0]
    check.update(points="4.00", fraction="1", status="pass")
    record["grade"]["points"] = "4.00"


def of_old(record: dict[str, Any]) -> None:
    record["engine"] = "0.0.9"


def no_receipts(run: dict[str, Any]) -> None:
    run["receipts"] = []


CHANGES: list[tuple[Edit, str]] = [
    (lambda record: record["grade"].update(points="1.01"), r"check=total, stored=1\.01, computed="),
    (more, r"assignment=.*, run=r1, check=de_live, stored=4\.00, computed="),
    (lambda record: record["grade"]["checks"][0].update(points="2.01"), r"check=de_live, stored=2\.01"),
    (lambda record: record["grade"]["checks"][1].update(message="other"), "check=.*, stored=.*, computed="),
    (lambda record: record["grade"]["checks"].pop(), "computed="),
    (lambda record: record["grade"].update(withheld=True), "check=total"),
    (lambda record: record.update(picks={"a": "b"}), "course_file_run_wrong: run=r1, what=grade"),
    (lambda record: record.update(version="7.0.0"), "course_file_run_wrong: run=r1, what=grade"),
    (lambda record: record.update(engine="banana"), "course_file_run_wrong: run=r1, what=grade"),
    (both(more, lambda record: record.update(engine="99.0.0")), "course_file_grade_differs: .*check=de_live"),
    (both(of_old, lambda record: record["grade"].update(points="1.01")), "check=total"),
    (both(of_old, lambda record: record["grade"]["checks"][0].update(points="9.00")), "check=de_live"),
    (both(of_old, lambda record: record["grade"]["checks"][0].update(max_points=40)), "check=de_live"),
]  # fmt: skip


def test_a_changed_record_is_refused_and_nothing_is_written(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    data = archive(db, teacher, course.id)
    before = counts(db)
    for edit, code in CHANGES:
        with pytest.raises(BadInput, match=code):
            import_course(db, teacher, io.BytesIO(edited(data, "runs/r1.json", both(in_record(edit), no_receipts))))
    assert counts(db) == before


def aged(data: bytes) -> bytes:
    """An archive whose newest grade of the first run was made by an older lab, which said something otherwise."""

    def otherwise(record: dict[str, Any]) -> None:
        record["grade"]["checks"][1]["message"] = "an_older_word"

    return edited(data, "runs/r1.json", in_record(both(of_old, otherwise)))


def test_the_result_of_an_older_lab_is_taken_and_counted(
    db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    """What people decided must stand in it nevertheless."""
    override(db, teacher, played, "de_live", "1/2", "half of it")
    data = archive(db, teacher, course.id)
    made = import_course(elsewhere, there, io.BytesIO(aged(data)))
    assert (made.not_recomputed, report_for(elsewhere, there, 1).points) == (1, report_for(db, teacher, played).points)
    assert import_course(elsewhere, there, io.BytesIO(edited(data, "runs/r1.json", in_record(of_old)))).not_recomputed == 0
    with pytest.raises(BadInput, match=r"check=de_live, stored=4\.00, computed=2\.00"):
        import_course(elsewhere, there, io.BytesIO(edited(data, "runs/r1.json", both(in_record(both(of_old, more)), no_receipts))))


def test_a_judgement_that_was_changed_no_longer_fits_its_grade(db: Database, eventful: int, course: CourseView, teacher: Viewer) -> None:
    """Marks of every kind, proposals that wait, and rows of regrades that nothing has come of."""
    data = archive(db, teacher, course.id)
    run = json.loads(parts(data)["runs/r1.json"])
    waiting = next(place for place, one in enumerate(run["proposals"]) if one["state"] == "waiting")
    dropped = next(place for place, one in enumerate(run["regrades"]) if one["state"] == "found")
    lines = [place for place, one in enumerate(run["marks"]) if "levels" in one] + [len(run["marks"]) - 1]
    edits: list[tuple[Edit, str]] = [
        (lambda run: run["marks"][lines[0]].update(fraction="0"), "check=thoughts"),
        (lambda run: run["marks"][lines[1]].update(fraction="1"), "check=de_live"),
        (lambda run: run["marks"].pop(), "what=appeals|check="),
        (lambda run: run["proposals"][waiting].update(fraction="1/7"), "check=de_live"),
        (in_record(more, place=waiting, kind="proposals"), "check=de_live"),
        (in_record(more, place=dropped, kind="regrades"), "check=de_live"),
    ]
    before = counts(db)
    for edit, code in edits:
        with pytest.raises(BadInput, match=code):
            import_course(db, teacher, io.BytesIO(edited(data, "runs/r1.json", both(no_receipts, edit))))
    assert counts(db) == before


def test_a_run_is_played_once_for_all_that_was_overridden(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    override(db, teacher, played, "de_live", "1/2", "half of it")
    override(db, teacher, played, "de_live", "3/4", "more of it")
    kept = read_run(parts(archive(db, teacher, course.id))["runs/r1.json"], "r1")
    about = RunData(key="r1", person="p1", attempt=1, seed="1", market="0" * 64, state="handed_in", opened_at=kept.times[0])
    claims = claims_of(about, kept)
    assert (len(claims.grades), claims.gradings) == (3, 1)
    assert [one.judgements.overrides["de_live"].reason for one in claims.grades[1:]] == ["half of it", "more of it"]
    assert not claims.grades[0].judgements.overrides


def test_the_names_of_those_who_judged_are_not_compared(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    override(db, teacher, played, "de_live", "1/2", "half of it")
    run = json.loads(parts(archive(db, teacher, course.id))["runs/r1.json"])
    text = run["grades"][-1]["record"]
    other = text.replace("Petra Keller", "Petra Keller-Brandt")
    assert other != text
    assert without_markers(record_from_json(other.encode())) == without_markers(record_from_json(text.encode()))
    assert without_markers(record_from_json(text.replace("half of it", "all of it").encode())) != without_markers(record_from_json(text.encode()))
