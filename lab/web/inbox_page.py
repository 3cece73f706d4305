"""The page of one conversation: what it is given, for whoever shows it (to read, or again after an answer was refused)."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from lab.languages.identify import identify
from lab.messages.dialogue_book import needs_of
from lab.messages.template_filling import fill_template
from lab.school.inbox_list import InboxFound, InboxWish, find_threads, inbox_wish_of, neighbours
from lab.school.order_view import timeline
from lab.school.overview import reply_due
from lab.values.errors import NotFound
from lab.values.text import chosen
from lab.web.inbox_words import FORBIDDEN, INTENTS, MOODS, NEEDS, OUTCOMES, asked_text, own_name, value_text
from lab.web.languages import direction, page_language
from lab.web.order_page import state_namer
from lab.web.order_words import event_text
from lab.web.phrase_rows import phrase_groups
from lab.web.seller import Seat, page
from lab.world.listing import Listing
from lab.world.thread import Message, Thread

pages = Blueprint("inbox", __name__)
"""All pages of the inbox; `lab.web.inbox` brings them together."""
SURE = 900
"""From this certainty on (permille) the language of an own answer is told to screen readers."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message with the language that its text is marked with ("" where nobody can tell) and its direction."""

    message: Message
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One thing that the buyer wants to know; `is_met` tells whether earlier answers gave it."""

    words: str
    is_met: bool


def read_inbox_wish(seat: Seat) -> InboxWish:
    """What the filters in the present address ask for."""
    args = request.args
    names = ("view", "language", "place", "matter", "q")
    view, language, place, matter, text = (args.get(name, "") for name in names)
    return inbox_wish_of(view, language, place, matter, text, seat.world)


def thread_of(seat: Seat, thread_id: str) -> Thread:
    """A conversation of the run. Raises NotFound."""
    thread = seat.world.threads.get(thread_id)
    if thread is None:
        raise NotFound("no_such_page")
    return thread


def thread_page(seat: Seat, thread: Thread, typed: str, fault: str) -> str:
    """The whole page, with what was typed into the answer and the sentence of what is wrong with it."""
    world = seat.world
    wish = read_inbox_wish(seat)
    found: InboxFound = find_threads(world, wish)
    before, after = neighbours(found, thread.id)
    profile = world.setting.platforms[thread.platform]
    order = world.orders.get(thread.order) if thread.order else None
    listing = world.listings.get(thread.listing or (order.listing if order else ""))
    return page(
        "inbox/thread.html",
        seat,
        thread=thread,
        wish=wish,
        before=before,
        after=after,
        due=reply_due(world.setting, thread),
        bubbles=[_bubble(thread, message) for message in thread.messages],
        answers=sum(message.by == "shop" for message in thread.messages),
        intents=INTENTS,
        mood=mood_of(seat, thread),
        outcomes=OUTCOMES,
        needs=_needs(seat, thread),
        ticks=world.setting.dialogue,
        asked=asked_text(thread.asked),
        asked_about=_asked_about(seat, thread),
        order=order,
        order_events=[(event, event_text(event)) for event in timeline(world, order)] if order else [],
        state_name=state_namer(seat),
        listing=listing,
        product_data=_product_data(seat, listing) if listing else [],
        today=world.setting.date_at(world.now),
        promised=world.setting.date_at(order.promised_at) if order and order.promised_at else None,
        typed=typed,
        fault=fault,
        profile=profile,
        forbidden=[FORBIDDEN[key] for key in profile.message_forbidden],
        phrases=phrase_groups(thread.language, page_language()),
        templates=_templates(seat, thread),
        own_name=own_name,
        dir_of=direction,
    )


def mood_of(seat: Seat, thread: Thread) -> Any:
    """The mood of a buyer who wants something, as words and the tone of a badge; None where there is none to show."""
    if not seat.world.setting.dialogue or not needs_of(thread.intent) or thread.outcome:
        return None
    return MOODS[thread.mood]


def _bubble(thread: Thread, message: Message) -> Bubble:
    if message.by == "buyer":
        return Bubble(message, thread.language, direction(thread.language))
    said = identify(message.text)
    return Bubble(message, said.language if said.certainty >= SURE and len(said.language) == 2 else "", "auto")


def _needs(seat: Seat, thread: Thread) -> list[NeedLine]:
    return [NeedLine(str(NEEDS[need]), need in thread.met) for need in needs_of(thread.intent)]


def _asked_about(seat: Seat, thread: Thread) -> str:
    """The name of the attribute that a shopper asks about, for the student; "" for any other message."""
    listing = seat.world.listings.get(thread.listing or "")
    attribute = seat.world.setting.type_of(listing.sku).attribute(thread.about) if listing is not None else None
    return chosen(attribute.names, page_language()) if attribute is not None else ""


def _product_data(seat: Seat, listing: Listing) -> list[tuple[str, str, str]]:
    """What a listing states: key, name and value of every attribute, the latter "" where it says nothing."""
    return [
        (one.key, chosen(one.names, page_language()), value_text(one, listing.attributes.get(one.key, "")))
        if listing.attributes.get(one.key)
        else (one.key, chosen(one.names, page_language()), "")
        for one in seat.world.setting.type_of(listing.sku).attributes
    ]


def _templates(seat: Seat, thread: Thread) -> list[tuple[str, str, str]]:
    """Name, language and filled text of the own templates: those in the buyer's language first, as far as they fit."""
    rows = [
        (one.name, one.language, fill_template(seat.world, thread, one.text)) for one in seat.world.reply_templates.values()
    ]
    return sorted(rows, key=lambda row: row[1] != thread.language)
