"""How a page of results is filled: own offers among rivals by score, and advertisements between them.

One rule for everybody: the storefront, the place that a student is told and the pages that shoppers see are filled here.
Rows of a page stand best first; of equals a rival stands before an own offer, and an own offer by its lower number.
Sizes: C pages, K rivals on each (best first, `EMPTY` below the last), R own offers over all pages.
"""

from dataclasses import dataclass

import numpy as np

from lab.market.adverts import SLOTS as SOLD
from lab.market.base import I64
from lab.market.exact import SLOTS as PAGE_SLOTS

EMPTY = -(1 << 30)
"""Score of a place that no rival fills."""


def first_page_places(has_adverts: bool) -> int:
    """How many results that nobody paid for stand on the first page: a known keyword's page has slots that are sold."""
    return PAGE_SLOTS - len(SOLD) if has_adverts else PAGE_SLOTS


def page_of_place(place: int, has_adverts: bool) -> int:
    """The page, from 1, on which the result at a place (from 0, advertisements not counted) stands."""
    first = first_page_places(has_adverts)
    return 1 if place < first else 2 + (place - first) // PAGE_SLOTS


def places_on_page(page: int, of: int, has_adverts: bool) -> range:
    """The places, from 0, that stand on a page of `of` results."""
    first = first_page_places(has_adverts)
    low = 0 if page == 1 else first + (page - 2) * PAGE_SLOTS
    return range(min(low, of), min(of, first + (page - 1) * PAGE_SLOTS))


@dataclass(frozen=True, slots=True, eq=False)
class Insertion:
    """Where own offers come to stand: `order` sorts the R rows by page and place, `place` and `before` belong to the
    sorted rows: the place on the page, from 0, and how many rivals stand before. `shift` [C, K] is by how many places
    each rival moves down."""

    order: I64
    place: I64
    before: I64
    shift: I64


def insert_own(rival_score: I64, cell: I64, score: I64, number: I64) -> Insertion:
    """Put R own offers with `score` and `number` on the pages `cell` among rivals with scores [C, K]."""
    cells, width = rival_score.shape
    order = np.lexsort((number, -score, cell))
    at = cell[order]
    before = np.count_nonzero(rival_score[at] >= score[order][:, np.newaxis], axis=1)
    first = np.searchsorted(at, np.arange(cells))
    nth = np.arange(len(at)) - first[at]
    counts = np.bincount(at * (width + 1) + before, minlength=cells * (width + 1)).reshape(cells, width + 1)
    shift = np.cumsum(counts, axis=1)[:, :width]
    return Insertion(order, before + nth, before, shift)
