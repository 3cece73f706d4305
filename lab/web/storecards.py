"""The cards of a shop front: one per thing shown. A rival's never changes, so it is put together once per buyer's view."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import current_app

from lab.ledger.rates import to_home
from lab.listings.translations import shown_in
from lab.market.base import REFERENCE, Market
from lab.market.catalogue import department
from lab.market.goods import rival, rival_text
from lab.school.price_tag import PriceTag, price_tag
from lab.search.offer import Offer, in_reference
from lab.search.page import days_at
from lab.values.chance import key_of
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.web.assets import STATIC, asset
from lab.web.kept import Kept
from lab.web.languages import direction
from lab.web.storenames import rival_tongue
from lab.web.storeview import StoreView
from lab.world.world import World

CARDS_KEPT = 16_384
"""About 20 MB."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one thing. `drawing` is an address under static/img, for one without a picture.

    `was` is a price struck through and `off` the reduction; `deal` is the line of a flash sale, `coupon` that of a coupon.
    """

    href: str
    title: str
    price: str
    rating: int
    reviews: int
    days: str
    badges: tuple[str, ...]
    drawing: str
    tint: int
    is_own: bool = False
    was: str = ""
    off: str = ""
    deal: str = ""
    coupon: str = ""
    tongue: str = ""
    """The language of the title, where it is not the buyer's."""


def rival_card(market: Market, view: StoreView, number: int, *, sponsored: bool) -> bytes:
    """A rival's card."""
    kept: Kept[bytes] = current_app.extensions.setdefault("lab_store_cards", Kept(CARDS_KEPT))
    key = (market.sha256, view, number, sponsored)
    card = None if current_app.debug else kept.get(key)
    return card if card is not None else kept.keep(key, _drawn(_rival(market, view, number), view, sponsored=sponsored))


def own_card(
    view: StoreView, offer: Offer, world: World, *, sponsored: bool, position: int | None, **given: Any
) -> bytes:
    """The card of an own listing, which the student's next action may change. `given` is what the mark on it needs."""
    listing, appeal, market = offer.listing, offer.appeal, world.setting.market
    tag = price_tag(world, listing)
    shown = shown_in(world.setting, listing, view.language)
    card = Card(
        view.item(listing.sku), shown.text.title, own_amount(world, tag.price, view), appeal.rating, appeal.reviews,
        view.fill("days", n=appeal.days), (), drawing_of(market, offer.wording.type), tint_of(listing.sku), is_own=True,
        tongue=shown.title_language if shown.title_language != view.language else "", **reductions(world, tag, view),
    )  # fmt: skip
    image = listing.images[0] if listing.images else None
    return _drawn(card, view, sponsored=sponsored, position=position, image=image, **given)


def own_price(world: World, price: Money, view: StoreView) -> Money:
    """An own price as the view can show it: at the rate of the day, unless it is in the currency shown already."""
    if price.currency == view.currency:
        return price
    home = to_home(world.setting, price, world.now)
    return home if home.currency in (view.currency, REFERENCE) else Money(in_reference(home), REFERENCE)


def own_amount(world: World, price: Money, view: StoreView) -> str:
    """An own price as the shop front writes it."""
    return view.amount(own_price(world, price, view))


def reductions(world: World, tag: PriceTag, view: StoreView) -> dict[str, str]:
    """What a promotion adds to a price, in the buyer's words: `was`, `off`, `deal` and `coupon`; empty where there is none."""
    return {
        "was": own_amount(world, tag.was, view) if tag.was is not None else "",
        "off": view.percent_off(tag.percent) if tag.percent else "",
        "deal": _deal_text(tag.deal_until - world.now, view) if tag.deal_until is not None else "",
        "coupon": view.fill(
            "coupon_line", percent=view.apart(view.percent_off(tag.coupon_percent)),
            amount=view.apart(own_amount(world, tag.with_coupon, view)),
        ) if tag.with_coupon is not None else "",
    }  # fmt: skip


def _deal_text(left: Moment, view: StoreView) -> str:
    """How long a flash sale still runs, in begun hours, or in days from two on."""
    if left > 2 * DAY:
        return view.fill("deal_days", n=view.number(-(-left // DAY)))
    return view.fill("deal_hours", n=view.number(-(-left // HOUR)))


def _rival(market: Market, view: StoreView, number: int) -> Card:
    its = rival(market, number)
    words, tongue = view.words, rival_tongue(market, number, view.language)
    badges = [text for is_so, text in ((its.badge, words["badge"]), (its.free_returns, words["free_returns"])) if is_so]
    return Card(
        view.item(str(number)), rival_text(market, number, view.language).title, view.amount(its.price),
        its.rating if its.reviews else 0, its.reviews, view.fill("days", n=int(days_at(market, view.country)[number])),
        tuple(badges), drawing_of(market, its.type), tint_of(str(number)), tongue=tongue if tongue != view.language else "",
    )  # fmt: skip


def _drawn(card: Card, view: StoreView, **given: Any) -> bytes:
    template = current_app.jinja_env.get_template("storefront/card.html")
    return template.render(card=card, view=view, words=view.words, writing=direction, **given).encode()


def drawing_of(market: Market, type_key: str) -> str:
    """The drawing that stands for a type: its own, else its department's, else the one for all goods."""
    name = _drawing_name(type_key, department(market.types[type_key].category))
    return asset(name) if name else f"{asset('img/goods.svg')}#{type_key}"


@cache
def _drawing_name(type_key: str, path: str) -> str:
    names = (f"img/types/{type_key}.svg", f"img/departments/{path.replace('/', '-')}.svg")
    return next((name for name in names if (STATIC / name).is_file()), "")


def tint_of(ref: str) -> int:
    """Which of the background tints a product without a picture gets."""
    return key_of("tint", ref) % 5
