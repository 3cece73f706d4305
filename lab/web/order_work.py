"""What is done to orders: acknowledging, packing and shipping, answering a buyer's wish, giving money back, cancelling."""

from typing import Any, get_args

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.customs.documents import ContentLine, CustomsForm
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.ledger.actions import RefundOrder, ShopReason
from lab.orders.actions import AcknowledgeOrder, AnswerAddressWish, AnswerCancelWish, CancelOrder, ShipOrder
from lab.school.order_list import PAGE
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.web.errors import say, sentence
from lab.web.order_page import MAX_TOGETHER, box_context, form_lines, order_of, order_page, pages
from lab.web.order_words import PAPERS
from lab.web.seller import Seat, amount_fault, attempt, done, page, read_money, read_number, seat_at
from lab.world.order import Order, PackedItem

_FIELD_OF_CODE = {
    "parcel_empty": "pack", "not_in_store": "pack", "no_such_product": "pack", "stock_out_of_range": "pack",
    "already_sent": "pack", "rule_forbids_lane": "lane",
    "parcel_too_heavy": "lane", "parcel_too_large": "lane", "no_such_lane": "lane", "lane_does_not_serve": "lane",
    "lane_refuses_goods": "lane", "orders_not_together": "together", "split_and_combined": "together",
    "nothing_more_to_come": "more_to_come",
}  # fmt: skip
_INVOICE = ("incoterm", "place", "goods", "freight", "hs_code", "origin", "quantity", "reason")
_PACKING = ("packages", "quantity", "net_g", "gross_g")
Form = MultiDict[str, str]
Faults = dict[str, str]


@pages.post("/runs/<int:run_id>/orders/acknowledge")
def post_acknowledge_many(run_id: int) -> Response:
    """Acknowledge the orders that were ticked, one after the other."""
    seat = seat_at(run_id)
    wanted = [name for name in dict.fromkeys(request.form.getlist("order")) if name in seat.world.orders][:PAGE]
    fine = 0
    refused: dict[str, int] = {}
    for name in wanted:
        outcome = attempt(seat, AcknowledgeOrder(name))
        if outcome.ok:
            fine += 1
        else:
            text = say(outcome.code, **outcome.args)
            refused[text] = refused.get(text, 0) + 1
    if not wanted:
        flash(_("Tick the orders first."), "warn")
    if fine:
        flash(ngettext("%(num)s order is acknowledged.", "%(num)s orders are acknowledged.", fine), "good")
    for text, count in refused.items():
        flash(ngettext("%(num)s order not: %(why)s", "%(num)s orders not: %(why)s", count, why=text), "bad")
    return redirect(url_for("orders.get_orders", **{"run_id": run_id, **_back_to()}))


@pages.post("/runs/<int:run_id>/orders/<order_id>/acknowledge")
def post_acknowledge(run_id: int, order_id: str) -> Response:
    seat = seat_at(run_id)
    outcome = attempt(seat, AcknowledgeOrder(order_of(seat, order_id).id))
    done(outcome, _("The platform knows that you have seen the order."))
    return _to_order(run_id, order_id)


@pages.post("/runs/<int:run_id>/orders/<order_id>/ship")
def post_ship(run_id: int, order_id: str) -> Response | str | tuple[str, int]:
    """Hand the parcel over as it was packed; what was typed stays when it cannot be done.

    Two further buttons of the form only show the page again: with the postage of the box, or with one more line of contents.
    """
    seat = seat_at(run_id)
    order = order_of(seat, order_id)
    if request.form.get("quote") or request.form.get("add_line"):
        return order_page(seat, order, request.form, {})
    action, faults = _parcel(seat, order, request.form)
    if action is None:
        return order_page(seat, order, request.form, faults), 422
    outcome = attempt(seat, action)
    if not outcome.ok:
        where = _FIELD_OF_CODE.get(outcome.code, "")
        now = seat_at(run_id)
        return order_page(now, order_of(now, order_id), request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("The parcel is with the carrier."))
    return _to_order(run_id, order_id)


