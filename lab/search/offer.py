"""A shop's own offers as the market sees them: whether they can be shown, what they cost, when they arrive."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lab.customs.exchange import exact
from lab.ledger.border import Levies, levies
from lab.ledger.pricing import basket_price, charge_in_place, offered_price
from lab.listings.promotions import coupon, for_sale, running
from lab.listings.quality import quality_of
from lab.listings.shipping import ships_from
from lab.market.appeal import (
    ALL_PAID,
    DOOR_SHARE,
    DOUBT,
    ELASTICITY_PERCENT,
    Appeal,
    Term,
    newness,
    price_log,
    rank_terms,
)
from lab.market.base import REFERENCE
from lab.market.exact import ln_milli
from lab.search.text import Wording, stuffing, wording_of
from lab.values.chance import key_of
from lab.values.money import Money, round_half_up
from lab.world.listing import Listing, ShippingTemplate
from lab.world.setting import Setting
from lab.world.world import World

OWN_NUMBERS_FROM = 1 << 20
"""Numbers of own goods in draws begin here, above every rival's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One own listing on the shelf of its place, ready to be compared with rivals. `price` is the one shown, in the buyers' currency."""

    listing: Listing
    number: int
    wording: Wording
    appeal: Appeal
    price: Money

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
            standing=world.standing_permille(self.listing.platform),
        )


def why_not_shown(world: World, listing: Listing) -> str | None:
    """Why shoppers cannot be shown a listing now: not_live, no_price, no_stock or no_shipping; None if they can."""
    if not listing.is_live:
        return "not_live"
    if listing.price is None:
        return "no_price"
    if for_sale(world, listing) <= 0:
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
    template = template_for(world, listing)
    terms = _terms_of_sale(world, listing, template)
    appeal, wording = _seen(world, listing, template, terms)
    return Offer(listing, own_number(listing.sku), wording, appeal, terms.price)


_SEEN: OrderedDict[tuple[object, ...], tuple[Setting, Appeal, Wording]] = OrderedDict()
_SEEN_KEPT = 4096


def _seen(
    world: World, listing: Listing, template: ShippingTemplate | None, terms: "_TermsOfSale"
) -> tuple[Appeal, Wording]:
    """What shoppers see of a listing and a search reads of it, remembered by all that it depends on.

    It does not change until the listing is edited or reviewed, its price or the rate of the day moves or a promotion begins or
    ends, and every day asks for it.
    """
    setting, record = world.setting, listing.record
    shipping = None if template is None else (template.lane, template.handling_hours, template.slack_days, template.incoterm)
    words = (listing.title, tuple(listing.bullets), listing.description, listing.category, listing.search_terms)
    key = (
        listing.key, *words, tuple(listing.translations.items()), tuple(listing.attributes.items()), tuple(listing.images), terms,
        record.rating, record.reviews, shipping,
    )  # fmt: skip
    known = _SEEN.get(key)
    if known is None or known[0] is not setting:
        known = (setting, _appeal(world, listing, template, terms), wording_of(setting, listing))
        _SEEN[key] = known
        if len(_SEEN) > _SEEN_KEPT:
            _SEEN.popitem(last=False)
    return known[1], known[2]


@dataclass(frozen=True, slots=True)
class _TermsOfSale:
    """What buyers are asked for one piece, in their currency, and the promotions that they are shown."""

    price: Money
    basket: Money
    charge: Money
    deal: bool
    coupon: bool


def _terms_of_sale(world: World, listing: Listing, template: ShippingTemplate | None) -> _TermsOfSale:
    price = offered_price(world, listing)
    charge = charge_in_place(world, template) if template else Money(0, price.currency)
    promotion = running(world, listing, world.now)
    return _TermsOfSale(
        price,
        basket_price(world, listing),
        charge,
        deal=promotion is not None and promotion.kind == "flash",
        coupon=coupon(world, listing, world.now) is not None,
    )


def _appeal(world: World, listing: Listing, template: ShippingTemplate | None, terms: _TermsOfSale) -> Appeal:
    setting = world.setting
    quality = quality_of(setting, listing)
    type_ = setting.type_of(listing.sku)
    reference = type_.reference_price.amount
    incoterm = template.incoterm if template else "DDP"
    price = in_reference(terms.price)
    origin = ships_from(setting, template)
    due = levies(setting, listing.sku, listing.country, terms.basket, terms.charge, 1, incoterm, origin)
    expected = exact(due.door, REFERENCE) * Fraction(*DOOR_SHARE)
    landed = round_half_up(exact(terms.basket, REFERENCE) + exact(terms.charge, REFERENCE) + expected)
    return Appeal(
        price_log(price, reference),
        price_log(landed, reference),
        rating=listing.record.rating,
        reviews=listing.record.reviews,
        title=quality.title,
        image=quality.image if listing.images else 0,
        description=quality.description,
        content=quality.content,
        days=delivery_days(world, template),
        duty_term=_duty_term(due),
        elasticity_percent=ELASTICITY_PERCENT[type_.return_class],
        deal=terms.deal,
        coupon=terms.coupon,
    )


def _duty_term(due: Levies) -> int:
    """What shoppers think of duty and tax: nothing at home; abroad "no more to pay", or doubt about the door."""
    if not due.crosses_border:
        return 0
    return DOUBT if due.door.amount else ALL_PAID


def in_reference(price: Money) -> int:
    """A price in minor units of the market's currency."""
    return round_half_up(exact(price, REFERENCE))


def delivery_days(world: World, template: ShippingTemplate | None) -> int:
    """Days from order to door as shown to shoppers: handling, rounded up, the middle of the lane's days, and the slack."""
    lane = world.setting.lanes.get(template.lane) if template else None
    if template is None or lane is None:
        return 30
    return -(-template.handling_hours // 24) + (lane.days_min + lane.days_max + 1) // 2 + template.slack_days


def own_number(sku: str) -> int:
    """An own product's number in draws: from its SKU, so that making or deleting listings re-rolls nothing."""
    return OWN_NUMBERS_FROM + (key_of("sku", sku) >> 33)
