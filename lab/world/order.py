"""Orders, their items and the parcels that answer them."""

from dataclasses import dataclass, field
from typing import Literal

from lab.customs.documents import CustomsForm
from lab.market.people import Person
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.listing import Incoterm

OrderState = Literal["unshipped", "shipped", "delivered", "cancelled", "refused", "lost", "returned"]
ScanKind = Literal["handed_over", "export", "import", "out_for_delivery"]


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One SKU and a quantity; `unit_price` is what the buyer pays for one, tax included."""

    sku: str
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class PackedItem:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A carrier's scan of a parcel."""

    kind: ScanKind
    at: Moment


@dataclass(frozen=True, slots=True)
class Parcel:
    """One box handed to a carrier. `documents` are the kinds put into or on the box.

    What the carrier will do is settled at hand-over: `due_at` is when it reaches the door, `held` whether customs keep
    it for some days, `lost` whether it never arrives. `scans` holds those to come as well; pages show `scans_until`.
    """

    lane: str
    tracking_number: str
    items: tuple[PackedItem, ...]
    documents: tuple[str, ...]
    customs_form: CustomsForm | None
    postage: Money
    shipped_at: Moment
    due_at: Moment
    held: bool = False
    lost: bool = False
    scans: tuple[Scan, ...] = ()

    def scans_until(self, now: Moment) -> tuple[Scan, ...]:
        """The scans that have been made."""
        return tuple(scan for scan in self.scans if scan.at <= now)


@dataclass(slots=True)
class Order:
    """One purchase by one buyer. `source` tells whether the scenario or a shopper sent it.

    `promised_at` is the moment by which the buyer was told to have it, `key` that of all chance about the order
    (64 bits), `over_claim` how much better than true the listing made the goods look (permille), all as of the purchase.
    """

    id: str
    number: str
    listing: str
    platform: str
    country: str
    buyer: Person
    items: list[OrderItem]
    shipping_charge: Money
    placed_at: Moment
    ship_by: Moment
    source: Literal["scenario", "shopper"]
    state: OrderState = "unshipped"
    parcels: list[Parcel] = field(default_factory=list)
    delivered_at: Moment | None = None
    cancelled_at: Moment | None = None
    promised_at: Moment = 0
    key: int = 0
    incoterm: Incoterm = "DDP"
    over_claim: int = 0
    cancelled_by: Literal["", "shop", "buyer", "platform"] = ""
    refunded_at: Moment | None = None

    @property
    def place(self) -> str:
        return f"{self.platform}/{self.country}"

    @property
    def goods(self) -> Money:
        """What the buyer pays for the goods, tax included."""
        total = Money(0, self.shipping_charge.currency)
        for item in self.items:
            total = total + item.unit_price.times(item.quantity)
        return total

    @property
    def total(self) -> Money:
        return self.goods + self.shipping_charge

    @property
    def shipped_at(self) -> Moment | None:
        return self.parcels[0].shipped_at if self.parcels else None

    @property
    def is_packed_as_ordered(self) -> bool:
        """Whether its parcels hold exactly the goods ordered."""
        missing = {item.sku: 0 for item in self.items}
        for item in self.items:
            missing[item.sku] += item.quantity
        for packed in (item for parcel in self.parcels for item in parcel.items):
            missing[packed.sku] = missing.get(packed.sku, 0) - packed.quantity
        return not any(missing.values())
