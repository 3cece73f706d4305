"""Everything measured: the whole table of bands, on the market of a file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from lab.bands.aftermath import Fates, fate_rows, fate_tasks, fates
from lab.bands.answering import AnswerTask, answer_rows, ask
from lab.bands.changes import Extent, LongTask, ShopTask, change_rows, compare, long_row, long_run
from lab.bands.crew import quickest, spread
from lab.bands.market import RUNS, Span, market_rows
from lab.bands.shops import START
from lab.bands.strategies import STRATEGIES, Season, order_rows, season
from lab.bands.table import Row
from lab.customs.destinations import load_destinations
from lab.market.base import Market
from lab.market.store import load_market

Tell = Callable[[str, int, int], None]
"""Told what is being measured, how many steps of it are done, and of how many."""
STAGES = ("market", "changes", "month", "orders", "answers", "strategies")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is measured of everything."""

    span: Span = field(default_factory=Span)
    extent: Extent = field(default_factory=Extent)
    month_shops: int = 10
    order_shops: int = 60
    answer_shops: int = 12
    seeds: int = 4
    days: int = 30


FULL = Amount()
QUICK = Amount(Span(2, 30_000), Extent(shops=3), 1, 6, 1, 1, 8)
"""A look whether anything is badly off; shares over few shops say little about a band of 97 %."""


def measure(path: Path, amount: Amount, tell: Tell, workers: int | None = None, only: Collection[str] = STAGES) -> list[Row]:
    """All rows, in the order of the table. `path` is a market file; work is spread over `workers` processes.

    `only` names the stages that are measured, of STAGES; rows of the others are left out.
    """

    def every(stage: str, work: Callable[[Market, _Piece], _Result], pieces: Sequence[_Piece]) -> list[_Result]:
        tell(stage, 0, len(pieces))
        results = []
        for result in spread(work, path, pieces, workers):
            results.append(result)
            tell(stage, len(results), len(pieces))
        return results

    def strategies() -> list[Row]:
        plays = [Season(name, seed, amount.days) for seed in range(1, amount.seeds + 1) for name in STRATEGIES]
        return order_rows(list(zip(plays, every("strategies", season, plays), strict=True)))

    rows_of: Mapping[str, Callable[[], list[Row]]] = {
        "market": lambda: _of_the_market(load_market(path), amount, tell),
        "changes": lambda: change_rows(every("changes", compare, [ShopTask(number, amount.extent) for number in range(amount.extent.shops)])),
        "month": lambda: [long_row(every("month", long_run, [LongTask(number, amount.days) for number in range(amount.month_shops)]))],
        "orders": lambda: fate_rows(_joined(every("orders", fates, fate_tasks(amount.order_shops)))),
        "answers": lambda: answer_rows(every("answers", ask, [AnswerTask(number) for number in range(amount.answer_shops)])),
        "strategies": strategies,
    }
    return [row for stage in STAGES if stage in only for row in rows_of[stage]()]


def _of_the_market(market: Market, amount: Amount, tell: Tell) -> list[Row]:
    done = 0
    tell("market", 0, RUNS)

    def tick() -> None:
        nonlocal done
        done += 1
        tell("market", done, RUNS)

    return market_rows(market, load_destinations(START.date()), amount.span, quickest(), tick)


def _joined(pieces: Sequence[tuple[str, Fates]]) -> Mapping[str, Fates]:
    """The pieces of each manner added up."""
    found: dict[str, Fates] = {}
    for name, piece in pieces:
        found.setdefault(name, Fates()).add(piece)
    return found
