import json

import pytest

from lab.bands.table import Row
from lab.cli.market import print_bands
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


@pytest.mark.slow
def test_a_quick_look_gives_one_object_per_row(run: Run) -> None:
    done = run("market", "bands", "--quick", "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert {"name", "measured", "low", "high", "in_band", "note"} <= set(rows[0])
    assert done.code == int(not all(row["in_band"] for row in rows))
