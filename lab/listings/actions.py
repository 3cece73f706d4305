"""What a seller does to listings, offers and shipping templates."""

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any, ClassVar

from lab.listings.faults import find_faults
from lab.listings.identifiers import tidied_gtin
from lab.listings.promotions import check_price_is_free, set_aside
from lab.listings.shipping import origins
from lab.listings.stops import check_not_recalled
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.listing import ROLES, Incoterm, Listing, ListingImage, ShippingTemplate
from lab.world.promotion import PricePoint
from lab.world.world import World

MAX_TITLE = 500
MAX_TEXT = 10_000
MAX_BULLETS = 10
MAX_BULLET = 1000
MAX_IMAGES = 12
MAX_GTIN = 40
MAX_LANGUAGES = 8
MAX_PRINTS = 178
"""Characters of the longest fingerprint that a measurement writes (`lab.images.features`)."""
MAX_PRICE = 100_000_00
MAX_STOCK = 999_999
MAX_SLACK_DAYS = 30
_SHA256 = re.compile(r"[0-9a-f]{64}")


def listing_or_refuse(world: World, key: str) -> Listing:
    """The listing of that name. Raises Refused when the shop has none."""
    listing = world.listings.get(key)
    if listing is None:
        raise Refused("no_such_listing", listing=key)
    return listing


def listing_or_new(world: World, key: str) -> Listing:
    """The listing of that name, or an empty draft that is not in the world yet.

    Raises Refused for a place where the shop cannot sell or a SKU that it does not have.
    """
    if key in world.listings:
        return world.listings[key]
    platform, _, rest = key.partition("/")
    country, _, sku = rest.partition("/")
    if f"{platform}/{country}" not in world.setting.places:
        raise Refused("no_such_place", place=f"{platform}/{country}")
    if sku not in world.setting.products:
        raise Refused("no_such_product", sku=sku)
    return Listing(sku=sku, platform=platform, country=country)


@action("listing.save", about="listing")
@dataclass(frozen=True, slots=True)
class SaveListing(Action):
    """Save a listing, as a draft or on sale. A part that is None stays as it was."""

    listing: str
    title: str | None = None
    bullets: tuple[str, ...] | None = None
    description: str | None = None
    search_terms: str | None = None
    category: str | None = None
    attributes: dict[str, str] | None = None
    price: Money | None = None
    stock: int | None = None
    images: tuple[ListingImage, ...] | None = None
    documents: tuple[str, ...] | None = None
    gtin: str | None = None
    added_later: ClassVar[tuple[str, ...]] = ("gtin",)

    def apply(self, world: World) -> None:
        listing = listing_or_new(world, self.listing)
        self._check_sizes()
        if self.price is not None:
            check_price(world, self.price)
            if self.price != listing.price:
                check_price_is_free(world, listing)
        if self.stock is not None:
            check_stock(self.stock)
            check_set_aside(world, listing, self.stock)
        if self.documents is not None:
            check_documents(world, listing, self.documents)
        if self.images is not None:
            for image in self.images:
                check_image(image)
            if len({image.sha256 for image in self.images}) < len(self.images):
                raise Refused("image_already_there", listing=listing.key)
        saved = replace(listing, saved_at=world.now, **self._parts())
        if saved.is_live:
            if not saved.images:
                raise Refused("live_listing_needs_image", listing=listing.key)
            check_may_be_live(world, saved)
        world.listings[listing.key] = saved
        if self.price is not None and self.price != listing.price:
            note_price(world, saved)

    def _parts(self) -> dict[str, Any]:
        """What is changed, tidied, by field of the listing."""
        parts: dict[str, Any] = {"category": self.category, "price": self.price, "stock": self.stock}
        if self.title is not None:
            parts["title"] = tidy(self.title)
        if self.bullets is not None:
            parts["bullets"] = [text for text in map(tidy, self.bullets) if text]
        if self.description is not None:
            parts["description"] = tidy_lines(self.description)
        if self.search_terms is not None:
            parts["search_terms"] = tidy(self.search_terms)
        if self.attributes is not None:
            given = {key: tidy(value) for key, value in sorted(self.attributes.items())}
            parts["attributes"] = {key: value for key, value in given.items() if value}
        if self.images is not None:
            parts["images"] = [tidied(image) for image in self.images]
        if self.documents is not None:
            parts["documents"] = list(dict.fromkeys(self.documents))
        if self.gtin is not None:
            parts["gtin"] = tidied_gtin(self.gtin)
        return {name: value for name, value in parts.items() if value is not None}

    def _check_sizes(self) -> None:
        of_text = text_sizes(self.title, self.bullets, self.description, self.search_terms)
        # The first part over its limit names the refusal, so their order stays: journals hold it.
        sizes = {
            **{name: of_text[name] for name in ("title", "description", "search_terms")},
            "category": (len(self.category or ""), 200),
            **{name: of_text[name] for name in ("bullets", "bullet")},
            "attributes": (len(self.attributes or {}), 60),
            "attribute": (max((len(k) + len(v) for k, v in (self.attributes or {}).items()), default=0), 500),
            "images": (len(self.images or ()), MAX_IMAGES),
            "gtin": (len(self.gtin or ""), MAX_GTIN),
        }
        check_sizes(sizes)


