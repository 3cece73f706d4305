"""Product types and categories: what can be sold, which attributes describe it, and how rivals put it in words.

The files are seed/catalogue/categories.yaml and seed/catalogue/types/<key>.yaml. They are checked at this door;
behind it stand frozen dataclasses. A `TypeFile` also holds the phrases from which rival listings are composed;
only the builder of the market needs those.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from lab.values.errors import BadFile, Fault
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.text import chosen, tidy
from lab.values.yamlfile import load_yaml

LANGUAGES = ("en", "de", "ru", "es", "ar", "zh", "pt")
EVERYWHERE = "all"
_NUMBER = re.compile(r"\d{1,7}")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
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

    def attribute(self, key: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.key == key), None)

    def required_attributes(self, country: str) -> tuple[str, ...]:
        return tuple(attribute.key for attribute in self.attributes if attribute.is_required_in(country))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of one type in one language; "{brand}" and attribute keys stand for what is filled in."""

    titles: tuple[str, ...]
    bullets: tuple[str, ...]
    descriptions: tuple[str, ...]
    search_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A phrase that shoppers type, its searches a month, and the attribute choices they mean by it."""

    text: str
    volume: int
    wants: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TypeFile:
    """One type with everything from which the market's goods and searches are made."""

    type: ProductType
    brands: tuple[str, ...]
    models: tuple[str, ...]
    phrases: Mapping[str, Phrases]
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


# ------------------------------------------------------------------------------------------ the files

