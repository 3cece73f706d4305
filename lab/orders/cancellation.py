"""An order that has not left is called off: by the shop, by the buyer, or by the platform when nobody ships it."""

from typing import Literal

from lab.ledger.refund import refund_sale
from lab.orders.agenda import put
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.world.due import Due
from lab.world.order import Order
from lab.world.world import World

CANCELS_PERMILLE = 15
"""Of 1000 shoppers' orders, how many are cancelled by the buyer within a day (set)."""
PATIENCE_DAYS = 7
"""The platform cancels an order that is still not shipped so many days after the promised ship day, at the shop's charge (set)."""


def cancel(world: World, order: Order, by: Literal["shop", "buyer", "platform"]) -> None:
    """Call an unshipped order off: the goods are on offer again, the buyer gets everything back, the platform its fee off."""
    order.state = "cancelled"
    order.cancelled_at = world.now
    order.cancelled_by = by
    listing = world.listings.get(order.listing)
    if listing is not None:
        listing.stock += sum(item.quantity for item in order.items)
    refund_sale(world, order.id, "cancellation")


def expect_cancellation(world: World, order: Order) -> None:
    """Put on the agenda that the buyer may cancel, and that the platform will when the order stays lying."""
    if order.source == "shopper" and below(draw(order.key, "cancel"), 1000) < CANCELS_PERMILLE:
        minutes = 1 + below(draw(order.key, "cancel minute"), DAY)
        put(world, Due(at=world.now + minutes, number=0, kind="cancel", ref=order.id))
    put(world, Due(at=order.ship_by + PATIENCE_DAYS * DAY, number=0, kind="overdue", ref=order.id))


def cancel_if_open(world: World, order_id: str, by: Literal["buyer", "platform"]) -> bool:
    """Call an order off if it has not left yet; whether it was."""
    order = world.orders[order_id]
    if order.state != "unshipped":
        return False
    cancel(world, order, by)
    return True
