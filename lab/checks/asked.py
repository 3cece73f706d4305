"""What a shop's answer asks a buyer for: a number, a photo, an address and the like.

Phrase lists stand in seed/phrases/<language>/asked.yaml. A thing is asked for where it stands in a question, or in a sentence with
a word that asks ("please", "we need"). What is said not to be needed is not asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, Self, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lab.languages.folders import read_kind
from lab.languages.folding import fold, sentences
from lab.languages.manners import questions_in
from lab.languages.negation import is_negated
from lab.languages.phrases import PhraseBook

Slot = Literal["order_number", "photo", "address", "fault", "wish", "quantity", "model"]
SLOTS: tuple[Slot, ...] = get_args(Slot)
Span: TypeAlias = tuple[int, int]


class _AskedFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    requests: list[str] = Field(min_length=3)
    slots: dict[Slot, list[str]]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if missing := [slot for slot in SLOTS if not self.slots.get(slot)]:
            raise ValueError(f"these slots are missing: {', '.join(missing)}")
        return self


@dataclass(frozen=True, slots=True)
class _Books:
    requests: PhraseBook
    slots: Mapping[str, PhraseBook]


@cache
def _books() -> Mapping[str, _Books]:
    return {
        language: _Books(PhraseBook(file.requests), {slot: PhraseBook(file.slots[slot]) for slot in SLOTS})
        for language, file in read_kind(_AskedFile, "asked").items()
    }


def knows_slots(language: str) -> bool:
    """Whether the lab has the words of `SLOTS` in a language (BCP 47)."""
    return _base(language) in _books()


def asked_for(text: str, language: str, wanted: str | Iterable[str]) -> Span | None:
    """Where (span of the NFC text) a text in a language (BCP 47) asks for one of `SLOTS`, or for one of some phrases in the syntax
    of `lab.languages.phrases`; None if it does not. Raises KeyError for an unknown slot."""
    whole, base = fold(text), _base(language)
    asking = _asking(text, base)
    for code in dict.fromkeys((base, "en")):
        for hit in _book(code, wanted).find(whole.text) if isinstance(wanted, str) else _phrases(tuple(wanted)).find(whole.text):
            for start, end in asking:
                if start <= hit.start < end and ("?" in whole.text[start:end] or not is_negated(whole.text, hit.start, hit.end)):
                    return whole.span(hit.start, hit.end)
    return None


def asks_anything(text: str, language: str) -> bool:
    """Whether a text in a language (BCP 47) asks for anything at all."""
    return bool(_asking(text, _base(language)))


def _base(language: str) -> str:
    return language.split("-")[0].lower()


def _book(language: str, slot: str) -> PhraseBook:
    if slot not in SLOTS:
        raise KeyError(slot)
    books = _books().get(language)
    return books.slots[slot] if books is not None else _phrases(())


@lru_cache(maxsize=512)
def _phrases(phrases: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(phrases)


@lru_cache(maxsize=512)
def _asking(text: str, language: str) -> tuple[Span, ...]:
    """The sentences (places in the folded text) that ask: by their mark, by a word that asks, or by a word of request."""
    whole = fold(text)
    questions = set(questions_in(text, language))
    books = [books for code in dict.fromkeys((language, "en")) if (books := _books().get(code)) is not None]
    return tuple(
        (start, end)
        for start, end in sentences(whole.text)
        if whole.span(start, end) in questions or any(book.requests.is_in(whole.text, start, end) for book in books)
    )
