"""After-sales: returns to decide, claims and chargebacks to answer, reviews to reply to, and how they ended."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lab.orders.aftermath_actions import AnswerDispute, DecideReturn, ReplyToReview
from lab.school import aftersales_view as view
from lab.values.errors import BadInput, NotFound
from lab.values.money import Money
from lab.web.errors import say
from lab.web.formats import money_text
from lab.web.seller import Seat, amount_fault, attempt, done, local, page, read_money, seat_at
from lab.web.sheets import sheet_response
from lab.world.aftermath import DisputeAnswer, EvidenceKind, ReturnDecision
from lab.world.order import Order

pages = Blueprint("aftersales", __name__)
PAGE = 20

REASONS: dict[str, LazyString] = {
    "changed_mind": _l("Changed their mind"),
    "not_as_described": _l("Not as described"),
    "late": _l("Came too late"),
    "not_arrived": _l("Never arrived"),
    "return_declined": _l("Return declined"),
}
ASKED: dict[str, LazyString] = {
    "not_arrived": _l("Has the parcel come to the buyer, and can you show it?"),
    "late": _l("Has the parcel come, and was it kept up by somebody else although you did everything right?"),
    "not_as_described": _l("Did the listing promise what the goods hold, and did you send, or answer for, what was ordered?"),
    "return_declined": _l("Was the return asked for after the time that the platform gives buyers?"),
}
DECISIONS: dict[str, LazyString] = {
    "free_label": _l("Return, you pay the way back"),
    "buyer_pays": _l("Return, the buyer pays the way back"),
    "keep_goods": _l("Money back, the buyer keeps the goods"),
    "declined": _l("Declined"),
}
ANSWERS: dict[str, LazyString] = {
    "accept": _l("Paid everything back"),
    "offer": _l("Offered a part"),
    "contest": _l("Contested"),
}
EVIDENCE: dict[str, tuple[LazyString, LazyString]] = {
    "tracking": (_l("Tracking"), _l("the carrier's number and scans of the parcel")),
    "customs_papers": (_l("Customs papers"), _l("the customs form that was on the parcel")),
    "listing": (_l("Listing"), _l("what your listing says and shows of the goods")),
    "packing_list": (_l("Packing list"), _l("what went into the box")),
    "messages": (_l("Messages"), _l("what you and the buyer wrote to each other about it")),
    "return_offer": (_l("Offer of a return"), _l("that you offered to take the goods back, or a part of the money")),
}
WHY: dict[str, LazyString] = {
    "withdrawn": _l("The buyer withdrew it: you had written to them since the delivery, and no message waited."),
    "accepted": _l("You paid everything back."),
    "offer_taken": _l("The buyer took the part that you offered."),
    "paid_before": _l("The money was back already, for another reason."),
    "proved": _l("You were in the right, and the evidence that you named showed it."),
    "unproved": _l("You were in the right, but the evidence that you named did not show it."),
    "facts": _l("What had happened was on the buyer's side; no evidence changes that."),
    "unanswered": _l("You did not answer in time; who says nothing loses."),
}
_ANSWERS_OF_FORM: dict[str, DisputeAnswer] = {"accept": "accept", "offer": "offer", "contest": "contest"}
_DECISIONS_OF_FORM: dict[str, ReturnDecision] = {
    "free_label": "free_label", "buyer_pays": "buyer_pays", "keep_goods": "keep_goods", "offer": "keep_goods", "declined": "declined",
}  # fmt: skip
_RETURN_FIELDS = {"offer_out_of_range": "offer", "wrong_currency": "offer"}
_DISPUTE_FIELDS = {
    "offer_out_of_range": "offer", "offer_missing": "offer", "offer_is_everything": "offer", "wrong_currency": "offer",
    "evidence_not_there": "evidence", "too_long": "text",
}  # fmt: skip
Faults = dict[str, str]


@pages.get("/runs/<int:run_id>/aftersales")
def get_returns(run_id: int) -> str:
    return _returns_page(seat_at(run_id), "", MultiDict(), {})


@pages.post("/runs/<int:run_id>/aftersales/returns/<order_id>")
def post_return(run_id: int, order_id: str) -> AnyResponse | tuple[str, int]:
    """Decide a return; what was typed stays when it cannot be done."""
    seat = seat_at(run_id)
    order = _order(seat, order_id)
    form = request.form
    decision = _DECISIONS_OF_FORM.get(form.get("decision", ""))
    if decision is None:
        return _returns_page(seat, order_id, form, {"decision": _("Choose what becomes of it.")}), 422
    offer = None
    if form.get("decision") == "offer":
        offer, fault = _money(form.get("offer", ""), order)
        if offer is None:
            return _returns_page(seat, order_id, form, {"offer": fault}), 422
    outcome = attempt(seat, DecideReturn(order_id, decision, offer))  # type: ignore[arg-type]
    if not outcome.ok and any(line.order.id == order_id and line.state == "decide" for line in view.open_returns(seat.world)):
        where = _RETURN_FIELDS.get(outcome.code, "decision")
        return _returns_page(seat_at(run_id), order_id, form, {where: say(outcome.code, **outcome.args)}), 409
    text = _("The offer is with the buyer, who answers within half a day.") if offer is not None else _("The return is decided.")
    done(outcome, text)
    return redirect(url_for("aftersales.get_returns", run_id=run_id))


@pages.get("/runs/<int:run_id>/aftersales/returns.csv")
def get_returns_csv(run_id: int) -> Response:
    return sheet_response(view.return_rows(seat_at(run_id).world), f"returns-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/aftersales/claims")
def get_claims(run_id: int) -> str:
    return _claims_page(seat_at(run_id), "", MultiDict(), {})


@pages.post("/runs/<int:run_id>/aftersales/claims/<order_id>")
def post_claim(run_id: int, order_id: str) -> AnyResponse | tuple[str, int]:
    """Answer a claim or a chargeback; what was typed stays when it cannot be done."""
    seat = seat_at(run_id)
    order = _order(seat, order_id)
    form = request.form
    answer = _ANSWERS_OF_FORM.get(form.get("answer", ""))
    if answer is None:
        return _claims_page(seat, order_id, form, {"answer": _("Choose how you answer.")}), 422
    offer = None
    if answer == "offer":
        offer, fault = _money(form.get("offer", ""), order)
        if offer is None:
            return _claims_page(seat, order_id, form, {"offer": fault}), 422
    evidence: tuple[EvidenceKind, ...] = tuple(kind for kind in form.getlist("evidence") if kind in EVIDENCE)  # type: ignore[misc]
    if answer == "accept":
        evidence = ()
    outcome = attempt(seat, AnswerDispute(order_id, answer, evidence, offer, form.get("text", "")))  # type: ignore[arg-type]
    if not outcome.ok and any(line.order.id == order_id and line.state == "answer" for line in view.open_disputes(seat.world)):
        where = _DISPUTE_FIELDS.get(outcome.code, "answer")
        return _claims_page(seat_at(run_id), order_id, form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Your answer is given."))
    return redirect(url_for("aftersales.get_claims", run_id=run_id))


@pages.get("/runs/<int:run_id>/aftersales/claims.csv")
def get_claims_csv(run_id: int) -> Response:
    return sheet_response(view.dispute_rows(seat_at(run_id).world), f"claims-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/aftersales/reviews")
def get_reviews(run_id: int) -> str:
    return _reviews_page(seat_at(run_id), "", "", "")


@pages.post("/runs/<int:run_id>/aftersales/reviews/<order_id>")
def post_reply(run_id: int, order_id: str) -> AnyResponse | tuple[str, int]:
    """Reply to a review in public, once."""
    seat = seat_at(run_id)
    _order(seat, order_id)
    typed = request.form.get("text", "")
    outcome = attempt(seat, ReplyToReview(order_id, typed))
    if not outcome.ok and any(one.order == order_id and one.replied_at is None for one in seat.world.reviews):
        return _reviews_page(seat_at(run_id), order_id, typed, say(outcome.code, **outcome.args)), 409
    done(outcome, _("Your reply stands below the review."))
    return redirect(_reviews_url(run_id))


def _order(seat: Seat, order_id: str) -> Order:
    order = seat.world.orders.get(order_id)
    if order is None:
        raise NotFound("no_such_page")
    return order


def _money(text: str, order: Order) -> tuple[Money | None, str]:
    """An amount in the currency of an order, or the sentence of what is wrong."""
    try:
        return read_money(text, order.currency), ""
    except BadInput:
        return None, amount_fault(text)


def _tabs(seat: Seat, current: str) -> list[dict[str, object]]:
    entries = [
        (_("Returns"), "aftersales.get_returns", view.returns_waiting(seat.world)),
        (_("Claims and chargebacks"), "aftersales.get_claims", view.disputes_waiting(seat.world)),
        (_("Reviews"), "aftersales.get_reviews", view.reviews_without_reply(seat.world)),
    ]
    return [
        {"label": label, "href": url_for(endpoint, run_id=seat.run.id), "current": endpoint == current, "count": count or None}
        for label, endpoint, count in entries
    ]


def _paged(number_of: int) -> tuple[int, int, slice]:
    """The page of the address, how many there are, and which rows are on it."""
    wanted = request.args.get("page", "1")
    last = max(1, -(-number_of // PAGE))
    number = min(max(1, int(wanted)), last) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    return number, last, slice((number - 1) * PAGE, number * PAGE)


def _typed(order_id: str, typed: "MultiDict[str, str]", faults: Faults) -> Callable[[Order], tuple["MultiDict[str, str]", Faults]]:
    """For each order what was typed in its form and what was wrong: nothing but for the one that was sent."""
    return lambda order: (typed, faults) if order.id == order_id else (MultiDict(), {})


def _returns_page(seat: Seat, order_id: str, typed: "MultiDict[str, str]", faults: Faults) -> str:
    world = seat.world
    closed = view.closed_returns(world)
    number, last, rows = _paged(len(closed))
    return page(
        "aftersales/returns.html",
        seat,
        tabs_=_tabs(seat, "aftersales.get_returns"),
        lines=view.open_returns(world),
        closed=[view.return_line(world, one) for one in closed[rows]],
        options=_return_options,
        reasons=REASONS,
        decisions=DECISIONS,
        typed_at=_typed(order_id, typed, faults),
        number=number,
        pages=last,
    )


def _return_options(line: view.ReturnLine) -> list[tuple[str, str, str]]:
    """What can be decided, each with what it costs."""
    back = money_text(line.order.refundable)
    goods = _("The goods (%(worth)s at cost) come back; of ten such, %(n)s can be sold again.", worth=money_text(line.worth), n=line.fit_of_ten)
    label, worth = money_text(line.label), money_text(line.worth)
    return [
        ("free_label", _("Take it back, you pay the way"), _("%(back)s back to the buyer, %(label)s for the way back.", back=back, label=label) + " " + goods),
        ("buyer_pays", _("Take it back, the buyer pays the way"), _("%(back)s back to the buyer. If the goods are not as described, many buyers turn to the platform instead.", back=back) + " " + goods),
        ("offer", _("Leave the goods and offer a part of the money"), _("What you offer; the goods (%(worth)s at cost) stay with the buyer. The more you offer, the sooner they agree; after a no you decide again.", worth=worth)),
        ("keep_goods", _("Leave the goods and give everything back"), _("%(back)s back to the buyer and the goods (%(worth)s at cost) gone; no way back to pay.", back=back, worth=worth)),
        ("declined", _("Decline"), _("Costs nothing now. Inside the return window nearly every buyer then makes a claim, and you lose it.")),
    ]  # fmt: skip


def _claims_page(seat: Seat, order_id: str, typed: "MultiDict[str, str]", faults: Faults) -> str:
    world = seat.world
    closed = view.closed_disputes(world)
    number, last, rows = _paged(len(closed))
    return page(
        "aftersales/claims.html",
        seat,
        tabs_=_tabs(seat, "aftersales.get_claims"),
        lines=view.open_disputes(world),
        closed=[view.dispute_line(world, one) for one in closed[rows]],
        kind_name=lambda line: _kind_name(seat, line),
        reasons=REASONS,
        asked=ASKED,
        answers=ANSWERS,
        evidence=EVIDENCE,
        why=WHY,
        typed_at=_typed(order_id, typed, faults),
        number=number,
        pages=last,
    )


def _kind_name(seat: Seat, line: view.DisputeLine) -> str:
    if line.dispute.kind == "chargeback":
        return str(_("Chargeback"))
    name = local(seat.world.setting.platforms[line.order.platform].claim_names)
    return name[:1].upper() + name[1:]


def _reviews_page(seat: Seat, order_id: str, typed: str, fault: str) -> str:
    world = seat.world
    is_open = request.args.get("show") == "open"
    found = view.newest_reviews(world, without_reply=is_open)
    if order_id and order_id not in (review.order for review in found):
        is_open, found = False, view.newest_reviews(world, without_reply=False)
    number, last, rows = _paged(len(found))
    return page(
        "aftersales/reviews.html",
        seat,
        tabs_=_tabs(seat, "aftersales.get_reviews"),
        lines=[view.review_line(world, review) for review in found[rows]],
        is_open=is_open,
        total=len(world.reviews),
        unanswered=view.reviews_without_reply(world),
        typed_at=order_id,
        typed=typed,
        fault=fault,
        number=number,
        pages=last,
    )


def _reviews_url(run_id: int) -> str:
    """The page of reviews from which a reply was sent."""
    more: dict[str, Any] = {name: request.args[name] for name in ("show", "page") if name in request.args}
    return url_for("aftersales.get_reviews", run_id=run_id, **more)
