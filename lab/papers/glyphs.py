"""Letters in a PDF file: shaped by HarfBuzz, taken from the lab's fonts, embedded with no more glyphs than are used.

Joined Arabic letters, marks and Indic conjuncts are glyphs without a character of their own, so text is written as
glyph numbers (Identity-H) and each font says which text a glyph stands for: it can be searched and copied.
Glyphs stand in a line from left to right, in Arabic too; readers turn such text round again.
Sources: ISO 32000-1, 9.7 (composite fonts) and 9.10 (text); Adobe Technical Note 5176 (the table CFF).
Not here: line breaks and the order of pieces (`lab.images.lettering`), the file around it (`lab.papers.pdffile`).
"""

import hashlib
import struct
from dataclasses import dataclass, field
from functools import cache

import uharfbuzz as hb

from lab.images.fonts import FONTS
from lab.images.lettering import Piece
from lab.papers.pdffile import Ref, Writer, decimal, stream

_KEPT = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF ")
"""Tables that a PDF reader needs; shaping has been done."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a font in thousandths of the em: `width` by the font, `advance` as set, shifted by `right` and `up`."""

    number: int
    width: int
    advance: int
    right: int
    up: int


@dataclass(frozen=True, slots=True)
class Run:
    """Shaped text of one font from left to right."""

    font: str
    glyphs: tuple[Glyph, ...]

    @property
    def advance(self) -> int:
        """Thousandths of the em from its beginning to its end."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(slots=True)
class _Used:
    """A font's glyphs that stand in the document, and the text of each."""

    texts: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)


@cache
def _face(file: str) -> tuple[hb.Face, hb.Font]:
    face = hb.Face(hb.Blob((FONTS / file).read_bytes()))
    return face, hb.Font(face)


