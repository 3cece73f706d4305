"""The bytes of a market: msgpack of plain values, arrays as little-endian bytes with type and shape."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lab.market.base import Candidates, Keyword, Market, RivalProduct, Tables, TextIndex
from lab.market.catalogue import Category, ProductType
from lab.market.people import Person

_CANDIDATES = ("start", "item", "rel", "score", "match")
_TABLES = ("click", "gumbel", "depth")
_INDEX = ("idf", "start", "item", "weight")


@dataclass(frozen=True, slots=True)
class Array:
    """A NumPy array as bytes; `kind` is its type with byte order, "<i4"."""

    kind: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, array: NDArray[Any]) -> "Array":
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        return cls(little.dtype.str.replace("|", "<"), array.shape, little.tobytes())

    def plain(self) -> NDArray[Any]:
        """The array, read-only."""
        array = np.frombuffer(self.data, dtype=np.dtype(self.kind)).reshape(self.shape)
        native = array.astype(array.dtype.newbyteorder("="), copy=False)
        native.flags.writeable = False
        return native


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """A `TextIndex` with its tokens in the order of their rows."""

    tokens: tuple[str, ...]
    unseen_idf: int
    average_length: dict[str, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a market file."""

    version: str
    types: dict[str, ProductType]
    categories: dict[str, Category]
    products: tuple[RivalProduct, ...]
    keywords: tuple[Keyword, ...]
    people: dict[str, tuple[Person, ...]]
    index: dict[str, StoredIndex]
    arrays: dict[str, Array]
    noise_key: int

    @classmethod
    def of(cls, market: Market) -> "Contents":
        arrays: dict[str, NDArray[Any]] = {}
        arrays |= {f"candidates.{name}": getattr(market.candidates, name) for name in _CANDIDATES}
        arrays |= {f"tables.{name}": getattr(market.tables, name) for name in _TABLES}
        arrays |= {"rank_base": market.rank_base, "click_u": market.click_u, "buy_u": market.buy_u}
        for language, text in market.index.items():
            arrays |= {f"index.{language}.{name}": getattr(text, name) for name in _INDEX}
        return cls(
            market.version,
            dict(market.types),
            dict(market.categories),
            market.products,
            market.keywords,
            dict(market.people),
            {
                language: StoredIndex(tuple(text.row), text.unseen_idf, dict(text.average_length))
                for language, text in market.index.items()
            },
            {name: Array.of(array) for name, array in arrays.items()},
            market.noise_key,
        )

    def market(self, sha256: str) -> Market:
        arrays = {name: array.plain() for name, array in self.arrays.items()}
        index = {}
        for language, text in self.index.items():
            idf, start, item, weight = (arrays[f"index.{language}.{name}"] for name in _INDEX)
            rows = {token: row for row, token in enumerate(text.tokens)}
            index[language] = TextIndex(rows, idf, text.unseen_idf, text.average_length, start, item, weight)
        return Market(
            self.version,
            sha256,
            self.types,
            self.categories,
            self.products,
            self.keywords,
            self.people,
            index,
            Candidates(*(arrays[f"candidates.{name}"] for name in _CANDIDATES)),
            Tables(*(arrays[f"tables.{name}"] for name in _TABLES)),
            arrays["rank_base"],
            arrays["click_u"],
            arrays["buy_u"],
            self.noise_key,
        )


def sealed(market: Market) -> Market:
    """A new market with its hash. It goes through the bytes, so that a built and a loaded market are the same."""
    return opened(data_of(market))


def data_of(market: Market) -> bytes:
    """The content of a market as bytes; its hash is not part of it."""
    return msgspec.msgpack.encode(Contents.of(market))


def opened(data: bytes) -> Market:
    """The market in such bytes. Raises msgspec.MsgspecError for anything else."""
    return msgspec.msgpack.decode(data, type=Contents).market(hashlib.sha256(data).hexdigest())
