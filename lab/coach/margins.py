"""What a promotion would leave of each piece, before it is booked, and how many more pieces it would have to sell."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.ledger.pricing import basket_price, full_price
from lab.ledger.sale import UnitLines, unit_lines
from lab.listings.promotions import cut, percent_off, prior_price, reduced, with_coupon
from lab.listings.shipping import ships_from
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.promotion import PromotionKind
from lab.world.world import World

MOST_PERCENT = 90


@dataclass(frozen=True, slots=True)
class MarginLine:
    """One listing with a promotion: a piece as buyers get it `now`, running promotions included, and `then`, in the shop's currency.

    `asked` is the price then in the buyers' currency. `reference` is the price that a page would strike through and `announced` the
    percent that it might announce; 0 where the price would be no reduction. `uplift` is how many more pieces must be sold to
    earn the same, in permille of those sold now: exact, 0 if a piece earns no less, None if no number is enough or postage
    is unknown. `below_cost` is None if postage is unknown.
    """

    listing: str
    asked: Money
    now: UnitLines
    then: UnitLines
    reference: Money
    announced: int
    uplift: Fraction | None
    below_cost: bool | None


def margin_preview(
    world: World, listing_keys: Sequence[str], kind: PromotionKind, percent: int
) -> tuple[MarginLine, ...]:
    """What `percent` off would do to some listings if it began now; those without a price are left out.

    A discount or flash sale takes the place of one that runs, a running coupon comes off after it; a coupon takes the place of a
    coupon and comes off after a running discount or flash sale. The market's answer is not in here. Raises BadInput for an
    unknown listing or a percentage that no promotion can have.
    """
    if not 1 <= percent <= MOST_PERCENT:
        raise BadInput("percent_out_of_range", found=percent, low=1, high=MOST_PERCENT)
    lines = []
    for key in dict.fromkeys(listing_keys):
        listing = world.listings.get(key)
        if listing is None:
            raise BadInput("no_such_listing", listing=key[:100])
        line = _line(world, listing, kind, percent)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _line(world: World, listing: Listing, kind: PromotionKind, percent: int) -> MarginLine | None:
    if listing.price is None:
        return None
    origin = ships_from(world.setting, world.templates.get(listing.place))
    ship_from = "" if origin == world.setting.home else origin
    asked = _after(world, listing, full_price(world, listing), kind, percent)
    now = unit_lines(world, listing, ship_from, basket_price(world, listing))
    then = unit_lines(world, listing, ship_from, asked)
    assert now is not None and then is not None
    reference = prior_price(world, listing, world.now)
    announced = percent_off(reference, _after(world, listing, listing.price, kind, percent))
    below = None if then.profit is None else then.profit.amount < 0
    return MarginLine(listing.key, asked, now, then, reference, announced, _uplift(now.profit, then.profit), below)


def _after(world: World, listing: Listing, price: Money, kind: PromotionKind, percent: int) -> Money:
    """A full price after the promotion and whatever else comes off it."""
    if kind == "coupon":
        return cut(reduced(world, listing, price), percent)
    return with_coupon(world, listing, cut(price, percent))


def _uplift(now: Money | None, then: Money | None) -> Fraction | None:
    if now is None or then is None or then.amount <= 0:
        return None
    return max(Fraction(0), Fraction(1000 * (now - then).amount, then.amount))
