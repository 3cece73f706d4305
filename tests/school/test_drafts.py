from pathlib import Path

import pytest
from sqlalchemy import select

from lab.scenarios.script import content_hash, load_scenario
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import (
    MAX_ALL,
    MAX_DRAFTS,
    MAX_FILES,
    MAX_PICTURE,
    MAX_TEXT,
    checked_files,
    checked_path,
    create_draft,
    delete_draft,
    delete_file,
    draft_for,
    drafts_of,
    file_of,
    files_of,
    rename_file,
    renamed,
    save_file,
    save_files,
    texts_of,
    write_folder,
)
from lab.school.models import DraftFile
from lab.values.errors import BadInput, LabError, NotFound, Refused
from tests.school.drafting import small_files

JPEG = b"\xff\xd8\xff\xe0rest"


@pytest.fixture
def draft_id(db: Database, teacher: Viewer) -> int:
    return create_draft(db, teacher, small_files())


def test_a_draft_has_its_name_from_its_file_and_the_hash_of_the_folder(db: Database, teacher: Viewer, draft_id: int, tmp_path: Path) -> None:
    draft = draft_for(db, teacher, draft_id)
    assert (draft.slug, draft.title, draft.owner, draft.revision) == ("small", "Small", "Petra Keller", 1)
    assert draft.names[0] == "scenario.yaml"
    folder = tmp_path / "draft"
    write_folder(files_of(db, teacher, draft_id), folder)
    assert draft.content_hash == content_hash(folder) == load_scenario(folder).content_hash


def test_only_its_owner_and_an_admin_find_a_draft(
    db: Database, teacher: Viewer, other_teacher: Viewer, student: Viewer, admin: Viewer, draft_id: int
) -> None:
    assert [one.id for one in drafts_of(db, teacher)] == [one.id for one in drafts_of(db, admin)] == [draft_id]
    assert drafts_of(db, other_teacher) == drafts_of(db, student) == []
    assert file_of(db, admin, draft_id, "scenario.yaml").text.startswith("format")
    for viewer in (other_teacher, student):
        for tried in (
            lambda viewer=viewer: draft_for(db, viewer, draft_id),
            lambda viewer=viewer: files_of(db, viewer, draft_id),
            lambda viewer=viewer: file_of(db, viewer, draft_id, "scenario.yaml"),
            lambda viewer=viewer: save_file(db, viewer, draft_id, "x.md", b"", seen=""),
            lambda viewer=viewer: rename_file(db, viewer, draft_id, "scenario.yaml", "x.yaml"),
            lambda viewer=viewer: delete_file(db, viewer, draft_id, "texts/q1.txt"),
            lambda viewer=viewer: delete_draft(db, viewer, draft_id),
        ):
            with pytest.raises(NotFound, match="no_such_draft"):
                tried()
    with pytest.raises(NotFound):
        create_draft(db, student, small_files())


def test_the_second_of_two_who_save_is_told_and_nothing_is_overwritten(db: Database, teacher: Viewer, draft_id: int) -> None:
    seen = file_of(db, teacher, draft_id, "texts/q1.txt").sha256
    first = save_file(db, teacher, draft_id, "texts/q1.txt", b"first", seen=seen)
    with pytest.raises(Refused, match="draft_file_changed"):
        save_file(db, teacher, draft_id, "texts/q1.txt", b"second", seen=seen)
    assert file_of(db, teacher, draft_id, "texts/q1.txt").data == b"first"
    save_file(db, teacher, draft_id, "texts/q1.txt", b"second", seen=first)
    assert file_of(db, teacher, draft_id, "texts/q1.txt").data == b"second"
    assert draft_for(db, teacher, draft_id).revision == 3


def test_saving_the_same_again_is_no_conflict_and_no_change(db: Database, teacher: Viewer, draft_id: int) -> None:
    seen = file_of(db, teacher, draft_id, "texts/q1.txt").sha256
    new = save_file(db, teacher, draft_id, "texts/q1.txt", b"new", seen=seen)
    assert save_file(db, teacher, draft_id, "texts/q1.txt", b"new", seen=seen) == new
    assert draft_for(db, teacher, draft_id).revision == 2


