"""What buyers see: the results of a search and one product's page, in the manner of each platform.

The address names the buyer's language and currency; without them they are the market's own. Pages are put together from pieces that
are kept: the frame (`storeframe`), the rivals' cards, and a page of results around its cards. Where own offers stand, that holds for one
run and one end of its journal, so that whatever the student does makes the page anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from lab.customs.label_data import Label
from lab.customs.lanes import Lane
from lab.ledger.border import levies
from lab.ledger.pricing import basket_price, charge_in_place
from lab.listings.families import members
from lab.listings.promotions import for_sale, is_in_union
from lab.listings.shipping import ships_from
from lab.listings.translations import first_language, shown_in
from lab.market.base import Market, RivalProduct
from lab.market.catalogue import ProductType
from lab.market.goods import rival, rival_text
from lab.messages.reviews import review_text
from lab.platforms.profile import Market as Front
from lab.school.price_tag import PriceTag, price_tag
from lab.school.workbench import tried
from lab.search.facets import Wish
from lab.search.offer import template_for
from lab.search.page import days_at, keyword_table
from lab.search.rank import found_at
from lab.shoppers.shopfront import Front as ResultFront
from lab.shoppers.shopfront import Slot, front_of
from lab.values.errors import NotFound
from lab.values.moment import DAY
from lab.values.money import Money
from lab.values.text import tidy
from lab.web.kept import Kept
from lab.web.languages import direction, page_language
from lab.web.seller import Seat, seat_at
from lab.web.storecards import drawing_of, own_amount, own_card, own_price, reductions, rival_card, tint_of
from lab.web.storeframe import filled, framed, mark, pieces_of
from lab.web.storenames import attribute_name, rival_tongue, value_text
from lab.web.storepanel import category_name, panel_of
from lab.web.storeview import (
    StoreView,
    currencies_of,
    date_text,
    near_tongues,
    own_name,
    pairs_of,
    tongues_of,
    view_of,
    wish_of,
)
from lab.world.aftermath import Review
from lab.world.listing import Listing, ListingImage
from lab.world.world import World

pages = Blueprint("storefront", __name__)
MAX_QUERY = 200
BODIES_KEPT = 512
"""About 10 MB without the cards, 40 MB with."""
POPULAR = 8
RELATED = 6
OPINIONS = 10
"""Reviews that a product's page shows in full, the newest first."""


