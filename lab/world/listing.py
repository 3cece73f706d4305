"""A listing: what a shop says about one SKU in one market, and the terms it offers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from lab.customs.label_data import Label
from lab.images.compared import Compared
from lab.images.measure import ImageFacts
from lab.values.moment import Moment
from lab.values.money import Money

Incoterm: TypeAlias = Literal["DDP", "DAP"]
"""Who pays duty and import tax of a parcel abroad: the shop (DDP), or the buyer at the door (DAP). ICC rules, 2020."""


ROLES = ("main", "angle", "detail", "in-use", "dimensions", "infographic", "packaging")
"""What a picture is for. The first picture of a listing is its main image, whatever else is said of it."""
DRAWN_ROLES = frozenset({"dimensions", "infographic"})
"""Roles of pictures that have something drawn or written on them."""


@dataclass(frozen=True, slots=True)
class ListingImage:
    """A picture by the hash of its bytes, with what was measured when it was accepted.

    `alt` is its alternative text in the first language of the place, `alts` holds the others as pairs of language and text. `compared` is None
    where there were no photos of the goods to compare it with.
    """

    sha256: str
    facts: ImageFacts
    alt: str = ""
    role: str = ""
    alts: tuple[tuple[str, str], ...] = ()
    compared: Compared | None = None
    added_later: ClassVar[tuple[str, ...]] = ("role", "alts", "compared")

    def alt_in(self, language: str, first: str) -> str:
        """The alternative text in a language, where `first` is the language of `alt`; "" if there is none."""
        return self.alt if language == first else dict(self.alts).get(language, "")


def is_meant(listing: str, names: Collection[str]) -> bool:
    """Whether a listing ("platform/country/sku") is among those named; a place ("platform/country") names all its listings, and no
    name means all."""
    return not names or listing in names or listing.rpartition("/")[0] in names


@dataclass(slots=True)
class Record:
    """How shoppers have treated a listing, in thousandths; old days count less and less.

    `reviews` counts the reviews of all time and `stars` adds up their stars, in thousandths too; both grow at midnight.
    """

    looks: int = 0
    clicks: int = 0
    orders: int = 0
    velocity: int = 0
    sold: int = 0
    """Pieces sold since midnight, not in thousandths; the ranking hears of them at the end of the day."""
    reviews: int = 0
    stars: int = 0

    @property
    def rating(self) -> int:
        """The mean of all stars in thousandths; 0 without a review."""
        return self.stars // self.reviews if self.reviews else 0


@dataclass(frozen=True, slots=True)
class Translation:
    """The text of a listing in a further language; what is empty has not been translated."""

    title: str = ""
    bullets: tuple[str, ...] = ()
    description: str = ""
    search_terms: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.bullets or self.description or self.search_terms)


@dataclass(slots=True)
class Listing:
    """One SKU on one platform in one country. The first image is the main image.

    Title, bullets, description and search terms are in the first language of the place; `translations` holds further texts by
    language (BCP 47 base code), in the order of the codes. What came after the first hashes is left out of a packed world while
    it is empty (`added_later`).
    """

    sku: str
    platform: str
    country: str
    title: str = ""
    bullets: list[str] = field(default_factory=list)
    description: str = ""
    search_terms: str = ""
    category: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    images: list[ListingImage] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    price: Money | None = None
    stock: int = 0
    saved_at: Moment = 0
    live_since: Moment | None = None
    first_live_at: Moment | None = None
    record: Record = field(default_factory=Record)
    translations: dict[str, Translation] = field(default_factory=dict)
    gtin: str = ""
    """The number under the bar code, digits only; "" where none is given."""
    label: Label | None = None
    """Who stands behind the goods, where something was said of it."""
    family: str = ""
    """The name of the variations to which it belongs, and `axis` the attribute in which they differ; "" for one that stands alone."""
    axis: str = ""
    added_later: ClassVar[tuple[str, ...]] = ("translations", "gtin", "label", "family", "axis")

    @property
    def key(self) -> str:
        """Its name in actions and scenario files: "platform/country/sku"."""
        return f"{self.platform}/{self.country}/{self.sku}"

    @property
    def place(self) -> str:
        return f"{self.platform}/{self.country}"

    @property
    def is_live(self) -> bool:
        return self.live_since is not None

    @property
    def main_text(self) -> Translation:
        """The text in the first language of the place."""
        return Translation(self.title, tuple(self.bullets), self.description, self.search_terms)


@dataclass(slots=True)
class ShippingTemplate:
    """How a shop ships from one place of sale: which lane serves which countries, and what it promises.

    `slack_days` are added to the days that shoppers are shown.
    """

    place: str
    lane: str
    regions: list[str]
    handling_hours: int
    charge: Money
    slack_days: int = 0
    incoterm: Incoterm = "DDP"
