"""How a shop prices abroad and is paid: pricing rules, payouts of the platforms."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money

Ending = Literal["exact", "whole", "ninety_nine", "ninety_five", "nine", "ninety"]
"""How a converted price ends: as it comes, rounded to whole units, x.99, x.95, the next ...9, the next ...90."""


@dataclass(frozen=True, slots=True)
class PricingRule:
    """How prices of one place are made out of those in the shop's currency.

    `rate_micro` fixes the exchange rate (millionths of the buyers' currency for one unit of the shop's); 0 follows the rate
    of the day. `markup_permille` is added first, against fees and swings of the rate.
    """

    place: str
    rate_micro: int
    markup_permille: int
    ending: Ending


@dataclass(frozen=True, slots=True)
class Payout:
    """What one platform paid out at one time in one currency.

    `gross` is in the buyers' currency, `paid` what arrived in the shop's; `rate_micro` the rate used (units of `gross`'s currency
    for one of the shop's), below the middle rate by the platform's margin. `booked` is what the same money stood for in the
    books: the difference is a realised gain (`paid` the larger) or loss.
    """

    number: int
    platform: str
    at: Moment
    gross: Money
    paid: Money
    booked: Money
    rate_micro: int
    orders: int