class Lettering:
    """The fonts of one document: first everything is shaped, then `embed` writes them, then `shown` can be asked."""

    def __init__(self) -> None:
        self._used: dict[str, _Used] = {}

    def shape(self, piece: Piece, language: str) -> Run:
        """A piece as glyphs; they will be embedded."""
        face, font = _face(piece.font)
        buffer = hb.Buffer()
        buffer.add_codepoints([ord(character) for character in piece.text])
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.guess_segment_properties()
        buffer.direction = piece.direction
        buffer.language = language
        hb.shape(font, buffer)
        glyphs = []
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            width = font.get_glyph_h_advance(info.codepoint)
            figures = (width, place.x_advance, place.x_offset, place.y_offset)
            glyphs.append(Glyph(info.codepoint, *(figure * 1000 // face.upem for figure in figures)))
        self._note(piece, [info.cluster for info in buffer.glyph_infos], glyphs)
        return Run(piece.font, tuple(glyphs))

    def _note(self, piece: Piece, clusters: list[int], glyphs: list[Glyph]) -> None:
        """Keep which text each glyph stands for: all characters from its own to the next that has a glyph."""
        used = self._used.setdefault(piece.font, _Used())
        starts = sorted(set(clusters))
        ends = dict(zip(starts, [*starts[1:], len(piece.text)], strict=True))
        told: set[int] = set()
        for cluster, glyph in zip(clusters, glyphs, strict=True):
            text = "" if cluster in told else piece.text[cluster : ends[cluster]].replace("\u00a0", " ")
            told.add(cluster)
            if text or glyph.number not in used.texts:
                known = used.texts.get(glyph.number)
                used.texts[glyph.number] = known or text

    def embed(self, writer: Writer) -> dict[str, Ref]:
        """Write every font used; the reference of each by its resource name (F1, F2, ... in the order of first use)."""
        return {self.name(file): _write_font(writer, file, used) for file, used in self._used.items()}

    def name(self, file: str) -> str:
        return f"F{list(self._used).index(file) + 1}"

    def shown(self, run: Run, size: int) -> list[str]:
        """The PDF operators that show a run at the current place; `size` in thousandths of a point.

        Raises KeyError before `embed`.
        """
        numbers = self._used[run.font].numbers
        parts: list[str] = []
        row = ""
        gap = raised = 0  # the gap in thousandths of the em to the left, as TJ counts
        for glyph in run.glyphs:
            gap -= glyph.right
            if glyph.up != raised:
                parts += [f"[{row.replace('><', '')}] TJ"] if row else []
                parts.append(f"{decimal(glyph.up * size // 1000)} Ts")
                row, raised = "", glyph.up
            row += f"{gap or ''}<{numbers[glyph.number]:04X}>"
            gap = glyph.right + glyph.width - glyph.advance
        parts += [f"[{row.replace('><', '')}] TJ"] if row else []
        return [*parts, "0 Ts"] if raised else parts


def _write_font(writer: Writer, file: str, used: _Used) -> Ref:
    """A composite font with the glyphs used. Fills in by which number each is shown."""
    face, font = _face(file)
    subset, numbers = _subset(face, sorted(used.texts))
    used.numbers.update(numbers)
    name = f"{_tag(file, used)}+{file.partition('.')[0]}"
    extents = font.get_font_extents("ltr")
    is_cff = "CFF " in subset.table_tags
    head = subset.reference_table("head").data
    box = " ".join(str(edge * 1000 // face.upem) for edge in struct.unpack_from(">4h", head, 36))
    if is_cff:
        data = writer.add(stream(subset.reference_table("CFF ").data, "/Subtype /CIDFontType0C"))
        program, kind, mapping = f"/FontFile3 {data}", "CIDFontType0", ""
    else:
        plain = subset.blob.data
        data = writer.add(stream(plain, f"/Length1 {len(plain)}"))
        program, kind, mapping = f"/FontFile2 {data}", "CIDFontType2", " /CIDToGIDMap /Identity"
    descriptor = writer.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /StemV 80"
        f" /Ascent {extents.ascender} /Descent {extents.descender} /CapHeight 714 {program} >>"
    )
    widths = " ".join(
        f"{shown} [{font.get_glyph_h_advance(glyph) * 1000 // face.upem}]"
        for glyph, shown in sorted(numbers.items(), key=lambda pair: pair[1])
    )
    descendant = writer.add(
        f"<< /Type /Font /Subtype /{kind} /BaseFont /{name} /FontDescriptor {descriptor} /DW 1000 /W [{widths}]{mapping}"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    texts = writer.add(stream(_to_unicode({numbers[glyph]: text for glyph, text in used.texts.items()})))
    return writer.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant}]"
        f" /ToUnicode {texts} >>"
    )


def _subset(face: hb.Face, glyphs: list[int]) -> tuple[hb.Face, dict[int, int]]:
    """The font with these glyphs only, and by which number each is shown."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(_number(tag) for tag in face.table_tags if tag not in _KEPT)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    plan = hb.SubsetPlan(face, wanted)
    subset = plan.execute()
    places = dict(plan.old_to_new_glyph_mapping)
    if "CFF " in subset.table_tags:
        charset = cff_charset(bytes(subset.reference_table("CFF ").data), subset.glyph_count)
        return subset, {glyph: charset[places[glyph]] for glyph in glyphs}
    return subset, {glyph: places[glyph] for glyph in glyphs}


def _number(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")


def _tag(file: str, used: _Used) -> str:
    """Six capitals that tell this selection of glyphs from others."""
    digest = hashlib.sha256(f"{file} {sorted(used.texts)}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(texts: dict[int, str]) -> bytes:
    """The character map that gives the text of each glyph shown."""
    pairs = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in sorted(texts.items()) if text
    ]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode("ascii")


def cff_charset(table: bytes, glyphs: int) -> list[int]:
    """The number (CID) by which a PDF file calls each glyph of a CFF table; for a font without CIDs its place."""
    at = _after_index(table, table[2])  # behind the header stands the index of names
    top = _first_of_index(table, at)
    operators = _operators(top)
    if (12, 30) not in operators:
        return list(range(glyphs))
    offset = operators.get((15,), 0)
    if offset <= 2:
        return list(range(glyphs))
    numbers = [0]
    form = table[offset]
    offset += 1
    while len(numbers) < glyphs:
        (first,) = struct.unpack_from(">H", table, offset)
        left = 0 if form == 0 else struct.unpack_from(">B" if form == 1 else ">H", table, offset + 2)[0]
        numbers += range(first, first + left + 1)
        offset += 2 + (0, 1, 2)[form]
    return numbers[:glyphs]


def _after_index(table: bytes, at: int) -> int:
    count = int.from_bytes(table[at : at + 2], "big")
    if not count:
        return at + 2
    size = table[at + 2]
    last = int.from_bytes(table[at + 3 + count * size : at + 3 + (count + 1) * size], "big")
    return at + 2 + (count + 1) * size + last


def _first_of_index(table: bytes, at: int) -> bytes:
    count = int.from_bytes(table[at : at + 2], "big")
    size = table[at + 2]
    end = int.from_bytes(table[at + 3 + size : at + 3 + 2 * size], "big")
    start = at + 3 + (count + 1) * size
    return table[start : start + end - 1]


def _operators(top: bytes) -> dict[tuple[int, ...], int]:
    """The last whole number before each operator of a dictionary; real numbers are stepped over."""
    found: dict[tuple[int, ...], int] = {}
    last = 0
    at = 0
    while at < len(top):
        byte = top[at]
        if byte <= 21:
            operator = (byte, top[at + 1]) if byte == 12 else (byte,)
            found[operator] = last
            at += len(operator)
        elif byte == 28:
            last = int.from_bytes(top[at + 1 : at + 3], "big", signed=True)
            at += 3
        elif byte == 29:
            last = int.from_bytes(top[at + 1 : at + 5], "big", signed=True)
            at += 5
        elif byte == 30:
            at += 1
            while top[at] & 15 != 15 and top[at] >> 4 != 15:
                at += 1
            at += 1
        elif byte <= 246:
            last = byte - 139
            at += 1
        else:
            last = (byte - 247) * 256 + top[at + 1] + 108 if byte <= 250 else -(byte - 251) * 256 - top[at + 1] - 108
            at += 2
    return found
