"""Buyers write about their orders: when they may, whether they do, and what.

What may lead to a message puts a letter on the agenda; when its moment has come, the buyer writes if there still is a
reason to. Messages about one matter stand in one conversation: a buyer who writes again goes on in the same one, and one
whose message about the matter still waits for an answer does not write again.
"""

from collections.abc import Mapping

from lab.messages.dialogue import begin_dialogue
from lab.messages.hazards import (
    ADDRESS_AFTER,
    ADDRESS_PER_10_000,
    COMPLAINT_AFTER,
    COMPLAINT_PER_10_000,
    COMPLAINT_STARS,
    CUSTOMS_PER_10_000,
    DAMAGED_AFTER,
    PRAISE_AFTER,
    PRAISE_PER_10_000,
    PRAISE_STARS,
    WHERE_EVERY,
    WRONG_ITEM_PER_10_000,
    Span,
    asks_where,
    customs_notice_at,
    damaged_per_10_000,
    first_inquiry,
    happens,
    minutes_until,
)
from lab.messages.naming import letter_language, product_name
from lab.messages.phrasebook import UPSET_INTENTS, Intent, Letter, Mood, written
from lab.orders.address import wish_address
from lab.orders.agenda import put
from lab.orders.dispatch import HOLD_DAYS
from lab.orders.satisfaction import stars
from lab.values.chance import draw
from lab.values.moment import DAY, Moment
from lab.world.due import Due
from lab.world.order import Order
from lab.world.thread import Message, Thread
from lab.world.world import World

_MATTERS: Mapping[Intent, str] = {
    "change_address": "address", "cancel_wish": "cancel",
    "where_is_order": "way", "where_is_order_late": "way", "customs_hold": "way",
    "damaged": "goods", "wrong_item": "goods", "complaint": "goods",
    "return_changed_mind": "goods", "return_not_as_described": "goods",
    "claim_opened": "claim", "offer_declined": "claim", "offer_taken": "claim",
    "praise": "praise",
}  # fmt: skip


def expect_letters(world: World, order: Order) -> None:
    """An order was placed: its buyer may have the address changed, or ask where it is."""
    if not world.setting.consequences:
        return
    if happens(order.key, "address", ADDRESS_PER_10_000):
        _put_within(world, order, "change_address", ADDRESS_AFTER)
    put(world, Due(at=max(first_inquiry(order), world.now + 1), number=0, kind="letter", ref=order.id, intent="where_is_order"))


def expect_customs_letter(world: World, order: Order) -> None:
    """A parcel was handed over: if customs are going to keep it, the buyer may ask what to do."""
    parcel = order.parcels[-1]
    if not world.setting.consequences or not parcel.held:
        return
    if happens(order.key, "customs", CUSTOMS_PER_10_000[order.incoterm]):
        at = max(customs_notice_at(parcel, HOLD_DAYS * DAY), world.now + 1)
        put(world, Due(at=at, number=0, kind="letter", ref=order.id, intent="customs_hold"))


def expect_letters_after(world: World, order: Order, what: str) -> None:
    """Something has happened to an order, `what` as `lab.orders.events.happen` names it: its buyer may write about it."""
    if not world.setting.consequences:
        return
    if what == "return_wished":
        reason = next(found.reason for found in reversed(world.returns) if found.order == order.id)
        _write(world, order, "return_not_as_described" if reason == "not_as_described" else "return_changed_mind")
    if what in ("offer_taken", "offer_refused"):
        _notify(world, order, "offer_taken" if what == "offer_taken" else "offer_declined")
    if what == "dispute_opened" and any(one.order == order.id and one.kind == "claim" for one in world.disputes):
        _notify(world, order, "claim_opened")
    if what == "cancel_wished":
        _write(world, order, "cancel_wish")
    if what == "address_wished":
        _write(world, order, "change_address")
    if what != "delivered":
        return
    if not order.is_packed_as_ordered:
        if happens(order.key, "wrong item", WRONG_ITEM_PER_10_000):
            _put_within(world, order, "wrong_item", DAMAGED_AFTER)
    elif happens(order.key, "damaged", damaged_per_10_000(world, order)):
        _put_within(world, order, "damaged", DAMAGED_AFTER)
    if happens(order.key, "complaint", COMPLAINT_PER_10_000):
        _put_within(world, order, "complaint", COMPLAINT_AFTER)
    if happens(order.key, "praise", PRAISE_PER_10_000):
        _put_within(world, order, "praise", PRAISE_AFTER)


