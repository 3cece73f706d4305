"""Advertising: what a shop bids for, and what that brought."""

from dataclasses import dataclass, field
from typing import Literal

from lab.values.moment import Moment
from lab.values.money import Money

MatchType = Literal["exact", "phrase", "broad", "auto"]


@dataclass(frozen=True, slots=True)
class Target:
    """Words that a campaign bids on in one language; `bid` is the most it pays for a click.

    With match `auto` there are no words: every search of the language that finds a listing is entered.
    """

    match: MatchType
    language: str
    bid: Money
    text: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """Words for which a campaign shows nothing."""

    match: Literal["exact", "phrase"]
    language: str
    text: str


@dataclass(slots=True)
class Campaign:
    """Sponsored slots for listings of one place. `spent` is today's spend in micro-units of the reference currency."""

    id: str
    place: str
    name: str
    daily_budget: Money
    listings: list[str]
    targets: list[Target]
    negatives: list[Negative] = field(default_factory=list)
    running: bool = True
    started_at: Moment = 0
    spent: int = 0


@dataclass(slots=True)
class AdTraffic:
    """What one target of a campaign brought on one day for one listing and keyword: whole counts.

    `cost` is in micro-units of the reference currency, `sales` in its minor units, tax included. `target` is the words
    bid on, as the campaign wrote them.
    """

    day: int
    campaign: str
    listing: str
    query: int
    match: MatchType
    target: str
    shown: int = 0
    clicked: int = 0
    cost: int = 0
    bought: int = 0
    sales: int = 0
