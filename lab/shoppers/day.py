"""A day of shoppers, quarter by quarter: who comes, what they see and buy, and what the platform remembers of it.

A quarter is simulated with the shop as it stands at its beginning. Only visits to keywords that find an own offer
are simulated; the others cannot touch the shop, so this is exact. Every draw belongs to the shopper and the item:
changing one listing never re-rolls what shoppers think of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab.market.appeal import GROUPS, buy_terms, click_terms, total
from lab.market.base import I64
from lab.market.people import Person
from lab.search.offer import Offer
from lab.shoppers.browse import Outcome, browse
from lab.shoppers.shelf import Cell, Shelf, shelf_of
from lab.shoppers.visits import PART_MINUTES, PARTS, minutes_of_day, place_key
from lab.values.chance import GOLD, U64, below, draw, mix64_array
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.world.due import Traffic
from lab.world.world import World

MEMORY_PERCENT = 95
"""What is left of looks, clicks and orders after a day."""
VELOCITY_LEFT = 905_724
"""Millionths of the velocity left after a day: half of it after seven."""
SECOND_OF_10000, THIRD_OF_10000 = 1304, 170
"""Of 10,000 buyers, how many take two at least and three: 1.15 pieces on average."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A shopper's decision to buy at a listing's price of that moment."""

    at: Moment
    listing: str
    buyer: Person
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one quarter of a day brought: counts per listing and keyword, and purchases in the order of time."""

    traffic: tuple[Traffic, ...]
    purchases: tuple[Purchase, ...]


def simulate_part(world: World, day: int, part: int) -> PartResult:
    """One quarter (0: 00-06, .. 3: 18-24) of a day of the run's calendar; changes nothing.

    Shoppers whose minute lies before the run's start are left out. Raises ValueError for another part.
    """
    if not 0 <= part < PARTS:
        raise ValueError("a day has the parts 0 to 3")
    shelf = shelf_of(world, day)
    if shelf is None:
        return PartResult((), ())
    cell, keys, minutes = _visits(world, day, part, shelf.cells)
    if not len(keys):
        return PartResult((), ())
    needs = np.array([world.setting.destinations[c.country].own_language_need for c in shelf.cells], dtype=np.int64)
    own_click, own_buy = _own_utilities(shelf.offers)
    outcome = browse(world.setting.market, shelf, needs, own_click, own_buy, cell, keys)
    visits = np.bincount(cell, minlength=len(shelf.cells))
    traffic = _traffic(shelf, outcome, visits, day, part)
    return PartResult(traffic, _purchases(world, day, shelf, outcome, cell, keys, minutes))


def _visits(world: World, day: int, part: int, cells: Sequence[Cell]) -> tuple[I64, U64, I64]:
    """Cell, key and minute of the day of every visit of a quarter."""
    counts = np.array([cell.visits for cell in cells], dtype=np.int64)
    seed = world.setting.seed
    bases = np.array([place_key(seed, day, c.platform, c.country) ^ c.query << 32 for c in cells], dtype=np.uint64)
    cell = np.repeat(np.arange(len(cells), dtype=np.int64), counts)
    nth = (np.arange(len(cell), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.uint64)
    keys = mix64_array(bases[cell] + nth * np.uint64(GOLD))
    minutes = minutes_of_day(keys)
    start = world.setting.start
    from_minute = start.hour * HOUR + start.minute - day * DAY
    here = (minutes // PART_MINUTES == part) & (minutes >= from_minute)
    return cell[here], keys[here], minutes[here]


def _own_utilities(offers: Sequence[Offer]) -> tuple[I64, I64]:
    click = [[total(click_terms(offer.appeal, group)) for offer in offers] for group in range(GROUPS)]
    buy = [[total(buy_terms(offer.appeal, group)) for offer in offers] for group in range(GROUPS)]
    return np.array(click, dtype=np.int64), np.array(buy, dtype=np.int64)


def _traffic(shelf: Shelf, outcome: Outcome, visits: I64, day: int, part: int) -> tuple[Traffic, ...]:
    """A row for each listing and keyword under which it was shown at all."""
    rows = []
    for cell, offer in zip(*(places.tolist() for places in np.nonzero(outcome.shown)), strict=True):
        counts = (outcome.shown, outcome.looked, outcome.clicked, outcome.bought)
        shown, looked, clicked, bought = (int(count[cell, offer]) for count in counts)
        key, query = shelf.offers[offer].listing.key, shelf.cells[cell].query
        rows.append(Traffic(day, part, key, query, int(visits[cell]), shown, looked, clicked, bought))
    rows.sort(key=lambda row: (row.listing, row.query))
    return tuple(rows)


def _purchases(
    world: World, day: int, shelf: Shelf, outcome: Outcome, cell: I64, keys: U64, minutes: I64
) -> tuple[Purchase, ...]:
    start = world.setting.start
    midnight = day * DAY - start.hour * HOUR - start.minute
    left = {offer.listing.key: offer.listing.stock for offer in shelf.offers}
    market = world.setting.market
    wishes = sorted(
        (int(minutes[visit]), int(keys[visit]), int(cell[visit]), offer)
        for visit, offer in zip(outcome.buyer.tolist(), outcome.bought_offer.tolist(), strict=True)
    )
    purchases = []
    for minute, key, place, number in wishes:
        listing = shelf.offers[number].listing
        quantity = min(_quantity(key), left[listing.key])
        if quantity == 0 or listing.price is None:
            continue
        left[listing.key] -= quantity
        people = market.people[listing.country]
        person = people[below(draw(key, "buyer"), len(people))]
        language = market.keywords[shelf.cells[place].query].language
        buyer = person if person.language == language else replace(person, language=language)
        purchases.append(Purchase(midnight + minute, listing.key, buyer, quantity, listing.price))
    return tuple(purchases)


def _quantity(visit: int) -> int:
    drawn = below(draw(visit, "quantity"), 10_000)
    return 3 if drawn < THIRD_OF_10000 else 2 if drawn < SECOND_OF_10000 else 1


def close_part(world: World, result: PartResult) -> None:
    """Add what a quarter brought to the world: traffic, and each listing's record."""
    world.traffic.extend(result.traffic)
    for row in result.traffic:
        record = world.listings[row.listing].record
        record.looks += row.looked * 1000
        record.clicks += row.clicked * 1000
        record.orders += row.bought * 1000
    for purchase in result.purchases:
        world.listings[purchase.listing].record.velocity += purchase.quantity * 1000


def close_day(world: World) -> None:
    """Let the records of all listings fade by one day."""
    for listing in world.listings.values():
        record = listing.record
        record.looks = record.looks * MEMORY_PERCENT // 100
        record.clicks = record.clicks * MEMORY_PERCENT // 100
        record.orders = record.orders * MEMORY_PERCENT // 100
        record.velocity = record.velocity * VELOCITY_LEFT // 1_000_000
