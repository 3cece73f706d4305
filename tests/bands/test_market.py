import pytest

from lab.bands.market import RUNS, Span, market_rows
from lab.bands.shops import START
from lab.bands.table import Row
from lab.customs.destinations import load_destinations
from lab.shoppers.browse import browse
from tests.shoppers.worlds import market


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    ticks: list[None] = []
    found = market_rows(market(), load_destinations(START.date()), Span(2, 40_000), browse, lambda: ticks.append(None))
    assert len(ticks) == RUNS
    return found


def test_every_row_of_the_whole_market_is_measured(rows: list[Row]) -> None:
    assert len(rows) == 23
    assert len({row.name for row in rows}) == 23


def test_a_small_sample_of_the_market_lies_in_its_bands(rows: list[Row]) -> None:
    # How sales are spread over 20,000 goods needs more orders than two days bring.
    out = [(row.name, row.measured) for row in rows if not row.in_band and not row.name.startswith(("slope", "orders of the best"))]
    assert out == []
