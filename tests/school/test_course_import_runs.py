"""Runs of an archive are played again, and their receipts belong to them."""

import io
import json
import zipfile

import pytest

from lab.bundles.receipt import read_signed, sign
from lab.school.accounts import Viewer
from lab.school.course_import_checks import check_course
from lab.school.course_import_runs import facts_of, proven_runs
from lab.school.course_layout import read_course
from lab.school.course_run_layout import PictureData
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.receipts import signing_key
from lab.school.runs import play_of
from lab.values.errors import BadInput
from tests.school.test_course_files import archive, parts, played
from tests.school.test_course_import import edited
from tests.school.test_course_layout import AT

__all__ = ["played"]


def test_a_run_comes_out_again_with_its_receipts(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    override(db, teacher, played, "de_live", "1/2", "half of it")
    data = archive(db, teacher, course.id)
    about = read_course(parts(data)["course.json"])
    check_course(about)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        run = proven_runs(db.settings, opened, about, 2)["r1"]
    assert (run.world_hash, len(run.rows), run.not_recomputed) == (play_of(db, teacher, played).world_hash(), 2, 0)
    assert [signed.receipt.kind for signed in run.receipts] == ["hand-in", "grade", "grade"]


def test_a_receipt_of_another_run_is_refused_however_well_it_is_signed(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    data = archive(db, teacher, course.id)
    signed = read_signed(json.loads(parts(data)["runs/r1.json"])["receipts"][1]["signed"].encode())
    fields = {name: getattr(signed.receipt, name) for name in signed.receipt.__struct_fields__}
    for change in ({"journal_hash": "0" * 64}, {"points": "9.00"}, {"made_at": "2026-11-26T08:00:99+00:00"}):
        other = sign(type(signed.receipt)(**{**fields, **change}), signing_key(db.settings)).to_json().decode()
        changed = edited(data, "runs/r1.json", lambda run, other=other: run["receipts"][1].update(signed=other))
        with zipfile.ZipFile(io.BytesIO(changed)) as opened, pytest.raises(BadInput, match="course_file_run_wrong: run=r1, what=receipts"):
            proven_runs(db.settings, opened, read_course(parts(changed)["course.json"]), None)


def test_what_was_measured_of_a_picture_must_be_readable() -> None:
    with pytest.raises(BadInput, match="course_file_wrong: where=pictures"):
        facts_of(PictureData(sha256="0" * 64, name="a.png", kind="upload", facts={"width_px": "wide"}, added_at=AT))
