"""Stock: where the goods lie and how long they last, buying more, and moving some to a warehouse abroad."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from lab.ledger.books import balance
from lab.ledger.store import stock_at
from lab.orders.stock_actions import MAX_PIECES, Reorder, TransferStock
from lab.orders.warehousing import warehouse_in
from lab.school.stock_view import (
    RENT_EXAMPLE,
    WINDOW_DAYS,
    FreightOffer,
    cover_lines,
    freight_offers,
    goods_lines,
    per_piece,
    rent_example,
    stock_rows,
    transfer_countries,
)
from lab.values.errors import BadInput
from lab.values.moment import DAY
from lab.web.customs_words import CONFIDENCE, HAZARDS, MODES
from lab.web.errors import say, sentence
from lab.web.seller import Seat, attempt, done, goods_name, page, read_number, seat_at
from lab.web.sheets import sheet_response

pages = Blueprint("stock", __name__)
_REORDER_FIELDS = {"no_such_product": "sku"}
_TRANSFER_FIELDS = {
    "no_such_product": "sku", "no_such_warehouse": "to", "stock_out_of_range": "quantity", "not_in_store": "quantity",
    "no_such_lane": "lane", "lane_refuses_goods": "lane", "not_enough_cash": "lane", "parcel_too_heavy": "lane",
    "freight_without_volume": "sku", "freight_without_weight": "sku",
}  # fmt: skip


@pages.get("/runs/<int:run_id>/stock")
def get_stock(run_id: int) -> str:
    return _stock_page(seat_at(run_id), MultiDict(), {})


@pages.post("/runs/<int:run_id>/stock/reorder")
def post_reorder(run_id: int) -> AnyResponse | tuple[str, int]:
    """Buy more of a product from its supplier."""
    seat = seat_at(run_id)
    try:
        quantity = read_number(request.form.get("quantity", ""), "quantity")
    except BadInput as error:
        return _stock_page(seat, request.form, {"quantity": sentence(error)}), 422
    sku = request.form.get("sku", "")
    outcome = attempt(seat, Reorder(sku, quantity))
    if not outcome.ok:
        where = _REORDER_FIELDS.get(outcome.code, "quantity")
        return _stock_page(seat_at(run_id), request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Ordered: %(n)s × %(goods)s. The supplier has been paid.", n=quantity, goods=goods_name(seat.world, sku)))
    return redirect(url_for("stock.get_stock", run_id=run_id))


@pages.get("/runs/<int:run_id>/stock/transfer")
def get_transfer(run_id: int) -> str:
    """Freight services compared for a number of pieces, and the warehouse where they would lie."""
    return _transfer_page(seat_at(run_id), request.args, {})


@pages.post("/runs/<int:run_id>/stock/transfer")
def post_transfer(run_id: int) -> AnyResponse | tuple[str, int]:
    """Send goods from the home store to the warehouse of a country."""
    seat = seat_at(run_id)
    form = request.form
    try:
        quantity = read_number(form.get("quantity", ""), "quantity")
    except BadInput as error:
        return _transfer_page(seat, form, {"quantity": sentence(error)}), 422
    if not form.get("lane"):
        return _transfer_page(seat, form, {"lane": _("Choose a freight service.")}), 422
    outcome = attempt(seat, TransferStock(form.get("sku", ""), quantity, form.get("to", ""), form.get("lane", "")))
    if not outcome.ok:
        where = _TRANSFER_FIELDS.get(outcome.code, "lane")
        return _transfer_page(seat_at(run_id), form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("The goods are on their way. Freight, duty and import tax have been paid."))
    return redirect(url_for("stock.get_stock", run_id=run_id))


@pages.get("/runs/<int:run_id>/stock/stock.csv")
def get_stock_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    return sheet_response(stock_rows(seat.world), f"stock-run-{run_id}.csv")


def _tabs(run_id: int, current: str) -> list[dict[str, object]]:
    entries = [(_("Where the goods are"), "stock.get_stock"), (_("Send to a warehouse abroad"), "stock.get_transfer")]
    return [{"label": label, "href": url_for(endpoint, run_id=run_id), "current": endpoint == current} for label, endpoint in entries]


def _stock_page(seat: Seat, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    world = seat.world
    return page(
        "stock/stock.html",
        seat,
        tabs_=_tabs(seat.run.id, "stock.get_stock"),
        goods=goods_lines(world),
        cover=cover_lines(world),
        window=min(WINDOW_DAYS, max(1, world.now // DAY)),
        cash=balance(world, "cash"),
        may_transfer=bool(transfer_countries(world.setting)),
        per_piece=per_piece,
        max_pieces=MAX_PIECES,
        typed=typed,
        faults=faults,
    )


def _transfer_page(seat: Seat, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    world = seat.world
    products = world.setting.products
    countries = transfer_countries(world.setting)
    sku, to = typed.get("sku", ""), typed.get("to", "")
    sku = sku if sku in products else next(iter(products), "")
    to = to if to in countries else countries[0] if countries else ""
    quantity, text = 0, typed.get("quantity", "")
    if text and "quantity" not in faults:
        try:
            quantity = read_number(text, "quantity")
        except BadInput as error:
            faults = {**faults, "quantity": sentence(error)}
        if "quantity" not in faults and not 1 <= quantity <= MAX_PIECES:
            quantity, faults = 0, {**faults, "quantity": say("stock_out_of_range", found=quantity, limit=MAX_PIECES)}
    warehouse = warehouse_in(to) if to else None
    return page(
        "stock/transfer.html",
        seat,
        tabs_=_tabs(seat.run.id, "stock.get_transfer"),
        countries=countries,
        sku=sku,
        to=to,
        text=text,
        quantity=quantity,
        offers=[_offer(one) for one in freight_offers(world, sku, quantity, to)] if quantity and sku and to else [],
        lane=typed.get("lane", ""),
        warehouse=warehouse,
        rent=rent_example(warehouse, products[sku]) if warehouse and sku else None,
        rent_for=RENT_EXAMPLE,
        product=products.get(sku),
        in_store=stock_at(world, "", sku),
        cash=balance(world, "cash"),
        faults=faults,
        modes=MODES,
        hazards=HAZARDS,
        confidences=CONFIDENCE,
    )


def _offer(one: FreightOffer) -> dict[str, Any]:
    return {"one": one, "lane": one.lane, "why": say(one.code, **{"limit": dict(one.args).get("max_weight_g"), **dict(one.args)}) if one.code else ""}
