"""Makes the fonts of this folder from Debian's packages fonts-noto-core and fonts-noto-cjk; see README.md.

Needs fonttools, which the lab itself does not:  python subset.py FOLDER_OF_DEBIANS_FONTS FOLDER_TO_WRITE
The same sources and the same fonttools give the same bytes: no time of day is written.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

LATIN_GREEK_CYRILLIC = "0020-03FF 0400-052F 1E00-1FFF 2000-209F 20A0-218F 2212 2215 2219 25CC FB00-FB06 FFFD"
ARROWS_AND_OPERATORS = "2190-21FF 2200-22FF"
SIGNS = "2300 267B"
SHAPES_AND_DINGBATS = "25A0-25FF 2600-2606 260E 2610-2612 2660-2667 26A0 26A1 2702 2713-2718 2744 2756 2764 2794 27A1"
CHINESE_BESIDES_GB_2312 = (
    "0020-007E 00A0-00FF 2010-2027 2030-203B 20AC 2100-2122 2150-217F 2190-2199 2460-249B 3000-303F FF00-FFEF"
)
ALL = "0000-10FFFF"

TRUETYPE = {
    "NotoSans": (("Regular", "Bold"), LATIN_GREEK_CYRILLIC),
    "NotoSansArabic": (("Regular", "Bold"), ALL),
    "NotoSansDevanagari": (("Regular", "Bold"), ALL),
    "NotoSansThai": (("Regular", "Bold"), ALL),
    "NotoSansHebrew": (("Regular", "Bold"), ALL),
    "NotoSansArmenian": (("Regular", "Bold"), ALL),
    "NotoSansGeorgian": (("Regular", "Bold"), ALL),
    "NotoSansMath": (("Regular",), ARROWS_AND_OPERATORS),
    "NotoSansSymbols": (("Regular", "Bold"), SIGNS),
    "NotoSansSymbols2": (("Regular",), SHAPES_AND_DINGBATS),
}
CHINESE_FACE = 2  # of the collection: Noto Sans CJK SC
FEATURES = (
    "ccmp locl rlig liga calt clig rclt kern mark mkmk curs init medi med2 fina fin2 fin3 isol stch "
    "nukt akhn rphf rkrf pref blwf half abvf pstf vatu cjct abvs blws haln pres psts dist abvm blwm cfar rtla rtlm ltra ltrm"
)
CHINESE_FEATURES = "ccmp liga kern"
"""Without `locl`, which would bring along every character's Japanese, Korean and Taiwanese form."""
NO_HINTS = bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D]) * 2
"""Scan conversion settings, written twice: FreeType sends a font to its auto-hinter when all that is left of the
hints is a program of up to seven bytes, and that would bend letters differently at each size."""


def points_of(ranges: str) -> set[int]:
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def gb_2312() -> set[int]:
    """The characters of GB 2312 without its Greek, Cyrillic and box-drawing rows (6, 7 and 9)."""
    points = set()
    for row in range(1, 88):
        if row in (6, 7, 9):
            continue
        for cell in range(1, 95):
            try:
                points.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


def reduced(font: TTFont, points: set[int], features: str = FEATURES) -> TTFont:
    """The font with these characters only, without hints; what a font says of its maker and licence stays."""
    options = subset.Options(
        hinting=False,
        layout_features=features.split(),
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14],
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
        drop_tables=["DSIG", "BASE", "vhea", "vmtx", "VORG", "gasp", "cvt ", "fpgm", "prep"],
    )
    maker = subset.Subsetter(options)
    maker.populate(unicodes=points & set(font.getBestCmap()))
    maker.subset(font)
    if "glyf" in font:
        font["prep"] = newTable("prep")
        font["prep"].program = Program()
        font["prep"].program.fromBytecode(NO_HINTS)
    return font


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for family, (weights, ranges) in TRUETYPE.items():
        for weight in weights:
            name = f"{family}-{weight}.ttf"
            font = TTFont(source / "truetype" / "noto" / name, recalcTimestamp=False)
            reduced(font, points_of(ranges)).save(target / name)
    for weight in ("Regular", "Bold"):
        collection = source / "opentype" / "noto" / f"NotoSansCJK-{weight}.ttc"
        font = TTFont(collection, fontNumber=CHINESE_FACE, recalcTimestamp=False)
        reduced(font, gb_2312() | points_of(CHINESE_BESIDES_GB_2312), CHINESE_FEATURES).save(
            target / f"NotoSansSC-{weight}.otf"
        )


if __name__ == "__main__":
    main()
