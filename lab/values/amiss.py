"""What is amiss with one value of an author file, in words that say how it is written.

pydantic tells programmers which rule a value breaks. Authors are no programmers: they are told what belongs there, with an
example, and what a word processor may have done to it.
"""

from collections.abc import Mapping
from typing import Any

PATTERNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9-]{1,59}$": "write small letters, digits and hyphens, a letter first, such as felt-slippers",
    r"^[a-z][a-z0-9_]{0,39}$": "write small letters, digits and underscores, a letter first, such as first_order",
    r"^[A-Z]{2}$": "write a country as two capital letters, such as DE",
    r"^[A-Z]{3}$": "write a currency as three capital letters, such as EUR",
    r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$": "write a language as its code in small letters, such as de",
    r"^[a-z]+/[A-Z]{2}$": "write the platform, a slash and the country in two capital letters, as under shop.places",
    r"^[a-z-]+@[1-9]\d*$": "write a starting shop and its version, such as small-lighting-shop@1",
    r"^[a-zA-Z0-9_./${}-]{1,160}$": "write the path of a file in this folder, such as tasks/first.md: Latin letters, digits, and / between folders, no spaces",
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$": 'write day, time and distance to UTC, such as "2026-05-04T08:00:00+02:00"',
    r"^\d+\.\d+\.\d+$": 'write three numbers, such as "1.0.0"',
    r"^\$\{[a-z_]+\}$": 'write a name of variants.people, such as "${buyer}"',
    r"^\$\{[a-z0-9_]+\}$": 'write a name of variants.draw, such as "${pieces}"',
    r"^(\d{8}|\d{12,14})?$": "write the 8, 12, 13 or 14 digits under the bar code, in quotes",
    r"^[a-z0-9${}_-]{1,60}/[a-z0-9-]{1,40}$": "write product and view of a photo, such as mug/front",
    r"^[a-z0-9_-]{1,60}/[a-z0-9-]{1,40}$": "write product and view of a photo, such as mug/front",
}
"""How a text is written that has to match a pattern."""

WIDE: Mapping[str, str] = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "＃": "#", "－": "-", "＋": "+"}
"""Full-width signs that Chinese input writes where YAML wants the narrow ones."""
CURLY = "“”„‟‘’‚"
QUOTES = "a text with a comma, a colon or a # in it needs straight quotes around it"
_SHOWN = 40


def said(detail: Mapping[str, Any]) -> str:
    """One finding of pydantic (`ValidationError.errors()`) in words."""
    kind, given, limits = detail["type"], detail.get("input"), detail.get("ctx") or {}
    shown = f"'{given[:_SHOWN]}'" if isinstance(given, str) else "this"
    words = str(detail["msg"]).removeprefix("Value error, ")
    if kind == "string_pattern_mismatch":
        words = f"{shown} does not fit; {PATTERNS.get(limits.get('pattern', ''), 'it must match the pattern ' + str(limits.get('pattern', '')))}"
    elif kind in ("int_parsing", "int_type", "int_from_float"):
        words = f"write a whole number, such as 5, instead of {shown}"
    elif kind == "string_type":
        words = f"here belongs a text; {QUOTES}"
    elif kind in ("model_type", "dict_type", "model_attributes_type"):
        words = "here belong keys with their values, each as `key: value`"
    elif kind in ("tuple_type", "list_type"):
        words = "here belongs a list, such as [one, two]"
    elif kind == "less_than_equal":
        words = f"at most {limits['le']} is allowed, not {shown}"
    elif kind == "greater_than_equal":
        words = f"at least {limits['ge']} is needed, not {shown}"
    elif kind in ("too_short", "too_long"):
        few = f"at least {limits.get('min_length')} of these are needed, not {limits.get('actual_length')}"
        words = few if kind == "too_short" else f"at most {limits.get('max_length')} of these are allowed"
    elif kind in ("literal_error", "enum"):
        words = f"{shown} is none of the words known here; write {limits['expected']}"
    return words + (odd_signs(given) if isinstance(given, str) else "")


def odd_signs(text: str) -> str:
    """The end of a sentence about signs that look right and are not: "; write : instead of the full-width ：", or nothing."""
    wide = next((sign for sign in text if sign in WIDE), "")
    if wide:
        return f"; write {WIDE[wide]} instead of the full-width {wide}"
    return '; write straight quotes " instead of curly ones' if any(sign in CURLY for sign in text) else ""


def not_utf8(data: bytes) -> str:
    """Why these bytes are not read as text, and what to do."""
    mend = "save it again with the encoding UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"this file is not UTF-8 text but UTF-16, which some editors call Unicode; {mend}"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "this is a document of an office program, not plain text; copy its text into a plain text editor and save it as UTF-8"
    return f"this file is not UTF-8 text; {mend}"
