"""Drafts in the classroom: begun in three ways, their files, their download, and whom they are shown to."""

import re
import zipfile
from io import BytesIO

import pytest
from flask import Flask

from lab.school.accounts import Viewer, create_user
from lab.school.database import Database
from lab.school.drafts import create_draft, draft_for, drafts_of, file_of, files_of
from tests.school.drafting import small_files
from tests.web.browser import PASSWORD, SCENARIO, Browser

JPEG = b"\xff\xd8\xff\xe0rest"


@pytest.fixture
def draft_id(db: Database, teacher: Viewer) -> int:
    return create_draft(db, teacher, small_files())


def test_who_has_no_drafts_is_told_how_to_begin(at_desk: Browser) -> None:
    page = at_desk.get("/scenarios/drafts")
    assert "Your first scenario" in page and 'href="/scenarios/drafts/new"' in page
    assert "Nothing is released yet" in at_desk.get("/scenarios/releases")
    assert 'href="/scenarios/drafts"' in at_desk.get("/scenarios")


def test_a_copy_of_a_scenario_of_the_lab_becomes_a_draft(at_desk: Browser, db: Database, teacher: Viewer) -> None:
    assert f'value="{SCENARIO}"' in at_desk.get(f"/scenarios/drafts/new?source={SCENARIO}")
    at_desk.send("/scenarios/drafts/copy", 422, source=SCENARIO, slug="Not a name!", title="Mine")
    assert "cannot be a short name" in at_desk.page and 'value="Mine"' in at_desk.page
    at_desk.send("/scenarios/drafts/copy", 422, source="draft:77", slug="mine")
    assert "There is no such draft" in at_desk.page
    answer = at_desk.send("/scenarios/drafts/copy", source=SCENARIO, slug="my-lamp", title="Mine & <b>yours</b>")
    draft = drafts_of(db, teacher)[0]
    assert answer.location == f"/scenarios/drafts/{draft.id}" and (draft.slug, draft.title) == ("my-lamp", "Mine & <b>yours</b>")
    page = at_desk.client.get(answer.location).text
    assert "Mine &amp; &lt;b&gt;yours&lt;/b&gt;" in page and "No fault found in any file" in page
    assert "tasks/" in page and "list.en.md" in page
    # and that draft can be copied in its turn
    at_desk.get("/scenarios/drafts/new")
    at_desk.send("/scenarios/drafts/copy", source=f"draft:{draft.id}", slug="second")
    assert {one.slug for one in drafts_of(db, teacher)} == {"my-lamp", "second"}


def test_a_few_questions_give_a_draft_without_faults(at_desk: Browser, db: Database, teacher: Viewer) -> None:
    at_desk.get("/scenarios/drafts/questions")
    fields = {"title": "A parcel for Kazakhstan", "slug": "parcel", "market": "germany", "level": "2", "minutes": "20",
              "question": "What goes into the box?", "options": "Papers\nNothing\n", "parts": "question"}  # fmt: skip
    for wrong, words in (
        ({"slug": ""}, "cannot be a short name"), ({"title": " "}, "Give it a title."), ({"options": "One"}, "2 to 6 answers"),
        ({"level": "nine"}, "is not a whole number"), ({"level": "9"}, "lies between 1 and 5"), ({"market": "moon"}, "Choose one of the markets"),
        ({"parts": ""}, "Choose at least one task"), ({"title": "x" * 200}, "at most 120"), ({"question": "${lamp}?"}, "have a meaning of their own"),
    ):  # fmt: skip
        at_desk.send("/scenarios/drafts/questions", 422, **{**fields, **wrong})
        assert words in at_desk.page, (wrong, words)
    assert drafts_of(db, teacher) == []
    answer = at_desk.send("/scenarios/drafts/questions", **fields)
    draft = drafts_of(db, teacher)[0]
    assert (draft.slug, draft.title) == ("parcel", "A parcel for Kazakhstan")
    assert "No fault found in any file" in at_desk.get(answer.location)