@dataclass(frozen=True, slots=True)
class Body:
    """A page of results: `pieces` with a mark for the rows, the cards in them, and the links of the head with a mark for the page's
    own address. Cards are shared with other pages, so they are not joined here."""

    title: str
    links: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    cards: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A review in full; `language` is that of its text, `date` is written in the buyer's."""

    stars: int
    title: str
    text: str
    language: str
    date: str
    day: str
    reply: str


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
    by_stars: tuple[tuple[int, int, int], ...]
    """Stars, how many reviews gave so many, and their share in percent; only for own listings."""
    days: tuple[int, int] | None
    arrives: str
    charges: str
    """Name of the word that tells who pays import charges; empty at home and for rivals."""
    brand: str
    seller: str
    stock: bool
    listing: Listing | None
    is_draft: bool
    reduced: Mapping[str, str] = field(default_factory=dict)
    """What a promotion adds, as `storecards.reductions` gives it, and `lowest` and `until`."""
    price_until: str = ""
    """The last day of the price, as YYYY-MM-DD; empty where no end is known."""
    ships_from: str = ""
    """The country from which it is sent, in the buyer's words; empty from home and for rivals."""
    opinions: tuple[Opinion, ...] = ()
    title_language: str = ""
    """Of the title, as `bullets_language` and `description_language` of theirs."""
    bullets_language: str = ""
    description_language: str = ""
    untranslated: str = ""
    """In which language a part is shown that has no text in the buyer's; empty where all has."""
    choices: tuple[tuple[str, str, bool], ...] = ()
    """The variations of an own listing: value, address, and whether it is this one."""
    axis: str = ""
    """In what they differ, in the buyer's words."""
    label: Label | None = None
    """Who stands behind the goods, of an own listing that says so."""
    warnings: tuple[str, str] = ("", "")
    """Its warnings, and the language that they are in."""
    alts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Alternative texts with their language, by the hash of the picture."""


@pages.get("/runs/<int:run_id>/store")
def get_first(run_id: int) -> AnyResponse:
    """The first shop front of the run."""
    seat = seat_at(run_id)
    platform, _sep, country = seat.world.setting.places[0].partition("/")
    return redirect(url_for("storefront.get_results", run_id=run_id, platform=platform, country=country))


@pages.get("/runs/<int:run_id>/store/<platform>/<country>")
def get_results(run_id: int, platform: str, country: str) -> Response:
    seat = seat_at(run_id)
    front = _front(seat, platform, country)
    market = seat.world.setting.market
    view = view_of(seat.world, platform, front, request.args, at=_moment(seat))
    wish = wish_of(market, request.args)
    query = tidy(request.args.get("q", "")[:MAX_QUERY])
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    body = _body(seat, front, view, query, wish, max(1, number))
    base = str(escape(request.base_url)).encode()
    store = filled(body.pieces, {b"rows": b"".join(body.cards)})
    return Response(framed(seat, platform, country, body.title, filled(body.links, {b"base": base}), store), mimetype="text/html")


@pages.get("/runs/<int:run_id>/store/<platform>/<country>/item/<ref>")
def get_item(run_id: int, platform: str, country: str, ref: str) -> Response:
    """One product's page; an own listing can be looked at before it is on sale."""
    seat = seat_at(run_id)
    front = _front(seat, platform, country)
    market = seat.world.setting.market
    view = view_of(seat.world, platform, front, request.args, "../../", _moment(seat))
    own = seat.world.listings.get(f"{platform}/{country}/{ref}")
    if own is not None:
        item = _own_item(seat, own, view)
    else:
        if not (ref.isascii() and ref.isdecimal()) or len(ref) > 6 or int(ref) >= len(market.goods):
            raise NotFound("no_such_page")
        item = _rival_item(market, rival(market, int(ref)), view)
    data = _product_data(seat, item, view)
    store = render_template(
        "storefront/item.html", item=item, view=view, words=view.words, run_id=run_id, platform=platform, country=country,
        tint=tint_of(ref), drawing_address=drawing_of(market, item.type.key), domain=front.domain_label,
        path=[(category_name(market, path, view), view.results("", Wish(category=path))) for path in _above(item.type.category)],
        related=b"".join(_related(market, view, item)).decode(), writing=direction, **_head(seat, front, view, ""),
    )  # fmt: skip
    languages = [(code, _same_page(**{"in": code}, _external=True)) for code in tongues_of(seat.world.setting, front)]
    links = render_template("storefront/item_links.html", data=data, here=_same_page(**{"in": view.language}, _external=True), languages=languages)
    title = f"{item.title or item.ref} · {_profile_name(seat, platform)}"
    return Response(framed(seat, platform, country, title, links.encode(), store.encode()), mimetype="text/html")


def _moment(seat: Seat) -> int | None:
    return seat.past.at if seat.past is not None else None


def _body(seat: Seat, front: Front, view: StoreView, query: str, wish: Wish, number: int) -> Body:
    """A page of results, of this run as it stands; what no own offer stands on is shared by all runs."""
    kept: Kept[Body] = current_app.extensions.setdefault("lab_store_bodies", Kept(BODIES_KEPT))
    world = seat.world
    setting = world.setting
    given = (setting.market.sha256, front, tongues_of(setting, front), currencies_of(setting, front))
    asked = (*given, view, query, wish, number)
    own = (*asked, seat.run.id, seat.play.chain_hash, page_language())
    if not current_app.debug and (known := kept.get(own) or kept.get(asked)) is not None:
        return known
    found = found_at(world, view.platform, view.country, view.language, query)
    place = f"{view.platform}/{view.country}"
    body = _made(seat, front, view, query, wish, front_of(world, place, view.language, query, found, wish, view.rate, number))
    has_own = found.offers or any(campaign.place == place for campaign in world.campaigns.values())
    return kept.keep(own if has_own else asked, body)


