"""Returns: a buyer wants to send goods back, the shop decides, the goods travel, the money goes back.

The shop has as long as the platform's profile gives (`return_decision_hours`). It can pay for the way back, let the buyer
pay, leave the goods with the buyer for all or a part of the money, or decline. When it says nothing the platform decides:
the shop pays for the way back if the listing had promised more than the goods hold, else the buyer does.

Goods take as long back as they came; then the buyer gets everything back. Seven of ten come back fit to be sold again
(apparel and beauty: five), the others are written off. A buyer who shall pay for the way back of goods that are not as
described asks the platform in six cases of ten instead of sending them; one whose return is declined in nine of ten inside
the return window, in one of ten outside it. Figures that the market model does not give are set for teaching.
"""

from typing import Literal

from lab.ledger.refund import give_back, give_back_all, pay_return_postage
from lab.ledger.store import take_back
from lab.market.catalogue import ReturnClass
from lab.orders.aftermath import chance_of, class_of, expect_offer_answer, return_of, takes_offer
from lab.orders.agenda import put
from lab.orders.satisfaction import disappointment, returns_per_10_000, stars
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.aftermath import DisputeReason, Return, ReturnReason
from lab.world.due import Due
from lab.world.order import Order, Parcel
from lab.world.world import World

RESTOCK_PERMILLE: dict[ReturnClass, int] = {"home": 700, "electronics": 700, "toys": 700, "apparel": 500, "beauty": 500}
BUYER_PAYS_CLAIMS_PERMILLE = 600
DECLINED_CLAIMS_PERMILLE, DECLINED_OUTSIDE_CLAIMS_PERMILLE = 900, 100
CLAIM_AFTER = (6 * HOUR, 30 * HOUR)
"""How long after an answer that does not please them buyers turn to the platform."""
Decision = Literal["free_label", "buyer_pays", "keep_goods", "declined"]


def wish_return(world: World, order_id: str) -> bool:
    """The moment of a return has come; whether the buyer wants to send the goods back."""
    order = world.orders[order_id]
    if any(dispute.order == order_id for dispute in world.disputes):
        return False
    gap = disappointment(world, order)
    if not _may_return(world, order):
        return False
    if chance_of(order, "return") >= returns_per_10_000(class_of(world, order), gap, stars(world, order)):
        return False
    _open(world, order, "not_as_described" if gap > 0 else "changed_mind")
    return True


def request_return(world: World, order_id: str, reason: ReturnReason) -> Return | None:
    """The buyer of a delivered order wants to send it back, in or out of the window and whatever the chances.

    None, and nothing happens, where there is no such order, it has not come, all is paid back or a return is there already.
    """
    order = world.orders.get(order_id)
    if order is None or not _may_return(world, order):
        return None
    return _open(world, order, reason)


def is_in_window(world: World, order: Order, at: Moment) -> bool:
    """Whether goods that were delivered may still be sent back at a moment, by the platform's rules."""
    days = world.setting.platforms[order.platform].return_window_days
    return order.delivered_at is not None and at - order.delivered_at <= days * DAY


def waits_for_buyer(found: Return) -> bool:
    """Whether a part of the money is offered and the buyer has not answered yet."""
    return found.decision == "keep_goods" and not found.decided_by


def decide_return(world: World, found: Return, decision: Decision, by: Literal["shop", "platform"]) -> None:
    """Settle what becomes of a return: the goods travel, stay for the money that is left, or stay without any."""
    order = world.orders[found.order]
    found.decision, found.decided_at, found.decided_by = decision, world.now, by
    if decision == "keep_goods":
        if order.refunded_at is None:
            found.offer, found.offer_taken, found.refunded = order.refundable, True, order.refundable
            give_back_all(world, order, "return", by)
    elif decision == "declined":
        is_inside = is_in_window(world, order, found.at)
        _perhaps_claim(world, order, "return_declined", DECLINED_CLAIMS_PERMILLE if is_inside else DECLINED_OUTSIDE_CLAIMS_PERMILLE)
    elif not (
        decision == "buyer_pays" and by == "shop" and found.reason == "not_as_described"
        and _perhaps_claim(world, order, "not_as_described", BUYER_PAYS_CLAIMS_PERMILLE)
    ):  # fmt: skip
        put(world, Due(at=world.now + _way_back(order), number=0, kind="goods_back", ref=order.id))


