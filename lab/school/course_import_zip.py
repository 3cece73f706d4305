"""The archive of a course as a zip from anybody: opened, and read file by file, never more than a file may hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import BadZipFile, ZipFile
from zlib import error as BadZlib

from lab.bundles.layout import ENDING as BUNDLE
from lab.bundles.layout import Bundle
from lab.bundles.reading import read_lines
from lab.school.course_layout import MAX_ENTRIES, RunData
from lab.values.errors import BadInput


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """The archive of an open file. Raises BadInput("course_file_broken"), or course_file_too_large for one with too many files."""
    with _unzipping():
        archive = ZipFile(file)
    with archive:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise BadInput("course_file_too_large", file="", limit=MAX_ENTRIES)
        yield archive


def part(archive: ZipFile, name: str, limit: int) -> bytes:
    """One file of the archive, at most `limit` bytes of it whatever the archive says of its size. Raises BadInput("course_file_*")."""
    try:
        with _unzipping(), archive.open(name) as file:
            data = file.read(limit + 1)
    except KeyError:
        raise BadInput("course_file_lacks", file=name[:80]) from None
    if len(data) > limit:
        raise BadInput("course_file_too_large", file=name[:80], limit=limit >> 20)
    return data


def bundle_of(archive: ZipFile, about: RunData) -> Bundle:
    """The bundle of a run. Raises BadInput for one that is missing, and what `lab.bundles.reading` raises."""
    try:
        with _unzipping(), archive.open(f"runs/{about.key}{BUNDLE}") as file:
            return read_lines(file)
    except KeyError:
        raise BadInput("course_file_lacks", file=f"runs/{about.key}{BUNDLE}") from None


@contextmanager
def _unzipping() -> Iterator[None]:
    """Whatever is wrong with an archive as a zip becomes BadInput("course_file_broken")."""
    try:
        yield
    except (BadZipFile, BadZlib, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError):
        raise BadInput("course_file_broken") from None
