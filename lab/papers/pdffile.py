"""The frame of a PDF file: numbered objects, streams, the table of where they are. No dates, so the same bytes again.

Source: ISO 32000-1 (PDF 1.7), 7.3 and 7.5. Not here: what stands on the pages.
"""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """An object by its number, as other objects name it."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} 0 R"


def stream(data: bytes, entries: str = "") -> bytes:
    """A compressed stream with further entries of its dictionary."""
    packed = zlib.compress(data, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}".rstrip() + " >>\nstream\n"
    return head.encode("ascii") + packed + b"\nendstream"


def text_string(text: str) -> str:
    """A text for a reader's eyes, such as a title: UTF-16 in hexadecimal digits."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def decimal(length: int) -> str:
    """Thousandths of a point as a number in points."""
    sign = "-" if length < 0 else ""
    whole, part = divmod(abs(length), 1000)
    return f"{sign}{whole}.{part:03d}".rstrip("0").rstrip(".")


class Writer:
    """Collects objects and writes the file."""

    def __init__(self) -> None:
        self._objects: list[bytes | None] = []

    def reserve(self) -> Ref:
        """A number for an object that comes later."""
        self._objects.append(None)
        return Ref(len(self._objects))

    def put(self, ref: Ref, body: str | bytes) -> None:
        self._objects[ref.number - 1] = body.encode("ascii") if isinstance(body, str) else body

    def add(self, body: str | bytes) -> Ref:
        ref = self.reserve()
        self.put(ref, body)
        return ref

    def file(self, catalogue: Ref, info: Ref) -> bytes:
        """The whole file. Raises ValueError for a number that was reserved and never used."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        places = []
        length = len(parts[0])
        for number, body in enumerate(self._objects, start=1):
            if body is None:
                raise ValueError(f"object {number} was reserved and never written")
            places.append(length)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            length += len(parts[-1])
        entries = "".join(f"{place:010d} 00000 n \n" for place in places)
        size = len(places) + 1
        tail = (
            f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n"
            f"<< /Size {size} /Root {catalogue} /Info {info} >>\nstartxref\n{length}\n%%EOF\n"
        )
        return b"".join(parts) + tail.encode("ascii")
