"""What stands beside the editor of a scenario: check types, keys, actions, places, shops, product types and photos, searchable.

Made from the code and the author files themselves, in the words of the format; nothing here has to be kept up by hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from flask_babel import gettext as _
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from lab.checks.catalogue import check_types
from lab.engine.codec import HOMES
from lab.grading.check import Check
from lab.images.negatives import known_assets
from lab.market.base import Market
from lab.messages.phrasebook import letter_languages
from lab.platforms.profile import load_platforms
from lab.scenarios.schema import PhrasesFile, ProductFile, QuantityFile, RecipeFile, ScenarioFile, ShopFile
from lab.school.rubrics import RubricFile
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.text import chosen
from lab.values.yamlfile import load_yaml
from lab.world.action import ACTIONS

MOST = 24
"""Entries that a search shows."""
KINDS = ("check", "key", "action", "place", "shop", "type", "photo", "language")
assert HOMES  # loading that module fills ACTIONS


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an author may name. `rows`: its fields, whether they are needed, and what they hold; `example` can be put in."""

    kind: str
    name: str
    text: str = ""
    rows: tuple[tuple[str, bool, str], ...] = ()
    example: str = ""

    def is_like(self, words: list[str]) -> bool:
        """Whether every word stands somewhere in it."""
        everything = f"{self.name} {self.text} {' '.join(row[0] for row in self.rows)}".casefold()
        return all(word in everything for word in words)


def kind_names() -> dict[str, str]:
    """What the kinds are called, in the page's language."""
    return {
        "check": _("Check types"), "key": _("Keys of the format"), "action": _("Actions of a step"), "place": _("Places of sale"),
        "shop": _("Starting shops"), "type": _("Product types"), "photo": _("Photos of the darkroom"), "language": _("Languages of buyers"),
    }  # fmt: skip


def search(words: str, kind: str, on: date, market: Market, language: str) -> tuple[list[Entry], int]:
    """The entries that fit, at most `MOST`, those whose name begins so first; and how many there are in all."""
    wanted = words.casefold().split()
    found = [entry for entry in entries(on, market, language) if (not kind or entry.kind == kind) and entry.is_like(wanted)]
    if wanted:
        found.sort(key=lambda entry: (wanted[0] not in entry.name.casefold(), KINDS.index(entry.kind)))
    return found[:MOST], len(found)


def entries(on: date, market: Market, language: str) -> list[Entry]:
    """Everything, kind by kind. `on` is the day whose rules are in force."""
    return [*_checks(), *_keys(), *_actions(), *_places(on), *_shops(language), *_types(market, language), *_photos(), *_languages()]


@cache
def _checks() -> tuple[Entry, ...]:
    common = set(Check.model_fields)
    found = []
    for name, cls in check_types().items():
        text = " ".join((cls.__doc__ or "").split())
        if cls.only_loses:
            text += " It can only lose points, so it must name other checks in 'needs'."
        own = [(field, info) for field, info in cls.model_fields.items() if field not in common]
        rows = tuple((info.alias or field, info.is_required(), _held(info)) for field, info in own)
        asked = "".join(f", {info.alias or field}: {_sample(info)}" for field, info in own if info.is_required())
        needs = ", needs: [other_check]" if cls.only_loses else ""
        example = f"- {{id: my_check, task: my_task, check: {name}, on: [my_target]{asked}{needs}, points: 1}}"
        found.append(Entry("check", name, text, rows, example))
    rows = tuple((info.alias or field, info.is_required(), _held(info)) for field, info in Check.model_fields.items())
    return (Entry("check", "common fields", "What every check may say.", rows), *found)


@cache
def _keys() -> tuple[Entry, ...]:
    found: list[Entry] = []
    seen: set[type[BaseModel]] = set()
    for name, model in (
        ("scenario.yaml", ScenarioFile), ("a file of products/", ProductFile), ("a file of pictures/recipes/", RecipeFile),
        ("a file of rubrics/", RubricFile), ("a file named by value_from", QuantityFile), ("a file named by text_from", PhrasesFile),
    ):  # fmt: skip
        found += _model_entries(name, model, seen)
    return tuple(found)


