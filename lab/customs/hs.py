"""Six-digit codes of the Harmonized System, edition 2022: a table to look things up in, not the whole nomenclature.

The rows are in `seed/customs/hs6.csv`, each with its source. The first two digits are the chapter, the first
four the heading; countries add more digits of their own, which are not kept here.
"""

import csv
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from lab.values.errors import BadFile, Fault
from lab.values.places import SEED

FILE = SEED / "customs" / "hs6.csv"
HANDLING_FLAGS = (
    "aerosol", "blade", "cosmetic", "counterfeit", "flammable", "food", "fragile", "high-value", "liquid", "lithium",
    "magnet", "medical", "nickel", "restricted", "toy-safety",
)  # fmt: skip
_SIX = re.compile(r"[0-9]{6}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class HsCode:
    """One code. `handling_flags` are words of HANDLING_FLAGS, such as lithium, that a carrier may refuse."""

    code: str
    description: str
    example_products: str
    group: str
    duty_free_note: str
    handling_flags: tuple[str, ...]
    source: str
    confidence: str

    @property
    def heading(self) -> str:
        return self.code[:4]

    @property
    def chapter(self) -> str:
        return self.code[:2]


@cache
def load_codes(path: Path = FILE) -> dict[str, HsCode]:
    """The whole table by code, in the order of the codes. Raises BadFile, also for a code that stands twice."""
    codes: dict[str, HsCode] = {}
    faults: list[Fault] = []
    columns = [field.name for field in fields(HsCode)]
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if reader.fieldnames != columns:
            raise BadFile([Fault(path.name, 1, 1, "", f"the columns must be: {', '.join(columns)}")])
        for row in reader:
            line = reader.line_num
            if None in row or any(value is None for value in row.values()):
                faults.append(Fault(path.name, line, 1, "", f"a row has {len(columns)} values"))
                continue
            code = row["code"]
            if not _SIX.fullmatch(code) or code in codes:
                faults.append(Fault(path.name, line, 1, "code", f"'{code}' is not six digits, or stands here twice"))
            elif not row["description"] or not row["source"] or not row["confidence"]:
                faults.append(Fault(path.name, line, 1, code, "description, source and confidence must be filled"))
            else:
                flags = tuple(flag for flag in row.pop("handling_flags").split(",") if flag)
                if unknown := [flag for flag in flags if flag not in HANDLING_FLAGS]:
                    faults.append(Fault(path.name, line, 1, code, f"unknown handling flag: {', '.join(unknown)}"))
                codes[code] = HsCode(handling_flags=flags, **row)
    if faults:
        raise BadFile(faults)
    return dict(sorted(codes.items()))


def plain(code: str) -> str:
    """A code as written by hand ("9405.29", "94 05 29") without its dots and spaces."""
    return code.replace(".", "").replace(" ", "").strip()


def dotted(code: str) -> str:
    """A code as it is printed: "9405.29", "9405", "94"."""
    digits = plain(code)
    return f"{digits[:4]}.{digits[4:]}" if len(digits) > 4 else digits


def lookup(code: str) -> HsCode | None:
    """The code with exactly these six digits, dots and spaces aside; None when the table has none."""
    return load_codes().get(plain(code))


def search(text: str) -> list[HsCode]:
    """Codes that begin with the digits given, or whose English words begin with every word given.

    Codes with more of the words in their description than in their examples come first, then by code.
    """
    digits = plain(text)
    codes = load_codes().values()
    if digits.isascii() and digits.isdigit():
        return [code for code in codes if code.code.startswith(digits)]
    wanted = _words(text)
    if not wanted:
        return []
    found: list[tuple[int, str, HsCode]] = []
    for code in codes:
        described = _words(code.description)
        everywhere = described + _words(code.example_products)
        if all(any(word.startswith(part) for word in everywhere) for part in wanted):
            hits = sum(any(word.startswith(part) for word in described) for part in wanted)
            found.append((-hits, code.code, code))
    return [code for _, _, code in sorted(found, key=lambda entry: entry[:2])]


def same_heading(a: str, b: str) -> bool:
    """Whether two codes share their first four digits."""
    return len(plain(a)) >= 4 and plain(a)[:4] == plain(b)[:4]


def same_chapter(a: str, b: str) -> bool:
    """Whether two codes share their first two digits."""
    return len(plain(a)) >= 2 and plain(a)[:2] == plain(b)[:2]


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") if len(word) > 3 else word for word in _WORD.findall(text.casefold())]
