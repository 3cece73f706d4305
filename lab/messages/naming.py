"""What buyers call goods, and in which language a buyer writes."""

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from lab.languages.folders import ANY, kind_file
from lab.languages.goods import goods_name
from lab.market.catalogue import LANGUAGES, Attribute
from lab.market.people import Person
from lab.messages.phrasebook import in_a_sentence, letter_languages
from lab.values.chance import below, draw
from lab.values.yamlfile import load_yaml
from lab.world.setting import Setting
from lab.world.world import World


class _Speakers(BaseModel):
    """Of a thousand buyers in a country, how many write in a language other than the one in which they search."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    countries: dict[str, dict[str, int]] = Field(min_length=1)


@cache
def _speakers() -> _Speakers:
    return load_yaml(_Speakers, kind_file(ANY, "speakers"))


def market_language(world: World, buyer: Person, country: str) -> str:
    """The language in which a buyer searches and writes reviews: the buyer's own if it is one of the market's, else the first
    of the destination's that is."""
    own = buyer.language.split("-")[0]
    if own in LANGUAGES:
        return own
    destination = world.setting.destinations[country]
    return next((language for language in destination.languages if language in LANGUAGES), LANGUAGES[0])


def letter_language(world: World, buyer: Person, country: str, key: int) -> str:
    """The language in which a buyer writes to the shop: the buyer's own, or by chance of the key another one that is much
    spoken in the country."""
    own = buyer.language.split("-")[0]
    if own not in LANGUAGES and own in letter_languages():
        return own
    number = below(draw(key, "message.language"), 1000)
    for language, permille in sorted(_speakers().countries.get(country, {}).items()):
        if number < permille:
            return language
        number -= permille
    return market_language(world, buyer, country)


def languages_written(country: str, shares: Mapping[str, int]) -> tuple[str, ...]:
    """The languages in which buyers of a country can write to the shop, in the order of their codes.

    `shares` are those of the languages in which they search (`Destination.languages`).
    """
    spoken = {*shares, *_speakers().countries.get(country, {})}
    return tuple(language for language in letter_languages() if language in spoken)


def product_name(setting: Setting, sku: str, language: str) -> str:
    """The kind of goods that a SKU is, as buyers of a language call it."""
    return goods_name("types", setting.type_of(sku).names, language)


def attribute_name(attribute: Attribute, language: str) -> str:
    """What is asked about, as it is written within a sentence of a language."""
    return in_a_sentence(goods_name("attributes", attribute.names, language), language)
