"""Claims that a listing must not make: top positions, healing, green, safe without proof, papers that are not there, and the like.

Lists stand in seed/phrases/<language>/listing_claims.yaml, the reasons in seed/phrases/any/listing_claims.yaml. What is denied in its
clause is not claimed ("not unbreakable"), save where the denial is the claim ("no risk"). A claim that papers would prove is allowed
where one of them is there. Addresses and telephone numbers count as contacts in any language.
Known limits: irony, claims made by pictures, and wordings that no list has.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import languages_with, read_any, read_kind
from lab.languages.folding import fold, folded
from lab.languages.negation import is_negated
from lab.languages.phrases import PhraseBook, example_of
from lab.languages.promises import promises_found

KIND = "listing_claims"
BoastKind = Literal["superlative", "health", "green", "safety", "certificate", "guarantee", "imitation", "contact"]
BOAST_KINDS: tuple[BoastKind, ...] = get_args(BoastKind)
Span: TypeAlias = tuple[int, int]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Entry(_Strict):
    """Phrases of one kind with the note that says why. `denial`: the phrases deny something by themselves. `papers`: kinds of
    document, one of which allows the claim."""

    kind: BoastKind
    source: str = Field(min_length=1)
    phrases: tuple[str, ...] = Field(min_length=1)
    denial: bool = False
    papers: tuple[str, ...] = ()


class _ClaimsFile(_Strict):
    claims: tuple[_Entry, ...] = Field(min_length=1)


class _Notes(_Strict):
    sources: dict[str, str] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Boast:
    """One claim: its kind, the list (language) and entry that know it, the words as written and their span in the NFC text, and the key
    of the note that says why it must not be made."""

    kind: BoastKind
    language: str
    entry: str
    found: str
    span: Span
    source: str


@cache
def _lists() -> Mapping[str, tuple[tuple[_Entry, PhraseBook], ...]]:
    return {
        language: tuple((entry, PhraseBook(entry.phrases)) for entry in file.claims)
        for language, file in read_kind(_ClaimsFile, KIND).items()
    }


@cache
def boast_languages() -> tuple[str, ...]:
    """Languages that have a list, by code."""
    return languages_with(KIND)


def boast_examples(languages: Collection[str], kinds: Collection[str] = BOAST_KINDS) -> list[str]:
    """One claim of each kind that the lists of some languages (BCP 47) know, for trying a check against."""
    found: dict[str, str] = {}
    for language in dict.fromkeys(code.split("-")[0].lower() for code in languages):
        for entry, book in _lists().get(language, ()):
            said = next((words for words in map(example_of, entry.phrases) if book.find(folded(words))), None)
            if entry.kind in kinds and said is not None and not entry.papers:
                found.setdefault(entry.kind, said)
    return list(found.values())


@cache
def boast_notes() -> Mapping[str, str]:
    """Why claims must not be made: a note by the key of its source, in English."""
    return read_any(_Notes, KIND).sources


def boasts_in(
    text: str, languages: Collection[str], kinds: Collection[str] = BOAST_KINDS, papers: Collection[str] = ()
) -> list[Boast]:
    """The claims of the kinds named that a text makes, by place, read by the lists of some languages (BCP 47); of overlapping ones of
    a kind the longest. `papers` are the kinds of document that are there. A language without a list adds nothing."""
    whole = fold(text)
    found: list[tuple[Span, Boast]] = []
    for language in dict.fromkeys(code.split("-")[0].lower() for code in languages):
        for entry, book in _lists().get(language, ()):
            if entry.kind not in kinds or set(entry.papers) & set(papers):
                continue
            for hit in book.find(whole.text):
                if entry.denial or not is_negated(whole.text, hit.start, hit.end):
                    span = whole.span(hit.start, hit.end)
                    found.append((span, Boast(entry.kind, language, hit.phrase, whole.original[slice(*span)], span, entry.source)))
    if "contact" in kinds:
        for promise in promises_found(text, ("off_platform_contact",)):
            found.append((promise.span, Boast("contact", "any", "off_platform_contact", promise.phrase, promise.span, "contact")))
    kept: list[Boast] = []
    for (start, end), boast in sorted(found, key=lambda one: (one[0][0], -one[0][1], one[1].language, one[1].entry)):
        if not any(other.kind == boast.kind and start < other.span[1] and other.span[0] < end for other in kept):
            kept.append(boast)
    return kept
