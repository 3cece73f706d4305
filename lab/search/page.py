"""The results of a search that nobody paid for, page by page, without the market's daily noise."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from lab.languages.search_tokens import search_tokens
from lab.market.base import REFERENCE, U8, Keyword, Market
from lab.market.distance import days_to, extra_days
from lab.market.goods import rival, rival_text
from lab.search.offer import in_reference
from lab.search.rank import Found, found_at
from lab.search.slots import page_of_place, places_on_page
from lab.search.text import keyword_of
from lab.values.money import Money
from lab.values.text import tidy
from lab.world.world import World

FEW = 3
"""With fewer results than this, another spelling is offered."""
LIKE_ENOUGH, VERY_LIKE = 75, 88


@dataclass(frozen=True, slots=True)
class Row:
    """One result. `ref` is a rival's number as text or an own listing's key; `rating` in milli-stars, 0 without reviews."""

    kind: Literal["rival", "own"]
    ref: str
    type: str
    title: str
    price: Money
    rating: int
    reviews: int
    delivery_days: int
    image_sha: str | None
    position: int
    rel: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of a search; pages are counted from 1, and there is always one."""

    query: str
    total: int
    page: int
    pages: int
    rows: tuple[Row, ...]
    did_you_mean: str | None


def result_page(
    world: World, platform: str, country: str, language: str, query: str, page: int = 1, size: int | None = None
) -> ResultPage:
    """A page of what a search finds at a place; an empty query shows the best sellers. A page too far is the last one.

    Without a size the results stand on the pages of the shop front, where advertisements take some slots of the first.
    """
    market = world.setting.market
    found = found_at(world, platform, country, language, query)
    if size is None:
        has_adverts = keyword_of(market, language, query) is not None
        pages = page_of_place(max(0, len(found) - 1), has_adverts)
        page = max(1, min(page, pages))
        places = places_on_page(page, len(found), has_adverts)
    else:
        pages = max(1, -(-len(found) // size))
        page = max(1, min(page, pages))
        places = range((page - 1) * size, min(page * size, len(found)))
    rows = tuple(_row(market, found, country, place, language) for place in places)
    better = better_query(market, language, query, len(found))
    return ResultPage(query, len(found), page, pages, rows, better)


def _row(market: Market, found: Found, country: str, place: int, language: str) -> Row:
    item, rel = int(found.item[place]), int(found.rel[place])
    offer = found.offer(item)
    if offer is None:
        its = rival(market, item)
        rating = its.rating if its.reviews else 0
        return Row(
            "rival", str(item), its.type, rival_text(market, item, language).title, its.price, rating, its.reviews,
            int(days_at(market, country)[item]), None, place + 1, rel,
        )  # fmt: skip
    listing, appeal = offer.listing, offer.appeal
    price = Money(in_reference(offer.price), REFERENCE)
    image = listing.images[0].sha256 if listing.images else None
    return Row(
        "own", listing.key, offer.wording.type, offer.wording.read_in(language).title, price, appeal.rating, appeal.reviews,
        appeal.days, image, place + 1, rel,
    )  # fmt: skip


@lru_cache(maxsize=64)
def days_at(market: Market, country: str) -> U8:
    """[N] days of delivery of all rivals to a country."""
    return days_to(market.goods, extra_days().get(country, 0))


def better_query(market: Market, language: str, query: str, found: int) -> str | None:
    """Another spelling, where a search found few things or has a word that nothing is described by; None if there is none."""
    index = market.index.get(language)
    if index is None or not query.strip():
        return None
    strange = any(token not in index.row for token in search_tokens(query, language))
    return did_you_mean(market, language, query) if found < FEW or strange else None


@lru_cache(maxsize=1024)
def did_you_mean(market: Market, language: str, query: str) -> str | None:
    """The query spelt as shoppers of a language spell: the keyword most like the whole, else word by word; None if it is right
    or like nothing."""
    typed = tidy(query).casefold()
    words = [keyword.text for keyword in market.keywords_of(language)]
    near = process.extractOne(typed, words, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH) if typed else None
    if near is not None and near[1] >= VERY_LIKE:
        return near[0] if near[0] != typed else None
    known = _words_by_use(market, language)
    mended = " ".join(_spelt(word, known) for word in typed.split(" "))
    if mended != typed:
        return mended
    return near[0] if near is not None else None


def _spelt(word: str, known: Mapping[str, int]) -> str:
    """A word as shoppers spell it: of the known ones that are like it, the most typed; itself if it is known or like none."""
    if word in known or len(word) < 4:
        return word
    near = process.extract(word, list(known), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=3)
    return max(near, key=lambda one: (round(one[1]), known[one[0]], one[0]))[0] if near else word


@lru_cache(maxsize=64)
def _words_by_use(market: Market, language: str) -> Mapping[str, int]:
    """Every word of the keywords of a language, with how often it is typed a month."""
    uses: Counter[str] = Counter()
    for keyword in market.keywords_of(language):
        for word in keyword.text.casefold().split():
            uses[word] += keyword.volume
    return uses


@lru_cache(maxsize=512)
def keyword_table(market: Market, language: str, type: str | None = None) -> tuple[Keyword, ...]:
    """What shoppers of a language type, the most typed first; of one type of goods or of all."""
    chosen_ones = [k for k in market.keywords_of(language) if type in (None, k.type)]
    return tuple(sorted(chosen_ones, key=lambda keyword: (-keyword.volume, keyword.id)))
