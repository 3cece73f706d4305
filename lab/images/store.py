"""Where accepted pictures lie: one file for each, named by the SHA-256 of its bytes.

`<folder>/ab/cdef…` holds a picture, `<folder>/renditions/<width>/<kind>/ab/cdef…` its smaller copies, which can
be deleted at any time. A file is complete or absent: it is written beside its place and then renamed.
The store keeps bytes and knows nothing of pictures: who makes a copy that is missing, and who may see it, is decided
above (`lab.school.media`).
"""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from lab.images.renditions import KINDS, WIDTHS, Kind
from lab.values.errors import BadInput

_NAME = re.compile(r"[0-9a-f]{64}")


class MediaStore:
    """Pictures in one folder of the local disk; safe for several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, sha: str, data: bytes) -> None:
        """Keep `data` under its SHA-256; keeping it twice is no error.

        Raises BadInput `bad_media_name` if `sha` is not 64 lower-case hex digits, ValueError if it is not that of `data`.
        """
        path = _path(self.folder, sha)
        if hashlib.sha256(data).hexdigest() != sha:
            raise ValueError("the name is not the SHA-256 of the bytes")
        if not path.exists():
            _write(path, data)

    def get(self, sha: str) -> bytes | None:
        """The bytes kept under a name, or None. Raises BadInput `bad_media_name`."""
        return _read(_path(self.folder, sha))

    def rendition(self, sha: str, width: int, kind: Kind) -> bytes | None:
        """The copy kept for a width and kind, or None. Raises BadInput `bad_media_name` or `bad_rendition`."""
        return _read(self._place(sha, width, kind))

    def put_rendition(self, sha: str, width: int, kind: Kind, data: bytes) -> None:
        """Keep a copy of a picture that is kept; without the picture, or when it goes meanwhile, nothing stays.

        Raises BadInput `bad_media_name` or `bad_rendition`.
        """
        original, place = _path(self.folder, sha), self._place(sha, width, kind)
        if not original.exists():
            return
        _write(place, data)
        # `remove` takes the picture first and its copies after that, so one of the two sees this copy
        if not original.exists():
            place.unlink(missing_ok=True)

    def has_renditions(self, sha: str) -> bool:
        """Whether every width and kind is there. Raises BadInput `bad_media_name`."""
        return all(self._place(sha, width, kind).exists() for width in WIDTHS for kind in KINDS)

    def remove(self, sha: str) -> None:
        """Delete a picture and all its copies, also those of widths no longer made; it is no error if there are none.

        Raises BadInput `bad_media_name`.
        """
        original = _path(self.folder, sha)
        original.unlink(missing_ok=True)
        for copy in (self.folder / "renditions").glob(f"*/*/{sha[:2]}/{sha[2:]}"):
            copy.unlink(missing_ok=True)

    def _place(self, sha: str, width: int, kind: str) -> Path:
        path = _path(self.folder / "renditions" / str(width) / kind, sha)
        if width not in WIDTHS or kind not in KINDS:
            raise BadInput("bad_rendition", width=width, kind=kind)
        return path


def _path(folder: Path, sha: str) -> Path:
    if not _NAME.fullmatch(sha):
        raise BadInput("bad_media_name", name=sha[:80])
    return folder / sha[:2] / sha[2:]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
