"""What buyers do after a parcel: reviews, returns, disputes.

Whether something may happen is drawn when the parcel comes; whether it does is decided when its moment has come, by how
content the buyer is then, so that an answer in between counts. Each chance has a draw of its own from the order's key.

- A review is written 1 to 14 days after the parcel came, was refused or was given up.
- A return is wished 1 to 7 days after delivery. The goods take as long back as they came; then the buyer gets everything
  back. Seven of ten come back fit to be sold again (apparel and beauty: five), the others are written off. The shop pays for
  the way back when the listing had promised more than the goods hold, else the buyer does.
- A dispute is opened 3 to 10 days after delivery, unless the buyer is sending the goods back already. It is closed two days
  later: for the shop if the shop has written to the buyer since the delivery and no message waits, else with a refund. The
  buyer of a parcel that was given up may open one too; it is closed at once, the money is back.

Figures that the market model does not give are set for teaching.
"""

from lab.ledger.refund import pay_return_postage, refund_sale, take_into_store
from lab.market.catalogue import ReturnClass
from lab.orders.agenda import put
from lab.orders.satisfaction import (
    LATE_DISPUTE_DAYS,
    LATE_DISPUTES_PER_10_000,
    REVIEWS_PER_10_000,
    disappointment,
    disputes_per_10_000,
    fewest_stars,
    is_unanswered,
    late_minutes,
    returns_per_10_000,
    reviews_per_10_000,
    stars,
)
from lab.orders.transit import bring_back_refused
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.world.aftermath import Dispute, DisputeReason, Return, Review
from lab.world.due import Due, DueKind
from lab.world.order import Order
from lab.world.world import World

REVIEW_DAYS, RETURN_DAYS, DISPUTE_DAYS = (1, 14), (1, 7), (3, 10)
DISPUTE_OPEN = 2 * DAY
RESTOCK_PERMILLE: dict[ReturnClass, int] = {"home": 700, "electronics": 700, "toys": 700, "apparel": 500, "beauty": 500}


def expect_aftermath(world: World, order: Order) -> None:
    """Put on the agenda what the buyer of an order that has come (or was refused, or given up) may do."""
    if not world.setting.consequences:
        return
    if _chance(order, "review") < max(REVIEWS_PER_10_000):
        _put(world, order, "review", REVIEW_DAYS)
    if order.state == "lost" and _chance(order, "dispute") < LATE_DISPUTES_PER_10_000:
        world.disputes.append(Dispute(order.id, world.now, "not_arrived", world.now, True))
    if order.state != "delivered":
        return
    if _chance(order, "return") < returns_per_10_000(_class_of(world, order), disappointment(world, order), 1):
        _put(world, order, "return", RETURN_DAYS)
    if _chance(order, "dispute") < disputes_per_10_000(fewest_stars(world, order), late_minutes(order), True):
        _put(world, order, "dispute", DISPUTE_DAYS)


def write_review(world: World, order_id: str) -> bool:
    """The moment of a review has come; whether the buyer writes one."""
    order = world.orders[order_id]
    given = stars(world, order)
    if _chance(order, "review") >= reviews_per_10_000(given):
        return False
    world.reviews.append(Review(order.id, order.listing, given, world.now))
    return True


def wish_return(world: World, order_id: str) -> bool:
    """The moment of a return has come; whether the buyer sends the goods back."""
    order = world.orders[order_id]
    if order.state != "delivered" or any(dispute.order == order_id for dispute in world.disputes):
        return False
    gap = disappointment(world, order)
    if _chance(order, "return") >= returns_per_10_000(_class_of(world, order), gap, stars(world, order)):
        return False
    world.returns.append(Return(order.id, world.now, "not_as_described" if gap > 0 else "changed_mind"))
    parcel = order.parcels[-1]
    put(world, Due(at=world.now + max(1, parcel.due_at - parcel.shipped_at), number=0, kind="goods_back", ref=order.id))
    return True


def bring_goods_back(world: World, order_id: str) -> None:
    """Goods that were sent back or refused are home."""
    order = world.orders[order_id]
    sent_back = return_of(world, order_id)
    if sent_back is None:
        bring_back_refused(world, order)
        return
    parcel = order.parcels[-1]
    order.state = "returned"
    sent_back.back_at = world.now
    sent_back.restocked = below(draw(order.key, "condition"), 1000) < RESTOCK_PERMILLE[_class_of(world, order)]
    if sent_back.reason == "not_as_described":
        pay_return_postage(world, order.id, parcel.postage)
    if sent_back.restocked:
        take_into_store(world, order.id, parcel.items)
    if order.refunded_at is None:
        order.refunded_at = world.now
        sent_back.refunded = order.total
        refund_sale(world, order.id, "refund")


def open_dispute(world: World, order_id: str) -> bool:
    """The moment of a dispute has come; whether the buyer opens one."""
    order = world.orders[order_id]
    if order.state != "delivered" or order.refunded_at is not None or return_of(world, order_id) is not None:
        return False
    late = late_minutes(order)
    if _chance(order, "dispute") >= disputes_per_10_000(stars(world, order), late, is_unanswered(world, order)):
        return False
    reason: DisputeReason = "late" if late > LATE_DISPUTE_DAYS * DAY else "not_as_described"
    world.disputes.append(Dispute(order.id, world.now, reason))
    put(world, Due(at=world.now + DISPUTE_OPEN, number=0, kind="dispute_end", ref=order.id))
    return True


def close_dispute(world: World, order_id: str) -> None:
    """The platform decides an open dispute."""
    order = world.orders[order_id]
    dispute = next(found for found in reversed(world.disputes) if found.order == order_id)
    dispute.closed_at = world.now
    if order.refunded_at is None and not is_settled(world, order):
        dispute.refunded = True
        order.refunded_at = world.now
        refund_sale(world, order.id, "refund")


def is_settled(world: World, order: Order) -> bool:
    """Whether the shop has written to the buyer of an order since its delivery, and no message waits."""
    threads = [thread for thread in world.threads.values() if thread.order == order.id]
    since = order.delivered_at or 0
    written = any(message.by == "shop" and message.at >= since for thread in threads for message in thread.messages)
    return written and all(thread.waits_since is None for thread in threads)


def return_of(world: World, order_id: str) -> Return | None:
    """The return of an order, if its buyer sends or has sent it back."""
    return next((found for found in world.returns if found.order == order_id), None)


def _chance(order: Order, purpose: str) -> int:
    """The order's draw for a purpose, 0 to 9999."""
    return below(draw(order.key, purpose), 10_000)


def _class_of(world: World, order: Order) -> ReturnClass:
    return world.setting.type_of(order.items[0].sku).return_class


def _put(world: World, order: Order, kind: DueKind, days: tuple[int, int]) -> None:
    first, last = (day * DAY for day in days)
    minutes = first + below(draw(order.key, f"{kind} minute"), last - first + 1)
    put(world, Due(at=world.now + minutes, number=0, kind=kind, ref=order.id))
