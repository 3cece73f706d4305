"""Other people's brands in a listing: which mention says what an article fits, and which trades on the name.

The protected marks (all invented) and the words around them are in `seed/customs/brands.yaml`; the brands of rivals
are handed in. Texts may be in English, German, Spanish, Russian, Arabic, Portuguese or Chinese, also mixed.
Not here: what a platform does about it, and how pictures show logos.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import regex

from lab.languages.folding import Folded, fold, folded
from lab.languages.phrases import PhraseBook, phrase_pattern, word_pattern
from lab.values.dated import Figure, StrictModel, Texts, load_figures
from lab.values.places import SEED

FILE = SEED / "customs" / "brands.yaml"
TrapKind = Literal["compatible", "brand", "passing_off", "replica"]


@dataclass(frozen=True, slots=True)
class Trap:
    """A foreign brand, or a word for copies, in a text.

    `kind`: compatible (says what the article fits: allowed), brand (the bare name), passing_off ("X style", "like X",
    or any mention beside a word for copies), replica (the word for copies itself; `brand` is then ""). `start` and
    `end` count characters of the NFC form of the text; `quote` is what stands there.
    """

    kind: TrapKind
    brand: str
    start: int
    end: int
    quote: str

    @property
    def is_allowed(self) -> bool:
        return self.kind == "compatible"


class _Mark(StrictModel):
    name: str
    spellings: tuple[str, ...]
    what: Texts


_ByLanguage = Figure[dict[str, tuple[str, ...]]]


class BrandsFile(StrictModel):
    """`seed/customs/brands.yaml`."""

    sources: dict[str, str]
    protected: Figure[dict[str, _Mark]]
    everyday_words: Figure[tuple[str, ...]]
    compatible_before: _ByLanguage
    for_words: _ByLanguage
    articles: _ByLanguage
    compatible_after: _ByLanguage
    copy_before: _ByLanguage
    copy_after: _ByLanguage
    replica: _ByLanguage


@dataclass(frozen=True, slots=True)
class _Mention:
    """A foreign brand at a place of the folded text."""

    brand: str
    start: int
    end: int


@cache
def load_brands(path: Path = FILE) -> BrandsFile:
    """The marks and the words around them. Raises BadFile."""
    return load_figures(BrandsFile, path)


def protected_brands() -> Mapping[str, Mapping[str, str]]:
    """The protected marks: name to what they stand for, by interface language."""
    return {mark.name: mark.what for mark in load_brands().protected.value.values()}


def brand_traps(text: str, own_brands: frozenset[str], known: Iterable[str]) -> tuple[Trap, ...]:
    """Every mention of a brand that is not the seller's own, and every word for copies, by place.

    `known` are the brands of rivals; the protected marks are always looked for. Case and width do not matter, but
    everyday words count only as the brand writes them. An empty text has no traps.
    """
    held = fold(text)
    own = {folded(brand) for brand in own_brands}
    names = {**_marks(), **{folded(brand): brand for brand in known}}
    own_spans = [match.span() for form in own if form.strip() for match in _name_pattern(form).finditer(held.text)]
    mentions = sorted(_mentions(held, names, own, own_spans), key=lambda mention: (mention.start, -mention.end))
    traps = []
    end = 0
    for hit in _replica_words().find(held.text):
        if hit.start >= end:  # languages share words
            traps.append(_trap("replica", "", held, hit.start, hit.end))
            end = hit.end
    beside_copies = bool(traps)
    end = 0
    kind: TrapKind = "brand"
    for mention in mentions:
        if mention.start < end:
            continue  # within a longer name
        joined = end > 0 and _patterns().joining.fullmatch(held.text, end, mention.start) is not None
        found = _kind(held.text, mention, beside_copies)
        kind = kind if joined and found == "brand" else found
        traps.append(_trap(kind, mention.brand, held, mention.start, mention.end))
        end = mention.end
    return tuple(sorted(traps, key=lambda trap: (trap.start, trap.end, trap.kind)))


def _trap(kind: TrapKind, brand: str, held: Folded, start: int, end: int) -> Trap:
    return Trap(kind, brand, *held.span(start, end), held.quote(start, end))


@cache
def _marks() -> dict[str, str]:
    """Every folded spelling of a protected mark, with its name."""
    marks = load_brands().protected.value.values()
    return {folded(form): mark.name for mark in marks for form in (mark.name, *mark.spellings)}


def _mentions(
    held: Folded, names: Mapping[str, str], own: set[str], own_spans: list[tuple[int, int]]
) -> Iterator[_Mention]:
    """Names that are not the seller's own and no part of one that is."""
    everyday = load_brands().everyday_words.value
    for form, brand in names.items():
        words = form.split()
        if not words or form in own or folded(brand) in own or words[0] not in held.text:
            continue
        for match in _name_pattern(form).finditer(held.text):
            if brand in everyday and held.quote(match.start(), match.end()) != brand:
                continue
            if not any(start <= match.start() and match.end() <= end for start, end in own_spans):
                yield _Mention(brand, match.start(), match.end())


