"""Conversations with buyers."""

from dataclasses import dataclass, field
from typing import Literal

from lab.market.people import Person
from lab.values.moment import Moment

Outcome = Literal["", "bought", "left", "settled", "gave_up"]
"""Not decided yet; of a question before buying, what the shopper did; of a dialogue, whether the buyer got what was asked
for or lost patience."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `text` is plain text."""

    by: Literal["buyer", "shop"]
    text: str
    at: Moment


@dataclass(slots=True)
class Thread:
    """A conversation with one buyer, about an order if `order` is set. `language` is the buyer's.

    `intent` is what the buyer wrote about last, as in `lab.messages.phrasebook`; "" for a message that a scenario sends.
    A shopper who asks before buying asks about the attribute `about` of the listing `listing`; `outcome` tells what
    came of it.

    In a world with dialogue the buyer has a `mood`, and `patience` for so many more poor answers; `met` are the needs that the
    answers have met so far, `asked` what the buyer asked for last ("" at the beginning): a need, wrong_language, wrong_fact or reminder.
    """

    id: str
    platform: str
    country: str
    buyer: Person
    language: str
    subject: str
    order: str | None
    messages: list[Message] = field(default_factory=list)
    closed_at: Moment | None = None
    intent: str = ""
    about: str = ""
    listing: str | None = None
    outcome: Outcome = ""
    mood: Literal["calm", "upset"] = "calm"
    patience: int = 0
    met: list[str] = field(default_factory=list)
    asked: str = ""

    @property
    def place(self) -> str:
        return f"{self.platform}/{self.country}"

    @property
    def waits_since(self) -> Moment | None:
        """When the oldest unanswered message of the buyer came; None if the shop spoke last or closed it."""
        waiting: Moment | None = None
        for message in self.messages:
            if message.by == "shop":
                waiting = None
            elif waiting is None:
                waiting = message.at
        if waiting is not None and self.closed_at is not None and self.closed_at >= self.messages[-1].at:
            return None
        return waiting
