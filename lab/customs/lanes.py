"""Lanes: a carrier's service from one country to some others, with days, tariff, and tracking numbers.

The data is in `seed/carriers/lanes.yaml`; days have sources, prices are teaching values. Tracking numbers follow
UPU S10 (two letters, eight digits, check digit, country) or the GS1 serial shipping container code.
A lane is priced in one currency, which need not be the shop's. How a price comes about is in `lab.customs.postage`.
Not here: how long one parcel really takes (`lab.orders`); freight to warehouses (`lab.customs.warehouses`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.customs.postage import Carriage, FirstAndSteps, Limits, PerWeight, PriceStep, RemoteFee, Tariff, quote
from lab.values.chance import below, mix64
from lab.values.dated import (
    Amount,
    Country,
    Dated,
    Figure,
    Share,
    Source,
    StrictModel,
    Texts,
    in_force,
    load_figures,
    source_of,
)
from lab.values.money import Money
from lab.values.places import SEED

FILE = SEED / "carriers" / "lanes.yaml"
TrackingCheck = Literal["s10", "gs1", "none"]
USUAL_G = (100, 250, 500, 1000, 2000, 5000, 10000, 20000)
"""Weights at which a curve is shown."""
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Tariff):
    """One service. Days are from hand-over to the door; `goods_refused` are handling flags of HS codes.

    In `tracking_pattern` a `#` is a digit; with the check s10 or gs1 the last `#` is the check digit.
    `insured_up_to` is what the carrier pays at most for a lost parcel, None for nothing.
    """

    names: Mapping[str, str]
    from_country: str
    regions: tuple[str, ...]
    days_min: int
    days_max: int
    tracked: bool
    customs_form: bool
    tracking_pattern: str | None
    tracking_check: TrackingCheck
    goods_refused: tuple[str, ...]
    insured_up_to: Money | None
    days_source: Source
    price_source: Source
    goods_source: Source


class Days(StrictModel):
    """From and to, both included, in days."""

    from_: Annotated[int, Field(alias="from", ge=0)]
    to: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise ValueError("'to' must not be less than 'from'")
        return self


class _Step(StrictModel):
    up_to_g: Annotated[int, Field(gt=0)]
    price: Amount


class _LaneEntry(StrictModel):
    names: Texts
    from_: Annotated[Country, Field(alias="from")]
    regions: tuple[Country, ...]
    days: Figure[Days]
    tracked: bool
    customs_form: bool
    prices: Figure[tuple[_Step, ...]] | None = None
    first_and_steps: Figure[FirstAndSteps] | None = None
    by_weight: Figure[PerWeight] | None = None
    carriage: Figure[Carriage] | None = None
    limits: Figure[Limits] | None = None
    fuel: Dated[Share] | None = None
    remote: Figure[RemoteFee] | None = None
    remote_postcodes: Figure[dict[Country, tuple[str, ...]]] | None = None
    insured_up_to: Figure[Amount] | None = None
    tracking_pattern: str | None = None
    tracking_check: TrackingCheck = "none"
    goods_refused: Figure[tuple[str, ...]]

    @property
    def curve(self) -> Figure[FirstAndSteps] | Figure[PerWeight] | None:
        return self.first_and_steps or self.by_weight

    @model_validator(mode="after")
    def _is_priced(self) -> Self:
        if sum(way is not None for way in (self.prices, self.first_and_steps, self.by_weight)) != 1:
            raise ValueError("a lane has exactly one of prices, first_and_steps and by_weight")
        steps = self.prices.value if self.prices else ()
        if not self.regions or (self.prices and not steps):
            raise ValueError("regions and prices must not be empty")
        if any(heavier.up_to_g <= lighter.up_to_g for lighter, heavier in pairwise(steps)):
            raise ValueError("the price steps must go up in weight")
        limit = self.limits.value.max_weight_g if self.limits else None
        if bool(steps) == (limit is not None):
            raise ValueError("limits name a max_weight_g where there are no price steps, and only there")
        if (self.remote is None) != (self.remote_postcodes is None):
            raise ValueError("remote and remote_postcodes go together")
        one_currency(self._amounts())
        return self

    def _amounts(self) -> Iterator[Money]:
        if self.prices is not None:
            yield from (step.price for step in self.prices.value)
        if self.curve is not None:
            yield from self.curve.value.amounts()
        if self.remote is not None:
            yield from (self.remote.value.per_kg, self.remote.value.at_least)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.tracked == (self.tracking_pattern is None):
            raise ValueError("a tracked lane has a tracking_pattern, an untracked one has none")
        shape = {"s10": r"[A-Z]{2}#{9}[A-Z]{2}", "gs1": r"00[0-9#]{17}#", "none": r".*"}[self.tracking_check]
        if not re.fullmatch(shape, self.tracking_pattern or ""):
            raise ValueError(f"the tracking_pattern does not have the shape of {self.tracking_check}")
        return self


class LanesFile(StrictModel):
    """`seed/carriers/lanes.yaml`."""

    sources: dict[str, str]
    lanes: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], _LaneEntry]


def one_currency(amounts: Iterable[Money]) -> None:
    """Raises ValueError for amounts in more than one currency."""
    currencies = sorted({amount.currency for amount in amounts})
    if len(currencies) > 1:
        raise ValueError(f"prices must be in one currency, not in {', '.join(currencies)}")


@cache
def _read(path: Path) -> LanesFile:
    return load_figures(LanesFile, path)


@cache
def _load(path: Path, on: date | None) -> dict[str, Lane]:
    file = _read(path)
    return {key: _lane(key, entry, file.sources, on) for key, entry in file.lanes.items()}


def load_lanes(path: Path = FILE, on: date | None = None) -> dict[str, Lane]:
    """Every lane by its key, in the order of the file, with the fuel surcharge in force on a day.

    Without a day the first surcharge of the file holds, so that a later one changes no price. Raises BadFile.
    """
    return dict(_load(path, on))


def fuel_on(figures: tuple[Figure[Fraction], ...] | None, on: date | None, key: str) -> Fraction:
    """The fuel surcharge in force on a day, the first one without a day, 0 if there is none."""
    if figures is None:
        return Fraction(0)
    return (figures[0] if on is None else in_force(figures, on, f"{key}.fuel")).value


def _lane(key: str, entry: _LaneEntry, sources: Mapping[str, str], on: date | None) -> Lane:
    prices = entry.prices or entry.curve
    assert prices is not None, "the schema asks for one of them"
    steps = tuple(PriceStep(step.up_to_g, step.price) for step in entry.prices.value) if entry.prices else ()
    limits = entry.limits.value if entry.limits else Limits()
    return Lane(
        key=key,
        names=entry.names,
        from_country=entry.from_,
        regions=entry.regions,
        days_min=entry.days.value.from_,
        days_max=entry.days.value.to,
        tracked=entry.tracked,
        customs_form=entry.customs_form,
        price_steps=steps,
        curve=entry.curve.value if entry.curve else None,
        max_weight_g=limits.max_weight_g or steps[-1].up_to_g,
        carriage=entry.carriage.value if entry.carriage else Carriage(mode="post"),
        limits=limits,
        fuel=fuel_on(entry.fuel, on, key),
        remote=entry.remote.value if entry.remote else None,
        remote_postcodes=entry.remote_postcodes.value if entry.remote_postcodes else {},
        tracking_pattern=entry.tracking_pattern,
        tracking_check=entry.tracking_check,
        goods_refused=entry.goods_refused.value,
        insured_up_to=entry.insured_up_to.value if entry.insured_up_to else None,
        days_source=source_of(entry.days, sources),
        price_source=source_of(prices, sources),
        goods_source=source_of(entry.goods_refused, sources),
    )


def lane_price(lane: Lane, weight_g: int) -> Money:
    """The postage of a parcel by its weight alone, in the lane's currency, which need not be the shop's.

    The sum of `lab.customs.postage.quote` without sides or postcode; convert it with `lab.customs.exchange`.
    Raises BadInput for a weight that is not above 0 or is more than the lane takes.
    """
    return quote(lane, weight_g).total


def price_points(lane: Lane) -> tuple[PriceStep, ...]:
    """Prices to show for a lane: its steps, or, where it goes by a curve, the price at some usual weights it takes."""
    if lane.price_steps:
        return lane.price_steps
    return tuple(PriceStep(grams, lane_price(lane, grams)) for grams in USUAL_G if grams <= lane.max_weight_g)


def refused_goods(lane: Lane, flags: Iterable[str]) -> tuple[str, ...]:
    """Those of some handling flags that the lane does not carry, in the lane's order; why: `lane.goods_source`."""
    asked = set(flags)
    return tuple(flag for flag in lane.goods_refused if flag in asked)


