"""Check: the same goods cost about the same in two places."""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.prices import in_currency, price_paid
from lab.checks.spoiling import priced_at_the_end
from lab.grading.check import ZERO, Check, Finding, Item, items_finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.values.money import Money, round_half_up


class PriceParity(Check):
    """Earns everything up to `max_gap` between what buyers pay for a listing and for the one that `with` names,
    nothing from `zero` on, a straight line between; the mean over listings.

    The gap is a share of the price of the one that `with` names, in its currency at the rate of the day; discounts and
    flash sales are taken off. Only listings that have been on sale count.
    """

    name: ClassVar[str] = "price.parity"
    skill_default: ClassVar[str] = "management"
    with_: str = Field(alias="with", min_length=1)
    max_gap: Percent
    zero: Percent

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 0 <= self.max_gap < self.zero:
            raise ValueError("'zero' must be above 'max_gap'")
        if self.with_ in self.on:
            raise ValueError("'with' names another listing than 'on'")
        return self

    def targets(self) -> tuple[str, ...]:
        return (*self.on, self.with_)

    def examine(self, evidence: Evidence) -> Finding:
        other = price_paid(evidence.world, evidence.listing(self.with_))
        items = [self._examine_one(evidence, key, other) for key in self.on]
        return items_finding(items, right="parity_kept", partly="parity_partly_kept", wrong="parity_broken")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from priced_at_the_end(log, right, "twice the price", self.on, lambda listing, price: price.amount * 2)

    def _examine_one(self, evidence: Evidence, key: str, other: Money | None) -> Item:
        price = price_paid(evidence.world, evidence.listing(key))
        if price is None or other is None:
            missing = key if price is None else self.with_
            return Item(ZERO, proof("price", object=missing, found="no price or never on sale"))
        amount = in_currency(evidence.setting, price, other.currency, evidence.world.now)
        gap = abs(amount - other.amount) / other.amount
        known = (
            str(price)
            if price.currency == other.currency
            else f"{price} = {Money(round_half_up(amount), other.currency)}"
        )
        shown = proof("price", object=key, found=known, expected=other, distance=percent_text(gap))
        return Item(linear(gap, full=self.max_gap, zero=self.zero), shown)
