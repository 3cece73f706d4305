"""What the papers of one shipment are made of: who sends what to whom, on which terms, and what the sender declared."""

from dataclasses import dataclass
from datetime import date

from lab.customs.documents import CustomsForm
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.values.money import Money


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or receiver. `address` are the lines below the name without the country (ISO 3166-1 alpha-2)."""

    name: str
    address: tuple[str, ...]
    country: str
    phone: str = ""
    email: str = ""
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods of one kind. `description` is in English, `net_g` the grams of all pieces without the parcel's packing."""

    description: str
    hs_code: str
    origin: str
    quantity: int
    unit_value: Money
    net_g: int

    @property
    def value(self) -> Money:
        return self.unit_value.times(self.quantity)


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel, or several boxes on the same papers. `place` is the named place of the Incoterm.

    `form`, `invoice` and `packing_list` are what the sender declared: where they are there the papers show their
    figures, true or not; else those of the goods. All goods are in one currency. `gross_g` is with all packing.
    """

    order_numbers: tuple[str, ...]
    invoice_number: str
    date: date
    seller: Party
    buyer: Party
    goods: tuple[GoodsLine, ...]
    freight: Money
    insurance: Money
    incoterm: str
    place: str
    gross_g: int
    packages: int
    carrier: str
    tracking_number: str
    tax_reference: str = ""
    reason: str = "sale_of_goods"
    form: CustomsForm | None = None
    invoice: DeclaredInvoice | None = None
    packing_list: DeclaredPackingList | None = None

    @property
    def goods_value(self) -> Money:
        return Money(sum(line.value.amount for line in self.goods), self.freight.currency)

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.goods)

    @property
    def net_g(self) -> int:
        return sum(line.net_g for line in self.goods)
