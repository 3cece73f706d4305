"""How a seller's message is dressed: greeting, closing, form of address, the buyer's name, a word of regret, hard words.

Phrase lists stand in seed/phrases/<language>/manners.yaml. A greeting counts at the beginning of a text (its first line, or
its first eighty characters), a closing at the end (its last three lines, or its last 120 characters).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import read_kind
from lab.languages.folding import UNSPACED, WORD_CHAR, Folded, fold, folded, sentences
from lab.languages.phrases import PhraseBook

Style = Literal["formal", "shop"]
NamedBy = Literal["given", "family", "either"]
NameOrder = Literal["given_first", "family_first"]
"""Where the given name stands in a full name: at the beginning, or at the end."""
_GREETING_REACH, _CLOSING_REACH, _CLOSING_LINES = 80, 120, 3
_TITLE_REACH = 24
"""Characters between a title and the name that it goes with."""
Words = list[str]
Span = tuple[int, int]


class _ByStyle(BaseModel):
    model_config = ConfigDict(extra="forbid")
    formal: Words = Field(min_length=1)
    shop: Words = Field(min_length=1)


class _Titles(BaseModel):
    model_config = ConfigDict(extra="forbid")
    before: Words = []
    after: Words = []


class MannersFile(BaseModel):
    """The phrases of one language."""

    model_config = ConfigDict(extra="forbid")
    greetings: _ByStyle
    closings: _ByStyle
    polite: Words
    familiar: Words
    titles: _Titles
    named_by: NamedBy
    name_order: NameOrder = "given_first"
    apologies: Words = Field(min_length=3)
    thanks: Words = Field(min_length=2)
    blame: Words = Field(min_length=4)
    asks: Words = []


@dataclass(frozen=True, slots=True)
class Manners:
    """The phrases of one language, ready for use."""

    greetings: Mapping[Style, PhraseBook]
    closings: Mapping[Style, PhraseBook]
    polite: PhraseBook
    familiar: PhraseBook
    titles_before: PhraseBook
    titles_after: PhraseBook
    named_by: NamedBy
    name_order: NameOrder
    apologies: PhraseBook
    thanks: PhraseBook
    blame: PhraseBook
    asks: PhraseBook


@dataclass(frozen=True, slots=True)
class Dress:
    """What a text wears; spans (of the NFC text) where it does, None where it does not.

    `greeting_style` and `closing_style` say which list they come from; `name` is where the buyer is named, with a title or
    by the part of the name by which one is rightly called; `wrong_name` where only the other part is used without a title.
    """

    greeting: Span | None
    greeting_style: Style | None
    closing: Span | None
    closing_style: Style | None
    polite: Span | None
    familiar: Span | None
    apology: Span | None
    thanks: Span | None
    blame: Span | None
    name: Span | None
    wrong_name: Span | None


@cache
def _all_manners() -> Mapping[str, Manners]:
    return {language: _ready(file) for language, file in read_kind(MannersFile, "manners").items()}


def _ready(file: MannersFile) -> Manners:
    return Manners(
        {"formal": PhraseBook(file.greetings.formal), "shop": PhraseBook(file.greetings.shop)},
        {"formal": PhraseBook(file.closings.formal), "shop": PhraseBook(file.closings.shop)},
        PhraseBook(file.polite), PhraseBook(file.familiar), PhraseBook(file.titles.before), PhraseBook(file.titles.after),
        file.named_by, file.name_order, PhraseBook(file.apologies), PhraseBook(file.thanks), PhraseBook(file.blame), PhraseBook(file.asks),
    )  # fmt: skip


def manners_of(language: str) -> Manners | None:
    """The manners of a language (BCP 47); None where the lab knows none."""
    return _all_manners().get(language.split("-")[0].lower())


def dress_of(text: str, language: str, name: str = "") -> Dress | None:
    """How a text in a language is dressed, for a buyer of a name as it stands on the order; None for a language without
    manners."""
    manners = manners_of(language)
    if manners is None:
        return None
    whole = fold(text)
    greeting, greeting_style = _first(whole, manners.greetings, *_opening(whole.text))
    closing, closing_style = _first(whole, manners.closings, *_ending(whole.text))
    named, wrongly = _names(whole, manners, name)
    return Dress(
        greeting, greeting_style, closing, closing_style, _hit(whole, manners.polite), _hit(whole, manners.familiar),
        _hit(whole, manners.apologies), _hit(whole, manners.thanks), _hit(whole, manners.blame), named, wrongly,
    )  # fmt: skip


def questions_in(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a text that ask something: by their mark, or by a word that asks where the mark is left out."""
    manners = manners_of(language)
    whole = fold(text)
    return tuple(
        whole.span(start, end)
        for start, end in sentences(whole.text)
        if "?" in whole.text[start:end] or (manners is not None and manners.asks.is_in(whole.text, start, end))
    )


