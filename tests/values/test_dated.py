"""Figures with a source and a date."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.values.dated import AmountOrNone, Dated, Share, StrictModel, in_force, load_figures
from lab.values.errors import BadFile, BadInput


class Sheet(StrictModel):
    sources: dict[str, str]
    limit: Dated[int]
    share: Dated[Share]
    least: Dated[AmountOrNone]


GOOD = """sources: {a: "help page"}
limit:
  - {value: "10", since: 2025-01-01, source: a, as_of: 2025-01-01, confidence: verified}
  - {value: "20", since: 2026-01-01, source: a, as_of: 2026-01-01, confidence: verified}
share: {value: "0.15", source: a, as_of: 2026-01-01, confidence: set}
least: {value: none, source: a, as_of: 2026-01-01, confidence: set}
"""


def read(folder: Path, text: str) -> Sheet:
    path = folder / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    return load_figures(Sheet, path)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(folder, text)
    return [str(fault) for fault in caught.value.faults]


def test_the_figure_in_force_is_the_newest_that_has_begun(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD)
    assert in_force(sheet.limit, date(2025, 12, 31), "limit").value == 10
    assert in_force(sheet.limit, date(2026, 1, 1), "limit").value == 20


def test_before_the_first_figure_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no_figure_in_force: name=limit, on=2024-12-31"):
        in_force(read(tmp_path, GOOD).limit, date(2024, 12, 31), "limit")


def test_shares_are_exact_and_no_amount_is_none(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD)
    assert sheet.share[0].value == Fraction(3, 20)
    assert sheet.least[0].value is None


def test_an_unknown_source_names_its_line(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace('share: {value: "0.15", source: a', 'share: {value: "0.15", source: b'))
    assert found[0].startswith("sheet.yaml:5:")
    assert "the source 'b' is not in this file's list" in found[0]


def test_a_figure_without_a_source_is_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace('"0.15", source: a,', '"0.15",'))
    assert found == ["sheet.yaml:5:8: share.0.source: the key 'source' is missing"]


def test_entries_out_of_order_are_refused(tmp_path: Path) -> None:
    assert "order of 'since'" in faults(tmp_path, GOOD.replace("since: 2026-01-01", "since: 2024-01-01"))[0]


def test_a_share_that_is_no_number_is_refused(tmp_path: Path) -> None:
    assert "'15 of 100' is not a share" in faults(tmp_path, GOOD.replace('"0.15"', '"15 of 100"'))[0]
