"""What a seller's message claims about an order: shipped, delivered, refunded, or that it will ship.

Phrase lists by language stand in seed/phrases/claims.yaml. Future and passive-future wordings are read first
and taken out, so "wird morgen versandt" is `will_ship` and never `shipped`. A question claims nothing, nor
does a clause that begins with a condition ("sobald wir es versandt haben"). The English list is read as well,
since sellers paste from templates.
Known limits: a negation counts only within a few words; what is claimed about another order is not told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folding import clauses, folded, sentences
from lab.languages.phrases import Found, PhraseBook
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

CLAIMS = ("shipped", "delivered", "refunded", "will_ship")
_BEFORE, _AFTER = 18, 12  # characters around a phrase in which a negation counts
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


class _ClaimFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    languages: dict[str, _Phrases]


@dataclass(frozen=True, slots=True)
class _Books:
    negations: PhraseBook
    unless: PhraseBook
    none: PhraseBook
    claims: Mapping[str, PhraseBook]


@cache
def _books() -> Mapping[str, _Books]:
    data = load_yaml(_ClaimFile, SEED / "phrases" / "claims.yaml")
    return {
        language: _Books(
            PhraseBook(phrases.negations),
            PhraseBook(phrases.unless),
            PhraseBook(phrases.none),
            {claim: PhraseBook(getattr(phrases, claim)) for claim in CLAIMS},
        )
        for language, phrases in data.languages.items()
    }


def claims_made(text: str, language: str) -> set[str]:
    """The claims of CLAIMS that a text makes, read in a language (BCP 47) and in English.

    A language without a phrase list makes no claims beyond the English ones.
    """
    return set(_claims_made(text, language.split("-")[0].lower()))


@lru_cache(maxsize=1024)
def _claims_made(text: str, language: str) -> frozenset[str]:
    whole = folded(text)
    made: set[str] = set()
    for code in dict.fromkeys((language, "en")):
        if (books := _books().get(code)) is not None:
            made |= _made_in(whole, books)
    return frozenset(made)


def _made_in(text: str, books: _Books) -> set[str]:
    made: set[str] = set()
    for start, end in sentences(text):
        if _ASKS.search(text[start:end]):
            continue
        made |= _made_in_sentence(text[start:end], books)
    return made


def _made_in_sentence(sentence: str, books: _Books) -> set[str]:
    made: set[str] = set()
    rest = sentence
    for claim in ("will_ship", "none", "shipped", "refunded", "delivered"):
        book = books.none if claim == "none" else books.claims[claim]
        hits = book.find(rest)
        if claim != "none" and any(not _is_cancelled(sentence, hit, books) for hit in hits):
            made.add(claim)
        # What one claim has used up is no longer there for the next: "kargoya teslim edildi" is shipped. The
        # first word stays for a second verb: "haben es versandt und den Betrag erstattet".
        for hit in hits:
            keep = 0 if claim in ("will_ship", "none") else len(sentence[hit.start : hit.end].split(" ")[0])
            rest = rest[: hit.start + keep] + " " * (hit.end - hit.start - keep) + rest[hit.end :]
    return made


def _is_cancelled(sentence: str, hit: Found, books: _Books) -> bool:
    """A negation in or near the phrase, or a condition before it in its clause."""
    first, last = next(((a, b) for a, b in clauses(sentence) if a <= hit.start < b), (0, len(sentence)))
    last = max(last, hit.end)
    if books.negations.is_in(sentence, max(first, hit.start - _BEFORE), min(last, hit.end + _AFTER)):
        return True
    return books.unless.is_in(sentence, first, hit.end)