def _made(seat: Seat, front: Front, view: StoreView, query: str, wish: Wish, shown: ResultFront) -> Body:
    market = seat.world.setting.market
    panel = panel_of(market, view, query, wish, shown.facets)
    better = shown.better_query
    shared: dict[str, Any] = _head(seat, front, view, query, wish)
    html = render_template(
        "storefront/results.html",
        front=shown,
        panel=panel,
        heading=_heading(market, view, query, wish, shown.total),
        rows=mark("rows"),
        view=view,
        words=view.words,
        wish=wish,
        better=(better, view.results(better)) if better else None,
        popular=[] if shown.total else [(text, view.results(text)) for text in _popular(market, view.language)],
        pager=_pager(view, query, wish, shown),
        previous=view.results(query, wish, shown.page - 1) if shown.page > 1 else "",
        next=view.results(query, wish, shown.page + 1) if shown.page < shown.pages else "",
        hidden=[*([("q", query)] if query else []), *pairs_of(wish, "low", "high"), *view.kept],
        domain=front.domain_label,
        **shared,
    )
    links = render_template(
        "storefront/results_links.html",
        base=mark("base"),
        here=_with_language(view, query, wish, view.language, shown.page),
        languages=[(code, _with_language(view, query, wish, code, 1)) for code in tongues_of(seat.world.setting, front)],
    )
    title = f"{query or _category_or_all(market, view, wish)} · {_profile_name(seat, view.platform)}"
    cards = tuple(_card(seat, market, view, slot) for slot in shown.slots)
    return Body(title, pieces_of(links), pieces_of(html), cards)


def _popular(market: Market, language: str) -> list[str]:
    """What shoppers of a language type most; the same words may mean two types of goods."""
    return list(dict.fromkeys(keyword.text for keyword in keyword_table(market, language)[: 3 * POPULAR]))[:POPULAR]


def _card(seat: Seat, market: Market, view: StoreView, slot: Slot) -> bytes:
    if slot.offer is None:
        return rival_card(market, view, slot.item, sponsored=slot.position is None)
    given: dict[str, Any] = {"run_id": seat.run.id, "language": page_language(), "direction": direction(page_language())}
    return own_card(view, slot.offer, seat.world, sponsored=slot.position is None, position=slot.position, **given)


def _head(seat: Seat, front: Front, view: StoreView, query: str, wish: Wish | None = None) -> dict[str, Any]:
    """What the shop front's own head is given: the same page in other languages and currencies."""
    setting = seat.world.setting
    near = near_tongues(setting, front)

    def other(name: str, code: str) -> str:
        if view.below:
            return _same_page(**{name: code})
        kept = (*(pair for pair in view.kept if pair[0] != name), (name, code))
        # Prices that were typed in one currency mean nothing in another.
        kind = replace(wish, low=None, high=None) if name == "cur" and wish is not None else wish
        return replace(view, kept=kept).results(query, kind)

    return {
        "profile": setting.platforms[view.platform],
        "query": query,
        "tongues": [(code, other("in", code), code == view.language) for code in near],
        "more_tongues": [
            (code, other("in", code), code == view.language, own_name(code)) for code in tongues_of(setting, front) if code not in near
        ],
        "currencies": [(code, other("cur", code), code == view.currency) for code in currencies_of(setting, front)],
    }


def _same_page(**changes: Any) -> str:
    """The address of the present product's page with another language or currency."""
    chosen_ones = {name: request.args[name] for name in ("in", "cur") if name in request.args}
    return url_for("storefront.get_item", **{**(request.view_args or {}), **chosen_ones, **changes})


def _with_language(view: StoreView, query: str, wish: Wish, code: str, page: int) -> str:
    """The address by which a machine knows a page: without filters and sorting, with its language."""
    return view.in_language(code).results(query, Wish(category=wish.category), page)


def _heading(market: Market, view: StoreView, query: str, wish: Wish, total: int) -> str:
    if query:
        return view.fill("results_for", n=view.number(total), query=view.apart(query))
    return _category_or_all(market, view, wish)


def _category_or_all(market: Market, view: StoreView, wish: Wish) -> str:
    return category_name(market, wish.category, view) if wish.category else view.words["best_sellers"]


def _pager(view: StoreView, query: str, wish: Wish, shown: ResultFront) -> list[tuple[str, str, bool] | None]:
    """Number, address and whether it is this page, of the first, the last and the near pages; None is a gap."""
    if shown.pages == 1:
        return []
    near = sorted({1, shown.pages, *(n for n in range(shown.page - 2, shown.page + 3) if 1 <= n <= shown.pages)})
    pager: list[tuple[str, str, bool] | None] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            pager.append(None)
        pager.append((view.number(number), view.results(query, wish, number), number == shown.page))
    return pager


