"""What buyers do when a parcel has come, or has not: reviews, returns, disputes."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money

ReturnReason = Literal["changed_mind", "not_as_described"]
DisputeReason = Literal["not_as_described", "late", "not_arrived"]


@dataclass(frozen=True, slots=True)
class Review:
    """Stars, 1 to 5, that the buyer of an order gave a listing."""

    order: str
    listing: str
    stars: int
    at: Moment


@dataclass(slots=True)
class Return:
    """A buyer sends goods back. `refunded` is what the buyer got when they were back, `restocked` whether they can be sold again."""

    order: str
    at: Moment
    reason: ReturnReason
    refunded: Money | None = None
    back_at: Moment | None = None
    restocked: bool = False


@dataclass(slots=True)
class Dispute:
    """A buyer asks the platform for the money. Open until `closed_at`; `refunded` tells for whom it was decided."""

    order: str
    at: Moment
    reason: DisputeReason
    closed_at: Moment | None = None
    refunded: bool = False
