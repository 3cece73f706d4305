"""Budgets of the market file: built within a minute on two cores, opened within a second, searched in two milliseconds."""

import time
from pathlib import Path

from benchmarks.test_engine import yardstick
from lab.market.build import build_market
from lab.market.store import load_market, save_market


def test_the_market_is_built_in_a_minute_and_opened_in_a_second(tmp_path: Path) -> None:
    """A minute and a second of a machine whose yardstick takes 10 ms."""
    unit = yardstick()
    begin = time.perf_counter()
    made = build_market()
    built = time.perf_counter() - begin
    path = save_market(made, tmp_path)
    begin = time.perf_counter()
    again = load_market(path)
    opened = time.perf_counter() - begin
    print(
        f"\n{len(made.goods):,} goods, {len(made.keywords):,} keywords: built in {built:.0f} s ({built / unit:,.0f} yardsticks), "
        f"opened in {opened * 1000:.0f} ms; {path.stat().st_size / 1e6:.0f} MB"
    )
    assert again.sha256 == made.sha256
    assert built < 6_000 * unit
    assert opened < 100 * unit
