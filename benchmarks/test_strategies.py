"""A release test: better play sells more, on 64 of 64 seeds. Takes some minutes; run it with `python run.py test benchmarks -n0`."""

from pathlib import Path

import pytest

from lab.market.store import save_market
from tests.bands.test_strategies import in_order
from tests.markets import real_market


@pytest.mark.timeout(1800)
def test_novice_average_good_expert_come_in_this_order_on_64_seeds(tmp_path: Path) -> None:
    assert in_order(save_market(real_market(), tmp_path), range(100, 164), 30, 2) == []
