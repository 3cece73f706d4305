"""The countries that shoppers sit in: currency, import tax, low-value regime, languages, days of rest.

`seed/customs/destinations.yaml` holds the figures, each with source, date and confidence; the one in force on
the day asked for is chosen. What a parcel is charged is worked out in `lab.customs.charges`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from lab.values.dated import (
    Amount,
    Country,
    Dated,
    Figure,
    Share,
    Source,
    StrictModel,
    in_force,
    load_figures,
    source_of,
)
from lab.values.errors import NotFound
from lab.values.money import Money
from lab.values.places import SEED

FILE = SEED / "customs" / "destinations.yaml"
NAME_LANGUAGES = ("en", "de", "ru", "zh", "ar", "es", "pt", "kk")

ValueBasis = Literal["CIF", "FOB"]
RegimeKind = Literal[
    "duty_free_tax_at_sale",
    "duty_free_tax_at_import",
    "duty_and_tax_free",
    "flat_duty_tax_at_sale",
    "duty_free_limit_value_and_weight",
    "reduced_rate",
    "none",
]
Permille = Annotated[int, Field(ge=0, le=1000)]


class RateStep(StrictModel):
    """A simple rate up to a customs value: the value times `rate`, less `deduct`."""

    up_to: Amount
    rate: Share
    deduct: Amount


class LowValueRegime(StrictModel):
    """What a small parcel is let off, or how it is charged instead.

    `threshold` is compared with the goods alone or with goods and freight, as `measured_on` says; a parcel at
    the threshold is still under it. `flat_duty` is for each tariff line. `over_rate` is charged over the
    threshold instead of the tariff, on the whole value or on the excess, and is at least `over_min_per_kg`.
    Under a `courier_scheme` the simple rate takes the place of duty and import tax, and the courier collects it.
    """

    kind: RegimeKind
    threshold: Amount | None = None
    measured_on: Literal["goods", "goods_and_freight"] = "goods"
    max_weight_g: int | None = None
    flat_duty: Amount | None = None
    steps: tuple[RateStep, ...] = ()
    courier_scheme: bool = False
    over_rate: Share | None = None
    over_on: Literal["whole", "excess"] = "whole"
    over_min_per_kg: Amount | None = None
    over_vat: bool = True
    rule: Annotated[str, Field(min_length=20)]

    @model_validator(mode="after")
    def _has_a_step_for_every_value(self) -> Self:
        if self.steps and (self.measured_on != "goods_and_freight" or self.threshold != self.steps[-1].up_to):
            raise ValueError("steps go by goods and freight, and the last must reach the threshold")
        return self


@dataclass(frozen=True, slots=True)
class Destination:
    """One country on one day. `languages` gives shoppers' shares in permille, adding up to 1000.

    `own_language_need` is how many shoppers of 1000 buy in their own language only; `population_share` how
    many visits of 1000 come from here; `weekend_days` are ISO weekdays (Monday is 1). With `vat_inside` the
    tax is a share of the price that includes it. Goods from `no_border_from` cross no customs border.
    `surcharge_rate` is a duty on top of the tariff, whatever the goods. `on` is the day the figures are for.
    """

    country: str
    on: date
    file: Path
    currency: str
    names: Mapping[str, str]
    vat_rate: Fraction
    vat_name: str
    vat_inside: bool
    value_basis: ValueBasis
    low_value: LowValueRegime
    surcharge_rate: Fraction
    no_border_from: tuple[str, ...]
    languages: Mapping[str, int]
    own_language_need: int
    population_share: int
    weekend_days: tuple[int, ...]
    sources: Mapping[str, Source]

    @property
    def low_value_threshold(self) -> Money | None:
        return self.low_value.threshold

    def at(self, on: date) -> "Destination":
        """The same destination on another day; a run may last beyond a change of the law."""
        return self if on == self.on else load_destination(self.country, on, self.file)

    def source_of(self, name: str) -> Source:
        """Where the figure of a field comes from. Raises NotFound for a name without a figure."""
        if name not in self.sources:
            raise NotFound("no_such_figure", name=name)
        return self.sources[name]


def load_destinations(on: date, path: Path = FILE) -> dict[str, Destination]:
    """Every destination as it is on a day, by country, in the order of the file.

    Raises BadFile for a faulty file and BadInput when a figure has no value for that day.
    """
    return dict(_resolve_all(on, path))


def load_destination(country: str, on: date, path: Path = FILE) -> Destination:
    """One destination as it is on a day. Raises NotFound for a country that the lab does not deliver to."""
    found = _resolve_all(on, path).get(country)
    if found is None:
        raise NotFound("no_such_destination", country=country[:40])
    return found


def _has_names(names: dict[str, str]) -> dict[str, str]:
    missing = [code for code in NAME_LANGUAGES if not names.get(code)]
    if missing:
        raise ValueError(f"the name is missing in: {', '.join(missing)}")
    return names


def _adds_up(shares: dict[str, int]) -> dict[str, int]:
    if sum(shares.values()) != 1000:
        raise ValueError(f"the shares must add up to 1000; these add up to {sum(shares.values())}")
    return shares


class DestinationEntry(StrictModel):
    """A destination as an author writes it; figures are named as in `Destination`."""

    names: Annotated[dict[str, str], AfterValidator(_has_names)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    vat_name: Annotated[str, Field(min_length=1)]
    vat_rate: Dated[Share]
    vat_inside: Dated[bool]
    value_basis: Dated[ValueBasis]
    low_value: Dated[LowValueRegime]
    surcharge_rate: Dated[Share]
    no_border_from: Dated[tuple[Country, ...]]
    languages: Dated[Annotated[dict[str, Permille], AfterValidator(_adds_up)]]
    own_language_need: Dated[Permille]
    population_share: Dated[Permille]
    weekend_days: Dated[tuple[Annotated[int, Field(ge=1, le=7)], ...]]


class DestinationsFile(StrictModel):
    """`seed/customs/destinations.yaml`."""

    sources: dict[str, str]
    destinations: dict[Country, DestinationEntry]


@cache
def _read(path: Path) -> DestinationsFile:
    return load_figures(DestinationsFile, path)


@lru_cache(maxsize=256)
def _resolve_all(on: date, path: Path) -> dict[str, Destination]:
    file = _read(path)
    return {country: _resolve(country, entry, file, on, path) for country, entry in file.destinations.items()}


def _resolve(country: str, entry: DestinationEntry, file: DestinationsFile, on: date, path: Path) -> Destination:
    values: dict[str, Any] = {"country": country, "on": on, "file": path}
    sources: dict[str, Source] = {}
    for name in DestinationEntry.model_fields:
        data = getattr(entry, name)
        if isinstance(data, tuple):
            figure: Figure[Any] = in_force(data, on, f"{country}.{name}")
            values[name] = figure.value
            sources[name] = source_of(figure, file.sources)
        else:
            values[name] = data
    return Destination(**values, sources=sources)
