"""Whether a text states a fact that its author knows: a quantity, a range, a date, a word or some phrases.

The question is never "what does the text say" but "is this fact stated, and is it contradicted".
`about` names the thing in several languages ("Kabel", "cord", "шнур"): then only a number in the same clause
as one of these words, or the nearest one in the same or the next sentence, speaks about the fact.
Known limits: negation is not understood ("not 180 cm" states 180 cm); most numbers in words and weekdays alone
are not read. Where only another clause of the sentence holds a number, and more than a few words, it is taken to speak of
something else: such a text states nothing rather than something false.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import regex

from lab.languages.dates import LONG_ENDINGS, StatedDate, dates_in
from lab.languages.folding import UNSPACED, WORD_CHAR, Folded, clauses, fold, folded, sentences
from lab.languages.phrases import PhraseBook, phrase_pattern, word_pattern
from lab.languages.quantities import Quantity, Range, are_alternatives, stated_in
from lab.languages.units import ROUNDED_UNITS, converted, dimension

_ROUNDING = Fraction(1, 100)
# A number of hours is no answer to a question in days, so single numbers count only within these.
_DAY_UNITS = frozenset({"day", "week"})
_LONGEST_CHAIN = 8  # alternatives that are followed from one number
_FEW_WORDS, _FEW_LETTERS = 3, 12
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'-]*")
_UNSPACED_LETTER = regex.compile(rf"[{UNSPACED}]")
_SHORT_WORD = 4  # letters; a keyword this short may take only a short ending ("cords", not "cordially")
_HOMOGLYPHS = dict(
    zip("abcehkmopтxy", ("aа", "bв", "cс", "eе", "hн", "kк", "mм", "oо", "pр", "tт", "xх", "yу"), strict=True)
) | {"t": "tт"}


@dataclass(frozen=True, slots=True)
class QuantityFact:
    """A number with a unit of `quantities.UNITS` or an ISO 4217 code. `value` is exact: "1.80", "9/5" or 180."""

    value: str | int
    unit: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RangeFact:
    """A range with both ends, such as 9 to 14 days."""

    low: int
    high: int
    unit: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextFact:
    """A word, code or name, in any of the accepted forms."""

    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateFact:
    """A day of the Gregorian calendar."""

    date: date
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhrasesFact:
    """One phrase of every group, in the syntax of `lab.languages.phrases`, and none of `against`."""

    groups: tuple[tuple[str, ...], ...]
    against: tuple[str, ...] = ()


Fact = QuantityFact | RangeFact | TextFact | DateFact | PhrasesFact


@dataclass(frozen=True, slots=True)
class Statement:
    """How a text stands to a fact: what was found and where (span in the NFC text), and what was expected."""

    status: Literal["right", "wrong", "missing"]
    found: str
    span: tuple[int, int] | None
    expected: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """Something stated at a place of the folded text, and whether it agrees with the fact.

    `can_contradict` is False for what may be said beside a right statement (another currency, another range).
    """

    start: int
    end: int
    agrees: bool
    can_contradict: bool = True
    quantity: Quantity | None = None


def find_fact(text: str, fact: Fact, language: str, today: date | None = None) -> Statement:
    """How `text` stands to `fact`: right, wrong (contradicted) or missing.

    `language` (BCP 47) chooses month names, beside the English ones; units and numbers are read in all
    languages. `today` gives dates without a year theirs, and is needed for "tomorrow"; without it the year
    of the fact is taken. A right statement beside a contradicting one about the same thing is wrong.
    Raises ValueError for an unknown unit or a value that is no number.
    """
    base = language.split("-")[0].lower()
    if isinstance(fact, QuantityFact):
        return _find_quantity(fold(text), text, fact, base)
    if isinstance(fact, RangeFact):
        return _find_range(fold(text), text, fact, base)
    if isinstance(fact, DateFact):
        return _find_date(fold(text), text, fact, base, today)
    if isinstance(fact, TextFact):
        return _find_text(fold(text), fact)
    return _find_phrases(fold(text), fact)


def _statement(
    text: Folded, status: Literal["right", "wrong", "missing"], start: int, end: int, expected: str
) -> Statement:
    if status == "missing":
        return Statement("missing", "", None, expected)
    return Statement(status, text.quote(start, end), text.span(start, end), expected)


def _find_quantity(text: Folded, written: str, fact: QuantityFact, language: str) -> Statement:
    expected = f"{fact.value} {fact.unit}"
    value, wanted = Fraction(fact.value), dimension(fact.unit)
    spots = []
    for quantity in stated_in(written)[0]:
        units = [unit for unit in quantity.units if dimension(unit) == wanted]
        if not units:
            continue
        agrees = not quantity.ranged and any(_equals(quantity, unit, value, fact.unit) for unit in units)
        other_currency = wanted == "money" and fact.unit not in units
        spots.append(_Spot(quantity.start, quantity.end, agrees, not other_currency, quantity))
    spots = [spot for spot in spots if not _is_end_of_fitting_range(spot, stated_in(written)[1], value, fact.unit)]
    return _judged(text, spots, fact.about, language, expected)


def _equals(quantity: Quantity, unit: str, value: Fraction, to: str) -> bool:
    """Exactly equal after conversion; inches, feet, ounces and pounds may be rounded by 1 % or in the last place."""
    for reading in quantity.readings:
        result = converted(reading, unit, to)
        if result is None:
            continue
        if result == value:
            return True
        if (unit in ROUNDED_UNITS) != (to in ROUNDED_UNITS):
            last_place = converted(quantity.step / 2, unit, to) if quantity.digits >= 2 else None
            if abs(result - value) <= max(value * _ROUNDING, last_place or Fraction(0)):
                return True
    return False


def _is_end_of_fitting_range(spot: _Spot, ranges: Sequence[Range], value: Fraction, unit: str) -> bool:
    """A range around the value neither states nor contradicts it: "150 to 220 cm"."""
    if spot.quantity is None or not spot.quantity.ranged:
        return False
    for found in ranges:
        if found.start <= spot.start and spot.end <= found.end:
            low, high = (
                converted(min(found.low), found.units[0], unit),
                converted(max(found.high), found.units[0], unit),
            )
            return low is not None and high is not None and low <= value <= high
    return False


def _find_range(text: Folded, written: str, fact: RangeFact, language: str) -> Statement:
    expected = f"{fact.low}-{fact.high} {fact.unit}"
    wanted = dimension(fact.unit)
    quantities, ranges = stated_in(written)
    spots = []
    for found in ranges:
        units = [unit for unit in found.units if dimension(unit) == wanted]
        agrees = any(
            converted(low, unit, fact.unit) == fact.low and converted(high, unit, fact.unit) == fact.high
            for unit in units
            for low in found.low
            for high in found.high
        )
        if units:
            spots.append(_Spot(found.start, found.end, agrees))
    for quantity in quantities:
        units = [unit for unit in quantity.units if dimension(unit) == wanted]
        if fact.unit in _DAY_UNITS:
            units = [unit for unit in units if unit in _DAY_UNITS]
        if quantity.ranged or not units:
            continue
        values = [converted(reading, unit, fact.unit) for unit in units for reading in quantity.readings]
        if not any(value is not None and fact.low <= value <= fact.high for value in values):
            spots.append(_Spot(quantity.start, quantity.end, False, False))
    return _judged(text, spots, fact.about, language, expected)


def _find_date(text: Folded, written: str, fact: DateFact, language: str, today: date | None) -> Statement:
    stated: Sequence[StatedDate] = dates_in(written, tuple(dict.fromkeys((language, "en"))), today or fact.date)
    if today is None:
        # Words such as "tomorrow" say nothing when the day of writing is unknown.
        stated = [
            one for one in stated if any(char.isdigit() for char in text.text[one.start : one.end]) or "月" in text.text
        ]
    by_place: dict[int, _Spot] = {}
    for one in stated:
        before = by_place.get(one.start)
        agrees = one.on == fact.date or (before is not None and before.agrees)
        by_place[one.start] = _Spot(one.start, one.end, agrees)
    return _judged(text, list(by_place.values()), fact.about, language, fact.date.isoformat())


def _judged(text: Folded, spots: list[_Spot], about: tuple[str, ...], language: str, expected: str) -> Statement:
    """The verdict over all spots, or over those that speak about the fact.

    Without `about` nothing shows that two numbers speak of one thing, so a right one stands.
    """
    if not about:
        right = [spot for spot in spots if spot.agrees]
        chosen = (right or spots)[:1]
        status: Literal["right", "wrong", "missing"] = "right" if right else "wrong" if spots else "missing"
        return _statement(text, status, *((chosen[0].start, chosen[0].end) if chosen else (0, 0)), expected)
    firm, loose = _spots_about(text.text, spots, _about_pattern(about, language in LONG_ENDINGS))
    right = [spot for spot in firm if spot.agrees] or [spot for spot in loose if spot.agrees]
    against = [spot for spot in firm if not spot.agrees and (spot.can_contradict or not right)]
    if not right and not against:
        against = [spot for spot in loose if not spot.agrees and _stands_alone(text.text, spot)]
    if against:
        return _statement(text, "wrong", against[0].start, against[0].end, expected)
    if right:
        return _statement(text, "right", right[0].start, right[0].end, expected)
    return Statement("missing", "", None, expected)


def _stands_alone(text: str, spot: _Spot) -> bool:
    """Whether a clause holds little beside its number ("It is 150 cm long"), and so names no other thing to be so long."""
    start, end = _span_at(clauses(text), spot.start)[1]
    around = text[start : spot.start] + " " + text[spot.end : end]
    return len(_WORD.findall(around)) <= _FEW_WORDS and len(_UNSPACED_LETTER.findall(around)) <= _FEW_LETTERS


def _spots_about(text: str, spots: list[_Spot], about: "regex.Pattern[str]") -> tuple[list[_Spot], list[_Spot]]:
    """Spots in the clause of a keyword (the nearest, and its alternatives); looser ones in its sentence or the next."""
    firm: dict[_Spot, None] = {}
    loose: dict[_Spot, None] = {}
    ordered = sorted(spots, key=lambda spot: spot.start)
    starts = [spot.start for spot in ordered]
    for match in about.finditer(text):
        place, end = match.span()
        if near := _nearest(text, ordered, starts, _span_at(clauses(text), place)[1], place, end):
            firm.update(dict.fromkeys(near))
            continue
        number, sentence = _span_at(sentences(text), place)
        here = _nearest(text, ordered, starts, sentence, place, end)
        if not here and number + 1 < len(sentences(text)):
            here = _nearest(text, ordered, starts, sentences(text)[number + 1], place, end)
        loose.update(dict.fromkeys(here))
    return list(firm), [spot for spot in loose if spot not in firm]


def _span_at(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, tuple[int, int]]:
    """The number and the bounds of the span that holds a place."""
    number = max(0, bisect_right(spans, place, key=lambda span: span[0]) - 1)
    return number, spans[number]


def _nearest(
    text: str, spots: list[_Spot], starts: list[int], span: tuple[int, int], start: int, end: int
) -> list[_Spot]:
    """The spot of a span nearest to start..end with its alternatives; of two as near, the one that agrees."""
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    middle = bisect_left(starts, start, first, last)

    def distance(index: int) -> tuple[int, bool, int]:
        spot = spots[index]
        gap = start - spot.end if spot.end <= start else max(0, spot.start - end)
        return gap, not spot.agrees, index

    nearest = min(range(max(first, middle - 2), min(last, middle + 2)), key=distance, default=None)
    if nearest is None:
        return []
    chain = [spots[nearest]]
    for step in (-1, 1):
        index = nearest + step
        while first <= index < last and len(chain) < _LONGEST_CHAIN:
            one, other = spots[index - step].quantity, spots[index].quantity
            if one is None or other is None or not are_alternatives(text, one, other):
                break
            chain.append(spots[index])
            index += step
    return chain


@lru_cache(maxsize=1024)
def _about_pattern(about: tuple[str, ...], long_endings: bool) -> "regex.Pattern[str]":
    """Keywords with endings ("шнура", "Kabellänge"), from five letters also at the end of compounds ("Netzkabel")."""
    options = []
    for keyword in about:
        word = folded(keyword).strip().rstrip("*")
        if not word:
            continue
        body = r"\s+".join(regex.escape(part, special_only=True) for part in word.split())
        if regex.match(rf"[{UNSPACED}]", word):
            options.append(body)
        elif regex.match(r"\p{Arabic}", word):
            options.append(rf"(?<!{WORD_CHAR})(?:[وف]?[بلك]?(?:ال|لل)?){body}{WORD_CHAR}{{0,4}}")
        elif len(word) > _SHORT_WORD:
            # Cases of Russian change the last letter: "кабель", "длина кабеля".
            stem = body[:-1] if regex.search(r"[аеийоуьыюя]$", word) and len(word) > _SHORT_WORD else body
            options.append(rf"{stem}{WORD_CHAR}*")
        else:
            ending = 6 if long_endings or regex.match(r"\p{Cyrillic}", word) else 2
            options.append(rf"(?<!{WORD_CHAR}){body}{WORD_CHAR}{{0,{ending}}}(?!{WORD_CHAR})")
    if not options:
        raise ValueError("`about` needs a word")
    return regex.compile("|".join(options))


def _find_text(text: Folded, fact: TextFact) -> Statement:
    expected = " / ".join(fact.accepted)
    for form in fact.accepted:
        if match := _form_pattern(form).search(text.text):
            return _statement(text, "right", match.start(), match.end(), expected)
    return Statement("missing", "", None, expected)


@lru_cache(maxsize=2048)
def _form_pattern(form: str) -> "regex.Pattern[str]":
    """A form as whole words. A code ("E27") may hold a space or hyphen, and Cyrillic letters that look alike."""
    if "*" in form:
        return phrase_pattern(form)
    parts = []
    for word in folded(form).split():
        if regex.fullmatch(r"[a-z]{0,3}\d[\da-z]{0,5}|[a-z]", word):
            body = "".join(f"[{_HOMOGLYPHS[c]}]" if c in _HOMOGLYPHS else regex.escape(c) for c in word)
            body = regex.sub(r"(?<=^(?:\[..\]|[a-z]))(?=\d)", r"[ -]?", body)
            parts.append(rf"(?<!{WORD_CHAR}){body}(?!{WORD_CHAR})")
        else:
            parts.append(word_pattern(word))
    if not parts:
        raise ValueError("a form needs a character")
    return regex.compile(r"[\s\-]+".join(parts))


@lru_cache(maxsize=1024)
def _book(phrases: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(phrases)


def _find_phrases(text: Folded, fact: PhrasesFact) -> Statement:
    expected = " + ".join(" / ".join(group) for group in fact.groups)
    if fact.against and (bad := _book(fact.against).find(text.text)):
        return _statement(text, "wrong", bad[0].start, bad[0].end, expected)
    hits = [_book(group).find(text.text) for group in fact.groups]
    if not hits or not all(hits):
        return Statement("missing", "", None, expected)
    return _statement(text, "right", hits[0][0].start, hits[0][0].end, expected)
