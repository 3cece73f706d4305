"""Shops to measure with: ten goods of ten types, real listings from the catalogue's own patterns, kept in a given manner.

A `Manner` says how a shop writes, prices, ships and advertises. Everything is done by the actions that a student has.
Which goods a shop has depends on its number alone, so two manners, or two seeds, are compared on the same goods.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lab.ads.actions import SaveCampaign
from lab.customs.destinations import load_destinations
from lab.customs.lanes import load_lanes
from lab.engine.do import do
from lab.images.measure import ImageFacts
from lab.languages.search_tokens import search_tokens
from lab.listings.actions import PublishListing, SaveListing, SaveShipping
from lab.listings.title import title_verdicts
from lab.market.base import Market
from lab.market.catalogue import Attribute, ProductType, attribute_text
from lab.market.goods import page_of, rival
from lab.platforms.profile import load_platforms
from lab.values.chance import GOLD, below, draw, key_of, mix64
from lab.values.moment import DAY
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.text import chosen
from lab.values.yamlfile import load_yaml
from lab.world.action import Action
from lab.world.campaign import Target
from lab.world.listing import Incoterm, ListingImage
from lab.world.setting import Setting, ShopProduct
from lab.world.world import Shop, World

START = datetime(2026, 5, 4, tzinfo=UTC)
"""A Monday without holidays near it."""
GOODS = 10
STOCK = 100_000


class _MeasuredShops(BaseModel):
    """seed/shoppers/measured_shops.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    places: dict[str, str]


PLACES = load_yaml(_MeasuredShops, SEED / "shoppers" / "measured_shops.yaml").places
"""Where shops sell, and how the names of the lanes to there begin."""
TITLE_CHARS = 110
"""Titles are filled up to so many characters with what is true of the goods, whatever searches their sellers know of."""
QUALITY, QUALITY_SPREAD = 660, 42
COST_PERCENT = 25
"""What a piece costs the shop, of the usual street price without shipping."""
KNOWN_STARS = 4400
DEAREST, CHEAPEST = 60_00, 25_00
"""Shops take goods with a usual price between these, so that postage neither decides everything nor nothing."""
Picture = Literal["poor", "fair", "good", "better", "best"]
Speed = Literal["economy", "standard", "express"]
Answers = Literal["right", "wrong", "silent"]

