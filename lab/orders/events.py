"""What happens to orders by itself: each kind of thing on the agenda, and what has come of it."""

from dataclasses import replace

from lab.orders.address import wish_address
from lab.orders.aftermath import expect_aftermath
from lab.orders.agenda import put
from lab.orders.arrival import release
from lab.orders.cancellation import cancel_overdue, end_cancel_wish, wish_cancellation
from lab.orders.claims import REASONS, answer_claim_offer, close_dispute, open_chargeback, open_claim, open_dispute
from lab.orders.returns import answer_return_offer, bring_goods_back, end_return_wait, request_return, wish_return
from lab.orders.reviewing import request_review, write_review
from lab.orders.transit import bring_back_refused, deliver, give_up
from lab.values.moment import DAY
from lab.world.aftermath import ReturnReason
from lab.world.due import Due, DueKind
from lab.world.world import World

KINDS: frozenset[DueKind] = frozenset(
    {
        "delivery", "missing", "paid", "cancel", "cancel_wish", "overdue", "address", "review", "return", "return_due", "return_offer",
        "goods_back", "dispute", "dispute_end", "chargeback",
    }
)


def happen(world: World, due: Due) -> str:
    """Let one thing happen to the order `due.ref`; gives what has come of it, "" for nothing.

    One of delivered, refused, lost, part_lost, paid, cancelled, part_cancelled, cancel_wished, address_wished, reviewed, return_wished,
    return_decided, offer_taken, offer_refused, goods_back, dispute_opened, dispute_closed, chargeback_opened.
    Raises ValueError for a kind that is not in KINDS.
    """
    order_id = due.ref
    if order_id not in world.orders:
        return ""
    order = world.orders[order_id]
    match due.kind:
        case "delivery":
            if not deliver(world, order_id, due.parcel):
                return ""
            expect_aftermath(world, order)
            return order.state
        case "missing":
            lost = give_up(world, order_id, due.parcel)
            if lost or order.state == "delivered":
                expect_aftermath(world, order)
                return order.state
            return "part_lost"
        case "paid":
            return "paid" if release(world, order_id) else ""
        case "cancel":
            return wish_cancellation(world, order_id, due.intent)
        case "cancel_wish":
            return "cancelled" if end_cancel_wish(world, order_id) else ""
        case "overdue":
            if not cancel_overdue(world, order_id):
                return ""
            if order.state == "delivered":
                expect_aftermath(world, order)
                return "delivered"
            return "cancelled" if order.state == "cancelled" else "part_cancelled"
        case "address":
            return "address_wished" if wish_address(world, order_id, due.person) else ""
        case "review":
            if due.quantity:
                return _asked(world, due, request_review(world, order_id, due.quantity), "reviewed")
            return "reviewed" if write_review(world, order_id) else ""
        case "return":
            if due.intent:
                reason: ReturnReason = "not_as_described" if due.intent == "not_as_described" else "changed_mind"
                return _asked(world, due, request_return(world, order_id, reason) is not None, "return_wished")
            return "return_wished" if wish_return(world, order_id) else ""
        case "return_due":
            return "return_decided" if end_return_wait(world, order_id) else ""
        case "return_offer":
            return answer_return_offer(world, order_id) or answer_claim_offer(world, order_id)
        case "goods_back":
            if not bring_goods_back(world, order_id) and order.state == "refused":
                bring_back_refused(world, order, due.parcel)
            return "goods_back"
        case "dispute":
            opened = open_dispute(world, order_id, due.intent)
            return _asked(world, due, opened, "dispute_opened") if due.intent else "dispute_opened" if opened else ""
        case "chargeback":
            if due.intent:
                return _asked(world, due, open_claim(world, order_id, REASONS[due.intent], "chargeback") is not None, "dispute_opened")
            return "dispute_opened" if open_chargeback(world, order_id) else ""
        case "dispute_end":
            return "dispute_closed" if close_dispute(world, order_id) else ""
        case _:
            raise ValueError(f"{due.kind} does not happen to an order")


def _asked(world: World, due: Due, done: bool, what: str) -> str:
    """What a scenario makes happen to an order that has not come yet is tried again a day later."""
    if done:
        return what
    order = world.orders[due.ref]
    if order.state in ("held", "unshipped", "part_shipped", "shipped") and world.now < world.setting.end:
        put(world, replace(due, at=world.now + DAY))
    return ""
