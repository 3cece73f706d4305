"""Orders: the list, and one order with packing, papers, customs form, carrier and cancelling."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.customs.documents import FORM_KINDS, CustomsForm, form_name
from lab.ledger.sale import sale_lines
from lab.orders.actions import CancelOrder, ShipOrder
from lab.orders.dispatch import needs_customs_form, parcel_weight_g
from lab.values.errors import BadInput, NotFound
from lab.web.errors import say, sentence
from lab.web.languages import page_language
from lab.web.seller import Seat, amount_fault, attempt, done, page, read_money, read_number, seat_at
from lab.world.order import Order, PackedItem

pages = Blueprint("orders", __name__)

PAPERS: dict[str, tuple[LazyString, LazyString]] = {
    "invoice": (
        _l("Commercial invoice"),
        _l("The bill: seller, buyer, goods, number, price and currency. Business buyers and customs ask for it."),
    ),
    "packing_list": (_l("Packing list"), _l("What is in the box, without prices. Useful when there are many things.")),
    "returns_slip": (_l("Returns slip"), _l("Tells the buyer where and how to send something back.")),
}
CONTENTS: dict[str, LazyString] = {
    "sale_of_goods": _l("Sale of goods"),
    "gift": _l("Gift"),
    "sample": _l("Commercial sample"),
    "returned_goods": _l("Returned goods"),
    "documents": _l("Documents"),
    "other": _l("Other"),
}
STATES = ("unshipped", "shipped", "delivered", "cancelled", "refused", "lost", "returned")
_FIELD_OF_CODE = {
    "parcel_empty": "pack", "not_in_store": "pack", "no_such_product": "pack", "stock_out_of_range": "pack",
    "parcel_too_heavy": "lane", "no_such_lane": "lane", "lane_does_not_serve": "lane",
}  # fmt: skip


@pages.get("/runs/<int:run_id>/orders")
def get_orders(run_id: int) -> str:
    seat = seat_at(run_id)
    wish = request.args.get("state", "")
    found = [order for order in seat.world.orders.values() if wish not in STATES or order.state == wish]
    found.sort(key=lambda order: (order.state != "unshipped", order.ship_by if order.state == "unshipped" else -order.placed_at))
    counts = {state: sum(order.state == state for order in seat.world.orders.values()) for state in STATES}
    return page(
        "orders/list.html", seat, orders=found, counts=counts, wish=wish if wish in STATES else "", state_name=_state_namer(seat)
    )


@pages.get("/runs/<int:run_id>/orders/<order_id>")
def get_order(run_id: int, order_id: str) -> str:
    seat = seat_at(run_id)
    return _order_page(seat, _order(seat, order_id), MultiDict(), {})


@pages.post("/runs/<int:run_id>/orders/<order_id>/ship")
def post_ship(run_id: int, order_id: str) -> Response | tuple[str, int]:
    """Hand the parcel over as it was packed; what was typed stays when it cannot be done."""
    seat = seat_at(run_id)
    order = _order(seat, order_id)
    action, faults = _parcel(seat, order, request.form)
    if action is None:
        return _order_page(seat, order, request.form, faults), 422
    outcome = attempt(seat, action)
    if not outcome.ok:
        where = _FIELD_OF_CODE.get(outcome.code, "")
        return _order_page(seat_at(run_id), order, request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("The parcel is with the carrier."))
    return redirect(url_for("orders.get_order", run_id=run_id, order_id=order_id))


@pages.post("/runs/<int:run_id>/orders/<order_id>/cancel")
def post_cancel(run_id: int, order_id: str) -> Response:
    seat = seat_at(run_id)
    order = _order(seat, order_id)
    outcome = attempt(seat, CancelOrder(order.id, request.form.get("reason", "")[:2000]))
    done(outcome, _("The order is cancelled; the buyer gets everything back."))
    return redirect(url_for("orders.get_order", run_id=run_id, order_id=order_id))


def _order(seat: Seat, order_id: str) -> Order:
    order = seat.world.orders.get(order_id)
    if order is None:
        raise NotFound("no_such_page")
    return order


def _parcel(seat: Seat, order: Order, form: "MultiDict[str, str]") -> tuple[ShipOrder | None, dict[str, str]]:
    """The action that the form asks for, or the sentence of every field that cannot be read."""
    faults: dict[str, str] = {}
    items = []
    for sku in seat.world.setting.products:
        text = form.get(f"pack.{sku}", "").strip()
        if text and text != "0":
            try:
                items.append(PackedItem(sku, read_number(text, f"pack.{sku}")))
            except BadInput as error:
                faults[f"pack.{sku}"] = sentence(error)
    if not form.get("lane"):
        faults["lane"] = _("Choose a carrier's service.")
    customs_form = _customs_form(seat, form, faults) if form.get("with_form") else None
    if faults:
        return None, faults
    papers = tuple(name for name in form.getlist("paper") if name in PAPERS)
    return ShipOrder(order.id, tuple(items), form.get("lane", ""), papers, customs_form), {}


def _customs_form(seat: Seat, form: "MultiDict[str, str]", faults: dict[str, str]) -> CustomsForm | None:
    numbers = {}
    for name in ("quantity", "weight_g"):
        try:
            numbers[name] = read_number(form.get(f"form.{name}", ""), name)
        except BadInput as error:
            faults[f"form.{name}"] = sentence(error)
    try:
        value = read_money(form.get("form.value", ""), seat.world.setting.currency)
    except BadInput:
        faults["form.value"] = amount_fault(form.get("form.value", ""))
        return None
    if len(numbers) < 2:
        return None
    return CustomsForm(
        kind=form.get("form.kind", "")[:40],
        description=form.get("form.description", "").strip()[:300],
        hs_code=form.get("form.hs_code", "").strip()[:20],
        origin=form.get("form.origin", "").strip().upper()[:2],
        quantity=numbers["quantity"],
        value=value,
        weight_g=numbers["weight_g"],
    )


def _order_page(seat: Seat, order: Order, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    world = seat.world
    setting = world.setting
    ordered = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
    weight = parcel_weight_g(setting, ordered)
    lanes = [
        lane for lane in setting.lanes.values() if lane.from_country == setting.home and order.country in lane.regions
    ]
    return page(
        "orders/order.html",
        seat,
        order=order,
        typed=typed,
        faults=faults,
        lanes=lanes,
        papers=PAPERS,
        contents=[(kind, CONTENTS[kind]) for kind in FORM_KINDS],
        crosses_border=any(needs_customs_form(setting, order, lane) for lane in lanes),
        form_name=form_name(order.goods),
        weight=weight,
        lines=sale_lines(world, (order.id,)),
        threads=[thread for thread in world.threads.values() if thread.order == order.id],
        shipping=world.templates.get(order.place),
        state_name=_state_namer(seat),
    )


def _state_namer(seat: Seat) -> Any:
    return lambda order: seat.world.setting.platforms[order.platform].state_name(order.state, page_language())
