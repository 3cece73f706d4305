"""What a search finds, in which order, and why, without the market's daily noise.

    score = 1500 ln rel + sales + click rate + order rate + rating - price - delivery + content - stuffing + newness

The storefront's result page, the place that a student is told and the pages that shoppers see are filled by `lab.search.slots`.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.languages.search_tokens import search_tokens
from lab.market.appeal import Term, total
from lab.market.base import I64, Market
from lab.market.textscore import FOUND_ABOVE, relevance_points, relevance_points_array, rivals_found
from lab.search.offer import Offer, offer_of, offers_at
from lab.search.slots import insert_own, page_of_place
from lab.search.text import keyword_of, listing_text, score_text
from lab.values.errors import NotFound
from lab.world.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Everything that a search finds at a place, best first.

    `item` counts rivals from 0 and own offers on from `goods`, `score` is in milli-utils, `rel` in millionths.
    """

    item: I64
    score: I64
    rel: I64
    goods: int
    offers: tuple[Offer, ...]

    def __len__(self) -> int:
        return len(self.item)

    def offer(self, item: int) -> Offer | None:
        """The own offer of an item; None for a rival."""
        return self.offers[item - self.goods] if item >= self.goods else None


@dataclass(frozen=True, slots=True)
class Rank:
    """A listing's place among `of` things found; None when it is not on sale or not found.

    `terms` add up to `score` (milli-utils); `rel` is the text's own score in millionths.
    """

    position: int | None
    of: int
    page: int | None
    score: int
    terms: tuple[Term, ...]
    rel: int


def found_at(world: World, platform: str, country: str, language: str, query: str) -> Found:
    """Everything that a search finds at a place. A query without words finds everything, best sold first."""
    market = world.setting.market
    goods = len(market.goods)
    tokens = tuple(search_tokens(query, language))
    if not tokens and query.strip():
        return Found(*_NOTHING, goods, ())
    offers: list[Offer] = []
    own: list[tuple[int, int, int]] = []
    for offer in offers_at(world, f"{platform}/{country}"):
        if tokens:
            its_rel = score_text(market, listing_text(market, offer.wording, language), tokens)
            if its_rel > FOUND_ABOVE:
                points = total(offer.rank_terms(language, world)) + relevance_points(market.tables, its_rel)
                own.append((points, its_rel, offer.number))
                offers.append(offer)
        else:
            own.append((offer.listing.record.velocity, 0, offer.number))
            offers.append(offer)
    item, score, rel = rivals_in_order(market, language, tokens)
    if not offers:
        return Found(item, score, rel, goods, ())
    mine = np.array(own, dtype=np.int64)
    placed = insert_own(score[np.newaxis], np.zeros(len(offers), dtype=np.int64), mine[:, 0], mine[:, 2])
    rows = np.zeros((3, len(item) + len(offers)), dtype=np.int64)
    rows[:, np.arange(len(item)) + placed.shift[0]] = (item, score, rel)
    rows[:, placed.place] = (goods + placed.order, mine[placed.order, 0], mine[placed.order, 1])
    return Found(rows[0], rows[1], rows[2], goods, tuple(offers))


_NOTHING: tuple[I64, I64, I64] = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@lru_cache(maxsize=256)
def rivals_in_order(market: Market, language: str, tokens: tuple[str, ...]) -> tuple[I64, I64, I64]:
    """Item, score and rel of all rivals that a query finds, best first and then by lower number; without tokens every
    rival, best sold first. Kept, because many students of a class type the same; not to be changed."""
    goods = len(market.goods)
    index = market.index.get(language)
    if not tokens:
        item, score = np.arange(goods, dtype=np.int64), market.goods.velocity.astype(np.int64)
        rel = np.zeros(goods, dtype=np.int64)
    elif index is not None:
        item, rel = rivals_found(index, tokens, goods)
        score = market.rank_base[item] + relevance_points_array(market.tables, rel)
    else:
        return _NOTHING
    # Falling score and then rising number as one number: sorting integers is several times faster than sorting rows.
    best = np.sort((_HIGHEST - score) << _ITEM_BITS | np.arange(len(item))) & ((1 << _ITEM_BITS) - 1)
    found = item[best], score[best], rel[best]
    for column in found:
        column.setflags(write=False)
    return found


_HIGHEST, _ITEM_BITS = 1 << 40, 20


def rank(world: World, listing_key: str, query: str, language: str) -> Rank:
    """Where a listing stands for any query that may be typed, known keyword or not.

    A live listing that is out of stock or cannot be shipped is ranked as if it could be, so that a sold-out
    success is not taken for a failure. Raises NotFound for an unknown listing.
    """
    listing = world.listings.get(listing_key)
    if listing is None:
        raise NotFound("no_such_listing", listing=listing_key[:100])
    market = world.setting.market
    found = found_at(world, listing.platform, listing.country, language, query)
    place = next((at for at, offer in enumerate(found.offers) if offer.listing.key == listing_key), None)
    others = len(found) - (place is not None)
    tokens = tuple(search_tokens(query, language))
    if listing.price is None or not tokens:
        return Rank(None, others, None, 0, (), 0)
    offer = offer_of(world, listing)
    rel = score_text(market, listing_text(market, offer.wording, language), tokens)
    terms = (Term("relevance", relevance_points(market.tables, rel)), *offer.rank_terms(language, world))
    score = total(terms)
    if not listing.is_live or rel <= FOUND_ABOVE:
        return Rank(None, others, None, score, terms, rel)
    if place is not None:
        before = int(np.flatnonzero(found.item == found.goods + place)[0])
    else:
        before = int(np.count_nonzero(found.score >= score))
    page = page_of_place(before, keyword_of(market, language, query) is not None)
    return Rank(before + 1, others + 1, page, score, terms, rel)
