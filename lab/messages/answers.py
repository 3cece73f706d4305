"""Whether a shop's answer states the true value of the attribute that a buyer asked about.

`right`: the true value is stated; `wrong`: another one is, or both; `silent`: neither, or the answer is in a language
that the buyer does not read. Numbers may stand in any unit of their kind and in any locale's form; names of choices are
matched by stems, with the synonyms of seed/phrases/<language>/answers.yaml; a yes or no opens a clause, or the attribute is named in
a clause with or without a negation. What an answer says about other attributes of the goods is told apart by their names
and their true values. Questions, suppositions and what is said to be available besides state nothing.
Known limits: irony; a value that only a picture or a comparison gives; numbers in words beyond a dozen.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import read_kind
from lab.languages.folding import UNSPACED, WORD_CHAR, Folded, clauses, fold, folded, sentences
from lab.languages.goods import goods_name
from lab.languages.identify import identify, language_verdict
from lab.languages.phrases import PhraseBook, phrase_pattern
from lab.languages.quantities import Quantity, stated_in
from lab.languages.search_tokens import search_tokens
from lab.languages.units import ROUNDED_UNITS, UNITS, converted, dimension, unit_words
from lab.market.catalogue import Attribute

Verdict = Literal["right", "wrong", "silent"]
Others = Sequence[tuple[Attribute, str]]
"""The other attributes of the goods, with their true values."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_LATIN = regex.compile(r"\p{Latin}")
_ASKS = regex.compile(r"\?[\s\"')]*$")
_BARE = regex.compile(rf"(?<!{WORD_CHAR})(?<![\d.,])\d{{1,6}}(?![.,]?\d)")
_CODE = regex.compile(r"(?P<letters>[a-z]{1,2})(?P<number>\d{1,5})")
_ALIKE = {"e": "[eе]", "b": "[bв]", "c": "[cс]", "m": "[mм]", "h": "[hн]", "p": "[pр]", "t": "[tт]", "a": "[aа]", "k": "[kк]"}
_NEGATION_REACH, _NEGATION_AFTER = 24, 12
"""Characters before and, where verbs come last, after a number or a name within which a negation speaks of it."""
_NEGATED_AFTER = frozenset(["tr", "kk", "uz", "hi", "ur"])
_NEGATED_ON_BOTH_SIDES = frozenset(["fa"])
_SHORT_WORDS = 3
"""A text of so few words is understood whatever its language: "150 cm", "USB-C, Typ F"."""
_FEW_WORDS, _SURE_OF_FEW = 6, 950
"""Of so few words nobody can tell the language for sure below this certainty (permille)."""
_WHOLE_ANSWER_WORDS = 6
_BEGINS_WITHIN = 3  # characters before a yes or no that opens a clause
_SHORT_LEAD_WORDS = 4  # "it is" is an answer, "it is a lamp of which ..." is none
_LEAST_STEM, _LEAST_ROOT = 4, 6
"""Letters of a name with which another word may begin, and of a word with which a name may ("verstellen": "verstellbar")."""
_ROUNDING = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on an answer, and the span (of the NFC text) that shows it; none for silence."""

    verdict: Verdict
    span: tuple[int, int] | None = None


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    yes: list[str]
    no: list[str]
    negations: list[str] = Field(alias="not")
    idle: list[str]
    turns: list[str]
    also: list[str]
    hedges: list[str]
    synonyms: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Books:
    yes: PhraseBook
    no: PhraseBook
    negations: PhraseBook
    idle: PhraseBook
    turns: PhraseBook
    also: PhraseBook
    hedges: PhraseBook
    synonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place of the folded text that states a value; `agrees` says whether it is the true one."""

    start: int
    end: int
    agrees: bool


@cache
def _books() -> Mapping[str, _Books]:
    return {
        language: _Books(
            PhraseBook(words.yes), PhraseBook(words.no), PhraseBook(words.negations), PhraseBook(words.idle),
            PhraseBook(words.turns), PhraseBook(words.also), PhraseBook(words.hedges),
            {folded(name): tuple(others) for name, others in words.synonyms.items()},
        )
        for language, words in read_kind(_Words, "answers").items()
    }  # fmt: skip


