"""Where a listing stands in a search, and why, without the market's daily noise.

    score = 1500 ln rel + sales + click rate + order rate + rating - price - delivery + content - stuffing + newness
"""

from dataclasses import dataclass

from lab.languages.search_tokens import search_tokens
from lab.market.appeal import Term, relevance_term, total
from lab.market.base import RivalProduct
from lab.market.textscore import FOUND_ABOVE, rivals_found
from lab.search.offer import Offer, offer_of, offers_at
from lab.search.text import listing_text, score_text
from lab.values.errors import NotFound
from lab.world.world import World

PAGE_SIZE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found: a rival or an own offer. Best is the highest score, then the lower number."""

    score: int
    number: int
    rel: int
    rival: RivalProduct | None = None
    offer: Offer | None = None


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


def found_at(world: World, platform: str, country: str, language: str, query: str) -> list[Found]:
    """Everything that a search finds at a place, best first. A query without words finds everything, best sold first."""
    market = world.setting.market
    tokens = tuple(search_tokens(query, language))
    index = market.index.get(language)
    found: list[Found] = []
    if tokens and index is not None:
        for item, rel in rivals_found(index, tokens).items():
            if rel > FOUND_ABOVE:
                score = int(market.rank_base[item]) + relevance_term(rel).value
                found.append(Found(score, item, rel, rival=market.products[item]))
    elif not query.strip():
        found = [Found(product.velocity, product.id, 0, rival=product) for product in market.products]
    for offer in offers_at(world, f"{platform}/{country}"):
        if tokens:
            rel = score_text(market, listing_text(market, offer.wording, language), tokens)
            if rel > FOUND_ABOVE:
                score = total(offer.rank_terms(language, world)) + relevance_term(rel).value
                found.append(Found(score, offer.number, rel, offer=offer))
        elif not query.strip():
            found.append(Found(offer.listing.record.velocity, offer.number, 0, offer=offer))
    found.sort(key=lambda thing: (-thing.score, thing.number))
    return found


def rank(world: World, listing_key: str, query: str, language: str) -> Rank:
    """Where a listing stands for any query that may be typed, known keyword or not.

    A live listing that is out of stock or cannot be shipped is ranked as if it could be, so that a sold-out
    success is not taken for a failure. Raises NotFound for an unknown listing.
    """
    listing = world.listings.get(listing_key)
    if listing is None:
        raise NotFound("no_such_listing", listing=listing_key[:100])
    found = found_at(world, listing.platform, listing.country, language, query)
    others = [thing for thing in found if thing.offer is None or thing.offer.listing.key != listing_key]
    tokens = tuple(search_tokens(query, language))
    if listing.price is None or not tokens:
        return Rank(None, len(others), None, 0, (), 0)
    offer = offer_of(world, listing)
    rel = score_text(world.setting.market, listing_text(world.setting.market, offer.wording, language), tokens)
    terms = (relevance_term(rel), *offer.rank_terms(language, world))
    score = total(terms)
    if not listing.is_live or rel <= FOUND_ABOVE:
        return Rank(None, len(others), None, score, terms, rel)
    before = sum(1 for thing in others if (-thing.score, thing.number) < (-score, offer.number))
    return Rank(before + 1, len(others) + 1, before // PAGE_SIZE + 1, score, terms, rel)
