"""How well a text answers a search: BM25F on integers, with statistics frozen in the market.

    tf'(t)  = sum over fields of  w * tf / (1 - b + b * length / average length)
    weight  = tf' / (k1 + tf')
    rel     = sum of idf * weight / sum of idf, over the different tokens of the query

Form: Robertson, Zaragoza, Taylor 2004; field weights set for teaching. Weights are in 1/65536, rel in millionths.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from lab.market.base import FIELDS, I64, Tables, TextIndex

MICRO = 1_000_000
WEIGHT_BITS = 16
K1 = 1_200_000
FOUND_ABOVE = 50_000
FIELD_WEIGHT: Mapping[str, tuple[int, int]] = {
    # field: (weight in thousandths, b in thousandths)
    "title": (3000, 500),
    "search_terms": (2000, 300),
    "attributes": (2000, 0),
    "bullets": (1000, 600),
    "description": (600, 750),
}


def token_weights(fields: Mapping[str, Sequence[str]], average_length: Mapping[str, int]) -> dict[str, int]:
    """The weight of every token of a document, in 1/65536; `fields` gives each field's tokens in order."""
    total: dict[str, int] = {}
    for field in FIELDS:
        tokens = fields.get(field, ())
        if not tokens:
            continue
        weight, b = FIELD_WEIGHT[field]
        norm = 1000 - b + b * len(tokens) * 1000 // max(1, average_length[field])
        for token, count in Counter(tokens).items():
            total[token] = total.get(token, 0) + weight * count * MICRO // norm
    return {token: (value << WEIGHT_BITS) // (K1 + value) for token, value in total.items()}


def relevance(query: Sequence[str], idf: Callable[[str], int], weights: Mapping[str, int]) -> int:
    """rel of a document for a query, 0 to 1,000,000; 0 for a query without tokens."""
    tokens = dict.fromkeys(query)
    most = sum(map(idf, tokens))
    if not most:
        return 0
    score = sum(idf(token) * weights[token] for token in tokens if token in weights)
    return (score >> WEIGHT_BITS) * MICRO // most


def rivals_found(index: TextIndex, query: Sequence[str], goods: int) -> tuple[I64, I64]:
    """Numbers, rising, and rel of all rivals that a query finds (rel above the limit), out of `goods`."""
    tokens = dict.fromkeys(query)
    most = sum(map(index.idf_of, tokens))
    score = np.zeros(goods, dtype=np.int64)
    for token in tokens:
        row = index.row.get(token)
        if row is not None:
            low, high = int(index.start[row]), int(index.start[row + 1])
            score[index.item[low:high]] += int(index.idf[row]) * index.weight[low:high].astype(np.int64)
    if not most:
        return score[:0], score[:0]
    score >>= WEIGHT_BITS
    items = np.flatnonzero(score > FOUND_ABOVE * most // MICRO)
    rel = score[items] * MICRO // most
    above = rel > FOUND_ABOVE
    return items[above], rel[above]


def relevance_points(tables: Tables, rel: int) -> int:
    """1500 ln rel in milli-utils, for rel in millionths."""
    return int(tables.relevance[(rel << 16) // MICRO])


def relevance_points_array(tables: Tables, rel: I64) -> I64:
    """`relevance_points` of every element."""
    points: I64 = tables.relevance[(rel << 16) // MICRO].astype(np.int64)
    return points
