"""A listing: what a shop says about one SKU in one market, and the terms it offers."""

from dataclasses import dataclass, field

from lab.images.measure import ImageFacts
from lab.values.moment import Moment
from lab.values.money import Money


@dataclass(frozen=True, slots=True)
class ListingImage:
    """A picture by the hash of its bytes, with what was measured when it was accepted."""

    sha256: str
    facts: ImageFacts
    alt: str = ""


@dataclass(slots=True)
class Record:
    """How shoppers have treated a listing, in thousandths; old days count less and less."""

    looks: int = 0
    clicks: int = 0
    orders: int = 0
    velocity: int = 0


@dataclass(slots=True)
class Listing:
    """One SKU on one platform in one country. The first image is the main image."""

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


@dataclass(slots=True)
class ShippingTemplate:
    """How a shop ships from one place of sale: which lane serves which countries, and what it promises."""

    place: str
    lane: str
    regions: list[str]
    handling_hours: int
    charge: Money
