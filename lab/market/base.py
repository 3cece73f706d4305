"""The base market: what every run's shop competes with. Built once, frozen, shared, never changed by a run.

Sizes: Q keywords, N rival goods, G = 3 groups of shoppers (relaxed, normal, price hunters).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lab.market.catalogue import Category, ProductType
from lab.market.people import Person
from lab.values.money import Money

I16: TypeAlias = NDArray[np.int16]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
U8: TypeAlias = NDArray[np.uint8]
U32: TypeAlias = NDArray[np.uint32]

FIELDS = ("title", "search_terms", "attributes", "bullets", "description")


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
class RivalText:
    """What a rival's page says in one language."""

    title: str
    bullets: tuple[str, ...]
    description: str
    search_terms: str


@dataclass(frozen=True, slots=True)
class RivalProduct:
    """One thing that somebody else sells. `rating` is in thousandths of a star; qualities are permille."""

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
    velocity: int
    """Pieces sold of late, in thousandths, half-life seven days."""
    texts: Mapping[str, RivalText]


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Frozen text statistics of one language, and where each token is found.

    `row` numbers the tokens; `idf` (millionths) belongs to a row, `unseen_idf` to a token that no rival uses.
    Postings of row r are `item[start[r]:start[r + 1]]`, falling under no order but the item's, and `weight`, the
    rival's saturated term frequency in millionths. `average_length` is in thousandths of a token, per field.
    """

    row: Mapping[str, int]
    idf: I32
    unseen_idf: int
    average_length: Mapping[str, int]
    start: I32
    item: I16
    weight: I32

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
class Tables:
    """Functions on integers, made once with exact decimals.

    `click[v + 12000]` = floor(2**32 / (1 + e**(-v/1000))), v from -12000 to 8000; `gumbel[i]` and `depth[i]`, i below
    65536: milli-units of a Gumbel number at (i + 0.5) / 65536, and the slots that a shopper looks at.
    """

    click: U32
    gumbel: I16
    depth: U8


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything about the market that a run may look at and cannot move. `sha256` names its content."""

    version: str
    sha256: str
    types: Mapping[str, ProductType]
    categories: Mapping[str, Category]
    products: tuple[RivalProduct, ...]
    keywords: tuple[Keyword, ...]
    people: Mapping[str, tuple[Person, ...]]
    index: Mapping[str, TextIndex]
    candidates: Candidates
    tables: Tables
    rank_base: I32
    """[N] milli-units of rank score apart from the text, per rival."""
    click_u: I16
    """[G, N] milli-utils of a click, per rival, before the match."""
    buy_u: I16
    """[G, N] milli-utils of a purchase, per rival, before the match."""
    noise_key: int
    """Key of the market's own daily noise in rank."""

