"""The buyers of a market: sixty invented people per country, with addresses in that country's manner.

Names come from Faker's lists of the locale, with a seed of our own and one provider asked for by name, or from
seed/market where Faker has no fitting list; cities, postcodes and streets always from there. People live in the market
file, so a newer Faker changes no existing market. In which order an address is written stands in `lab.market.people`.
"""

from pathlib import Path
from typing import Annotated, TypeVar

from faker import Faker
from pydantic import BaseModel, ConfigDict, Field

from lab.market.people import Person
from lab.market.stream import Stream
from lab.values.chance import key_of
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

PEOPLE = 60
LOCALES = {
    "DE": ("de_DE", "de"), "US": ("en_US", "en"), "GB": ("en_GB", "en"), "ES": ("es_ES", "es"), "MX": ("es_MX", "es"),
    "BR": ("pt_BR", "pt"), "CL": ("es_CL", "es"), "KZ": ("ru_RU", "ru"), "UZ": ("", "ru"), "SA": ("ar_SA", "ar"),
    "AE": ("", "ar"), "EG": ("", "ar"),
}  # fmt: skip
"""Country: Faker's locale for its names ("" where all names stand in seed/market), and the language its people write.

Faker's Uzbek surnames are made of given names, and for the Emirates and Egypt it falls back on English ones.
"""
TWO_SURNAMES = ("ES", "MX", "CL")
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that a British postcode may end with (Royal Mail)."""
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
    """A city; `districts` only where an address names one, no `postcodes` where the country has none.

    A postcode is whole, or its leading part where `_postcode` adds the rest.
    """

    name: Word
    postcodes: list[Annotated[str, Field(pattern=r"^(\d{5,7}|[A-Z]{1,2}\d[A-Z\d]? \d)$")]] = []
    streets: Words
    districts: list[Word] = []


class Addresses(_Model):
    """`seed/market/<country>_addresses.yaml`. `given` and `families` stand beside Faker's names where there are such."""

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
    fake = Faker(locale, providers=["faker.providers.person"]) if locale else None
    if fake is not None:
        fake.seed_instance(key_of("people", country))
    people = []
    for number in range(PEOPLE):
        stream = Stream("people", country, number)
        name = _name(country, fake, lists, stream, number)
        city = _pick(stream, lists.cities)
        street = _street(country, city, stream)
        people.append(Person(name, street, city.name, _postcode(country, city, stream), country, language))
    return tuple(people)


def _name(country: str, fake: Faker | None, lists: Addresses, stream: Stream, number: int) -> str:
    woman = number % 2 == 1
    if lists.given and lists.families and (fake is None or number % 4 < 2):
        given, families = (lists.given.women, lists.families.women) if woman else (lists.given.men, lists.families.men)
        return f"{_pick(stream, given)} {_pick(stream, families)}"
    if fake is None:
        raise ValueError(f"no names for {country}")
    if woman:
        name = f"{fake.first_name_female()} {fake.last_name_female()}"
    else:
        name = f"{fake.first_name_male()} {fake.last_name_male()}"
    return f"{name} {fake.last_name()}" if country in TWO_SURNAMES else name


def _postcode(country: str, city: City, stream: Stream) -> str:
    if not city.postcodes:
        return ""
    postcode = _pick(stream, city.postcodes)
    match country:
        case "BR":
            return f"{postcode}-{stream.between(0, 999):03d}"
        case "GB":
            return postcode + "".join(INWARD_LETTERS[stream.below(len(INWARD_LETTERS))] for _ in range(2))
        case _:
            return postcode


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
        case "GB":
            return f"{stream.between(1, 190)} {street}"
        case "ES":
            return f"{street}, {stream.between(1, 120)}, {stream.between(1, 7)}.º {'ABCD'[stream.below(4)]}"
        case "MX":
            inner = f", Int. {stream.between(1, 24)}" if stream.below(2) else ""
            return f"{street} {stream.between(10, 980)}{inner}, Col. {_pick(stream, city.districts)}"
        case "CL":
            flat = f", Depto. {stream.between(1, 14) * 100 + stream.between(1, 8)}" if stream.below(2) else ""
            return f"{street} {stream.between(100, 4900)}{flat}"
        case "UZ":
            return f"{street}, {stream.between(1, 140)}-uy, {stream.between(1, 96)}-xonadon"
        case "AE":
            flat = f"شقة {stream.between(1, 24) * 100 + stream.between(1, 12)}، بناية {stream.between(1, 90)}"
            house = f"فيلا {stream.between(1, 140)}"
            return f"{flat if stream.below(2) else house}، {street}، {_pick(stream, city.districts)}"
        case "EG":
            district = f"، {_pick(stream, city.districts)}" if city.districts else ""
            return f"{stream.between(1, 120)} {street}، الدور {stream.between(1, 11)}، شقة {stream.between(1, 44)}{district}"
        case _:
            return f"{street} {stream.between(1, 140)}"


def _pick(stream: Stream, choices: list[_T]) -> _T:
    return choices[stream.below(len(choices))]
