"""The buyers of a market: sixty invented people per country, with addresses in that country's manner.

Names come from Faker's lists of the locale, with a seed of our own and one provider asked for by name; cities,
postcodes and streets from seed/market. People live in the market file, so a newer Faker changes no existing market.
"""

from pathlib import Path
from typing import Annotated, TypeVar

from faker import Faker
from pydantic import BaseModel, ConfigDict, Field

from lab.market.compose import Stream
from lab.market.people import Person
from lab.values.chance import key_of
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

PEOPLE = 60
LOCALES = {"DE": ("de_DE", "de"), "US": ("en_US", "en"), "KZ": ("ru_RU", "ru"), "SA": ("ar_SA", "ar"), "BR": ("pt_BR", "pt")}
"""Country: Faker's locale for its names, and the language its people write."""
_T = TypeVar("_T")
Word = Annotated[str, Field(min_length=1)]
Words = Annotated[list[Word], Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(_Model):
    """Names by sex, where surnames or given names differ."""

    women: Words
    men: Words


class City(_Model):
    """A city; `districts` only where an address names one."""

    name: Word
    postcodes: Annotated[list[Annotated[str, Field(pattern=r"^\d{5,6}$")]], Field(min_length=1)]
    streets: Words
    districts: list[Word] = []


class Addresses(_Model):
    """`seed/market/<country>_addresses.yaml`. `given` and `families` stand beside Faker's names, not in their place."""

    given: Names | None = None
    families: Names | None = None
    cities: Annotated[list[City], Field(min_length=1)]


def people_of_all(seed: Path = SEED) -> dict[str, tuple[Person, ...]]:
    """Sixty people per country, by ISO code."""
    return {country: people_of(country, seed) for country in LOCALES}


def people_of(country: str, seed: Path = SEED) -> tuple[Person, ...]:
    """The people of one country, women and men in turn."""
    lists = load_yaml(Addresses, seed / "market" / f"{country.lower()}_addresses.yaml")
    locale, language = LOCALES[country]
    fake = Faker(locale, providers=["faker.providers.person"])
    fake.seed_instance(key_of("people", country))
    people = []
    for number in range(PEOPLE):
        stream = Stream("people", country, number)
        name = _name(fake, lists, stream, number)
        city = _pick(stream, lists.cities)
        street = _street(country, city, stream)
        postcode = _pick(stream, city.postcodes)
        if country == "BR":
            postcode = f"{postcode}-{stream.between(0, 999):03d}"
        people.append(Person(name, street, city.name, postcode, country, language))
    return tuple(people)


def _name(fake: Faker, lists: Addresses, stream: Stream, number: int) -> str:
    woman = number % 2 == 1
    if lists.given and lists.families and number % 4 < 2:
        given, families = (lists.given.women, lists.families.women) if woman else (lists.given.men, lists.families.men)
        return f"{_pick(stream, given)} {_pick(stream, families)}"
    if woman:
        return f"{fake.first_name_female()} {fake.last_name_female()}"
    return f"{fake.first_name_male()} {fake.last_name_male()}"


def _street(country: str, city: City, stream: Stream) -> str:
    street = _pick(stream, city.streets)
    match country:
        case "KZ":
            return f"{street}, д. {stream.between(1, 180)}, кв. {stream.between(1, 120)}"
        case "SA":
            return f"{stream.between(2100, 8999)} {street}، حي {_pick(stream, city.districts)}"
        case "US":
            return f"{stream.between(100, 4900)} {street}"
        case "BR":
            return f"{street}, {stream.between(10, 1900)}"
        case _:
            return f"{street} {stream.between(1, 140)}"


def _pick(stream: Stream, choices: list[_T]) -> _T:
    return choices[stream.below(len(choices))]
