"""Goods for a page: where they lie, what is on its way, how long they last, and what moving some abroad would cost.

Nothing here changes the world; what a transfer costs is reckoned by `lab.orders.warehousing`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lab.customs.warehouses import FreightLane, Warehouse, storage_fee
from lab.ledger.books import balance
from lab.ledger.store import stock_at, worth_at
from lab.listings.shipping import ships_from
from lab.orders.warehousing import TransferBill, freight_lanes, transfer_bill, warehouse_countries, warehouse_in
from lab.values.errors import Refused
from lab.values.moment import DAY, Moment
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.setting import Setting, ShopProduct
from lab.world.stock import Inbound
from lab.world.world import World

WINDOW_DAYS = 7
RENT_EXAMPLE = (100, 30)
"""Pieces and days after the free ones for which a warehouse's rent is shown."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Pieces of one SKU in one place (`country` is "" for the home store). `needed` are still owed to open orders.

    `worth` is what they have cost so far, in the shop's currency.
    """

    country: str
    pieces: int
    worth: Money
    needed: int

    @property
    def free(self) -> int:
        """Pieces that no open order waits for; below 0 when more is sold than there is."""
        return self.pieces - self.needed


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One product with every place where it lies, the home store first, and what is on its way, the next first."""

    product: ShopProduct
    piles: tuple[Pile, ...]
    on_way: tuple[Inbound, ...]

    @property
    def pieces(self) -> int:
        return sum(pile.pieces for pile in self.piles)


@dataclass(frozen=True, slots=True)
class CoverLine:
    """How long the goods behind a listing last. `ships_from` is the country of the store that it sells from, "" for home.

    `sold` pieces of this listing in the last `WINDOW_DAYS` days, `per_day` so many a day. `free` lies in that store for
    all listings that sell from it; `days` is for all of them together, None when nothing was sold.
    """

    listing: Listing
    ships_from: str
    sold: int
    per_day: Fraction
    free: int
    days: Fraction | None
    next_arrival: Inbound | None


@dataclass(frozen=True, slots=True)
class FreightOffer:
    """One freight service for a transfer. Without a `bill`, `code` and `args` say why it cannot be used.

    Days are from the gate to goods that can be sold. `cash` is what has to be paid when it leaves.
    """

    lane: FreightLane
    days_min: int
    days_max: int
    bill: TransferBill | None = None
    per_piece: Money | None = None
    cash: Money | None = None
    affordable: bool = True
    code: str = ""
    args: tuple[tuple[str, object], ...] = ()


def goods_lines(world: World) -> tuple[GoodsLine, ...]:
    """Every product of the shop, in the order of the setting."""
    needed = _needed(world)
    coming = sorted((one for one in world.inbound if one.arrived_at is None), key=lambda one: one.due_at)
    currency = world.setting.currency
    lines = []
    for sku, product in world.setting.products.items():
        piles = []
        for country in ("", *world.shop.abroad):
            pieces = stock_at(world, country, sku)
            owed = needed.get((country, sku), 0)
            if country == "" or pieces or owed:
                piles.append(Pile(country, pieces, Money(worth_at(world, country, sku, pieces), currency), owed))
        lines.append(GoodsLine(product, tuple(piles), tuple(one for one in coming if one.sku == sku)))
    return tuple(lines)


def cover_lines(world: World) -> tuple[CoverLine, ...]:
    """Days of cover of every listing that was ever on sale, in the order of the listings."""
    sold = _sold(world)
    span = Fraction(min(max(world.now, DAY), WINDOW_DAYS * DAY), DAY)
    needed = _needed(world)
    shown = [listing for listing in world.listings.values() if listing.first_live_at is not None]
    places = {listing.key: _store_of(world, listing) for listing in shown}
    of_pile: dict[tuple[str, str], int] = {}
    for listing in shown:
        pile = (places[listing.key], listing.sku)
        of_pile[pile] = of_pile.get(pile, 0) + sold.get(listing.key, 0)
    lines = []
    for listing in shown:
        country = places[listing.key]
        pile = (country, listing.sku)
        free = stock_at(world, country, listing.sku) - needed.get(pile, 0)
        days = max(free, 0) * span / of_pile[pile] if of_pile[pile] else None
        arriving = [one for one in world.inbound if one.arrived_at is None and (one.to, one.sku) == pile]
        pieces = sold.get(listing.key, 0)
        first = min(arriving, key=lambda one: one.due_at, default=None)
        lines.append(CoverLine(listing, country, pieces, pieces / span, free, days, first))
    return tuple(lines)


