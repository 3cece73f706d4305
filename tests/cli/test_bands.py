import json

import pytest

from lab.bands.changes import LongTask, long_row, long_run
from lab.bands.measure import QUICK, STAGES
from lab.bands.table import Row
from lab.cli.market import print_bands
from lab.market.base import Market
from tests.cli.conftest import Run


def test_rows_out_of_their_band_are_marked_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    print_bands([Row("A", "clicks", 0.5, 0.4, 0.6), Row("A", "orders", 0.9, 0.4, 0.6, "percent", "over [all] shops")])
    said = capsys.readouterr().out
    assert "2 rows, 1 out of band" in said
    clicks, orders = (next(line for line in said.splitlines() if line.strip().startswith(name)) for name in ("clicks", "orders"))
    assert "out" not in clicks
    assert "90.0 %" in orders
    assert "[all]" in orders
    assert "out" in orders


def test_a_quick_look_at_one_stage_measures_the_market_of_the_instance(run: Run, market: Market) -> None:
    """A real measurement of a few shops; all stages are measured in `tests/bands/test_measure.py`."""
    done = run("market", "bands", "--quick", "--only", "month", "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert rows == [long_row([long_run(market, LongTask(0, QUICK.days))]).plain()]
    assert rows[0]["in_band"]
    assert done.code == 0


def test_a_figure_out_of_its_band_makes_the_command_fail(run: Run) -> None:
    """Answers to the few questions of one shop say nothing about shares of all shops: some of them are out of their bands."""
    done = run("market", "bands", "--quick", "--only", "answers", "--markdown")
    assert "**out**" in done.out
    assert done.code == 1


def test_only_stages_that_there_are_can_be_measured(run: Run) -> None:
    done = run("market", "bands", "--only", "weather")
    assert done.code == 2
    assert all(stage in done.err for stage in STAGES)
