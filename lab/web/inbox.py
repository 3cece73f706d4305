"""The inbox: the list of conversations with its views and search, answering a buyer, and closing a conversation."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.messages.actions import CloseThread, Reply
from lab.messages.template_filling import fill_template
from lab.school.inbox_list import PAGE, find_threads
from lab.web import phrasebook, reply_templates
from lab.web.errors import say
from lab.web.inbox_page import mood_of, pages, read_inbox_wish, thread_of, thread_page
from lab.web.inbox_words import INTENTS, OUTCOMES, VIEW_NAMES, own_name
from lab.web.languages import direction
from lab.web.seller import Seat, attempt, done, goods_name, page, place_name, seat_at
from lab.world.thread import Thread

__all__ = ["pages", "phrasebook", "reply_templates"]


@pages.get("/runs/<int:run_id>/messages")
def get_inbox(run_id: int) -> str:
    """The list: 50 conversations a page, those in which a buyer waits at the top."""
    seat = seat_at(run_id)
    wish = read_inbox_wish(seat)
    found = find_threads(seat.world, wish)
    pages_ = max(1, -(-len(found.rows) // PAGE))
    wanted = request.args.get("page", "1")
    number = min(max(1, int(wanted)), pages_) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    base = url_for("inbox.get_inbox", run_id=run_id)
    ask = f"?{urlencode(wish.args)}" if wish.args else ""
    return page(
        "inbox/list.html",
        seat,
        rows=found.rows[(number - 1) * PAGE : number * PAGE],
        total=len(found.rows),
        number=number,
        pages=pages_,
        wish=wish,
        views=[(view, name, found.counts[view]) for view, name in VIEW_NAMES.items()],
        is_quiet=not seat.world.threads,
        language_options=[(code, own_name(code)) for code in found.languages],
        place_options=[(place, place_name(seat.world, place)) for place in found.places],
        matter_options=[(matter, INTENTS[matter]) for matter in found.matters if matter in INTENTS],
        thread_href=lambda thread: f"{base}/{quote(thread.id, safe='')}{ask}",
        place_names={place: place_name(seat.world, place) for place in found.places},
        goods_of=lambda thread: _goods_of(seat, thread),
        mood_of=lambda thread: mood_of(seat, thread),
        intents=INTENTS,
        outcomes=OUTCOMES,
        own_name=own_name,
        dir_of=direction,
    )


@pages.get("/runs/<int:run_id>/messages/<thread_id>")
def get_thread(run_id: int, thread_id: str) -> str:
    """One conversation; with ?template= the text of that reply template stands in the box."""
    seat = seat_at(run_id)
    thread = thread_of(seat, thread_id)
    template = seat.world.reply_templates.get(request.args.get("template", ""))
    return thread_page(seat, thread, fill_template(seat.world, thread, template.text) if template else "", "")


@pages.post("/runs/<int:run_id>/messages/<thread_id>")
def post_reply(run_id: int, thread_id: str) -> Response | tuple[str, int]:
    """Send an answer; one that cannot be sent stays in the box."""
    seat = seat_at(run_id)
    thread = thread_of(seat, thread_id)
    text = request.form.get("text", "")[:20_000]
    outcome = attempt(seat, Reply(thread.id, text.replace("\r\n", "\n")))
    if not outcome.ok:
        return thread_page(seat_at(run_id), thread, text, say(outcome.code, **outcome.args)), 409
    done(outcome, _("Your answer was sent to %(name)s.", name=thread.buyer.name))
    return redirect(url_for("inbox.get_thread", run_id=run_id, thread_id=thread_id, **_kept_args(seat)))


@pages.post("/runs/<int:run_id>/messages/<thread_id>/close")
def post_close(run_id: int, thread_id: str) -> Response:
    seat = seat_at(run_id)
    done(attempt(seat, CloseThread(thread_of(seat, thread_id).id)), _("Marked as needing no answer."))
    return redirect(url_for("inbox.get_inbox", run_id=run_id, **_kept_args(seat)))


def _kept_args(seat: Seat) -> dict[str, Any]:
    """The filters of the present address, for the way back to the list."""
    return dict(read_inbox_wish(seat).args)


def _goods_of(seat: Seat, thread: Thread) -> str:
    """The name of the goods that a thread is about; "" where it is about none."""
    world = seat.world
    order = world.orders.get(thread.order) if thread.order else None
    if order is not None:
        return goods_name(world, order.items[0].sku)
    return goods_name(world, world.listings[thread.listing].sku) if thread.listing in world.listings else ""
