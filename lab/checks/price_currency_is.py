"""Check: buyers pay in the right currency, and the price was really converted into it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from lab.checks.prices import check_currency, in_currency
from lab.checks.spoiling import at_the_end, never_on_sale
from lab.grading.check import Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Offset, Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.ledger.actions import ClearPricing
from lab.ledger.pricing import full_price
from lab.values.money import Money, minor_digits, round_half_up
from lab.world.money import Ending

_DIGITS = 6


class PriceCurrencyIs(Check):
    """Earns everything when every listing asks its price in `currency`, by a pricing rule of the shop's, no further
    than `tolerance` from the price in the shop's currency at the rate of the day.

    The price is that without promotions, as the rule makes it now, markup and ending included. `rate_at` names the
    day whose rate it is held against, without it the day of the check. `endings` are those accepted, without them any.
    With `rule: false` the rate of the day alone is enough. Only listings that have been on sale count.
    """

    name: ClassVar[str] = "price.currency_is"
    skill_default: ClassVar[str] = "management"
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    rate_at: Offset | None = None
    tolerance: Percent = Fraction(1, 10)
    rule: bool = True
    endings: tuple[Ending, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_currency(self.currency)
        if not 0 <= self.tolerance < 1:
            raise ValueError("'tolerance' goes from 0 % to below 100 %")
        if self.endings and not self.rule:
            raise ValueError("'endings' are those of a pricing rule")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        found = [self._examine_one(evidence, key) for key in self.on]
        kept = bool(found) and all(right for right, _ in found)
        return all_finding(
            kept, right="currency_right", wrong="currency_wrong", evidence=[shown for _, shown in found],
            currency=self.currency,
        )  # fmt: skip

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        if self.rule:
            places = dict.fromkeys(key.rpartition("/")[0] for key in self.on)
            yield from at_the_end(log, right, "no pricing rule", *(ClearPricing(place) for place in places))
        else:
            yield from never_on_sale(log, self.on, right.world)

    def _examine_one(self, evidence: Evidence, key: str) -> tuple[bool, dict[str, object]]:
        world, setting, listing = evidence.world, evidence.setting, evidence.listing(key)
        if listing is None or listing.price is None or listing.first_live_at is None:
            return False, proof("price", object=key, found="no price or never on sale")
        at = self.rate_at if self.rate_at is not None else evidence.moment
        asked = full_price(world, listing)
        fair = in_currency(setting, listing.price, self.currency, at)
        away = abs(asked.amount - fair) / fair
        rule = world.pricing.get(listing.place)
        if asked.currency != self.currency:
            verdict = "another currency"
        elif away > self.tolerance:
            kept_number = asked.currency != setting.currency and _number(asked) == _number(listing.price)
            verdict = "the number was kept" if kept_number else "far from the rate of the day"
        elif rule is None and self.rule:
            verdict = "no pricing rule"
        elif rule is not None and self.endings and rule.ending not in self.endings:
            verdict = "another ending"
        else:
            verdict = "right"
        same = asked.currency == self.currency
        shown = proof(
            "price",
            ref=evidence.deed_ref("pricing.save", place=listing.place),
            object=key,
            found=f"{asked} ({_rate(listing.price, Fraction(asked.amount), asked.currency)})",
            expected=f"{Money(round_half_up(fair), self.currency)} ({_rate(listing.price, fair, self.currency)})",
            verdict=verdict,
            price=listing.price,
            distance=percent_text(away) if same else "",
        )
        return verdict == "right", shown


def _number(money: Money) -> Fraction:
    """An amount in whole units, whatever the currency."""
    return Fraction(money.amount, 10 ** minor_digits(money.currency))


def _rate(price: Money, amount: Fraction, currency: str) -> str:
    """What one unit of a price's currency makes in minor units of another: "1 EUR = 590.000000 KZT"."""
    per_unit = amount / 10 ** minor_digits(currency) / _number(price)
    parts = round_half_up(per_unit * 10**_DIGITS)
    return f"1 {price.currency} = {parts // 10**_DIGITS}.{parts % 10**_DIGITS:0{_DIGITS}d} {currency}"
