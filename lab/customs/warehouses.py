"""Stock kept abroad: freight to a warehouse, what receiving, storing and packing cost there.

The data is in `seed/carriers/freight.yaml` and `seed/carriers/warehouses.yaml`; days have sources where they are
stated, prices are teaching values. From a warehouse a parcel goes on a lane that starts in its country. Freight is
paid in the currency of the country it starts from, a warehouse in that of its own; `lab.customs.exchange` converts.
Not here: duty and import tax on the stock (`lab.customs.charges`), how much stock lies where (`lab.world`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.customs.lanes import Days, fuel_on, one_currency
from lab.customs.postage import (
    KG,
    Carriage,
    Limits,
    PerWeight,
    Quote,
    QuoteLine,
    Tariff,
    bill,
    billed_g,
    carriage_lines,
    volumetric_g,
)
from lab.values.dated import Amount, Country, Dated, Figure, Share, Source, StrictModel, Texts, load_figures, source_of
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.values.places import SEED

WAREHOUSES_FILE = SEED / "carriers" / "warehouses.yaml"
FREIGHT_FILE = SEED / "carriers" / "freight.yaml"
MM3_PER_M3 = 10**9
_Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Inbound(StrictModel):
    """The fee for taking goods in: so much for each kilogram by the gram, or for each piece."""

    fee: Amount
    per: Literal["kg", "piece"]


class Storage(StrictModel):
    """Rent after `free_days`: `per_1000` for a thousand cubic metre days, so that a day's rent may be a part of a cent."""

    per_1000: Amount
    free_days: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A place for stock. `receiving_*` are days from the lorry at the gate to goods that can be sold.

    `pick_fee` is for each parcel picked and packed, its carton and label included; postage is extra.
    """

    key: str
    names: Mapping[str, str]
    country: str
    city: Mapping[str, str]
    operator: Literal["own", "third_party"]
    inbound: Inbound
    storage: Storage
    pick_fee: Money
    receiving_min: int
    receiving_max: int
    price_source: Source
    receiving_source: Source

    @property
    def currency(self) -> str:
        return self.pick_fee.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightLane(Tariff):
    """A way for stock from one country's seller or maker to a warehouse in another; days are gate to gate."""

    names: Mapping[str, str]
    from_country: str
    to_country: str
    days_min: int
    days_max: int
    clearance_fee: Money
    goods_refused: tuple[str, ...]
    days_source: Source
    price_source: Source
    goods_source: Source


class _Fees(StrictModel):
    inbound: Inbound
    storage: Storage
    pick: Amount

    @model_validator(mode="after")
    def _in_one_currency(self) -> Self:
        one_currency((self.inbound.fee, self.storage.per_1000, self.pick))
        return self


class _WarehouseEntry(StrictModel):
    names: Texts
    from_: Annotated[Country, Field(alias="from")]
    place: Figure[Texts]
    operator: Figure[Literal["own", "third_party"]]
    fees: Figure[_Fees]
    receiving: Figure[Days]


class WarehousesFile(StrictModel):
    """`seed/carriers/warehouses.yaml`."""

    sources: dict[str, str]
    warehouses: dict[_Key, _WarehouseEntry]


class _FreightEntry(StrictModel):
    names: Texts
    from_: Annotated[Country, Field(alias="from")]
    regions: Annotated[tuple[Country, ...], Field(min_length=1, max_length=1)]
    days: Figure[Days]
    carriage: Figure[Carriage]
    limits: Figure[Limits]
    by_weight: Figure[PerWeight]
    fuel: Dated[Share] | None = None
    clearance: Figure[Amount]
    goods_refused: Figure[tuple[str, ...]]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        one_currency(self._amounts())
        if self.limits.value.max_weight_g is None:
            raise ValueError("limits must name a max_weight_g")
        return self

    def _amounts(self) -> Iterator[Money]:
        yield from self.by_weight.value.amounts()
        yield self.clearance.value


class FreightFile(StrictModel):
    """`seed/carriers/freight.yaml`."""

    sources: dict[str, str]
    freight: dict[_Key, _FreightEntry]


@cache
def _load_warehouses(path: Path) -> dict[str, Warehouse]:
    file = load_figures(WarehousesFile, path)
    return {key: _warehouse(key, entry, file.sources) for key, entry in file.warehouses.items()}


def load_warehouses(path: Path = WAREHOUSES_FILE) -> dict[str, Warehouse]:
    """Every warehouse by its key, in the order of the file. Raises BadFile."""
    return dict(_load_warehouses(path))