@lru_cache(maxsize=4096)
def _name_pattern(form: str) -> "regex.Pattern[str]":
    """A folded name as whole words. Latin ones may touch letters of other scripts; Cyrillic ones may be declined."""
    words = form.split()
    if regex.match(r"\p{Latin}|\p{N}", form):
        body = r"\s+".join(regex.escape(word, special_only=True) for word in words)
        return regex.compile(rf"(?<![\p{{Latin}}\p{{N}}_]){body}(?![\p{{Latin}}\p{{N}}_])")
    sources = [word_pattern(word) for word in words[:-1]]
    declined = len(words[-1]) >= 5 and regex.match(r"\p{Cyrillic}", words[-1]) is not None
    sources.append(word_pattern(words[-1], any_ending=declined))
    return regex.compile(r"\s+".join(sources))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What may stand right before or right after a name, and between two names of a list."""

    copy_before: "regex.Pattern[str]"
    copy_after: "regex.Pattern[str]"
    compatible_before: "regex.Pattern[str]"
    for_before: "regex.Pattern[str]"
    compatible_after: "regex.Pattern[str]"
    joining: "regex.Pattern[str]"


_BEFORE_NAME = r"[\s\"'(:\-]*"
_CLAUSE_END = regex.compile(r"[.!?;|\n。](?=\s|$)|[。；]")
_JOINING = r"\s*(?:[,/&+、]|\b(?:and|or|und|oder|y|o|e|ou|и|или|و|او)\b|和|或|及)\s*"


@cache
def _patterns() -> _Patterns:
    file = load_brands()
    between = r"(?:[\p{L}\p{N}+\-]+[\s/&\"'(]+){0,3}"  # "compatible with all phones of X"
    article = rf"(?:(?:{_any_of(file.articles)})\s*)?"
    return _Patterns(
        copy_before=regex.compile(rf"(?:{_any_of(file.copy_before)}){_BEFORE_NAME}$"),
        copy_after=regex.compile(rf"[\s\"')\-]*(?:{_any_of(file.copy_after)})"),
        compatible_before=regex.compile(rf"(?:{_any_of(file.compatible_before)}){_BEFORE_NAME}{between}$"),
        for_before=regex.compile(rf"(?:{_any_of(file.for_words)}){_BEFORE_NAME}{article}$"),
        compatible_after=regex.compile(rf"[\s\"')\-]*(?:{_any_of(file.compatible_after)})"),
        joining=regex.compile(_JOINING),
    )


def _any_of(figure: _ByLanguage) -> str:
    phrases = dict.fromkeys(phrase for words in figure.value.values() for phrase in words)
    return "|".join(phrase_pattern(phrase).pattern for phrase in phrases)


@cache
def _replica_words() -> PhraseBook:
    return PhraseBook(phrase for words in load_brands().replica.value.values() for phrase in words)


def _kind(text: str, mention: _Mention, beside_copies: bool) -> TrapKind:
    """How a mention uses the name. Words for a copy weigh more than words for what fits: "like X, for X owners"."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text, 0, mention.start)]
    before = text[ends[-1] if ends else 0 : mention.start]
    after = text[mention.end :]
    patterns = _patterns()
    if beside_copies or patterns.copy_after.match(after) or patterns.copy_before.search(before):
        return "passing_off"
    if patterns.compatible_before.search(before) or patterns.for_before.search(before):
        return "compatible"
    return "compatible" if patterns.compatible_after.match(after) else "brand"
