"""The carrier's fee for paying in advance."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.carrier_fees import FILE, carrier_fee, carrier_fee_source, fee_in_force, load_carrier_fees
from lab.values.errors import BadFile, BadInput
from lab.values.money import Money

DAY = date(2026, 8, 3)


def fee(channel: str, country: str, advanced: str, on: date = DAY) -> str:
    return str(carrier_fee("post" if channel == "post" else "courier", country, Money.parse(advanced), on))


def test_the_least_fee_and_the_share() -> None:
    assert fee("courier", "DE", "100.00 EUR") == "16.00 EUR"
    assert fee("courier", "DE", "800.00 EUR") == "16.00 EUR"  # 2 % of 800
    assert fee("courier", "DE", "800.25 EUR") == "16.01 EUR"  # 16.005, up


def test_nothing_is_due_where_nothing_is_advanced() -> None:
    assert fee("courier", "DE", "0.00 EUR") == "0.00 EUR"


def test_the_post_takes_a_flat_fee_and_took_none_before_march_2018() -> None:
    assert fee("post", "DE", "5000.00 EUR") == "6.00 EUR"
    assert fee("post", "DE", "50.00 EUR", date(2018, 2, 28)) == "0.00 EUR"
    assert fee("post", "DE", "50.00 EUR", date(2018, 3, 1)) == "6.00 EUR"


def test_a_country_without_an_entry_has_the_default_in_the_currency_asked_for() -> None:
    assert fee("post", "EG", "50.00 EGP") == "300.00 EGP"  # 5.00 EUR x 60
    assert fee_in_force("courier", "UZ", DAY).value.rate == Fraction(2, 100)
    with pytest.raises(BadInput, match="no_exchange_rate: currency=SEK"):
        fee("post", "KR", "50.00 SEK")


def test_a_fee_has_a_source() -> None:
    assert carrier_fee_source("courier", "DE", DAY).confidence == "verified"
    assert carrier_fee_source("post", "ZA", DAY).confidence == "set"


def test_a_table_without_a_default_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "carrier_fees.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("    default:", "    XX:", 1), encoding="utf-8")
    with pytest.raises(BadFile, match="a fee for 'default' is missing"):
        load_carrier_fees(path)
