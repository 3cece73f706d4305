"""The cards of a shop front: one per thing shown. A rival's never changes, so it is put together once per buyer's view."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import current_app

from lab.market.base import REFERENCE, Market
from lab.market.catalogue import department
from lab.market.goods import rival, rival_text
from lab.search.offer import Offer, in_reference
from lab.search.page import days_at
from lab.values.chance import key_of
from lab.values.money import Money
from lab.web.assets import STATIC, asset
from lab.web.kept import Kept
from lab.web.storeview import StoreView

CARDS_KEPT = 16_384
"""About 20 MB."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one thing. `drawing` is an address under static/img, for one without a picture."""

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


def rival_card(market: Market, view: StoreView, number: int, *, sponsored: bool) -> bytes:
    """A rival's card."""
    kept: Kept[bytes] = current_app.extensions.setdefault("lab_store_cards", Kept(CARDS_KEPT))
    key = (market.sha256, view, number, sponsored)
    card = None if current_app.debug else kept.get(key)
    return card if card is not None else kept.keep(key, _drawn(_rival(market, view, number), view, sponsored=sponsored))


def own_card(
    view: StoreView, offer: Offer, market: Market, *, sponsored: bool, position: int | None, **given: Any
) -> bytes:
    """The card of an own listing, which the student's next action may change. `given` is what the mark on it needs."""
    listing, appeal = offer.listing, offer.appeal
    assert listing.price is not None
    card = Card(
        view.item(listing.sku), listing.title, view.amount(own_price(listing.price, view)), appeal.rating, appeal.reviews,
        view.fill("days", n=appeal.days), (), drawing_of(market, offer.wording.type), tint_of(listing.sku), is_own=True,
    )  # fmt: skip
    image = listing.images[0] if listing.images else None
    return _drawn(card, view, sponsored=sponsored, position=position, image=image, **given)


def own_price(price: Money, view: StoreView) -> Money:
    """An own price as the view can show it: the market's rate of the day, unless it is in the currency shown already."""
    return price if price.currency == view.currency else Money(in_reference(price), REFERENCE)


def _rival(market: Market, view: StoreView, number: int) -> Card:
    its = rival(market, number)
    words = view.words
    badges = [text for is_so, text in ((its.badge, words["badge"]), (its.free_returns, words["free_returns"])) if is_so]
    return Card(
        view.item(str(number)), rival_text(market, number, view.language).title, view.amount(its.price),
        its.rating if its.reviews else 0, its.reviews, view.fill("days", n=int(days_at(market, view.country)[number])),
        tuple(badges), drawing_of(market, its.type), tint_of(str(number)),
    )  # fmt: skip


def _drawn(card: Card, view: StoreView, **given: Any) -> bytes:
    template = current_app.jinja_env.get_template("storefront/card.html")
    return template.render(card=card, view=view, words=view.words, **given).encode()


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
