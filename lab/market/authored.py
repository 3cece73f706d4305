"""Reads the author files of the catalogue, and names every fault in them with its place.

    seed/catalogue/categories.yaml              the departments' parents: home, electronics, ...
    seed/catalogue/departments/<a>-<b>.yaml     a department, its brands, and what all its sellers say
    seed/catalogue/attributes.yaml              attributes that many types share
    seed/catalogue/types/<key>.yaml             a product type: its attributes, texts and keywords

Patterns of one place mean the same in every language, because a seller uses the same places in all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from lab.market.catalogue import (
    EVERYWHERE,
    LANGUAGES,
    NAME_LANGUAGES,
    Attribute,
    AttributeKind,
    Category,
    KeywordLine,
    Phrases,
    ProductType,
    ReturnClass,
    TypeFile,
    Wording,
    department,
)
from lab.values.errors import BadFile, Fault
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.text import tidy
from lab.values.yamlfile import load_yaml

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
_KEYWORD = re.compile(r"(\d{1,7})((?: [a-z_]+=[A-Za-z0-9_.-]+)*)")

Text = Annotated[str, Field(min_length=1, max_length=600), BeforeValidator(lambda text: tidy(text) if isinstance(text, str) else text)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ChoiceKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_languages(texts: Mapping[str, object], what: str) -> None:
    missing = [language for language in LANGUAGES if language not in texts]
    unknown = [language for language in texts if language not in LANGUAGES]
    if missing or unknown:
        raise ValueError(f"{what}: missing {missing}, not one of the market's languages {unknown}")


class _Names(_Model):
    """Seven names, one per language."""

    en: Text
    de: Text
    ru: Text
    es: Text
    ar: Text
    zh: Text
    pt: Text

    def plain(self) -> dict[str, str]:
        return {language: getattr(self, language) for language in NAME_LANGUAGES}


class _Range(_Model):
    low: Annotated[int, Field(ge=0, alias="from")]
    high: Annotated[int, Field(alias="to")]
    step: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "_Range":
        if self.high < self.low:
            raise ValueError("'to' must not be below 'from'")
        return self


Required = Literal["all", "none"] | list[Annotated[str, Field(pattern="^[A-Z]{2}$")]]


class _OwnAttribute(_Model):
    """An attribute that a type describes itself."""

    key: Key
    names: _Names
    kind: AttributeKind
    unit: str = ""
    range: _Range | None = None
    required_in: Required
    choices: dict[ChoiceKey, _Names] = {}
    values: list[Text] = []

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "_OwnAttribute":
        needs = {"choice": "choices", "number": "range", "text": "values", "yes_no": ""}[self.kind]
        for name in ("choices", "range", "values"):
            if bool(getattr(self, name)) != (name == needs):
                raise ValueError(f"an attribute of kind {self.kind} {'needs' if name == needs else 'has no'} '{name}'")
        return self


class _UsedAttribute(_Model):
    """An attribute of seed/catalogue/attributes.yaml, with the choices or the range that a type has."""

    use: Key
    choices: list[ChoiceKey] = []
    range: _Range | None = None
    required_in: Required


class _SharedAttribute(_Model):
    names: _Names
    kind: Literal["choice", "number", "yes_no"]
    unit: str = ""
    choices: dict[ChoiceKey, _Names] = {}


class _SharedAttributes(RootModel[dict[Key, _SharedAttribute]]):
    """seed/catalogue/attributes.yaml."""


class _Phrases(_Model):
    titles: Annotated[list[Text], Field(min_length=3)]
    bullets: Annotated[list[Text], Field(min_length=3)]
    descriptions: Annotated[list[Text], Field(min_length=1)]
    search_terms: Annotated[list[Text], Field(min_length=2)]


class _Common(_Model):
    bullets: Annotated[list[Text], Field(min_length=4)]
    descriptions: Annotated[list[Text], Field(min_length=2)]


class _Department(_Model):
    path: Annotated[str, Field(pattern="^[a-z-]+/[a-z-]+$")]
    names: _Names
    brands: Annotated[list[Text], Field(min_length=8)]
    models: Annotated[list[Text], Field(min_length=8)]
    texts: dict[str, _Common]

    @model_validator(mode="after")
    def _speaks_all_languages(self) -> "_Department":
        _check_languages(self.texts, "texts")
        for language, common in self.texts.items():
            for name in _names_in(*common.bullets, *common.descriptions):
                if name not in ("brand", "model"):
                    raise ValueError(f"texts.{language}: '{{{name}}}' is not known to every type of a department")
        return self


def _keyword_line(value: object) -> object:
    """"1300 colour=black" as volume and wants."""
    if not isinstance(value, str):
        return value
    match = _KEYWORD.fullmatch(value)
    if match is None:
        raise ValueError("a keyword is written as its searches a month and what they want: \"1300 colour=black\"")
    wants = dict(part.split("=", 1) for part in match[2].split())
    return {"volume": match[1], "wants": wants}


class _Keyword(_Model):
    volume: Annotated[int, Field(ge=1, le=10_000_000)]
    wants: dict[Key, ChoiceKey] = {}


KeywordValue = Annotated[_Keyword, BeforeValidator(_keyword_line)]


class _Type(_Model):
    key: Annotated[str, Field(pattern="^[a-z][a-z-]*$")]
    category: Annotated[str, Field(pattern="^[a-z-]+(/[a-z-]+){2}$")]
    names: _Names
    shelf: _Names
    hs6: Annotated[str, Field(pattern=r"^\d{6}$")]
    reference_price: Text
    return_class: ReturnClass
    fit_critical: bool = False
    attributes: Annotated[list[dict[str, Any]], Field(min_length=1)]
    brands: list[Text] = []
    models: list[Text] = []
    texts: dict[str, _Phrases]
    keywords: dict[str, Annotated[dict[Text, KeywordValue], Field(min_length=3)]]

    @model_validator(mode="after")
    def _speaks_all_languages(self) -> "_Type":
        _check_languages(self.texts, "texts")
        _check_languages(self.keywords, "keywords")
        for name in ("titles", "bullets", "descriptions", "search_terms"):
            counts = {len(getattr(self.texts[language], name)) for language in LANGUAGES}
            if len(counts) > 1:
                raise ValueError(f"texts: '{name}' must have as many places in every language")
        return self


class _Node(_Model):
    path: Annotated[str, Field(pattern="^[a-z-]+$")]
    names: _Names


class _Nodes(RootModel[list[_Node]]):
    """The file is a plain list of nodes."""


class _Units(_Model):
    units: dict[str, _Names]


@dataclass(frozen=True, slots=True)
class Shared:
    """What types take from elsewhere: units, shared attributes, departments by path."""

    units: Mapping[str, Mapping[str, str]]
    attributes: Mapping[str, _SharedAttribute]
    departments: Mapping[str, _Department]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All types, sorted by key, and the tree of categories they stand in."""

    types: tuple[TypeFile, ...]
    categories: Mapping[str, Category]


