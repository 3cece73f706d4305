"""What buyers see: the results of a search and one product's page, in the manner of each platform.

The address names the buyer's language; prices are shown in the market's currency.
"""

import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from lab.customs.exchange import convert, rate
from lab.customs.lanes import Lane
from lab.market.base import RivalProduct
from lab.market.catalogue import ProductType, attribute_text
from lab.platforms.profile import Market as Front
from lab.platforms.storewords import store_words
from lab.school.workbench import tried
from lab.search.offer import template_for
from lab.search.page import Row, result_page
from lab.values.chance import key_of
from lab.values.errors import NotFound
from lab.values.money import Money, minor_digits
from lab.values.text import chosen
from lab.web.languages import direction
from lab.web.seller import Seat, page, seat_at
from lab.world.listing import Listing

pages = Blueprint("storefront", __name__)
MAX_QUERY = 200
LOCALES = {"zh": "zh_Hans_CN", "pt": "pt_BR", "kk": "kk_KZ", "en": "en_US", "es": "es_419"}


@dataclass(frozen=True, slots=True)
class Item:
    """A product's page, own or a rival's, in one language."""

    ref: str
    type: ProductType
    title: str
    bullets: tuple[str, ...]
    description: str
    attributes: tuple[tuple[str, str], ...]
    price: Money | None
    charge: Money | None
    rating: int
    reviews: int
    days: tuple[int, int] | None
    brand: str
    seller: str
    stock: bool
    listing: Listing | None
    is_draft: bool


@pages.get("/runs/<int:run_id>/store")
def get_first(run_id: int) -> Response:
    """The first shop front of the run."""
    seat = seat_at(run_id)
    platform, _sep, country = seat.world.setting.places[0].partition("/")
    return redirect(url_for("storefront.get_results", run_id=run_id, platform=platform, country=country))


@pages.get("/runs/<int:run_id>/store/<platform>/<country>")
def get_results(run_id: int, platform: str, country: str) -> str:
    seat = seat_at(run_id)
    front = _front(seat, platform, country)
    language = _language(seat, front)
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    wish = request.args.get("page", "1")
    number = int(wish) if wish.isdecimal() and len(wish) < 5 else 1
    found = result_page(seat.world, platform, country, language, query, number)
    cards = [_card(seat, row, platform, front) for row in found.rows]
    return _page(seat, "storefront/results.html", platform, front, language, found=found, cards=cards, query=query)


@pages.get("/runs/<int:run_id>/store/<platform>/<country>/item/<ref>")
def get_item(run_id: int, platform: str, country: str, ref: str) -> str:
    """One product's page; an own listing can be looked at before it is on sale."""
    seat = seat_at(run_id)
    front = _front(seat, platform, country)
    language = _language(seat, front)
    own = seat.world.listings.get(f"{platform}/{country}/{ref}")
    if own is not None:
        item = _own_item(seat, own, language)
    else:
        products = seat.world.setting.market.products
        if not ref.isdecimal() or len(ref) > 6 or int(ref) >= len(products):
            raise NotFound("no_such_page")
        item = _rival_item(seat, products[int(ref)], language)
    data = _product_data(seat, item, front, language)
    return _page(seat, "storefront/item.html", platform, front, language, item=item, data=data, tint=_tint(ref), query="")


def _front(seat: Seat, platform: str, country: str) -> Front:
    if f"{platform}/{country}" not in seat.world.setting.places:
        raise NotFound("no_such_page")
    return seat.world.setting.platforms[platform].markets[country]


def _languages(seat: Seat, front: Front) -> list[str]:
    """The platform's own languages there, then those that its shoppers speak besides."""
    spoken = seat.world.setting.destinations[front.country].languages
    return list(dict.fromkeys([*front.languages, *spoken]))


def _language(seat: Seat, front: Front) -> str:
    wish = request.args.get("in", "")
    return wish if wish in _languages(seat, front) else front.languages[0]


def _page(seat: Seat, template: str, platform: str, front: Front, language: str, **given: Any) -> str:
    profile = seat.world.setting.platforms[platform]
    words = store_words(language)

    def amount(money: Money | None) -> str:
        return shown_price(convert(money, front.currency_shown), language, front.country) if money is not None else "–"

    return page(
        template,
        seat,
        profile=profile,
        front=front,
        country=front.country,
        platform=platform,
        tongue=language,
        tongues=_languages(seat, front),
        store_dir=direction(language),
        words=words,
        fill=lambda name, **values: _filled(words[name], values),
        amount=amount,
        stars=lambda rating: store_number(Fraction(rating, 1000), language),
        fronts=seat.world.setting.places,
        **given,
    )


