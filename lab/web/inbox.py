"""The inbox: conversations with buyers, and answering them."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from lab.messages.actions import CloseThread, Reply
from lab.school.overview import reply_due
from lab.values.errors import NotFound
from lab.values.text import chosen
from lab.web.errors import say
from lab.web.languages import page_language
from lab.web.seller import Seat, attempt, done, page, seat_at
from lab.world.thread import Thread

pages = Blueprint("inbox", __name__)

FORBIDDEN: dict[str, LazyString] = {
    "off_platform_contact": _l("no e-mail addresses, telephone numbers or links that lead away from the platform"),
    "fixed_delivery_date": _l("no promise of a certain delivery day; give the time span of the service"),
    "refund_for_review": _l("no money or gift for a review"),
    "review_request": _l("no asking for a good review"),
}

INTENTS: dict[str, LazyString] = {
    "ask_attribute": _l("Question before buying"),
    "ask_yes_no": _l("Question before buying"),
    "change_address": _l("Change of address"),
    "where_is_order": _l("Where is my order?"),
    "where_is_order_late": _l("Order is late"),
    "customs_hold": _l("Held at customs"),
    "damaged": _l("Arrived damaged"),
    "wrong_item": _l("Wrong goods"),
    "cancel_wish": _l("Wants to cancel"),
    "return_changed_mind": _l("Return: changed mind"),
    "return_not_as_described": _l("Return: not as described"),
    "claim_opened": _l("Claim opened"),
    "offer_declined": _l("Offer declined"),
    "offer_taken": _l("Offer accepted"),
    "complaint": _l("Complaint"),
    "praise": _l("Praise"),
}
"""What a buyer writes about, as a label; a message that a scenario sends has none."""
OUTCOMES: dict[str, LazyString] = {
    "bought": _l("Bought after your answer"),
    "left": _l("Did not buy"),
}


@pages.get("/runs/<int:run_id>/messages")
def get_inbox(run_id: int) -> str:
    seat = seat_at(run_id)
    return page("inbox/inbox.html", seat, threads=_threads(seat), thread=None, due=_dues(seat), **_words(seat))


@pages.get("/runs/<int:run_id>/messages/<thread_id>")
def get_thread(run_id: int, thread_id: str) -> str:
    seat = seat_at(run_id)
    return _thread_page(seat, _thread(seat, thread_id), "", "")


@pages.post("/runs/<int:run_id>/messages/<thread_id>")
def post_reply(run_id: int, thread_id: str) -> Response | tuple[str, int]:
    """Send an answer; one that cannot be sent stays in the box."""
    seat = seat_at(run_id)
    thread = _thread(seat, thread_id)
    text = request.form.get("text", "")[:20_000]
    outcome = attempt(seat, Reply(thread.id, text.replace("\r\n", "\n")))
    if not outcome.ok:
        return _thread_page(seat_at(run_id), thread, text, say(outcome.code, **outcome.args)), 409
    done(outcome, _("Your answer was sent to %(name)s.", name=thread.buyer.name))
    return redirect(url_for("inbox.get_thread", run_id=run_id, thread_id=thread_id))


@pages.post("/runs/<int:run_id>/messages/<thread_id>/close")
def post_close(run_id: int, thread_id: str) -> Response:
    seat = seat_at(run_id)
    done(attempt(seat, CloseThread(_thread(seat, thread_id).id)), _("Marked as needing no answer."))
    return redirect(url_for("inbox.get_inbox", run_id=run_id))


def _thread(seat: Seat, thread_id: str) -> Thread:
    thread = seat.world.threads.get(thread_id)
    if thread is None:
        raise NotFound("no_such_page")
    return thread


def _threads(seat: Seat) -> list[Thread]:
    """Those that wait first, the longest wait on top; then the newest."""
    return sorted(
        seat.world.threads.values(),
        key=lambda thread: (thread.waits_since is None, thread.waits_since or -thread.messages[-1].at),
    )


def _dues(seat: Seat) -> dict[str, int | None]:
    return {thread.id: reply_due(seat.world.setting, thread) for thread in seat.world.threads.values()}


def _words(seat: Seat) -> dict[str, object]:
    """Labels for what threads are about, and the SKU that each thread is about, by thread id."""
    world = seat.world
    goods: dict[str, str] = {}
    for thread in world.threads.values():
        order = world.orders.get(thread.order) if thread.order else None
        if order is not None:
            goods[thread.id] = order.items[0].sku
        elif thread.listing in world.listings:
            goods[thread.id] = world.listings[thread.listing].sku
    return {"intents": INTENTS, "outcomes": OUTCOMES, "goods": goods}


def _asked_about(seat: Seat, thread: Thread) -> str:
    """The name of the attribute that a shopper asks about, for the student; "" for any other message."""
    listing = seat.world.listings.get(thread.listing or "")
    attribute = seat.world.setting.type_of(listing.sku).attribute(thread.about) if listing is not None else None
    return chosen(attribute.names, page_language()) if attribute is not None else ""


def _thread_page(seat: Seat, thread: Thread, typed: str, fault: str) -> str:
    world = seat.world
    profile = world.setting.platforms[thread.platform]
    order = world.orders.get(thread.order) if thread.order else None
    return page(
        "inbox/inbox.html",
        seat,
        threads=_threads(seat),
        due=_dues(seat),
        **_words(seat),
        thread=thread,
        order=order,
        listing=world.listings.get(thread.listing or (order.listing if order else "")),
        asked_about=_asked_about(seat, thread),
        typed=typed,
        fault=fault,
        profile=profile,
        forbidden=[FORBIDDEN[key] for key in profile.message_forbidden],
    )