def test_a_file_that_went_away_while_somebody_wrote_is_not_made_again_by_itself(db: Database, teacher: Viewer, draft_id: int) -> None:
    seen = file_of(db, teacher, draft_id, "texts/q1.txt").sha256
    delete_file(db, teacher, draft_id, "texts/q1.txt")
    with pytest.raises(Refused, match="draft_file_gone"):
        save_file(db, teacher, draft_id, "texts/q1.txt", b"mine", seen=seen)
    save_file(db, teacher, draft_id, "texts/q1.txt", b"mine", seen="")
    with pytest.raises(Refused, match="draft_path_taken"):
        save_file(db, teacher, draft_id, "texts/q1.txt", b"other", seen="")


def test_broken_files_may_be_saved_and_the_heading_stays(db: Database, teacher: Viewer, draft_id: int) -> None:
    seen = file_of(db, teacher, draft_id, "scenario.yaml").sha256
    seen = save_file(db, teacher, draft_id, "scenario.yaml", b"id: [unclosed", seen=seen)
    assert draft_for(db, teacher, draft_id).slug == "small"
    save_file(db, teacher, draft_id, "scenario.yaml", b"id: other\ntitle: {en: Other}\n", seen=seen)
    draft = draft_for(db, teacher, draft_id)
    assert (draft.slug, draft.title) == ("other", "Other")


