"""What a shop lived through, day by day, in the few figures that a student compares."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from lab.customs.lanes import lane_price
from lab.ledger.border import levies
from lab.ledger.rates import to_home
from lab.orders.dispatch import parcel_weight_g
from lab.values.moment import Moment, day_of
from lab.world.order import Order, PackedItem
from lab.world.world import World

_KEPT = frozenset({"cash", "stock", "stock_on_way", "vat", "capital", "exchange"})
"""Accounts that say what the shop has and owes; all others say what it earned and spent."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Whole counts, and money in minor units of the books' currency.

    `sales` are without tax and after refunds. `profit` is that of the books less what orders that have not left yet will
    still cost: goods, postage and duty. `stars` add up the stars of `reviews`.
    """

    looked: int = 0
    clicked: int = 0
    orders: int = 0
    sales: int = 0
    profit: int = 0
    stars: int = 0
    reviews: int = 0

    @property
    def rating(self) -> int | None:
        """The mean of the stars in thousandths; None without reviews."""
        return self.stars * 1000 // self.reviews if self.reviews else None


def days_of(world: World, until: Moment | None = None) -> list[Figures]:
    """The figures of every calendar day of a run up to a moment, from its first day on."""
    start = world.setting.start
    until = world.now if until is None else until
    rows = [dict.fromkeys((field.name for field in fields(Figures)), 0) for _ in range(day_of(start, until) + 1)]

    def row_at(moment: Moment) -> dict[str, int]:
        return rows[min(max(0, day_of(start, moment)), len(rows) - 1)]

    for line in world.traffic:
        if line.day < len(rows):
            rows[line.day]["looked"] += line.looked
            rows[line.day]["clicked"] += line.clicked
    for order in world.orders.values():
        row_at(order.placed_at)["orders"] += 1
        if order.is_open or order.state == "held":
            row_at(order.placed_at)["profit"] -= still_to_pay(world, order)
    for entry in world.ledger:
        if entry.currency != world.setting.currency:
            continue
        for posting in entry.postings:
            if posting.account in _KEPT or posting.account.startswith("platform:"):
                continue
            row_at(entry.at)["profit"] -= posting.amount
            if posting.account == "sales":
                row_at(entry.at)["sales"] -= posting.amount
    for review in world.reviews:
        row_at(review.at)["stars"] += review.stars
        row_at(review.at)["reviews"] += 1
    return [Figures(**row) for row in rows]


def still_to_pay(world: World, order: Order) -> int:
    """What sending an order will cost as the shop ships now: goods, postage and duty inside the price, in minor units."""
    setting = world.setting
    items = tuple(PackedItem(sku, quantity) for sku, quantity in order.missing.items() if quantity > 0)
    if not items:
        return 0
    cost = sum(setting.products[item.sku].unit_cost.amount * item.quantity for item in items)
    if not order.parcels:  # the duty of an order is paid with its first parcel
        pieces = sum(item.quantity for item in order.items)
        due = levies(
            setting, order.items[0].sku, order.country, order.goods, order.shipping_charge, pieces, order.incoterm, order.ship_from
        )  # fmt: skip
        cost += to_home(setting, due.inside, world.now).amount
    template = world.templates.get(order.place)
    lane = setting.lanes.get(template.lane) if template is not None else None
    if lane is not None:
        postage = lane_price(lane, min(parcel_weight_g(setting, items), lane.max_weight_g))
        cost += to_home(setting, postage, world.now).amount
    return cost


def summed(days: Iterable[Figures]) -> Figures:
    """All days together."""
    days = list(days)
    return Figures(*(sum(getattr(day, field.name) for day in days) for field in fields(Figures)))