Text = Annotated[str, Field(min_length=1, max_length=600)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
ChoiceKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_languages(texts: Mapping[str, object], what: str) -> None:
    missing = [language for language in LANGUAGES if language not in texts]
    unknown = [language for language in texts if language not in LANGUAGES]
    if missing or unknown:
        raise ValueError(f"{what}: missing {missing}, not one of the market's languages {unknown}")


class _Names(BaseModel):
    """Seven names, one per language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: Text
    de: Text
    ru: Text
    es: Text
    ar: Text
    zh: Text
    pt: Text

    def plain(self) -> dict[str, str]:
        return {language: tidy(getattr(self, language)) for language in LANGUAGES}


class _Range(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    low: Annotated[int, Field(ge=0, alias="from")]
    high: Annotated[int, Field(alias="to")]
    step: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "_Range":
        if self.high < self.low:
            raise ValueError("'to' must not be below 'from'")
        return self


class _Attribute(_Model):
    key: Key
    names: _Names
    kind: AttributeKind
    unit: str = ""
    range: _Range | None = None
    required_in: Literal["all", "none"] | list[Annotated[str, Field(pattern="^[A-Z]{2}$")]]
    choices: dict[ChoiceKey, _Names] = {}
    values: list[Text] = []

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "_Attribute":
        needs = {"choice": "choices", "number": "range", "text": "values", "yes_no": ""}[self.kind]
        for name in ("choices", "range", "values"):
            if bool(getattr(self, name)) != (name == needs):
                raise ValueError(f"an attribute of kind {self.kind} {'needs' if name == needs else 'has no'} '{name}'")
        return self

    def plain(self, units: Mapping[str, Mapping[str, str]]) -> Attribute:
        bounds = self.range
        required = self.required_in
        countries = () if required == "none" else (EVERYWHERE,) if required == "all" else tuple(required)
        return Attribute(
            self.key,
            self.names.plain(),
            self.kind,
            self.unit,
            units.get(self.unit, {}),
            {key: names.plain() for key, names in self.choices.items()},
            bounds.low if bounds else 0,
            bounds.high if bounds else 0,
            bounds.step if bounds else 1,
            tuple(tidy(value) for value in self.values),
            countries,
        )


class _Phrases(_Model):
    titles: Annotated[list[Text], Field(min_length=3)]
    bullets: Annotated[list[Text], Field(min_length=5)]
    descriptions: Annotated[list[Text], Field(min_length=2)]
    search_terms: Annotated[list[Text], Field(min_length=2)]

    def plain(self) -> Phrases:
        return Phrases(
            tuple(map(tidy, self.titles)),
            tuple(map(tidy, self.bullets)),
            tuple(map(tidy, self.descriptions)),
            tuple(map(tidy, self.search_terms)),
        )


class _Keyword(_Model):
    text: Text
    volume: Annotated[int, Field(ge=1, le=10_000_000)]
    wants: dict[Key, ChoiceKey] = {}


class _Type(_Model):
    key: Annotated[str, Field(pattern="^[a-z][a-z-]*$")]
    category: Annotated[str, Field(pattern="^[a-z-]+(/[a-z-]+){2}$")]
    names: _Names
    hs6: Annotated[str, Field(pattern=r"^\d{6}$")]
    reference_price: Text
    return_class: ReturnClass
    attributes: Annotated[list[_Attribute], Field(min_length=1)]
    brands: Annotated[list[Text], Field(min_length=5)]
    models: Annotated[list[Text], Field(min_length=5)]
    texts: dict[str, _Phrases]
    keywords: dict[str, Annotated[list[_Keyword], Field(min_length=3)]]

    @model_validator(mode="after")
    def _fits_together(self) -> "_Type":
        _check_languages(self.texts, "texts")
        _check_languages(self.keywords, "keywords")
        attributes = {attribute.key: attribute for attribute in self.attributes}
        if len(attributes) != len(self.attributes):
            raise ValueError("two attributes have the same key")
        fillable = {"brand", "model"} | {key for key, attribute in attributes.items() if attribute.kind != "yes_no"}
        for language, phrases in self.texts.items():
            for pattern in (*phrases.titles, *phrases.bullets, *phrases.descriptions, *phrases.search_terms):
                for name in _PLACEHOLDER.findall(pattern):
                    if name not in fillable:
                        raise ValueError(f"texts.{language}: '{{{name}}}' is no attribute that can be filled in")
        for language, keywords in self.keywords.items():
            for keyword in keywords:
                for key, choice in keyword.wants.items():
                    if key not in attributes or choice not in attributes[key].choices:
                        raise ValueError(f"keywords.{language}: '{keyword.text}' wants {key}: {choice}, which is no choice")
        return self


class _Node(_Model):
    path: Annotated[str, Field(pattern="^[a-z-]+(/[a-z-]+){0,2}$")]
    names: _Names


class _Categories(RootModel[list[_Node]]):
    """The file is a plain list of nodes."""


class _Units(_Model):
    units: dict[str, _Names]


def load_units(seed: Path = SEED) -> dict[str, dict[str, str]]:
    """How each unit is written in each language."""
    return {unit: names.plain() for unit, names in load_yaml(_Units, seed / "market" / "units.yaml").units.items()}


def load_categories(seed: Path = SEED) -> dict[str, Category]:
    """All categories by path, in the order of the file. Raises BadFile."""
    nodes = load_yaml(_Categories, seed / "catalogue" / "categories.yaml").root
    return {node.path: Category(node.path, node.names.plain()) for node in nodes}


def load_type_file(path: Path, units: Mapping[str, Mapping[str, str]]) -> TypeFile:
    """One product type with its phrases and keywords. Raises BadFile."""
    read = load_yaml(_Type, path)
    if read.key != path.stem:
        raise BadFile([Fault(path.name, 1, 1, "key", f"the key must be the file's name, '{path.stem}'")])
    for attribute in read.attributes:
        if attribute.unit and attribute.unit not in units:
            where = f"attributes.{attribute.key}.unit"
            raise BadFile([Fault(path.name, 1, 1, where, f"the unit '{attribute.unit}' is missing in seed/market/units.yaml")])
    type_ = ProductType(
        read.key,
        read.category,
        read.names.plain(),
        read.hs6,
        Money.parse(read.reference_price),
        read.return_class,
        tuple(attribute.plain(units) for attribute in read.attributes),
    )
    keywords = {
        language: tuple(KeywordLine(tidy(k.text), k.volume, dict(k.wants)) for k in read.keywords[language])
        for language in LANGUAGES
    }
    phrases = {language: read.texts[language].plain() for language in LANGUAGES}
    return TypeFile(type_, tuple(read.brands), tuple(read.models), phrases, keywords)


def load_type_files(seed: Path = SEED) -> tuple[TypeFile, ...]:
    """All product types, sorted by key. Raises BadFile, also when a type's category is missing."""
    units = load_units(seed)
    categories = load_categories(seed)
    files = [load_type_file(path, units) for path in sorted((seed / "catalogue" / "types").glob("*.yaml"))]
    faults = [
        Fault(f"{file.type.key}.yaml", 1, 1, "category", f"there is no category '{file.type.category}'")
        for file in files
        if file.type.category not in categories
    ]
    if faults:
        raise BadFile(faults)
    return tuple(files)
