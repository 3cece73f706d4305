"""Ordinary duty by country and HS code, at the level of chapters and headings (`seed/customs/tariffs.yaml`).

Levels for teaching, not a tariff: real ones have eight to ten digits and depend on the origin. What is charged in
the end, low-value rules and surcharges included, is worked out in `lab.customs.charges`.
"""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from lab.customs.hs import plain
from lab.values.dated import Country, Dated, Figure, Share, Source, StrictModel, in_force, load_figures, source_of
from lab.values.errors import NotFound
from lab.values.places import SEED

FILE = SEED / "customs" / "tariffs.yaml"
DEFAULT = "default"


class _Territory(StrictModel):
    regions: tuple[Country, ...]
    rates: dict[Annotated[str, Field(pattern=r"^(default|\d{2}|\d{4}|\d{6})$")], Dated[Share]]

    @model_validator(mode="after")
    def _has_default(self) -> Self:
        if DEFAULT not in self.rates:
            raise ValueError("a rate for 'default' is missing")
        return self


class TariffsFile(StrictModel):
    """`seed/customs/tariffs.yaml`."""

    sources: dict[str, str]
    territories: dict[str, _Territory]

    @model_validator(mode="after")
    def _each_country_once(self) -> Self:
        countries = [country for territory in self.territories.values() for country in territory.regions]
        if len(set(countries)) < len(countries):
            raise ValueError("a country lies in one customs territory only")
        return self


@cache
def load_tariffs(path: Path = FILE) -> TariffsFile:
    """The table. Raises BadFile for a faulty file."""
    return load_figures(TariffsFile, path)


def tariff_rate(country: str, hs_code: str, on: date) -> Fraction:
    """The share of the customs value that goods with an HS code pay in a country on a day.

    Raises NotFound for a country without a tariff here, BadInput when no rate has a value for that day.
    """
    return _figure(country, hs_code, on).value


def tariff_source(country: str, hs_code: str, on: date) -> Source:
    """Where the rate comes from. Raises as `tariff_rate`."""
    return source_of(_figure(country, hs_code, on), load_tariffs().sources)


def _figure(country: str, hs_code: str, on: date) -> Figure[Fraction]:
    for name, territory in load_tariffs().territories.items():
        if country in territory.regions:
            digits = plain(hs_code)
            key = next((digits[:n] for n in (6, 4, 2) if digits[:n] in territory.rates), DEFAULT)
            return in_force(territory.rates[key], on, f"{name}.{key}")
    raise NotFound("no_such_destination", country=country[:40])
