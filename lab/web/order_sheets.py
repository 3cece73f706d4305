"""Orders out as CSV, and parcels in: a sheet is looked through first, then done row by row."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.listings.shipping import parcel_lanes
from lab.school.order_list import Wish, find_orders
from lab.school.order_sheets import (
    MAX_BYTES,
    MAX_ROWS,
    PARCEL_COLUMNS,
    Sheet,
    SheetFault,
    order_rows,
    packed,
    read_parcels,
    read_text,
    template_rows,
    unpacked,
)
from lab.values.errors import BadInput
from lab.web.errors import say
from lab.web.order_page import pages, read_wish
from lab.web.order_words import sheet_fault
from lab.web.seller import Seat, attempt, local, page, seat_at
from lab.web.sheets import sheet_lines
from lab.world.order import Order

MOST_FAULTS = 200
"""Faults shown at once; the rest shows when these are mended."""


@pages.get("/runs/<int:run_id>/orders.csv")
def get_csv(run_id: int) -> Response:
    """Every order that the filters of the address find."""
    seat = seat_at(run_id)
    found = find_orders(seat.world, read_wish(seat))
    return _download(order_rows(seat.world, found.orders), "orders.csv")


@pages.post("/runs/<int:run_id>/orders/export")
def post_export(run_id: int) -> Response:
    """The orders that were ticked."""
    seat = seat_at(run_id)
    chosen = [seat.world.orders[name] for name in dict.fromkeys(request.form.getlist("order")) if name in seat.world.orders]
    return _download(order_rows(seat.world, chosen), "orders.csv")


@pages.get("/runs/<int:run_id>/orders/template.csv")
def get_template(run_id: int) -> Response:
    """The heads of a parcels' sheet and a row for each order that waits to be sent."""
    seat = seat_at(run_id)
    return _download(template_rows(_open_orders(seat)[: MAX_ROWS - 1]), "parcels.csv")


@pages.get("/runs/<int:run_id>/orders/sheet")
def get_sheet(run_id: int) -> str:
    return _sheet_page(seat_at(run_id))


@pages.post("/runs/<int:run_id>/orders/sheet")
def post_sheet(run_id: int) -> tuple[str, int] | str:
    """Look a sheet through and show what would be done, or what is wrong with it. Nothing is done."""
    seat = seat_at(run_id)
    sent = request.files.get("sheet")
    try:
        text = read_text(sent.stream.read(MAX_BYTES + 1) if sent else b"")
    except BadInput as error:
        fault = SheetFault(0, "", error.code, error.args_)
        return _sheet_page(seat, sheet=Sheet((), (fault,))), 422
    sheet = read_parcels(seat.world, text)
    if sheet.faults:
        return _sheet_page(seat, sheet=sheet), 422
    return _sheet_page(seat, sheet=sheet, packed=packed(text))


@pages.post("/runs/<int:run_id>/orders/sheet/do")
def post_sheet_do(run_id: int) -> tuple[str, int] | str | Response:
    """Hand over the parcels of a sheet that was looked through, one action each; tells what became of every row."""
    seat = seat_at(run_id)
    try:
        sheet = read_parcels(seat.world, unpacked(request.form.get("packed", "")))
    except BadInput:
        return redirect(url_for("orders.get_sheet", run_id=run_id))
    if sheet.faults:
        return _sheet_page(seat, sheet=sheet), 422
    results = []
    for row in sheet.rows:
        outcome = attempt(seat, row.action)
        results.append((row, "" if outcome.ok else say(outcome.code, **outcome.args)))
    return _sheet_page(seat_at(run_id), results=results)


def _open_orders(seat: Seat) -> list[Order]:
    return [order for order in find_orders(seat.world, Wish()).orders if order.is_open]


def _sheet_page(seat: Seat, **given: Any) -> str:
    """The page of the sheet; `sheet` with `packed` text as it was looked through, or `results` as it was done."""
    world = seat.world
    countries = dict.fromkeys(order.country for order in _open_orders(seat))
    lanes = {lane.key: lane for country in countries for lane in parcel_lanes(world, country)}
    sheet = given.get("sheet")
    faults = [(fault, *sheet_fault(fault)) for fault in sheet.faults[:MOST_FAULTS]] if sheet else []
    return page(
        "orders/sheet.html",
        seat,
        columns=_columns(),
        lanes=[(lane.key, local(lane.names)) for lane in lanes.values()],
        max_rows=MAX_ROWS,
        faults=faults,
        more_faults=len(sheet.faults) - len(faults) if sheet else 0,
        **{"sheet": None, "packed": "", "results": None, **given},
    )


def _columns() -> list[tuple[str, str]]:
    """What stands in each column of a parcels' sheet."""
    what = (
        _("the number of the order, as in the list"),
        _("the carrier's service, by its key"),
        _("SKU:quantity, several with a space between; empty for what is still to be sent"),
        _("any of invoice, packing_list, returns_slip, with a space between"),
        _("what the customs form calls the contents, such as sale_of_goods; with all six last columns empty there is no form"),
        _("what the goods are, of what material, for what use"),
        _("six digits of the Harmonised System"),
        _("two letters of the country in which the goods were made"),
        _("the value of the goods in the buyer's currency, such as 25.80"),
        _("the platform's tax number for that country, where it collected the tax"),
    )
    return list(zip(PARCEL_COLUMNS, what, strict=True))


def _download(rows: Iterable[Sequence[str]], name: str) -> Response:
    """Rows as a file, sent as they are made; making them needs nothing of the request."""
    return Response(
        sheet_lines(rows), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
