"""What buyers do when a parcel has come, or has not: reviews, returns, disputes."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money

ReturnReason = Literal["changed_mind", "not_as_described"]
DisputeReason = Literal["not_as_described", "late", "not_arrived", "return_declined"]
DisputeKind = Literal["claim", "chargeback"]
"""A claim goes to the platform; a chargeback is the buyer's bank taking the money back."""
ReturnDecision = Literal["", "free_label", "buyer_pays", "keep_goods", "declined"]
"""What the shop says to a return: it pays for the way back, the buyer does, money back without the goods, or no."""
DisputeAnswer = Literal["", "accept", "offer", "contest"]
EvidenceKind = Literal["tracking", "customs_papers", "listing", "packing_list", "messages", "return_offer"]


@dataclass(slots=True)
class Review:
    """Stars, 1 to 5, that the buyer of an order gave a listing. `reply` is the shop's public answer."""

    order: str
    listing: str
    stars: int
    at: Moment
    reply: str = ""
    replied_at: Moment | None = None


@dataclass(slots=True)
class Return:
    """A buyer wants to send goods back. `refunded` is what the buyer got for it, `restocked` whether the goods can be sold again.

    The shop decides until `decide_by`; afterwards the platform has decided in its place (`decided_by`). `offer` is the
    money offered for goods that stay with the buyer.
    """

    order: str
    at: Moment
    reason: ReturnReason
    refunded: Money | None = None
    back_at: Moment | None = None
    restocked: bool = False
    decide_by: Moment = 0
    decision: ReturnDecision = ""
    decided_at: Moment | None = None
    decided_by: Literal["", "shop", "platform"] = ""
    offer: Money | None = None
    offer_taken: bool = False


@dataclass(slots=True)
class Dispute:
    """A buyer asks the platform or the bank for the money. Open until `closed_at`; `refunded` tells for whom it was decided."""

    order: str
    at: Moment
    reason: DisputeReason
    closed_at: Moment | None = None
    refunded: bool = False
    kind: DisputeKind = "claim"
    answer_by: Moment = 0
    answer: DisputeAnswer = ""
    answered_at: Moment | None = None
    evidence: tuple[EvidenceKind, ...] = ()
    offer: Money | None = None
    ruling: Literal["", "withdrawn", "settled", "for_shop", "for_buyer", "unanswered"] = ""
    """Why it was closed as it was."""
