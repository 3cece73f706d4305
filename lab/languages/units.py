"""Unit words and exact conversion: what may stand beside a number, from seed/phrases/<language>/units.yaml.

Marks of unit words: `*` at the end stands for any ending, `=` in front means that case counts (K is Kelvin, k is not), `+` in
front that the word touches the number. Inch and pound are exact by definition (International Yard and Pound, 1959).

Months and years are no fixed number of days, and working days no fixed number of calendar days; no rate turns
one currency into another. All such pairs have no conversion.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Self

import regex
from pydantic import BaseModel, ConfigDict, model_validator

from lab.languages.folders import read_any, read_kind
from lab.languages.folding import UNSPACED, WORD_CHAR, Folded, folded

# Unit -> (dimension, size in the first unit of that dimension).
UNITS: Mapping[str, tuple[str, Fraction]] = {
    "mm": ("length", Fraction(1)), "cm": ("length", Fraction(10)), "m": ("length", Fraction(1000)),
    "km": ("length", Fraction(10**6)), "in": ("length", Fraction("25.4")), "ft": ("length", Fraction("304.8")),
    "mg": ("mass", Fraction(1, 1000)), "g": ("mass", Fraction(1)), "kg": ("mass", Fraction(1000)),
    "oz": ("mass", Fraction("28.349523125")), "lb": ("mass", Fraction("453.59237")),
    "W": ("power", Fraction(1)), "kW": ("power", Fraction(1000)), "V": ("voltage", Fraction(1)),
    "lm": ("luminous flux", Fraction(1)), "K": ("colour temperature", Fraction(1)), "degC": ("warmth", Fraction(1)),
    "ml": ("volume", Fraction(1)), "l": ("volume", Fraction(1000)), "mAh": ("charge", Fraction(1)),
    "Wh": ("energy", Fraction(1)), "percent": ("share", Fraction(1)),
    "min": ("time", Fraction(1)), "h": ("time", Fraction(60)), "day": ("time", Fraction(1440)),
    "week": ("time", Fraction(10080)), "working_day": ("working time", Fraction(1)),
    "month": ("months", Fraction(1)), "year": ("months", Fraction(12)),
}  # fmt: skip
ROUNDED_UNITS = frozenset({"in", "ft", "oz", "lb"})
_WORD_CHAR = regex.compile(WORD_CHAR)


class _RangeFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    joined: list[str] = []
    after_between: list[str] = []
    between: list[str] = []
    unit_endings: list[str] = []
    until: list[str] = []
    """Endings and words after the second number that make a range of what else would be "and"."""


class _CurrencyWords(BaseModel):
    model_config = ConfigDict(extra="forbid")
    before: list[str]
    after: list[str]


class _Words(BaseModel):
    """What a language writes beside its numbers; the folder "any" has the same."""

    model_config = ConfigDict(extra="forbid")
    units: dict[str, list[str]]
    numerals: dict[str, str] = {}
    whole: dict[str, str] = {}
    ranges: _RangeFile = _RangeFile()
    alternatives: list[str] = []
    times: list[str] = []
    multiples: dict[str, str] = {}
    """Words between a number and its unit that multiply it ("ming": "1000"), or are the unit as well ("10 IRR")."""
    before: dict[str, list[str]] = {}
    """Units that may also stand before their number."""

    @model_validator(mode="after")
    def _units_are_known(self) -> Self:
        if unknown := sorted((set(self.units) | set(self.before)) - set(UNITS)):
            raise ValueError(f"these units are unknown: {', '.join(unknown)}")
        return self


class _UnitFile(_Words):
    money: dict[str, list[str]] = {}
    """Words after an amount, by ISO 4217 code."""


class _SignFile(_Words):
    money: dict[str, _CurrencyWords]


@dataclass(frozen=True, slots=True)
class _UnitWord:
    text: str  # folded
    any_ending: bool
    exact: str  # the original spelling where case counts, else ""
    must_touch: bool
    unit: str


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The unit file, ready for use."""

    units: Mapping[str, tuple[_UnitWord, ...]]  # by first character, longest first
    before: "regex.Pattern[str]"
    before_units: Mapping[str, tuple[str, ...]]
    numerals: "regex.Pattern[str]"
    numeral_values: Mapping[str, Fraction]
    whole: "regex.Pattern[str]"
    whole_values: Mapping[str, tuple[Fraction, str]]
    joined: frozenset[str]
    after_between: frozenset[str]
    between: "regex.Pattern[str]"
    unit_endings: frozenset[str]
    until: "regex.Pattern[str]"
    multiples: "regex.Pattern[str]"
    multiple_values: Mapping[str, tuple[int, str]]  # factor, and the unit that the word names ("" for none)
    alternatives: frozenset[str]
    times: frozenset[str]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word, special_only=True) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _unit_word(written: str, unit: str) -> _UnitWord:
    bare = written.lstrip("=+").rstrip("*")
    return _UnitWord(folded(bare), written.endswith("*"), bare if "=" in written[:2] else "", "+" in written[:2], unit)