@cache
def load_shared(seed: Path = SEED) -> Shared:
    """What the type files refer to. Raises BadFile."""
    folder = seed / "catalogue"
    units = load_yaml(_Units, seed / "market" / "units.yaml").units
    departments = {}
    for path in sorted((folder / "departments").glob("*.yaml")):
        read = load_yaml(_Department, path)
        if path.stem != read.path.replace("/", "-"):
            raise BadFile([Fault(path.name, 1, 1, "path", f"the file of '{read.path}' is {read.path.replace('/', '-')}.yaml")])
        departments[read.path] = read
    return Shared(
        {unit: names.plain() for unit, names in units.items()},
        load_yaml(_SharedAttributes, folder / "attributes.yaml").root,
        departments,
    )


def load_type_file(path: Path, shared: Shared) -> TypeFile:
    """One product type with its patterns and keywords. Raises BadFile with all that does not fit."""
    read = load_yaml(_Type, path)
    faults: list[str] = []
    if read.key != path.stem:
        faults.append(f"key: the key must be the file's name, '{path.stem}'")
    home = shared.departments.get(department(read.category))
    if home is None:
        faults.append(f"category: there is no department '{department(read.category)}'")
    attributes = _attributes(read, shared, faults)
    _check_patterns(read, attributes, faults)
    if faults or home is None:
        raise BadFile([Fault(path.name, 1, 1, *_where(text)) for text in faults])
    type_ = ProductType(
        read.key, read.category, read.names.plain(), read.hs6, Money.parse(read.reference_price), read.return_class,
        attributes, read.fit_critical,
    )  # fmt: skip
    keywords = {
        language: tuple(KeywordLine(text, line.volume, dict(line.wants)) for text, line in read.keywords[language].items())
        for language in LANGUAGES
    }
    phrases = {language: _phrases(read.texts[language], home.texts[language]) for language in LANGUAGES}
    wording = Wording(tuple(read.brands or home.brands), tuple(read.models or home.models), phrases)
    return TypeFile(type_, read.shelf.plain(), wording, keywords)


def _where(text: str) -> tuple[str, str]:
    where, _, what = text.partition(": ")
    return where, what