def judged(text: str, attribute: Attribute, truth_value: str, language: str, others: Others = ()) -> Judgement:
    """How an answer stands to the question what the attribute's value is, for a buyer who reads `language`.

    `language` is one that has answers.yaml (BCP 47 base code); names that the catalogue lacks come from its goods.yaml. `truth_value` is as `ShopProduct.truth` gives it.
    """
    return _judged(text, attribute, truth_value, language.split("-")[0], tuple(others))


def _judged(written: str, attribute: Attribute, truth: str, language: str, others: Others) -> Judgement:
    books = _books().get(language)
    names = tuple(goods_name("choices", texts, language) for texts in attribute.choices.values())
    if books is None or not is_readable(written, language, names):
        return Judgement("silent")
    text = fold(written)
    if attribute.kind == "yes_no":
        spots = list(_yes_or_no(text, attribute, truth, language, books))
    elif attribute.kind == "number":
        spots = _numbers(written, text, attribute, truth, language, books, others)
    elif attribute.kind == "choice":
        chosen = {key: goods_name("choices", texts, language) for key, texts in attribute.choices.items()}
        forms = {key: (name, *_synonyms(books, name)) for key, name in chosen.items()}
        spots = _named(text, forms, truth, language, books, _own_name(text.text, attribute, language))
    else:
        spots = _named(text, {value: (value,) for value in sorted({*attribute.values, truth})}, truth, language, books, [])
    against = next((spot for spot in spots if not spot.agrees), None)
    found = against or next(iter(spots), None)
    if found is None:
        return Judgement("silent")
    return Judgement("right" if against is None else "wrong", text.span(found.start, found.end))


def is_readable(text: str, language: str, names: Sequence[str] = ()) -> bool:
    """Whether a buyer who reads a language can read a text; a few words, codes and numbers are read by everybody.

    `names` belong to the language, whatever they look like ("Samsung Galaxy").
    """
    words = sum(1 for word in _WORD.findall(text) if any(char.isalpha() for char in word) and len(word) > 1)
    if words <= _SHORT_WORDS or identify(text).language == "und":
        return True
    verdict = language_verdict(text, (language,), names)
    if words <= _FEW_WORDS and verdict.identified.certainty < _SURE_OF_FEW:
        return True
    return verdict.answer != "no"


def _own_name(text: str, attribute: Attribute, language: str) -> list[tuple[int, int]]:
    """Where the whole name of an attribute stands; it may hold a number, or the word for a choice ("Firmness: soft")."""
    name = folded(goods_name("attributes", attribute.names, language))
    return [match.span() for match in regex.finditer(regex.escape(name), text)] if name else []


def _synonyms(books: _Books, name: str) -> tuple[str, ...]:
    return books.synonyms.get(folded(name), ())


# ------------------------------------------------------------------------------------------ thoughts


def _thoughts(text: str, books: _Books) -> Iterator[tuple[int, int]]:
    """Start and end of every clause that states something, cut at words such as "but"."""
    stated = [(start, end) for start, end in sentences(text) if not _ASKS.search(text[start:end])]
    for start, end in clauses(text):
        if not any(first <= start < last for first, last in stated):
            continue
        for turn in books.turns.find(text, start, end):
            if turn.start > start:
                yield start, turn.start
                start = turn.start
        yield start, end


def _states(text: str, start: int, end: int, books: _Books) -> bool:
    """Whether a clause says how things are, and not what may be or what there is besides."""
    return not (books.hedges.is_in(text, start, end) or books.also.is_in(text, start, end))


# ------------------------------------------------------------------------------------------ yes and no


def _yes_or_no(text: Folded, attribute: Attribute, truth: str, language: str, books: _Books) -> Iterator[_Spot]:
    plain = books.idle.blank(text.text)
    name = _name_stems(goods_name("attributes", attribute.names, language), language)
    for start, end in _thoughts(plain, books):
        if not _states(plain, start, end, books):
            continue
        said = _lead(plain, start, end, books)
        if said is None:
            said = _mention(plain, start, end, name, language, books)
        if said is not None:
            first, last, is_yes = said
            yield _Spot(first, last, is_yes == (truth == "yes"))