def transfer_countries(setting: Setting) -> tuple[str, ...]:
    """Countries to which the shop can send goods for storing: with a warehouse, and freight from home."""
    reached = {lane.to_country for lane in freight_lanes(setting).values() if lane.from_country == setting.home}
    return tuple(country for country in warehouse_countries() if country != setting.home and country in reached)


def freight_offers(world: World, sku: str, quantity: int, country: str) -> tuple[FreightOffer, ...]:
    """Every freight service from home to a country's warehouse for a transfer now; those that work first, by cost.

    An empty tuple without a warehouse there. The SKU must be one of the shop's.
    """
    setting = world.setting
    product, warehouse = setting.products[sku], warehouse_in(country)
    if warehouse is None or country == setting.home:
        return ()
    cash = balance(world, "cash")
    offers = []
    for lane in freight_lanes(setting).values():
        if lane.from_country != setting.home or lane.to_country != country:
            continue
        days = (lane.days_min + warehouse.receiving_min, lane.days_max + warehouse.receiving_max)
        try:
            bill = transfer_bill(world, product, quantity, lane)
        except Refused as refusal:
            offers.append(FreightOffer(lane, *days, code=refusal.code, args=tuple(refusal.args_.items())))
            continue
        due = bill.freight + bill.duty + bill.import_tax
        offers.append(FreightOffer(lane, *days, bill, bill.per_piece(quantity), due, due <= cash))
    offers.sort(key=lambda offer: (offer.cash is None, offer.cash.amount if offer.cash else 0, offer.lane.key))
    return tuple(offers)


def per_piece(inbound: Inbound) -> Money:
    """What one piece of a delivery has cost up to the shelf, rounded half up."""
    return inbound.landed.times(Fraction(1, max(1, inbound.quantity)))


def rent_example(warehouse: Warehouse, product: ShopProduct) -> Money | None:
    """What `RENT_EXAMPLE` pieces of a product cost in rent for so many days after the free ones; None if not measured."""
    if not product.volume_mm3:
        return None
    pieces, days = RENT_EXAMPLE
    return storage_fee(warehouse, product.volume_mm3, pieces, warehouse.storage.free_days + days)


def stock_rows(world: World) -> Iterator[list[str]]:
    """The stock as rows of a sheet, the heads first: a row for each product and place, then one for each delivery."""
    yield [
        "kind", "sku", "place", "pieces", "needed_by_orders", "free", "worth", "currency", "delivery", "sent_day", "due_day",
    ]  # fmt: skip
    currency, home = world.setting.currency, world.setting.home
    for line in goods_lines(world):
        for pile in line.piles:
            numbers = (pile.pieces, pile.needed, pile.free)
            where = pile.country or home
            yield ["stock", line.product.sku, where, *map(str, numbers), _plain(pile.worth), currency, "", "", ""]
    for one in world.inbound:
        if one.arrived_at is None:
            days = (_date(world, one.sent_at), _date(world, one.due_at))
            where = one.to or home
            yield [one.kind, one.sku, where, str(one.quantity), "", "", _plain(one.landed), currency, one.id, *days]


def _plain(money: Money) -> str:
    return str(money).split(" ")[0]


def _date(world: World, at: Moment) -> str:
    return world.setting.date_at(at).isoformat()


def _store_of(world: World, listing: Listing) -> str:
    """The country of the store that a listing sells from; "" is home."""
    country = ships_from(world.setting, world.templates.get(listing.place))
    return "" if country == world.setting.home else country


def _needed(world: World) -> dict[tuple[str, str], int]:
    """Pieces that open and held orders still wait for, by the store that they were sold from and SKU."""
    needed: dict[tuple[str, str], int] = {}
    for order in world.orders.values():
        if order.is_open or order.state == "held":
            country = "" if order.ship_from == world.setting.home else order.ship_from
            for sku, pieces in order.missing.items():
                if pieces > 0:
                    needed[country, sku] = needed.get((country, sku), 0) + pieces
    return needed


def _sold(world: World) -> dict[str, int]:
    """Pieces sold in the last days by listing, orders that were cancelled left out."""
    sold: dict[str, int] = {}
    since = world.now - WINDOW_DAYS * DAY
    for order in reversed(world.orders.values()):
        if order.placed_at < since:
            break  # orders stand in the order in which they came
        if order.state != "cancelled":
            sold[order.listing] = sold.get(order.listing, 0) + sum(item.quantity for item in order.items)
    return sold
