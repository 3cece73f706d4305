"""How well a text answers a search: BM25F on integers, with statistics frozen in the market.

    tf'(t)  = sum over fields of  w * tf / (1 - b + b * length / average length)
    weight  = tf' / (k1 + tf')
    rel     = sum of idf * weight / sum of idf, over the different tokens of the query

Form: Robertson, Zaragoza, Taylor 2004; field weights set for teaching. Weights and rel are in millionths.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from lab.market.base import FIELDS, TextIndex

MICRO = 1_000_000
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
    """The weight of every token of a document, in millionths; `fields` gives each field's tokens in order."""
    total: dict[str, int] = {}
    for field in FIELDS:
        tokens = fields.get(field, ())
        if not tokens:
            continue
        weight, b = FIELD_WEIGHT[field]
        norm = 1000 - b + b * len(tokens) * 1000 // max(1, average_length[field])
        for token, count in Counter(tokens).items():
            total[token] = total.get(token, 0) + weight * count * MICRO // norm
    return {token: value * MICRO // (K1 + value) for token, value in total.items()}


def relevance(query: Sequence[str], idf: Callable[[str], int], weights: Mapping[str, int]) -> int:
    """rel of a document for a query, 0 to 1,000,000; 0 for a query without tokens."""
    tokens = dict.fromkeys(query)
    most = sum(map(idf, tokens))
    if not most:
        return 0
    return sum(idf(token) * weights[token] for token in tokens if token in weights) // most


def rivals_found(index: TextIndex, query: Sequence[str]) -> dict[int, int]:
    """rel of every rival with at least one token of the query, by rival number; also those below the limit."""
    tokens = dict.fromkeys(query)
    most = sum(map(index.idf_of, tokens))
    found: dict[int, int] = {}
    for token in tokens:
        row = index.row.get(token)
        if row is None:
            continue
        idf = int(index.idf[row])
        low, high = int(index.start[row]), int(index.start[row + 1])
        for item, weight in zip(index.item[low:high].tolist(), index.weight[low:high].tolist(), strict=True):
            found[item] = found.get(item, 0) + idf * weight
    return {item: score // most for item, score in found.items()} if most else {}