@action("listing.publish", about="listing")
@dataclass(frozen=True, slots=True)
class PublishListing(Action):
    """Put a saved listing on sale. Refused while it has a fault that the platform does not accept."""

    listing: str

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        if listing.is_live:
            raise Refused("already_live", listing=listing.key)
        check_may_be_live(world, listing)
        listing.live_since = world.now
        if listing.first_live_at is None:
            listing.first_live_at = world.now


@action("listing.unpublish", about="listing")
@dataclass(frozen=True, slots=True)
class UnpublishListing(Action):
    """Take a listing off sale; its content stays."""

    listing: str

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        if not listing.is_live:
            raise Refused("not_live", listing=listing.key)
        listing.live_since = None


@action("price.set", about="listing")
@dataclass(frozen=True, slots=True)
class SetPrice(Action):
    """Set what one piece costs the buyer, tax included."""

    listing: str
    price: Money

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        check_price(world, self.price)
        if self.price != listing.price:
            check_price_is_free(world, listing)
        listing.price = self.price
        note_price(world, listing)


@action("stock.set", about="listing")
@dataclass(frozen=True, slots=True)
class SetStock(Action):
    """Set how many pieces a listing offers."""

    listing: str
    quantity: int

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        check_stock(self.quantity)
        check_set_aside(world, listing, self.quantity)
        listing.stock = self.quantity


@action("document.attach", about="listing")
@dataclass(frozen=True, slots=True)
class AttachDocument(Action):
    """Attach a document from the supplier's kit to a listing, by its name."""

    listing: str
    document: str

    def apply(self, world: World) -> None:
        listing = listing_or_new(world, self.listing)
        if self.document in listing.documents:
            raise Refused("document_already_there", document=self.document)
        check_documents(world, listing, (self.document,))
        world.listings.setdefault(listing.key, listing)
        listing.documents.append(self.document)


@action("document.detach", about="listing")
@dataclass(frozen=True, slots=True)
class DetachDocument(Action):
    """Take a document off a listing."""

    listing: str
    document: str

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        if self.document not in listing.documents:
            raise Refused("no_such_document", document=self.document)
        listing.documents.remove(self.document)


@action("shipping.save", about="place")
@dataclass(frozen=True, slots=True)
class SaveShipping(Action):
    """Say how orders from one place of sale are shipped, where to, how fast, for what charge, and who pays the duty."""

    place: str
    lane: str
    regions: tuple[str, ...]
    handling_hours: int
    charge: Money
    slack_days: int = 0
    incoterm: Incoterm = "DDP"
    added_later: ClassVar[tuple[str, ...]] = ("slack_days", "incoterm")

    def apply(self, world: World) -> None:
        setting = world.setting
        if self.place not in setting.places:
            raise Refused("no_such_place", place=self.place)
        lane = setting.lanes.get(self.lane)
        if lane is None or lane.from_country not in origins(world):
            raise Refused("no_such_lane", lane=self.lane)
        unserved = sorted(set(self.regions) - set(lane.regions))
        if not self.regions or unserved:
            raise Refused("lane_does_not_serve", lane=self.lane, countries=unserved)
        longest = setting.platforms[self.place.split("/")[0]].handling_days_max * 24
        if not 1 <= self.handling_hours <= longest:
            raise Refused("handling_out_of_range", found=self.handling_hours, limit=longest)
        if not 0 <= self.slack_days <= MAX_SLACK_DAYS:
            raise Refused("slack_out_of_range", found=self.slack_days, limit=MAX_SLACK_DAYS)
        if self.charge.currency != setting.currency or not 0 <= self.charge.amount <= MAX_PRICE:
            raise Refused("charge_out_of_range", found=str(self.charge), currency=setting.currency)
        regions = list(dict.fromkeys(self.regions))
        world.templates[self.place] = ShippingTemplate(
            self.place, self.lane, regions, self.handling_hours, self.charge, self.slack_days, self.incoterm
        )