def _lead(text: str, start: int, end: int, books: _Books) -> tuple[int, int, bool] | None:
    """The yes or no with which a clause begins."""
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(" \n\"'(-:"))
    no = next((hit for hit in books.no.find(text, start, end) if hit.start - begin <= _BEGINS_WITHIN), None)
    if no is not None:
        return no.start, no.end, False
    yes = next((hit for hit in books.yes.find(text, start, end) if hit.start - begin <= _BEGINS_WITHIN), None)
    if yes is None:
        return None
    words = _WORD.findall(text[start:end])
    if " " in yes.phrase and len(words) > _SHORT_LEAD_WORDS:
        return None
    return yes.start, yes.end, not books.negations.is_in(text, yes.start, end)


def _mention(text: str, start: int, end: int, name: Sequence[str], language: str, books: _Books) -> tuple[int, int, bool] | None:
    """A clause that names the attribute says yes, or no if it holds a negation."""
    for first, last, stem in _stems(text, start, end, language):
        if any(_is_same(stem, part) or _is_same(part, stem, _LEAST_ROOT) for part in name):
            return first, last, not books.negations.is_in(text, start, end)
    return None


# ------------------------------------------------------------------------------------------ words


def _plain(word: str) -> str:
    """A folded word without accents where its script is Latin; people often leave them out."""
    if not _LATIN.search(word):
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@lru_cache(maxsize=32768)
def _stem_of(word: str, language: str) -> str:
    """The stem of a folded word; "" for a stop word."""
    tokens = search_tokens(word, language)
    return _plain(tokens[0]) if tokens else ""


def _stems(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, str]]:
    """Every word of a stretch that is no stop word, with its place and its stem."""
    for match in _WORD.finditer(text, start, end):
        if _UNSPACED.search(match[0]):
            place = match.start()
            for token in search_tokens(match[0], language):
                if (found := text.find(token, place, match.end())) >= 0:
                    place = found + len(token)
                    yield found, place, token
        elif stem := _stem_of(match[0], language):
            yield match.start(), match.end(), stem


@lru_cache(maxsize=4096)
def _name_stems(name: str, language: str) -> tuple[str, ...]:
    """The stems by which a text shows that it speaks of an attribute: of the words that carry its name."""
    stems = [stem for _, _, stem in _stems(folded(name), 0, len(folded(name)), language)]
    return tuple(stem for stem in stems if len(stem) >= _LEAST_STEM) or tuple(stems)


def _is_same(word: str, stem: str, least: int = _LEAST_STEM) -> bool:
    """Whether the stem of a word of the text is that of a name, or the name goes on in it ("Metallfuß", "wooden")."""
    return word == stem or (len(stem) >= least and word.startswith(stem))


def _named(
    text: Folded, forms: Mapping[str, tuple[str, ...]], truth: str, language: str, books: _Books, own: Sequence[tuple[int, int]]
) -> list[_Spot]:
    """Every choice that is named, outside the places `own`: the longest name at a place counts; one that is denied counts
    the other way round."""
    hits: list[tuple[int, int, str]] = []
    for key, names in forms.items():
        for name in names:
            hits += [(start, end, key) for start, end in _places(text, name, language) if not _is_within(start, end, own)]
    hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2] != truth))
    kept: list[tuple[int, int, str]] = []
    for start, end, key in hits:
        if not any(first < end and start < last for first, last, _ in kept):
            kept.append((start, end, key))
    plain = books.idle.blank(text.text)
    spots = []
    for first, last in _thoughts(plain, books):
        if not _states(plain, first, last, books):
            continue
        for start, end, key in sorted(kept):
            if not first <= start < last:
                continue
            denied = _is_denied(plain, (first, last), start, end, language, books)
            if key == truth or not denied:
                spots.append(_Spot(start, end, key == truth and not denied))
    return spots


def _is_denied(text: str, thought: tuple[int, int], start: int, end: int, language: str, books: _Books) -> bool:
    """Whether a negation of the thought speaks of what stands at start..end: before it, and after it in "siyah değil"."""
    if language not in _NEGATED_AFTER and books.negations.is_in(text, max(thought[0], start - _NEGATION_REACH), start):
        return True
    is_last = language in _NEGATED_AFTER or language in _NEGATED_ON_BOTH_SIDES
    return is_last and books.negations.is_in(text, end, min(thought[1], end + _NEGATION_AFTER))


