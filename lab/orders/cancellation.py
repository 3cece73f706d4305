"""An order that has not left is called off: by the shop, by the buyer, or by the platform when nobody ships it.

A buyer who changes their mind within an hour, or before the payment is verified, calls the order off alone. Later the shop is
asked: it can agree, say no, or send the goods all the same; when it says nothing the order is called off in the end.
"""

from typing import Literal

from lab.ledger.refund import give_back, give_back_all
from lab.orders.agenda import put
from lab.orders.transit import complete
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.world.due import Due
from lab.world.order import Order
from lab.world.world import World

CANCELS_PERMILLE = 15
"""Of 1000 shoppers' orders, how many are cancelled by the buyer within a day (set)."""
PATIENCE_DAYS = 7
"""The platform cancels an order that is still not shipped so many days after the promised ship day, at the shop's charge (set)."""
ALONE_WITHIN = HOUR
"""So long after the purchase a buyer needs nobody's consent (set)."""
BY_SCENARIO = "scenario"
"""The reason of what a scenario makes happen: the shop is always asked."""


def cancel(world: World, order: Order, by: Literal["shop", "buyer", "platform"]) -> None:
    """Call an unshipped order off: the goods are on offer again, the buyer gets everything back, the platform its fee off."""
    order.state = "cancelled"
    order.cancelled_at = world.now
    order.cancelled_by = by
    listing = world.listings.get(order.listing)
    if listing is not None:
        listing.stock += sum(item.quantity for item in order.items)
    give_back_all(world, order, "cancellation", "shop" if by == "shop" else "platform")


def expect_cancellation(world: World, order: Order) -> None:
    """Put on the agenda that the buyer may cancel, and that the platform will when the order stays lying."""
    if order.source == "shopper" and below(draw(order.key, "cancel"), 1000) < CANCELS_PERMILLE:
        minutes = 1 + below(draw(order.key, "cancel minute"), DAY)
        put(world, Due(at=world.now + minutes, number=0, kind="cancel", ref=order.id))
    put(world, Due(at=order.ship_by + PATIENCE_DAYS * DAY, number=0, kind="overdue", ref=order.id))


def wish_cancellation(world: World, order_id: str, reason: str = "") -> Literal["", "cancelled", "cancel_wished"]:
    """The buyer wants an order no more; what has come of it."""
    order = world.orders[order_id]
    if order.state not in ("held", "unshipped") or order.cancel_wish_at is not None:
        return ""
    alone = order.state == "held" or world.now - order.placed_at <= ALONE_WITHIN
    if alone and reason != BY_SCENARIO:
        cancel(world, order, "buyer")
        return "cancelled"
    order.cancel_wish_at = world.now
    hours = world.setting.platforms[order.platform].cancel_wish_hours
    put(world, Due(at=world.now + hours * HOUR, number=0, kind="cancel_wish", ref=order.id))
    return "cancel_wished"


def end_cancel_wish(world: World, order_id: str) -> bool:
    """The time to answer a wish to cancel is over: without a no, and with nothing sent, it is granted; whether it was."""
    order = world.orders[order_id]
    if order.state != "unshipped" or order.cancel_answer == "declined":
        return False
    cancel(world, order, "buyer")
    return True


def cancel_overdue(world: World, order_id: str) -> bool:
    """The platform loses its patience: an order of which nothing left is called off, one that left in part is paid back
    as far as goods are missing and counts as shipped, or as delivered if all that left has come; whether there was anything
    to do."""
    order = world.orders[order_id]
    if order.state in ("held", "unshipped"):
        cancel(world, order, "platform")
        return True
    if order.state != "part_shipped":
        return False
    missing = order.missing
    worth, pieces = Money(0, order.currency), 0
    for item in order.items:
        unsent = max(0, min(item.quantity, missing.get(item.sku, 0)))
        worth, pieces = worth + item.unit_price.times(unsent), pieces + unsent
    listing = world.listings.get(order.listing)
    if listing is not None:
        listing.stock += pieces
    back = min(worth.amount, order.refundable.amount)
    if back:
        give_back(world, order, Money(back, order.currency), "missing_item", "platform")
    order.state = "shipped"
    complete(world, order)
    return True