@cache
def unit_words() -> UnitWords:
    signs, by_language = read_any(_SignFile, "units"), tuple(read_kind(_UnitFile, "units").values())
    files: tuple[_Words, ...] = (signs, *by_language)
    entries = [_unit_word(word, unit) for file in files for unit, words in file.units.items() for word in words]
    entries += [_unit_word(word, code) for code, sign in signs.money.items() for word in sign.after]
    entries += [_unit_word(word, code) for file in by_language for code, words in file.money.items() for word in words]
    by_first: dict[str, list[_UnitWord]] = defaultdict(list)
    for entry in dict.fromkeys(entries):
        by_first[entry.text[0]].append(entry)
    before: dict[str, list[str]] = defaultdict(list)
    for code, currency in signs.money.items():
        for word in currency.before:
            before[folded(word)].append(code)
    for file in files:
        for unit, words in file.before.items():
            for word in words:
                before[folded(word)].append(unit)
    multiples = {folded(word): v.split() for file in files for word, v in file.multiples.items()}
    numerals = {folded(word): Fraction(v) for file in files for word, v in file.numerals.items()}
    whole = {folded(word): v.split() for file in files for word, v in file.whole.items()}
    ranges = [file.ranges for file in files]
    return UnitWords(
        units={first: tuple(sorted(found, key=lambda e: (-len(e.text), e.unit))) for first, found in by_first.items()},
        before=regex.compile(rf"(?<!{WORD_CHAR})(?P<sign>{_any_of(before)})\.?\s?(?=\.?\d)"),
        before_units={word: tuple(codes) for word, codes in before.items()},
        # "سبعة وعشرة": Arabic writes "and" at the word.
        numerals=regex.compile(rf"(?:(?<!{WORD_CHAR})|(?<=(?<!{WORD_CHAR})و))(?:{_any_of(numerals)})(?!{WORD_CHAR})"),
        numeral_values=numerals,
        whole=regex.compile(rf"(?<!{WORD_CHAR})(?:[وب]?)(?P<word>{_any_of(whole)})(?:(?!{WORD_CHAR})|(?<= و)(?=\d))"),
        whole_values={word: (Fraction(number), unit) for word, (number, unit) in whole.items()},
        joined=frozenset(folded(word) for one in ranges for word in one.joined),
        after_between=frozenset(folded(word) for one in ranges for word in one.after_between),
        between=regex.compile(rf"(?<!{WORD_CHAR})(?:{_any_of(folded(w) for one in ranges for w in one.between)})(?!{WORD_CHAR})"),
        unit_endings=frozenset(folded(word) for one in ranges for word in one.unit_endings),
        until=regex.compile(rf"(?:{_any_of(folded(w) for one in ranges for w in one.until)})(?!{WORD_CHAR})"),
        multiples=regex.compile(rf" ?-?(?P<word>{_any_of(multiples)})(?:\.(?=\s?\p{{L}})|(?<=[{UNSPACED}])|(?!{WORD_CHAR}))"),
        multiple_values={word: (int(factor), "".join(unit)) for word, (factor, *unit) in multiples.items()},
        alternatives=frozenset(folded(word) for file in files for word in file.alternatives),
        times=frozenset(folded(word) for file in files for word in file.times),
    )


def dimension(unit: str) -> str:
    """The dimension of a unit of UNITS; every three-letter currency code is money. Raises ValueError for others."""
    if unit in UNITS:
        return UNITS[unit][0]
    if len(unit) == 3 and unit.isascii() and unit.isupper():
        return "money"
    raise ValueError(f"unknown unit {unit!r}")


def converted(value: Fraction, unit: str, to: str) -> Fraction | None:
    """A value in another unit of the same dimension, exactly; None where there is no fixed rate (also money)."""
    if unit == to:
        return value
    if unit not in UNITS or to not in UNITS or UNITS[unit][0] != UNITS[to][0]:
        return None
    return value * UNITS[unit][1] / UNITS[to][1]


def unit_at(text: Folded, place: int, words: UnitWords) -> tuple[tuple[str, ...], int]:
    """The units whose longest word stands at a place (after a space or hyphen), and where that word ends."""
    start = place
    while start < min(len(text.text), place + 2) and text.text[start] == " ":
        start += 1
    if start == place and text.text[start : start + 1] == "-":
        start += 1
    if start >= len(text.text):
        return (), place
    best: list[str] = []
    length, end = 0, place
    for word in words.units.get(text.text[start], ()):
        if len(word.text) < length:
            break
        if not text.text.startswith(word.text, start) or (word.must_touch and start != place):
            continue
        stop = start + len(word.text)
        following = text.text[stop : stop + 1]
        if word.any_ending:
            while stop < len(text.text) and _WORD_CHAR.match(text.text, stop):
                stop += 1
        elif following and _WORD_CHAR.match(following) and _WORD_CHAR.match(word.text[-1]):
            continue
        if word.exact and text.quote(start, start + len(word.text)) != word.exact:
            continue
        if not best or word.unit not in best:
            best.append(word.unit)
        length, end = len(word.text), max(end, stop)
    return tuple(best), end
