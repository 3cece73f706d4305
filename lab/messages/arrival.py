"""A buyer's message of a scenario or an instructor reaches the shop: with words of its own, or those of the phrasebook for an intent."""

from typing import cast

from lab.messages.asking import question_letter
from lab.messages.dialogue import begin_dialogue, wait_again
from lab.messages.letters import order_letter
from lab.messages.naming import product_name
from lab.messages.phrasebook import Intent, Letter, written
from lab.values.chance import key_of
from lab.world.due import ComingMessage
from lab.world.listing import Listing
from lab.world.order import Order
from lab.world.thread import Message, Thread
from lab.world.world import World


def receive_message(world: World, coming: ComingMessage) -> Thread | None:
    """Open a thread with the message; None if it is about an order, or asks about a listing, that never came to be."""
    order = world.orders.get(coming.order) if coming.order else None
    listing = world.listings.get(coming.listing) if coming.listing else None
    if (coming.order and order is None) or (coming.listing and listing is None):
        return None
    buyer = order.buyer if order is not None else coming.buyer
    assert buyer is not None
    platform, _, country = (order.place if order is not None else listing.place if listing is not None else coming.place).partition("/")
    letter = Letter(coming.subject, coming.text) if not coming.intent else _letter(world, coming, order, listing)
    thread = Thread(coming.id, platform, country, buyer, coming.language, letter.subject, coming.order)
    thread.intent, thread.about, thread.listing = coming.intent, coming.about, coming.listing
    thread.messages.append(Message("buyer", letter.text, world.now))
    world.threads[coming.id] = thread
    begin_dialogue(world, thread, coming.mood or "calm")
    return thread


def receive_again(world: World, thread: Thread, text: str) -> None:
    """The buyer of a thread writes once more, in own words, and waits for an answer to that.

    What the thread is about stays. In a world with dialogue, a buyer who still wanted something goes on wanting it.
    """
    if thread.closed_at is not None and thread.closed_at >= world.now:
        thread.closed_at = world.now - 1  # else it would look closed after a message of the same minute
    thread.messages.append(Message("buyer", text, world.now))
    wait_again(world, thread)


def _letter(world: World, coming: ComingMessage, order: Order | None, listing: Listing | None) -> Letter:
    """The words of the phrasebook for a scenario's message; drawn from its id, so that they are the same in every variant."""
    key, mood, intent = key_of("scenario message", coming.id), coming.mood or "calm", cast(Intent, coming.intent)
    if order is not None:
        return order_letter(world, order, intent, coming.language, key, mood)
    assert coming.buyer is not None and listing is not None
    if coming.about:
        return question_letter(world, listing, coming.about, coming.language, key, coming.buyer.name)
    slots = {"product": product_name(world.setting, listing.sku, coming.language), "name": coming.buyer.name}
    return written(intent, coming.language, key, slots, mood)
