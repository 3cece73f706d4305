"""A shop's own offers as the market sees them: whether they can be shown, what they cost, when they arrive."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lab.customs.exchange import exact
from lab.listings.quality import Quality, quality_of
from lab.market.appeal import Appeal, Term, newness, price_log, rank_terms
from lab.market.exact import ln_milli
from lab.search.text import Wording, stuffing, wording_of
from lab.values.chance import key_of
from lab.values.money import Money, round_half_up
from lab.world.listing import Listing, ShippingTemplate
from lab.world.setting import Setting
from lab.world.world import World

OWN_NUMBERS_FROM = 1 << 20
"""Numbers of own goods in draws begin here, above every rival's."""
REFERENCE = "EUR"
"""Currency of the market's own prices."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One own listing on the shelf of its place, ready to be compared with rivals."""

    listing: Listing
    number: int
    wording: Wording
    appeal: Appeal

    def rank_terms(self, market_language: str, world: World) -> tuple[Term, ...]:
        """What decides its place in a search in one language, apart from the text."""
        record = self.listing.record
        return rank_terms(
            self.appeal,
            velocity=record.velocity,
            click_log=ln_milli((record.clicks + 4000) * 1000, 60 * record.looks + 4_000_000),
            order_log=ln_milli((record.orders + 1000) * 1000, 50 * record.clicks + 1_000_000),
            stuffing=stuffing(world.setting.market, self.wording, market_language),
            newness=newness(record.looks),
        )


def why_not_shown(world: World, listing: Listing) -> str | None:
    """Why shoppers cannot be shown a listing now: not_live, no_price, no_stock or no_shipping; None if they can."""
    if not listing.is_live:
        return "not_live"
    if listing.price is None:
        return "no_price"
    if listing.stock <= 0:
        return "no_stock"
    if template_for(world, listing) is None:
        return "no_shipping"
    return None


def template_for(world: World, listing: Listing) -> ShippingTemplate | None:
    """The shop's way of shipping to the buyers of a listing."""
    template = world.templates.get(listing.place)
    return template if template is not None and listing.country in template.regions else None


def offers_at(world: World, place: str) -> Iterator[Offer]:
    """All own offers that shoppers at a place can be shown, in the order of their listings."""
    for listing in world.listings.values():
        if listing.place == place and why_not_shown(world, listing) is None:
            yield offer_of(world, listing)


def offer_of(world: World, listing: Listing) -> Offer:
    """A priced listing as an offer, shown or not. Without a way of shipping it is taken to arrive in thirty days.

    Raises ValueError for a listing without a price.
    """
    if listing.price is None:
        raise ValueError("an offer needs a price")
    setting = world.setting
    quality = _quality(setting, listing)
    reference = setting.type_of(listing.sku).reference_price.amount
    template = template_for(world, listing)
    charge = template.charge if template else Money(0, setting.currency)
    price = in_reference(listing.price)
    landed = round_half_up(exact(listing.price, REFERENCE) + exact(charge, REFERENCE) + _charges_at_the_door(listing))
    appeal = Appeal(
        price_log(price, reference),
        price_log(landed, reference),
        rating=0,
        reviews=0,
        title=quality.title,
        image=quality.image if listing.images else 0,
        description=quality.description,
        content=quality.content,
        days=delivery_days(world, template),
    )
    return Offer(listing, own_number(listing.sku), wording_of(setting, listing), appeal)


_QUALITIES: OrderedDict[tuple[object, ...], tuple[object, object, Quality]] = OrderedDict()
_QUALITIES_KEPT = 4096


def _quality(setting: Setting, listing: Listing) -> Quality:
    """`quality_of`, remembered by all that it reads: the listing's words and pictures, its platform and its type.

    It does not change until the listing is edited, and every quarter of a day asks for it.
    """
    profile, type_ = setting.platforms[listing.platform], setting.type_of(listing.sku)
    words = (listing.title, tuple(listing.bullets), listing.description, listing.category, listing.search_terms)
    key = (listing.platform, listing.country, *words, tuple(listing.attributes.items()), tuple(listing.images))
    known = _QUALITIES.get(key)
    if known is not None and known[0] is profile and known[1] is type_:
        return known[2]
    quality = quality_of(setting, listing)
    _QUALITIES[key] = (profile, type_, quality)
    if len(_QUALITIES) > _QUALITIES_KEPT:
        _QUALITIES.popitem(last=False)
    return quality


def _charges_at_the_door(listing: Listing) -> Fraction:
    """What the carrier collects on top, in minor units of the reference currency.

    Nothing: both platforms take duty and import tax at the till, inside the price that they show. A platform
    that leaves them to the carrier would add `lab.customs.charges` here.
    """
    return Fraction(0)


def in_reference(price: Money) -> int:
    """A price in minor units of the market's currency."""
    return round_half_up(exact(price, REFERENCE))


def delivery_days(world: World, template: ShippingTemplate | None) -> int:
    """Days from order to door as shown to shoppers: handling, rounded up, and the middle of the lane's days."""
    lane = world.setting.lanes.get(template.lane) if template else None
    if template is None or lane is None:
        return 30
    return -(-template.handling_hours // 24) + (lane.days_min + lane.days_max + 1) // 2


def own_number(sku: str) -> int:
    """An own product's number in draws: from its SKU, so that making or deleting listings re-rolls nothing."""
    return OWN_NUMBERS_FROM + (key_of("sku", sku) >> 33)
