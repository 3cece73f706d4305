"""The prices that a buyer reads on an own listing: now, struck through, and with a coupon.

Everything is in the buyers' currency. A reduction is measured against `lab.listings.promotions.reference_price`; where that is no
higher than the price now (it stood as low a few weeks ago, in the European Union), nothing is struck through and no percentage
is announced.
"""

from dataclasses import dataclass

from lab.ledger.pricing import basket_price, charge_in_place, converted, currency_of, offered_price
from lab.listings.promotions import announced_percent, coupon, reference_price, running
from lab.search.offer import template_for
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class PriceTag:
    """What one piece costs now (`price`), and before the reduction that runs (`was`), by `percent` less; None and 0 without one.

    `deal_until` is when a flash sale ends at the latest, `until` when the price ends that is shown now; None where no end is
    known. `coupon_percent` comes off for those who take the coupon, who pay `with_coupon`. `charge` is for shipping, None where the
    shop does not ship.
    """

    price: Money
    was: Money | None
    percent: int
    until: Moment | None
    deal_until: Moment | None
    coupon_percent: int
    with_coupon: Money | None
    charge: Money | None


def price_tag(world: World, listing: Listing) -> PriceTag:
    """The tag of a listing as it stands. Raises ValueError for a listing without a price."""
    promotion, taken = running(world, listing, world.now), coupon(world, listing, world.now)
    template = template_for(world, listing)
    price = offered_price(world, listing)
    percent = announced_percent(world, listing) if promotion is not None else 0
    was = _reference(world, listing) if percent else None
    is_less = was is not None and price < was
    return PriceTag(
        price,
        was if is_less else None,
        percent if is_less else 0,
        promotion.ends if promotion is not None else None,
        promotion.ends if promotion is not None and promotion.kind == "flash" else None,
        taken.percent if taken is not None else 0,
        basket_price(world, listing) if taken is not None else None,
        charge_in_place(world, template) if template is not None else None,
    )


def _reference(world: World, listing: Listing) -> Money:
    """The reference price as it would be asked for today in the buyers' currency."""
    reference, setting = reference_price(world, listing), world.setting
    if not setting.local_money:
        return reference
    return converted(setting, reference, currency_of(setting, listing.place), world.pricing.get(listing.place), world.now)
