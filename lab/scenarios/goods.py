"""What an author writes about goods must fit the catalogue, the customs table and what platforms take on sale.

Seen before anything is played, so that a slip is told at its line. A value that is drawn (`${...}`) is not known yet and passes.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from lab.customs.documents import load_kinds
from lab.customs.hs import HANDLING_FLAGS, load_codes
from lab.engine.codec import field_names
from lab.languages.phrases import phrase_pattern
from lab.languages.units import UNITS, dimension
from lab.market.authored import load_shared, load_type_file
from lab.market.catalogue import Attribute, ProductType, attribute_value_fault
from lab.scenarios.schema import PhrasesFile, ProductFile, QuantityFile
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.yamlfile import did_you_mean
from lab.world.action import ACTIONS

Path: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Path, str]
TYPES = SEED / "catalogue" / "types"
CONTENT = frozenset(field_names(ACTIONS["listing.save"]) - {"listing"})
"""What a listing that is on sale from the start may say."""
_NEEDED = {"title": "a title", "category": "a category", "images": "a main picture", "price": "a price"}


@cache
def type_named(key: str) -> ProductType | None:
    """A product type of the catalogue; None where there is none of that name."""
    return load_type_file(TYPES / f"{key}.yaml", load_shared()).type if key in type_names() else None


@cache
def type_names() -> frozenset[str]:
    return frozenset(path.stem for path in TYPES.glob("*.yaml"))


def product_faults(file: ProductFile) -> Iterator[Finding]:
    """Every fault of a product file, each with the path of the value."""
    type_ = type_named(file.type)
    if type_ is None and not _drawn(file.type):
        yield ("type",), f"there is no product type '{file.type}'{did_you_mean(file.type, type_names()) or '; all of them stand in seed/catalogue/types'}"
    yield from _money_faults(("unit_cost",), file.unit_cost)
    for number, code in enumerate(file.hs_accept):
        if not _drawn(code) and code not in load_codes():
            yield ("hs_accept", number), f"the customs table has no code '{code}'; write six digits without dots, such as {type_.hs6 if type_ else '691110'}"
    for number, flag in enumerate(file.flags):
        if flag not in HANDLING_FLAGS:
            yield ("flags", number), f"there is no handling flag '{flag}'{did_you_mean(flag, HANDLING_FLAGS)}"
    for name, paper in file.documents.items():
        if paper.kind not in load_kinds():
            yield ("documents", name, "kind"), f"there is no kind of paper '{paper.kind}'{did_you_mean(paper.kind, load_kinds())}"
        for field in ("issued_on", "valid_until"):
            yield from _day_faults(("documents", name, field), getattr(paper, field))
    if type_ is not None:
        # what is true of goods may be more than what offers are asked for: hidden things, powers, replicas
        known = {key: value for key, value in file.truth.items() if type_.attribute(key) is not None}
        yield from _attribute_faults(("truth",), known, type_)
    for place, content in file.listings.items():
        yield from _listing_faults(("listings", place), content, file, type_)


def _listing_faults(path: Path, content: Mapping[str, Any], file: ProductFile, type_: ProductType | None) -> Iterator[Finding]:
    for name in content:
        if name not in CONTENT:
            yield (*path, name, "@key"), f"a listing has no '{name}'{did_you_mean(name, CONTENT)}"
    for name, words in _NEEDED.items():
        if not content.get(name):
            yield path, f"without {words} nothing goes on sale; add '{name}'"
    yield from _money_faults((*path, "price"), content.get("price"))
    category = content.get("category")
    wanted = isinstance(category, str) and category and not _drawn(category)
    if type_ is not None and wanted and category != type_.category and category not in _shelves():
        yield (*path, "category"), f"there is no category '{category}' that holds goods; that of '{file.type}' is {type_.category}"
    attributes = content.get("attributes")
    if type_ is not None and isinstance(attributes, dict):
        yield from _attribute_faults((*path, "attributes"), attributes, type_)
    papers = content.get("documents")
    for number, name in enumerate(papers if isinstance(papers, list) else []):
        if name not in file.documents:
            yield (*path, "documents", number), f"the product has no paper '{name}'{did_you_mean(str(name), file.documents)}"


@cache
def _shelves() -> frozenset[str]:
    """The categories that hold goods; read only where somebody has written another one than that of the goods."""
    shared = load_shared()
    return frozenset(load_type_file(path, shared).type.category for path in sorted(TYPES.glob("*.yaml")))


def _attribute_faults(path: Path, values: Mapping[str, Any], type_: ProductType) -> Iterator[Finding]:
    known = {attribute.key: attribute for attribute in type_.attributes}
    for key, value in values.items():
        if key not in known:
            yield (*path, key, "@key"), f"goods of the type '{type_.key}' have no '{key}'; they have {', '.join(known)}"
        elif isinstance(value, str) and not _drawn(value) and (why := attribute_value_fault(known[key], value)):
            yield (*path, key), _value_words(known[key], value, why)


def _value_words(attribute: Attribute, value: str, why: str) -> str:
    if why == "not_a_choice":
        near = did_you_mean(value, attribute.choices) or f"; it is one of {', '.join(attribute.choices)}"
        return f"'{attribute.key}' cannot be '{value}'{near}"
    if why == "not_a_number":
        return f"'{attribute.key}' is a whole number without its unit{f' (in {attribute.unit})' if attribute.unit else ''}, not '{value}'"
    if why == "out_of_range":
        return f"'{attribute.key}' of {value} is far from what such goods have ({attribute.low} to {attribute.high}{' ' + attribute.unit if attribute.unit else ''})"
    return f"'{attribute.key}' is yes or no, not '{value}'" if why == "not_yes_or_no" else f"'{attribute.key}' is empty"


def quantity_faults(file: QuantityFile) -> Iterator[Finding]:
    """Faults of a file that holds a quantity: a number with a point, and a unit that the lab reads."""
    yield from number_faults(("value",), file.value)
    yield from unit_faults(("unit",), file.unit)


def number_faults(path: Path, value: str) -> Iterator[Finding]:
    if _drawn(value):
        return
    try:
        Fraction(value)
    except (ValueError, ZeroDivisionError):
        yield path, f"'{value}' is no number; write digits, with a point before decimals, such as 24.5"


def unit_faults(path: Path, unit: str) -> Iterator[Finding]:
    if _drawn(unit):
        return
    try:
        dimension(unit)
    except ValueError:
        yield path, f"there is no unit '{unit}'{did_you_mean(unit, UNITS)}; there are {', '.join(UNITS)}, and currencies such as EUR"


def phrase_faults(file: PhrasesFile) -> Iterator[Finding]:
    """Phrases that cannot be looked for."""
    for number, group in enumerate(file.groups):
        for place, phrase in enumerate(group):
            yield from _phrase_faults(("groups", number, place), phrase)
    for place, phrase in enumerate(file.against):
        yield from _phrase_faults(("against", place), phrase)


def _phrase_faults(path: Path, phrase: str) -> Iterator[Finding]:
    if _drawn(phrase):
        return
    try:
        phrase_pattern(phrase)
    except ValueError as error:
        yield path, str(error)


def _money_faults(path: Path, text: Any) -> Iterator[Finding]:
    if not isinstance(text, str) or not text or _drawn(text):
        return
    try:
        Money.parse(text)
    except BadInput:
        yield path, f"cannot read '{text[:40]}' as money; write it with a point and three letters, such as \"11.40 EUR\""


def _day_faults(path: Path, text: str | None) -> Iterator[Finding]:
    if not text or _drawn(text):
        return
    try:
        date.fromisoformat(text)
    except ValueError:
        yield path, f"'{text[:40]}' is no day; write year, month and day, such as 2026-05-04"


def _drawn(text: str) -> bool:
    return "${" in text
