"""Check: a price is where it should be, between two bounds or beside the rivals' prices."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from lab.checks.prices import check_currency, in_currency, price_paid
from lab.checks.spoiling import priced_at_the_end
from lab.customs.exchange import exact
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Amount, Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.market.base import REFERENCE, Market
from lab.values.money import Money, round_half_up

Side = Literal["near", "at_most", "at_least"]


class PriceWithin(Check):
    """Earns everything up to `full` beyond the bounds, nothing from `zero` on, a straight line between; the mean over
    listings.

    Beyond is a share of the bound: of `min` or `max` (in one currency, at the rate of the day), or of the middle
    price (median) of the rivals that sell the same type of product. `vs_rivals` says which side counts: `near` both,
    `at_most` only above, `at_least` only below. What a buyer pays now counts, discounts and flash sales taken off,
    of listings that have been on sale.
    """

    name: ClassVar[str] = "price.within"
    skill_default: ClassVar[str] = "management"
    min: Amount | None = None
    max: Amount | None = None
    vs_rivals: Side | None = None
    full: Percent = ZERO
    zero: Percent = Fraction(1, 5)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        bounds = [bound for bound in (self.min, self.max) if bound is not None]
        if bool(bounds) == (self.vs_rivals is not None):
            raise ValueError("either 'min' and 'max' or 'vs_rivals' must be given")
        for bound in bounds:
            check_currency(bound.currency)
            if bound.amount <= 0:
                raise ValueError("'min' and 'max' must be above zero")
        if self.min is not None and self.max is not None:
            if self.min.currency != self.max.currency:
                raise ValueError("'min' and 'max' must be in one currency")
            if self.max < self.min:
                raise ValueError("'min' must not be above 'max'")
        if not 0 <= self.full < self.zero:
            raise ValueError("'zero' must be above 'full'")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, key) for key in self.on]
        return items_finding(items, right="price_within", partly="price_partly_within", wrong="price_outside")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        up = self.max is not None or self.vs_rivals in ("near", "at_most")
        yield from priced_at_the_end(log, right, "a price far outside", self.on, lambda listing, price: price.amount * 9 if up else price.amount // 9)

    def _examine_one(self, evidence: Evidence, key: str) -> Item:
        listing = evidence.listing(key)
        price = price_paid(evidence.world, listing)
        if listing is None or price is None:
            return Item(ZERO, proof("price", object=key, found="no price or never on sale"))
        if self.vs_rivals is not None:
            median = median_price(evidence.setting.market, evidence.setting.products[listing.sku].type)
            if not median:
                return Item(ZERO, proof("price", object=key, found=price, expected="no rivals"))
            amount, currency = exact(price, REFERENCE), REFERENCE
            low = median if self.vs_rivals in ("near", "at_least") else None
            high = median if self.vs_rivals in ("near", "at_most") else None
        else:
            currency = (self.min or self.max or price).currency
            amount = in_currency(evidence.setting, price, currency, evidence.world.now)
            low = Fraction(self.min.amount) if self.min is not None else None
            high = Fraction(self.max.amount) if self.max is not None else None
        beyond = _beyond(amount, low, high)
        known = str(price) if price.currency == currency else f"{price} = {_money(amount, currency)}"
        shown = proof(
            "price", object=key, rule="median" if self.vs_rivals else "", found=known,
            expected=_wanted(low, high, currency), distance=percent_text(beyond),
        )  # fmt: skip
        return Item(linear(beyond, full=self.full, zero=self.zero), shown)


def median_price(market: Market, type_key: str) -> Fraction | None:
    """The middle of the prices that rivals ask for a type of product, in minor units of the market's currency; None
    without rivals."""
    if not len(market.goods):
        return None
    numbers = market.items_of(type_key)
    prices = sorted(market.goods.price[numbers.start : numbers.stop].tolist())
    if not prices:
        return None
    return Fraction(prices[(len(prices) - 1) // 2] + prices[len(prices) // 2], 2)


def _beyond(amount: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """How far outside its bounds an amount is, as a share of the bound."""
    if low is not None and amount < low:
        return (low - amount) / low
    if high is not None and amount > high:
        return (amount - high) / high
    return ZERO


def _wanted(low: Fraction | None, high: Fraction | None, currency: str) -> str:
    if low is not None and high is not None:
        return str(_money(low, currency)) if low == high else f"{_money(low, currency)} - {_money(high, currency)}"
    return f"≥ {_money(low, currency)}" if low is not None else f"≤ {_money(high or ZERO, currency)}"


def _money(amount: Fraction, currency: str) -> Money:
    return Money(round_half_up(amount), currency)