def _model_entries(name: str, model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[Entry]:
    """A model's keys, then those of the models inside it, each once under the key where it comes first."""
    if model in seen:
        return
    seen.add(model)
    own = model.__doc__ if model.__doc__ and not model.__doc__.startswith("!abstract") else ""
    rows = tuple((info.alias or field, info.is_required(), _held(info)) for field, info in model.model_fields.items())
    yield Entry("key", name, " ".join((own or "").split()), rows)
    for field, info in model.model_fields.items():
        for inner in _models_in(info.annotation):
            key = info.alias or field
            yield from _model_entries(key if name.startswith(("scenario", "a file")) else f"{name}.{key}", inner, seen)


@cache
def _actions() -> tuple[Entry, ...]:
    found = []
    for name, cls in sorted(ACTIONS.items()):
        text = " ".join((cls.__doc__ or "").split())
        if cls.about:
            text += f" What stands in 'on' is its {cls.about}."
        if cls.body:
            text += f" A .txt file in 'with' is its {cls.body}."
        rows = tuple(
            (field.name, field.default is MISSING and field.default_factory is MISSING, _type_text(field.type))
            for field in fields(cls)  # type: ignore[arg-type]
            if field.name != cls.about
        )
        on = f", on: {'my_' + cls.about}" if cls.about else ""
        contents = ', with: solution/my_text.txt' if cls.body else ", with: solution/my_contents.yaml" if rows else ""
        found.append(Entry("action", name, text, rows, f'- {{id: my_step, at: "+1h", do: {name}{on}{contents}}}'))
    return tuple(found)


@cache
def _places(on: date) -> tuple[Entry, ...]:
    return tuple(
        Entry("place", f"{key}/{country}", f"{profile.display_name}, {country}; {', '.join(market.languages)}")
        for key, profile in load_platforms(on).items()
        for country, market in profile.markets.items()
    )


@cache
def _shop_files() -> Mapping[str, ShopFile]:
    return {path.parent.name: load_yaml(ShopFile, path) for path in sorted((SEED / "shops").glob("*/shop.yaml"))}


def _shops(language: str) -> Iterator[Entry]:
    for name, shop in _shop_files().items():
        goods = tuple((sku, False, f"{chosen(product.names, language)} ({product.type})") for sku, product in shop.products.items())
        on_sale = ", ".join(sorted({listing.on.rpartition("/")[0] for listing in shop.listings}))
        text = f"{shop.name}, in {shop.home}, keeps its books in {shop.currency}."
        if on_sale:
            text += f" On sale from the start: {on_sale}."
        yield Entry("shop", f"{name}@{shop.version}", text, goods, f"base: {name}@{shop.version}")


def _types(market: Market, language: str) -> Iterator[Entry]:
    for key, kind in market.types.items():
        rows = tuple(
            (one.key, bool(one.required_in), f"{chosen(one.names, language)}{_choices(one.choices)}{f' ({one.unit})' if one.unit else ''}")
            for one in kind.attributes
        )
        yield Entry("type", key, f"{chosen(kind.names, language)}; {kind.category}; {kind.hs6}; {kind.reference_price}", rows, f"type: {key}")


def _choices(choices: Mapping[str, object]) -> str:
    return f": {', '.join(choices)}" if choices else ""


@cache
def _photos() -> tuple[Entry, ...]:
    return tuple(Entry("photo", asset, "", (), f"{{photo: {asset}}}") for asset in known_assets())


@cache
def _languages() -> tuple[Entry, ...]:
    return tuple(Entry("language", code, "Buyers write in it, and the phrasebook has letters for it.") for code in letter_languages())


def _held(info: FieldInfo) -> str:
    """What a field holds, and what it is when it is left out."""
    kind = _type_text(info.annotation)
    if example := _example(info):
        kind = f"like {example}"
    if info.is_required() or info.default is None or info.default is PydanticUndefined:
        return kind
    default = info.default
    return kind if isinstance(default, (tuple, dict, BaseModel)) and not default else f"{kind}; {_plain(default)}"


def _example(info: FieldInfo) -> str:
    """How a value is written that has a form of its own, such as a moment or an amount."""
    for note in info.metadata:
        if isinstance(note, WithJsonSchema) and note.json_schema is not None and note.json_schema.get("examples"):
            return str(note.json_schema["examples"][0])
    return ""


def _plain(default: object) -> str:
    if isinstance(default, BaseModel):
        return ""
    return str(default)


def _type_text(kind: Any) -> str:
    """A type in the words of an author: what may be written."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " | ".join(map(str, inner))
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(_type_text(one) for one in inner if one is not type(None)))
    if origin is not None and hasattr(kind, "__metadata__"):
        return _type_text(inner[0])
    if origin in (tuple, list, set, frozenset):
        return f"list of {_type_text(inner[0])}" if inner else "list"
    if origin is dict or str(origin).endswith("Mapping"):
        return f"{_type_text(inner[0])}: {_type_text(inner[1])}" if inner else "mapping"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "mapping: " + ", ".join(info.alias or name for name, info in kind.model_fields.items())
    if isinstance(kind, type) and is_dataclass(kind) and kind is not Money:
        return "mapping: " + ", ".join(field.name for field in fields(kind))
    name = getattr(kind, "__name__", str(kind)).rpartition(".")[2]
    return {"str": "text", "int": "whole number", "bool": "true | false", "Fraction": "share", "Money": "amount", "Any": "anything"}.get(name, name)


def _sample(info: FieldInfo) -> str:
    """Something that stands for a value in an example."""
    if example := _example(info):
        return f'"{example}"'
    text = _type_text(info.annotation)
    if " | " in text and not text.startswith("list"):
        return text.partition(" | ")[0]
    if text.startswith("list"):
        return "[...]"
    return "1" if text == "whole number" else "{...}" if ":" in text else "..."


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found.append(annotation)
    for part in get_args(annotation):
        found += _models_in(part)
    return found
