"""The words and laws behind the rules for posts: what announces a reduction, what marks advertising, what nobody may claim.

They stand in seed/social/rules.yaml, by language and by country.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from lab.languages.folding import folded
from lab.languages.phrases import PhraseBook
from lab.values.dated import Country, Figure, Source, StrictModel, load_figures, source_of
from lab.values.places import SEED

FILE = SEED / "social" / "rules.yaml"


class LanguageWords(StrictModel):
    """The phrases of one language; the head of the file says what each list is for."""

    discount: list[str] = Field(min_length=1)
    marks: list[str] = Field(min_length=1)
    forbidden: list[str] = Field(min_length=1)
    tags: list[str] = Field(min_length=1)


class RulesFile(StrictModel):
    """`seed/social/rules.yaml`."""

    sources: dict[str, str]
    mark_asked: dict[Country, Figure[bool]]
    banned_tags: list[str]
    languages: dict[str, LanguageWords]


@dataclass(frozen=True, slots=True)
class MarkRule:
    """Whether a country asks that an announced reduction is marked as advertising, and the source that says so."""

    asked: bool
    source: Source


@cache
def load_rules(path: Path = FILE) -> RulesFile:
    """The file. Raises BadFile for a faulty one."""
    return load_figures(RulesFile, path)


def mark_rule(country: str) -> MarkRule | None:
    """The rule of a country; None for one that the file does not know."""
    file = load_rules()
    figure = file.mark_asked.get(country)
    return MarkRule(figure.value, source_of(figure, file.sources)) if figure is not None else None


def plain_tag(tag: str) -> str:
    """A tag as it is compared: folded, without its sign and without underscores."""
    return folded(tag).lstrip("#＃").replace("_", "")


@cache
def banned_tags() -> frozenset[str]:
    """Tags that beg for followers or likes, as `plain_tag` gives them."""
    return frozenset(plain_tag(tag) for tag in load_rules().banned_tags)


@cache
def general_tags(languages: tuple[str, ...]) -> frozenset[str]:
    """Tags that fit any goods in some languages, as `plain_tag` gives them."""
    return frozenset(plain_tag(tag) for words in _of(languages) for tag in words.tags)


@cache
def discount_book(languages: tuple[str, ...]) -> PhraseBook:
    """Words that announce a reduction in some languages."""
    return PhraseBook(phrase for words in _of(languages) for phrase in words.discount)


@cache
def mark_book(languages: tuple[str, ...]) -> PhraseBook:
    """Words that mark a post as advertising in some languages."""
    return PhraseBook(phrase for words in _of(languages) for phrase in words.marks)


@cache
def forbidden_book(languages: tuple[str, ...]) -> PhraseBook:
    """Claims that nobody may make, in some languages."""
    return PhraseBook(phrase for words in _of(languages) for phrase in words.forbidden)


def marks_in(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The words by which a post can be marked as advertising in some languages, to be shown."""
    return tuple(dict.fromkeys(mark for words in _of(languages) for mark in words.marks))


def _of(languages: tuple[str, ...]) -> Iterable[LanguageWords]:
    known = load_rules().languages
    return [known[language] for language in languages if language in known]
