"""A buyer's message reaches the shop."""

from lab.world.due import ComingMessage
from lab.world.thread import Message, Thread
from lab.world.world import World


def receive_message(world: World, coming: ComingMessage) -> Thread | None:
    """Open a thread with the message; None if it is about an order that never came to be."""
    order = world.orders.get(coming.order) if coming.order else None
    if coming.order and order is None:
        return None
    buyer = order.buyer if order is not None else coming.buyer
    assert buyer is not None
    platform, _, country = (order.place if order is not None else coming.place).partition("/")
    thread = Thread(coming.id, platform, country, buyer, coming.language, coming.subject, coming.order)
    thread.messages.append(Message("buyer", coming.text, world.now))
    world.threads[coming.id] = thread
    return thread
