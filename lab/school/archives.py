"""Drafts as one .zip: read into memory, never unpacked to the paths it names, and written with the same bytes each time."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zlib import error as ZlibError

from lab.scenarios.script import FILE
from lab.school.drafts import MAX_ALL, MAX_FILES, MAX_PICTURE, MAX_TEXT, checked_files, checked_path, is_text
from lab.values.errors import BadInput

MAX_ARCHIVE = 12_000_000
"""Bytes of an archive that is looked at; no request can be much larger."""
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers put beside a folder; passed over without a word."""
_LINK, _KIND = 0o120000, 0o170000
_DAY = (1980, 1, 1, 0, 0, 0)


def read_archive(data: bytes) -> dict[str, bytes]:
    """The files of a .zip, by path; one folder around all of them is taken off.

    Raises BadInput: for no .zip, a damaged or locked one, links, names that lead elsewhere, too many files, or more bytes
    than a draft may have, counted while they are read and not as the archive says.
    """
    if len(data) > MAX_ARCHIVE:
        raise BadInput("archive_too_large", limit=MAX_ARCHIVE // 1_000_000)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _is_junk(entry)]
            if len(entries) > MAX_FILES:
                raise BadInput("draft_too_many_files", found=len(entries), limit=MAX_FILES)
            names = _names(entries)
            files: dict[str, bytes] = {}
            left = MAX_ALL
            for entry, name in zip(entries, names, strict=True):
                if name in files:
                    raise BadInput("draft_path_taken", path=name)
                files[name] = _content(archive, entry, name, left)
                left -= len(files[name])
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError, UnicodeError):
        raise BadInput("archive_unreadable") from None
    if FILE not in files:
        raise BadInput("archive_without_scenario", name=FILE)
    return checked_files(files)


def archive_of(files: Mapping[str, bytes], folder: str) -> bytes:
    """A .zip with the files in one folder."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _DAY)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return out.getvalue()


def _is_junk(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or any(part in _JUNK for part in PurePosixPath(entry.filename).parts)


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The path of each entry in the draft. Raises BadInput."""
    for entry in entries:
        if entry.external_attr >> 16 & _KIND == _LINK:
            raise BadInput("draft_path_wrong", path=entry.filename[:80])
        if entry.flag_bits & 1:
            raise BadInput("archive_unreadable")
    names = [entry.filename for entry in entries]
    if FILE not in names:
        tops = {name.partition("/")[0] for name in names}
        if len(tops) == 1 and all("/" in name for name in names):
            names = [name.partition("/")[2] for name in names]
    return [checked_path(name) for name in names]


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """What an entry holds, read no further than a draft may hold. Raises BadInput."""
    limit = MAX_TEXT if is_text(name) else MAX_PICTURE
    with archive.open(entry) as stream:
        data = stream.read(min(limit, left) + 1)
    if len(data) > limit:
        raise BadInput("draft_file_too_large", path=name, found=len(data) // 1024, limit=limit // 1024)
    if len(data) > left:
        raise BadInput("draft_too_large", found=MAX_ALL // 1024**2, limit=MAX_ALL // 1024**2)
    return data
