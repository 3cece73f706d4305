"""What carriage costs: from weight and size to the billed weight, and from there to a bill explained line by line.

A tariff is one of three curves: steps ("up to 500 g"), a first weight and equal steps after it ("first 0.5 kg, each
further 0.5 kg"), or a price by weight with a fee. Volumetric kilograms are length x width x height in cm over the
tariff's divisor; the larger of real and volumetric weight is billed (source: guides of express carriers and
forwarders, in `seed/carriers`). Every line is rounded half up to the minor unit; the total is the sum of the lines.
A tariff is in one currency, which need not be the shop's: convert with `lab.customs.exchange`.
Not here: which services there are (`lab.customs.lanes`, `lab.customs.warehouses`), duty and import tax.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from lab.values.dated import Amount, Country, StrictModel
from lab.values.errors import BadInput
from lab.values.money import Money, round_half_up

Mode = Literal["post", "courier", "dedicated_line", "express", "lorry", "rail", "sea", "air"]
LineKey = Literal["carriage", "first", "steps", "fee", "fuel", "remote", "clearance"]
Sides = tuple[int, int, int]
_Positive = Annotated[int, Field(gt=0)]
KG = 1000
M3_AS_G = 1_000_000
"""Grams that a cubic metre weighs under "W/M", weight or measure: one tonne."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """The postage of a parcel up to a weight."""

    up_to_g: int
    price: Money


class FirstAndSteps(StrictModel):
    """A price for the first `first_g` grams, and `step` for each further `step_g` begun."""

    first_g: _Positive
    first: Amount
    step_g: _Positive
    step: Amount

    def amounts(self) -> tuple[Money, ...]:
        return (self.first, self.step)


class PerWeight(StrictModel):
    """`price` for each `per` by the gram: a kilogram, or a cubic metre that counts as a tonne; `fee` per consignment."""

    price: Amount
    per: Literal["kg", "m3"] = "kg"
    fee: Amount | None = None

    @property
    def per_g(self) -> int:
        return KG if self.per == "kg" else M3_AS_G

    def amounts(self) -> tuple[Money, ...]:
        return (self.price,) if self.fee is None else (self.price, self.fee)


class Carriage(StrictModel):
    """How a service carries and weighs.

    `divisor`: cubic cm for a volumetric kilogram, None when only the real weight counts; it holds from a longest side
    of `divisor_from_side_mm`. At least `least_g` is billed. Weights are rounded up to whole `round_to_g` as far as
    `round_until_g`, and above it to whole `then_to_g`.
    """

    mode: Mode
    divisor: _Positive | None = None
    divisor_from_side_mm: int = 0
    least_g: int = 0
    round_to_g: _Positive = 1
    round_until_g: int | None = None
    then_to_g: _Positive = 1

    def rounded_g(self, grams: int) -> int:
        step = self.round_to_g if self.round_until_g is None or grams <= self.round_until_g else self.then_to_g
        return -(-grams // step) * step


class Limits(StrictModel):
    """The largest parcel, mm and g. `max_sides_mm` is longest side first; girth is the longest side + 2 x both others."""

    max_weight_g: _Positive | None = None
    max_sides_mm: tuple[_Positive, _Positive, _Positive] | None = None
    max_sum_mm: _Positive | None = None
    max_girth_mm: _Positive | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max_sides_mm and list(self.max_sides_mm) != sorted(self.max_sides_mm, reverse=True):
            raise ValueError("write max_sides_mm with the longest side first")
        return self


class RemoteFee(StrictModel):
    """The surcharge for a remote address, by billed weight and at least so much."""

    per_kg: Amount
    at_least: Amount


Postcodes = Mapping[Country, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """Everything that a price depends on. Either `price_steps` or `curve` is there; `fuel` is a share of the carriage."""

    key: str
    price_steps: tuple[PriceStep, ...] = ()
    curve: FirstAndSteps | PerWeight | None = None
    max_weight_g: int
    carriage: Carriage = field(default_factory=lambda: Carriage(mode="post"))
    limits: Limits = field(default_factory=Limits)
    fuel: Fraction = Fraction(0)
    remote: RemoteFee | None = None
    remote_postcodes: Postcodes = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The one currency that the tariff is in."""
        return self.curve.amounts()[0].currency if self.curve else self.price_steps[0].price.currency

    @property
    def mode(self) -> Mode:
        return self.carriage.mode

    @property
    def divisor(self) -> int | None:
        return self.carriage.divisor

    @property
    def max_sides_mm(self) -> Sides | None:
        return self.limits.max_sides_mm

    @property
    def max_girth_mm(self) -> int | None:
        return self.limits.max_girth_mm


class QuoteLine(NamedTuple):
    """One line of a bill. `code` and `args` are its words for a door: which rule, with which figures."""

    key: LineKey
    amount: Money
    code: str
    args: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Quote:
    """A bill: its lines, their sum, the grams billed, and whether these come from the volume."""

    lines: tuple[QuoteLine, ...]
    total: Money
    chargeable_g: int
    is_volumetric: bool


