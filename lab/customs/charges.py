"""What a parcel is charged at a border: duty and import tax under each country's low-value regime.

Duty is taken on the customs value (goods alone on the FOB basis, goods and freight on the CIF basis); import
tax on goods, freight and duty together. Each amount is rounded half up to the minor unit of the goods'
currency, duty before tax. Source of the order: docs.dutify.com; figures and their sources: `destinations`.
Not here: tax on a sale inside one customs union, which is part of the seller's price; carriers' fees; parcels with
several tariff lines, whose costs `lab.customs.landed` explains one by one with the same rules.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from lab.customs.destinations import Destination, LowValueRegime
from lab.customs.exchange import exact
from lab.values.money import Money, round_half_up

Collected = Literal["at_sale", "at_border", "none"]
Rule = Literal["no_border", "free", "tax_only", "flat_duty", "reduced_rate", "over_limit", "ordinary"]
_PAID_AT_SALE = ("duty_free_tax_at_sale", "flat_duty_tax_at_sale", "reduced_rate")


@dataclass(frozen=True, slots=True)
class Charges:
    """Duty and import tax of one parcel, in the currency of the goods, and who takes them when.

    `rule` names the way they were reckoned; the regime in words is `destination.low_value.rule`. Where one simple
    rate takes the place of both, the whole of it stands under `duty`.
    """

    duty: Money
    vat: Money
    rule: Rule
    collected: Collected

    @property
    def total(self) -> Money:
        return self.duty + self.vat


def charges_at_border(
    destination: Destination,
    goods: Money,
    freight: Money,
    duty_rate: Fraction,
    origin_country: str,
    on: date,
    *,
    weight_g: int = 0,
    tariff_lines: int = 1,
) -> Charges:
    """Duty and import tax of a parcel sent from `origin_country` to a private buyer.

    `goods` and `freight` are in one currency, without the destination's tax. `duty_rate` is the tariff's. `on`
    is the day of import: its regime and rates count, whatever day `destination` was loaded for. `weight_g`
    matters where a limit or a smallest duty goes by weight, `tariff_lines` where a duty is per line.
    Raises ValueError if goods and freight differ in currency, BadInput for a currency without a rate.
    """
    if goods.currency != freight.currency:
        raise ValueError(f"cannot mix {goods.currency} and {freight.currency}")
    destination = destination.at(on)
    if origin_country in destination.no_border_from:
        return _charges(goods.currency, 0, 0, "no_border", "none")
    regime = destination.low_value
    if not is_under(regime, goods, freight, weight_g):
        return _over(destination, goods, freight, duty_rate, weight_g)
    whole = (goods + freight).amount
    match regime.kind:
        case "duty_and_tax_free" | "duty_free_limit_value_and_weight":
            return _charges(goods.currency, 0, 0, "free", "none")
        case "duty_free_tax_at_sale" | "duty_free_tax_at_import":
            rule: Rule = "tax_only"
            duty = 0
        case "flat_duty_tax_at_sale":
            rule = "flat_duty"
            per_line = exact(regime.flat_duty, goods.currency) if regime.flat_duty else Fraction(0)
            duty = round_half_up(per_line * tariff_lines)
        case "reduced_rate":
            rule = "reduced_rate"
            duty = stepped(regime, goods + freight)[0]
        case _:
            return _ordinary(destination, goods, freight, duty_rate)
    if regime.courier_scheme:
        return _charges(goods.currency, duty, 0, rule, "at_border")
    collected: Collected = "at_sale" if regime.kind in _PAID_AT_SALE else "at_border"
    return _charges(goods.currency, duty, _vat(destination, whole + duty), rule, collected)


def is_under(regime: LowValueRegime, goods: Money, freight: Money, weight_g: int) -> bool:
    """Whether a parcel keeps within the regime's limits of value and weight; at a limit it is still under it.

    Raises BadInput for a currency without a rate.
    """
    if regime.threshold is None:
        return False
    measured = goods if regime.measured_on == "goods" else goods + freight
    light = regime.max_weight_g is None or weight_g <= regime.max_weight_g
    return light and measured.amount <= exact(regime.threshold, goods.currency)


def over_limit_duty(regime: LowValueRegime, goods: Money, weight_g: int) -> tuple[int, Fraction | None]:
    """The duty above a limit that has a rate of its own, in minor units, and the value it was taken on.

    That value is None where the least amount for each kilogram is more. Raises ValueError for a regime without such a
    rate, BadInput for a currency without a rate.
    """
    if regime.over_rate is None or regime.threshold is None:
        raise ValueError("the regime has no rate above its limit")
    free, free_g = (Fraction(0), 0)
    if regime.over_on == "excess":
        free, free_g = exact(regime.threshold, goods.currency), regime.max_weight_g or 0
    base = max(goods.amount - free, Fraction(0))
    by_value = base * regime.over_rate
    by_weight = Fraction(0)
    if regime.over_min_per_kg is not None:
        by_weight = exact(regime.over_min_per_kg, goods.currency) * Fraction(max(weight_g - free_g, 0), 1000)
    if by_weight > by_value:
        return round_half_up(by_weight), None
    return round_half_up(by_value), base


def stepped(regime: LowValueRegime, value: Money) -> tuple[int, Fraction]:
    """What the simple rate comes to on a value, in minor units, and the rate of the step that the value falls in.

    Raises ValueError for a value that no step reaches, BadInput for a currency without a rate.
    """
    for step in regime.steps:
        if value.amount <= exact(step.up_to, value.currency):
            left = max(value.amount * step.rate - exact(step.deduct, value.currency), Fraction(0))
            return round_half_up(left), step.rate
    raise ValueError(f"no step of the reduced rate reaches {value}")


def tax_on(base: Fraction | int, rate: Fraction, inside: bool) -> int:
    """Import tax on a base without it, in minor units; `inside` means a share of the price that includes the tax."""
    return round_half_up(base * rate / (1 - rate) if inside else base * rate)


def _charges(currency: str, duty: int, vat: int, rule: Rule, collected: Collected) -> Charges:
    return Charges(Money(duty, currency), Money(vat, currency), rule, collected)


def _over(destination: Destination, goods: Money, freight: Money, duty_rate: Fraction, weight_g: int) -> Charges:
    regime = destination.low_value
    if regime.over_rate is None or regime.threshold is None:
        return _ordinary(destination, goods, freight, duty_rate)
    duty, _ = over_limit_duty(regime, goods, weight_g)
    vat = _vat(destination, (goods + freight).amount + duty) if regime.over_vat else 0
    return _charges(goods.currency, duty, vat, "over_limit", "at_border")


def _ordinary(destination: Destination, goods: Money, freight: Money, duty_rate: Fraction) -> Charges:
    whole = (goods + freight).amount
    customs_value = whole if destination.value_basis == "CIF" else goods.amount
    duty = round_half_up(customs_value * (duty_rate + destination.surcharge_rate))
    vat = _vat(destination, whole + duty)
    return _charges(goods.currency, duty, vat, "ordinary", "at_border" if duty or vat else "none")


def _vat(destination: Destination, base: int) -> int:
    return tax_on(base, destination.vat_rate, destination.vat_inside)
