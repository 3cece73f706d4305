import zipfile
from io import BytesIO

import pytest

from lab.school.archives import MAX_ARCHIVE, archive_of, read_archive
from lab.school.drafts import MAX_ALL, MAX_PICTURE, MAX_TEXT
from lab.values.errors import BadInput
from tests.school.drafting import small_files


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


MAIN = ("scenario.yaml", b"id: x\n")


def test_what_was_packed_is_read_again_and_packs_to_the_same_bytes() -> None:
    files = small_files(**{"pictures/a.jpg": b"\xff\xd8\xff"})
    data = archive_of(files, "small")
    assert read_archive(data) == files
    assert archive_of(dict(reversed(files.items())), "small") == data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert all(name.startswith("small/") for name in archive.namelist())


def test_a_folder_around_everything_and_the_junk_of_file_managers_do_not_matter() -> None:
    data = packed(("top/scenario.yaml", b"id: x\n"), ("top/tasks/a.en.md", b"# A"), ("__MACOSX/top/._a", b"?"), ("top/.DS_Store", b"?"), ("top/empty/", b""))
    assert read_archive(data) == {"scenario.yaml": b"id: x\n", "tasks/a.en.md": b"# A"}


@pytest.mark.parametrize("name", ["../x.md", "/x.md", "tasks/../../x.md", "C:/x.md", "a\\..\\x.md", ".ssh/x.md"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match="draft_path_wrong"):
        read_archive(packed(MAIN, (name, b"x")))


def test_programs_links_and_doubled_names_are_refused() -> None:
    with pytest.raises(BadInput, match="draft_ending_wrong"):
        read_archive(packed(MAIN, ("run.py", b"x")))
    link = zipfile.ZipInfo("tasks/a.md")
    link.external_attr = 0o120777 << 16
    with pytest.raises(BadInput, match="draft_path_wrong"):
        read_archive(packed(MAIN, (link, b"/etc/passwd")))
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = packed(MAIN, ("a.md", b"1"), ("a.md", b"2"))
    with pytest.raises(BadInput, match="draft_path_taken"):
        read_archive(doubled)


def test_bombs_are_counted_while_they_are_read() -> None:
    with pytest.raises(BadInput, match="draft_file_too_large"):
        read_archive(packed(MAIN, ("a.md", b"\n" * (MAX_TEXT + 1))))
    picture = b"\xff\xd8\xff".ljust(MAX_PICTURE, b"\0")
    with pytest.raises(BadInput, match="draft_too_large"):
        read_archive(packed(MAIN, *((f"p{n}.jpg", picture) for n in range(MAX_ALL // MAX_PICTURE + 1))))
    with pytest.raises(BadInput, match="draft_too_many_files"):
        read_archive(packed(MAIN, *((f"t{n}.md", b"") for n in range(400))))
    # an archive that lies about its sizes
    data = bytearray(packed(("scenario.yaml", b"\n" * (MAX_TEXT + 1))))
    size = (MAX_TEXT + 1).to_bytes(4, "little")
    assert data.count(size) >= 2
    with pytest.raises(BadInput):
        read_archive(bytes(data).replace(size, (5).to_bytes(4, "little")))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"no zip at all", packed(MAIN)[:-30]])
def test_what_is_no_archive_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"archive_(unreadable|without_scenario)"):
        read_archive(data)


def test_locked_damaged_and_too_large_ones_are_refused() -> None:
    data = bytearray(packed(MAIN))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(BadInput, match="archive_unreadable"):
        read_archive(bytes(data))
    whole = bytearray(packed(("scenario.yaml", bytes(range(256)) * 20)))
    whole[60] ^= 0xFF
    with pytest.raises(BadInput):
        read_archive(bytes(whole))
    with pytest.raises(BadInput, match="archive_too_large"):
        read_archive(b"x" * (MAX_ARCHIVE + 1))
    with pytest.raises(BadInput, match="archive_without_scenario"):
        read_archive(packed(("a/b.md", b"x"), ("c/scenario.yaml", b"x")))
