"""The result pages of one quarter of a day: for every place and keyword that finds the shop, the 48 slots shown.

A rival's and an own offer's score differ from those of `lab.search.rank` only by the market's daily noise, which
keeps one early sale from locking a place in. The noise belongs to market, place, day, keyword and item.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.market.appeal import relevance_term, total
from lab.market.base import I32, I64, Market
from lab.market.exact import SLOTS
from lab.search.offer import Offer, offers_at
from lab.search.text import hits, readable
from lab.shoppers.visits import visits_of_day
from lab.values.chance import GOLD, U64, key_of, mix64, mix64_array
from lab.world.world import World

GUMBEL_MEAN, GUMBEL_DEVIATION = 577, 1283
NOISE_DEVIATION = 500
LANGUAGE_COST = 350
READABLE_FROM = 500
"""Who buys in the own language only leaves pages readable by less than this share (permille) alone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One keyword at one place on one day, with the number of shoppers who type it."""

    platform: str
    country: str
    query: int
    visits: int


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Pages of C cells, S = 48 slots each; -1 in `item` is an empty slot.

    `item` counts rivals from 0 and own offers on from there; `number` is the item's number in draws. `match` is in
    milli-utils, `cost` what an unreadable page loses, `veto` marks pages for readers of the language only.
    `first_own` is the first slot, from 0, with an own offer, or 48.
    """

    cells: tuple[Cell, ...]
    offers: tuple[Offer, ...]
    item: I32
    number: I64
    match: I64
    cost: I64
    veto: I64
    first_own: I64


@dataclass(frozen=True, slots=True)
class _OwnHit:
    cell: int
    offer: int
    number: int
    score: int
    match: int
    cost: int
    veto: int


def shelf_of(world: World, day: int, *, with_noise: bool = True) -> Shelf | None:
    """The pages of all keywords that find an own offer and that anybody types on a day; None if there are none."""
    setting = world.setting
    offers: list[Offer] = []
    cells: list[Cell] = []
    own: list[_OwnHit] = []
    for place in sorted({listing.place for listing in world.listings.values()}):
        platform, country = place.split("/")
        destination = setting.destinations.get(country)
        here = list(offers_at(world, place))
        if destination is None or not here or not setting.market.people.get(country):
            continue
        cell_of: dict[int, int] = {}
        for language in destination.languages:
            for place_here, offer in enumerate(here):
                if language not in setting.market.index:
                    continue
                own_base = total(offer.rank_terms(language, world))
                share = readable(offer.wording, language)
                cost = LANGUAGE_COST * (1000 - share) // 1000
                for hit in hits(setting.market, offer.wording, language):
                    if hit.query not in cell_of:
                        visits = visits_of_day(setting, day, platform, country, hit.query)
                        cell_of[hit.query] = len(cells) if visits else -1
                        if visits:
                            cells.append(Cell(platform, country, hit.query, visits))
                    cell = cell_of[hit.query]
                    if cell < 0:
                        continue
                    score = own_base + relevance_term(hit.rel).value
                    number = len(offers) + place_here
                    own.append(_OwnHit(cell, number, offer.number, score, hit.match, cost, int(share < READABLE_FROM)))
        offers.extend(here)
    if not cells:
        return None
    return _filled(setting.market, day, cells, offers, own, with_noise)


def _filled(
    market: Market, day: int, cells: Sequence[Cell], offers: Sequence[Offer], own: Sequence[_OwnHit], with_noise: bool
) -> Shelf:
    found = market.candidates
    rivals = len(market.products)
    own = sorted(own, key=lambda hit: hit.number)
    mine = np.array(
        [(hit.cell, hit.offer + rivals, hit.number, hit.score, hit.match, hit.cost, hit.veto) for hit in own], dtype=np.int64
    ).reshape(-1, 7)
    queries = np.array([cell.query for cell in cells], dtype=np.int64)
    counts = (found.start[queries + 1] - found.start[queries]).astype(np.int64)
    before = np.cumsum(counts) - counts
    at = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(found.start[queries] - before, counts)
    cell = np.concatenate([np.repeat(np.arange(len(cells), dtype=np.int64), counts), mine[:, 0]])
    item = np.concatenate([found.item[at].astype(np.int64), mine[:, 1]])
    number = np.concatenate([found.item[at].astype(np.int64), mine[:, 2]])
    score = np.concatenate([found.score[at].astype(np.int64), mine[:, 3]])
    if with_noise:
        score += rank_noise(market, day, cells, cell, number)
    # Cell and falling score in one number; of equals the order given decides: rivals first, own by their number.
    order = np.argsort((cell << 32) - score, kind="stable")
    row = cell[order]
    slot = np.arange(len(order)) - np.searchsorted(row, np.arange(len(cells)))[row]
    shown = slot < SLOTS
    order, place = order[shown], row[shown] * SLOTS + slot[shown]
    size = len(cells) * SLOTS
    pages = {name: np.zeros(size, dtype=np.int64) for name in ("number", "match", "cost", "veto")}
    items = np.full(size, -1, dtype=np.int32)
    items[place] = item[order]
    pages["number"][place] = number[order]
    pages["match"][place] = np.concatenate([found.match[at].astype(np.int64), mine[:, 4]])[order]
    own_rows = order >= len(at)
    for column, name in ((5, "cost"), (6, "veto")):
        pages[name][place[own_rows]] = mine[order[own_rows] - len(at), column]
    shape = (len(cells), SLOTS)
    is_own = (items >= rivals).reshape(shape)
    first_own = np.where(is_own.any(axis=1), is_own.argmax(axis=1), SLOTS)
    number, match, cost, veto = (pages[name].reshape(shape) for name in ("number", "match", "cost", "veto"))
    return Shelf(
        tuple(cells), tuple(offers), items.reshape(shape), number, match, cost, veto, first_own.astype(np.int64)
    )


def rank_noise(market: Market, day: int, cells: Sequence[Cell], cell: I64, number: I64) -> I64:
    """Milli-units of noise for items of cells: Gumbel, mean 0, deviation 500."""
    of_day = mix64(market.noise_key + day * GOLD)
    keys = [mix64(of_day ^ _place(c.platform, c.country) ^ c.query << 32) for c in cells]
    cell_keys: U64 = np.array(keys, dtype=np.uint64)
    drawn = mix64_array(cell_keys[cell] ^ ((number + 1).astype(np.uint64) * np.uint64(GOLD)))
    gumbel = market.tables.gumbel[(drawn >> np.uint64(48)).astype(np.int64)].astype(np.int64)
    return (gumbel - GUMBEL_MEAN) * NOISE_DEVIATION // GUMBEL_DEVIATION


@lru_cache(maxsize=1024)
def _place(platform: str, country: str) -> int:
    return key_of("place", platform, country)
