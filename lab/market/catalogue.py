"""Product types and categories: what can be sold, which attributes describe it, and how rivals put it in words.

Frozen dataclasses; `lab.market.authored` reads them from the files under seed/catalogue. Types carry the patterns
from which rival listings are composed, so that a market of 20,000 goods need not hold their texts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lab.values.money import Money
from lab.values.text import chosen, tidy

LANGUAGES = ("en", "de", "es", "ru", "ar", "pt")
"""Languages in which shoppers search and rivals write."""
NAME_LANGUAGES = (*LANGUAGES, "zh")
"""Languages in which goods, categories and attributes have names; Chinese is for those who sell."""
EVERYWHERE = "all"
_NUMBER = re.compile(r"\d{1,7}")
_YES_NO: Mapping[str, Mapping[str, str]] = {
    "yes": {"en": "yes", "de": "ja", "ru": "да", "es": "sí", "ar": "نعم", "zh": "是", "pt": "sim"},
    "no": {"en": "no", "de": "nein", "ru": "нет", "es": "no", "ar": "لا", "zh": "否", "pt": "não"},
}

AttributeKind = Literal["choice", "number", "text", "yes_no"]
ReturnClass = Literal["home", "electronics", "apparel", "beauty", "toys"]


@dataclass(frozen=True, slots=True)
class Category:
    """One node of the category tree, leaf or not: `path` is "home/lighting/desk-lamps"."""

    path: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that product data states about a type.

    `choices` maps choice keys to names by language; `low`, `high` and `step` bound a number in whole units;
    `values` are the language-neutral texts that rivals use. `unit_names` writes the unit in each language.
    """

    key: str
    names: Mapping[str, str]
    kind: AttributeKind
    unit: str
    unit_names: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    low: int
    high: int
    step: int
    values: tuple[str, ...]
    required_in: tuple[str, ...]
    """Countries whose product data must state it, or ("all",)."""

    def is_required_in(self, country: str) -> bool:
        return EVERYWHERE in self.required_in or country in self.required_in


@dataclass(frozen=True, slots=True)
class ProductType:
    """A kind of goods that shoppers look for. `reference_price` is the usual street price, tax included."""

    key: str
    category: str
    names: Mapping[str, str]
    hs6: str
    reference_price: Money
    return_class: ReturnClass
    attributes: tuple[Attribute, ...]
    fit_critical: bool = False
    """Whether size or fit decides, so that buyers ask twice as often."""

    def attribute(self, key: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.key == key), None)

    def required_attributes(self, country: str) -> tuple[str, ...]:
        return tuple(attribute.key for attribute in self.attributes if attribute.is_required_in(country))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of one type in one language; "{brand}" and attribute keys stand for what is filled in.

    `common_bullets` and `closings` are shared by all types of a department.
    """

    titles: tuple[str, ...]
    bullets: tuple[str, ...]
    descriptions: tuple[str, ...]
    search_terms: tuple[str, ...]
    common_bullets: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A phrase that shoppers type, its searches a month, and the attribute choices they mean by it."""

    text: str
    volume: int
    wants: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """From what the goods of one type are put together."""

    brands: tuple[str, ...]
    models: tuple[str, ...]
    phrases: Mapping[str, Phrases]


@dataclass(frozen=True, slots=True)
class TypeFile:
    """One type with everything from which the market's goods and searches are made."""

    type: ProductType
    shelf: Mapping[str, str]
    """Names of the category that holds these goods and no others."""
    wording: Wording
    keywords: Mapping[str, tuple[KeywordLine, ...]]


def attribute_value_fault(attribute: Attribute, value: str) -> str | None:
    """Why a value cannot stand for an attribute; None if it can.

    One of "empty", "not_a_choice", "not_a_number", "out_of_range", "not_yes_or_no". A number may lie up to
    ten times outside what rivals offer; beyond that it is taken for a slip of the pen.
    """
    value = tidy(value)
    if not value:
        return "empty"
    if attribute.kind == "choice" and value not in attribute.choices:
        return "not_a_choice"
    if attribute.kind == "yes_no" and value not in _YES_NO:
        return "not_yes_or_no"
    if attribute.kind == "number":
        if not _NUMBER.fullmatch(value) or not value.isascii():
            return "not_a_number"
        if not attribute.low <= int(value) * 10 or not int(value) <= attribute.high * 10:
            return "out_of_range"
    return None


def attribute_text(attribute: Attribute, value: str, language: str) -> str:
    """A stored value as buyers read it: "150 cm", "Edelstahl", "ja". A value that is at fault stays as written."""
    if attribute.kind == "choice" and value in attribute.choices:
        return chosen(attribute.choices[value], language)
    if attribute.kind == "yes_no" and value in _YES_NO:
        return chosen(_YES_NO[value], language)
    if attribute.kind == "number" and value and attribute.unit:
        return f"{value} {chosen(attribute.unit_names, language) or attribute.unit}"
    return value


def attribute_search_text(attribute: Attribute, value: str, language: str) -> str:
    """The words by which a search finds a stated value: a yes is found by the attribute's name, a no by nothing."""
    if attribute.kind == "yes_no":
        return chosen(attribute.names, language) if value == "yes" else ""
    return attribute_text(attribute, value, language)


def department(category: str) -> str:
    """The path of a category without its leaf: "home/lighting"."""
    return category.rsplit("/", 1)[0]
