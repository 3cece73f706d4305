"""What may be sold where, and shipped how: bans, papers, age checks, registrations, lanes, and customs of a country.

The rules are in `seed/customs/restrictions.yaml`, each dated and with its source; they are a choice for teaching, not
the law. Which papers a category always needs stands in `lab.customs.documents`; which flags one lane refuses, in
`lab.customs.lanes`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.customs.documents import load_kinds
from lab.customs.hs import HANDLING_FLAGS, lookup, plain
from lab.values.dated import Dated, Figure, Source, StrictModel, Texts, load_figures, source_of
from lab.values.errors import BadFile, Fault
from lab.values.places import SEED

FILE = SEED / "customs" / "restrictions.yaml"
ALL = "ALL"

Kind = Literal["banned", "papers", "age_check", "registration", "lane", "cultural"]
By = Literal["hs", "flag", "category", "attribute"]
Mode = Literal["post", "courier", "dedicated_line", "express", "lorry", "rail", "sea", "air"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What of the goods a restriction rests on: the HS prefix, flag, category path or attribute that fits."""

    by: By
    value: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """A rule that holds for some goods in a country on a day.

    `words` by interface language; `documents` are kinds of papers (kind papers), `not_by` modes of carriage that do
    not take the goods (kind lane); `since` is the first day of the rule as it is now, None where it is not known.
    """

    key: str
    kind: Kind
    words: Mapping[str, str]
    rests_on: tuple[Basis, ...]
    documents: tuple[str, ...]
    not_by: tuple[Mode, ...]
    since: date | None
    source: Source


class _Condition(StrictModel):
    """On one attribute of the goods: a number above a limit, or one of some values; it fails where there is none."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    over: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")] | None = None
    is_one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.over is None) == (not self.is_one_of):
            raise ValueError("give either 'over' or 'is_one_of'")
        return self

    def holds(self, attributes: Mapping[str, str | int]) -> bool:
        value = attributes.get(self.name)
        if value is None:
            return False
        if self.over is None:
            return str(value).strip().casefold() in self.is_one_of
        number = _number(value)
        return number is not None and number > Fraction(self.over)


class _Rule(StrictModel):
    kind: Kind
    countries: tuple[Annotated[str, Field(pattern=r"^([A-Z]{2}|ALL)$")], ...]
    hs: tuple[Annotated[str, Field(pattern=r"^\d{2,6}$")], ...] = ()
    flags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    attribute: _Condition | None = None
    documents: tuple[str, ...] = ()
    not_by: tuple[Mode, ...] = ()
    words: Texts

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.countries:
            raise ValueError("a rule names its countries, or ALL")
        if not (self.hs or self.flags or self.categories or self.attribute):
            raise ValueError("a rule rests on an HS prefix, a flag, a category or an attribute")
        if unknown := [flag for flag in self.flags if flag not in HANDLING_FLAGS]:
            raise ValueError(f"unknown handling flags: {', '.join(unknown)}")
        if bool(self.documents) != (self.kind == "papers"):
            raise ValueError("documents stand in rules of the kind papers, and only there")
        if bool(self.not_by) != (self.kind == "lane"):
            raise ValueError("'not_by' stands in rules of the kind lane, and only there")
        return self


class RestrictionsFile(StrictModel):
    """`seed/customs/restrictions.yaml`; a rule without a value is lifted from the day of that entry."""

    sources: dict[str, str]
    rules: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Dated[_Rule | None]]


@cache
def load_restrictions(path: Path = FILE) -> RestrictionsFile:
    """The rules, in the order of the file. Raises BadFile, also for papers that are no kind of document."""
    file = load_figures(RestrictionsFile, path)
    kinds = load_kinds()
    faults = [
        Fault(path.name, 1, 1, f"rules.{key}.documents", f"'{document}' is no kind of document")
        for key, figures in file.rules.items()
        for figure in figures
        for document in (figure.value.documents if figure.value else ())
        if document not in kinds
    ]
    if faults:
        raise BadFile(faults)
    return file


def restrictions(
    country: str,
    on: date,
    *,
    hs_code: str = "",
    flags: Collection[str] | None = None,
    category: str = "",
    attributes: Mapping[str, str | int] | None = None,
    path: Path = FILE,
) -> tuple[Restriction, ...]:
    """Every rule that holds for goods going to a country (ISO 3166-1) on a day, in the order of the file.

    `flags` are handling flags; None takes those of the code's row in the table of codes. `category` is a path such
    as "electronics/audio/earbuds". `attributes` are those of the goods, numbers as whole numbers or text
    ("battery_wh": 37). What is left out fits no rule. () where nothing is known, also for other countries.
    """
    code = plain(hs_code)
    if flags is None:
        row = lookup(code)
        flags = row.handling_flags if row else ()
    file = load_restrictions(path)
    found = []
    for key, figures in file.rules.items():
        figure = _in_force(figures, on)
        rule = figure.value if figure else None
        if figure is None or rule is None or (ALL not in rule.countries and country not in rule.countries):
            continue
        rests_on = tuple(_rests_on(rule, code, flags, category, attributes or {}))
        if rests_on:
            source = source_of(figure, file.sources)
            found.append(
                Restriction(key, rule.kind, rule.words, rests_on, rule.documents, rule.not_by, figure.since, source)
            )
    return tuple(found)


def words_of(key: str, on: date, path: Path = FILE) -> Mapping[str, str]:
    """The words of a rule by its key, by interface language. Raises KeyError for a key that no rule has, or not on that day."""
    figure = _in_force(load_restrictions(path).rules[key], on)
    if figure is None or figure.value is None:
        raise KeyError(key)
    return figure.value.words


def is_banned(
    country: str,
    on: date,
    *,
    hs_code: str = "",
    flags: Collection[str] | None = None,
    category: str = "",
    attributes: Mapping[str, str | int] | None = None,
) -> bool:
    """Whether a rule of the kind banned holds; arguments as `restrictions`."""
    held = restrictions(country, on, hs_code=hs_code, flags=flags, category=category, attributes=attributes)
    return any(rule.kind == "banned" for rule in held)


def _in_force(figures: tuple[Figure[_Rule | None], ...], on: date) -> Figure[_Rule | None] | None:
    """The newest figure whose `since` is not after the day; None before the first: the rule did not stand yet."""
    fitting = [figure for figure in figures if figure.since is None or figure.since <= on]
    return fitting[-1] if fitting else None


def _rests_on(
    rule: _Rule, code: str, flags: Collection[str], category: str, attributes: Mapping[str, str | int]
) -> Iterator[Basis]:
    """Everything of the goods that the rule rests on; nothing where it does not hold."""
    if rule.attribute is not None and not rule.attribute.holds(attributes):
        return
    found = [Basis("hs", prefix) for prefix in rule.hs if code.startswith(prefix)]
    found += [Basis("flag", flag) for flag in rule.flags if flag in flags]
    found += [Basis("category", path) for path in rule.categories if f"{category}/".startswith(f"{path}/")]
    if not found and (rule.hs or rule.flags or rule.categories):
        return
    yield from found
    if rule.attribute is not None:
        yield Basis("attribute", rule.attribute.name)


def _number(value: str | int) -> Fraction | None:
    try:
        return Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError):
        return None
