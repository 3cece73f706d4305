"""The page of one order: what it is given, for whoever shows it (to look at, or again after something was refused)."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.datastructures import MultiDict

from lab.customs.documents import FORM_KINDS, form_name
from lab.ledger.sale import sale_lines
from lab.papers.kinds import customs_kind
from lab.school.order_list import Wish, wish_of
from lab.school.order_offers import Box, Offer, box_of, missing_items, offers
from lab.school.order_view import OrderEvent, companions, landed_of, papers_of, shipment_of, timeline
from lab.values.errors import NotFound
from lab.web.languages import page_language
from lab.web.order_words import (
    CONTENTS,
    EARNED,
    PAPER_LINKS,
    PAPERS,
    REFUND_REASONS,
    cost_name,
    cost_why,
    event_text,
    landed_rule,
    offer_fault,
    quote_line_text,
)
from lab.web.seller import Seat, page
from lab.world.order import Order, PackedItem

pages = Blueprint("orders", __name__)
"""All pages of orders; `lab.web.orders` brings them together."""

_PAGES = {
    "return": "aftersales.get_returns", "dispute": "aftersales.get_claims", "review": "aftersales.get_reviews",
}  # fmt: skip
MAX_LINES = 20
MAX_TOGETHER = 20
FEW_PRODUCTS = 8
"""Up to so many products of the shop all stand in the packing list; of more, the others than those ordered are folded."""


def order_of(seat: Seat, order_id: str) -> Order:
    """An order of the run. Raises NotFound."""
    order = seat.world.orders.get(order_id)
    if order is None:
        raise NotFound("no_such_page")
    return order


def order_page(seat: Seat, order: Order, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    """The whole page, with what was typed into its forms and the sentence of every field that is wrong."""
    world = seat.world
    setting = world.setting
    profile = setting.platforms[order.platform]
    ordered = {item.sku for item in order.items}
    few = len(setting.products) <= FEW_PRODUCTS
    return page(
        "orders/order.html",
        seat,
        order=order,
        profile=profile,
        typed=typed,
        faults=faults,
        first_skus=[sku for sku in setting.products if few or sku in ordered],
        other_skus=[sku for sku in setting.products if not few and sku not in ordered],
        companions=companions(world, order)[:MAX_TOGETHER] if order.is_open else [],
        papers=PAPERS,
        contents=[(kind, CONTENTS[kind]) for kind in FORM_KINDS],
        form_name=form_name(order.goods),
        form_lines=form_lines(typed),
        max_lines=MAX_LINES,
        events=[(event, event_text(event), _page_of(seat, event)) for event in timeline(world, order)],
        parcels=[(number, parcel, _paper_links(seat, order, number)) for number, parcel in enumerate(order.parcels, 1)],
        earned=sale_lines(world, (order.id,)),
        earned_words=EARNED,
        landed=landed_of(world, order),
        landed_rule=landed_rule,
        cost_name=cost_name,
        cost_why=cost_why,
        refund_reasons=list(REFUND_REASONS.items()),
        threads=[thread for thread in world.threads.values() if thread.order == order.id],
        shipping=world.templates.get(order.place),
        state_name=state_namer(seat),
        **box_context(seat, order, typed),
    )


def box_context(seat: Seat, order: Order, typed: "MultiDict[str, str]") -> dict[str, Any]:
    """The carriers' offers for the box as it was typed; for what is still to be sent while nothing was."""
    world = seat.world
    if not order.is_open:
        return {"offers": [], "box": None, "crosses_border": False}
    packed = typed_items(seat, typed)
    items = packed or missing_items(order)
    wished = typed.getlist("together")
    for other in companions(world, order) if wished else ():
        if other.id in wished:
            items = [*items, *missing_items(other)]
    found: Sequence[Offer] = offers(world, order, items)
    box: Box = box_of(world.setting, items)
    return {
        "offers": found,
        "box": box,
        "box_is_typed": bool(packed),
        "crosses_border": any(offer.needs_form for offer in found),
        "quote_line_text": quote_line_text,
        "offer_fault": offer_fault,
    }


def typed_items(seat: Seat, typed: "MultiDict[str, str]") -> list[PackedItem]:
    """What of the packing list can be read as pieces."""
    items = []
    for sku in seat.world.setting.products:
        text = typed.get(f"pack.{sku}", "").strip()
        if text.isascii() and text.isdecimal() and len(text) <= 4 and 0 < int(text) <= 1000:
            items.append(PackedItem(sku, int(text)))
    return items


def form_lines(typed: "MultiDict[str, str]") -> int:
    """How many further lines of contents the customs form shows."""
    text = typed.get("form.lines", "")
    count = int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0
    return min(MAX_LINES - 1, count + (1 if typed.get("add_line") else 0))


def read_wish(seat: Seat) -> Wish:
    """What the filters in the present address ask for."""
    args = request.args
    places = seat.world.setting.places
    return wish_of(args.get("state", ""), args.get("place", ""), args.get("due", ""), args.get("q", ""), places)


def state_namer(seat: Seat) -> Any:
    """A function for the name of an order's state on its platform, in the page's language."""
    return lambda order: seat.world.setting.platforms[order.platform].state_name(order.state, page_language())


def _page_of(seat: Seat, event: OrderEvent) -> str:
    """Where one deals with what has happened; "" where there is nothing to do."""
    endpoint = _PAGES.get(event.kind)
    return url_for(endpoint, run_id=seat.run.id) if endpoint else ""


def _paper_links(seat: Seat, order: Order, number: int) -> list[tuple[str, Any]]:
    parcel = order.parcels[number - 1]
    kinds = papers_of(parcel, customs_kind(shipment_of(seat.world, order, parcel)))
    return [(kind, PAPER_LINKS[kind]) for kind in kinds]
