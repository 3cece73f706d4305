"""Unit words and exact conversion: what may stand beside a number, from seed/phrases/units.yaml.

Months and years are no fixed number of days, and working days no fixed number of calendar days; no rate turns
one currency into another. All such pairs have no conversion.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import regex
from pydantic import BaseModel, ConfigDict

from lab.languages.folding import WORD_CHAR, Folded, folded
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

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
    joined: list[str]
    after_between: list[str]
    between: list[str]
    unit_endings: list[str]


class _CurrencyWords(BaseModel):
    model_config = ConfigDict(extra="forbid")
    before: list[str]
    after: list[str]


class _UnitFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    units: dict[str, dict[str, list[str]]]
    money: dict[str, _CurrencyWords]
    numerals: dict[str, dict[str, str]]
    whole: dict[str, dict[str, str]]
    ranges: _RangeFile
    alternatives: list[str]
    times: list[str]


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
    alternatives: frozenset[str]
    times: frozenset[str]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word, special_only=True) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _unit_word(written: str, unit: str) -> _UnitWord:
    bare = written.lstrip("=+").rstrip("*")
    return _UnitWord(folded(bare), written.endswith("*"), bare if "=" in written[:2] else "", "+" in written[:2], unit)


@cache
def unit_words() -> UnitWords:
    data = load_yaml(_UnitFile, SEED / "phrases" / "units.yaml")
    entries = [
        _unit_word(word, unit)
        for unit, by_language in data.units.items()
        for words in by_language.values()
        for word in words
    ]
    entries += [_unit_word(word, code) for code, words in data.money.items() for word in words.after]
    by_first: dict[str, list[_UnitWord]] = defaultdict(list)
    for entry in dict.fromkeys(entries):
        by_first[entry.text[0]].append(entry)
    before: dict[str, list[str]] = defaultdict(list)
    for code, currency in data.money.items():
        for word in currency.before:
            before[folded(word)].append(code)
    numerals = {folded(word): Fraction(v) for words in data.numerals.values() for word, v in words.items()}
    whole = {folded(word): v.split() for words in data.whole.values() for word, v in words.items()}
    ranges = data.ranges
    return UnitWords(
        units={first: tuple(sorted(found, key=lambda e: (-len(e.text), e.unit))) for first, found in by_first.items()},
        before=regex.compile(rf"(?<!{WORD_CHAR})(?P<sign>{_any_of(before)})\.?\s?(?=\.?\d)"),
        before_units={word: tuple(codes) for word, codes in before.items()},
        numerals=regex.compile(rf"(?<!{WORD_CHAR})(?:{_any_of(numerals)})(?!{WORD_CHAR})"),
        numeral_values=numerals,
        whole=regex.compile(rf"(?<!{WORD_CHAR})(?:[وب]?)(?P<word>{_any_of(whole)})(?!{WORD_CHAR})"),
        whole_values={word: (Fraction(number), unit) for word, (number, unit) in whole.items()},
        joined=frozenset(folded(word) for word in ranges.joined),
        after_between=frozenset(folded(word) for word in ranges.after_between),
        between=regex.compile(rf"(?<!{WORD_CHAR})(?:{_any_of(folded(w) for w in ranges.between)})(?!{WORD_CHAR})"),
        unit_endings=frozenset(folded(word) for word in ranges.unit_endings),
        alternatives=frozenset(folded(word) for word in data.alternatives),
        times=frozenset(folded(word) for word in data.times),
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
