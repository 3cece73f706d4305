"""What a shop takes off its prices for a time."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money

PromotionKind = Literal["discount", "coupon", "flash"]
"""A price cut that everybody sees, one for those who take it on the listing's page, or a booked slot on the deals page."""


@dataclass(slots=True)
class Promotion:
    """`percent` off the price of some listings from `begins` until `ends`, which may be earlier than booked.

    `budget` ends a coupon when `given` (minor units of the shop's currency) has reached it; `pieces` are those set aside for a
    flash sale per listing, `sold` those it has sold in all.
    """

    id: str
    kind: PromotionKind
    name: str
    listings: list[str]
    percent: int
    begins: Moment
    ends: Moment
    made_at: Moment
    budget: Money | None = None
    given: int = 0
    pieces: int = 0
    sold: int = 0
    orders: int = 0

    def runs_at(self, moment: Moment) -> bool:
        """Whether its time is now; what it may still give is not looked at."""
        return self.begins <= moment < self.ends


@dataclass(frozen=True, slots=True)
class PricePoint:
    """From `at` on a listing costs `price`."""

    listing: str
    at: Moment
    price: Money
