"""What offers must say about who stands behind the goods."""

from datetime import date
from pathlib import Path

import pytest

from lab.customs.label_data import Label, label_demand
from lab.values.errors import BadFile

TODAY = date(2026, 5, 4)


def test_the_union_demands_it_of_distance_sales_from_13_december_2024() -> None:
    demand = label_demand("DE", TODAY, in_union=True)
    assert demand is not None
    assert demand.fields == ("manufacturer", "address", "contact", "warnings")
    assert demand.from_outside == ("responsible", "responsible_address", "responsible_contact")
    assert (demand.since, demand.source.confidence) == (date(2024, 12, 13), "verified") and "2023/988" in demand.source.text
    assert label_demand("DE", date(2024, 12, 12), in_union=True) is None
    assert label_demand("DE", date(2024, 12, 13), in_union=True) == demand


def test_where_nothing_is_known_nothing_is_demanded() -> None:
    assert label_demand("KZ", TODAY, in_union=False) is None


def write(folder: Path, rules: str) -> Path:
    path = folder / "label_data.yaml"
    path.write_text(f'sources: {{s: "A law"}}\nrules:\n  one:\n{rules}', encoding="utf-8")
    return path


def test_a_rule_can_be_of_one_country_and_be_lifted(tmp_path: Path) -> None:
    rest = "source: s, as_of: 2026-01-01, confidence: set"
    path = write(tmp_path, f"    - {{value: {{region: KZ, fields: [warnings]}}, since: 2025-01-01, {rest}}}\n    - {{value: null, since: 2026-06-01, {rest}}}\n")
    found = label_demand("KZ", TODAY, in_union=False, path=path)
    assert found is not None and found.fields == ("warnings",)
    assert label_demand("KZ", date(2026, 6, 1), in_union=False, path=path) is None
    assert label_demand("DE", TODAY, in_union=True, path=path) is None


def test_a_field_that_there_is_not_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "    {value: {region: KZ, fields: [colour]}, source: s, as_of: 2026-01-01, confidence: set}\n")
    with pytest.raises(BadFile, match="fields"):
        label_demand("KZ", TODAY, in_union=False, path=path)


def test_a_label_gives_its_warnings_by_language() -> None:
    label = Label("Qinglu", warnings=(("de", "Nur innen."), ("en", "Indoors only.")))
    assert (label.warning_in("de"), label.warning_in("ru"), label.field("manufacturer")) == ("Nur innen.", "", "Qinglu")
    assert not label.is_empty and Label().is_empty
