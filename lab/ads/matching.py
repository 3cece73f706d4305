"""Which searches an advertisement enters, and with which bid.

Words are compared as the search index reads them, so "desk lamps" bids on "desk lamp" too. Exact: the same words in
the same order. Phrase: the words stand together in the search. Broad: all words stand somewhere in it. Auto: the
search finds the listing by its own text. A negative word takes searches out again, whatever let them in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lab.languages.search_tokens import search_tokens
from lab.market.base import Market
from lab.search.text import Wording, hits, keyword_searches
from lab.world.campaign import Negative, Target


@dataclass(frozen=True, slots=True)
class Entry:
    """A search that an ad enters: the keyword's number and the place of the target that bids most for it."""

    query: int
    target: int


def holds(query: Sequence[str], words: Sequence[str], match: str) -> bool:
    """Whether a search (tokens) is one that words with a match type mean."""
    if not words:
        return False
    if match == "exact":
        return tuple(query) == tuple(words)
    if match == "phrase":
        return any(tuple(query[at : at + len(words)]) == tuple(words) for at in range(len(query) - len(words) + 1))
    return all(word in query for word in words)


@lru_cache(maxsize=4096)
def searches_entered(
    market: Market, wording: Wording, language: str, targets: tuple[Target, ...], negatives: tuple[Negative, ...]
) -> tuple[Entry, ...]:
    """All keywords of a language that an ad for a listing enters, in the order of the keyword table.

    Of several targets that let a search in, the highest bid counts, and of equal bids the first.
    """
    searches = keyword_searches(market, language)
    barred = [(negative.match, search_tokens(negative.text, language)) for negative in negatives if negative.language == language]
    best: dict[int, int] = {}
    for number, target in enumerate(targets):
        if target.language != language:
            continue
        for query in _entered_by(market, wording, target):
            if query not in best or target.bid.amount > targets[best[query]].bid.amount:
                best[query] = number
    first = searches.keywords[0].id if searches.keywords else 0
    return tuple(
        Entry(query, best[query])
        for query in sorted(best)
        if not any(holds(searches.tokens[query - first], words, match) for match, words in barred)
    )


def _entered_by(market: Market, wording: Wording, target: Target) -> list[int]:
    if target.match == "auto":
        return [hit.query for hit in hits(market, wording, target.language)]
    words = search_tokens(target.text, target.language)
    searches = keyword_searches(market, target.language)
    if not words:
        return []
    near = searches.places.get(words[0], ())
    return [searches.keywords[place].id for place in near if holds(searches.tokens[place], words, target.match)]
