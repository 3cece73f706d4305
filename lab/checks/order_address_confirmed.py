"""Check: a buyer's wish for another address is settled before the goods leave."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from lab.checks.spoiling import left_out
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.values.moment import format_offset
from lab.world.order import Order
from lab.world.thread import Thread


class OrderAddressConfirmed(Check):
    """Earns orders whose wish for another address was settled, by all orders: all of an order or nothing.

    The wish must be agreed to and every parcel go to the new address. Where the buyer wrote about the order before it
    left, an answer must have come before too. With credit `items` each of these counts by itself.
    """

    name: ClassVar[str] = "order.address_confirmed"
    skill_default: ClassVar[str] = "orders"
    credit: Literal["all", "items"] = "all"

    def examine(self, evidence: Evidence) -> Finding:
        items: list[Item] = []
        for order_id in self.on:
            found = _parts(evidence, order_id)
            items += (
                found if self.credit == "items" else [next((item for item in found if item.share != ONE), found[0])]
            )
        return items_finding(
            items, right="address_settled", partly="address_partly_settled", wrong="address_not_settled"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "agreeing to the address", "order.answer_address", about=self.on)


def _parts(evidence: Evidence, order_id: str) -> list[Item]:
    order = evidence.order(order_id)
    if order is None or order.address_wish is None:
        return [Item(ZERO, proof("order", order=order_id, rule="address", found="no wish for another address"))]
    answer = order.address_answer
    ref = evidence.deed_ref("order.answer_address", order=order_id)
    parts = [
        Item(
            ONE if answer == "agreed" else ZERO,
            proof("order", ref=ref, order=order_id, rule="address", found=answer or "no answer", expected="agreed"),
        ),
        _sent(evidence, order),
    ]
    parts += [
        _replied(evidence, order, thread) for thread in evidence.world.threads.values() if _asks_before(thread, order)
    ]
    return parts


def _sent(evidence: Evidence, order: Order) -> Item:
    if order.shipped_at is None:
        return Item(ZERO, proof("order", order=order.id, rule="new_address", found="not shipped"))
    right = not any(parcel.goes_to_old_address for parcel in order.parcels)
    found = "to the new address" if right else "to the old address"
    shown = proof(
        "order", ref=evidence.deed_ref("order.ship", order=order.id), order=order.id, rule="new_address", found=found,
        at=format_offset(order.shipped_at),
    )  # fmt: skip
    return Item(ONE if right else ZERO, shown)


def _asks_before(thread: Thread, order: Order) -> bool:
    """Whether the buyer wrote about the order before it left."""
    written = next((message.at for message in thread.messages if message.by == "buyer"), None)
    return (
        thread.order == order.id and written is not None and (order.shipped_at is None or written <= order.shipped_at)
    )


def _replied(evidence: Evidence, order: Order, thread: Thread) -> Item:
    at = next((message.at for message in thread.messages if message.by == "shop"), None)
    right = at is not None and (order.shipped_at is None or at <= order.shipped_at)
    found = "no answer" if at is None else "answered" if right else "answered after it had left"
    ref = evidence.deed_ref("message.reply", thread=thread.id)
    shown = proof(
        "order", ref=ref, order=order.id, thread=thread.id, rule="reply", found=found,
        at=format_offset(at) if at is not None else None,
    )  # fmt: skip
    return Item(ONE if right else ZERO, shown)
