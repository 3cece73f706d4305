"""Claims and chargebacks: the buyer asks the platform or the bank for the money, the shop answers, somebody rules.

A claim goes to the platform, a chargeback to the buyer's bank; both are answered and judged alike. The shop has as long as
the platform's profile gives (`claim_answer_hours`). It can pay everything back, offer a part, or contest; after a contest the
ruling comes `claim_ruling_hours` later, else when the time to answer is over. Rulings rest on facts, not on words:

| reason           | for the shop if                                                               | and it names           |
| not_arrived      | the parcel has come, or was refused at the door                               | tracking               |
| late             | it has come, and customs kept it although its papers were right               | tracking, or customs papers |
| not_as_described | the listing promised no more than the goods hold, and what was ordered was packed | listing, with the packing list or messages that answer the buyer |
| return_declined  | the return was wished after the platform's return window                      | nothing                |

A buyer to whom the shop has written since the delivery, and who waits for no answer, withdraws a claim; not one about a
declined return, nor a chargeback. Who says nothing loses. For a lost chargeback the bank's fee is charged too. All *set*,
after the platforms' own rules for claims and disputes.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from lab.ledger.refund import give_back, give_back_all
from lab.ledger.sale import spend
from lab.orders.aftermath import chance_of, chargebacks_per_10_000, expect_offer_answer, return_of, takes_offer
from lab.orders.agenda import put
from lab.orders.dispatch import box_faults, boxed_with, declared_faults, needs_customs_form
from lab.orders.returns import is_in_window
from lab.orders.satisfaction import LATE_DISPUTE_DAYS, disputes_per_10_000, is_unanswered, late_minutes, stars
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.aftermath import Dispute, DisputeKind, DisputeReason, EvidenceKind
from lab.world.due import Due
from lab.world.order import Order, Parcel
from lab.world.thread import Thread
from lab.world.world import World

REASONS: Mapping[str, DisputeReason] = {reason: reason for reason in get_args(DisputeReason)}
SUFFICIENT: Mapping[DisputeReason, tuple[tuple[EvidenceKind, ...], ...]] = {
    "not_arrived": (("tracking",),),
    "late": (("tracking",), ("customs_papers",)),
    "not_as_described": (("listing", "packing_list"), ("listing", "messages")),
    "return_declined": ((),),
}
"""For each reason the sets of evidence of which one is enough where the facts are with the shop."""
Ruling = Literal["withdrawn", "settled", "for_shop", "for_buyer", "unanswered"]
LOST_RULINGS = ("for_buyer", "unanswered")


def open_dispute(world: World, order_id: str, intent: str = "") -> bool:
    """The moment of a claim has come; whether the buyer opens one.

    With `intent`, a reason for claims, the buyer has decided already (a return was declined, say); else chance decides.
    """
    order = world.orders[order_id]
    if intent:
        return open_claim(world, order_id, REASONS[intent]) is not None
    if order.state != "delivered" or return_of(world, order_id) is not None or _has_dispute(world, order):
        return False
    late = late_minutes(order)
    if chance_of(order, "dispute") >= disputes_per_10_000(stars(world, order), late, is_unanswered(world, order)):
        return False
    return open_claim(world, order_id, "late" if late > LATE_DISPUTE_DAYS * DAY else "not_as_described") is not None


def open_chargeback(world: World, order_id: str) -> bool:
    """The moment of a chargeback has come; whether the buyer's bank opens one.

    The reason is what is wrong with the order; where nothing is, the buyer says that it has not arrived.
    """
    order = world.orders[order_id]
    if order.state != "delivered" or return_of(world, order_id) is not None or _has_dispute(world, order):
        return False
    late = late_minutes(order)
    if chance_of(order, "chargeback") >= chargebacks_per_10_000(late, is_unanswered(world, order)):
        return False
    reason: DisputeReason = "not_arrived"
    if order.over_claim or not order.is_packed_as_ordered:
        reason = "not_as_described"
    elif late > LATE_DISPUTE_DAYS * DAY:
        reason = "late"
    return open_claim(world, order_id, reason, "chargeback") is not None


def open_claim(world: World, order_id: str, reason: DisputeReason, kind: DisputeKind = "claim") -> Dispute | None:
    """The buyer of an order asks the platform, or the bank, for the money, whatever the chances.

    None, and nothing happens, where there is no such order, all is paid back, something is open already, or the order has
    not come; only for not_arrived it may also be on its way.
    """
    order = world.orders.get(order_id)
    if order is None or order.refunded_at is not None or open_dispute_of(world, order_id) is not None:
        return None
    if order.state != "delivered" and not (order.state == "shipped" and reason == "not_arrived"):
        return None
    hours = world.setting.platforms[order.platform].claim_answer_hours
    dispute = Dispute(order_id, world.now, reason, kind=kind, answer_by=world.now + hours * HOUR)
    world.disputes.append(dispute)
    put(world, Due(at=dispute.answer_by, number=0, kind="dispute_end", ref=order_id))
    return dispute


def open_dispute_of(world: World, order_id: str) -> Dispute | None:
    """The claim or chargeback about an order that is not closed yet; there is never more than one."""
    return next((found for found in reversed(world.disputes) if found.order == order_id and found.closed_at is None), None)


def ruling_at(world: World, dispute: Dispute) -> Moment:
    """When an open dispute will be ruled on as it stands."""
    if dispute.answer == "contest" and dispute.answered_at is not None:
        return dispute.answered_at + world.setting.platforms[world.orders[dispute.order].platform].claim_ruling_hours * HOUR
    return dispute.answer_by


def accept(world: World, dispute: Dispute) -> None:
    """The shop pays everything back; the dispute is closed."""
    order = world.orders[dispute.order]
    dispute.answer, dispute.answered_at = "accept", world.now
    _close(world, dispute, "settled", refunded=True)
    if order.refunded_at is None:
        give_back_all(world, order, dispute.kind, "shop")
    _charge_bank_fee(world, dispute)


def contest(world: World, dispute: Dispute, evidence: tuple[EvidenceKind, ...]) -> None:
    """The shop wants a ruling on its evidence."""
    dispute.answer, dispute.answered_at, dispute.evidence = "contest", world.now, evidence
    _take_off_agenda(world, dispute.order)
    put(world, Due(at=ruling_at(world, dispute), number=0, kind="dispute_end", ref=dispute.order))


def offer_part(world: World, dispute: Dispute, offer: Money, evidence: tuple[EvidenceKind, ...]) -> None:
    """The shop offers a part; the buyer answers within half a day. What is not taken is ruled on with the evidence given."""
    dispute.answer, dispute.answered_at, dispute.offer, dispute.evidence = "offer", world.now, offer, evidence
    expect_offer_answer(world, world.orders[dispute.order], "claim offer", dispute.answer_by)


def answer_claim_offer(world: World, order_id: str) -> str:
    """The buyer answers an offer: "offer_taken" (the dispute is closed), "offer_refused", or "" when there is none."""
    dispute, order = open_dispute_of(world, order_id), world.orders[order_id]
    if dispute is None or dispute.offer is None:
        return ""
    is_free = order.refunded_at is not None
    if is_free or not takes_offer(order, "claim offer", dispute.offer, not facts_favour_shop(world, dispute)):
        return "offer_refused"
    _close(world, dispute, "settled", refunded=True)
    give_back(world, order, dispute.offer if dispute.offer <= order.refundable else order.refundable, dispute.kind, "shop")
    return "offer_taken"


def close_dispute(world: World, order_id: str) -> bool:
    """The ruling on an open dispute, when its moment has come; whether there was one to rule on."""
    dispute, order = open_dispute_of(world, order_id), world.orders[order_id]
    if dispute is None or world.now < ruling_at(world, dispute):
        return False
    if answer_claim_offer(world, order_id) == "offer_taken":
        return True
    if order.refunded_at is not None and order.state != "refused":
        _close(world, dispute, "settled", refunded=True)  # the money is back already, for another reason
    elif _is_withdrawn(world, order, dispute):
        _close(world, dispute, "withdrawn", refunded=False)
    elif dispute.answer and facts_favour_shop(world, dispute) and is_proved(world, dispute):
        _close(world, dispute, "for_shop", refunded=False)
    else:
        _close(world, dispute, "for_buyer" if dispute.answer else "unanswered", refunded=True)
        if order.refunded_at is None:
            give_back_all(world, order, dispute.kind, "platform")
        _charge_bank_fee(world, dispute)
    return True


def is_lost(dispute: Dispute) -> bool:
    """Whether a closed dispute went against the shop, or the shop gave in."""
    return dispute.ruling in LOST_RULINGS or (dispute.ruling == "settled" and dispute.answer == "accept")


def facts_favour_shop(world: World, dispute: Dispute) -> bool:
    """Whether the shop is in the right about a dispute as things stand now, whatever it can show."""
    order = world.orders[dispute.order]
    match dispute.reason:
        case "not_arrived":
            return order.delivered_at is not None or order.state == "refused"
        case "late":
            return order.delivered_at is not None and any(
                parcel.held and has_right_papers(world, order, parcel) for parcel in order.parcels
            )
        case "not_as_described":
            return order.over_claim == 0 and order.is_packed_as_ordered
        case "return_declined":
            wished = return_of(world, order.id)
            return not is_in_window(world, order, wished.at if wished is not None else dispute.at)


def is_proved(world: World, dispute: Dispute) -> bool:
    """Whether the evidence that the shop has named is enough for such a dispute."""
    named = set(dispute.evidence)
    if not has_answered(world, world.orders[dispute.order]):
        named.discard("messages")
    return any(named.issuperset(enough) for enough in SUFFICIENT[dispute.reason])


def needed_evidence(world: World, dispute: Dispute) -> tuple[EvidenceKind, ...]:
    """What is to be named in such a dispute: the first set that is enough and that the shop has, else the usual one."""
    order = world.orders[dispute.order]
    held = set(held_evidence(world, order))
    if not has_answered(world, order):
        held.discard("messages")
    ways = SUFFICIENT[dispute.reason]
    return next((enough for enough in ways if held.issuperset(enough)), ways[0])


def held_evidence(world: World, order: Order) -> tuple[EvidenceKind, ...]:
    """What the shop can show about an order, in the order of the kinds."""
    wished = return_of(world, order.id)
    has: dict[EvidenceKind, bool] = {
        "tracking": any(parcel.tracking_number for parcel in order.parcels),
        "customs_papers": any(parcel.customs_form is not None for parcel in order.parcels),
        "listing": order.listing in world.listings,
        "packing_list": any(parcel.packing_list is not None or "packing_list" in parcel.documents for parcel in order.parcels),
        "messages": any(message.by == "shop" for thread in _threads(world, order) for message in thread.messages),
        "return_offer": wished is not None
        and (wished.offer is not None or (wished.decided_by == "shop" and wished.decision != "declined")),
    }
    return tuple(kind for kind, is_there in has.items() if is_there)


def has_right_papers(world: World, order: Order, parcel: Parcel) -> bool:
    """Whether customs had no reason to keep a parcel: the form that it needs is there, and nothing in its papers is wrong."""
    lane = world.setting.lanes[parcel.lane]
    if not needs_customs_form(world.setting, order, lane):
        return True
    if parcel.customs_form is None:
        return False
    orders, items = boxed_with(world, order, parcel)
    if box_faults(world, orders, items, parcel.customs_form, lane.from_country):
        return False
    if parcel.invoice is None and parcel.packing_list is None:
        return True
    return not declared_faults(world, orders, items, parcel.customs_form, parcel.invoice, parcel.packing_list)


def is_settled(world: World, order: Order) -> bool:
    """Whether the shop has written to the buyer of an order since its delivery, and no message waits."""
    threads = _threads(world, order)
    since = order.delivered_at or 0
    written = any(message.by == "shop" and message.at >= since for thread in threads for message in thread.messages)
    return written and all(thread.waits_since is None for thread in threads)


def has_answered(world: World, order: Order) -> bool:
    """Whether the shop has answered a message of the buyer about an order."""
    for thread in _threads(world, order):
        first = next((number for number, message in enumerate(thread.messages) if message.by == "buyer"), None)
        if first is not None and any(message.by == "shop" for message in thread.messages[first:]):
            return True
    return False


def _threads(world: World, order: Order) -> list[Thread]:
    return [thread for thread in world.threads.values() if thread.order == order.id]


def _has_dispute(world: World, order: Order) -> bool:
    return any(dispute.order == order.id for dispute in world.disputes)


def _is_withdrawn(world: World, order: Order, dispute: Dispute) -> bool:
    can_be = dispute.kind == "claim" and dispute.reason != "return_declined" and order.delivered_at is not None
    return can_be and is_settled(world, order)


def _close(world: World, dispute: Dispute, ruling: Ruling, *, refunded: bool) -> None:
    dispute.closed_at, dispute.ruling, dispute.refunded = world.now, ruling, refunded
    _take_off_agenda(world, dispute.order)


def _take_off_agenda(world: World, order_id: str) -> None:
    """Nothing is ruled on at the moment that was set for it."""
    world.agenda = [due for due in world.agenda if not (due.kind == "dispute_end" and due.ref == order_id)]


def _charge_bank_fee(world: World, dispute: Dispute) -> None:
    """The bank charges the shop for a chargeback that it lost."""
    fee = world.setting.platforms[world.orders[dispute.order].platform].chargeback_fee
    if dispute.kind == "chargeback" and fee is not None:
        spend(world, "chargeback_fee", dispute.order, "fees", fee)