@pages.post("/runs/<int:run_id>/orders/<order_id>/quote")
def post_quote(run_id: int, order_id: str) -> str:
    """The carriers' offers for the box as it is typed now, as a part of the page."""
    seat = seat_at(run_id)
    order = order_of(seat, order_id)
    return page("orders/lanes.html", seat, order=order, typed=request.form, **box_context(seat, order, request.form))


@pages.post("/runs/<int:run_id>/orders/<order_id>/cancel")
def post_cancel(run_id: int, order_id: str) -> Response:
    seat = seat_at(run_id)
    order = order_of(seat, order_id)
    outcome = attempt(seat, CancelOrder(order.id, request.form.get("reason", "")[:2000]))
    done(outcome, _("The order is cancelled; the buyer gets everything back."))
    return _to_order(run_id, order_id)


@pages.post("/runs/<int:run_id>/orders/<order_id>/answer-cancel")
def post_answer_cancel(run_id: int, order_id: str) -> Response:
    """Say yes or no to a buyer who wants to cancel."""
    seat = seat_at(run_id)
    agree = request.form.get("answer") == "yes"
    outcome = attempt(seat, AnswerCancelWish(order_of(seat, order_id).id, agree))
    done(outcome, _("The order is cancelled; the buyer gets everything back.") if agree else _("The order stands."))
    return _to_order(run_id, order_id)


@pages.post("/runs/<int:run_id>/orders/<order_id>/answer-address")
def post_answer_address(run_id: int, order_id: str) -> Response:
    """Say yes or no to a buyer who wants the goods sent somewhere else."""
    seat = seat_at(run_id)
    agree = request.form.get("answer") == "yes"
    outcome = attempt(seat, AnswerAddressWish(order_of(seat, order_id).id, agree))
    done(outcome, _("The goods go to the new address.") if agree else _("The goods go to the old address."))
    return _to_order(run_id, order_id)


@pages.post("/runs/<int:run_id>/orders/<order_id>/refund")
def post_refund(run_id: int, order_id: str) -> Response | tuple[str, int]:
    """Give a part of the money back, or all that is left."""
    seat = seat_at(run_id)
    order = order_of(seat, order_id)
    form = request.form
    reason = next((one for one in get_args(ShopReason) if one == form.get("refund.reason")), None)
    faults: Faults = {}
    amount = order.refundable
    if not form.get("refund.all"):
        amount = _money(form, "refund.amount", order.currency, faults)
    if reason is None:
        faults["refund.reason"] = _("Choose a reason; the platform keeps it.")
    if faults or reason is None:
        return order_page(seat, order, form, faults), 422
    outcome = attempt(seat, RefundOrder(order.id, amount, reason))
    if not outcome.ok:
        now = seat_at(run_id)
        wrong = {"refund.amount": say(outcome.code, **outcome.args)}
        return order_page(now, order_of(now, order_id), form, wrong), 409
    done(outcome, _("The buyer gets the money back."))
    return _to_order(run_id, order_id)


def _to_order(run_id: int, order_id: str) -> Response:
    return redirect(url_for("orders.get_order", run_id=run_id, order_id=order_id))


def _back_to() -> dict[str, Any]:
    """The filters of the list that a form was sent from."""
    return {name: request.form[name][:200] for name in ("state", "place", "due", "q", "page") if request.form.get(name)}


# ---------------------------------------------------------------------------------------------- reading the form


