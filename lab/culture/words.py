"""Words in which a promise for a day is made: seed/culture/words.yaml, by the language of the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from lab.culture.cards import FOLDER, Phrase
from lab.languages.phrases import PhraseBook
from lab.values.dated import StrictModel
from lab.values.yamlfile import load_yaml

FILE = FOLDER / "words.yaml"
Weekday = Annotated[int, Field(ge=1, le=7)]


class _Part(StrictModel):
    promises: tuple[Phrase, ...] = Field(min_length=1)
    spares: tuple[Phrase, ...] = Field(min_length=1)
    denials: tuple[Phrase, ...] = ()
    weekdays: dict[Weekday, tuple[Phrase, ...]]


class WordsFile(StrictModel):
    """`promises` announce a delivery or an answer; `spares` such as "before" keep a day from being promised; `denials` such as "without"
    say that a thing is not there."""

    languages: dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], _Part]


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """The words of one language, ready for use; days of the week are ISO's (Monday is 1)."""

    promises: PhraseBook
    spares: PhraseBook
    denials: PhraseBook
    weekdays: Mapping[int, PhraseBook]


@cache
def _all() -> Mapping[str, PromiseWords]:
    return {
        language: PromiseWords(
            PhraseBook(part.promises), PhraseBook(part.spares), PhraseBook(part.denials),
            {day: PhraseBook(names) for day, names in part.weekdays.items()},
        )
        for language, part in load_yaml(WordsFile, FILE).languages.items()
    }


def promise_languages() -> tuple[str, ...]:
    """Languages (BCP 47 base codes) in which promises for a day are found."""
    return tuple(_all())


def promise_words(language: str) -> PromiseWords | None:
    """The words of a language (BCP 47); None where there are none. Raises BadFile."""
    return _all().get(language.split("-")[0].lower())
