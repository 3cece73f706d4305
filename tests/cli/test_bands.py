import json
from pathlib import Path

import pytest

from lab.bands.measure import FULL, QUICK, STAGES, Amount, Tell
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


@pytest.mark.parametrize(("words", "amount"), [((), FULL), (("--quick",), QUICK)])
@pytest.mark.parametrize("high", [0.6, 0.4])
def test_a_look_gives_one_object_per_row_and_fails_for_one_out_of_band(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], amount: Amount, high: float
) -> None:
    """What is measured is tried in `tests/bands/test_measure.py`; here it is what the command asks for and says."""
    asked: list[tuple[bool, Amount]] = []

    def measured(path: Path, much: Amount, tell: Tell) -> list[Row]:
        asked.append((path.is_file(), much))
        tell(STAGES[0], 1, 1)
        return [Row("A", "clicks", 0.5, 0.4, 0.6), Row("A", "orders", 0.5, 0.3, high, "percent", "over all shops")]

    monkeypatch.setattr("lab.cli.market.measure", measured)
    done = run("market", "bands", *words, "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert asked == [(True, amount)]
    assert [row["name"] for row in rows] == ["clicks", "orders"]
    assert {"name", "measured", "low", "high", "in_band", "note"} <= set(rows[0])
    assert [row["in_band"] for row in rows] == [True, high == 0.6]
    assert done.code == int(high != 0.6)
