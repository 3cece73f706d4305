"""One change of a shop, and what it must move: the properties of the market, as shares of many shops.

Every shop meets the same shoppers with and without the change. Shops differ in their goods, and in how they are run:
a shop that already does everything right shows little, so manners are drawn around the careful seller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from lab.bands.crew import quickest
from lab.bands.shops import Manner, goods_of_shop, open_shop, setting_of
from lab.bands.table import Row, share
from lab.bands.traffic import Counts, play_days
from lab.market.base import Market
from lab.values.chance import below, draw, key_of

GROUP = "One change, same shoppers"
SEED = 17
ADS = {"bid": 28, "budget": 10_000_00}


@dataclass(frozen=True, slots=True)
class Move:
    """A count that must go up (1) or down (-1) in at least `share` of the shops."""

    count: str
    way: int
    share: float


@dataclass(frozen=True, slots=True)
class Change:
    """What is done otherwise, on which kind of shop, and what it must move."""

    name: str
    before: tuple[tuple[str, Any], ...]
    after: tuple[tuple[str, Any], ...]
    moves: tuple[Move, ...]


def _change(name: str, before: dict[str, Any], after: dict[str, Any], *moves: Move) -> Change:
    return Change(name, tuple(before.items()), tuple(after.items()), moves)


CHANGES: tuple[Change, ...] = (
    _change("price -10 %", {"price_percent": 100}, {"price_percent": 90}, Move("orders", 1, 0.97)),
    _change("price +10 %", {"price_percent": 100}, {"price_percent": 110}, Move("orders", -1, 0.97)),
    _change("keyword coverage 0.85 to 0.95", {"coverage": 850}, {"coverage": 950}, Move("shown", 1, 0.95)),
    _change("keyword coverage 0.85 to 0.50", {"coverage": 850}, {"coverage": 500}, Move("shown", -1, 0.97)),
    _change("a better picture", {"picture": "good"}, {"picture": "best"}, Move("clicked", 1, 0.97)),
    _change("a worse picture", {"picture": "good"}, {"picture": "poor"}, Move("clicked", -1, 0.97)),
    _change("stuffing 0.3", {}, {"stuffing": 300}, Move("orders", -1, 0.80)),
    _change("stuffing 0.8", {}, {"stuffing": 800}, Move("orders", -1, 0.95)),
    _change("delivery six days later", {}, {"slack_days": 9}, Move("orders", -1, 0.97)),
    _change("four languages to one", {}, {"languages": ("en",)}, Move("shown", -1, 0.99)),
    _change("duty at the door, not paid", {}, {"incoterm": "DAP"}, Move("orders", -1, 0.85)),
    _change("bid +43 %", ADS, {**ADS, "bid": 40}, Move("ad_clicked", 1, 0.97), Move("cost", 1, 0.97)),
    _change("no slack in the promise, not 3 days", {}, {"slack_days": 0}, Move("orders", 1, 0.80)),
    _change("two pieces of everything in stock, not plenty", {}, {"stock": 2}, Move("orders", -1, 0.90)),
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: shops, days, and searches a day over the whole market."""

    shops: int = 128
    days: int = 2
    visits: int = 8_000_000


@dataclass(frozen=True, slots=True)
class ShopTask:
    """One shop to be met with every change."""

    number: int
    extent: Extent
    changes: tuple[Change, ...] = CHANGES


