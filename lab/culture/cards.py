"""Culture cards: what a shop should know of its buyers' days, names, colours, numbers, words and signs, country by country.

The cards stand in `seed/culture/<topic>.yaml`, each with its source, the day for which that was read, and how sure it is. A
card whose advice a program can check has a `trap`; what is found is in `lab.culture.traps`. Cards speak of habits that many
share and nobody has to: they are advice for strangers' first letters, no description of a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from lab.languages.phrases import phrase_pattern
from lab.values.dated import Confidence, Country, Source, StrictModel, load_figures
from lab.values.errors import BadFile, Fault
from lab.values.places import SEED

FOLDER = SEED / "culture"
INTERFACE = ("en", "zh", "ar", "ru")
"""Languages in which every card is written."""

Topic: TypeAlias = Literal["holidays", "weekends", "names", "address", "dates", "colours", "numbers", "symbols", "claims"]
TOPICS: tuple[Topic, ...] = ("holidays", "weekends", "names", "address", "dates", "colours", "numbers", "symbols", "claims")
"""In the order in which they are shown; each is a file."""

Order: TypeAlias = Literal["dmy", "mdy", "ymd"]
MOST_DAYS = 60


def _known_phrase(phrase: str) -> str:
    phrase_pattern(phrase)
    return phrase


def _span_of_days(written: object) -> tuple[date, date]:
    """"2026-03-19" or "2026-03-19/2026-03-22", first and last day."""
    first, _, last = str(written).partition("/")
    try:
        span = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise ValueError(f"'{written}' are no days; write 2026-03-19 or 2026-03-19/2026-03-22") from None
    if not timedelta(0) <= span[1] - span[0] <= timedelta(MOST_DAYS):
        raise ValueError(f"'{written}' must run forward, over at most {MOST_DAYS} days")
    return span


Phrase = Annotated[str, AfterValidator(_known_phrase)]
Phrases = dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], tuple[Phrase, ...]]
"""Phrases by language; "any" holds what belongs to none."""
Days = Annotated[tuple[date, date], BeforeValidator(_span_of_days)]


class PhrasesTrap(StrictModel):
    """Words that must not stand in a text; `spares` are looked past, and so is what a clause denies."""

    kind: Literal["phrases"]
    phrases: Phrases = Field(min_length=1)
    spares: Phrases = Field(default={})


class WeekendTrap(StrictModel):
    """A promise for one of these days of the week (ISO, Monday is 1)."""

    kind: Literal["weekend"]
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(min_length=1)


class HolidayTrap(StrictModel):
    """A promise for a public holiday. `names` are those of the package from which `days` were taken, country by country."""

    kind: Literal["holiday"]
    names: tuple[str, ...] = Field(min_length=1)
    days: dict[Country, tuple[Days, ...]] = Field(min_length=1)

    def holds(self, country: str, day: date) -> bool:
        """Whether a day is one of them in a country."""
        return any(first <= day <= last for first, last in self.days.get(country, ()))


class NameOrderTrap(StrictModel):
    """A buyer who is called by the wrong part of the name, as the manners of the letter's language have it."""

    kind: Literal["name_order"]


class DateFormTrap(StrictModel):
    """A date in bare figures that is read in another order there, or in either; an ISO date and a dotted one are neither."""

    kind: Literal["date_form"]
    order: Order


class CurrencySignTrap(StrictModel):
    """An amount with a sign that several currencies share, and none of the words near it that say which is meant."""

    kind: Literal["currency_sign"]
    signs: tuple[Annotated[str, Field(min_length=1, max_length=4)], ...] = Field(min_length=1)
    unless: tuple[Phrase, ...] = Field(min_length=1)


class NumberTrap(StrictModel):
    """A number on its own that stands right beside one of some signs or words."""

    kind: Literal["number"]
    numbers: tuple[Annotated[int, Field(ge=0, le=999_999)], ...] = Field(min_length=1)
    beside: tuple[Annotated[str, Field(min_length=1, max_length=12)], ...] = Field(min_length=1)


class DigitsTrap(StrictModel):
    """Figures of two scripts in one text; codes and order numbers are none."""

    kind: Literal["digits"]


Rule: TypeAlias = (
    PhrasesTrap | WeekendTrap | HolidayTrap | NameOrderTrap | DateFormTrap | CurrencySignTrap | NumberTrap | DigitsTrap
)


class _Words(StrictModel):
    title: Annotated[str, Field(min_length=2, max_length=90)]
    text: Annotated[str, Field(min_length=10, max_length=600)]


def _in_every_language(words: dict[str, _Words]) -> dict[str, _Words]:
    if missing := [language for language in INTERFACE if language not in words]:
        raise ValueError(f"the card is missing in: {', '.join(missing)}")
    return words


def _known_source(key: str, info: ValidationInfo) -> str:
    if info.context is not None and key not in info.context:
        raise ValueError(f"the source '{key}' is not in this file's list of sources")
    return key


class _CardPart(StrictModel):
    countries: tuple[Country, ...] = Field(min_length=1)
    source: Annotated[str, AfterValidator(_known_source)]
    as_of: date
    confidence: Confidence
    since: date | None = None
    words: Annotated[dict[str, _Words], AfterValidator(_in_every_language)]
    trap: Annotated[Rule, Field(discriminator="kind")] | None = None

    @model_validator(mode="after")
    def _names_each_country_once(self) -> Self:
        if len(set(self.countries)) < len(self.countries):
            raise ValueError("a country stands twice")
        if isinstance(self.trap, HolidayTrap) and (alien := sorted({*self.trap.days} ^ {*self.countries})):
            raise ValueError(f"the days must be given for the card's countries, and for them only: {', '.join(alien)}")
        return self


class CardsFile(StrictModel):
    """`seed/culture/<topic>.yaml`."""

    sources: dict[str, str]
    cards: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,39}$")], _CardPart]


@dataclass(frozen=True, slots=True)
class Card:
    """One card; `titles` and `texts` by interface language. `rule` is None where no program can tell; it is looked for in texts
    written on the day `since` or later, on any day if that is None.
    """

    id: str
    topic: Topic
    countries: tuple[str, ...]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    source: Source
    rule: Rule | None
    since: date | None = None


@cache
def load_cards(folder: Path = FOLDER) -> Mapping[str, Card]:
    """Every card by its id, by topic and then in the order of the file. Raises BadFile, also for an id used twice."""
    found: dict[str, Card] = {}
    for topic in TOPICS:
        path = folder / f"{topic}.yaml"
        file = load_figures(CardsFile, path)
        if twice := [key for key in file.cards if key in found]:
            raise BadFile([Fault(path.name, 1, 1, f"cards.{key}", f"the id '{key}' is used twice") for key in twice])
        for key, part in file.cards.items():
            titles = {language: words.title for language, words in part.words.items()}
            texts = {language: words.text for language, words in part.words.items()}
            source = Source(file.sources[part.source], part.as_of, part.confidence)
            found[key] = Card(key, topic, part.countries, titles, texts, source, part.trap, part.since)
    return found


def cards_of(country: str = "", topics: Iterable[str] = ()) -> tuple[Card, ...]:
    """The cards of a country (ISO 3166-1) and of some topics, in their order; "" is any country, no topic all of them."""
    wanted = frozenset(topics)
    return tuple(
        card
        for card in load_cards().values()
        if (not country or country in card.countries) and (not wanted or card.topic in wanted)
    )


@cache
def card_countries() -> tuple[str, ...]:
    """Countries that have a card, in the order of their codes."""
    return tuple(sorted({country for card in load_cards().values() for country in card.countries}))
