"""The page of results that a shopper sees, without the market's daily noise."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from lab.market.base import Keyword, Market
from lab.search.offer import REFERENCE, in_reference
from lab.search.rank import PAGE_SIZE, Found, found_at
from lab.values.money import Money
from lab.values.text import chosen, tidy
from lab.world.world import World

FEW = 3
"""With fewer results than this, another spelling is offered."""


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
    world: World, platform: str, country: str, language: str, query: str, page: int = 1, size: int = PAGE_SIZE
) -> ResultPage:
    """A page of what a search finds at a place; an empty query shows the best sellers. A page too far is the last one."""
    found = found_at(world, platform, country, language, query)
    pages = max(1, -(-len(found) // size))
    page = max(1, min(page, pages))
    first = (page - 1) * size
    rows = tuple(_row(thing, first + place, language) for place, thing in enumerate(found[first : first + size], start=1))
    better = did_you_mean(world.setting.market, language, query) if len(found) < FEW else None
    return ResultPage(query, len(found), page, pages, rows, better)


def _row(thing: Found, position: int, language: str) -> Row:
    if thing.rival is not None:
        rival = thing.rival
        title = chosen({code: text.title for code, text in rival.texts.items()}, language)
        rating = rival.rating if rival.reviews else 0
        return Row(
            "rival", str(rival.id), rival.type, title, rival.price, rating, rival.reviews,
            rival.delivery_days, None, position, thing.rel,
        )  # fmt: skip
    assert thing.offer is not None
    listing, appeal = thing.offer.listing, thing.offer.appeal
    assert listing.price is not None
    price = Money(in_reference(listing.price), REFERENCE)
    image = listing.images[0].sha256 if listing.images else None
    return Row(
        "own", listing.key, thing.offer.wording.type, listing.title, price, appeal.rating, appeal.reviews,
        appeal.days, image, position, thing.rel,
    )  # fmt: skip


def did_you_mean(market: Market, language: str, query: str) -> str | None:
    """The keyword of a language that is spelt most like the query, other than the query itself."""
    typed = tidy(query).casefold()
    words = [keyword.text for keyword in market.keywords if keyword.language == language]
    near = get_close_matches(typed, words, n=1, cutoff=0.75) if typed else []
    return near[0] if near and near[0] != typed else None


def keyword_table(market: Market, language: str, type: str | None = None) -> tuple[Keyword, ...]:
    """What shoppers of a language type, the most typed first; of one type of goods or of all."""
    chosen_ones = [k for k in market.keywords if k.language == language and type in (None, k.type)]
    return tuple(sorted(chosen_ones, key=lambda keyword: (-keyword.volume, keyword.id)))
