"""What a seller does after the sale: decide a return, answer a claim or a chargeback, reply to a review."""

from dataclasses import dataclass
from typing import Literal

from lab.orders import claims, returns
from lab.orders.actions import order_or_refuse
from lab.orders.aftermath import return_of
from lab.orders.reviewing import review_of
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.aftermath import Dispute, EvidenceKind, Return
from lab.world.order import Order
from lab.world.world import World


@action("return.decide", about="order")
@dataclass(frozen=True, slots=True)
class DecideReturn(Action):
    """Answer a buyer who wants to send goods back: pay for the way back, have the buyer pay, leave the goods, or say no.

    With `keep_goods`, `offer` is the part of the payment offered, in the order's currency; None gives all of it back at
    once. Until the buyer has answered an offer nothing else can be decided; after a no everything can.
    """

    order: str
    decision: returns.Decision
    offer: Money | None = None

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        found = _return_to_decide(world, order)
        if self.offer is not None and self.decision != "keep_goods":
            raise Refused("offer_not_asked", order=order.id, answer=self.decision)
        if self.decision == "keep_goods" and order.refundable.amount <= 0:
            raise Refused("nothing_to_refund", order=order.id)
        if self.offer is not None:
            _check_offer(order, self.offer)
        if self.offer is None or self.offer == order.refundable:
            returns.decide_return(world, found, self.decision, "shop")
        else:
            returns.offer_part(world, found, self.offer)


@action("dispute.answer", about="order", body="text")
@dataclass(frozen=True, slots=True)
class AnswerDispute(Action):
    """Answer a claim or a chargeback, once: pay everything back, offer a part, or contest it with evidence.

    Evidence can only be what the shop has (`lab.orders.claims.held_evidence`). `offer` is in the order's currency and less
    than all that is left. The ruling rests on facts: `text` stands in the log and is judged by nobody here.
    """

    order: str
    answer: Literal["accept", "offer", "contest"]
    evidence: tuple[EvidenceKind, ...] = ()
    offer: Money | None = None
    text: str = ""

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        dispute = _dispute_to_answer(world, order)
        held = claims.held_evidence(world, order)
        for kind in self.evidence:
            if kind not in held:
                raise Refused("evidence_not_there", order=order.id, evidence=kind)
        limit = world.setting.platforms[order.platform].message_max_chars
        text = tidy_lines(self.text)
        if len(text) > limit:
            raise Refused("too_long", field="text", found=len(text), limit=limit)
        if self.offer is not None and self.answer != "offer":
            raise Refused("offer_not_asked", order=order.id, answer=self.answer)
        evidence = tuple(dict.fromkeys(self.evidence))
        if self.answer == "accept":
            claims.accept(world, dispute)
        elif self.answer == "contest":
            claims.contest(world, dispute, evidence)
        elif self.offer is None:
            raise Refused("offer_missing", order=order.id)
        else:
            _check_offer(order, self.offer)
            if self.offer == order.refundable:
                raise Refused("offer_is_everything", order=order.id)
            claims.offer_part(world, dispute, self.offer, evidence)


@action("review.reply", about="order", body="text")
@dataclass(frozen=True, slots=True)
class ReplyToReview(Action):
    """Answer a review in public, once."""

    order: str
    text: str

    def apply(self, world: World) -> None:
        order = order_or_refuse(world, self.order)
        review = review_of(world, order.id)
        if review is None:
            raise Refused("no_such_review", order=order.id)
        if review.replied_at is not None:
            raise Refused("already_replied", order=order.id)
        text = tidy_lines(self.text)
        if not text:
            raise Refused("text_empty", field="text")
        limit = world.setting.platforms[order.platform].review_reply_max_chars
        if len(text) > limit:
            raise Refused("too_long", field="text", found=len(text), limit=limit)
        review.reply, review.replied_at = text, world.now


def _return_to_decide(world: World, order: Order) -> Return:
    found = return_of(world, order.id)
    if found is None:
        raise Refused("no_such_return", order=order.id)
    if found.decided_by:
        raise Refused("return_decided", order=order.id, decision=found.decision, by=found.decided_by)
    if world.now > found.decide_by:
        raise Refused("too_late_to_decide", order=order.id)
    if returns.waits_for_buyer(found):
        raise Refused("offer_waits", order=order.id)
    return found


def _dispute_to_answer(world: World, order: Order) -> Dispute:
    dispute = claims.open_dispute_of(world, order.id)
    if dispute is None:
        raise Refused("no_open_dispute", order=order.id)
    if dispute.answer:
        raise Refused("dispute_answered", order=order.id, answer=dispute.answer)
    if world.now > dispute.answer_by:
        raise Refused("too_late_to_answer", order=order.id)
    return dispute


def _check_offer(order: Order, offer: Money) -> None:
    """Raises Refused unless an offer is some of what is left of the payment."""
    if offer.currency != order.currency:
        raise Refused("wrong_currency", field="offer", found=offer.currency, currency=order.currency)
    if not Money(0, order.currency) < offer <= order.refundable:
        raise Refused("offer_out_of_range", order=order.id, found=str(offer), limit=str(order.refundable))
