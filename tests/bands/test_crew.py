from pathlib import Path

import pytest

from lab.bands.crew import quickest, spread
from lab.market.base import Market
from lab.market.store import save_market
from lab.shoppers.browse import browse
from lab.shoppers.compiled import browse_compiled, is_available
from tests.shoppers.worlds import market


def goods_times(made: Market, factor: int) -> int:
    return len(made.goods) * factor


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_pieces_however_many_work(workers: int, tmp_path: Path) -> None:
    path = save_market(market(), tmp_path)
    assert list(spread(goods_times, path, [3, 1, 2], workers)) == [60_000, 20_000, 40_000]


def test_the_compiled_engine_is_used_where_there_is_one() -> None:
    assert quickest() is (browse_compiled if is_available() else browse)
