"""Border rules of all countries. Expected: the sources named in seed/customs/elsewhere.yaml."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.border import FILE, border_countries, load_border, load_elsewhere
from lab.customs.destinations import load_destination, load_destinations
from lab.customs.tariffs import tariff_rate
from lab.values.errors import BadFile, BadInput, NotFound
from lab.values.money import Money

DAY = date(2026, 8, 3)
ELSEWHERE = ("AU", "NZ", "CA", "ZA", "NO", "CH", "JP", "KR", "TR", "TH")


def test_countries_elsewhere_come_after_the_destinations_and_are_others() -> None:
    assert border_countries() == (*load_destinations(DAY), *ELSEWHERE)
    assert not set(load_destinations(DAY)) & set(ELSEWHERE)


def test_every_country_has_a_tariff_and_a_name() -> None:
    for country in border_countries():
        assert 0 <= tariff_rate(country, "940521", DAY) < 1
        assert load_border(country, DAY).names["en"]


def test_a_destination_keeps_its_own_figures() -> None:
    border, destination = load_border("DE", DAY), load_destination("DE", DAY)
    assert (border.vat_rate, border.low_value) == (destination.vat_rate, destination.low_value)
    assert border.sources["low_value"] == destination.source_of("low_value")
    assert (border.tax_base, border.tax_uplift) == ("goods_freight_and_duty", Fraction(0))


def test_customs_value_without_freight() -> None:
    fob = [country for country in border_countries() if load_border(country, DAY).value_basis == "FOB"]
    assert fob == ["US", "AU", "NZ", "CA", "ZA"]
    assert [load_border(country, DAY).tax_base for country in fob].count("customs_value_and_duty") == 2  # CA, ZA


def test_where_charges_are_collected_at_the_sale() -> None:
    at_sale = [country for country in border_countries() if load_border(country, DAY).at_sale]
    assert at_sale == ["DE", "GB", "ES", "BR", "CL", "AU", "NZ", "NO"]
    ways = {country: load_border(country, DAY).outside_scheme.way for country in at_sale}
    assert ways == {
        "DE": "tax_at_border", "GB": "tax_at_border", "ES": "tax_at_border", "CL": "tax_at_border", "BR": "one_rate",
        "AU": "nothing", "NZ": "nothing", "NO": "ordinary",
    }  # fmt: skip
    assert set(load_elsewhere().outside_scheme) == set(at_sale)


def test_the_turkish_and_the_thai_rule_have_their_day() -> None:
    assert load_border("TR", date(2026, 2, 5)).low_value.threshold == Money(3000, "EUR")
    assert load_border("TR", date(2026, 2, 6)).low_value.kind == "none"
    assert load_border("TH", date(2025, 12, 31)).low_value.threshold == Money(150000, "THB")
    assert load_border("TH", date(2026, 1, 1)).low_value.kind == "none"


def test_the_swiss_limit_is_the_value_whose_tax_stays_below_5_francs() -> None:
    border = load_border("CH", DAY)
    assert border.low_value.threshold is not None
    limit = border.low_value.threshold.amount
    assert limit * border.vat_rate < 500 <= (limit + 1) * border.vat_rate


def test_a_country_or_day_without_data() -> None:
    with pytest.raises(NotFound, match="no_such_destination: country=FR"):
        load_border("FR", DAY)
    with pytest.raises(BadInput, match=r"name=ZA\.low_value"):
        load_border("ZA", date(2024, 8, 31))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('{up_to: "500.00 ZAR"', '{up_to: "499.00 ZAR"', "the last step must reach the threshold"),
        ('{way: one_rate, rate: "0.60"}', "{way: one_rate}", "'one_rate', and nothing else, has a rate"),
        ("{way: ordinary}", '{way: ordinary, rate: "0.60"}', "'one_rate', and nothing else, has a rate"),
        ("tax_base: {value: goods_freight_and_duty", "tax_base: {value: goods", "tax_base"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "elsewhere.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load_elsewhere(path)
    assert fault in str(caught.value)
