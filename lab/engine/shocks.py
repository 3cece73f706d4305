"""The setting of a world as its shocks have changed it: moved exchange rates, and services that cost more or less.

Everybody asks the setting for rates and services, so what an instructor makes happen to them stands there and nowhere else. The
setting of a shaken world follows from the plain one, the shocks and the clock alone; it is never packed.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from lab.customs.lanes import Lane
from lab.customs.postage import FirstAndSteps, PerWeight, RemoteFee
from lab.values.moment import Moment
from lab.world.setting import Setting
from lab.world.shock import Shock


def under_shocks(setting: Setting, shocks: Sequence[Shock], now: Moment) -> Setting:
    """The setting as these shocks have it at a moment; the very same one where they change nothing.

    What other shocks had changed in the setting given is taken back first.
    """
    rates = tuple(shock for shock in shocks if shock.kind == "rate_shock")
    factors = _price_factors(shocks, now)
    if not factors and not setting.usual_lanes and rates == setting.rate_shocks:
        return setting
    usual = setting.usual_lanes or setting.lanes
    if not factors:
        return replace(setting, lanes=usual, usual_lanes={}, rate_shocks=rates)
    lanes = {key: at_price(lane, factors[key]) if key in factors else lane for key, lane in usual.items()}
    return replace(setting, lanes=lanes, usual_lanes=usual, rate_shocks=rates)


def _price_factors(shocks: Sequence[Shock], now: Moment) -> dict[str, Fraction]:
    """By how much the price of a service is multiplied now, for those whose price is changed; several changes multiply."""
    factors: dict[str, Fraction] = {}
    for shock in shocks:
        if shock.kind == "carrier_change" and shock.percent and shock.is_in_force(now):
            factors[shock.lane] = factors.get(shock.lane, Fraction(1)) * Fraction(100 + shock.percent, 100)
    return factors


def at_price(lane: Lane, factor: Fraction) -> Lane:
    """A service with every amount of its tariff multiplied, each rounded half up; a fuel surcharge is a share and follows."""
    steps = tuple(replace(step, price=step.price.times(factor)) for step in lane.price_steps)
    return replace(lane, price_steps=steps, curve=_curve(lane.curve, factor), remote=_remote(lane.remote, factor))


def _curve(curve: FirstAndSteps | PerWeight | None, factor: Fraction) -> FirstAndSteps | PerWeight | None:
    match curve:
        case FirstAndSteps():
            return curve.model_copy(update={"first": curve.first.times(factor), "step": curve.step.times(factor)})
        case PerWeight():
            fee = None if curve.fee is None else curve.fee.times(factor)
            return curve.model_copy(update={"price": curve.price.times(factor), "fee": fee})
        case None:
            return None


def _remote(fee: RemoteFee | None, factor: Fraction) -> RemoteFee | None:
    if fee is None:
        return None
    return fee.model_copy(update={"per_kg": fee.per_kg.times(factor), "at_least": fee.at_least.times(factor)})
