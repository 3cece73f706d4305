"""The files of a roster that comes as a zip, as OneRoster and Canvas SIS imports do. Nothing is unpacked that was not asked for."""

import io
import zipfile
import zlib

from lab.values.errors import BadInput

MAX_FILE_BYTES = 2_000_000
MAX_ENTRIES = 100
WANTED = ("users.csv", "enrollments.csv", "classes.csv", "sections.csv", "roles.csv")
_WORKBOOKS = ("[content_types].xml", "mimetype", "xl/workbook.xml", "content.xml")


def roster_files(data: bytes) -> dict[str, bytes]:
    """The wanted files by name, from the root of the archive or one folder in it.

    Raises BadInput: csv_is_workbook, roster_zip_broken, roster_zip_locked, roster_zip_too_many(found, limit),
    roster_zip_too_large(file, limit), roster_zip_twice(file), roster_zip_no_users.
    """
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename.casefold() for entry in entries}
            if names & set(_WORKBOOKS):
                raise BadInput("csv_is_workbook")
            if len(entries) > MAX_ENTRIES:
                raise BadInput("roster_zip_too_many", found=len(entries), limit=MAX_ENTRIES)
            for entry in entries:
                folder, _, name = entry.filename.casefold().rpartition("/")
                if name not in WANTED or folder.startswith("__macosx") or "/" in folder:
                    continue
                if name in found:
                    raise BadInput("roster_zip_twice", file=name)
                if entry.flag_bits & 1:
                    raise BadInput("roster_zip_locked")
                with archive.open(entry) as file:
                    # What the archive says of its sizes is not believed: at most so much is unpacked.
                    found[name] = file.read(MAX_FILE_BYTES + 1)
                if len(found[name]) > MAX_FILE_BYTES:
                    raise BadInput("roster_zip_too_large", file=name, limit=MAX_FILE_BYTES // 1_000_000)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError, KeyError):
        raise BadInput("roster_zip_broken") from None
    if "users.csv" not in found:
        raise BadInput("roster_zip_no_users")
    return found
