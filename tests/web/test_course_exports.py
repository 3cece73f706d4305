"""The page with everything that goes out of a course, and the way in again."""

import base64
import io
import json
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import update

from lab.exports.canvas import gradebook_csv
from lab.exports.course_results import export_of
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, release_scores
from lab.school.courses import CourseView, courses_of, members_of
from lab.school.database import Database
from lab.school.gradebooks import gradebook
from lab.school.models import Assignment
from lab.values.csvfile import read_csv
from lab.web import course_exports
from lab.web.export_sentences import EXPORT_SENTENCES
from lab.web.sentences import SENTENCES
from tests.school.test_course_import_grades import aged
from tests.web.browser import PASSWORD, Browser


@pytest.fixture(autouse=True)
def _pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if "course_exports" not in app.blueprints:
        app.register_blueprint(course_exports.pages)
    for code, sentence in EXPORT_SENTENCES.items():
        monkeypatch.setitem(SENTENCES, code, sentence)


def upload(browser: Browser, path: str, data: bytes, status: int = 200, name: str = "grades.csv", **fields: str) -> str:
    answer = browser.client.post(path, data={"csrf_token": browser.token, "file": (io.BytesIO(data), name), **fields}, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a large upload lies in a temporary file of the client
    assert answer.status_code == status, answer.text[:2000]
    browser._keep(answer)
    return browser.page


def taken(browser: Browser, path: str) -> bytes:
    with browser.client.get(path) as answer:
        assert answer.status_code == 200
        return answer.data


def downloaded(page: str) -> bytes:
    found = re.search(r'href="data:text/csv;base64,([^"]+)"', page)
    assert found is not None
    return base64.b64decode(found[1])


def test_the_page_offers_every_file_and_all_of_them_open(at_desk: Browser, handed_in: int, course: CourseView) -> None:
    page = at_desk.get(f"/courses/{course.id}/out")
    links = sorted(set(re.findall(rf'href="(/courses/{course.id}/out/[^"]+)"', page)))
    assert [link.rpartition("/")[2] for link in links] == ["canvas.csv", "course.zip", "course.zip?names=0", "moodle.csv", "xapi.json"]
    for link in (*links, f"/courses/{course.id}/out/oneroster.zip"):
        with at_desk.client.get(link) as answer:
            assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment"), link
            assert answer.data


def test_points_go_into_the_file_of_the_other_system(db: Database, at_desk: Browser, handed_in: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    at_desk.get(f"/courses/{course.id}/out")
    text = f'\ufeffStudent,ID,SIS Login ID,Section,"{assignment.title} (77)"\r\n"    Points Possible",,,,100\r\n"Bekova, Aigerim",1,,A,\r\n"Nobody, Ned",2,,A,5\r\n'
    page = upload(at_desk, f"/courses/{course.id}/out/fill", text.encode(), system="canvas", columns=str(assignment.id))
    points = gradebook(db, teacher, course.id).rows[0].points[assignment.id]
    assert downloaded(page).decode() == text.replace("Aigerim\",1,,A,", f'Aigerim",1,,A,{points}')
    assert "Ned Nobody" in page and "In the file, not in this course" in page


def test_our_own_file_comes_back_the_same(db: Database, at_desk: Browser, handed_in: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    data = gradebook_csv(export_of(course.id, course.title, gradebook(db, teacher, course.id)))
    at_desk.get(f"/courses/{course.id}/out")
    assert downloaded(upload(at_desk, f"/courses/{course.id}/out/fill", data, system="canvas", columns=str(assignment.id))) == data


@pytest.mark.parametrize(
    ("data", "system", "columns", "words"),
    [
        (b"Name,Login\nx,y\n", "canvas", "1", "This is no gradebook of Canvas"), (b"Li Wei\n", "moodle", "1", "This is no grade export of Moodle"),
        (b"Student,ID,Section\n", "canvas", "99", "Choose at least one assignment"), (b"Student,ID,Section\n", "canvas", "x", "Choose at least one assignment"),
        (b"", "canvas", "1", "The file is empty"), (b"x", "other", "1", "choice"), (b'Student,ID,Section\n"x,1,2', "canvas", "1", "Line 2: a quotation mark"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_stands_at_its_field(at_desk: Browser, handed_in: int, course: CourseView, data: bytes, system: str, columns: str, words: str) -> None:
    at_desk.get(f"/courses/{course.id}/out")
    page = upload(at_desk, f"/courses/{course.id}/out/fill", data, 422, system=system, columns=columns)
    assert words in page and "This could not be done" not in page


def test_a_file_must_be_chosen(at_desk: Browser, handed_in: int, course: CourseView) -> None:
    at_desk.get(f"/courses/{course.id}/out")
    answer = at_desk.client.post(f"/courses/{course.id}/out/fill", data={"csrf_token": at_desk.token, "system": "canvas", "columns": "1"})
    assert answer.status_code == 422 and "Choose the file" in answer.text


def test_a_blind_assignment_is_in_no_file(db: Database, at_desk: Browser, handed_in: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True))
    assert "is marked blind and not released" in at_desk.get(f"/courses/{course.id}/out")
    for name in ("canvas.csv", "moodle.csv"):
        assert assignment.title not in at_desk.client.get(f"/courses/{course.id}/out/{name}").text
    statements = json.loads(at_desk.client.get(f"/courses/{course.id}/out/xapi.json").data)
    assert {one["verb"]["display"]["en-US"] for one in statements} == {"initialized", "completed"}
    assert all("name" not in one["actor"] and one["actor"]["account"]["name"] != "aigerim" for one in statements)
    with zipfile.ZipFile(io.BytesIO(at_desk.client.get(f"/courses/{course.id}/out/oneroster.zip").data)) as archive:
        assert len(read_csv(archive.read("results.csv")).rows) == 1
    release_scores(db, teacher, assignment.id)
    assert assignment.title in at_desk.client.get(f"/courses/{course.id}/out/canvas.csv").text


def test_the_ids_of_the_other_system_go_into_the_line_items(at_desk: Browser, handed_in: int, course: CourseView) -> None:
    answer = at_desk.client.get(f"/courses/{course.id}/out/oneroster.zip?class_id=c-9&period_id=p-2")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert read_csv(archive.read("lineItems.csv")).rows[1].texts[7:10:2] == ["c-9", "p-2"]


def test_only_who_leads_the_course_finds_any_of_it(app: Flask, db: Database, at_home: Browser, handed_in: int, course: CourseView) -> None:
    create_user(db, login="other.teacher", name="Omar Other", password=PASSWORD, role="instructor")
    other = Browser(app.test_client()).sign_in("other.teacher")
    for name in ("out", "out/canvas.csv", "out/moodle.csv", "out/oneroster.zip", "out/xapi.json", "out/course.zip"):
        for browser in (at_home, other):
            browser.get(f"/courses/{course.id}/{name}", 404)
    at_home.get("/courses/import", 404)
    assert "Archive of a course" in other.get("/courses/import")


def test_an_archive_becomes_a_course_again(db: Database, at_desk: Browser, handed_in: int, course: CourseView, teacher: Viewer) -> None:
    data = taken(at_desk, f"/courses/{course.id}/out/course.zip")
    at_desk.get("/courses/import")
    page = upload(at_desk, "/courses/import", data, name="course.tradewind-course")
    assert "aigerim2" in page and "1 run was played again and is the same" in page
    newest = courses_of(db, teacher)[0]
    assert newest.id != course.id and [member.login for member in members_of(db, teacher, newest.id)] == ["aigerim2"]
    assert "Not recomputed" not in page
    at_desk.get("/courses/import")
    assert "Not recomputed: 1 grade of an older version" in upload(at_desk, "/courses/import", aged(data), name="course.tradewind-course")


def test_an_archive_that_does_not_hold_is_explained(db: Database, at_desk: Browser, handed_in: int, course: CourseView, teacher: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    at_desk.get("/courses/import")
    assert "not the archive of a course" in upload(at_desk, "/courses/import", b"nothing", 422)
    data = taken(at_desk, f"/courses/{course.id}/out/course.zip")
    monkeypatch.setattr(course_exports, "MOST_ACTIONS", 1)
    assert "lab course import" in upload(at_desk, "/courses/import", data, 422)
    assert len(courses_of(db, teacher)) == 1
