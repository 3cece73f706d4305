"""Reads bundles that may come from anybody: every fault is told with its line, and with its action where it is in one.

Lines are read one at a time, so no more of a hostile file is ever in memory than a bundle may hold.
"""

import base64
import binascii
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from lab.bundles.layout import (
    FORMAT,
    MAX_BYTES,
    MAX_JOURNAL,
    MAX_LINE,
    MAX_PICTURE_LINE,
    NO_SUM,
    Bundle,
    Differs,
    EndLine,
    Head,
    PictureLine,
    RowLine,
    next_sum,
    parted,
)
from lab.engine.chain import START, chain
from lab.scenarios.play import Row
from lab.values.errors import BadInput

T = TypeVar("T")
_ACTION = re.compile(rb'"do":"([a-z][a-z0-9_.]{0,59})"')
_PICTURE = b'{"picture":'


class _HeadLine(Struct, forbid_unknown_fields=True):
    head: Head


class _RowLine(Struct, forbid_unknown_fields=True):
    row: RowLine


class _PictureLine(Struct, forbid_unknown_fields=True):
    picture: PictureLine


class _ReceiptLine(Struct, forbid_unknown_fields=True):
    receipt: Raw


class _EndLine(Struct, forbid_unknown_fields=True):
    end: EndLine


class _Named(Struct):
    do: str


class _Format(Struct):
    format: str


class _AnyHead(Struct):
    head: _Format


_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (_HeadLine, _RowLine, _PictureLine, _ReceiptLine, _EndLine, _Named, _AnyHead)
}


class _Lines(Generic[T]):
    """Goes through the lines of a file and checks the running sum of each."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = NO_SUM
        self._read = 0
        self.number = 0
        self.rows = self.actions = 0
        """How many rows were read, which is the number of the next one, and how many there are."""

    def next(self) -> bytes:
        """The body of the next line as a whole JSON object, its sum being right. Raises BadInput, Differs in a row."""
        limit = MAX_PICTURE_LINE if self.number else MAX_LINE
        line = self._file.readline(limit + 1)
        self.number += 1
        self._read += len(line)
        if self._read > MAX_BYTES:
            raise BadInput("bundle_too_large", limit=MAX_BYTES >> 20)
        if not line:
            raise BadInput("bundle_cut_short", line=self.number)
        if len(line) > (limit if line.startswith(_PICTURE) else MAX_LINE):
            raise BadInput("bundle_line_too_long", line=self.number, limit=(limit if line.startswith(_PICTURE) else MAX_LINE) >> 10)
        if not line.endswith(b"\n"):
            raise BadInput("bundle_cut_short", line=self.number)
        parts = parted(line[:-1])
        if parts is None or next_sum(self._sum, parts[0]).encode() != parts[1]:
            raise self._changed(line)
        self._sum = parts[1].decode()
        return parts[0] + b"}"

    def over(self) -> bool:
        """Nothing follows."""
        return not self._file.read(1)

    def _changed(self, line: bytes) -> BadInput:
        if self.number == 1:
            if not line.startswith(b'{"head":'):
                return BadInput("bundle_is_none")
            return BadInput("bundle_line_changed", line=1)
        if self.rows < self.actions:
            return Differs("bundle_action_changed", seq=self.rows, action=_name_in(line), line=self.number)
        return BadInput("bundle_line_changed", line=self.number)


def read_bundle(path: Path) -> Bundle:
    """A bundle from a file. Raises BadInput with what is wrong and where; Differs where it is in an action."""
    with _opened(path) as file:
        return read_lines(file)


def read_head(path: Path) -> Head:
    """The first line only; the rest is not looked at. Raises BadInput."""
    with _opened(path) as file:
        return _head(_Lines(file))


def read_lines(file: IO[bytes]) -> Bundle:
    """A bundle from an open file. Raises as `read_bundle`."""
    lines: _Lines[Any] = _Lines(file)
    head = _head(lines)
    rows = _rows(lines, head)
    pictures: dict[str, bytes | None] = {}
    for _ in range(head.pictures):
        picture = _decoded(_PictureLine, lines.next(), lines.number).picture
        if picture.sha256 in pictures:
            raise BadInput("bundle_picture_twice", line=lines.number)
        pictures[picture.sha256] = _bytes_of(picture, lines.number)
    receipts = tuple(bytes(_decoded(_ReceiptLine, lines.next(), lines.number).receipt) for _ in range(head.receipts))
    end = _decoded(_EndLine, lines.next(), lines.number).end
    if end.lines != lines.number or not lines.over():
        raise BadInput("bundle_counts_wrong", line=lines.number)
    return Bundle(head, rows, pictures, receipts)


def _head(lines: _Lines[Any]) -> Head:
    body = lines.next()
    found = _decoded(_AnyHead, body, 1).head.format
    if found != FORMAT:
        raise BadInput("bundle_of_another_format", found=found[:40], known=FORMAT)
    return _decoded(_HeadLine, body, 1).head


def _rows(lines: _Lines[Any], head: Head) -> tuple[Row, ...]:
    """All rows, in order, each where the chain of hashes says that it belongs."""
    rows: list[Row] = []
    last, size = START, 0
    lines.actions = head.actions
    for seq in range(head.actions):
        body = lines.next()
        size += len(body)
        if size > MAX_JOURNAL:
            raise BadInput("bundle_too_large", limit=MAX_JOURNAL >> 20)
        line = _decoded(_RowLine, body, lines.number).row
        action, outcome = bytes(line.action), bytes(line.outcome)
        name = _decoded(_Named, action, lines.number).do[:60]
        last = chain(last, action, outcome)
        if line.seq != seq or line.chain != last:
            raise Differs("bundle_chain_broken", seq=seq, action=name, line=lines.number)
        rows.append(Row(seq, line.sim_time, line.actor, action, outcome, last))
        lines.rows = seq + 1
    if last != head.journal_hash:
        raise BadInput("bundle_ends_elsewhere")
    return tuple(rows)


def _bytes_of(picture: PictureLine, line: int) -> bytes | None:
    if picture.data is None:
        return None
    try:
        data = base64.b64decode(picture.data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("bundle_picture_wrong", line=line, picture=picture.sha256[:12]) from None
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise BadInput("bundle_picture_wrong", line=line, picture=picture.sha256[:12])
    return data


def _decoded(kind: type[T], body: bytes, line: int) -> T:
    try:
        found: T = _DECODERS[kind].decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise BadInput("bundle_unreadable", line=line, reason=str(error)[:200]) from None
    return found


def _name_in(line: bytes) -> str:
    """What a row's action is called, as far as it can still be told."""
    found = _ACTION.search(line)
    return found[1].decode() if found else "?"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A plain file, opened to be read. A link, a pipe or a device is none: in a folder of strange files it may lead anywhere."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            raise BadInput("bundle_not_a_file")
        handle = os.open(path, flags)
    except (OSError, ValueError):
        raise BadInput("bundle_not_a_file") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BadInput("bundle_not_a_file")
    with os.fdopen(handle, "rb") as file:
        yield file
