"""What a world stands in and never changes: the clock's start, the frozen market, the rules, the goods.

A setting is not part of the packed world; it is built again from the scenario and the variant. What an instructor makes happen to
rates and prices gives a world another setting, which follows from its `shocks` alone (`lab.engine.shocks`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from lab.customs.destinations import Destination
from lab.customs.documents import Document
from lab.customs.label_data import Label
from lab.customs.lanes import Lane
from lab.market.base import Market
from lab.market.catalogue import ProductType
from lab.platforms.profile import PlatformProfile
from lab.values.moment import Moment, to_datetime
from lab.values.money import Money
from lab.world.question import Question
from lab.world.shock import Shock


@dataclass(frozen=True, slots=True)
class ShopProduct:
    """One thing the shop can sell, as it truly is; the supplier's sheet may say otherwise.

    `truth` gives the right value of each attribute (choice key, whole number as text, or yes/no).
    `quality` is the true quality of the goods, 0 to 1000.
    """

    sku: str
    type: str
    model: str
    names: Mapping[str, str]
    unit_cost: Money
    weight_g: int
    origin: str
    hs_accept: tuple[str, ...]
    truth: Mapping[str, str]
    quality: int
    documents: Mapping[str, Document]
    """The supplier's kit: every paper by its name, the wrong ones too."""
    sides_mm: tuple[int, int, int] = (0, 0, 0)
    """Length, width and height of one packed piece; zeros where nobody measured it, then only weight counts."""
    flags: tuple[str, ...] = ()
    """Handling flags (lithium, liquid, magnet ...) that carriers and customs look at; () takes those of its HS code."""
    brand: str = ""
    label: Label | None = None
    """What stands on its label, where the scenario says so; the warnings in the languages that the supplier gives."""
    maker_country: str = ""
    """Where its manufacturer sits; "" for the country of origin."""
    gtin: str = ""
    """The number under its bar code, where the scenario gives one."""
    lead_days: int = 7
    """Days from an order at the supplier's to the store-room."""
    min_order: int = 1

    @property
    def volume_mm3(self) -> int:
        return self.sides_mm[0] * self.sides_mm[1] * self.sides_mm[2]


Licence: TypeAlias = Literal["own", "supplier", "rival"]
"""Whose photo it is: the shop's own, one that the supplier lets the shop use, or another seller's, which it may not."""


@dataclass(frozen=True, slots=True)
class GivenPhoto:
    """A raw photo that a student is given: `asset` ("product/view") of the darkroom, and whose it is.

    `mark` is the text of a watermark across it, or "".
    """

    asset: str
    licence: Licence = "own"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything fixed that the rules of a run may look at."""

    start: datetime
    end: Moment
    seed: int
    market: Market
    platforms: Mapping[str, PlatformProfile]
    destinations: Mapping[str, Destination]
    lanes: Mapping[str, Lane]
    products: Mapping[str, ShopProduct]
    places: tuple[str, ...]
    """Where the shop may sell: "platform/country", in the order that pages show them."""
    home: str
    """Country the goods are sent from."""
    currency: str
    """Currency of the shop's books and prices."""
    visits_per_day: int
    """Visits of an average day to the market of one product type, over all destinations."""
    consequences: bool = True
    """Whether chance strikes after a sale: failed payments, buyers' cancellations, lost and refused parcels, reviews,
    returns, disputes."""
    photos: Mapping[str, tuple[GivenPhoto, ...]] = field(default_factory=dict)
    """The raw photos that the student is given, by SKU."""
    dialogue: bool = False
    """Whether buyers read the answers to their messages and go on, see `lab.messages.dialogue`."""
    local_money: bool = False
    """Whether buyers pay in their own currency and platforms pay out in the shop's, at the rate of the day."""
    questions: Mapping[str, Question] = field(default_factory=dict)
    """What the student is asked to decide and write down, by the question's id, in the order that pages show them."""
    rate_shocks: tuple[Shock, ...] = ()
    """What an instructor has made happen to exchange rates, in order (`lab.ledger.rates`)."""
    usual_lanes: Mapping[str, Lane] = field(default_factory=dict)
    """The services at their usual prices, while an instructor has changed some of those in `lanes`; else empty."""

    @property
    def assets(self) -> tuple[str, ...]:
        """Every asset of `photos`, in order."""
        return tuple(dict.fromkeys(photo.asset for photos in self.photos.values() for photo in photos))

    def photo(self, asset: str) -> tuple[str, GivenPhoto] | None:
        """The SKU and the photo of an asset, if it was given."""
        for sku, photos in self.photos.items():
            for photo in photos:
                if photo.asset == asset:
                    return sku, photo
        return None

    def products_of(self, sku: str) -> frozenset[str]:
        """The products ("lamp-arc") that the photos of a SKU show, whoever took them."""
        return frozenset(photo.asset.partition("/")[0] for photo in self.photos.get(sku, ()))

    def type_of(self, sku: str) -> ProductType:
        return self.market.types[self.products[sku].type]

    def date_at(self, moment: Moment) -> date:
        return to_datetime(self.start, moment).date()
