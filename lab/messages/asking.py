"""Shoppers ask before they buy, and wait for an answer as long as their patience lasts.

Patience is exponential with a mean of twelve hours. A shopper who is answered in time reads the answer ten minutes later;
what is decided then is the affair of `lab.shoppers.answered`.
"""

from dataclasses import replace

from lab.market.catalogue import Attribute
from lab.market.exact import ln_milli
from lab.messages.naming import attribute_name, letter_language, product_name
from lab.messages.phrasebook import Intent, Letter, written
from lab.orders.agenda import put
from lab.values.chance import below, draw, key_of
from lab.values.moment import HOUR, Moment
from lab.world.due import Due, Question
from lab.world.listing import Listing
from lab.world.thread import Message, Thread
from lab.world.world import World

MEAN_PATIENCE = 12 * HOUR
READING = 10
_STEPS = 65536


def patience_minutes(key: int) -> int:
    """How long the shopper with a key waits for an answer: mean times -ln of a number between 0 and 1, at least a minute."""
    drawn = 2 * below(draw(key, "patience"), _STEPS) + 1
    return max(1, MEAN_PATIENCE * ln_milli(2 * _STEPS, drawn) // 1000)


def question_id(key: int) -> str:
    """The thread of the shopper with a key; the key cannot be read off it."""
    return f"q-{key_of('question', key):016x}"[:14]


def receive_question(world: World, question: Question) -> Thread | None:
    """Open a thread with a shopper's question; None if the listing is not there any more. The shopper decides by itself later."""
    listing = world.listings.get(question.listing)
    if listing is None or question.id in world.threads:
        return None
    attribute = world.setting.type_of(listing.sku).attribute(question.attribute)
    if attribute is None:
        return None
    language = letter_language(world, question.buyer, listing.country, question.key)
    letter = question_letter(world, listing, question.attribute, language, question.key, question.buyer.name)
    thread = Thread(question.id, listing.platform, listing.country, question.buyer, language, letter.subject, None)
    thread.intent, thread.about, thread.listing = question_intent(attribute), question.attribute, question.listing
    thread.messages.append(Message("buyer", letter.text, world.now))
    world.threads[thread.id] = thread
    put(world, Due(at=question.until, number=0, kind="decision", ref=thread.id, question=question))
    return thread


def question_intent(attribute: Attribute) -> Intent:
    """How one asks about an attribute."""
    return "ask_yes_no" if attribute.kind == "yes_no" else "ask_attribute"


def question_letter(world: World, listing: Listing, about: str, language: str, key: int, name: str) -> Letter:
    """A question about an attribute of a listing's goods, in one of `letter_languages`; the key chooses among wordings.

    Raises ValueError for an attribute that the goods do not have.
    """
    attribute = world.setting.type_of(listing.sku).attribute(about)
    if attribute is None:
        raise ValueError(f"{listing.sku} has no attribute {about}")
    slots = {
        "product": product_name(world.setting, listing.sku, language), "attribute": attribute_name(attribute, language), "name": name,
    }  # fmt: skip
    letter = written(question_intent(attribute), language, key, slots)
    return replace(letter, subject=letter.subject[:1].upper() + letter.subject[1:])


def let_answer_be_read(world: World, thread: Thread) -> None:
    """The shop has answered in a thread: a shopper whose patience lasts reads it soon, and may decide then."""
    waiting = next((due for due in world.agenda if due.kind == "decision" and due.ref == thread.id), None)
    if waiting is None or waiting.question is None or thread.outcome or world.now > waiting.question.until:
        return
    put(world, replace(waiting, at=world.now + READING))


def patience_until(key: int, now: Moment) -> Moment:
    """Until when the shopper with a key waits who asks now."""
    return now + patience_minutes(key)
