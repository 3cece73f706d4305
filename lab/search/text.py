"""How well a listing's own text answers searches, scored against statistics frozen in the market.

A language reads its translation of a text where there is one, field by field, and the main text elsewhere, with its own word
rules: words written in another language are not found, brands and numbers are, and product data is read in translation as
platforms show it.
Scores depend on the text alone, so they are kept by text: a replay never scores the same words twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from lab.languages.identify import language_verdict
from lab.languages.search_tokens import search_tokens
from lab.market.appeal import match_of
from lab.market.base import FIELDS, Keyword, Market
from lab.market.catalogue import attribute_search_text, attribute_value_fault
from lab.market.textscore import FOUND_ABOVE, relevance, token_weights
from lab.platforms.profile import PlatformProfile
from lab.values.text import tidy
from lab.world.listing import Listing, Translation
from lab.world.setting import Setting

TITLE_CHARS = 200
STUFFING_MAX = 1500


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a listing that its platform lets a search read, and what is truly being sold.

    `translations` are further texts as pairs of language and text, in the order of the languages.
    """

    type: str
    model: str
    title: str
    bullets: tuple[str, ...]
    description: str
    search_terms: str
    attributes: tuple[tuple[str, str], ...]
    truth: tuple[tuple[str, str], ...]
    translations: tuple[tuple[str, Translation], ...] = ()

    def read_in(self, language: str) -> "Wording":
        """What a reader of a language is shown: its translation, and the main text where nothing is translated."""
        if not self.translations:
            return self
        found = dict(self.translations).get(language, _NOT_TRANSLATED)
        return replace(
            self,
            title=found.title or self.title,
            bullets=found.bullets or self.bullets,
            description=found.description or self.description,
            search_terms=found.search_terms or self.search_terms,
            translations=(),
        )


_NOT_TRANSLATED = Translation()


@dataclass(frozen=True, slots=True)
class ListingText:
    """The tokens of a wording in one language, per field of the text score."""

    language: str
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword that finds the listing: `rel` in millionths, `match` in milli-utils."""

    query: int
    rel: int
    match: int


def wording_of(setting: Setting, listing: Listing) -> Wording:
    """What a search reads of a listing; fields that its platform does not use are left out."""
    profile = setting.platforms[listing.platform]
    product = setting.products[listing.sku]
    return Wording(
        product.type,
        product.model,
        listing.title,
        tuple(listing.bullets) if profile.bullets_used else (),
        listing.description,
        listing.search_terms if profile.search_terms_used else "",
        tuple(sorted(listing.attributes.items())),
        tuple(sorted(product.truth.items())),
        tuple((language, _used(text, profile)) for language, text in sorted(listing.translations.items())),
    )


def _used(text: Translation, profile: PlatformProfile) -> Translation:
    """A translation without the fields that its platform does not use."""
    bullets = text.bullets if profile.bullets_used else ()
    return replace(text, bullets=bullets, search_terms=text.search_terms if profile.search_terms_used else "")


def listing_text(market: Market, wording: Wording, language: str) -> ListingText:
    """The tokens of what a wording says to readers of `language`, as text of that language. Attribute values at fault are not
    read."""
    return _listing_text(market, wording.read_in(language), language)


@lru_cache(maxsize=4096)
def _listing_text(market: Market, wording: Wording, language: str) -> ListingText:
    stated = []
    for key, value in wording.attributes:
        attribute = market.types[wording.type].attribute(key)
        if attribute is not None and attribute_value_fault(attribute, value) is None:
            stated.append(attribute_search_text(attribute, value, language))
    pieces: Mapping[str, Sequence[str]] = {
        "title": [wording.title],
        "search_terms": [wording.search_terms],
        "attributes": [wording.model, *stated],
        "bullets": wording.bullets,
        "description": wording.description.split("\n"),
    }
    fields = {
        field: tuple(token for piece in pieces[field] for token in search_tokens(piece, language)) for field in FIELDS
    }
    return ListingText(language, fields)


def score_text(market: Market, text: ListingText, query_tokens: Sequence[str]) -> int:
    """rel of a text for a query in the text's language, 0 to 1,000,000."""
    index = market.index.get(text.language)
    if index is None:
        return 0
    return relevance(query_tokens, index.idf_of, token_weights(text.fields, index.average_length))


def hits(market: Market, wording: Wording, language: str) -> tuple[Hit, ...]:
    """Every keyword of a language that finds the wording, in the order of the keyword table."""
    return _hits(market, wording.read_in(language), language)


