"""All runs of an assignment as an archive of bundles, and the seeds alone."""

import csv
import io
from zipfile import ZipFile

import pytest

from lab.bundles.reading import read_lines
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import open_run
from lab.web import class_bundles
from tests.web.browser import Browser


def test_an_instructor_downloads_what_was_handed_in(db: Database, at_desk: Browser, handed_in: int, student: Viewer, assignment: AssignmentView) -> None:
    open_run(db, student, assignment.id)
    page = at_desk.get(f"/assignments/{assignment.id}")
    assert f'href="/assignments/{assignment.id}/bundles.zip"' in page
    with at_desk.client.get(f"/assignments/{assignment.id}/bundles.zip") as answer:
        assert answer.mimetype == "application/zip"
        data = answer.data
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["runs.csv", f"run-{handed_in}.tradewind"]
        rows = list(csv.reader(io.StringIO(archive.read("runs.csv").decode("utf-8-sig"))))
        bundle = read_lines(io.BytesIO(archive.read(f"run-{handed_in}.tradewind")))
    assert rows == [["bundle", "name", "login", "attempt"], [f"run-{handed_in}.tradewind", "Aigerim Bekova", "aigerim", "1"]]
    assert bundle.head.deal.seed is not None
    with at_desk.client.get(f"/assignments/{assignment.id}/bundles.zip") as answer:
        assert answer.data == data


def test_a_large_archive_goes_through_a_file(at_desk: Browser, handed_in: int, assignment: AssignmentView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_bundles, "IN_MEMORY", 100)
    with at_desk.client.get(f"/assignments/{assignment.id}/bundles.zip") as answer, ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None and len(archive.namelist()) == 2


def test_the_seeds_are_a_sheet_of_two_columns(db: Database, at_desk: Browser, at_home: Browser, handed_in: int, assignment: AssignmentView) -> None:
    answer = at_desk.client.get(f"/assignments/{assignment.id}/seeds.csv")
    heads, row = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    bundle = read_lines(io.BytesIO(at_home.client.get(f"/runs/{handed_in}/bundle").data))
    assert heads == ["seed_id", "seed"]
    assert row[0] == bundle.head.deal.seed_id and len(row[1]) == 16


def test_students_find_neither(at_home: Browser, assignment: AssignmentView) -> None:
    for name in ("bundles.zip", "seeds.csv"):
        at_home.get(f"/assignments/{assignment.id}/{name}", 404)