def volumetric_g(tariff: Tariff, volume_mm3: int, longest_mm: int = 0) -> int:
    """What a volume counts in grams, rounded up; 0 where only the real weight counts.

    Cubic cm over the divisor are kilograms, so cubic mm over the divisor are grams.
    """
    rule = tariff.carriage
    if rule.divisor is None or longest_mm < rule.divisor_from_side_mm:
        return 0
    return -(-volume_mm3 // rule.divisor)


def billed_g(tariff: Tariff, weight_g: int, by_volume_g: int) -> int:
    """The larger of real and volumetric weight and of the least weight, rounded up as the tariff says."""
    return tariff.carriage.rounded_g(max(weight_g, by_volume_g, tariff.carriage.least_g))


def chargeable_g(lane: Tariff, weight_g: int, sides_mm: Sequence[int] | None = None) -> int:
    """The grams that a parcel is billed for; without sides its volume is left out.

    Raises BadInput for a weight that is not above 0, or sides that are not three lengths above 0.
    """
    return billed_g(lane, *_weighed(lane, weight_g, sides_mm))


def _weighed(lane: Tariff, weight_g: int, sides_mm: Sequence[int] | None) -> tuple[int, int]:
    if weight_g < 1:
        raise BadInput("parcel_without_weight", weight_g=weight_g)
    if sides_mm is None:
        return weight_g, 0
    if len(sides_mm) != 3 or min(sides_mm) < 1:
        raise BadInput("parcel_sides_unreadable", sides_mm=list(sides_mm)[:4])
    return weight_g, volumetric_g(lane, prod(sides_mm), max(sides_mm))


def check_size(lane: Tariff, sides_mm: Sequence[int]) -> None:
    """Raises BadInput `parcel_too_large` with the measure (side, sum or girth), what was found and the limit, in mm."""
    longest, middle, shortest = sides = sorted(sides_mm, reverse=True)
    limits = lane.limits
    measured = [("side", found, limit) for found, limit in zip(sides, limits.max_sides_mm or (0, 0, 0), strict=True)]
    measured.append(("sum", longest + middle + shortest, limits.max_sum_mm or 0))
    measured.append(("girth", longest + 2 * (middle + shortest), limits.max_girth_mm or 0))
    for measure, found, limit in measured:
        if limit and found > limit:
            raise BadInput("parcel_too_large", lane=lane.key, measure=measure, found_mm=found, limit_mm=limit)


def quote(
    lane: Tariff, weight_g: int, sides_mm: Sequence[int] | None = None, postcode: str = "", country: str = ""
) -> Quote:
    """The bill of one parcel, in the lane's currency.

    Without sides volume and size are left out, without postcode and country (ISO code) the remote-area surcharge.
    Raises BadInput `parcel_without_weight`, `parcel_sides_unreadable`, `parcel_too_heavy` or `parcel_too_large`.
    """
    real_g, by_volume_g = _weighed(lane, weight_g, sides_mm)
    if real_g > lane.max_weight_g:
        raise _too_heavy(lane, real_g)
    if sides_mm is not None:
        check_size(lane, sides_mm)
    grams = billed_g(lane, real_g, by_volume_g)
    lines = carriage_lines(lane, grams)
    if lane.remote is not None and is_remote(lane, postcode, country):
        lines.append(_remote_line(lane.remote, grams, postcode))
    return bill(lane, lines, grams, by_volume_g > max(real_g, lane.carriage.least_g))


def bill(tariff: Tariff, lines: Sequence[QuoteLine], grams: int, is_volumetric: bool) -> Quote:
    """A quote of these lines with their sum."""
    total = sum((line.amount for line in lines), Money(0, tariff.currency))
    return Quote(tuple(lines), total, grams, is_volumetric)


def carriage_lines(tariff: Tariff, grams: int) -> list[QuoteLine]:
    """The lines of the curve for so many grams billed, and fuel on them (not on the fee). Raises BadInput if too heavy."""
    lines = list(_curve_lines(tariff, grams))
    if tariff.fuel:
        carried = sum((line.amount for line in lines if line.key != "fee"), Money(0, tariff.currency))
        lines.append(QuoteLine("fuel", carried.times(tariff.fuel), "postage_fuel", {"share": tariff.fuel, "on": carried}))
    return lines


def _curve_lines(tariff: Tariff, grams: int) -> Iterator[QuoteLine]:
    match tariff.curve:
        case FirstAndSteps() as curve:
            yield QuoteLine("first", curve.first, "postage_first", {"first_g": curve.first_g})
            steps = -(-max(0, grams - curve.first_g) // curve.step_g)
            if steps:
                args = {"steps": steps, "step_g": curve.step_g, "step": curve.step}
                yield QuoteLine("steps", curve.step.times(steps), "postage_steps", args)
        case PerWeight() as curve:
            amount = curve.price.times(Fraction(grams, curve.per_g))
            yield QuoteLine("carriage", amount, f"postage_per_{curve.per}", {"price": curve.price, "grams": grams})
            if curve.fee is not None:
                yield QuoteLine("fee", curve.fee, "postage_fee", {})
        case None:
            step = next((step for step in tariff.price_steps if grams <= step.up_to_g), None)
            if step is None:
                raise _too_heavy(tariff, grams)
            yield QuoteLine("carriage", step.price, "postage_up_to", {"up_to_g": step.up_to_g})


def _too_heavy(tariff: Tariff, grams: int) -> BadInput:
    return BadInput("parcel_too_heavy", lane=tariff.key, weight_g=grams, max_weight_g=tariff.max_weight_g)


def is_remote(lane: Tariff, postcode: str, country: str) -> bool:
    """Whether a postcode begins like one of the lane's remote areas in that country; spaces and case do not matter."""
    written = "".join(postcode.split()).upper()
    return written.startswith(tuple(lane.remote_postcodes.get(country, ())))


def _remote_line(fee: RemoteFee, grams: int, postcode: str) -> QuoteLine:
    amount = max(round_half_up(Fraction(fee.per_kg.amount * grams, KG)), fee.at_least.amount)
    args = {"postcode": postcode, "per_kg": fee.per_kg, "at_least": fee.at_least}
    return QuoteLine("remote", Money(amount, fee.per_kg.currency), "postage_remote", args)