def _parcel(seat: Seat, order: Order, form: Form) -> tuple[ShipOrder | None, Faults]:
    """The action that the form asks for, or the sentence of every field that cannot be read."""
    faults: Faults = {}
    items = []
    for sku in seat.world.setting.products:
        text = form.get(f"pack.{sku}", "").strip()
        if text and text != "0":
            items.append(PackedItem(sku, _number(form, f"pack.{sku}", faults)))
    if not form.get("lane"):
        faults["lane"] = _("Choose a carrier's service.")
    customs_form = _customs_form(order, form, faults) if form.get("with_form") else None
    invoice = _invoice(order, form, faults)
    packing_list = _packing_list(form, faults)
    if faults:
        return None, faults
    papers = tuple(name for name in form.getlist("paper") if name in PAPERS)
    return ShipOrder(
        order.id,
        tuple(items),
        form.get("lane", ""),
        papers,
        customs_form,
        more_to_come=bool(form.get("more_to_come")),
        together=tuple(form.getlist("together")[:MAX_TOGETHER]),
        invoice=invoice,
        packing_list=packing_list,
    ), {}


def _customs_form(order: Order, form: Form, faults: Faults) -> CustomsForm:
    """The form with all its lines; a further line of which nothing was filled in is left out."""
    first = _content_line(order, form, "form.", faults)
    more = []
    for number in range(1, form_lines(form) + 1):
        before = f"form.{number}."
        names = ("description", "hs_code", "origin", "quantity", "value", "weight_g")
        if any(form.get(before + name, "").strip() for name in names):
            more.append(_content_line(order, form, before, faults))
    return CustomsForm(
        kind=form.get("form.kind", "")[:40],
        description=first.description,
        hs_code=first.hs_code,
        origin=first.origin,
        quantity=first.quantity,
        value=first.value,
        weight_g=first.weight_g,
        lines=tuple(more),
        tax_reference=_text(form, "form.tax_reference", 60),
    )


def _content_line(order: Order, form: Form, before: str, faults: Faults) -> ContentLine:
    return ContentLine(
        description=_text(form, f"{before}description", 300),
        hs_code=_text(form, f"{before}hs_code", 20),
        origin=_text(form, f"{before}origin", 2).upper(),
        quantity=_number(form, f"{before}quantity", faults),
        value=_money(form, f"{before}value", order.currency, faults),
        weight_g=_number(form, f"{before}weight_g", faults),
    )


def _invoice(order: Order, form: Form, faults: Faults) -> DeclaredInvoice | None:
    """The figures of the invoice, if any of them was filled in."""
    if not any(form.get(f"invoice.{name}", "").strip() for name in _INVOICE):
        return None
    return DeclaredInvoice(
        incoterm=_text(form, "invoice.incoterm", 10).upper(),
        place=_text(form, "invoice.place", 120),
        goods=_money(form, "invoice.goods", order.currency, faults),
        freight=_money(form, "invoice.freight", order.currency, faults),
        hs_code=_text(form, "invoice.hs_code", 20),
        origin=_text(form, "invoice.origin", 2).upper(),
        quantity=_number(form, "invoice.quantity", faults),
        reason=_text(form, "invoice.reason", 40),
    )


def _packing_list(form: Form, faults: Faults) -> DeclaredPackingList | None:
    """The figures of the packing list, if any of them was filled in."""
    if not any(form.get(f"packing.{name}", "").strip() for name in _PACKING):
        return None
    return DeclaredPackingList(*(_number(form, f"packing.{name}", faults) for name in _PACKING))


def _text(form: Form, name: str, limit: int) -> str:
    return form.get(name, "").strip()[:limit]


def _number(form: Form, name: str, faults: Faults) -> int:
    """A whole number; 0, and a fault beside the field, for what is none."""
    try:
        return read_number(form.get(name, ""), name)
    except BadInput as error:
        faults[name] = sentence(error)
        return 0


def _money(form: Form, name: str, currency: str, faults: Faults) -> Money:
    """An amount; nothing, and a fault beside the field, for what is none."""
    text = form.get(name, "")
    try:
        return read_money(text, currency)
    except BadInput:
        faults[name] = amount_fault(text)
        return Money(0, currency)
