"""A market of two types and sixty goods, made in a moment, once in a process."""

from functools import cache

from lab.market.authored import Catalogue, load_catalogue
from lab.market.base import Market
from lab.market.build import Sources, assemble
from lab.market.population import people_of

COUNTRIES = ("DE", "KZ")


def small_catalogue() -> Catalogue:
    whole = load_catalogue()
    types = tuple(file for file in whole.types if file.type.key in ("desk-lamp", "led-bulb"))
    return Catalogue(types, whole.categories)


@cache
def small_market() -> Market:
    return assemble(Sources(small_catalogue(), {country: people_of(country) for country in COUNTRIES}, goods=60))
