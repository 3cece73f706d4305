"""Sales that were nearly made: a shopper clicked, hesitated, and bought another or left."""

from dataclasses import dataclass
from typing import Literal

from lab.coach.odds import odds_percent
from lab.market.base import REFERENCE, Market
from lab.market.distance import days_to, extra_days
from lab.market.goods import rival, rival_text
from lab.search.offer import in_reference, offer_of
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.traffic import NearMiss
from lab.world.world import World

Group = Literal["relaxed", "usual", "hunter"]
GROUP_NAMES: tuple[Group, ...] = ("relaxed", "usual", "hunter")


@dataclass(frozen=True, slots=True)
class Winner:
    """What was bought instead. `rating` in thousandths of a star, 0 without reviews; `days` to that country's door."""

    number: int
    title: str
    price: Money
    rating: int
    reviews: int
    days: int


@dataclass(frozen=True, slots=True)
class Why:
    """A part of the choice that spoke against the listing: by how many percent it lowered its odds against the winner's."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class LostSale:
    """One shopper who nearly bought. Without a `winner` they left without buying. `gap` is how much better the odds should
    have been, in percent. `price` and `days` are those of the own listing as it stands now, price in the market's currency."""

    day: int
    at: Moment
    listing: str
    query: int
    group: Group
    gap: int
    winner: Winner | None
    why: tuple[Why, ...]
    price: Money | None
    days: int | None


def lost_sales(world: World, listing_key: str | None = None, most: int = 60, day: int | None = None) -> list[LostSale]:
    """The sales of one listing or of all that were nearly made up to now, or on one day, the newest first."""
    found = [
        _lost(world, miss)
        for miss in world.near_misses
        if listing_key in (None, miss.listing) and day in (None, miss.day)
        and miss.listing in world.listings and moment_of(world, miss) <= world.now
    ]
    return sorted(found, key=lambda lost: (-lost.at, lost.gap, lost.listing))[:most]


def moment_of(world: World, miss: NearMiss) -> Moment:
    start = world.setting.start
    return miss.day * DAY + miss.minute - start.hour * HOUR - start.minute


def _lost(world: World, miss: NearMiss) -> LostSale:
    market = world.setting.market
    listing = world.listings[miss.listing]
    offer = offer_of(world, listing) if listing.price is not None else None
    return LostSale(
        miss.day,
        moment_of(world, miss),
        miss.listing,
        miss.query,
        GROUP_NAMES[miss.group],
        odds_percent(miss.gap),
        winner_of(market, miss.winner, listing.country, market.keywords[miss.query].language) if miss.winner >= 0 else None,
        tuple(Why(reason.name, odds_percent(reason.own - reason.other)) for reason in miss.reasons),
        Money(in_reference(offer.price), REFERENCE) if offer is not None else None,
        offer.appeal.days if offer is not None else None,
    )


def winner_of(market: Market, number: int, country: str, language: str) -> Winner:
    """A rival as shoppers of a country see it."""
    its = rival(market, number)
    days = int(days_to(market.goods, extra_days().get(country, 0))[number])
    title = rival_text(market, number, language).title
    return Winner(number, title, its.price, its.rating if its.reviews else 0, its.reviews, days)
