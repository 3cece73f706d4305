"""What is going to happen by itself, and what passing time has brought."""

from dataclasses import dataclass
from typing import Literal

from lab.market.people import Person
from lab.values.moment import Moment
from lab.values.money import Money


@dataclass(frozen=True, slots=True)
class OrderTarget:
    """A listing and a quantity that somebody wants to buy."""

    listing: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ComingOrder:
    """A purchase to come: the first target that is on sale and in stock is bought, else nothing.

    `price` is the price that the buyer saw when deciding; None takes the price of the moment.
    """

    id: str
    buyer: Person
    targets: tuple[OrderTarget, ...]
    source: Literal["scenario", "shopper"]
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class ComingMessage:
    """A buyer's message to come. With `order`, it is about that order and comes from its buyer."""

    id: str
    place: str
    buyer: Person | None
    language: str
    subject: str
    text: str
    order: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on the agenda. Things of one moment happen in the order of `number`."""

    at: Moment
    number: int
    kind: Literal["order", "message", "delivery", "stock"]
    order: ComingOrder | None = None
    message: ComingMessage | None = None
    ref: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Traffic:
    """How shoppers met one listing through one query in one quarter of a day: whole counts."""

    day: int
    part: int
    listing: str
    query: int
    visits: int
    shown: int
    looked: int
    clicked: int
    bought: int