def write_letter(world: World, due: Due) -> Thread | None:
    """The moment of a letter has come; the thread if the buyer writes."""
    order = world.orders[due.ref]
    match due.intent:
        case "where_is_order":
            return _ask_where(world, order)
        case "change_address":
            return _write(world, order, "change_address") if wish_address(world, order.id) else None
        case "customs_hold":
            return _write(world, order, "customs_hold") if order.state in ("part_shipped", "shipped") else None
        case "damaged" | "wrong_item" as intent:
            return _write(world, order, intent) if order.state == "delivered" else None
        case "complaint":
            is_due = order.refunded_at is None and stars(world, order) <= COMPLAINT_STARS
            return _write(world, order, "complaint") if is_due else None
        case "praise":
            is_due = order.state == "delivered" and not _has_returned(world, order) and stars(world, order) == PRAISE_STARS
            return _write(world, order, "praise") if is_due else None
        case _:
            raise ValueError(f"nobody writes a letter about {due.intent}")


def _ask_where(world: World, order: Order) -> Thread | None:
    if order.state not in ("held", "unshipped", "part_shipped", "shipped"):
        return None
    put(world, Due(at=world.now + WHERE_EVERY, number=0, kind="letter", ref=order.id, intent="where_is_order"))
    if not asks_where(order, world.now):
        return None
    return _write(world, order, "where_is_order_late" if world.now > order.promised_at else "where_is_order")


def _write(world: World, order: Order, intent: Intent) -> Thread | None:
    """Go on with the conversation about the matter, or begin one; None if the buyer still waits for an answer in it."""
    threads = [thread for thread in world.threads.values() if thread.order == order.id]
    matter = _MATTERS[intent]
    same = next((thread for thread in reversed(threads) if _MATTERS.get(thread.intent) == matter), None)  # type: ignore[call-overload]
    if same is not None and same.waits_since is not None:
        return None
    mood = _mood(order, intent)
    language = letter_language(world, order.buyer, order.country, order.key)
    letter = order_letter(world, order, intent, language, _key(world, order, intent), mood)
    if same is not None and any(message.text == letter.text for message in same.messages):
        return None  # nobody sends the same words twice
    if same is None:
        number = 1 + sum(thread.id.startswith("m-") for thread in threads)
        same = Thread(f"m-{order.id}-{number}", order.platform, order.country, order.buyer, language, letter.subject, order.id)
        world.threads[same.id] = same
    same.intent = intent
    same.messages.append(Message("buyer", letter.text, world.now))
    begin_dialogue(world, same, mood)
    return same


def _notify(world: World, order: Order, intent: Intent) -> None:
    """The buyer lets the shop know something and waits for no answer in the conversation."""
    thread = _write(world, order, intent)
    if thread is not None:
        thread.closed_at = world.now


def order_letter(world: World, order: Order, intent: Intent, language: str, key: int, mood: Mood) -> Letter:
    """What the buyer of an order writes with an intent, in one of `letter_languages`; the key chooses among wordings."""
    slots = {
        "order": order.number,
        "days": str(max(2, (world.now - order.placed_at) // DAY)),
        "product": product_name(world.setting, order.items[0].sku, language),
        "name": order.buyer.name,
    }
    if intent == "change_address":
        other = order.address_wish or order.buyer
        slots |= {"street": other.street, "city": " ".join(part for part in (other.postcode, other.city) if part)}
    return written(intent, language, key, slots, mood)


def _key(world: World, order: Order, intent: Intent) -> int:
    """Who asks where an order is may ask again, in other words."""
    return order.key ^ draw(world.now, "message.words") if intent.startswith("where") else order.key


def _mood(order: Order, intent: Intent) -> Mood:
    """Half of those who have something to be annoyed about are annoyed (set)."""
    return "upset" if intent in UPSET_INTENTS and happens(order.key, f"mood.{intent}", 5_000) else "calm"


def _has_returned(world: World, order: Order) -> bool:
    return any(found.order == order.id for found in world.returns)


def _put_within(world: World, order: Order, intent: Intent, span: Span) -> None:
    at: Moment = world.now + minutes_until(order.key, intent, span)
    put(world, Due(at=at, number=0, kind="letter", ref=order.id, intent=intent))