def check_text_sizes(title: str | None, bullets: tuple[str, ...] | None, description: str | None, search_terms: str | None) -> None:
    """Raises Refused for a text that no platform would take; None is no text."""
    check_sizes(text_sizes(title, bullets, description, search_terms))


def text_sizes(
    title: str | None, bullets: tuple[str, ...] | None, description: str | None, search_terms: str | None
) -> dict[str, tuple[int, int]]:
    """Size and limit of each part of a text."""
    return {
        "title": (len(title or ""), MAX_TITLE),
        "description": (len(description or ""), MAX_TEXT),
        "search_terms": (len(search_terms or ""), MAX_TEXT),
        "bullets": (len(bullets or ()), MAX_BULLETS),
        "bullet": (max(map(len, bullets or ("",))), MAX_BULLET),
    }


def check_sizes(sizes: Mapping[str, tuple[int, int]]) -> None:
    """Raises Refused for the first part that is larger than its limit."""
    for name, (size, limit) in sizes.items():
        if size > limit:
            raise Refused("too_long", field=name, found=size, limit=limit)


def check_may_be_live(world: World, listing: Listing) -> None:
    """Raises Refused while its goods are recalled, or a listing has faults that keep it off the shelf."""
    check_not_recalled(world, (listing.sku,))
    blocking = [fault.code for fault in find_faults(listing, world.setting) if fault.blocks]
    if blocking:
        raise Refused("listing_has_faults", listing=listing.key, faults=blocking)


def check_image(image: ListingImage) -> None:
    """Raises Refused for a picture with too long an alternative text, an unknown role, or figures that no measurement gives."""
    for text in (image.alt, *(text for _, text in image.alts)):
        if len(text) > MAX_TITLE:
            raise Refused("too_long", field="alt", found=len(text), limit=MAX_TITLE)
    if image.role and image.role not in ROLES:
        raise Refused("no_such_picture_role", role=image.role[:40], known=", ".join(ROLES))
    figures = [value for value in astuple(image.facts) if not isinstance(value, str)]
    compared = (
        [] if image.compared is None else [value for value in astuple(image.compared) if not isinstance(value, str)]
    )
    wordy = len(image.facts.format) > 10 or len(image.facts.prints or "") > MAX_PRINTS or len(image.alts) > MAX_LANGUAGES
    if not _SHA256.fullmatch(image.sha256) or wordy:
        raise Refused("no_such_image")
    if not all(n is None or 0 <= n < 2**31 for n in figures) or not all(
        n is None or -(2**31) < n < 2**31 for n in compared
    ):
        raise Refused("no_such_image")


def tidied(image: ListingImage) -> ListingImage:
    """The picture with its alternative texts tidied."""
    return replace(
        image,
        alt=tidy(image.alt),
        alts=tuple((code, tidy(text)) for code, text in sorted(dict(image.alts).items()) if text.strip()),
    )


def check_hash(text: str) -> None:
    """Raises Refused for what is not a SHA-256 in lower-case hex."""
    if not _SHA256.fullmatch(text):
        raise Refused("no_such_image")


def check_price(world: World, price: Money) -> None:
    """Raises Refused unless a price is in the shop's currency and above zero."""
    if price.currency != world.setting.currency:
        raise Refused("wrong_currency", found=price.currency, currency=world.setting.currency)
    if not 0 < price.amount <= MAX_PRICE:
        raise Refused("price_out_of_range", found=str(price))


def note_price(world: World, listing: Listing) -> None:
    """Keep what a listing costs from now on; the lowest price of the last thirty days is read from it."""
    if listing.price is not None:
        world.prices.append(PricePoint(listing.key, world.now, listing.price))


def check_stock(quantity: int) -> None:
    """Raises Refused unless a quantity is one that a platform takes."""
    if not 0 <= quantity <= MAX_STOCK:
        raise Refused("stock_out_of_range", found=quantity, limit=MAX_STOCK)


def check_set_aside(world: World, listing: Listing, quantity: int) -> None:
    """Raises Refused for fewer pieces than a flash sale has set aside."""
    needed = set_aside(world, listing)
    if quantity < needed:
        raise Refused("pieces_are_set_aside", listing=listing.key, found=quantity, needed=needed)


def check_documents(world: World, listing: Listing, names: tuple[str, ...]) -> None:
    """Raises Refused unless every document is in the supplier's kit of the listing's product."""
    kit = world.setting.products[listing.sku].documents
    missing = [name for name in names if name not in kit]
    if missing:
        raise Refused("no_such_document", document=missing[0])
