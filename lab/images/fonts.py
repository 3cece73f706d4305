"""The fonts that come with the lab: which of them has a character, and a face of it at a size.

They lie in `seed/fonts` and are never taken from the machine, so that the same text gives the same pixels anywhere.
Shaping (joined Arabic letters, Indic conjuncts, Thai marks) is HarfBuzz's work inside Pillow, which calls it only
where it also finds the library FriBiDi; without it text would come out wrong, so nothing is drawn at all.
"""

import struct
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

import regex
from PIL import ImageFont, features

from lab.values.errors import LabError
from lab.values.places import SEED

FONTS = SEED / "fonts"
_PLAIN = "NotoSans"
_FAMILIES: dict[str, tuple[str, str]] = {
    # family: its files, regular and bold; characters are looked for in this order
    _PLAIN: ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "NotoSansArabic": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    "NotoSansDevanagari": ("NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"),
    "NotoSansThai": ("NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"),
    "NotoSansHebrew": ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    "NotoSansArmenian": ("NotoSansArmenian-Regular.ttf", "NotoSansArmenian-Bold.ttf"),
    "NotoSansGeorgian": ("NotoSansGeorgian-Regular.ttf", "NotoSansGeorgian-Bold.ttf"),
    "NotoSansMath": ("NotoSansMath-Regular.ttf", "NotoSansMath-Regular.ttf"),
    "NotoSansSymbols": ("NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Bold.ttf"),
    "NotoSansSymbols2": ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
    "NotoSansSC": ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
}
PLAIN_FILES = _FAMILIES[_PLAIN]
"""The font of everything that needs no other, regular and bold."""
_FIRST_FOR = {
    "ar": "NotoSansArabic", "fa": "NotoSansArabic", "ur": "NotoSansArabic", "hi": "NotoSansDevanagari", "th": "NotoSansThai",
    "zh": "NotoSansSC", "he": "NotoSansHebrew", "hy": "NotoSansArmenian", "ka": "NotoSansGeorgian",
}  # fmt: skip
_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_SHARED = regex.compile(r"[\p{Script=Common}\p{Script=Inherited}]")
_LANGUAGE = regex.compile(r"[a-z]{2,3}")

Direction = Literal["ltr", "rtl"]


def check_shaping() -> None:
    """Raises LabError `no_text_shaping` where Pillow cannot shape text."""
    if not features.check("raqm"):
        raise LabError("no_text_shaping", needs="FriBiDi")


def base_language(tag: str) -> str:
    """The language of a BCP 47 tag in lower case, `und` where there is none."""
    language = tag.partition("-")[0].lower()
    return language if _LANGUAGE.fullmatch(language) else "und"


@cache
def characters(file: str) -> frozenset[int]:
    """The code points of a font in `seed/fonts`, read from its character map (format 4 or 12)."""
    data = (FONTS / file).read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    places = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for number in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + 8 * number + 4)
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 4:
            found |= _segments(data, start + offset)
        elif form == 12:
            found |= _groups(data, start + offset)
    return frozenset(found)


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4. Our fonts map every character of a segment but the closing 0xFFFF (a test draws each of them)."""
    twice = struct.unpack_from(">H", data, at + 6)[0]
    ends = struct.unpack_from(f">{twice // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", data, at + 16 + twice)
    return {point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1)} - {0xFFFF}


def _groups(data: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    groups = (struct.unpack_from(">III", data, at + 16 + 12 * number) for number in range(count))
    return {point for first, last, _ in groups for point in range(first, last + 1)}


def fonts_for(clusters: Sequence[str], language: str, *, bold: bool) -> list[str | None]:
    """The font file for each cluster (what a reader takes for one character, marks included), None where none has it.

    Letters come from the font of the text's language if it has them, else from the first that does. Figures,
    punctuation and spaces stay in the font of what stands before them, so that they are not drawn apart.
    """
    first = _FIRST_FOR.get(base_language(language), _PLAIN)
    weight = 1 if bold else 0
    order = [_FAMILIES[family][weight] for family in (first, *(name for name in _FAMILIES if name != first))]
    chosen: list[str | None] = []
    before: str | None = None
    for cluster in clusters:
        needed = {ord(character) for character in _IGNORABLE.sub("", cluster)}
        likely = [before, *order] if before and _SHARED.match(cluster) else order
        file = next((file for file in likely if file and needed <= characters(file)), None)
        chosen.append(file)
        before = file or before
    return chosen


@lru_cache(maxsize=64)
def face(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at `size` pixels to the em, without hinting. Raises LabError `no_text_shaping`."""
    check_shaping()
    return ImageFont.truetype(FONTS / file, size, layout_engine=ImageFont.Layout.RAQM)