def tracking_number(lane: Lane, draw: int) -> str:
    """A number in the lane's shape with the right check digit; equal draws give equal numbers, "" if untracked."""
    if lane.tracking_pattern is None:
        return ""
    free = lane.tracking_pattern.count("#") - (lane.tracking_check != "none")
    digits = f"{below(mix64(draw), 10**free):0{free}d}"
    signs = iter(digits)
    filled = "".join(next(signs, "#") if sign == "#" else sign for sign in lane.tracking_pattern)
    return filled.replace("#", _check_digit(filled, lane.tracking_check))


def is_tracking_number_well_formed(lane: Lane, text: str) -> bool:
    """Whether a number has the lane's shape and check digit; spaces and small letters are forgiven.

    Always False on a lane without tracking. It says nothing about whether a parcel bears the number.
    """
    if lane.tracking_pattern is None:
        return False
    number = "".join(text.split()).upper()
    shape = "".join("[0-9]" if sign == "#" else re.escape(sign) for sign in lane.tracking_pattern)
    if not re.fullmatch(shape, number):
        return False
    if lane.tracking_check == "none":
        return True
    place = lane.tracking_pattern.rindex("#")
    return number[place] == _check_digit(number, lane.tracking_check)


def s10_check_digit(serial: str) -> str:
    """The ninth digit of a UPU S10 number from its eight serial digits.

    11 less the weighted sum modulo 11; 10 is written 0 and 11 is written 5. Source: UPU standard S10.
    """
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, serial, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def gs1_check_digit(digits: str) -> str:
    """The last digit of a GS1 number from those before it: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _check_digit(number: str, check: TrackingCheck) -> str:
    match check:
        case "s10":
            return s10_check_digit(number[2:10])
        case "gs1":
            return gs1_check_digit(number[2:19])
        case _:
            return "#"
