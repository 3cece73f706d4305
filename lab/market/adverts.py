"""What an advertisement is worth in the auction, for rivals and own goods alike, and which rivals advertise.

    quality   = chance of a click once it is looked at, mean over the groups of shoppers
    ad score  = bid * quality ** 0.5
    price     = next ad score / quality ** 0.5 + 0.01, at most the bid

Generalised second price: Edelman, Ostrovsky, Schwarz 2007. The root keeps quality from deciding alone (set).
Bids are in micro-units of the reference currency; roots in 1/65536.
"""

from math import isqrt

import numpy as np

from lab.market.appeal import GROUPS
from lab.market.base import I16, Adverts, Candidates, Tables
from lab.market.exact import CLICK_HIGH, CLICK_LOW, exp_milli
from lab.market.stream import Stream

SLOTS = (0, 1, 5, 11, 17, 23, 29, 35)
"""Places of the page, from 0, that are sold to advertisers."""
PER_KEYWORD = len(SLOTS)
STEP = 10_000
"""A cent more than the next one's score asks for."""
RESERVE = 20_000
"""The least bid, and the least price of a click (Amazon KDP advertising help: 0.02)."""
MEDIAN_BID = 300_000
BID_DEVIATION_MILLI = 500
_AMONG = 60


def quality_root(tables: Tables, click_u: tuple[int, ...], match: int) -> int:
    """The root of an ad's quality in 1/65536, from its milli-utils of a click per group and its match."""
    chances = [int(tables.click[max(CLICK_LOW, min(CLICK_HIGH, u + match)) - CLICK_LOW]) for u in click_u]
    return max(1, isqrt(sum(chances) // len(chances)))


def ad_score(bid: int, root: int) -> int:
    return bid * root >> 16


def price_per_click(next_score: int, root: int, bid: int) -> int:
    """What a click costs in micro-units when the next advertiser has a score; the reserve when there is none."""
    return min(bid, max(RESERVE, (next_score << 16) // root + STEP))


def rival_adverts(candidates: Candidates, click_u: I16, tables: Tables, queries: int) -> Adverts:
    """Up to eight of the best-placed rivals of each keyword advertise on it, with bids that never change."""
    item = np.full((queries, PER_KEYWORD), -1, dtype=np.int16)
    score = np.zeros((queries, PER_KEYWORD), dtype=np.int32)
    match = np.zeros((queries, PER_KEYWORD), dtype=np.int16)
    utilities = click_u.T.tolist()
    for query in range(queries):
        low, high = int(candidates.start[query]), int(candidates.start[query + 1])
        found = min(_AMONG, high - low)
        if not found:
            continue
        stream = Stream("adverts", query, size=_AMONG + 13 * PER_KEYWORD)
        rows = []
        for place in stream.order(found)[:PER_KEYWORD]:
            number, its_match = int(candidates.item[low + place]), int(candidates.match[low + place])
            bid = max(RESERVE, MEDIAN_BID * exp_milli(BID_DEVIATION_MILLI * stream.normal_milli() // 1000) // 1000)
            rows.append((-ad_score(bid, quality_root(tables, tuple(utilities[number]), its_match)), number, its_match))
        for place, (negative, number, its_match) in enumerate(sorted(rows)):
            item[query, place], score[query, place], match[query, place] = number, -negative, its_match
    assert len(click_u) == GROUPS
    return Adverts(item, score, match)
