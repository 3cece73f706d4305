"""Orders, their items and the parcels that answer them."""

from dataclasses import dataclass, field
from typing import Literal

from lab.customs.documents import CustomsForm
from lab.market.people import Person
from lab.values.moment import Moment
from lab.values.money import Money

OrderState = Literal["unshipped", "shipped", "delivered", "cancelled"]


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
class Parcel:
    """One box handed to a carrier. `documents` are the kinds put into or on the box."""

    lane: str
    tracking_number: str
    items: tuple[PackedItem, ...]
    documents: tuple[str, ...]
    customs_form: CustomsForm | None
    postage: Money
    shipped_at: Moment
    due_at: Moment


@dataclass(slots=True)
class Order:
    """One purchase by one buyer. `source` tells whether the scenario or a shopper sent it."""

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