def _is_within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _places(text: Folded, name: str, language: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text: words by their stems, codes and short names letter by letter."""
    if "*" in name:
        yield from (match.span() for match in phrase_pattern(name).finditer(text.text))
        return
    words = _WORD.findall(folded(name))
    if _UNSPACED.search(folded(name)):
        yield from (match.span() for match in regex.finditer(regex.escape(folded(name)), text.text))
        return
    if any(len(word) < _LEAST_STEM - 1 or any(char.isdigit() for char in word) for word in words):
        yield from _places_of_code(text, name, words)
        return
    wanted = [_plain(stem) for word in words if (stem := _stem_of(word, language))]
    if not wanted:
        yield from _places_of_code(text, name, words)
        return
    if language == "ar":
        yield from (match.span() for match in phrase_pattern(name).finditer(text.text))
    found = list(_stems(text.text, 0, len(text.text), language))
    for place in range(len(found) - len(wanted) + 1):
        if all(_is_same(found[place + step][2], stem) for step, stem in enumerate(wanted)):
            yield found[place][0], found[place + len(wanted) - 1][1]


def _places_of_code(text: Folded, name: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for match in _code_pattern(tuple(words)).finditer(text.text):
        is_letter = len(name) == 1
        if not is_letter or (text.quote(*match.span()) == name and text.text[match.start() - 1 : match.start()] != "'"):
            yield match.span()


@lru_cache(maxsize=4096)
def _code_pattern(words: tuple[str, ...]) -> "regex.Pattern[str]":
    """Words with any sign between them; a code such as "e27" may hold a space, and Cyrillic letters that look alike."""
    parts = []
    for word in words:
        if match := _CODE.fullmatch(word):
            parts.append("".join(_ALIKE.get(char, char) for char in match["letters"]) + r"[\s-]?" + match["number"])
        else:
            parts.append(regex.escape(word))
    return regex.compile(rf"(?<!{WORD_CHAR})" + r"\W{0,4}".join(parts) + rf"(?!{WORD_CHAR})")


# ------------------------------------------------------------------------------------------ numbers


def _numbers(
    written: str, text: Folded, attribute: Attribute, truth: str, language: str, books: _Books, others: Others
) -> list[_Spot]:
    value = Fraction(truth)
    own = _own_name(text.text, attribute, language)
    quantities = [one for one in stated_in(written)[0] if not one.ranged and not _is_within(one.start, one.end, own)]
    ends = [(quantity.start, quantity.end) for quantity in stated_in(written)[0]]
    unit = _unit(attribute)
    found = _Numbers(text, attribute, language, books, others)
    if unit:
        measured = [quantity for quantity in quantities if any(dimension(one) == dimension(unit) for one in quantity.units)]
        spots = [
            (quantity.start, quantity.end, _equals(quantity, value, unit), _is_others(quantity, unit, others)) for quantity in measured
        ]
        if measured:
            return found.stated(spots)
    bare = [(start, end, number) for start, end, number in _bare_numbers(text.text) if not any(a < end and start < b for a, b in ends)]
    if unit:
        # A single number without its unit is understood.
        return found.stated([(bare[0][0], bare[0][1], bare[0][2] == value, False)]) if len(bare) == 1 else []
    counts = bare + [(quantity.start, quantity.end, reading) for quantity in quantities for reading in quantity.readings[:1]]
    return found.counted([(start, end, number == value) for start, end, number in sorted(counts)])


class _Numbers:
    """Which numbers of a text speak of an attribute."""

    def __init__(self, text: Folded, attribute: Attribute, language: str, books: _Books, others: Others) -> None:
        self._text, self._language, self._books = text.text, language, books
        self._plain = books.idle.blank(text.text)
        self._own = _name_stems(goods_name("attributes", attribute.names, language), language)
        names = [_name_stems(goods_name("attributes", other.names, language), language) for other, _ in others if other.kind == "number"]
        self._theirs = tuple(stem for name in names for stem in name if stem not in self._own)
        self._thoughts = [thought for thought in _thoughts(self._plain, books) if _states(self._plain, *thought, books)]

    def stated(self, spots: Sequence[tuple[int, int, bool, bool]]) -> list[_Spot]:
        """(start, end, is the true value, is the true value of another attribute) as what they state. A number that
        belongs to another attribute is no contradiction beside the true one."""
        told: list[tuple[_Spot, bool]] = []
        for start, end, agrees, is_others in spots:
            thought = self._thought(start)
            if thought is None or self._speaks_of_another(thought, start, end):
                continue
            denied = self._is_denied(thought, start, end)
            if agrees or not denied:
                told.append((_Spot(start, end, agrees and not denied), is_others))
        if any(spot.agrees for spot, _ in told):
            return [spot for spot, is_others in told if spot.agrees or not is_others]
        return [spot for spot, _ in told]

    def counted(self, spots: Sequence[tuple[int, int, bool]]) -> list[_Spot]:
        """Numbers without a unit: another number contradicts only where the attribute is named, or in a short answer."""
        told: list[_Spot] = []
        for start, end, agrees in spots:
            thought = self._thought(start)
            if thought is None or self._speaks_of_another(thought, start, end):
                continue
            denied = self._is_denied(thought, start, end)
            named = self._nearest(thought, start, end, self._own) is not None
            is_short = len(_WORD.findall(self._text)) <= _WHOLE_ANSWER_WORDS
            if agrees or (not denied and (named or (is_short and len(spots) == 1))):
                told.append(_Spot(start, end, agrees and not denied))
        return told

    def _thought(self, place: int) -> tuple[int, int] | None:
        return next((thought for thought in self._thoughts if thought[0] <= place < thought[1]), None)

    def _is_denied(self, thought: tuple[int, int], start: int, end: int) -> bool:
        return _is_denied(self._plain, thought, start, end, self._language, self._books)

    def _speaks_of_another(self, thought: tuple[int, int], start: int, end: int) -> bool:
        """Whether the nearest name in a number's clause is that of another attribute."""
        own = self._nearest(thought, start, end, self._own)
        theirs = self._nearest(thought, start, end, self._theirs)
        return theirs is not None and (own is None or theirs < own)

    def _nearest(self, thought: tuple[int, int], start: int, end: int, name: Sequence[str]) -> int | None:
        gaps = [
            start - last if last <= start else first - end
            for first, last, stem in _stems(self._text, *thought, self._language)
            if any(_is_same(stem, part) for part in name)
        ]
        return min(gaps, default=None)


def _unit(attribute: Attribute) -> str:
    """The attribute's unit if the lab knows how to read it, else ""."""
    unit = attribute.unit.lower() if attribute.unit == "L" else attribute.unit
    return unit if unit in UNITS else ""


def _equals(quantity: Quantity, value: Fraction, to: str) -> bool:
    """Equal after conversion; inches, feet, ounces and pounds may be rounded by 1 % or in the last place."""
    for unit in quantity.units:
        for reading in quantity.readings:
            result = converted(reading, unit, to)
            if result is None:
                continue
            if result == value:
                return True
            if (unit in ROUNDED_UNITS) != (to in ROUNDED_UNITS):
                last_place = converted(quantity.step / 2, unit, to) or Fraction(0)
                if abs(result - value) <= max(value * _ROUNDING, last_place if quantity.digits > 1 else Fraction(0)):
                    return True
    return False


def _is_others(quantity: Quantity, unit: str, others: Others) -> bool:
    """Whether a quantity is the true value of another attribute of the same kind."""
    for other, truth in others:
        theirs = _unit(other)
        if other.kind == "number" and theirs and dimension(theirs) == dimension(unit) and _equals(quantity, Fraction(truth), theirs):
            return True
    return False


def _bare_numbers(text: str) -> Iterator[tuple[int, int, Fraction]]:
    for match in _BARE.finditer(text):
        yield match.start(), match.end(), Fraction(match[0])
    words = unit_words()
    for match in words.numerals.finditer(text):
        yield match.start(), match.end(), words.numeral_values[match[0]]