def _warehouse(key: str, entry: _WarehouseEntry, sources: Mapping[str, str]) -> Warehouse:
    fees = entry.fees.value
    return Warehouse(
        key=key,
        names=entry.names,
        country=entry.from_,
        city=entry.place.value,
        operator=entry.operator.value,
        inbound=fees.inbound,
        storage=fees.storage,
        pick_fee=fees.pick,
        receiving_min=entry.receiving.value.from_,
        receiving_max=entry.receiving.value.to,
        price_source=source_of(entry.fees, sources),
        receiving_source=source_of(entry.receiving, sources),
    )


@cache
def _load_freight(path: Path, on: date | None) -> dict[str, FreightLane]:
    file = load_figures(FreightFile, path)
    return {key: _freight_lane(key, entry, file.sources, on) for key, entry in file.freight.items()}


def load_freight(path: Path = FREIGHT_FILE, on: date | None = None) -> dict[str, FreightLane]:
    """Every freight lane by its key, in the order of the file; `on` as in `load_lanes`. Raises BadFile."""
    return dict(_load_freight(path, on))


def _freight_lane(key: str, entry: _FreightEntry, sources: Mapping[str, str], on: date | None) -> FreightLane:
    limits = entry.limits.value
    assert limits.max_weight_g is not None, "the schema asks for it"
    return FreightLane(
        key=key,
        names=entry.names,
        from_country=entry.from_,
        to_country=entry.regions[0],
        days_min=entry.days.value.from_,
        days_max=entry.days.value.to,
        curve=entry.by_weight.value,
        max_weight_g=limits.max_weight_g,
        carriage=entry.carriage.value,
        limits=limits,
        fuel=fuel_on(entry.fuel, on, key),
        clearance_fee=entry.clearance.value,
        goods_refused=entry.goods_refused.value,
        days_source=source_of(entry.days, sources),
        price_source=source_of(entry.by_weight, sources),
        goods_source=source_of(entry.goods_refused, sources),
    )


def freight_quote(lane: FreightLane, weight_g: int, volume_mm3: int) -> Quote:
    """The bill of one consignment of stock: carriage, fuel, and one fee for the customs clearance, in the lane's currency.

    `weight_g` and `volume_mm3` are of the whole consignment, cartons included. Duty and import tax are extra.
    Raises BadInput `freight_without_weight`, `freight_without_volume` or `parcel_too_heavy`.
    """
    if weight_g < 1:
        raise BadInput("freight_without_weight", weight_g=weight_g)
    if volume_mm3 < 1:
        raise BadInput("freight_without_volume", volume_mm3=volume_mm3)
    if weight_g > lane.max_weight_g:
        raise BadInput("parcel_too_heavy", lane=lane.key, weight_g=weight_g, max_weight_g=lane.max_weight_g)
    by_volume_g = volumetric_g(lane, volume_mm3)
    grams = billed_g(lane, weight_g, by_volume_g)
    lines = [*carriage_lines(lane, grams), QuoteLine("clearance", lane.clearance_fee, "freight_clearance", {})]
    return bill(lane, lines, grams, by_volume_g > max(weight_g, lane.carriage.least_g))


def inbound_fee(warehouse: Warehouse, weight_g: int, pieces: int) -> Money:
    """What taking in a consignment of so many grams and pieces costs, rounded half up. Raises BadInput below 0."""
    _not_below_nought(weight_g=weight_g, pieces=pieces)
    if warehouse.inbound.per == "piece":
        return warehouse.inbound.fee.times(pieces)
    return warehouse.inbound.fee.times(Fraction(weight_g, KG))


def storage_fee(warehouse: Warehouse, volume_mm3: int, pieces: int, days: int) -> Money:
    """The rent of `pieces` of `volume_mm3` each that have lain for `days` since they came, rounded half up.

    The first `free_days` cost nothing. For a bill by the month, take the fee up to its end less that up to its
    beginning. Raises BadInput below 0.
    """
    _not_below_nought(volume_mm3=volume_mm3, pieces=pieces, days=days)
    paid = max(0, days - warehouse.storage.free_days)
    return warehouse.storage.per_1000.times(Fraction(volume_mm3 * pieces * paid, MM3_PER_M3 * 1000))


def _not_below_nought(**figures: int) -> None:
    for name, figure in figures.items():
        if figure < 0:
            raise BadInput("figure_below_nought", name=name, found=figure)
