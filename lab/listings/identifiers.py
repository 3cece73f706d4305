"""Numbers that identify goods all over the world: the GTIN under a bar code (GS1 General Specifications, sections 2.1 and 7.9).

A GTIN has 8, 12, 13 or 14 digits, the last of which is a check digit. Filled up with zeros in front to 14 digits, two of the same goods
are equal. Some prefixes are free for use within one company or shop and identify nothing outside it.
"""

from typing import Literal

LENGTHS = (8, 12, 13, 14)
_INTERNAL = tuple(f"{prefix:03d}" for span in (range(20, 30), range(40, 50), range(200, 300)) for prefix in span)
"""The first three of the last thirteen digits of numbers for use within a company."""

GtinFault = Literal["form", "check_digit", "internal"]


def tidied_gtin(text: str) -> str:
    """A number as it is kept: without the spaces and hyphens with which it may be written."""
    return "".join(char for char in text if not char.isspace() and char not in "-‐‑–")


def check_digit(digits: str) -> int:
    """The check digit that belongs behind the digits given: every second one from the end counts three times."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def gtin_fault(text: str) -> GtinFault | None:
    """What is wrong with a GTIN; None for one that may stand on goods in any shop."""
    if not (text.isascii() and text.isdigit()) or len(text) not in LENGTHS:
        return "form"
    if check_digit(text[:-1]) != int(text[-1]):
        return "check_digit"
    if len(text) > 8 and text.zfill(14)[1:4] in _INTERNAL:
        return "internal"
    return None


def same_gtin(one: str, other: str) -> bool:
    """Whether two numbers identify the same goods, whatever their lengths."""
    return one.zfill(14) == other.zfill(14)
