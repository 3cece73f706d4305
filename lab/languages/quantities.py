"""Numbers with units stated in a text: lengths, weights, times, money and the like, in all languages that have unit words.

Unit words come from seed/phrases/<language>/units.yaml and are looked for in all languages at once, since sellers mix
them. Values are exact fractions. "1.800" can be 1800 or 1.8: both readings are kept, and a fact may match
either. Not read: numbers in words above a dozen or so, negative numbers, "one" and its like.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, pairwise

import regex

from lab.languages.folding import UNSPACED, Folded, fold
from lab.languages.units import UNITS, UnitWords, converted, unit_at, unit_words

_FRACTIONED = frozenset({"m"})  # "1 m 80" is 1.80 m
_LONGEST_GAP = 30  # characters between the two numbers of a range
_ORDINAL = regex.compile(r"-?(?:ти|х|и|ми|th)(?!\p{L})")
_DIGITS = (
    r"(?:\d{1,3}(?:[ ]\d{3}){1,5}(?:[.,]\d{1,2})?|\d{1,3}(?:['.,]\d{3}){1,5}(?:[.,]\d{1,2})?"
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d{1,2})?|\d{1,15}(?:[.,]\d{1,6})?|\.\d{1,6})(?!\d)"
)
_NUMBER = regex.compile(r"(?:(?<![\d\p{Latin}\p{Cyrillic}_]|\d[.,'])|(?<=\d ?[xх]))" + _DIGITS)
_TOUCHING_NUMBER = regex.compile(_DIGITS)
_HAN_NUMBER = regex.compile("[〇零一二两三四五六七八九十百]{1,7}")
_HAN_DIGITS = {char: place for place, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# Persian writes a decimal sign like a stroke: ۴۵/۹۰ is 45.90.
_STROKE = regex.compile(r"(?<![\d/.,])\d{1,9}/\d{1,2}(?![\d/])")
_PERSIAN_DIGIT = regex.compile("[\u06f0-\u06f9]")
_AND = frozenset(["", "and", "und", "и", "y", "e", "et", "ve", "va", "dan", "و", "और", "اور", "và"])
_LABEL = regex.compile(r"[(,]\s?([\p{L}°%]{1,12})\s?\)?\s?[:=]?\s?$")
_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_LETTER = regex.compile(r"\p{L}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the units it may mean, at a place in the folded text.

    `readings` are the values the number can have; `step` is one in its last decimal place; `digits` counts its
    significant digits. `ranged` says that it is one end of a range.
    """

    start: int
    end: int
    readings: tuple[Fraction, ...]
    step: Fraction
    digits: int
    units: tuple[str, ...]
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Two numbers that bound a range, both in one of `units`."""

    start: int
    end: int
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]
    units: tuple[str, ...]


@dataclass(slots=True)
class _Number:
    start: int
    end: int
    readings: tuple[Fraction, ...]
    step: Fraction
    digits: int
    units: tuple[str, ...] = ()
    whole_end: int = 0
    ranged: bool = False
    used: bool = False


def readings_of(number: str) -> tuple[tuple[Fraction, ...], Fraction]:
    """The values that written digits can mean, and one in the last decimal place.

    Two digits or one after the last separator make it a decimal sign; three make both readings possible,
    unless another sign already groups the thousands.
    """
    grouped = " " in number or "'" in number
    bare = number.replace(" ", "").replace("'", "")
    signs = [char for char in bare if char in ".,"]
    if not signs:
        return (Fraction(int(bare)),), Fraction(1)
    last = signs[-1]
    head, tail = bare.rsplit(last, 1)
    whole = Fraction(int(regex.sub(r"[.,]", "", bare)))
    if signs.count(last) > 1:
        return (whole,), Fraction(1)
    decimal = Fraction(f"{regex.sub(r'[.,]', '', head) or '0'}.{tail}")
    step = Fraction(1, 10 ** len(tail))
    if len(tail) == 3 and len(set(signs)) == 1 and not grouped and head.lstrip("0"):
        return (whole, decimal), step
    return (decimal,), step


def _han_value(written: str) -> Fraction | None:
    """The value of a Chinese number up to 999, digit by digit or with 十 and 百."""
    if not any(char in "十百" for char in written):
        return Fraction(int("".join(str(_HAN_DIGITS[char]) for char in written)))
    total, digit = 0, -1
    for char in written:
        if char in "十百":
            total += (1 if digit < 0 else digit) * (10 if char == "十" else 100)
            digit = -1
        else:
            digit = _HAN_DIGITS[char]
    return Fraction(total + max(digit, 0))


def _numbers(text: Folded, words: UnitWords) -> list[_Number]:
    found: list[_Number] = []
    touching = (_TOUCHING_NUMBER.match(text.text, sign.end()) for sign in words.before.finditer(text.text) if sign[0][-1].isalpha())
    for match in chain(_NUMBER.finditer(text.text), (one for one in touching if one)):
        readings, step = readings_of(match[0])
        digits = len(regex.sub(r"\D", "", match[0]).lstrip("0"))
        found.append(_Number(match.start(), match.end(), readings, step, digits))
    for match in words.numerals.finditer(text.text):
        found.append(_Number(match.start(), match.end(), (words.numeral_values[match[0]],), Fraction(1), 0))
    for match in _HAN_NUMBER.finditer(text.text):
        if (value := _han_value(match[0])) is not None:
            found.append(_Number(match.start(), match.end(), (value,), Fraction(1), 0))
    found = [*_with_strokes(text, found), *_whole(text, words)]
    for number in found:
        if number.units:
            continue
        number.units, number.whole_end = unit_at(text, number.end, words)
        if not number.units and (suffix := _ORDINAL.match(text.text, number.end)):
            number.units, number.whole_end = unit_at(text, suffix.end(), words)
        if number.units == ("in",) and '"' in text.text[max(0, number.start - 1) : number.start]:
            number.units, number.whole_end = (), number.end
    found.sort(key=lambda number: (number.start, -number.end))
    # "3 متر و80 سم": the unit of a number is no whole by itself.
    inside = {place for number in found if number.digits for place in range(number.end, number.whole_end)}
    found = [number for number in found if number.start not in inside]
    found = _multiplied(text, found, words)
    kept = [
        number
        for before, number, after in zip([None, *found], found, [*found[1:], None], strict=False)
        if number.digits or number.units or _is_half_of_one(before, number, after)
    ]
    for match in words.before.finditer(text.text):
        for number in kept:
            if number.start == match.end():
                codes = words.before_units[match["sign"]]
                both = tuple(code for code in codes if code in number.units)
                if number.units and not _is_money(codes):
                    continue
                number.units = both or (number.units if _is_money(number.units) else codes)
                number.start = match.start()
    return sorted(kept, key=lambda number: (number.start, -number.end))


def _with_strokes(text: Folded, found: list[_Number]) -> list[_Number]:
    """Numbers with Persian decimal strokes put together."""
    if "/" not in text.text:
        return found
    for match in _STROKE.finditer(text.text):
        if _PERSIAN_DIGIT.match(text.quote(match.start(), match.start() + 1)):
            readings, step = readings_of(match[0].replace("/", "."))
            found = [number for number in found if number.end <= match.start() or match.end() <= number.start]
            found.append(_Number(match.start(), match.end(), readings, step, len(match[0]) - 1))
    return found


def _whole(text: Folded, words: UnitWords) -> list[_Number]:
    """Words that are a number and its unit at once."""
    found = []
    for match in words.whole.finditer(text.text):
        value, unit = words.whole_values[match["word"]]
        found.append(_Number(match.start("word"), match.end(), (value,), Fraction(1), 0, (unit,), match.end()))
    return found


def _multiplied(text: Folded, found: list[_Number], words: UnitWords) -> list[_Number]:
    """Numbers with a word such as "thousand" multiplied, where a unit or an amount's sign shows what they count; what
    follows in the same amount is added: "12 мың 500 теңге"."""
    signs = {match.end(): words.before_units[match["sign"]] for match in words.before.finditer(text.text)}
    by_start = {number.start: number for number in found}
    absorbed: set[int] = set()
    for number in reversed(found):
        readings, step, end, unit, factor = number.readings, number.step, number.end, "", 1
        while unit == "" and (match := words.multiples.match(text.text, end)):
            factor, unit = words.multiple_values[match["word"]]
            readings, step, end = tuple(value * factor for value in readings), step * factor, match.end()
        if end == number.end:
            continue
        units, whole_end = ((unit,), end) if unit else unit_at(text, end, words)
        rest = by_start.get(end + 1) if text.text[end : end + 1] == " " else None
        if not units and rest is not None and _is_money(rest.units) and max(rest.readings) < factor:
            readings = tuple(value + more for value in readings for more in rest.readings)
            step, end, units, whole_end = rest.step, rest.end, rest.units, rest.whole_end
            absorbed.add(rest.start)
        if units or number.start in signs:
            number.readings, number.step, number.end, number.units, number.whole_end = readings, step, end, units, whole_end
    return [number for number in found if number.start not in absorbed]


def _is_money(units: tuple[str, ...]) -> bool:
    return bool(units) and all(unit not in UNITS for unit in units)


def _is_half_of_one(before: _Number | None, number: _Number, after: _Number | None) -> bool:
    """A number word without a unit counts in "neun bis vierzehn Tage" and in 一米八 (1.8 m)."""
    opens_range = after is not None and bool(after.units) and 0 < after.start - number.end <= 10
    return opens_range or (before is not None and bool(before.units) and before.whole_end == number.start)


@lru_cache(maxsize=1024)
def stated_in(written: str) -> tuple[tuple[Quantity, ...], tuple[Range, ...]]:
    """Every quantity and every range stated in a text, by place; places count characters of `fold(written)`."""
    text, words = fold(written), unit_words()
    numbers = _numbers(text, words)
    for number in numbers:
        if not number.units and (label := _LABEL.search(text.text, max(0, number.start - 24), number.start)):
            units, end = unit_at(text, label.start(1), words)
            if end == label.end(1):
                number.units, number.whole_end = units, number.end
    ranges = _ranges(text, numbers, words)
    _share_units(text, numbers, words)
    quantities = []
    for place, number in enumerate(numbers):
        if not number.units or number.used:
            continue
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        quantities.append(_quantity(text, number, following))
    return tuple(quantities), tuple(ranges)


def _between_words(text: Folded, first: _Number, second: _Number) -> str:
    gap = text.text[max(first.whole_end, first.end) : second.start]
    if suffix := _ORDINAL.match(gap):
        gap = gap[suffix.end() :]
    return " ".join(gap.split())


def _ranges(text: Folded, numbers: list[_Number], words: UnitWords) -> list[Range]:
    ranges = []
    for first, second in pairwise(numbers):
        if first.ranged or not 0 < second.start - first.end <= _LONGEST_GAP:
            continue
        units = second.units or (first.units if first.units and first.whole_end > first.end else ())
        if not units or (max(first.readings) > max(second.readings) and not first.units):
            continue
        gap = _between_words(text, first, second)
        unit_word = text.text[first.end : first.whole_end].strip(" -") if first.units else ""
        bounded = words.between.search(text.text, max(0, first.start - 25), first.start) or words.between.search(
            text.text, second.whole_end or second.end, (second.whole_end or second.end) + 20
        )
        ends = second.whole_end or second.end
        bounded = bounded or words.until.search(text.text, second.end, ends + 12)
        if not (
            gap in words.joined
            or (gap in words.after_between and bounded)
            or (gap == "" and (unit_word in words.unit_endings))
        ):
            continue
        low = first.readings
        if first.units and not set(first.units) & set(units):
            moved = [converted(value, first.units[0], units[0]) for value in first.readings]
            low = tuple(value for value in moved if value is not None)
        if not low or min(low) > max(second.readings):
            continue
        first.ranged = second.ranged = True
        first.units = first.units or units
        second.units = units
        end = max(second.end, second.whole_end, first.end)
        ranges.append(Range(first.start, end, low, second.readings, units))
    return ranges


def _share_units(text: Folded, numbers: list[_Number], words: UnitWords) -> None:
    """In "10 x 15 cm" and "150 or 180 cm" the unit at the end belongs to every number."""
    for first, second in reversed(list(pairwise(numbers))):
        if not first.units and second.units and _between_words(text, first, second) in words.times | words.alternatives:
            first.units = second.units


def _quantity(text: Folded, number: _Number, following: _Number | None) -> Quantity:
    """One quantity; "1 m 80 cm" and "1 m 80" are taken together."""
    end = max(number.end, number.whole_end)
    readings, step, digits = number.readings, number.step, number.digits
    unit = number.units[0]
    if following is not None and not (number.ranged or following.ranged or following.used):
        gap = text.text[end : following.start]
        if following.units and gap.strip() in _AND and len(gap) <= 5:
            parts = [converted(value, following.units[0], unit) for value in following.readings]
            small = [part for part in parts if part is not None and 0 < part < 1]
            if small and following.units[0] != unit:
                following.used = True
                readings = tuple(value + part for value in readings for part in small)
                end = max(following.end, following.whole_end)
        elif (
            not following.units
            and unit in _FRACTIONED
            and gap in ("", " ")
            and number.step == 1
            and following.step == 1
        ):
            next_char = text.text[following.end : following.end + 1]
            next_word = text.text[following.end : following.end + 2].strip()[:1]
            width = following.end - following.start
            if width == 2 and not next_char.isalnum() and not (next_char == " " and _LETTER.match(next_word)):
                readings = tuple(value + following.readings[0] / 100 for value in readings)
                step, end = Fraction(1, 100), following.end
            elif width == 1 and gap == "" and _UNSPACED.match(text.text[end - 1]):
                readings = tuple(value + following.readings[0] / 10 for value in readings)
                step, end = Fraction(1, 10), following.end
    return Quantity(number.start, end, readings, step, digits, number.units, number.ranged)


def are_alternatives(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether a text gives two quantities for one thing: "150 or 180 cm", "180 cm (71 in)", "150/180 cm"."""
    early, late = sorted((first, second), key=lambda q: q.start)
    gap = text[early.end : late.start].strip(" \n(=≈~,")
    return len(gap) <= 10 and (gap == "" or gap in unit_words().alternatives)
