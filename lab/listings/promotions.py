"""Which promotion runs for a listing, what it takes off the price, and against which price a reduction is measured.

A discount or flash sale lowers the price that everybody sees; a coupon comes off after it. A flash sale lasts as long as the
pieces that were set aside for it. Shoppers meet the shop as it stands when a quarter of a day begins, so they meet a
promotion in whole quarters, at most one quarter late, and as long as it was booked for if that is whole quarters too.
Not here: a buyer's price in the currency of the place (`lab.ledger.pricing`), who may book what (`promotion_actions`).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from lab.ledger.rates import to_home
from lab.values.errors import Refused
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money, round_half_up
from lab.world.listing import Listing
from lab.world.order import Order
from lab.world.promotion import PricePoint, Promotion
from lab.world.setting import Setting
from lab.world.world import World

PRIOR_DAYS = 30
"""Days before a reduction whose lowest price is the prior price (Directive 98/6/EC, Article 6a(2))."""
UNION_MEMBER = "DE"
"""A country belongs to the European Union when goods from here cross no customs border into it."""
SEEN_MINUTES = 6 * HOUR
"""How long after its end a promotion still lowers orders: shoppers buy at the price with which their quarter of a day began."""
PromotionState = Literal["planned", "running", "over"]


def state_of(promotion: Promotion, at: Moment) -> PromotionState:
    """Whether a promotion is still to come, runs, or is over; one ended before it began is over."""
    if at >= promotion.ends:
        return "over"
    return "running" if promotion.begins <= at else "planned"


def promotions_of(world: World, listing: Listing) -> list[Promotion]:
    """Every promotion of a listing, those that are over too, in the order in which they were made."""
    return [promotion for promotion in world.promotions.values() if listing.key in promotion.listings]


def running(world: World, listing: Listing, at: Moment) -> Promotion | None:
    """The discount or flash sale that lowers a listing's price at a moment. A flash sale stops for a listing whose pieces are gone."""
    for promotion in promotions_of(world, listing):
        if promotion.kind == "coupon" or not promotion.runs_at(at):
            continue
        if promotion.kind == "discount" or pieces_left(world, promotion, listing) > 0:
            return promotion
    return None


def coupon(world: World, listing: Listing, at: Moment) -> Promotion | None:
    """The coupon that buyers of a listing can take at a moment."""
    for promotion in promotions_of(world, listing):
        if promotion.kind == "coupon" and promotion.runs_at(at):
            return promotion
    return None


def reduced(world: World, listing: Listing, price: Money) -> Money:
    """A price, in any currency, after what a discount or flash sale takes off now."""
    promotion = running(world, listing, world.now)
    return price if promotion is None else cut(price, promotion.percent)


def with_coupon(world: World, listing: Listing, price: Money) -> Money:
    """A price, in any currency, after what a coupon takes off now."""
    promotion = coupon(world, listing, world.now)
    return price if promotion is None else cut(price, promotion.percent)


def cut(price: Money, percent: int) -> Money:
    """A price less some percent, half up to the minor unit and at least one."""
    return Money(max(1, price.times(Fraction(100 - percent, 100)).amount), price.currency)


# -------------------------------------------------------------------------------------- what a reduction is measured against


def is_in_union(setting: Setting, country: str) -> bool:
    """Whether a reduction announced to buyers in a country is measured against the lowest price of the last 30 days."""
    destination = setting.destinations.get(country)
    return destination is not None and UNION_MEMBER in destination.no_border_from


def lowest_price(world: World, listing: Listing, until: Moment, but: str = "") -> Money:
    """The lowest price of the 30 days before a moment, in the shop's currency: what was asked, less discounts and flash sales.

    Prices of a draft that was never on sale do not count, nor do coupons or the promotion named by `but`; the present price does.
    Raises ValueError for a listing without a price.
    """
    if listing.price is None:
        raise ValueError("a listing without a price has no lowest price")
    points = list({point.at: point for point in world.prices if point.listing == listing.key}.values())
    first = until if listing.first_live_at is None else listing.first_live_at
    since = max(until - PRIOR_DAYS * DAY, first)
    found = [listing.price, *_in_force(points, since, until)]
    for promotion in promotions_of(world, listing):
        if promotion.kind == "coupon" or promotion.id == but:
            continue
        begins, ends = max(since, promotion.begins), min(until, promotion.ends)
        if begins < ends:
            asked = _in_force(points, begins, ends) or [listing.price]
            found += [cut(price, promotion.percent) for price in asked]
    return min(found)


def _in_force(points: Sequence[PricePoint], since: Moment, until: Moment) -> list[Money]:
    """The prices asked at any time from `since` until before `until`; `points` are in order, one a minute at most."""
    first = [point.price for point in points if point.at <= since][-1:]
    return first + [point.price for point in points if since < point.at < until]


def prior_price(world: World, listing: Listing, begins: Moment, but: str = "") -> Money:
    """The price against which a reduction that begins at a moment is measured, in the shop's currency.

    In the European Union it is the lowest of the 30 days before (Directive 98/6/EC, Article 6a; a percentage announced must go
    by it too, CJEU C-330/23 of 26 September 2024), elsewhere the price without the reduction. Raises as `lowest_price`.
    """
    if listing.price is not None and not is_in_union(world.setting, listing.country):
        return listing.price
    return lowest_price(world, listing, begins, but)


