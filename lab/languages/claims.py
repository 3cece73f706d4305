"""What a seller's message claims about an order: shipped, delivered, refunded, or that it will ship.

Phrase lists stand in seed/phrases/<language>/claims.yaml. Future and passive-future wordings are read first
and taken out, so "wird morgen versandt" is `will_ship` and never `shipped`. A question claims nothing, nor
does a clause that begins with a condition ("sobald wir es versandt haben"). The English list is read as well,
since sellers paste from templates.
Known limits: a negation counts only within a few words; what is claimed about another order is not told apart.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import read_kind
from lab.languages.folding import clauses, fold, sentences
from lab.languages.phrases import Found, PhraseBook

CLAIMS = ("shipped", "delivered", "refunded", "will_ship")
_BEFORE, _AFTER = 18, 12  # characters around a phrase in which a negation counts
_CONDITION_REACH = 200  # characters before a phrase in which a condition counts
_ASKS = regex.compile(r"[?;]\s*$")


class _Phrases(BaseModel):
    model_config = ConfigDict(extra="forbid")
    negations: list[str] = Field(alias="not")
    unless: list[str]
    none: list[str]
    will_ship: list[str]
    shipped: list[str]
    delivered: list[str]
    refunded: list[str]


@dataclass(frozen=True, slots=True)
class _Books:
    negations: PhraseBook
    unless: PhraseBook
    none: PhraseBook
    claims: Mapping[str, PhraseBook]


@cache
def _books() -> Mapping[str, _Books]:
    return {
        language: _Books(
            PhraseBook(phrases.negations),
            PhraseBook(phrases.unless),
            PhraseBook(phrases.none),
            {claim: PhraseBook(getattr(phrases, claim)) for claim in CLAIMS},
        )
        for language, phrases in read_kind(_Phrases, "claims").items()
    }


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """One claim of CLAIMS, and the span (of the NFC text) of the words that make it."""

    claim: str
    span: tuple[int, int]


def claims_made(text: str, language: str) -> set[str]:
    """The claims of CLAIMS that a text makes, read in a language (BCP 47) and in English.

    A language without a phrase list makes no claims beyond the English ones.
    """
    return {found.claim for found in claims_found(text, language)}


def claims_found(text: str, language: str) -> tuple[ClaimFound, ...]:
    """Every claim that a text makes, by place; languages as for `claims_made`."""
    return _claims_found(text, language.split("-")[0].lower())


@lru_cache(maxsize=1024)
def _claims_found(text: str, language: str) -> tuple[ClaimFound, ...]:
    whole = fold(text)
    made: set[tuple[tuple[int, int], str]] = set()
    for code in dict.fromkeys((language, "en")):
        if (books := _books().get(code)) is not None:
            made |= {(whole.span(start, end), claim) for start, end, claim in _made_in(whole.text, books)}
    return tuple(ClaimFound(claim, span) for span, claim in sorted(made))


def _made_in(text: str, books: _Books) -> Iterator[tuple[int, int, str]]:
    for start, end in sentences(text):
        if _ASKS.search(text[start:end]):
            continue
        for hit, claim in _made_in_sentence(text[start:end], books):
            yield start + hit.start, start + hit.end, claim


def _made_in_sentence(sentence: str, books: _Books) -> Iterator[tuple[Found, str]]:
    rest = sentence
    for claim in ("will_ship", "none", "shipped", "refunded", "delivered"):
        book = books.none if claim == "none" else books.claims[claim]
        hits = book.find(rest)
        if claim != "none":
            yield from ((hit, claim) for hit in hits if not _is_cancelled(sentence, hit, books))
        # What one claim has used up is no longer there for the next: "kargoya teslim edildi" is shipped. The
        # first word stays for a second verb: "haben es versandt und den Betrag erstattet".
        left = list(rest)
        for hit in hits:
            keep = 0 if claim in ("will_ship", "none") else len(sentence[hit.start : hit.end].split(" ")[0])
            left[hit.start + keep : hit.end] = " " * (hit.end - hit.start - keep)
        rest = "".join(left)


def _is_cancelled(sentence: str, hit: Found, books: _Books) -> bool:
    """A negation in or near the phrase, or a condition before it in its clause."""
    spans = clauses(sentence)
    place = bisect_right(spans, hit.start, key=lambda span: span[0]) - 1
    first, last = spans[place] if place >= 0 and hit.start < spans[place][1] else (0, len(sentence))
    last = max(last, hit.end)
    if books.negations.is_in(sentence, max(first, hit.start - _BEFORE), min(last, hit.end + _AFTER)):
        return True
    return books.unless.is_in(sentence, max(first, hit.start - _CONDITION_REACH), hit.end)
