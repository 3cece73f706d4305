"""Much work of one kind, spread over the cores: each piece is worked on alone with the market."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from lab.market.base import Market
from lab.market.store import load_market
from lab.shoppers.browse import Engine, browse
from lab.shoppers.compiled import browse_compiled, is_available

_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")


def spread(
    work: Callable[[Market, _Piece], _Result], market: Path, pieces: Sequence[_Piece], workers: int | None = None
) -> Iterator[_Result]:
    """The result of every piece, in the order given, as soon as it and those before it are done.

    `work` is a function of a module and `market` the market's file, because other processes read both again.
    """
    workers = min(os.cpu_count() or 1, 8) if workers is None else workers
    if workers <= 1 or len(pieces) < 2:
        yield from (_done(work, market, piece) for piece in pieces)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_done, work, market, piece) for piece in pieces]
        for job in waiting:
            yield job.result()


def _done(work: Callable[[Market, _Piece], _Result], market: Path, piece: _Piece) -> _Result:
    return work(_market(market), piece)


@lru_cache(maxsize=1)
def _market(path: Path) -> Market:
    return load_market(path)


def quickest() -> Engine:
    """The compiled engine where Numba is installed, else the plain one; their integers are the same."""
    return browse_compiled if is_available() else browse
