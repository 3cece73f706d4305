"""Figures with a source and a date, in the files about countries and carriers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lab.values.dated import Amount, Dated, StrictModel, Texts, in_force, load_figures, source_of
from lab.values.errors import BadFile, BadInput
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.yamlfile import read_yaml

FOUR = {"value", "source", "as_of", "confidence"}
FILES = [*sorted((SEED / "customs").glob("*.yaml")), SEED / "carriers" / "lanes.yaml"]
PLAIN = {"names", "what", "currency", "vat_name", "base", "date", "from", "regions", "tracked", "customs_form",
         "tracking_pattern", "tracking_check", "for_model"}  # fmt: skip


class Sheet(StrictModel):
    sources: dict[str, str]
    limit: Dated[Amount]
    names: Texts


GOOD = """sources: {a: "law gazette"}
limit:
  - {value: "150.00 EUR", source: a, as_of: 2025-12-31, confidence: verified}
  - {value: "20.00 EUR", since: 2026-01-01, source: a, as_of: 2026-01-01, confidence: contested}
names: {en: duty, de: Zoll, ru: пошлина, zh: 关税, ar: رسم}
"""


def read(folder: Path, text: str) -> Sheet:
    path = folder / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    return load_figures(Sheet, path)


def unmarked(entry: Any, where: str, known: set[str]) -> list[str]:
    """Places of values that stand under no figure with its four keys."""
    if isinstance(entry, list):
        return [place for i, part in enumerate(entry) for place in unmarked(part, f"{where}[{i}]", known)]
    if isinstance(entry, dict):
        if "value" in entry:
            return [] if set(entry) >= FOUR and entry["source"] in known else [where]
        parts = ((name, part) for name, part in entry.items() if name not in PLAIN)
        return [place for name, part in parts for place in unmarked(part, f"{where}.{name}", known)]
    return [where]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_figure_carries_value_source_date_and_confidence(path: Path) -> None:
    data, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
    known = set(data.pop("sources"))
    assert unmarked(data, path.name, known) == []
    assert [key for key in known if f"'source': '{key}'" not in str(data)] == []


def test_the_walk_finds_a_bare_number() -> None:
    assert unmarked({"DE": {"vat_rate": "0.19"}}, "x", set()) == ["x.DE.vat_rate"]


def test_the_newest_figure_that_has_begun_is_in_force(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD)
    assert in_force(sheet.limit, date(2020, 1, 1), "limit").value == Money(15000, "EUR")
    assert in_force(sheet.limit, date(2026, 1, 1), "limit").value == Money(2000, "EUR")


def test_no_figure_in_force_is_said_with_its_name(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD.replace('"150.00 EUR",', '"150.00 EUR", since: 2025-01-01,'))
    with pytest.raises(BadInput, match="name=limit, on=2024-12-31"):
        in_force(sheet.limit, date(2024, 12, 31), "limit")


def test_a_source_is_given_in_full_words(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD)
    source = source_of(sheet.limit[1], sheet.sources)
    assert (source.text, source.as_of, source.confidence) == ("law gazette", date(2026, 1, 1), "contested")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"20.00 EUR", since: 2026-01-01, source: a', '"20.00 EUR", since: 2026-01-01, source: b', "sheet.yaml:4:53: "),
        ("confidence: contested", "confidence: sure", "sheet.yaml:4:87: "),
        ('"20.00 EUR"', '"20,00 EUR"', "'20,00 EUR' is not an amount; write 11.40 EUR"),
        ("since: 2026-01-01, ", "", "each later than the one before"),
        (", zh: 关税", "", "sheet.yaml:5:8: names: the text is missing in: zh"),
        ("limit:", "limits:", "sheet.yaml:2:1: limits: unknown key 'limits'; did you mean 'limit'?"),
    ],
)
def test_faults_name_their_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert fault in str(caught.value)