def reference_price(world: World, listing: Listing) -> Money:
    """The price that a page strikes through, in the shop's currency: `prior_price` of the reduction that runs, or of one that
    would begin now. Raises ValueError for a listing without a price."""
    promotion = running(world, listing, world.now)
    if promotion is None:
        return prior_price(world, listing, world.now)
    return prior_price(world, listing, promotion.begins, promotion.id)


def announced_percent(world: World, listing: Listing) -> int:
    """The reduction that a page may announce now, as `percent_off` the reference price. Raises as `reference_price`."""
    reference = reference_price(world, listing)
    return percent_off(reference, reduced(world, listing, listing.price or reference))


def percent_off(reference: Money, price: Money) -> int:
    """How much less than a reference a price is, in percent, half up; 0 if it is no less."""
    return max(0, round_half_up(Fraction(100 * (reference - price).amount, reference.amount)))


# -------------------------------------------------------------------------------------- what is set aside and promised


def pieces_left(world: World, promotion: Promotion, listing: Listing) -> int:
    """Pieces of a listing that a flash sale may still sell."""
    if len(promotion.listings) == 1:
        return max(0, promotion.pieces - promotion.sold)
    sold = 0
    for order in reversed(world.orders.values()):
        if order.placed_at < promotion.begins:
            break
        if order.promotion == promotion.id and order.listing == listing.key:
            sold += sum(item.quantity for item in order.items)
    return max(0, promotion.pieces - sold)


def set_aside(world: World, listing: Listing, but: str = "") -> int:
    """Pieces of a listing's stock that are kept for flash sales, planned or running; those of the promotion `but` left out."""
    return sum(
        pieces_left(world, promotion, listing)
        for promotion in promotions_of(world, listing)
        if promotion.kind == "flash" and promotion.id != but and world.now < promotion.ends
    )


def for_sale(world: World, listing: Listing) -> int:
    """Pieces that shoppers can buy now: during a flash sale those set aside for it, else what is not set aside."""
    promotion = running(world, listing, world.now)
    if promotion is not None and promotion.kind == "flash":
        return min(listing.stock, pieces_left(world, promotion, listing))
    return max(0, listing.stock - set_aside(world, listing))


def price_promise(world: World, listing: Listing) -> Promotion | None:
    """The discount or flash sale, planned or running, for which a listing's price must stay as it is."""
    for promotion in promotions_of(world, listing):
        if promotion.kind != "coupon" and world.now < promotion.ends:
            return promotion
    return None


def check_price_is_free(world: World, listing: Listing) -> None:
    """Raises Refused while a discount or flash sale has been promised on a listing's price: cut then raise, or raise then cut."""
    promotion = price_promise(world, listing)
    if promotion is not None:
        raise Refused("price_is_promised", listing=listing.key, promotion=promotion.id)


# -------------------------------------------------------------------------------------- a sale


def note_sale(world: World, listing: Listing, order: Order) -> None:
    """Write down by which promotion an order, already among the world's orders, was made cheaper and what it gave away.

    The order names the discount or flash sale, or else the coupon; each counts what it took off by itself. A coupon ends when
    its budget is gone, a flash sale when its pieces are. Nothing happens to an order at the full price.
    """
    # Pricing asks this module what is taken off, so it cannot be imported above.
    from lab.ledger.pricing import full_price

    lowered, taken = _seen(world, listing, coupons=False), _seen(world, listing, coupons=True)
    if lowered is None and taken is None:
        return
    full, paid = full_price(world, listing), order.items[0].unit_price
    if lowered is not None and cut(full, lowered.percent) < paid:
        lowered = None  # the buyer did not see it: it had not begun, or its pieces were gone
    if not paid < full or (lowered is None and taken is None):
        return
    between = paid if taken is None else full if lowered is None else max(paid, cut(full, lowered.percent))
    order.promotion = lowered.id if lowered is not None else taken.id if taken is not None else ""
    order.full_price = full
    if lowered is not None:
        _count(world, lowered, order, full - between)
    if taken is not None and paid < between:
        _count(world, taken, order, between - paid)


def _seen(world: World, listing: Listing, *, coupons: bool) -> Promotion | None:
    """The promotion that runs now, or the last of those that a buyer may still have seen."""
    its = [promotion for promotion in promotions_of(world, listing) if (promotion.kind == "coupon") == coupons]
    its = [promotion for promotion in its if promotion.begins <= world.now < promotion.ends + SEEN_MINUTES]
    its = [promotion for promotion in its if promotion.begins < promotion.ends]
    return max(its, key=lambda promotion: promotion.ends, default=None)


def _count(world: World, promotion: Promotion, order: Order, off: Money) -> None:
    pieces = sum(item.quantity for item in order.items)
    promotion.given += to_home(world.setting, off.times(pieces), world.now).amount
    promotion.sold += pieces
    promotion.orders += 1
    if promotion.kind == "coupon":
        gone = promotion.budget is not None and promotion.given >= promotion.budget.amount
    else:
        listings = (world.listings[key] for key in promotion.listings if key in world.listings)
        gone = promotion.kind == "flash" and all(pieces_left(world, promotion, listing) == 0 for listing in listings)
    if gone:
        promotion.ends = min(promotion.ends, max(world.now, promotion.begins + 1))