def some_manner(number: int) -> Manner:
    """The manner of a random shop, near the careful seller's."""
    key = key_of("bands", "manner", number)

    def between(name: str, low: int, high: int) -> int:
        return low + below(draw(key, name), high - low + 1)

    return Manner(
        price_percent=between("price", 88, 104),
        text=between("text", 500, 1000),
        handling_hours=24 * between("handling", 1, 2),
        picture="good" if between("picture", 0, 1) else "fair",
        reviews=between("reviews", 5, 60),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts of one shop before and after each change, and the orders of its single listings on the first day."""

    pairs: tuple[tuple[Counts, Counts], ...]
    first_day: tuple[int, int, int]
    """Listings that sold more, as much and less on the first day at a tenth off the price of one of them."""


def compare(market: Market, task: ShopTask) -> Compared:
    """One shop before and after each change."""
    manner = some_manner(task.number)
    known: dict[Manner, Counts] = {}

    def counts(changed: dict[str, Any]) -> Counts:
        now = replace(manner, **changed)
        if now not in known:
            known[now] = run(market, task.number, now, task.extent)
        return known[now]

    pairs = tuple((counts(dict(one.before)), counts(dict(one.after))) for one in task.changes)
    return Compared(pairs, _first_day(market, task, manner))


def run(market: Market, number: int, manner: Manner, extent: Extent, seed: int = SEED) -> Counts:
    """Some days of a shop."""
    setting = setting_of(market, goods_of_shop(market, number), seed=seed, visits=extent.visits, days=extent.days)
    return play_days(open_shop(setting, manner), extent.days, quickest())


def _first_day(market: Market, task: ShopTask, manner: Manner) -> tuple[int, int, int]:
    extent = replace(task.extent, days=1)
    before = run(market, task.number, replace(manner, price_percent=100), extent).by_listing
    after = run(market, task.number, replace(manner, price_percent=90), extent).by_listing
    more = sum(after[key] > before[key] for key in before)
    less = sum(after[key] < before[key] for key in before)
    return more, len(before) - more - less, less


@dataclass(frozen=True, slots=True)
class LongTask:
    """One shop over a month, at the usual price and a tenth below."""

    number: int
    days: int = 30
    visits: int = 1_500_000


def long_run(market: Market, task: LongTask) -> tuple[int, int]:
    """Orders at the usual price, and at a tenth below."""
    manner = replace(some_manner(task.number), reviews=0)
    extent = Extent(1, task.days, task.visits)
    usual, lower = (run(market, task.number, replace(manner, price_percent=price), extent).orders for price in (100, 90))
    return usual, lower


def long_row(found: Sequence[tuple[int, int]]) -> Row:
    """The price elasticity of orders over a month in which rank follows sales."""
    usual, lower = (sum(one[i] for one in found) for i in (0, 1))
    elasticity = log(max(1, lower) / max(1, usual)) / log(0.9)
    return Row(GROUP, "elasticity of orders over 30 days, rank free", elasticity, -5.0, -3.0, note=f"{usual} and {lower} orders")


def change_rows(compared: Sequence[Compared], changes: Sequence[Change] = CHANGES) -> list[Row]:
    """For each change and count: in which share of the shops it moved as it must; the note gives the factor over all."""
    rows: list[Row] = []
    for place, change in enumerate(changes):
        for move in change.moves:
            before = [one.pairs[place][0].of(move.count) for one in compared]
            after = [one.pairs[place][1].of(move.count) for one in compared]
            moved = sum((now - then) * move.way > 0 for then, now in zip(before, after, strict=True))
            note = f"over all shops x{share(sum(after), sum(before)):.3f}; before {sum(before)}"
            word = "up" if move.way > 0 else "down"
            name = f"{change.name}: {_WORDS[move.count]} {word}"
            rows.append(Row(GROUP, name, share(moved, len(compared)), move.share, None, "percent", note))
    if compared:
        orders, pieces = (sum(one.pairs[0][0].of(name) for one in compared) for name in ("orders", "pieces"))
        rows.append(Row(GROUP, "pieces per order", share(pieces, orders), 1.10, 1.20))
        more, same, less = (sum(one.first_day[i] for one in compared) for i in range(3))
        note = f"{more} more, {same} as much, {less} less"
        rows.append(
            Row(GROUP, "price -10 % on day 1: listings that sell more or as much", share(more + same, more + same + less), 0.98, None, "percent", note)
        )  # fmt: skip
    return rows


_WORDS = {"orders": "orders", "shown": "impressions", "clicked": "clicks", "ad_clicked": "clicks on ads", "cost": "spend"}