def _profile_name(seat: Seat, platform: str) -> str:
    return seat.world.setting.platforms[platform].display_name


def _above(category: str) -> list[str]:
    """A category's path and those above it, the top first."""
    parts = category.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _related(market: Market, view: StoreView, item: "Item") -> list[bytes]:
    """The best sold goods of the same type."""
    same = sorted(market.items_of(item.type.key), key=lambda number: (-int(market.goods.velocity[number]), number))
    others = [number for number in same if item.listing is not None or str(number) != item.ref]
    return [rival_card(market, view, number, sponsored=False) for number in others[:RELATED]]


def _front(seat: Seat, platform: str, country: str) -> Front:
    if f"{platform}/{country}" not in seat.world.setting.places:
        raise NotFound("no_such_page")
    return seat.world.setting.platforms[platform].markets[country]


def _own_item(seat: Seat, listing: Listing, view: StoreView) -> Item:
    world = tried(seat.world, listing.key)
    setting = world.setting
    profile = setting.platforms[listing.platform]
    type_ = setting.type_of(listing.sku)
    template = template_for(world, listing)
    lane = setting.lanes[template.lane] if template else None
    origin = ships_from(setting, template)
    tag = price_tag(world, listing) if listing.price is not None else None
    shown = shown_in(setting, listing, view.language)
    first = first_language(setting, listing)
    bullets = shown.text.bullets if profile.bullets_used else ()
    charges = ""
    if template is not None and tag is not None:
        due = levies(
            setting, listing.sku, listing.country, basket_price(world, listing), charge_in_place(world, template), 1, template.incoterm,
            origin,
        )  # fmt: skip
        if due.crosses_border:
            charges = "charges_at_door" if due.door.amount else "charges_included"
    reviews = [review for review in world.reviews if review.listing == listing.key]
    stars = [review.stars for review in reviews]
    days = _days(lane, template.handling_hours, template.slack_days) if lane and template else None
    return Item(
        ref=listing.sku,
        type=type_,
        title=shown.text.title,
        bullets=bullets,
        description=shown.text.description,
        attributes=(*_stated(type_, listing.attributes, view), *((("GTIN", listing.gtin),) if listing.gtin else ())),
        price=own_price(world, tag.price, view) if tag is not None else None,
        charge=own_price(world, charge_in_place(world, template), view) if template else None,
        rating=1000 * sum(stars) // len(stars) if stars else 0,
        reviews=len(stars),
        by_stars=tuple((star, stars.count(star), 100 * stars.count(star) // len(stars)) for star in range(5, 0, -1)) if stars else (),
        days=days,
        arrives=date_text(setting.date_at(world.now + days[1] * DAY), view) if days else "",
        charges=charges,
        brand="",
        seller=world.shop.name,
        stock=for_sale(world, listing) > 0,
        listing=listing,
        is_draft=not listing.is_live,
        reduced=_reduced(world, listing, tag, view) if tag is not None else {},
        price_until=setting.date_at(tag.until - 1).isoformat() if tag is not None and tag.until is not None else "",
        ships_from=view.land(origin) if origin != setting.home else "",
        opinions=tuple(_opinion(world, review, view) for review in reversed(reviews[-OPINIONS:])),
        title_language=shown.title_language,
        bullets_language=shown.bullets_language,
        description_language=shown.description_language,
        untranslated=first if first != view.language and first in shown.languages else "",
        choices=_choices(world, listing, view),
        axis=_axis_name(type_, listing.axis, view),
        label=listing.label,
        warnings=_warnings(listing.label, view.language, first) if listing.label is not None else ("", ""),
        alts={image.sha256: _alt(image, view.language, first) for image in listing.images},
    )


def _choices(world: World, listing: Listing, view: StoreView) -> tuple[tuple[str, str, bool], ...]:
    """The variations that buyers can choose between: those on sale with a value, and the listing itself; none for one alone."""
    found = []
    for one in members(world, listing.place, listing.family):
        attribute, value = world.setting.type_of(one.sku).attribute(one.axis), one.attributes.get(one.axis, "")
        if attribute is not None and value and (one.is_live or one.key == listing.key):
            found.append((value_text(attribute, value, view.language, view.country), view.item(one.sku), one.key == listing.key))
    return tuple(found) if len(found) > 1 else ()


def _axis_name(type_: ProductType, axis: str, view: StoreView) -> str:
    attribute = type_.attribute(axis)
    return attribute_name(attribute, view.language) if attribute is not None else ""


def _warnings(label: Label, language: str, first: str) -> tuple[str, str]:
    """The warnings for readers of a language, and the language that they are in."""
    own = label.warning_in(language)
    return (own, language) if own else (label.warning_in(first), first)


def _alt(image: ListingImage, language: str, first: str) -> tuple[str, str]:
    """The alternative text of a picture for readers of a language, and the language that it is in."""
    own = image.alt_in(language, first)
    return (own, language) if own else (image.alt, first)


def _reduced(world: World, listing: Listing, tag: PriceTag, view: StoreView) -> dict[str, str]:
    """What a promotion adds to the price of an own product's page."""
    found = reductions(world, tag, view)
    if tag.was is not None and is_in_union(world.setting, listing.country):
        # There the price struck through is the lowest of the last 30 days, and is called that.
        found["lowest"] = view.fill("price_lowest", amount=view.apart(own_amount(world, tag.was, view)))
    if tag.until is not None and tag.deal_until is None:
        found["until"] = view.fill("offer_until", date=date_text(world.setting.date_at(tag.until - 1), view))
    return found


def _opinion(world: World, review: Review, view: StoreView) -> Opinion:
    written, day = review_text(world, review), world.setting.date_at(review.at)
    return Opinion(review.stars, written.title, written.text, written.language, date_text(day, view), day.isoformat(), review.reply)


def _rival_item(market: Market, product: RivalProduct, view: StoreView) -> Item:
    type_ = market.types[product.type]
    text, tongue = rival_text(market, product.id, view.language), rival_tongue(market, product.id, view.language)
    days = int(days_at(market, view.country)[product.id])
    return Item(
        ref=str(product.id),
        type=type_,
        title=text.title,
        bullets=text.bullets,
        description=text.description,
        attributes=_stated(type_, dict(product.attributes), view),
        price=product.price,
        charge=None,
        rating=product.rating if product.reviews else 0,
        reviews=product.reviews,
        by_stars=(),
        days=(days, days),
        arrives="",
        charges="",
        brand=product.brand,
        seller=product.brand,
        stock=True,
        listing=None,
        is_draft=False,
        title_language=tongue,
        bullets_language=tongue,
        description_language=tongue,
        untranslated=tongue if tongue != view.language else "",
    )


def _stated(type_: ProductType, values: dict[str, str], view: StoreView) -> tuple[tuple[str, str], ...]:
    return tuple(
        (attribute_name(attribute, view.language), value_text(attribute, values[attribute.key], view.language, view.country))
        for attribute in type_.attributes
        if values.get(attribute.key)
    )


def _days(lane: Lane, handling_hours: int, slack_days: int) -> tuple[int, int]:
    more = -(-handling_hours // 24) + slack_days
    return more + lane.days_min, more + lane.days_max


def _product_data(seat: Seat, item: Item, view: StoreView) -> dict[str, Any]:
    """The page's schema.org Product, for machines that read shop fronts."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": item.title,
        "description": item.description[:5000],
        "sku": item.ref,
        "inLanguage": item.title_language or view.language,
    }
    if item.brand:
        data["brand"] = {"@type": "Brand", "name": item.brand}
    if item.listing is not None and item.listing.gtin:
        data["gtin"] = item.listing.gtin
    if item.listing is not None and item.listing.images:
        data["image"] = [
            url_for("media.get_picture", run_id=seat.run.id, sha=image.sha256, w=960, _external=True)
            for image in item.listing.images
        ]
    if item.price is not None:
        shown = view.shown(item.price)
        data["offers"] = {
            "@type": "Offer",
            "price": str(shown).split(" ")[0],
            "priceCurrency": shown.currency,
            "availability": f"https://schema.org/{'InStock' if item.stock else 'OutOfStock'}",
            "seller": {"@type": "Organization", "name": item.seller},
        }
        if item.price_until:
            data["offers"]["priceValidUntil"] = item.price_until
    if item.reviews:
        data["aggregateRating"] = {"@type": "AggregateRating", "ratingValue": f"{item.rating / 1000:.1f}", "reviewCount": item.reviews}
    return data
