"""Results as a sheet that a spreadsheet opens and does not run."""

import csv
import io

import pytest

from lab.exports.sheet import HEADS, defused, results_csv
from tests.exports.results import check, graded, refused, tell


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_row_for_each_bundle_and_a_column_for_each_check() -> None:
    first, second, third = rows(results_csv([graded(check()), refused(), graded(check(id="clean", points="1.00"))], tell))
    assert list(first) == [*HEADS, "small: right", "small: clean"]
    assert (first["bundle"], first["run"], first["points"], first["small: right"], first["small: clean"]) == ("one.tradewind", "12", "4.00", "4.00", "")
    assert (second["points"], second["problem"][:27]) == ("", "told: bundle_action_changed")
    assert third["small: clean"] == "1.00"


def test_a_withheld_total_is_left_out() -> None:
    (row,) = rows(results_csv([graded(check(), withheld=True)], tell))
    assert (row["points"], row["max_points"], row["withheld"]) == ("", "4", "yes")


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(name: str) -> None:
    assert defused(name) == f"'{name}"
    (row,) = rows(results_csv([graded(check(), name=name)], tell))
    assert not row["bundle"].startswith(("=", "+", "-", "@"))