def _filled(text: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _card(seat: Seat, row: Row, platform: str, front: Front) -> dict[str, Any]:
    own = seat.world.listings.get(row.ref) if row.kind == "own" else None
    ref = own.sku if own is not None else row.ref
    return {
        "row": row,
        "href": _item_address(seat, platform, front, ref),
        "image": own.images[0] if own is not None and own.images else None,
        "title": row.title,
        "tint": _tint(row.ref),
    }


def _item_address(seat: Seat, platform: str, front: Front, ref: str) -> str:
    """The address of a product's page, in the language that the reader chose."""
    kept: dict[str, Any] = {"in": request.args["in"]} if "in" in request.args else {}
    return url_for("storefront.get_item", run_id=seat.run.id, platform=platform, country=front.country, ref=ref, **kept)


def _tint(ref: str) -> int:
    """Which of the background tints a product without a picture gets."""
    return key_of("tint", ref) % 5


def _own_item(seat: Seat, listing: Listing, language: str) -> Item:
    world = tried(seat.world, listing.key)
    setting = world.setting
    profile = setting.platforms[listing.platform]
    type_ = setting.type_of(listing.sku)
    template = template_for(world, listing)
    lane = setting.lanes[template.lane] if template else None
    return Item(
        ref=listing.sku,
        type=type_,
        title=listing.title,
        bullets=tuple(listing.bullets) if profile.bullets_used else (),
        description=listing.description,
        attributes=_stated(type_, listing.attributes, language),
        price=listing.price,
        charge=template.charge if template else None,
        rating=0,
        reviews=0,
        days=_days(lane, template.handling_hours) if lane and template else None,
        brand="",
        seller=world.shop.name,
        stock=listing.stock > 0,
        listing=listing,
        is_draft=not listing.is_live,
    )


def _rival_item(seat: Seat, rival: RivalProduct, language: str) -> Item:
    type_ = seat.world.setting.market.types[rival.type]
    code = language if language in rival.texts else "en" if "en" in rival.texts else next(iter(rival.texts))
    text = rival.texts[code]
    return Item(
        ref=str(rival.id),
        type=type_,
        title=text.title,
        bullets=text.bullets,
        description=text.description,
        attributes=_stated(type_, dict(rival.attributes), language),
        price=rival.price,
        charge=None,
        rating=rival.rating if rival.reviews else 0,
        reviews=rival.reviews,
        days=(rival.delivery_days, rival.delivery_days),
        brand=rival.brand,
        seller=rival.brand,
        stock=True,
        listing=None,
        is_draft=False,
    )


def _stated(type_: ProductType, values: dict[str, str], language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (chosen(attribute.names, language), attribute_text(attribute, values[attribute.key], language))
        for attribute in type_.attributes
        if values.get(attribute.key)
    )


def _days(lane: Lane, handling_hours: int) -> tuple[int, int]:
    handling = -(-handling_hours // 24)
    return handling + lane.days_min, handling + lane.days_max


def _product_data(seat: Seat, item: Item, front: Front, language: str) -> dict[str, Any]:
    """The page's schema.org Product, for machines that read shop fronts."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": item.title,
        "description": item.description[:5000],
        "sku": item.ref,
        "inLanguage": language,
    }
    if item.brand:
        data["brand"] = {"@type": "Brand", "name": item.brand}
    if item.listing is not None and item.listing.images:
        data["image"] = [
            url_for("media.get_picture", run_id=seat.run.id, sha=image.sha256, w=960, _external=True)
            for image in item.listing.images
        ]
    if item.price is not None:
        shown = convert(item.price, front.currency_shown)
        data["offers"] = {
            "@type": "Offer",
            "price": str(shown).split(" ")[0],
            "priceCurrency": shown.currency,
            "availability": f"https://schema.org/{'InStock' if item.stock else 'OutOfStock'}",
            "seller": {"@type": "Organization", "name": item.seller},
        }
    if item.reviews:
        data["aggregateRating"] = {"@type": "AggregateRating", "ratingValue": f"{item.rating / 1000:.1f}", "reviewCount": item.reviews}
    return data


def _locale(language: str, country: str = "") -> Locale:
    for name in (f"{language}_{country}", LOCALES.get(language, language)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "US")


def shown_price(money: Money, language: str, country: str) -> str:
    """An amount as a shop front writes it; a currency with more than a hundred units to the euro without its fractions."""
    locale, digits = _locale(language, country), minor_digits(money.currency)
    amount = Decimal(money.amount).scaleb(-digits)
    if rate(money.currency) > 100:
        amount, digits = amount.quantize(Decimal(1), ROUND_HALF_UP), 0
    pattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    return str(pattern.apply(amount, locale, currency=money.currency, currency_digits=False))


def store_number(value: Fraction, language: str) -> str:
    """A number with at most one decimal, as the buyer's language writes it."""
    return str(format_decimal(round(float(value), 1), format="0.#", locale=_locale(language)))
