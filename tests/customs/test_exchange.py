"""Exchange at the frozen rates of 30 April 2026: 1 EUR = 1.17 USD = 590 KZT = 4.3875 SAR = 0.86 XDR."""

from datetime import date
from fractions import Fraction

import pytest

from lab.customs.exchange import convert, exact, load_rates, rate, rate_source
from lab.values.errors import BadInput
from lab.values.money import Money


def test_the_table_has_its_day_and_currencies() -> None:
    assert load_rates().date == date(2026, 4, 30)
    assert set(load_rates().rates) == {
        "USD", "KZT", "SAR", "BRL", "CNY", "GBP", "MXN", "CLP", "UZS", "AED", "EGP", "AUD", "NZD", "CAD", "ZAR", "NOK",
        "CHF", "JPY", "KRW", "TRY", "THB", "XDR",
    }  # fmt: skip


def test_from_and_to_the_euro() -> None:
    assert convert(Money.parse("34.00 EUR"), "USD") == Money.parse("39.78 USD")
    assert convert(Money.parse("39.78 USD"), "EUR") == Money.parse("34.00 EUR")
    assert convert(Money.parse("200.00 EUR"), "KZT") == Money.parse("118000.00 KZT")


def test_a_cross_rate_goes_through_the_euro_without_rounding_on_the_way() -> None:
    assert convert(Money.parse("1000.00 USD"), "SAR") == Money.parse("3750.00 SAR")
    assert exact(Money.parse("0.01 USD"), "KZT") == Fraction(59000, 117)


def test_half_a_cent_goes_up() -> None:
    assert convert(Money.parse("0.50 EUR"), "USD") == Money.parse("0.59 USD")  # 58.5 cents
    assert convert(Money.parse("-0.50 EUR"), "USD") == Money.parse("-0.59 USD")


def test_the_same_currency_is_left_alone() -> None:
    assert convert(Money(777, "JPY"), "JPY") == Money(777, "JPY")


def test_a_currency_without_a_rate_is_refused() -> None:
    with pytest.raises(BadInput, match="no_exchange_rate: currency=SEK"):
        convert(Money(777, "SEK"), "EUR")


def test_pesos_of_chile_have_no_smaller_unit() -> None:
    assert convert(Money.parse("34.00 EUR"), "CLP") == Money.parse("36040 CLP")  # 34 x 1060
    assert convert(Money.parse("36040 CLP"), "EUR") == Money.parse("34.00 EUR")


def test_the_dirham_keeps_its_peg() -> None:
    assert rate("AED") == rate("USD") * Fraction(36725, 10000)


def test_the_riyal_keeps_its_peg() -> None:
    assert rate("SAR") == rate("USD") * Fraction(375, 100)
    assert "fixed" in rate_source("SAR").text
