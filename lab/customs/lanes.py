"""Lanes: a carrier's service from one country to some others, with days, price by weight, and tracking numbers.

The data is in `seed/carriers/lanes.yaml`; days have sources, prices are teaching values. Tracking numbers follow
UPU S10 (two letters, eight digits, check digit, country) or the GS1 serial shipping container code.
Not here: how long one parcel really takes (`lab.orders`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lab.values.chance import below, mix64
from lab.values.dated import Amount, Country, Figure, Source, StrictModel, Texts, load_figures, source_of
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.values.places import SEED

FILE = SEED / "carriers" / "lanes.yaml"
TrackingCheck = Literal["s10", "gs1", "none"]
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """The postage of a parcel up to a weight."""

    up_to_g: int
    price: Money


@dataclass(frozen=True, slots=True)
class Lane:
    """One service. Days are from hand-over to the door; `goods_refused` are handling flags of HS codes.

    In `tracking_pattern` a `#` is a digit; with the check s10 or gs1 the last `#` is the check digit.
    """

    key: str
    names: Mapping[str, str]
    from_country: str
    regions: tuple[str, ...]
    days_min: int
    days_max: int
    tracked: bool
    customs_form: bool
    price_steps: tuple[PriceStep, ...]
    max_weight_g: int
    tracking_pattern: str | None
    tracking_check: TrackingCheck
    goods_refused: tuple[str, ...]
    days_source: Source
    price_source: Source


class _Days(StrictModel):
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
    days: Figure[_Days]
    tracked: bool
    customs_form: bool
    prices: Figure[tuple[_Step, ...]]
    tracking_pattern: str | None = None
    tracking_check: TrackingCheck = "none"
    goods_refused: Figure[tuple[str, ...]]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.regions or not self.prices.value:
            raise ValueError("regions and prices must not be empty")
        if any(heavier.up_to_g <= lighter.up_to_g for lighter, heavier in pairwise(self.prices.value)):
            raise ValueError("the price steps must go up in weight")
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


@cache
def _load(path: Path) -> dict[str, Lane]:
    file = load_figures(LanesFile, path)
    return {key: _lane(key, entry, file.sources) for key, entry in file.lanes.items()}


def load_lanes(path: Path = FILE) -> dict[str, Lane]:
    """Every lane by its key, in the order of the file. Raises BadFile."""
    return dict(_load(path))


def _lane(key: str, entry: _LaneEntry, sources: Mapping[str, str]) -> Lane:
    steps = tuple(PriceStep(step.up_to_g, step.price) for step in entry.prices.value)
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
        max_weight_g=steps[-1].up_to_g,
        tracking_pattern=entry.tracking_pattern,
        tracking_check=entry.tracking_check,
        goods_refused=entry.goods_refused.value,
        days_source=source_of(entry.days, sources),
        price_source=source_of(entry.prices, sources),
    )


def lane_price(lane: Lane, weight_g: int) -> Money:
    """The postage of a parcel: the first step that reaches its weight.

    Raises BadInput for a weight that is not above 0 or is more than the lane takes.
    """
    if weight_g < 1:
        raise BadInput("parcel_without_weight", weight_g=weight_g)
    for step in lane.price_steps:
        if weight_g <= step.up_to_g:
            return step.price
    raise BadInput("parcel_too_heavy", lane=lane.key, weight_g=weight_g, max_weight_g=lane.max_weight_g)


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
