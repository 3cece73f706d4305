"""What a country asks of a parcel at its border on one day: tax, basis of value, low-value regime, relief.

Brings two files together: `seed/customs/destinations.yaml` (countries that shoppers sit in) and
`seed/customs/elsewhere.yaml` (countries that are here for their rules only, and what happens to a parcel that comes
without the number under which the tax was collected at the sale). Every figure has source, date and confidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from lab.customs.destinations import LowValueRegime, ValueBasis, load_destinations
from lab.values.dated import Country, Dated, Share, Source, StrictModel, Texts, in_force, load_figures, source_of
from lab.values.errors import NotFound
from lab.values.places import SEED

FILE = SEED / "customs" / "elsewhere.yaml"

TaxBase = Literal["goods_freight_and_duty", "customs_value_and_duty"]
Way = Literal["tax_at_border", "ordinary", "one_rate", "nothing"]
_AT_SALE = ("duty_free_tax_at_sale", "flat_duty_tax_at_sale", "reduced_rate")


class ElsewhereRegime(LowValueRegime):
    """A low-value regime whose simple rate may also go by the goods alone, and be collected at the border."""

    collected: Literal["at_sale", "at_border"] = "at_sale"

    @model_validator(mode="after")
    def _has_a_step_for_every_value(self) -> Self:
        if self.steps and self.threshold != self.steps[-1].up_to:
            raise ValueError("the last step must reach the threshold")
        return self


class OutsideScheme(StrictModel):
    """What a parcel meets that falls under an at-sale regime but brings no number.

    `tax_at_border`: the same charges, asked at the border. `ordinary`: no relief at all. `one_rate`: `rate` on goods
    and freight in the place of duty, then the tax. `nothing`: the border asks for nothing below the limit.
    """

    way: Way
    rate: Share | None = None

    @model_validator(mode="after")
    def _has_its_rate(self) -> Self:
        if (self.way == "one_rate") != (self.rate is not None):
            raise ValueError("'one_rate', and nothing else, has a rate")
        return self


class _ElsewhereEntry(StrictModel):
    names: Texts
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    vat_name: Annotated[str, Field(min_length=1)]
    vat_rate: Dated[Share]
    vat_inside: Dated[bool]
    value_basis: Dated[ValueBasis]
    low_value: Dated[ElsewhereRegime]
    surcharge_rate: Dated[Share]
    no_border_from: Dated[tuple[Country, ...]]
    tax_base: Dated[TaxBase]
    tax_uplift: Dated[Share]


class ElsewhereFile(StrictModel):
    """`seed/customs/elsewhere.yaml`."""

    sources: dict[str, str]
    countries: dict[Country, _ElsewhereEntry]
    outside_scheme: dict[Country, Dated[OutsideScheme]]


@dataclass(frozen=True, slots=True)
class Border:
    """The rules of one country on one day; fields as in `lab.customs.destinations.Destination`.

    `tax_base` says what import tax is taken on; `tax_uplift` is the share of the customs value that is added to it in
    an ordinary declaration. `at_sale` says whether charges under the limit are collected at the sale, and
    `outside_scheme` what follows without the number. `sources` are by the names of the fields.
    """

    country: str
    on: date
    names: Mapping[str, str]
    currency: str
    vat_name: str
    vat_rate: Fraction
    vat_inside: bool
    value_basis: ValueBasis
    low_value: LowValueRegime
    surcharge_rate: Fraction
    no_border_from: tuple[str, ...]
    tax_base: TaxBase
    tax_uplift: Fraction
    at_sale: bool
    outside_scheme: OutsideScheme
    sources: Mapping[str, Source]


@cache
def load_elsewhere(path: Path = FILE) -> ElsewhereFile:
    """The table of other countries. Raises BadFile for a faulty file."""
    return load_figures(ElsewhereFile, path)


def border_countries() -> tuple[str, ...]:
    """Every country whose rules are known: those that shoppers sit in, then the others, in the order of the files."""
    elsewhere = load_elsewhere().countries
    return (*load_destinations(date.max), *elsewhere)


@lru_cache(maxsize=512)
def load_border(country: str, on: date) -> Border:
    """The rules of a country on a day.

    Raises NotFound for a country that neither file has, BadInput when a figure has no value for that day.
    """
    file = load_elsewhere()
    if country in file.countries:
        entry = file.countries[country]
        values, sources = _resolve(entry, on, country, file.sources)
        regime: LowValueRegime = values["low_value"]
        at_sale = regime.kind in _AT_SALE and _collects_at_sale(regime)
    else:
        destination = load_destinations(on).get(country)
        if destination is None:
            raise NotFound("no_such_destination", country=country[:40])
        names = [field for field in _ElsewhereEntry.model_fields if field not in ("tax_base", "tax_uplift")]
        values = {name: getattr(destination, name) for name in names}
        values |= {"tax_base": "goods_freight_and_duty", "tax_uplift": Fraction(0)}
        sources = dict(destination.sources)
        at_sale = destination.low_value.kind in _AT_SALE and _collects_at_sale(destination.low_value)
    outside, outside_source = OutsideScheme(way="tax_at_border"), None
    if country in file.outside_scheme:
        figure = in_force(file.outside_scheme[country], on, f"{country}.outside_scheme")
        outside, outside_source = figure.value, source_of(figure, file.sources)
    if outside_source is not None:
        sources["outside_scheme"] = outside_source
    return Border(country=country, on=on, at_sale=at_sale, outside_scheme=outside, sources=sources, **values)


def _collects_at_sale(regime: LowValueRegime) -> bool:
    """Whether a simple rate is paid at the sale: not under a courier scheme, nor where the file says at the border."""
    if isinstance(regime, ElsewhereRegime) and regime.collected == "at_border":
        return False
    return not regime.courier_scheme


def _resolve(
    entry: _ElsewhereEntry, on: date, country: str, known: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Source]]:
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for name in _ElsewhereEntry.model_fields:
        data = getattr(entry, name)
        if isinstance(data, tuple):
            figure = in_force(data, on, f"{country}.{name}")
            values[name] = figure.value
            sources[name] = source_of(figure, known)
        else:
            values[name] = data
    return values, sources
