"""Whether something that a text says is denied there: "we cannot use WhatsApp" offers no WhatsApp.

Lists stand in seed/phrases/<language>/promises.yaml (`negations`, `no_negation`, `turns`) and are all used on every text,
since messages mix languages. Known limits: irony, and denials further away than the clause.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from lab.languages.folders import read_any, read_kind
from lab.languages.folding import clauses
from lab.languages.phrases import PhraseBook

_REACH = 120  # characters on either side of a phrase


class _Words(BaseModel):
    """`no_negation` looks like a negation and is none; after one of `turns` a clause says something else."""

    model_config = ConfigDict(extra="ignore")
    negations: list[str] = []
    no_negation: list[str] = []
    turns: list[str] = []


@dataclass(frozen=True, slots=True)
class _Books:
    negations: PhraseBook
    no_negation: PhraseBook
    turns: PhraseBook


@cache
def _books() -> _Books:
    files = (read_any(_Words, "promises"), *read_kind(_Words, "promises").values())
    return _Books(
        PhraseBook(phrase for file in files for phrase in file.negations),
        PhraseBook(phrase for file in files for phrase in file.no_negation),
        PhraseBook(phrase for file in files for phrase in file.turns),
    )


@lru_cache(maxsize=512)
def _prepared(text: str) -> tuple[str, PhraseBook, PhraseBook]:
    """The text without what looks like a negation and is none, and the negations and turns whose words stand in it."""
    books = _books()
    return books.no_negation.blank(text), books.negations.narrowed(text), books.turns.narrowed(text)


def holds_negation(text: str, start: int, end: int) -> bool:
    """Whether a negation stands within folded text[start:end] itself."""
    plain, negations, _ = _prepared(text)
    return negations.is_in(plain, start, end)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether a negation stands in the clause of folded text[start:end] and near it, on the same side of a "but"."""
    plain, negations, turns = _prepared(text)
    # A phrase can reach over a comma, so the clause runs from where it begins to where its last word ends.
    spans = clauses(text)
    opening = max(0, bisect_right(spans, start, key=lambda span: span[0]) - 1)
    closing = max(opening, bisect_left(spans, end, key=lambda span: span[0]) - 1)
    first = max(spans[opening][0], start - _REACH)
    last = min(spans[closing][1], end + _REACH)
    for turn in turns.find(text, first, last):
        if turn.end <= start:
            first = turn.end
        elif turn.start >= end:
            last = turn.start
            break
    return negations.is_in(plain, first, last)