def _phrases(own: _Phrases, common: _Common) -> Phrases:
    return Phrases(
        tuple(own.titles), tuple(own.bullets), tuple(own.descriptions), tuple(own.search_terms),
        tuple(common.bullets), tuple(common.descriptions),
    )  # fmt: skip


def _attributes(read: _Type, shared: Shared, faults: list[str]) -> tuple[Attribute, ...]:
    found: list[Attribute] = []
    for number, data in enumerate(read.attributes):
        where = f"attributes.{number}"
        try:
            found.append(_attribute(data, shared))
        except ValueError as error:
            reasons = getattr(error, "errors", None)
            text = "; ".join(str(part["msg"]) for part in reasons()) if reasons else str(error)
            faults.append(f"{where}: {text}")
    keys = [attribute.key for attribute in found]
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            faults.append(f"attributes: two attributes have the key '{key}'")
    return tuple(found)


def _attribute(data: Mapping[str, Any], shared: Shared) -> Attribute:
    if "use" in data:
        used = _UsedAttribute.model_validate(data)
        source = shared.attributes.get(used.use)
        if source is None:
            raise ValueError(f"there is no shared attribute '{used.use}'")
        unknown = [choice for choice in used.choices if choice not in source.choices]
        if unknown:
            raise ValueError(f"'{used.use}' has no choice {unknown}")
        if (source.kind == "choice") != bool(used.choices) or (source.kind == "number") != (used.range is not None):
            raise ValueError(f"'{used.use}' is of kind {source.kind}: a choice needs 'choices', a number needs 'range'")
        choices = {key: source.choices[key] for key in used.choices}
        own = _OwnAttribute.model_construct(
            key=used.use, names=source.names, kind=source.kind, unit=source.unit, range=used.range,
            required_in=used.required_in, choices=choices, values=[],
        )  # fmt: skip
    else:
        own = _OwnAttribute.model_validate(data)
    if own.unit and own.unit not in shared.units:
        raise ValueError(f"{own.key}: the unit '{own.unit}' is missing in seed/market/units.yaml")
    bounds = own.range
    required = own.required_in
    return Attribute(
        own.key,
        own.names.plain(),
        own.kind,
        own.unit,
        shared.units.get(own.unit, {}),
        {key: names.plain() for key, names in own.choices.items()},
        bounds.low if bounds else 0,
        bounds.high if bounds else 0,
        bounds.step if bounds else 1,
        tuple(own.values),
        () if required == "none" else (EVERYWHERE,) if required == "all" else tuple(required),
    )


def _names_in(*patterns: str) -> list[str]:
    return [name for pattern in patterns for name in _PLACEHOLDER.findall(pattern)]


def _check_patterns(read: _Type, attributes: tuple[Attribute, ...], faults: list[str]) -> None:
    """Every placeholder must be fillable, and every wish of a keyword a choice."""
    by_key = {attribute.key: attribute for attribute in attributes}
    fillable = {"brand", "model"} | {attribute.key for attribute in attributes if attribute.kind != "yes_no"}
    for language, phrases in read.texts.items():
        for name in _names_in(*phrases.titles, *phrases.bullets, *phrases.descriptions, *phrases.search_terms):
            if name not in fillable:
                faults.append(f"texts.{language}: '{{{name}}}' is no attribute that can be filled in")
    for language, keywords in read.keywords.items():
        for text, keyword in keywords.items():
            for key, choice in keyword.wants.items():
                if key not in by_key or choice not in by_key[key].choices:
                    faults.append(f"keywords.{language}: '{text}' wants {key}: {choice}, which is no choice")


def load_catalogue(seed: Path = SEED) -> Catalogue:
    """All product types and categories. Raises BadFile with the faults of all files."""
    folder = seed / "catalogue"
    shared = load_shared(seed)
    categories = {node.path: Category(node.path, node.names.plain()) for node in load_yaml(_Nodes, folder / "categories.yaml").root}
    faults: list[Fault] = []
    for path, home in shared.departments.items():
        categories[path] = Category(path, home.names.plain())
        if path.split("/")[0] not in categories:
            faults.append(Fault("categories.yaml", 1, 1, "", f"there is no category '{path.split('/')[0]}'"))
    files = []
    for path_ in sorted((folder / "types").glob("*.yaml")):
        try:
            file = load_type_file(path_, shared)
        except BadFile as error:
            faults += error.faults
            continue
        files.append(file)
        if file.type.category in categories:
            faults.append(Fault(path_.name, 1, 1, "category", f"'{file.type.category}' belongs to another type"))
        categories[file.type.category] = Category(file.type.category, file.shelf)
    if faults:
        raise BadFile(faults)
    return Catalogue(tuple(files), dict(sorted(categories.items())))
