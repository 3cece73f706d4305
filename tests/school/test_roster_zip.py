"""Rosters in zips: what is unpacked, and what is refused before it does harm."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.school.roster_zip import MAX_ENTRIES, MAX_FILE_BYTES, roster_files
from lab.values.errors import BadInput


def zipped(files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_only_wanted_files_are_unpacked() -> None:
    files = {"manifest.csv": "x", "Users.csv": "u", "school/enrollments.csv": "e", "__MACOSX/classes.csv": "junk", "a/b/classes.csv": "deep", "evil/../users.exe": "!"}
    assert roster_files(zipped(files)) == {"users.csv": b"u", "enrollments.csv": b"e"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": "x"}, "roster_zip_no_users"),
        ({"users.csv": "x", "copy/users.csv": "y"}, "roster_zip_twice: file=users.csv"),
        ({"[Content_Types].xml": "x", "xl/workbook.xml": "y"}, "csv_is_workbook"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "csv_is_workbook"),
        ({"users.csv": b"0" * (MAX_FILE_BYTES + 1)}, "roster_zip_too_large: file=users.csv"),
        ({f"{number}.csv": "x" for number in range(MAX_ENTRIES + 1)}, "roster_zip_too_many"),
    ],
)
def test_what_is_wrong_is_named(files: dict[str, bytes | str], code: str) -> None:
    with pytest.raises(BadInput, match=code.replace("[", r"\[")):
        roster_files(zipped(files))


def test_a_bomb_is_cut_off_at_the_limit() -> None:
    bomb = zipped({"users.csv": b"\0" * 200_000_000})
    assert len(bomb) < 300_000
    with pytest.raises(BadInput, match="roster_zip_too_large"):
        roster_files(bomb)


def test_a_size_that_lies_is_not_believed() -> None:
    honest = zipped({"users.csv": b"0" * 1000})
    lying = honest.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    try:
        assert len(roster_files(lying)["users.csv"]) <= 1000
    except BadInput as error:
        assert error.code == "roster_zip_broken"


def test_an_encrypted_archive_is_called_locked() -> None:
    data = bytearray(zipped({"users.csv": "x"}))
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    with pytest.raises(BadInput, match="roster_zip_locked"):
        roster_files(bytes(data))


@given(st.data())
def test_a_broken_archive_is_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(zipped({"users.csv": "name\nLi Wei\n" * 20, "classes.csv": "x"}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with contextlib.suppress(BadInput):
        roster_files(cut)
