"""The inbox: conversations with buyers, and answering them."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from lab.messages.actions import CloseThread, Reply
from lab.school.overview import reply_due
from lab.values.errors import NotFound
from lab.web.errors import say
from lab.web.seller import Seat, attempt, done, page, seat_at
from lab.world.thread import Thread

pages = Blueprint("inbox", __name__)

FORBIDDEN: dict[str, LazyString] = {
    "off_platform_contact": _l("no e-mail addresses, telephone numbers or links that lead away from the platform"),
    "fixed_delivery_date": _l("no promise of a certain delivery day; give the time span of the service"),
    "refund_for_review": _l("no money or gift for a review"),
    "review_request": _l("no asking for a good review"),
}


@pages.get("/runs/<int:run_id>/messages")
def get_inbox(run_id: int) -> str:
    seat = seat_at(run_id)
    return page("inbox/inbox.html", seat, threads=_threads(seat), thread=None, due=_dues(seat))


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


def _thread_page(seat: Seat, thread: Thread, typed: str, fault: str) -> str:
    world = seat.world
    profile = world.setting.platforms[thread.platform]
    order = world.orders.get(thread.order) if thread.order else None
    return page(
        "inbox/inbox.html",
        seat,
        threads=_threads(seat),
        due=_dues(seat),
        thread=thread,
        order=order,
        typed=typed,
        fault=fault,
        profile=profile,
        forbidden=[FORBIDDEN[key] for key in profile.message_forbidden],
    )
