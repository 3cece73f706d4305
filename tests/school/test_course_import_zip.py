"""A zip from anybody."""

import io
import zipfile

import pytest

from lab.school.course_import_zip import bundle_of, opened, part
from lab.school.course_layout import RunData
from lab.values.errors import BadInput
from tests.school.test_course_layout import AT

RUN = RunData(key="r1", person="p1", attempt=1, seed="1", market="0" * 64, state="open", opened_at=AT)


def zipped(**files: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    out.seek(0)
    return out


def test_a_file_is_read_to_its_limit_and_not_further() -> None:
    with opened(zipped(a=b"x" * 100)) as archive:
        assert part(archive, "a", 100) == b"x" * 100
        with pytest.raises(BadInput, match="course_file_too_large: file=a"):
            part(archive, "a", 99)
        with pytest.raises(BadInput, match="course_file_lacks: file=b"):
            part(archive, "b", 100)
        with pytest.raises(BadInput, match=r"course_file_lacks: file=runs/r1\.tradewind"):
            bundle_of(archive, RUN)


def test_what_is_no_zip_is_broken() -> None:
    with pytest.raises(BadInput, match="course_file_broken"), opened(io.BytesIO(b"PK nothing")):
        pass


def test_too_many_files_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.school.course_import_zip.MAX_ENTRIES", 1)
    with pytest.raises(BadInput, match="course_file_too_large: file=, limit=1"), opened(zipped(a=b"", b=b"")):
        pass