def _hit(whole: Folded, book: PhraseBook) -> Span | None:
    hits = book.find(whole.text)
    return whole.span(hits[0].start, hits[0].end) if hits else None


def _opening(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    end = len(text) if line_end < 0 else line_end
    return start, max(end, min(len(text), start + _GREETING_REACH))


def _ending(text: str) -> Span:
    end = len(text.rstrip())
    start = end
    for _ in range(_CLOSING_LINES):
        start = max(0, text.rfind("\n", 0, start))
    return min(start, max(0, end - _CLOSING_REACH)), end


def _first(whole: Folded, books: Mapping[Style, PhraseBook], start: int, end: int) -> tuple[Span | None, Style | None]:
    """The earliest phrase of a stretch, and its style; of two at one place the longer."""
    best: tuple[int, int, Style] | None = None
    for style, book in books.items():
        for hit in book.find(whole.text, start, end)[:1]:
            if best is None or (hit.start, -hit.end) < (best[0], -best[1]):
                best = (hit.start, hit.end, style)
    return (None, None) if best is None else (whole.span(best[0], best[1]), best[2])


def _names(whole: Folded, manners: Manners, name: str) -> tuple[Span | None, Span | None]:
    """Where the buyer is rightly named, and where only the wrong part of the name stands without a title."""
    parts = [part for part in folded(name).split() if len(part) > 1 or regex.match(rf"[{UNSPACED}]", part)]
    if not parts:
        return None, None
    spots = [(place, match.span()) for place, part in enumerate(parts) for match in _word(part).finditer(whole.text)]
    if not spots:
        return None, None
    wrong: Span | None = None
    for place, (start, end) in sorted(spots, key=lambda spot: spot[1]):
        if _is_right(manners, place, len(parts), [other for other, _ in spots]) or _is_titled(whole.text, manners, start, end):
            return whole.span(start, end), None
        wrong = wrong or whole.span(start, end)
    return None, wrong


def _is_right(manners: Manners, place: int, of: int, named: Sequence[int]) -> bool:
    """Whether the part of a name at a place may stand alone; several parts together are a full name."""
    if of == 1 or len(set(named)) > 1 or manners.named_by == "either":
        return True
    given = 0 if manners.name_order == "given_first" else of - 1
    return (place == given) == (manners.named_by == "given")


def _is_titled(text: str, manners: Manners, start: int, end: int) -> bool:
    before = manners.titles_before.is_in(text, max(0, start - _TITLE_REACH), start)
    return before or manners.titles_after.is_in(text, end, min(len(text), end + _TITLE_REACH))


def _word(part: str) -> "regex.Pattern[str]":
    """A part of a name as a word, with a short ending ("Анне" names Анна) where words take them."""
    if regex.match(rf"[{UNSPACED}]", part):
        return regex.compile(regex.escape(part))
    stem = part[:-1] if len(part) > 3 and regex.match(r"\p{Cyrillic}", part) else part
    return regex.compile(rf"(?<!{WORD_CHAR}){regex.escape(stem)}{WORD_CHAR}{{0,3}}(?!{WORD_CHAR})")
