"""How a listing meets every keyword of a language at once: which of its fields hold the words, and where it stands.

The place is the one that `lab.search.rank` gives, counted against the rivals that are kept with each keyword
(`Candidates`, the best of them); a listing that all of these beat stands beyond them. Kept by the listing's state, so
that a page asks once for a thousand keywords.
"""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.languages.search_tokens import search_tokens
from lab.market.appeal import total
from lab.market.base import FIELDS, Market
from lab.market.build import CANDIDATES
from lab.market.textscore import relevance_points, rivals_found
from lab.search.offer import offer_of, offers_at
from lab.search.text import Wording, hits, keyword_searches, listing_text
from lab.world.listing import Listing
from lab.world.world import World

BEYOND = CANDIDATES
"""Places up to this one are known exactly."""


@dataclass(frozen=True, slots=True)
class Words:
    """How many of a keyword's different words (`of`) stand in each field of a listing, in the order of `FIELDS`, and in all together."""

    of: int
    fields: tuple[int, ...]
    together: int

    @property
    def is_covered(self) -> bool:
        return self.together == self.of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing stands for a keyword. `place` is None when it is not found; `beyond` when it stands after `BEYOND` rivals."""

    place: int | None
    beyond: bool = False


@lru_cache(maxsize=256)
def words_held(market: Market, wording: Wording, language: str) -> tuple[Words, ...]:
    """Every keyword of a language, in the order of the keyword table."""
    fields = listing_text(market, wording, language).fields
    sets = [frozenset(fields[name]) for name in FIELDS]
    everything = frozenset().union(*sets)
    rows = []
    for tokens in keyword_searches(market, language).tokens:
        wanted = frozenset(tokens)
        rows.append(Words(len(wanted), tuple(len(wanted & held) for held in sets), len(wanted & everything)))
    return tuple(rows)


def places_held(world: World, listing: Listing, language: str) -> dict[int, Place]:
    """Where a listing on sale stands, by keyword; a keyword that does not find it is left out.

    As `lab.search.rank.rank`: a listing that is sold out is placed as if it were not.
    """
    if not listing.is_live or listing.price is None:
        return {}
    market = world.setting.market
    own = offer_of(world, listing)
    base = total(own.rank_terms(language, world))
    rivals = [
        (offer.wording, total(offer.rank_terms(language, world)), offer.number)
        for offer in offers_at(world, listing.place)
        if offer.listing.key != listing.key
    ]
    key = (market.sha256, own.wording, base, own.number, tuple(rivals), language)
    known = _KEPT.get(key)
    if known is None:
        known = _KEPT[key] = _places(market, own.wording, base, own.number, rivals, language)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return known


_KEPT: OrderedDict[tuple[object, ...], dict[int, Place]] = OrderedDict()
_MOST = 256


def _places(
    market: Market, wording: Wording, base: int, number: int, others: list[tuple[Wording, int, int]], language: str
) -> dict[int, Place]:
    points = _points(market, wording, language)
    beside = [(_points(market, other, language), its_base, its_number) for other, its_base, its_number in others]
    start, score = market.candidates.start, market.candidates.score
    found = {}
    for query, relevance in points.items():
        own = base + relevance
        low, high = int(start[query]), int(start[query + 1])
        before = int(np.count_nonzero(score[low:high] >= own))
        if before == CANDIDATES:
            found[query] = Place(before, beyond=True)
            continue
        for theirs, its_base, its_number in beside:
            if query in theirs:
                its = its_base + theirs[query]
                before += its > own or (its == own and its_number < number)
        found[query] = Place(before + 1)
    return found


@lru_cache(maxsize=512)
def _points(market: Market, wording: Wording, language: str) -> dict[int, int]:
    """Milli-utils for the text, by keyword that finds it."""
    return {hit.query: relevance_points(market.tables, hit.rel) for hit in hits(market, wording, language)}


@lru_cache(maxsize=16384)
def rivals_for(market: Market, query: int) -> int:
    """How many rivals a keyword finds."""
    keyword = market.keywords[query]
    tokens = search_tokens(keyword.text, keyword.language)
    return len(rivals_found(market.index[keyword.language], tokens, len(market.goods))[0])
