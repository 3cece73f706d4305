"""Builds the base market from the author files: same files, same market, to the byte.

    types and phrases -> rival goods -> text statistics and index -> candidates per keyword -> utilities and ranks
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from lab.languages.search_tokens import search_tokens
from lab.market.appeal import (
    GROUPS,
    Appeal,
    Term,
    buy_terms,
    click_terms,
    match_of,
    price_log,
    rank_terms,
    relevance_term,
    total,
)
from lab.market.base import FIELDS, I16, I32, Candidates, Keyword, Market, RivalProduct, TextIndex
from lab.market.catalogue import (
    LANGUAGES,
    Category,
    ProductType,
    TypeFile,
    attribute_search_text,
    load_categories,
    load_type_files,
)
from lab.market.codec import sealed
from lab.market.compose import rivals_of
from lab.market.exact import exp_milli, idf_micro, make_tables
from lab.market.people import Person
from lab.market.population import people_of_all
from lab.market.textscore import FOUND_ABOVE, rivals_found, token_weights
from lab.values.chance import key_of
from lab.values.places import SEED

VERSION = "1"
CANDIDATES = 160
ATTRIBUTE_QUALITY = 900
"""Rivals fill in nearly all their product data."""


def build_market(seed: Path = SEED) -> Market:
    """The market of the author files under `seed`. Raises BadFile for what is wrong in them. Takes a few seconds."""
    files = load_type_files(seed)
    return assemble(files, load_categories(seed), people_of_all(seed))


def assemble(
    files: Sequence[TypeFile], categories: Mapping[str, Category], people: Mapping[str, tuple[Person, ...]]
) -> Market:
    """The market of given types, categories and people."""
    types = {file.type.key: file.type for file in files}
    products: list[RivalProduct] = []
    for file in files:
        products.extend(rivals_of(file, len(products)))
    keywords = _keywords(files)
    index = {language: _index(language, products, types) for language in LANGUAGES}
    rank_base, click_u, buy_u = _utilities(products, types)
    candidates = _candidates(keywords, index, products, types, rank_base)
    return sealed(
        Market(
            VERSION, "", types, categories, tuple(products), keywords, people, index, candidates, make_tables(),
            rank_base, click_u, buy_u, key_of("market", "noise", VERSION),
        )
    )  # fmt: skip


def _keywords(files: Sequence[TypeFile]) -> tuple[Keyword, ...]:
    lines = [(language, file.type.key, line) for language in LANGUAGES for file in files for line in file.keywords[language]]
    return tuple(
        Keyword(number, language, line.text, type_, line.wants, line.volume)
        for number, (language, type_, line) in enumerate(lines)
    )


@lru_cache(maxsize=16384)
def _tokens(text: str, language: str) -> tuple[str, ...]:
    return tuple(search_tokens(text, language))


def rival_fields(product: RivalProduct, type_: ProductType, language: str) -> dict[str, list[str]]:
    """The tokens of a rival's page in one language, per field of the text score."""
    text = product.texts[language]
    stated = [
        attribute_search_text(attribute, product.attributes[attribute.key], language)
        for attribute in type_.attributes
        if attribute.key in product.attributes
    ]
    pieces = {
        "title": [text.title],
        "search_terms": [text.search_terms],
        "attributes": [product.brand, product.model, *stated],
        "bullets": text.bullets,
        "description": text.description.split("\n"),
    }
    return {field: [token for piece in pieces[field] for token in _tokens(piece, language)] for field in FIELDS}


def _index(language: str, products: Sequence[RivalProduct], types: Mapping[str, ProductType]) -> TextIndex:
    documents = {p.id: rival_fields(p, types[p.type], language) for p in products if language in p.texts}
    count = max(1, len(documents))
    average = {field: sum(len(fields[field]) for fields in documents.values()) * 1000 // count for field in FIELDS}
    postings: dict[str, list[tuple[int, int]]] = {}
    for item, fields in documents.items():
        for token, weight in token_weights(fields, average).items():
            postings.setdefault(token, []).append((item, weight))
    tokens = sorted(postings)
    start = np.zeros(len(tokens) + 1, dtype=np.int32)
    start[1:] = np.cumsum([len(postings[token]) for token in tokens])
    flat = [pair for token in tokens for pair in postings[token]]
    return TextIndex(
        {token: row for row, token in enumerate(tokens)},
        np.array([idf_micro(count, len(postings[token])) for token in tokens], dtype=np.int32),
        idf_micro(count, 0),
        average,
        start,
        np.array([item for item, _ in flat], dtype=np.int16),
        np.array([weight for _, weight in flat], dtype=np.int32),
    )


def appeal_of(product: RivalProduct, type_: ProductType) -> Appeal:
    """What shoppers see of a rival's offer; its price holds everything there is to pay."""
    log = price_log(product.price.amount, type_.reference_price.amount)
    content = (product.title_quality + product.image_quality + product.description_quality + ATTRIBUTE_QUALITY + 2) // 4
    return Appeal(
        log, log, product.rating, product.reviews, product.title_quality, product.image_quality,
        product.description_quality, content, product.delivery_days, product.free_returns, product.brand_known,
    )  # fmt: skip


def _utilities(products: Sequence[RivalProduct], types: Mapping[str, ProductType]) -> tuple[I32, I16, I16]:
    rank_base = np.zeros(len(products), dtype=np.int32)
    click_u = np.zeros((GROUPS, len(products)), dtype=np.int16)
    buy_u = np.zeros((GROUPS, len(products)), dtype=np.int16)
    for product in products:
        appeal = appeal_of(product, types[product.type])
        for group in range(GROUPS):
            click_u[group, product.id] = total(click_terms(appeal, group))
            buy_u[group, product.id] = total(buy_terms(appeal, group))
        rank_base[product.id] = total(rival_rank_terms(product, appeal))
    return rank_base, click_u, buy_u


def rival_rank_terms(product: RivalProduct, appeal: Appeal) -> tuple[Term, ...]:
    """A rival's place apart from the text: its record is taken to be what its offer deserves in the long run."""
    clicks = total(click_terms(appeal, 1)[1:])
    orders = total(buy_terms(appeal, 1))
    velocity = product.velocity * exp_milli(min(1500, 800 * (clicks + orders) // 1000)) // 1000
    return rank_terms(appeal, velocity=velocity, click_log=clicks, order_log=orders)


def _candidates(
    keywords: Sequence[Keyword],
    index: Mapping[str, TextIndex],
    products: Sequence[RivalProduct],
    types: Mapping[str, ProductType],
    rank_base: I32,
) -> Candidates:
    start, rows = [0], []
    for keyword in keywords:
        found = rivals_found(index[keyword.language], _tokens(keyword.text, keyword.language))
        scored = sorted(
            (-(int(rank_base[item]) + relevance_term(rel).value), item, rel)
            for item, rel in found.items()
            if rel > FOUND_ABOVE
        )[:CANDIDATES]
        wanted = types[keyword.type]
        for score, item, rel in scored:
            product = products[item]
            match = match_of(types[product.type], product.attributes, wanted, keyword.wants)
            rows.append((item, rel, -score, match))
        start.append(len(rows))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Candidates(
        np.array(start, dtype=np.int32),
        table[:, 0].astype(np.int16),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
        table[:, 3].astype(np.int16),
    )