_PICTURES: dict[Picture, tuple[int, int, int, bool]] = {
    # the main picture's longest side in pixels, white share and fill; how many pictures, and whether they are described
    "poor": (900, 500, 550, False),
    "fair": (1200, 800, 700, False),
    "good": (1600, 940, 760, False),
    "better": (1600, 1000, 830, True),
    "best": (1600, 1000, 870, True),
}
_NUMBER: dict[Picture, int] = {"poor": 1, "fair": 2, "good": 3, "better": 3, "best": 4}
_LANES: dict[tuple[str, Speed], str] = {
    ("de", "standard"): "de_parcel", ("de", "economy"): "de_letter", ("de", "express"): "de_parcel",
    ("us", "standard"): "us_tracked", ("us", "economy"): "us_economy", ("us", "express"): "us_express",
    ("eu", "standard"): "eu_parcel", ("eu", "economy"): "eu_letter", ("eu", "express"): "eu_express",
    ("kz", "standard"): "kz_tracked", ("kz", "economy"): "kz_economy", ("kz", "express"): "kz_express",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How a shop is run; what is given is the careful seller of the bands.

    `price_percent` of the usual street price; `coverage` permille of its types' searches whose words stand in title or search terms;
    `text` permille of the description's length and bullet points; `languages` in which it writes, English where it lacks the buyers'.
    `stuffing` permille of the words in title and search terms are other goods' search words. `false_attributes` are stated better
    than true. `bid` and `budget` in euro cents, 0 for no advertising. Orders are shipped after `ship_hours`, messages answered after
    `reply_hours`, questions about the goods as `answers` says.
    """

    price_percent: int = 95
    languages: tuple[str, ...] = ("en", "de", "es", "ru")
    coverage: int = 850
    picture: Picture = "good"
    text: int = 800
    stuffing: int = 0
    false_attributes: int = 0
    speed: Speed = "standard"
    handling_hours: int = 24
    slack_days: int = 3
    incoterm: Incoterm = "DDP"
    bid: int = 0
    budget: int = 0
    ship_hours: int = 18
    reply_hours: int = 6
    answers: Answers = "right"
    stock: int = STOCK // 2
    reviews: int = 0
    """Reviews that every listing begins with, of 4.4 stars on average: a shop that has been there for some time."""


@lru_cache(maxsize=256)
def goods_of_shop(market: Market, number: int, count: int = GOODS) -> dict[str, ShopProduct]:
    """The goods of a shop: each of another type, as true as a rival's are."""
    key = key_of("bands", "shop", number)
    able = [type_ for type_ in market.types.values() if CHEAPEST <= type_.reference_price.amount <= DEAREST]
    able.sort(key=lambda type_: (draw(key, f"type {type_.key}"), type_.key))
    return {f"S{number}-{place}": _product(market, type_, number, place) for place, type_ in enumerate(able[:count])}


def _product(market: Market, type_: ProductType, number: int, place: int) -> ShopProduct:
    key = key_of("bands", "product", number, type_.key)
    items = market.items_of(type_.key)
    like = rival(market, items[below(draw(key, "like"), len(items))])
    spread = sum(below(mix64(key + i * GOLD), 2 * QUALITY_SPREAD) for i in range(3)) - 3 * QUALITY_SPREAD
    return ShopProduct(
        f"S{number}-{place}", type_.key, f"{like.model} X", dict(type_.names),
        Money(type_.reference_price.amount * COST_PERCENT // 100, "EUR"),
        100 + below(draw(key, "weight"), 230), "CN", (type_.hs6,), like.attributes, QUALITY + spread, {},
        flags=("fragile",),  # every carrier takes them: what bands measure is no question of dangerous goods
    )  # fmt: skip


def setting_of(
    market: Market, products: dict[str, ShopProduct], *, seed: int, visits: int, days: int, consequences: bool = False
) -> Setting:
    """Where the shops of the bands stand: at home in Germany, selling to four countries, from a Monday at midnight."""
    on: date = START.date()
    return Setting(
        START, days * DAY, seed, market, load_platforms(on), load_destinations(on), load_lanes(), products, tuple(PLACES), "DE", "EUR",
        visits, consequences,
    )  # fmt: skip


def open_shop(setting: Setting, manner: Manner) -> World:
    """A world in which everything was put on sale in a manner. Raises ValueError if an action is refused."""
    world = World(setting, Shop("Bands"))
    world.shop.stock = dict.fromkeys(setting.products, STOCK)
    for place, lanes in PLACES.items():
        country = place.split("/")[1]
        must(world, SaveShipping(
            place, _LANES[lanes, manner.speed], (country,), manner.handling_hours, Money(0, "EUR"), manner.slack_days, manner.incoterm
        ))  # fmt: skip
    listings = [listing_of(setting, sku, manner) for sku in setting.products]
    for saved in listings:
        must(world, saved)
        must(world, PublishListing(saved.listing))
        record = world.listings[saved.listing].record
        record.reviews, record.stars = manner.reviews, manner.reviews * KNOWN_STARS
    if manner.bid:
        for place in PLACES:
            advertise(world, place, manner)
    return world


def advertise(world: World, place: str, manner: Manner) -> None:
    """A campaign for everything that is on sale at a place, bidding on every search that finds it."""
    here = tuple(key for key, listing in world.listings.items() if listing.place == place)
    country = place.split("/")[1]
    languages = [language for language in world.setting.destinations[country].languages if language in world.setting.market.index]
    targets = tuple(Target("auto", language, Money(manner.bid, "EUR")) for language in languages)
    if here:
        must(world, SaveCampaign(place, place, place, Money(manner.budget, "EUR"), here, targets))


def must(world: World, action: Action) -> None:
    """Do an action. Raises ValueError when it is refused: a shop of the bands does nothing that is."""
    outcome = do(world, action)
    if not outcome.ok:
        raise ValueError(f"{action}: {outcome.code} {outcome.args}")


def place_of(setting: Setting, sku: str) -> str:
    """Where a product is sold: the goods go round the places."""
    return setting.places[list(setting.products).index(sku) % len(setting.places)]


def listing_of(setting: Setting, sku: str, manner: Manner) -> SaveListing:
    """A product's listing at its place, written and priced in a manner."""
    place = place_of(setting, sku)
    return listing_at(setting, sku, place, manner)


def listing_at(setting: Setting, sku: str, place: str, manner: Manner) -> SaveListing:
    """A product's listing at a place, written and priced in a manner."""
    platform, country = place.split("/")
    market, profile, product = setting.market, setting.platforms[platform], setting.products[sku]
    type_, wording = market.types[product.type], market.wordings[product.type]
    spoken = profile.markets[country].languages[0]
    language = spoken if spoken in manner.languages else "en"
    page = page_of(type_, wording, below(draw(key_of(sku), "page"), 1000), language, "Velano", product.model, product.truth)
    chosen_words, unknown = _search_words(market, product, language, manner.coverage)
    name = chosen(type_.names, language)
    room = profile.title_max_chars(country, spoken)
    plain = _without(" ".join(attribute_text(a, product.truth[a.key], language) for a in type_.attributes if a.kind != "yes_no"), unknown, language)
    title = _within(f"Velano {name} {product.model}".split() + chosen_words[:6] + plain.split(), min(room, TITLE_CHARS))
    terms = chosen_words
    if manner.stuffing:
        # So many strange words that they make up the share wanted of title and search terms together.
        count = (len(title.split()) + len(terms)) * manner.stuffing // max(1, 1000 - manner.stuffing)
        terms = [*_strange_words(market, type_.key, language)[:count], *terms]
    hidden = " ".join(terms)
    if profile.search_terms_max_bytes is not None and profile.search_terms_used:
        while len(hidden.encode()) > profile.search_terms_max_bytes:
            hidden = hidden.rsplit(" ", 1)[0]
    known = [_without(line, unknown, language) for line in page.bullets]
    bullets = known[: max(1, 5 * manner.text // 1000)] if profile.bullets_used else []
    description = _without(page.description, unknown, language)
    while len(description) < 700:
        description += "\n" + "\n".join(known)
    description = description[: max(60, 700 * manner.text // 1000)]
    if not profile.search_terms_used:
        description += "\n" + ", ".join(terms)
    attributes = dict(product.truth)
    for attribute in _worth_lying_about(type_, product, country)[: manner.false_attributes]:
        attributes[attribute.key] = _better(attribute, attributes[attribute.key])
    return SaveListing(
        f"{place}/{sku}", title, tuple(bullets), description, hidden if profile.search_terms_used else "", type_.category, attributes,
        Money(max(1, type_.reference_price.amount * manner.price_percent // 100), "EUR"), manner.stock, pictures(manner.picture),
    )  # fmt: skip


def pictures(picture: Picture) -> tuple[ListingImage, ...]:
    """Pictures of a quality; the main one measures as the kind says."""
    side, white, fill, described = _PICTURES[picture]
    facts = ImageFacts(side, side, 300_000, "JPEG", white, white, white, fill, fill * 7 // 10, 0, 10, 0, False)
    return tuple(
        ListingImage(f"{number:064x}", facts, "Picture" if described else "") for number in range(1, _NUMBER[picture] + 1)
    )


def _within(words: list[str], room: int) -> str:
    """As many of the words as fit, none of them twice."""
    title = ""
    for word in dict.fromkeys(words):
        if len(title) + 1 + len(word) <= room and word.casefold() not in title.casefold().split():
            title = f"{title} {word}".strip()
    return title


def _search_words(market: Market, product: ShopProduct, language: str, coverage: int) -> tuple[list[str], frozenset[str]]:
    """Words of the searches that mean such a product, by an order of its own until they cover a share of all of these; and the
    search tokens that the seller does not know of."""
    keywords = [
        keyword for keyword in market.keywords_of(language)
        if keyword.type == product.type and all(product.truth.get(key) == choice for key, choice in keyword.wants.items())
    ]  # fmt: skip
    keywords.sort(key=lambda keyword: (draw(key_of(product.sku, keyword.text), "coverage"), keyword.id))
    wanted = sum(keyword.volume for keyword in keywords) * coverage
    words: dict[str, None] = {}
    known, others = set(search_tokens(chosen(market.types[product.type].names, language), language)), set()
    volume = 0
    for keyword in keywords:
        tokens = search_tokens(keyword.text, language)
        if volume * 1000 >= wanted:
            others.update(tokens)
            continue
        volume += keyword.volume
        known.update(tokens)
        words.update(dict.fromkeys(keyword.text.casefold().split()))
    return list(words), frozenset(others - known)


def _without(text: str, unknown: frozenset[str], language: str) -> str:
    """A text as a seller writes it who does not know of some words."""
    if not unknown:
        return text
    lines = ([word for word in line.split() if unknown.isdisjoint(search_tokens(word, language))] for line in text.split("\n"))
    return "\n".join(map(" ".join, lines))


@lru_cache(maxsize=256)
def _strange_words(market: Market, type_key: str, language: str) -> list[str]:
    """Words by which other departments' goods are looked for."""
    top = market.types[type_key].category.split("/")[0]
    others = [
        keyword for keyword in market.keywords_of(language) if market.types[keyword.type].category.split("/")[0] != top
    ]
    others.sort(key=lambda keyword: (draw(key_of(type_key, keyword.text), "strange"), keyword.id))
    words = dict.fromkeys(word for keyword in others[:80] for word in keyword.text.casefold().split())
    return [word for word in words if search_tokens(word, language)]


def _worth_lying_about(type_: ProductType, product: ShopProduct, country: str) -> list[Attribute]:
    """Attributes that can be stated better than true, required ones first."""
    able = [
        attribute for attribute in type_.attributes
        if attribute.key in product.truth and _better(attribute, product.truth[attribute.key]) != product.truth[attribute.key]
    ]  # fmt: skip
    return sorted(able, key=lambda attribute: not attribute.is_required_in(country))


def _better(attribute: Attribute, true: str) -> str:
    if attribute.kind == "number":
        return str(min(attribute.high * 10, int(true) * 3 // 2 + 1))
    if attribute.kind == "choice":
        return next((choice for choice in attribute.choices if choice != true), true)
    return "yes" if attribute.kind == "yes_no" else true


def with_seed(setting: Setting, seed: int) -> Setting:
    """The same setting with other shoppers."""
    return replace(setting, seed=seed)


def keeps_title_rules(setting: Setting, saved: SaveListing) -> bool:
    """Whether a shop's title keeps every rule of its platform."""
    platform, country = saved.listing.split("/")[:2]
    return all(verdict.kept for verdict in title_verdicts(saved.title or "", setting.platforms[platform], country))
