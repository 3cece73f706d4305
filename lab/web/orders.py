"""Orders: the list with its filters and search, and the page of one order."""

from urllib.parse import quote

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from lab.platforms.profile import ORDER_STATES
from lab.school.order_list import PAGE, Found, Wish, asks, find_orders
from lab.web import order_sheets, order_work, papers
from lab.web.languages import page_language
from lab.web.order_page import order_of, order_page, pages, read_wish, state_namer
from lab.web.order_words import STATES
from lab.web.seller import Seat, goods_name, page, place_name, seat_at

__all__ = ["order_sheets", "order_work", "pages", "papers"]

ALWAYS_SHOWN = ("unshipped", "shipped", "delivered")
"""States whose tab stands there without orders too."""


@pages.get("/runs/<int:run_id>/orders")
def get_orders(run_id: int) -> str:
    """The list: 50 orders a page, those that must leave first at the top."""
    seat = seat_at(run_id)
    wish = read_wish(seat)
    found = find_orders(seat.world, wish)
    pages_ = max(1, -(-len(found.orders) // PAGE))
    wanted = request.args.get("page", "1")
    number = min(max(1, int(wanted)), pages_) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    base = url_for("orders.get_orders", run_id=run_id)
    return page(
        "orders/list.html",
        seat,
        orders=found.orders[(number - 1) * PAGE : number * PAGE],
        total=len(found.orders),
        number=number,
        pages=pages_,
        wish=wish,
        state_tabs=_state_tabs(seat, wish, found),
        place_options=[(place, place_name(seat.world, place)) for place in seat.world.setting.places],
        due_options=[("soon", _("must leave within 24 hours")), ("late", _("late"))],
        state_name=state_namer(seat),
        asks=asks,
        order_href=lambda order: f"{base}/{quote(order.id)}",
        goods={sku: goods_name(seat.world, sku) for sku in seat.world.setting.products},
        place_names={place: place_name(seat.world, place) for place in seat.world.setting.places},
    )


@pages.get("/runs/<int:run_id>/orders/<order_id>")
def get_order(run_id: int, order_id: str) -> str:
    seat = seat_at(run_id)
    return order_page(seat, order_of(seat, order_id), MultiDict(), {})


def _state_tabs(seat: Seat, wish: Wish, found: Found) -> list[tuple[str, str, int]]:
    """State, its name and how many orders it has; with one platform in view the name is that platform's own."""
    setting = seat.world.setting
    places = (wish.place,) if wish.place else setting.places
    platforms = {place.partition("/")[0] for place in places}
    own = setting.platforms[platforms.pop()] if len(platforms) == 1 else None
    return [
        (state, own.state_name(state, page_language()) if own else str(STATES[state]), found.counts[state])
        for state in ORDER_STATES
        if found.counts[state] or state in ALWAYS_SHOWN or state == wish.state
    ]
