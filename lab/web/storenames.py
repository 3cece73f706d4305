"""What goods are called on a shop front: types, categories, product data and their values in the buyer's language.

Where the catalogue does not speak a language, the names are those of the phrase folders (`lab.languages.goods`) and units are written as
CLDR has them; a name that nobody has translated is in English.
"""

from collections.abc import Mapping
from functools import lru_cache

from babel.units import format_unit

from lab.languages.goods import goods_name, yes_no_name
from lab.market.base import Market
from lab.market.catalogue import LANGUAGES, Attribute, attribute_text
from lab.market.goods import rival
from lab.web.storeview import digits_of, in_digits, locale_of, number_text

_CLDR_UNITS = {
    "cm": "length-centimeter", "mm": "length-millimeter", "m": "length-meter", "in": "length-inch", "kg": "mass-kilogram", "g": "mass-gram",
    "l": "volume-liter", "L": "volume-liter", "ml": "volume-milliliter", "min": "duration-minute", "h": "duration-hour", "W": "power-watt",
    "lm": "light-lumen", "A": "electric-ampere", "V": "electric-volt", "K": "temperature-kelvin",
}  # fmt: skip


def attribute_name(attribute: Attribute, language: str) -> str:
    return goods_name("attributes", attribute.names, language)


def value_text(attribute: Attribute, value: str, language: str, country: str = "") -> str:
    """A stored value as buyers read it, as `lab.market.catalogue.attribute_text` where the catalogue speaks the language."""
    if language in attribute.names:
        return attribute_text(attribute, value, language)
    if attribute.kind == "choice" and value in attribute.choices:
        return goods_name("choices", attribute.choices[value], language)
    if attribute.kind == "yes_no" and value in ("yes", "no"):
        return yes_no_name(value == "yes", language) or attribute_text(attribute, value, language)
    if attribute.kind == "number" and value.isascii() and value.isdecimal():
        return _measured(int(value), attribute.unit, language, country)
    return attribute_text(attribute, value, language)


def _measured(value: int, unit: str, language: str, country: str) -> str:
    known = _CLDR_UNITS.get(unit)
    if known is not None:
        locale = locale_of(language, country)
        text = str(format_unit(value, known, "short", locale=locale, numbering_system=digits_of(language, country)))
        return in_digits(text, language, country)
    return f"{number_text(value, '#,##0', language, country)} {unit}".rstrip()


def rival_tongue(market: Market, number: int, language: str) -> str:
    """The language of a rival's page that readers of a language are shown, as `lab.market.goods.rival_text` chooses it."""
    return language if language in rival(market, number).languages else LANGUAGES[0]


def category_title(market: Market, path: str, language: str) -> str:
    """The name of a category. One that holds a single type is called as the type, where only that is translated."""
    if path not in market.categories:
        return path
    names = market.categories[path].names
    name = goods_name("types", names, language)
    if language in names or name != names["en"]:
        return name
    type_names = _only_types(market).get(path)
    translated = goods_name("types", type_names, language) if type_names is not None else names["en"]
    return name if type_names is None or translated == type_names["en"] else translated


@lru_cache(maxsize=8)
def _only_types(market: Market) -> Mapping[str, Mapping[str, str]]:
    """The names of the only type of a category, by its path."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for type_ in market.types.values():
        found.setdefault(type_.category, []).append(type_.names)
    return {path: names[0] for path, names in found.items() if len(names) == 1}
