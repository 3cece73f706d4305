"""People who write in a language in which the market itself does not search: seed/phrases/<language>/people.yaml.

They live in the home country of their language, or among the buyers of another one. Everything is drawn from a key; nobody
is real. Postcodes belong to their cities (checked against libaddressinput in the tests).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import kind_file, languages_with
from lab.market.people import Person
from lab.values.chance import below, draw
from lab.values.yamlfile import load_yaml

KIND = "people"
HIGHEST_HOUSE, HIGHEST_FLAT = 140, 60
_T = TypeVar("_T")
Word = Annotated[str, Field(min_length=1)]
Words = Annotated[list[Word], Field(min_length=20)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Families(_Strict):
    women: Words
    men: Words


class _City(_Strict):
    """`region` is the province or state where addresses name one; no `postcodes` where the country has none."""

    name: Word
    postcodes: list[Annotated[str, Field(pattern=r"^[0-9A-Z -]{3,10}$")]] = []
    region: str = ""
    streets: list[Word] = Field(min_length=3)


class PeopleFile(_Strict):
    """Names of a language and addresses of its home country. `house` writes {n}, {street} and, if named, {flat}."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    women: Words
    men: Words
    families: _Families
    order: Literal["given_first", "family_first"]
    cities: list[_City] = Field(min_length=8)
    house: Annotated[str, Field(pattern=r"\{street\}")]


@cache
def _file(language: str) -> PeopleFile:
    return load_yaml(PeopleFile, kind_file(language, KIND))


@cache
def homes() -> dict[str, str]:
    """The language of the people at home in each country that has some here, by ISO 3166-1 code."""
    return {_file(language).country: language for language in reversed(languages_with(KIND))}


def speaks(language: str) -> bool:
    """Whether there are names for people who write in a language."""
    return language in languages_with(KIND)


def at_home(language: str, key: int) -> Person:
    """Somebody who writes in a language and lives in its home country."""
    file = _file(language)
    city = _one(file.cities, key, "city")
    place = f"{city.name}, {city.region}" if city.region else city.name
    street = file.house.format(
        n=1 + below(draw(key, "resident.house"), HIGHEST_HOUSE),
        flat=1 + below(draw(key, "resident.flat"), HIGHEST_FLAT),
        street=_one(city.streets, key, "street"),
    )
    postcode = _one(city.postcodes, key, "postcode") if city.postcodes else ""
    return Person(_name(file, key), street, place, postcode, file.country, language)


def abroad(language: str, neighbours: Sequence[Person], key: int) -> Person:
    """Somebody who writes in a language and lives at the address of one of `neighbours`."""
    return replace(_one(neighbours, key, "neighbour"), name=_name(_file(language), key), language=language)


def _name(file: PeopleFile, key: int) -> str:
    woman = below(draw(key, "resident.sex"), 2) == 1
    given = _one(file.women if woman else file.men, key, "given")
    family = _one(file.families.women if woman else file.families.men, key, "family")
    return f"{given} {family}" if file.order == "given_first" else f"{family} {given}"


def _one(things: Sequence[_T], key: int, what: str) -> _T:
    return things[below(draw(key, f"resident.{what}"), len(things))]