def test_a_draft_goes_out_as_a_zip_and_comes_back_the_same(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    answer = at_desk.client.get(f"/scenarios/drafts/{draft_id}/download")
    assert answer.mimetype == "application/zip" and "small.zip" in answer.headers["Content-Disposition"]
    at_desk.get("/scenarios/drafts/new")
    sent = at_desk.client.post(
        "/scenarios/drafts/upload", data={"csrf_token": at_desk.token, "archive": (BytesIO(answer.data), "small.zip")}, content_type="multipart/form-data"
    )
    assert sent.status_code == 302
    number = int(sent.location.rsplit("/", 1)[1])
    assert number != draft_id and files_of(db, teacher, number) == files_of(db, teacher, draft_id)


def test_what_is_no_scenario_is_not_taken(at_desk: Browser, db: Database, teacher: Viewer) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("scenario.yaml", "id: x\n")
        archive.writestr("../../etc/cron.md", "x")
    at_desk.get("/scenarios/drafts/new")
    for data, words in ((b"no zip", "not a .zip file that can be read"), (out.getvalue(), "cannot be the name of a file"), (b"", "Choose a .zip file first")):
        answer = at_desk.client.post(
            "/scenarios/drafts/upload", data={"csrf_token": at_desk.token, "archive": (BytesIO(data), "x.zip")}, content_type="multipart/form-data"
        )
        assert answer.status_code == 422 and words in answer.text
    assert drafts_of(db, teacher) == []


def test_files_are_added_uploaded_renamed_and_deleted(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    base = f"/scenarios/drafts/{draft_id}"
    at_desk.get(base)
    at_desk.send(f"{base}/add", 422, file="../x.md")
    assert "cannot be the name of a file" in at_desk.page and 'value="../x.md"' in at_desk.page
    at_desk.send(f"{base}/add", 409, file="texts/q1.txt")
    assert "already" in at_desk.page
    assert at_desk.send(f"{base}/add", file="tasks/extra.en.md").location == f"{base}/edit/tasks/extra.en.md"
    answer = at_desk.client.post(
        f"{base}/add",
        data={"csrf_token": at_desk.token, "file": "pictures", "upload": [(BytesIO(JPEG), "a.jpg"), (BytesIO(b"one\r\ntwo\r\n"), "notes.txt")]},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302
    assert file_of(db, teacher, draft_id, "pictures/notes.txt").data == b"one\ntwo\n"
    page = at_desk.get(f"{base}/edit/pictures/a.jpg")
    assert f'src="{base}/raw/pictures/a.jpg"' in page
    raw = at_desk.client.get(f"{base}/raw/pictures/a.jpg")
    assert (raw.mimetype, raw.data) == ("image/jpeg", JPEG) and raw.headers["X-Content-Type-Options"] == "nosniff"
    text = at_desk.client.get(f"{base}/raw/pictures/notes.txt")
    assert text.mimetype == "text/plain" and text.headers["Content-Disposition"].startswith("attachment")
    assert at_desk.send(f"{base}/rename/pictures/a.jpg", to="pictures/b.jpg").location == f"{base}/edit/pictures/b.jpg"
    at_desk.send(f"{base}/rename/pictures/b.jpg", to="../b.jpg")
    assert "cannot be the name of a file" in at_desk.get(f"{base}/edit/pictures/b.jpg")
    at_desk.send(f"{base}/remove/pictures/b.jpg")
    at_desk.send(f"{base}/remove/pictures/b.jpg", 404)
    at_desk.send(f"{base}/remove/scenario.yaml")
    assert "cannot be renamed or deleted" in at_desk.get(base)
    assert "pictures/b.jpg" not in draft_for(db, teacher, draft_id).names
    at_desk.send(f"{base}/delete")
    assert drafts_of(db, teacher) == []
    at_desk.get(base, 404)


def test_the_page_of_a_draft_lists_its_faults_with_links_to_their_lines(at_desk: Browser, db: Database, teacher: Viewer) -> None:
    draft_id = create_draft(db, teacher, small_files([("total: 10", "total: 11"), ("text: tasks/ship.md", "text: tasks/shp.md")]))
    page = at_desk.get(f"/scenarios/drafts/{draft_id}")
    assert "2 faults to mend" in page
    assert re.search(rf'href="/scenarios/drafts/{draft_id}/edit/scenario.yaml#line-\d+"', page)
    assert "the checks give 10 points, not 11" in page and "did you mean 'tasks/ship.md'?" in page


def test_students_and_other_instructors_find_nothing(at_home: Browser, db: Database, draft_id: int, app: Flask) -> None:
    create_user(db, login="mr.osman", name="Omar Osman", password=PASSWORD, role="instructor")
    other = Browser(app.test_client()).sign_in("mr.osman")
    base = f"/scenarios/drafts/{draft_id}"
    for path in (base, f"{base}/edit/scenario.yaml", f"{base}/raw/scenario.yaml", f"{base}/download", f"{base}/preview", f"{base}/proofs", f"{base}/release", f"{base}/pictures"):
        at_home.get(path, 404)
        other.get(path, 404)
    for path in ("/scenarios/drafts", "/scenarios/drafts/new", "/scenarios/drafts/questions", "/scenarios/releases", "/scenarios/help", "/scenarios/photos/mug/front"):
        at_home.get(path, 404)
    assert "Your first scenario" in other.get("/scenarios/drafts")
    for path in (f"{base}/delete", f"{base}/prove", f"{base}/release", f"{base}/play", f"{base}/check", f"{base}/edit/scenario.yaml"):
        other.get("/scenarios/drafts")
        other.send(path, 404, text="x")
