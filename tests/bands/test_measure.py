from pathlib import Path

import pytest

from lab.bands.changes import Extent
from lab.bands.market import RUNS, Span
from lab.bands.measure import FULL, QUICK, STAGES, Amount, measure
from lab.cli.market import STAGES as WORDS
from lab.market.store import save_market
from tests.shoppers.worlds import market


def test_every_stage_has_words() -> None:
    assert set(STAGES) <= set(WORDS)


def test_a_quick_look_measures_less_of_everything() -> None:
    assert QUICK.extent.shops < FULL.extent.shops == 128
    for name in ("month_shops", "order_shops", "answer_shops", "seeds", "days"):
        assert getattr(QUICK, name) < getattr(FULL, name)


@pytest.mark.slow
def test_all_rows_are_measured_stage_by_stage(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    amount = Amount(Span(1, 20_000), Extent(1, 1, 2_000_000), 1, 1, 1, 1, 2)
    rows = measure(save_market(market(), tmp_path), amount, lambda *one: told.append(one), workers=1)
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(STAGES)
    assert ("market", RUNS, RUNS) in told
    assert len({(row.group, row.name) for row in rows}) == len(rows) > 60
