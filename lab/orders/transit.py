"""What carriers do with parcels."""

from lab.world.world import World


def deliver(world: World, order_id: str) -> None:
    """The parcel of an order reaches the door."""
    order = world.orders[order_id]
    if order.state == "shipped":
        order.state = "delivered"
        order.delivered_at = world.now
