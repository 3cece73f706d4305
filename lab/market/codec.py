"""The bytes of a market: msgpack of plain values, arrays as little-endian bytes with type and shape.

Arrays stand apart from the rest under dotted names, "goods.price" or "index.de.item".
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lab.market.base import Adverts, Candidates, Demand, Goods, Keyword, Market, Tables, TextIndex
from lab.market.calendars import Occasion
from lab.market.catalogue import Category, ProductType, Wording
from lab.market.people import Person

_COLUMNS: Mapping[str, type] = {"goods": Goods, "candidates": Candidates, "adverts": Adverts, "tables": Tables}
"""Parts of a market that hold arrays and nothing else."""
_SINGLE = ("rank_base", "click_u", "buy_u")
_INDEX = ("idf", "start", "item", "weight")


@dataclass(frozen=True, slots=True)
class Array:
    """A NumPy array as bytes; `kind` is its type with byte order, "<i4"."""

    kind: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, array: NDArray[Any]) -> "Array":
        little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
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
    wordings: dict[str, Wording]
    categories: dict[str, Category]
    keywords: tuple[Keyword, ...]
    people: dict[str, tuple[Person, ...]]
    index: dict[str, StoredIndex]
    category_season: dict[str, tuple[int, ...]]
    occasions: dict[str, tuple[Occasion, ...]]
    countries: tuple[str, ...]
    arrays: dict[str, Array]
    noise_key: int

    @classmethod
    def of(cls, market: Market) -> "Contents":
        return cls(
            market.version,
            dict(market.types),
            dict(market.wordings),
            dict(market.categories),
            market.keywords,
            dict(market.people),
            {
                language: StoredIndex(tuple(text.row), text.unseen_idf, dict(text.average_length))
                for language, text in market.index.items()
            },
            dict(market.demand.category),
            dict(market.demand.occasions),
            market.countries,
            {name: Array.of(array) for name, array in _arrays(market)},
            market.noise_key,
        )

    def market(self, sha256: str) -> Market:
        arrays = {name: array.plain() for name, array in self.arrays.items()}
        index = {}
        for language, text in self.index.items():
            idf, start, item, weight = (arrays[f"index.{language}.{name}"] for name in _INDEX)
            rows = {token: row for row, token in enumerate(text.tokens)}
            index[language] = TextIndex(rows, idf, text.unseen_idf, text.average_length, start, item, weight)
        columns: dict[str, Any] = {
            part: kind(**{field.name: arrays[f"{part}.{field.name}"] for field in fields(kind)})
            for part, kind in _COLUMNS.items()
        }
        columns |= {name: arrays[name] for name in _SINGLE}
        demand = Demand(
            _named(arrays, "season."), self.category_season, arrays["share"], self.occasions, _named(arrays, "rate.")
        )
        return Market(
            version=self.version,
            sha256=sha256,
            types=self.types,
            wordings=self.wordings,
            categories=self.categories,
            keywords=self.keywords,
            people=self.people,
            index=index,
            demand=demand,
            countries=self.countries,
            noise_key=self.noise_key,
            **columns,
        )


def _arrays(market: Market) -> Iterator[tuple[str, NDArray[Any]]]:
    for part, kind in _COLUMNS.items():
        for field in fields(kind):
            yield f"{part}.{field.name}", getattr(getattr(market, part), field.name)
    for name in _SINGLE:
        yield name, getattr(market, name)
    for language, text in market.index.items():
        for name in _INDEX:
            yield f"index.{language}.{name}", getattr(text, name)
    yield "share", market.demand.share
    for country, season in market.demand.season.items():
        yield f"season.{country}", season
    for currency, path in market.demand.rates.items():
        yield f"rate.{currency}", path


def _named(arrays: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def sealed(market: Market) -> Market:
    """A new market with its hash. It goes through the bytes, so that a built and a loaded market are the same."""
    return opened(data_of(market))


def data_of(market: Market) -> bytes:
    """The content of a market as bytes; its hash is not part of it."""
    return msgspec.msgpack.encode(Contents.of(market))


def opened(data: bytes) -> Market:
    """The market in such bytes. Raises msgspec.MsgspecError for anything else."""
    return msgspec.msgpack.decode(data, type=Contents).market(hashlib.sha256(data).hexdigest())