def offer_part(world: World, found: Return, offer: Money) -> None:
    """Offer the buyer a part of the money for goods that stay; the answer comes within half a day and before `decide_by`."""
    found.decision, found.decided_at, found.offer = "keep_goods", world.now, offer
    expect_offer_answer(world, world.orders[found.order], "return offer", found.decide_by)


def answer_return_offer(world: World, order_id: str) -> str:
    """The buyer answers an offer for goods that stay: "offer_taken", "offer_refused", or "" when none is waiting.

    After a no the return is undecided as before, and `offer` tells what was not enough.
    """
    found, order = return_of(world, order_id), world.orders[order_id]
    if found is None or not waits_for_buyer(found) or found.offer is None:
        return ""
    is_free = order.refunded_at is not None
    if is_free or not takes_offer(order, "return offer", found.offer, found.reason == "not_as_described"):
        found.decision, found.decided_at = "", None
        return "offer_refused"
    paid = found.offer if found.offer <= order.refundable else order.refundable
    found.decided_at, found.decided_by, found.offer_taken, found.refunded = world.now, "shop", True, paid
    give_back(world, order, paid, "return", "shop")
    return "offer_taken"


def end_return_wait(world: World, order_id: str) -> bool:
    """The time to decide a return is over: undecided, it is decided by the platform; whether there was anything to do."""
    found, order = return_of(world, order_id), world.orders[order_id]
    if found is None or found.decided_by:
        return False
    if answer_return_offer(world, order_id) == "offer_taken":
        return True
    if order.refunded_at is not None:
        decide_return(world, found, "keep_goods", "platform")  # all the money is back already, for another reason
    else:
        decide_return(world, found, "free_label" if found.reason == "not_as_described" else "buyer_pays", "platform")
    return True


def bring_goods_back(world: World, order_id: str) -> bool:
    """Goods that a buyer sent back are home; False where no return is on its way."""
    found, order = return_of(world, order_id), world.orders[order_id]
    if found is None or found.back_at is not None or found.decision not in ("free_label", "buyer_pays"):
        return False
    order.state = "returned"
    found.back_at = world.now
    found.restocked = below(draw(order.key, "condition"), 1000) < RESTOCK_PERMILLE[class_of(world, order)]
    for parcel in _parcels_there(order):
        if found.decision == "free_label":
            pay_return_postage(world, order.id, parcel.postage)
        if found.restocked:
            take_back(world, order.id, parcel)
    if order.refunded_at is None:
        found.refunded = order.refundable
        give_back_all(world, order, "return", "shop" if found.decided_by == "shop" else "platform")
    return True


def _may_return(world: World, order: Order) -> bool:
    return order.state == "delivered" and order.refunded_at is None and return_of(world, order.id) is None


def _open(world: World, order: Order, reason: ReturnReason) -> Return:
    hours = world.setting.platforms[order.platform].return_decision_hours
    found = Return(order.id, world.now, reason, decide_by=world.now + hours * HOUR)
    world.returns.append(found)
    put(world, Due(at=found.decide_by, number=0, kind="return_due", ref=order.id))
    return found


def _perhaps_claim(world: World, order: Order, reason: DisputeReason, permille: int) -> bool:
    """Put on the agenda that the buyer asks the platform, if this one does; whether it does."""
    if below(draw(order.key, "return claim"), 1000) >= permille:
        return False
    first, last = CLAIM_AFTER
    minutes = first + below(draw(order.key, "return claim minute"), last - first + 1)
    put(world, Due(at=world.now + minutes, number=0, kind="dispute", ref=order.id, intent=reason))
    return True


def _parcels_there(order: Order) -> list[Parcel]:
    """The parcels that the buyer has; of a delivered order all but those that got lost."""
    return [parcel for parcel in order.parcels if not parcel.lost]


def _way_back(order: Order) -> int:
    """Minutes: as long as the slowest parcel came."""
    return max((parcel.due_at - parcel.shipped_at for parcel in _parcels_there(order)), default=1) or 1
