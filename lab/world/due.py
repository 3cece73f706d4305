"""What is going to happen by itself, and what passing time has brought."""

from dataclasses import dataclass
from typing import Literal

from lab.market.people import Person
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.campaign import MatchType


@dataclass(frozen=True, slots=True)
class OrderTarget:
    """A listing and a quantity that somebody wants to buy."""

    listing: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ComingOrder:
    """A purchase to come: the first target that is on sale and in stock is bought, else nothing.

    `price` is the price that the buyer saw when deciding; None takes the price of the moment. `key` is the key of the
    shopper's visit; 0 takes one from the order's id.
    """

    id: str
    buyer: Person
    targets: tuple[OrderTarget, ...]
    source: Literal["scenario", "shopper"]
    price: Money | None = None
    key: int = 0


@dataclass(frozen=True, slots=True)
class ComingMessage:
    """A buyer's message to come. With `order`, it is about that order and comes from its buyer.

    With `intent` the words come from the phrasebook of the language, in a `mood` ("" is the one that fits), and subject and text
    are empty; `listing` and `about` are what a question before buying is about.
    """

    id: str
    place: str
    buyer: Person | None
    language: str
    subject: str
    text: str
    order: str | None
    intent: str = ""
    mood: Literal["", "calm", "upset"] = ""
    listing: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A shopper who asks about an attribute of a listing before buying, and waits for an answer until `until`.

    `id` is that of the thread. `worth` is what the listing is worth to the shopper, `other` the best of all else, in
    milli-utils. `quantity` would be bought; `query` is the keyword that was typed; `ad` names the campaign, kind of match
    and target of the sponsored slot that was clicked, if it was one. `key` is the visit's own.
    """

    id: str
    listing: str
    buyer: Person
    attribute: str
    key: int
    worth: int
    other: int
    quantity: int
    query: int
    until: Moment
    ad: tuple[str, MatchType, str] | None = None


DueKind = Literal[
    "order", "message", "delivery", "stock",
    "cancel", "overdue", "missing", "review", "return", "goods_back", "dispute", "dispute_end",
    "letter", "question", "decision",
    "paid", "address", "cancel_wish", "return_due", "return_offer", "chargeback", "inbound", "reading", "reminder", "shock_end",
]  # fmt: skip
_MAY_COME_TO_NOTHING = frozenset(
    {
        "cancel", "overdue", "review", "return", "dispute", "letter", "decision", "paid", "address", "cancel_wish", "return_due",
        "return_offer", "chargeback", "reading", "reminder",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on the agenda. Things of one moment happen in the order of `number`.

    `ref` names the order, the SKU of goods that come in, or an inbound delivery. `intent` is what the buyer of the order may write about
    (letter), or the reason of what a scenario makes happen (return, dispute, cancel); `person` is whom the goods shall go to
    (address); `quantity` are pieces, the stars of a scenario's review, or how many messages a thread had (reading, reminder; `ref` is the thread). `parcel` is the place of a parcel among those of the order. A question comes in, or the shopper who asked it decides (decision).
    What an instructor has made happen is over (shock_end).
    """

    at: Moment
    number: int
    kind: DueKind
    order: ComingOrder | None = None
    message: ComingMessage | None = None
    ref: str = ""
    quantity: int = 0
    intent: str = ""
    question: Question | None = None
    parcel: int = 0
    person: Person | None = None

    @property
    def is_sure(self) -> bool:
        """Whether there will be something to see; a review, say, is only decided when its moment comes."""
        return self.kind not in _MAY_COME_TO_NOTHING
