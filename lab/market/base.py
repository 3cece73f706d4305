"""The base market: what every run's shop competes with. Built once, frozen, shared, never changed by a run.

Sizes: Q keywords, N rival goods, C countries, G = 3 groups of shoppers (relaxed, normal, price hunters), D days from
`lab.market.calendars.FIRST_DAY` on. Goods are numbered from 0, type after type in the order of the types' keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lab.market.calendars import Occasion
from lab.market.catalogue import LANGUAGES, Category, ProductType, Wording
from lab.market.people import Person
from lab.values.money import Money

I16: TypeAlias = NDArray[np.int16]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
U8: TypeAlias = NDArray[np.uint8]
U16: TypeAlias = NDArray[np.uint16]
U32: TypeAlias = NDArray[np.uint32]

FIELDS = ("title", "search_terms", "attributes", "bullets", "description")
REFERENCE = "EUR"
"""Currency of the market's own prices."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """What shoppers of one language type. `wants` gives the attribute choices they mean; `volume` is searches a month."""

    id: int
    language: str
    text: str
    type: str
    wants: Mapping[str, str]
    volume: int


@dataclass(frozen=True, slots=True)
class RivalProduct:
    """One thing that somebody else sells. `rating` is in thousandths of a star; qualities are permille.

    `velocity` is pieces sold of late, in thousandths, half-life seven days; `languages` those in which its page is written.
    """

    id: int
    type: str
    brand: str
    model: str
    attributes: Mapping[str, str]
    price: Money
    rating: int
    reviews: int
    delivery_days: int
    title_quality: int
    image_quality: int
    description_quality: int
    free_returns: bool
    brand_known: bool
    badge: bool
    velocity: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """The rivals' goods as columns of N rows; `lab.market.goods.rival` reads a row.

    `type` is the type's place among the market's types, `brand` and `model` places in its wording, `values` [N, A] the
    place of each attribute's value (-1 where the type has fewer attributes), `price` minor units of the reference
    currency, `days` days of delivery, `near` whether the goods lie in a warehouse of the platform (then `days` holds everywhere),
    `languages` a bit for each of `LANGUAGES`. The rest as in `RivalProduct`.
    """

    type: U16
    brand: U16
    model: U16
    values: I16
    price: I32
    rating: I16
    reviews: I32
    days: U8
    near: U8
    title: I16
    image: I16
    description: I16
    free_returns: U8
    brand_known: U8
    badge: U8
    velocity: I32
    languages: U8

    def __len__(self) -> int:
        return len(self.type)


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Frozen text statistics of one language, and where each token is found.

    `row` numbers the tokens; `idf` (millionths) belongs to a row, `unseen_idf` to a token that no rival uses.
    Postings of row r are `item[start[r]:start[r + 1]]`, rising, and `weight`, the rival's saturated term frequency in
    1/65536. `average_length` is in thousandths of a token, per field.
    """

    row: Mapping[str, int]
    idf: I32
    unseen_idf: int
    average_length: Mapping[str, int]
    start: I32
    item: U16
    weight: U16

    def idf_of(self, token: str) -> int:
        row = self.row.get(token)
        return self.unseen_idf if row is None else int(self.idf[row])


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Rivals found by each keyword, best first by score and then by lower number, before any daily noise.

    Those of keyword q are `item[start[q]:start[q + 1]]`; `rel` is in millionths, `score` and `match` in milli-utils.
    """

    start: I32
    item: I16
    rel: I32
    score: I32
    match: I16


@dataclass(frozen=True, slots=True, eq=False)
class Adverts:
    """Rivals that advertise on each keyword, [Q, 8], best first by `score` and then by lower number; -1 in `item` is none.

    `score` is the bid in micro-units of the reference currency times the root of the quality; `match` in milli-utils.
    """

    item: I16
    score: I32
    match: I16


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Functions on integers, made once with exact decimals.

    `click[v + 12000]` = floor(2**32 / (1 + e**(-v/1000))), v from -12000 to 8000; `gumbel[i]` and `depth[i]`, i below
    65536: milli-units of a Gumbel number at (i + 0.5) / 65536, and the slots that a shopper looks at;
    `relevance[i]`, i from 0 to 65536: 1500 ln(i / 65536), with 1 for 0.
    """

    click: U32
    gumbel: I16
    depth: U8
    relevance: I32


@dataclass(frozen=True, slots=True)
class Demand:
    """When people buy: `season` in permille of normal demand per country and day, `category` per top of the category
    tree and month, `share` the part of its language's searches that a keyword has, in 1/2**30."""

    season: Mapping[str, I16]
    category: Mapping[str, tuple[int, ...]]
    share: U32
    occasions: Mapping[str, tuple[Occasion, ...]]
    """What is behind `season`, per country by day."""
    rates: Mapping[str, I64]
    """Millionths of a currency's unit for one unit of the reference currency, per day."""


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything about the market that a run may look at and cannot move. `sha256` names its content."""

    version: str
    sha256: str
    types: Mapping[str, ProductType]
    wordings: Mapping[str, Wording]
    categories: Mapping[str, Category]
    goods: Goods
    keywords: tuple[Keyword, ...]
    people: Mapping[str, tuple[Person, ...]]
    index: Mapping[str, TextIndex]
    candidates: Candidates
    adverts: Adverts
    tables: Tables
    demand: Demand
    rank_base: I32
    """[N] milli-units of rank score apart from the text, per rival."""
    click_u: I16
    """[G, N] milli-utils of a click, per rival, before the match."""
    buy_u: I16
    """[C, G, N] milli-utils of a purchase, per rival, before the match; `countries` names the first axis."""
    countries: tuple[str, ...]
    noise_key: int
    """Key of the market's own daily noise in rank."""

    def items_of(self, type_key: str) -> range:
        """The numbers of all rivals of a type."""
        return _items_by_type(self)[type_key]

    def keywords_of(self, language: str) -> tuple[Keyword, ...]:
        """The keywords of a language, by rising number."""
        return _keywords_by_language(self).get(language, ())


@lru_cache(maxsize=8)
def _items_by_type(market: Market) -> dict[str, range]:
    numbers = market.goods.type
    edges = np.searchsorted(numbers, np.arange(len(market.types) + 1)).tolist()
    return {key: range(edges[place], edges[place + 1]) for place, key in enumerate(market.types)}


@lru_cache(maxsize=8)
def _keywords_by_language(market: Market) -> dict[str, tuple[Keyword, ...]]:
    return {language: tuple(k for k in market.keywords if k.language == language) for language in LANGUAGES}
