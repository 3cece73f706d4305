"""The text index of one language: every rival's page tokenised, weighed and turned into postings.

Languages are independent, so they are built side by side on several processors; the result is the same on one.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from lab.languages.search_tokens import search_tokens
from lab.market.base import FIELDS, Goods, TextIndex
from lab.market.catalogue import LANGUAGES, ProductType, TypeFile, attribute_search_text
from lab.market.exact import idf_micro
from lab.market.goods import RivalText, page_of, values_at
from lab.market.textscore import token_weights


@lru_cache(maxsize=1 << 18)
def _tokens(text: str, language: str) -> tuple[str, ...]:
    return tuple(search_tokens(text, language))


def page_fields(
    text: RivalText, type_: ProductType, values: dict[str, str], brand: str, model: str, language: str
) -> dict[str, list[str]]:
    """The tokens of a rival's page in one language, per field of the text score."""
    stated = [
        attribute_search_text(attribute, values[attribute.key], language)
        for attribute in type_.attributes
        if attribute.key in values
    ]
    pieces = {
        "title": (text.title,),
        "search_terms": (text.search_terms,),
        "attributes": (brand, model, *stated),
        "bullets": text.bullets,
        "description": text.description.split("\n"),
    }
    return {field: [token for piece in pieces[field] for token in _tokens(piece, language)] for field in FIELDS}


def index_of(language: str, files: Sequence[TypeFile], goods: Goods) -> TextIndex:
    """The index of all goods that have a page in a language."""
    place = LANGUAGES.index(language)
    documents: list[tuple[int, dict[str, list[str]]]] = []
    numbers = np.flatnonzero(goods.languages >> place & 1).tolist()
    first = np.searchsorted(goods.type, np.arange(len(files))).tolist()
    brands, models, types, values = goods.brand.tolist(), goods.model.tolist(), goods.type.tolist(), goods.values.tolist()
    for number in numbers:
        file = files[types[number]]
        brand, model = file.wording.brands[brands[number]], file.wording.models[models[number]]
        stated = values_at(file.type, values[number])
        text = page_of(file.type, file.wording, number - first[types[number]], language, brand, model, stated)
        documents.append((number, page_fields(text, file.type, stated, brand, model, language)))
    count = max(1, len(documents))
    average = {field: sum(len(fields[field]) for _, fields in documents) * 1000 // count for field in FIELDS}
    postings: dict[str, list[tuple[int, int]]] = {}
    for number, fields in documents:
        for token, weight in token_weights(fields, average).items():
            postings.setdefault(token, []).append((number, weight))
    tokens = sorted(postings)
    start = np.zeros(len(tokens) + 1, dtype=np.int32)
    start[1:] = np.cumsum([len(postings[token]) for token in tokens])
    flat = np.array([pair for token in tokens for pair in postings[token]], dtype=np.int64).reshape(-1, 2)
    return TextIndex(
        {token: row for row, token in enumerate(tokens)},
        np.array([idf_micro(count, len(postings[token])) for token in tokens], dtype=np.int32),
        idf_micro(count, 0),
        average,
        start,
        flat[:, 0].astype(np.uint16),
        flat[:, 1].astype(np.uint16),
    )
