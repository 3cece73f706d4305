"""Ordinary duty by country and HS code."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.customs.tariffs import TariffsFile, load_tariffs, tariff_rate, tariff_source
from lab.values.errors import BadFile, NotFound
from lab.values.places import SEED

DAY = date(2026, 5, 4)


def test_the_longest_beginning_of_the_code_decides() -> None:
    assert tariff_rate("DE", "9405.29", DAY) == Fraction("0.037")  # heading 9405
    assert tariff_rate("DE", "621410", DAY) == Fraction("0.12")  # chapter 62
    assert tariff_rate("DE", "732393", DAY) == Fraction("0.03")  # everything else
    assert tariff_rate("DE", "", DAY) == Fraction("0.03")


def test_countries_of_a_customs_union_share_a_tariff() -> None:
    assert tariff_rate("ES", "392410", DAY) == tariff_rate("DE", "392410", DAY)
    assert tariff_rate("SA", "850760", DAY) == tariff_rate("AE", "850760", DAY) == Fraction(1, 20)


def test_every_destination_has_a_tariff() -> None:
    for country in load_destinations(DAY):
        assert 0 <= tariff_rate(country, "940529", DAY) < 1


def test_levels_of_countries_that_are_here_for_their_rules_only() -> None:
    assert tariff_rate("NO", "610910", DAY) == Fraction("0.107")
    assert tariff_rate("CH", "610910", DAY) == tariff_rate("NO", "940521", DAY) == 0
    assert tariff_rate("ZA", "620342", DAY) == Fraction("0.45")
    assert tariff_source("AU", "940521", DAY).confidence == "verified"


def test_a_country_without_a_tariff_is_not_found_and_a_rate_has_a_source() -> None:
    with pytest.raises(NotFound, match="no_such_destination"):
        tariff_rate("XX", "940529", DAY)
    assert tariff_source("BR", "940529", DAY).confidence == "set"


@pytest.mark.parametrize(
    ("old", "new"), [("      default: {value: \"0.20\"", "      \"84\": {value: \"0.20\""), ("[UZ]", "[EG]"), ('"61": {value: "0.40"', '"615": {value: "0.40"')]
)
def test_a_faulty_table_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (SEED / "customs" / "tariffs.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "tariffs.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadFile):
        load_tariffs(path)
    assert isinstance(load_tariffs(), TariffsFile)