@pytest.mark.parametrize(
    "path",
    [
        "../scenario.yaml", "/etc/x.md", "tasks/../x.md", "a//b.md", ".hidden.md", "tasks/.x.md", "a\\b.md", "a b.md", "ä.md", "x.md\n", "",
        "a/b/c/d/e.md", "con.md", "tasks/AUX.txt", "x./y.md", "C:x.md", "x" * 170 + ".md", "tasks/", "\x00.md",
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_no_paths(db: Database, teacher: Viewer, draft_id: int, path: str) -> None:
    if path.strip() != "x.md":
        with pytest.raises(BadInput, match="draft_path_wrong"):
            checked_path(path)
        with pytest.raises(LabError):
            save_file(db, teacher, draft_id, path, b"", seen="")


@pytest.mark.parametrize("path", ["x.py", "x", "x.yaml.exe", "x.svg", "x.html", "x.gif", "x.JPG"])
def test_only_endings_of_a_scenario_are_taken(path: str) -> None:
    with pytest.raises(BadInput, match="draft_ending_wrong"):
        checked_path(path)


def test_sizes_and_kinds_have_limits(db: Database, teacher: Viewer, draft_id: int) -> None:
    save_file(db, teacher, draft_id, "big.md", b"x" * MAX_TEXT, seen="")
    save_file(db, teacher, draft_id, "pictures/a.jpg", JPEG.ljust(MAX_PICTURE, b"\0"), seen="")
    for path, data, code in (
        ("big2.md", b"x" * (MAX_TEXT + 1), "draft_file_too_large"),
        ("pictures/b.jpg", JPEG.ljust(MAX_PICTURE + 1, b"\0"), "draft_file_too_large"),
        ("pictures/c.jpg", b"GIF89a", "draft_picture_wrong"),
        ("pictures/c.png", JPEG, "draft_picture_wrong"),
        ("zero.md", b"a\0b", "draft_not_text"),
    ):
        with pytest.raises(BadInput, match=code):
            save_file(db, teacher, draft_id, path, data, seen="")
    with pytest.raises(BadInput, match="draft_too_large"):
        save_files(db, teacher, draft_id, {f"pictures/p{n}.jpg": JPEG.ljust(MAX_PICTURE, b"\0") for n in range(MAX_ALL // MAX_PICTURE)})
    assert "pictures/p0.jpg" not in draft_for(db, teacher, draft_id).names
    with pytest.raises(BadInput, match="draft_too_many_files"):
        save_files(db, teacher, draft_id, {f"t{n}.md": b"" for n in range(MAX_FILES - 5)})


def test_names_that_some_file_system_takes_for_one_are_refused(db: Database, teacher: Viewer, draft_id: int) -> None:
    with pytest.raises(BadInput, match="draft_path_taken"):
        save_file(db, teacher, draft_id, "Texts/Q1.txt", b"", seen="")
    with pytest.raises(BadInput, match="draft_path_taken"):
        save_file(db, teacher, draft_id, "texts/q1.txt/more.md", b"", seen="")
    with pytest.raises(BadInput, match="draft_path_taken"):
        checked_files({"a.md/b.md": b"", "a.md": b""})


def test_files_are_renamed_and_deleted_but_scenario_yaml_stays(db: Database, teacher: Viewer, draft_id: int) -> None:
    assert rename_file(db, teacher, draft_id, "texts/q1.txt", "texts/first.txt") == "texts/first.txt"
    names = draft_for(db, teacher, draft_id).names
    assert "texts/first.txt" in names and "texts/q1.txt" not in names
    with pytest.raises(Refused, match="draft_path_taken"):
        rename_file(db, teacher, draft_id, "texts/first.txt", "texts/q2.cord.txt")
    with pytest.raises(BadInput, match="draft_ending_wrong"):
        rename_file(db, teacher, draft_id, "texts/first.txt", "texts/first.jpg")
    for tried in (lambda: delete_file(db, teacher, draft_id, "scenario.yaml"), lambda: rename_file(db, teacher, draft_id, "scenario.yaml", "x.yaml")):
        with pytest.raises(Refused, match="draft_file_stays"):
            tried()
    delete_file(db, teacher, draft_id, "texts/first.txt")
    with pytest.raises(NotFound, match="no_such_file"):
        file_of(db, teacher, draft_id, "texts/first.txt")


def test_faults_are_looked_for_without_reading_pictures(db: Database, teacher: Viewer, draft_id: int) -> None:
    save_file(db, teacher, draft_id, "pictures/a.jpg", JPEG, seen="")
    texts = texts_of(db, teacher, draft_id)
    assert texts["pictures/a.jpg"] == b"" and texts["scenario.yaml"] and set(texts) == set(draft_for(db, teacher, draft_id).names)


def test_a_deleted_draft_leaves_no_file(db: Database, teacher: Viewer, draft_id: int) -> None:
    delete_draft(db, teacher, draft_id)
    assert drafts_of(db, teacher) == []
    with db.session() as session:
        assert session.scalars(select(DraftFile.path)).all() == []


def test_nobody_keeps_drafts_without_end(db: Database, teacher: Viewer) -> None:
    for _ in range(MAX_DRAFTS):
        create_draft(db, teacher, {"scenario.yaml": b""})
    with pytest.raises(Refused, match="too_many_drafts"):
        create_draft(db, teacher, {"scenario.yaml": b""})


def test_a_copy_gets_its_own_id_a_first_version_and_a_title() -> None:
    files = {"scenario.yaml": b'format: scenario/1 # c\nid: old\nversion: "3.1.0"\ntitle:\n  en: Old\n  de: Alt\nsummary: {en: S}\n'}
    text = renamed(files, "my-own", 'The "new" one')["scenario.yaml"].decode()
    assert text == 'format: scenario/1 # c\nid: my-own\nversion: "0.1.0"\ntitle:\n  en: "The \\"new\\" one"\nsummary: {en: S}\n'
    assert "title:\n  en: Old\n  de: Alt" in renamed(files, "my-own")["scenario.yaml"].decode()
    short = {"scenario.yaml": b"id: old\ntitle: {en: Old,\n  de: Alt}\nsummary: x\n"}
    assert renamed(short, "my-own", "New")["scenario.yaml"] == b'id: my-own\ntitle:\n  en: "New"\nsummary: x\n'
    assert renamed({"x.md": b""}, "my-own") == {"x.md": b""}
