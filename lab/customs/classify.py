"""Finding the six-digit code of a product, with the reasons: words that hit, the path, what to ask, what goes wrong.

Titles, notes and search words are in `seed/customs/hs_notes.yaml`, the codes in `lab.customs.hs`. Everything is a
help for learners; the legal texts of the Harmonized System (WCO, edition 2022) decide.
Not here: national digits after the sixth, and duty (`lab.customs.tariffs`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.customs.hs import HsCode, dotted, load_codes, lookup, plain
from lab.languages.search_tokens import search_tokens
from lab.values.dated import Figure, StrictModel, Texts, load_figures
from lab.values.errors import NotFound
from lab.values.places import SEED
from lab.values.text import chosen

FILE = SEED / "customs" / "hs_notes.yaml"
SEARCHED = ("en", "zh", "ar", "ru", "de", "es", "pt")
MOST_CHARS = 200  # of a search; what is longer is no name of a product

Level = Literal["section", "chapter", "heading", "subheading"]
PartsAt = Literal["same", "chapter", "heading", "subheading"]
NoteKind = Literal["question", "pitfall", "note"]
Where = Literal["description", "examples", "names", "digits"]

_Digits = Annotated[str, Field(pattern=r"^\d{2,6}$")]
_Two = Annotated[str, Field(pattern=r"^\d{2}$")]
_Four = Annotated[str, Field(pattern=r"^\d{4}$")]
_Six = Annotated[str, Field(pattern=r"^\d{6}$")]
_Rule = Annotated[str, Field(pattern=r"^[1-6]$")]


@dataclass(frozen=True, slots=True)
class Step:
    """One level of the path to a code. `code` is a Roman numeral for a section, else two, four or six digits."""

    level: Level
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the six General Interpretative Rules, in plain words."""

    number: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that decides between codes: a question to ask of the goods, a pitfall, or a note to a heading.

    `between` are the digits (two to six) that it decides between; `rule` is the interpretative rule it rests on.
    """

    key: str
    kind: NoteKind
    between: tuple[str, ...]
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Why a code was found: the text that holds searched words, where it stands, and its language."""

    where: Where
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that may fit, with its path from section to subheading and the reasons for it."""

    row: HsCode
    path: tuple[Step, ...]
    hits: tuple[Hit, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Where a code stands: its path, the headings of its chapter, the codes of its heading (those of the table)."""

    path: tuple[Step, ...]
    headings: tuple[Step, ...]
    codes: tuple[HsCode, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two codes part, the paths to both, the rule that decides, and the notes that decide between them."""

    level: PartsAt
    first: tuple[Step, ...]
    second: tuple[Step, ...]
    rule: Rule
    notes: tuple[Note, ...]


class _Section(StrictModel):
    first: _Two
    last: _Two
    titles: Texts


class _RuleEntry(StrictModel):
    titles: Texts
    words: Texts


class _NoteEntry(StrictModel):
    kind: NoteKind
    rule: _Rule
    between: tuple[_Digits, ...]
    words: tuple[str, ...] = ()
    text: Texts

    @model_validator(mode="after")
    def _is_shown_somewhere(self) -> Self:
        if not self.between and not self.words:
            raise ValueError("a note that holds for every code needs words")
        return self


class NotesFile(StrictModel):
    """`seed/customs/hs_notes.yaml`."""

    sources: dict[str, str]
    sections: Figure[dict[str, _Section]]
    chapters: Figure[dict[_Two, Texts]]
    headings: Figure[dict[_Four, Texts]]
    rules: Figure[dict[_Rule, _RuleEntry]]
    notes: Figure[dict[str, _NoteEntry]]
    words: Figure[dict[_Six, dict[str, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class _Name:
    """One text of a code that can be searched, with its tokens in its language."""

    code: str
    where: Where
    text: str
    language: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """How well one code answers a search in one language. `covered` counts 2 for a word, 1 for a part of one."""

    exact: bool
    contained: int
    covered: int
    described: int
    hits: tuple[Hit, ...]

    @property
    def score(self) -> int:
        return 1000 * self.exact + 100 * self.contained + 10 * self.covered + self.described


@cache
def load_notes(path: Path = FILE) -> NotesFile:
    """The titles, rules, notes and search words. Raises BadFile."""
    return load_figures(NotesFile, path)


def rules(language: str) -> tuple[Rule, ...]:
    """The six General Interpretative Rules in an interface language, English where it is missing."""
    return tuple(_rule(number, language) for number in load_notes().rules.value)


def path_of(code: str, language: str) -> tuple[Step, ...]:
    """Section, chapter, heading and subheading of a code of two, four or six digits, as far as it reaches.

    The title of a subheading is the row's description, in English. Raises NotFound for a code outside the table.
    """
    digits = plain(code)
    file = load_notes()
    chapter, heading = digits[:2], digits[:4]
    known = chapter in file.chapters.value and (len(digits) < 4 or heading in file.headings.value)
    row = lookup(digits) if len(digits) == 6 else None
    if len(digits) not in (2, 4, 6) or not known or (len(digits) == 6 and row is None):
        raise NotFound("no_such_hs_code", hs_code=code[:20])
    number, section = next(
        (number, part) for number, part in file.sections.value.items() if part.first <= chapter <= part.last
    )
    steps = [
        Step("section", number, chosen(section.titles, language)),
        Step("chapter", chapter, chosen(file.chapters.value[chapter], language)),
    ]
    if len(digits) >= 4:
        steps.append(Step("heading", heading, chosen(file.headings.value[heading], language)))
    if row is not None:
        steps.append(Step("subheading", row.code, row.description))
    return tuple(steps)


def find_codes(text: str, language: str, *, most: int = 12) -> tuple[Candidate, ...]:
    """Codes for a product's name in any of SEARCHED, best first; titles and notes in the interface `language`.

    First come names that are exactly the words searched, then names that stand whole within them, then codes by
    the number of words found; equals in the order of the codes. Digits search by prefix. () when nothing fits.
    """
    text = text[:MOST_CHARS]
    digits = plain(text)
    if digits.isascii() and digits.isdigit():
        hit = (Hit("digits", dotted(digits), "en"),)
        rows = [row for row in load_codes().values() if row.code.startswith(digits)][:most]
        return tuple(_candidate(row, hit, language, None) for row in rows)
    searched = {code: tokens for code in SEARCHED if (tokens := tuple(dict.fromkeys(search_tokens(text, code))))}
    best: dict[str, _Match] = {}
    for searched_in, tokens in searched.items():
        for code, match in _matches(tokens, searched_in).items():
            if code not in best or match.score > best[code].score:
                best[code] = match
    found = [(match, load_codes()[code]) for code, match in best.items()]
    most_covered = max((match.covered for match, _ in found), default=0)
    kept = [(match, row) for match, row in found if match.contained or 2 * match.covered >= most_covered]
    kept.sort(key=lambda entry: (-entry[0].score, entry[1].code))
    words = frozenset(token for tokens in searched.values() for token in tokens)
    return tuple(_candidate(row, match.hits, language, words) for match, row in kept[:most])


def tree(code: str, language: str = "en") -> Tree:
    """The surroundings of a code of two, four or six digits, for browsing; () as codes for a chapter alone.

    Only chapters, headings and codes of the table are in it. Raises NotFound.
    """
    path = path_of(code, language)
    digits = plain(code)
    headings = tuple(
        Step("heading", heading, chosen(titles, language))
        for heading, titles in sorted(load_notes().headings.value.items())
        if heading.startswith(digits[:2])
    )
    rows = load_codes().values()
    return Tree(path, headings, tuple(row for row in rows if len(digits) >= 4 and row.heading == digits[:4]))


def compare(a: str, b: str, language: str = "en") -> Parting:
    """Where two codes of the table part, and what decides. Raises NotFound for a code outside the table.

    Rule 1 decides between chapters and headings, rule 6 between subheadings, unless a note names another rule.
    """
    first, second = path_of(a, language), path_of(b, language)
    one, other = plain(a), plain(b)
    shorter = min(len(one), len(other))
    level: PartsAt = "same"
    for size, name in _LEVELS:
        if one[:size] != other[:size]:
            level = name if shorter >= size else "same"
            break
    notes = _deciding(one, other, language)
    usual = "6" if level == "subheading" else "1"
    return Parting(level, first, second, _rule(notes[0].rule if notes else usual, language), notes)


_LEVELS: tuple[tuple[int, PartsAt], ...] = ((2, "chapter"), (4, "heading"), (6, "subheading"))


def _deciding(one: str, other: str, language: str) -> tuple[Note, ...]:
    """Notes that name both codes apart; the most exact first, equals in the order of the file."""
    found: list[tuple[int, Note]] = []
    for key, entry in load_notes().notes.value.items():
        ours = [part for part in entry.between if one.startswith(part) and not other.startswith(part)]
        theirs = [part for part in entry.between if other.startswith(part) and not one.startswith(part)]
        if ours and theirs:
            exactness = max(map(len, ours)) + max(map(len, theirs))
            found.append((-exactness, _note(key, entry, language)))
    return tuple(note for _, note in sorted(found, key=lambda pair: pair[0]))


def _rule(number: str, language: str) -> Rule:
    entry = load_notes().rules.value[number]
    return Rule(number, chosen(entry.titles, language), chosen(entry.words, language))


def _note(key: str, entry: _NoteEntry, language: str) -> Note:
    return Note(key, entry.kind, entry.between, entry.rule, chosen(entry.text, language))


def _candidate(row: HsCode, hits: tuple[Hit, ...], language: str, words: Collection[str] | None) -> Candidate:
    shown = [
        (max((len(part) for part in entry.between if row.code.startswith(part)), default=0), key, entry)
        for key, entry in load_notes().notes.value.items()
        if _is_shown(key, entry, row.code, words)
    ]
    shown.sort(key=lambda found: -found[0])  # what names the code itself comes first
    notes = tuple(_note(key, entry, language) for _, key, entry in shown)
    return Candidate(row, path_of(row.code, language), hits, notes)


def _is_shown(key: str, entry: _NoteEntry, code: str, words: Collection[str] | None) -> bool:
    if entry.between and not any(code.startswith(part) for part in entry.between):
        return False
    if not entry.words:
        return True
    # a search by digits names no goods: there a note counts that names the code itself
    return code in entry.between if words is None else not _note_tokens()[key].isdisjoint(words)


@cache
def _note_tokens() -> Mapping[str, frozenset[str]]:
    return {
        key: frozenset(
            token for word in entry.words for language in SEARCHED for token in search_tokens(word, language)
        )
        for key, entry in load_notes().notes.value.items()
    }


@dataclass(frozen=True, slots=True)
class _Index:
    """Everything that can be searched in one language, in the order of the codes, and where each token stands."""

    names: tuple[_Name, ...]
    places: Mapping[str, tuple[int, ...]]


@cache
def _index(language: str) -> _Index:
    names = tuple(name for row in load_codes().values() for name in _names_of(row, language))
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for token in name.tokens:
            places.setdefault(token, []).append(place)
    return _Index(names, {token: tuple(found) for token, found in places.items()})


def _names_of(row: HsCode, language: str) -> Iterator[_Name]:
    texts: list[tuple[Where, str]] = []
    if language == "en":
        texts = [("description", row.description), *(("examples", text) for text in row.example_products.split(","))]
    texts += [("names", name) for name in load_notes().words.value.get(row.code, {}).get(language, ())]
    for where, text in texts:
        if text.strip():
            tokens = tuple(dict.fromkeys(search_tokens(text, language)))
            yield _Name(row.code, where, text.strip(), language, tokens)


def _matches(tokens: tuple[str, ...], language: str) -> dict[str, _Match]:
    """How well each code answers the tokens of a search in one language; codes that do not are left out."""
    index = _index(language)
    points: dict[int, dict[str, int]] = {}
    for token in tokens:
        for other, places in index.places.items():
            worth = _worth(token, other)
            for place in places if worth else ():
                of_name = points.setdefault(place, {})
                of_name[token] = max(of_name.get(token, 0), worth)
    by_code: dict[str, list[tuple[_Name, dict[str, int]]]] = {}
    for place in sorted(points):
        by_code.setdefault(index.names[place].code, []).append((index.names[place], points[place]))
    return {code: _match(found, set(tokens)) for code, found in by_code.items()}


def _match(found: list[tuple[_Name, dict[str, int]]], wanted: set[str]) -> _Match:
    covered: dict[str, int] = {}
    exact, contained, described = False, 0, 0
    for name, points in found:
        for token, worth in points.items():
            covered[token] = max(covered.get(token, 0), worth)
        if name.where == "description":
            described = len(points)
        elif wanted.issuperset(name.tokens):
            contained = max(contained, len(name.tokens))
            exact = exact or wanted == set(name.tokens)
    best = sorted(found, key=lambda entry: -sum(entry[1].values()))[:3]
    hits = tuple(Hit(name.where, name.text, name.language) for name, _ in best)
    return _Match(exact, contained, sum(covered.values()), described, hits)


def _worth(token: str, other: str) -> int:
    """2 where the tokens are the same, 1 where one begins or, in a compound, is part of the other, else 0."""
    if token not in other:
        return 0
    if token == other:
        return 2
    begins = len(token) >= 3 and other.startswith(token)
    return 1 if begins or len(token) >= 5 or _is_han(token) else 0


def _is_han(token: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in token)
