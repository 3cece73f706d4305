"""Orders, their items and the parcels that answer them."""

from dataclasses import dataclass, field
from typing import Literal

from lab.customs.documents import CustomsForm
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.market.people import Person
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.listing import Incoterm

OrderState = Literal[
    "held", "unshipped", "part_shipped", "shipped", "delivered", "cancelled", "refused", "lost", "returned"
]
"""`held`: the payment is being verified; nothing may be sent yet."""
OPEN_STATES = ("unshipped", "part_shipped")
"""Orders from which goods can be sent."""
Answer = Literal["", "agreed", "declined"]
RefundReason = Literal[
    "goodwill", "damaged", "wrong_item", "missing_item", "late", "not_arrived", "return", "price", "claim", "chargeback",
    "cancellation", "refused",
]
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
    invoice: DeclaredInvoice | None = None
    packing_list: DeclaredPackingList | None = None
    ship_from: str = ""
    """The country it was sent from; "" is the shop's home."""
    together_with: tuple[str, ...] = ()
    """Other orders of the same buyer whose goods are in the same box."""
    cost: int = 0
    """What the goods in it had cost the shop, in minor units of the shop's currency."""
    goes_to_old_address: bool = False
    """Whether it went to the address that the buyer had asked to change."""

    def scans_until(self, now: Moment) -> tuple[Scan, ...]:
        """The scans that have been made."""
        return tuple(scan for scan in self.scans if scan.at <= now)


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that a buyer got back, in the order's currency."""

    at: Moment
    amount: Money
    reason: RefundReason
    by: Literal["shop", "platform"]


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
    """When the last of what the buyer had paid was given back."""
    held_until: Moment = 0
    acknowledged_at: Moment | None = None
    address_wish: Person | None = None
    """The buyer with another address to which the goods shall go, and what the shop said to it."""
    address_answer: Answer = ""
    cancel_wish_at: Moment | None = None
    cancel_answer: Answer = ""
    refunds: list[Refund] = field(default_factory=list)
    settled_parcels: list[int] = field(default_factory=list)
    """Places in `parcels` of those that came, were refused or given up."""
    ship_from: str = ""
    """The country from which the buyer was promised the goods; "" is the shop's home."""
    promotion: str = ""
    """The promotion that lowered its price, by its id."""
    full_price: Money | None = None
    """The unit price without that promotion; None without one."""
    owed: int = 0
    """What the platform owes the shop for it, in minor units of its currency: sale less refunds and fees."""
    owed_home: int = 0
    """The same as the books have it in the shop's currency."""
    paid_out: int = 0
    paid_out_home: int = 0
    """What of `owed` and `owed_home` has been paid out."""

    @property
    def currency(self) -> str:
        return self.shipping_charge.currency

    @property
    def refunded(self) -> Money:
        """What the buyer has got back so far."""
        return Money(sum(refund.amount.amount for refund in self.refunds), self.currency)

    @property
    def refundable(self) -> Money:
        """What is left of the payment."""
        return self.total - self.refunded

    @property
    def is_open(self) -> bool:
        """Whether goods can be sent for it."""
        return self.state in OPEN_STATES

    @property
    def ship_to(self) -> Person:
        """Where the goods shall go."""
        return self.address_wish if self.address_wish is not None and self.address_answer == "agreed" else self.buyer

    @property
    def missing(self) -> dict[str, int]:
        """Pieces ordered and not sent yet, by SKU; negative for what was sent too much."""
        missing: dict[str, int] = {}
        for item in self.items:
            missing[item.sku] = missing.get(item.sku, 0) + item.quantity
        for packed in (item for parcel in self.parcels for item in parcel.items):
            missing[packed.sku] = missing.get(packed.sku, 0) - packed.quantity
        return missing

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
        return not any(self.missing.values())
