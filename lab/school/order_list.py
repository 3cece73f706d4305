"""Which orders a page of the list shows: by state, place and due time, or by what somebody remembers of them.

One pass over the orders, and none over the books, however many orders there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from lab.platforms.profile import ORDER_STATES
from lab.values.moment import DAY, Moment
from lab.world.order import OPEN_STATES, Order
from lab.world.world import World

PAGE = 50
SOON = DAY
"""An order falls due soon when it must leave within so many minutes."""
MAX_SEARCH = 80
DueWish = Literal["", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see; empty fields do not narrow the list. `text` is a part of a number or a name."""

    state: str = ""
    place: str = ""
    due: DueWish = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.state or self.place or self.due or self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """Orders in the order in which they are worth looking at, and how many there are of each state.

    The counts leave the wish's state aside, so that they tell what each state would show.
    """

    orders: tuple[Order, ...]
    counts: dict[str, int]

    @property
    def all_counts(self) -> int:
        return sum(self.counts.values())


def wish_of(state: str, place: str, due: str, text: str, places: Iterable[str]) -> Wish:
    """A wish as it came in an address; what is no such state, place or due time is left out."""
    return Wish(
        state if state in ORDER_STATES else "",
        place if place in places else "",
        due if due in get_args(DueWish) else "",  # type: ignore[arg-type]
        " ".join(text.split())[:MAX_SEARCH],
    )


def find_orders(world: World, wish: Wish) -> Found:
    """Orders that must leave first, the one due first at the top; then those on hold, then the rest, newest first."""
    text, now = wish.text.casefold(), world.now
    counts = dict.fromkeys(ORDER_STATES, 0)
    to_ship: list[Order] = []
    held: list[Order] = []
    rest: list[Order] = []
    for order in world.orders.values():
        if wish.place and order.place != wish.place:
            continue
        if wish.due and not falls_due(order, wish.due, now):
            continue
        if text and not matches(order, text):
            continue
        counts[order.state] += 1
        if wish.state and order.state != wish.state:
            continue
        (to_ship if order.state in OPEN_STATES else held if order.state == "held" else rest).append(order)
    to_ship.sort(key=lambda order: order.ship_by)
    rest.reverse()
    return Found((*to_ship, *held, *rest), counts)


def falls_due(order: Order, due: str, now: Moment) -> bool:
    """Whether an order waits to be sent and is late, or must leave within a day."""
    if order.state not in OPEN_STATES:
        return False
    return order.ship_by < now if due == "late" else now <= order.ship_by <= now + SOON


def matches(order: Order, text: str) -> bool:
    """Whether a text (case-folded) is part of the order's number, the buyer's name or a tracking number."""
    if text in order.number.casefold() or text in order.buyer.name.casefold():
        return True
    number = text.replace(" ", "").upper()
    return any(number in parcel.tracking_number for parcel in order.parcels)


def asks(order: Order) -> bool:
    """Whether the buyer has asked for another address, or to cancel, and waits for the shop's answer."""
    if order.state not in ("held", "unshipped"):
        return False
    about_address = order.address_wish is not None and not order.address_answer
    return about_address or (order.cancel_wish_at is not None and not order.cancel_answer)