@lru_cache(maxsize=4096)
def _hits(market: Market, wording: Wording, language: str) -> tuple[Hit, ...]:
    index = market.index.get(language)
    if index is None:
        return ()
    weights = token_weights(listing_text(market, wording, language).fields, index.average_length)
    truth, type_ = dict(wording.truth), market.types[wording.type]
    searches = keyword_searches(market, language)
    # Only keywords that share a word with the text can find it.
    near = sorted({place for token in weights for place in searches.places.get(token, ())})
    found = []
    for place in near:
        keyword, tokens = searches.keywords[place], searches.tokens[place]
        rel = relevance(tokens, index.idf_of, weights)
        if rel > FOUND_ABOVE:
            match = match_of(type_, truth, market.types[keyword.type], keyword.wants)
            found.append(Hit(keyword.id, rel, match))
    return tuple(found)


def stuffing(market: Market, wording: Wording, language: str) -> int:
    """What a crammed text costs in rank, in milli-utils, 0 to 1500.

    250 for each title word used more than twice, 20 for each title character over 200, and 1000 times the share of
    words in title and search terms by which shoppers look for other goods, and which nobody uses for this type.
    Words that nobody searches by, such as a new brand or a plain adjective, numbers and the own model cost nothing.
    """
    return _stuffing(market, wording.read_in(language), language)


@lru_cache(maxsize=4096)
def _stuffing(market: Market, wording: Wording, language: str) -> int:
    index = market.index.get(language)
    if index is None:
        return 0
    fields = listing_text(market, wording, language).fields
    cost = 250 * sum(1 for count in Counter(fields["title"]).values() if count > 2)
    cost += 20 * max(0, len(wording.title) - TITLE_CHARS)
    own = vocabulary(market, wording.type, language).union(search_tokens(wording.model, language))
    words = (*fields["title"], *fields["search_terms"])
    searched = keyword_searches(market, language).places
    strange = sum(1 for word in words if word in searched and word not in own and not word.isdecimal())
    if words:
        cost += 1000 * strange // len(words)
    return min(cost, STUFFING_MAX)


@lru_cache(maxsize=512)
def vocabulary(market: Market, type_key: str, language: str) -> frozenset[str]:
    """The tokens that rivals of a type and its shoppers use in a language."""
    index = market.index[language]
    searches = keyword_searches(market, language)
    words = {
        token
        for keyword, tokens in zip(searches.keywords, searches.tokens, strict=True)
        if keyword.type == type_key
        for token in tokens
    }
    items = market.items_of(type_key)
    used = (index.item >= items.start) & (index.item < items.stop)
    before = np.concatenate([[0], np.cumsum(used)])
    uses = before[index.start[1:]] > before[index.start[:-1]]
    words.update(token for token, row in index.row.items() if uses[row])
    return frozenset(words)


@dataclass(frozen=True, slots=True)
class Searches:
    """The keywords of a language with their tokens; `places` tells in which keywords a token stands."""

    keywords: tuple[Keyword, ...]
    tokens: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=64)
def keyword_searches(market: Market, language: str) -> Searches:
    """What shoppers of a language type, as the search index reads it."""
    keywords = market.keywords_of(language)
    tokens = tuple(tuple(search_tokens(keyword.text, language)) for keyword in keywords)
    places: dict[str, list[int]] = {}
    for place, words in enumerate(tokens):
        for word in dict.fromkeys(words):
            places.setdefault(word, []).append(place)
    return Searches(keywords, tokens, {word: tuple(where) for word, where in places.items()})


def keyword_of(market: Market, language: str, query: str) -> Keyword | None:
    """The keyword of a language that a query is, whatever its spaces and capitals; None for any other text."""
    return _keywords_by_text(market, language).get(tidy(query).casefold())


@lru_cache(maxsize=64)
def _keywords_by_text(market: Market, language: str) -> Mapping[str, Keyword]:
    return {keyword.text.casefold(): keyword for keyword in reversed(market.keywords_of(language))}


def readable(wording: Wording, language: str) -> int:
    """How much of a page a reader of `language` can read, in permille: half for the title, half for the rest."""
    return _readable(wording.read_in(language), language)


@lru_cache(maxsize=4096)
def _readable(wording: Wording, language: str) -> int:
    body = "\n".join((*wording.bullets, wording.description)).strip()
    parts = (wording.title, body)
    return sum(500 for part in parts if part and language_verdict(part, (language,)).answer != "no")

