"""Goods on their way to the shop, and what lies in warehouses abroad."""

from dataclasses import dataclass
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money


@dataclass(slots=True)
class Pile:
    """Pieces of one SKU in a warehouse abroad, and what they have cost so far, freight and duty included.

    `worth` is in minor units of the shop's currency.
    """

    pieces: int = 0
    worth: int = 0


@dataclass(slots=True)
class Inbound:
    """Goods on their way: bought from a supplier, or moved to a warehouse abroad (`to` is its country; "" is the home store).

    `landed` is what they cost up to the shelf: purchase price or book value, freight, duty. `arrived_at` is set when they are there.
    """

    id: str
    kind: Literal["purchase", "transfer"]
    sku: str
    quantity: int
    to: str
    lane: str
    sent_at: Moment
    due_at: Moment
    goods: Money
    freight: Money
    duty: Money
    import_tax: Money
    arrived_at: Moment | None = None

    @property
    def landed(self) -> Money:
        return self.goods + self.freight + self.duty


@dataclass(frozen=True, slots=True)
class Decision:
    """What the shop has decided about selling a SKU in a country, and why."""

    sku: str
    country: str
    choice: Literal["sell", "refuse"]
    reason: str
    at: Moment
