"""Customs for a page: a consignment as it is typed, and what the shop has decided about its products in each country.

What a parcel costs is reckoned by `lab.customs.landed`; nothing here tells whether a decision is right.
"""

from dataclasses import dataclass
from datetime import date

from lab.customs.border import Border, load_border
from lab.customs.exchange import load_rates
from lab.customs.landed import Consignment, CostLine, LandedCost, landed_cost
from lab.customs.restrictions import Restriction
from lab.listings.compliance import decision_on, restrictions_of
from lab.values.money import Money
from lab.world.setting import Setting
from lab.world.stock import Decision
from lab.world.world import World

DRAWING_RIGHT = "XDR"
"""The special drawing right: postal limits are stated in it, but nobody pays with it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What one side pays at one time, and the lines that make it up."""

    payer: str
    when: str
    amount: Money
    lines: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A landed cost with the rules of the country on that day, and who pays how much when, in the order in which it is due."""

    cost: LandedCost
    border: Border
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class CountryLine:
    """One product in one country: the rules that hold for it, and what the shop has decided last."""

    sku: str
    country: str
    rules: tuple[Restriction, ...]
    decision: Decision | None

    def rule(self, key: str) -> Restriction | None:
        """The rule of that key, if it holds here."""
        return next((rule for rule in self.rules if rule.key == key), None)


def reckon(consignment: Consignment) -> Reckoned:
    """The landed cost of a parcel, and who pays what when. Raises as `lab.customs.landed.landed_cost`."""
    cost = landed_cost(consignment)
    payments = []
    for payer, when in (("seller", "at_sale"), ("seller", "at_border"), ("buyer", "at_sale"), ("buyer", "at_border")):
        lines = tuple(line for line in cost.lines if line.counts and line.amount.amount and (line.payer, line.when) == (payer, when))
        if lines:
            total = sum((line.amount for line in lines), Money(0, cost.customs_value.currency))
            payments.append(Payment(payer, when, total, lines))
    return Reckoned(cost, load_border(consignment.to_country, consignment.on), tuple(payments))


def currencies(setting: Setting) -> tuple[str, ...]:
    """The shop's currency, then every other one with a rate, by its letters."""
    table = load_rates()
    others = sorted({table.base, *table.rates} - {setting.currency, DRAWING_RIGHT})
    return (setting.currency, *others)


def today_of(world: World) -> date:
    return world.setting.date_at(world.now)


def sale_countries(setting: Setting) -> tuple[str, ...]:
    """Countries in which the shop may sell, each once, in the order of its places."""
    return tuple(dict.fromkeys(place.partition("/")[2] for place in setting.places))


def country_line(world: World, sku: str, country: str) -> CountryLine:
    """One product of the shop's in one country where it may sell."""
    return CountryLine(sku, country, restrictions_of(world.setting, sku, country), decision_on(world, sku, country))


def decisions(world: World) -> dict[tuple[str, str], Decision]:
    """The last decision by SKU and country."""
    return {(one.sku, one.country): one for one in world.decisions}
