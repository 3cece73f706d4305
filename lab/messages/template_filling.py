"""A reply template with the data of a conversation put in.

    {name}      the buyer's name
    {order}     the number of the order that the conversation is about
    {tracking}  the tracking numbers of its parcels, with commas between them
    {shop}      the name of the shop

What is not known stays as it stands, so that the writer sees that something is missing; so does every other brace.
"""

import re

from lab.world.thread import Thread
from lab.world.world import World

SLOTS = ("name", "order", "tracking", "shop")
_SLOT = re.compile(r"\{(" + "|".join(SLOTS) + r")\}")


def slot_values(world: World, thread: Thread) -> dict[str, str]:
    """What can be put in, by slot; slots of which nothing is known are left out."""
    order = world.orders.get(thread.order) if thread.order else None
    numbers = [parcel.tracking_number for parcel in order.parcels if parcel.tracking_number] if order is not None else []
    values = {
        "name": thread.buyer.name, "order": order.number if order is not None else "", "tracking": ", ".join(numbers),
        "shop": world.shop.name,
    }  # fmt: skip
    return {slot: value for slot, value in values.items() if value}


def fill_template(world: World, thread: Thread, text: str) -> str:
    """The text for a thread. What is put in is not looked through again."""
    values = slot_values(world, thread)
    return _SLOT.sub(lambda match: values.get(match[1], match[0]), text)
