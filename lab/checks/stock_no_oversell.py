"""Check: nothing was sold or offered that was not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lab.checks.spoiling import at_the_end
from lab.grading.check import ONE, ZERO, Check, Finding, Proof, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.ledger.store import stock_at
from lab.listings.actions import MAX_STOCK, SetStock
from lab.listings.shipping import ships_from
from lab.values.moment import Moment, format_offset
from lab.world.listing import Listing, is_meant
from lab.world.order import Order, Parcel
from lab.world.world import World

SHOWN = 10


class StockNoOversell(Check):
    """Loses `per` for everything sold or offered beyond stock; can only lose points.

    That is an order still to be sent for which the goods are not there; an order that the shop or the platform called
    off when they were not; and a listing on sale at the moment that offers more than lies where it ships from and is
    not owed to buyers. Goods belong to the earliest orders first; those on their way are not there yet. Deliveries that a
    scenario sends count as if they had always been there. `sku` keeps to one product, `on` to listings or places; with
    `offers: false` only orders count. A shop that never offered anything earns nothing.
    """

    name: ClassVar[str] = "stock.no_oversell"
    skill_default: ClassVar[str] = "management"
    only_loses: ClassVar[bool] = True
    sku: str = ""
    offers: bool = True
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        listings = [listing for listing in world.listings.values() if self._counts(listing.key, listing.sku)]
        orders = [order for order in world.orders.values() if self._counts(order.listing, order.items[0].sku)]
        if not orders and not any(listing.first_live_at is not None for listing in listings):
            shown = proof("stock", object=", ".join(self.on), sku=self.sku, found="not on sale")
            return Finding(ZERO, "nothing_offered", {}, (shown,))
        pools = _Pools(world)
        found = [_order_beyond(pools, order) for order in orders]
        if self.offers:
            found += [_offer_beyond(pools, listing) for listing in listings]
        proofs = [shown for shown in found if shown is not None]
        fraction = max(ZERO, ONE - self.per * len(proofs))
        message = "oversold" if proofs else "not_oversold"
        return Finding(fraction, message, {"found": len(proofs)}, tuple(proofs[:SHOWN]))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        if self.offers:
            live = [key for key, listing in right.world.listings.items() if listing.is_live and self.sku in ("", listing.sku)]
            yield from at_the_end(log, right, "more offered than there is", *(SetStock(key, MAX_STOCK) for key in live))

    def _counts(self, key: str, sku: str) -> bool:
        return is_meant(key, self.on) and self.sku in ("", sku)


class _Pools:
    """The stores of a world, each read once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._known: dict[tuple[str, str], _Pool] = {}

    def of(self, country: str, sku: str) -> "_Pool":
        if (country, sku) not in self._known:
            self._known[country, sku] = _pool_of(self.world, country, sku)
        return self._known[country, sku]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Pieces of a SKU that lie in one store now, what moved there when, and the orders that are served from it with the
    moment from which nothing was owed any more, the earliest first."""

    now: int
    moves: tuple[tuple[Moment, int], ...]
    orders: tuple[tuple[Order, Moment], ...]

    def there(self, at: Moment) -> int:
        """Pieces that lay there at a moment: those of now without what has moved since."""
        return self.now - sum(count for moved, count in self.moves if moved > at)

    def owed_before(self, order: Order, sku: str, at: Moment) -> int:
        """Pieces that were owed at a moment to the buyers of earlier orders."""
        owed = 0
        for other, ended in self.orders:
            if other is order:
                break
            # Of orders called off in one minute, the earlier ones had the goods first.
            if ended > at or (ended == at and order.cancelled_at is not None and other.cancelled_at is not None):
                owed += _missing(other, sku, at)
        return owed

    def owed(self, sku: str, now: Moment) -> int:
        """Pieces that all buyers are owed now."""
        return sum(_missing(order, sku, now) for order, ended in self.orders if ended > now)


def _pool_of(world: World, country: str, sku: str) -> _Pool:
    moves: list[tuple[Moment, int]] = []
    for one in world.inbound:
        if one.sku == sku and one.to == country and one.arrived_at is not None:
            moves.append((one.arrived_at, one.quantity))
        if one.sku == sku and one.kind == "transfer" and not country:
            moves.append((one.sent_at, -one.quantity))
    for order in world.orders.values():
        for parcel in order.parcels:
            if parcel.ship_from == country and (pieces := _pieces(parcel, sku)):
                moves.append((parcel.shipped_at, -pieces))
    for entry in world.ledger:
        if entry.kind == "restock" and entry.order in world.orders:
            back = _came_back(world.orders[entry.order], country, sku, entry.postings[0].amount)
            moves.append((entry.at, back))
    orders = tuple(
        (order, _ended_at(world, order))
        for order in world.orders.values()
        if order.ship_from == country and any(item.sku == sku for item in order.items)
    )
    return _Pool(stock_at(world, country, sku), tuple(moves), orders)


def _came_back(order: Order, country: str, sku: str, worth: int) -> int:
    """Pieces of the parcel of an order that was put back on the shelf at that worth."""
    for parcel in order.parcels:
        if parcel.ship_from == country and parcel.cost == worth:
            return _pieces(parcel, sku)
    return 0


def _pieces(parcel: Parcel, sku: str) -> int:
    return sum(item.quantity for item in parcel.items if item.sku == sku)


def _ended_at(world: World, order: Order) -> Moment:
    """From when on nothing of an order was to be sent any more; a moment to come while it is open."""
    if order.cancelled_at is not None:
        return order.cancelled_at
    if order.state == "held" or order.is_open:
        return world.now + 1
    return max((parcel.shipped_at for parcel in order.parcels), default=order.placed_at)


def _missing(order: Order, sku: str, at: Moment) -> int:
    """Pieces of an order that had not been sent at a moment."""
    ordered = sum(item.quantity for item in order.items if item.sku == sku)
    sent = sum(_pieces(parcel, sku) for parcel in order.parcels if parcel.shipped_at <= at)
    return max(0, ordered - sent)


def _order_beyond(pools: _Pools, order: Order) -> Proof | None:
    """What shows that the goods of an order were not there when it was called off, or are not there now."""
    if order.cancelled_by in ("shop", "platform") and order.cancelled_at is not None:
        at, what = order.cancelled_at, "called off"
    elif order.state == "held" or order.is_open:
        at, what = pools.world.now, "not shipped"
    else:
        return None
    sku = order.items[0].sku
    pool = pools.of(order.ship_from, sku)
    own, left = _missing(order, sku, at), max(0, pool.there(at) - pool.owed_before(order, sku, at))
    if own <= left:
        return None
    return proof("stock", order=order.id, sku=sku, found=own, expected=f"≤ {left}", verdict=what, at=format_offset(at))


def _offer_beyond(pools: _Pools, listing: Listing) -> Proof | None:
    """What shows that a listing on sale offers more than there is."""
    world = pools.world
    if not listing.is_live or not listing.stock:
        return None
    origin = ships_from(world.setting, world.templates.get(listing.place))
    pool = pools.of("" if origin == world.setting.home else origin, listing.sku)
    free = max(0, pool.now - pool.owed(listing.sku, world.now))
    if listing.stock <= free:
        return None
    return proof(
        "stock", object=listing.key, sku=listing.sku, found=listing.stock, expected=f"≤ {free}", verdict="on sale"
    )
