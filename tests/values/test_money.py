"""Money as whole minor units."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.values.errors import BadInput
from lab.values.money import Money, minor_digits, round_half_up


@pytest.mark.parametrize(
    ("text", "amount"),
    [("11.40 EUR", 1140), ("11.4 EUR", 1140), ("-0.05 EUR", -5), ("0 EUR", 0), ("500 JPY", 500), ("1.234 KWD", 1234), (" 7 USD ", 700)],
)
def test_amounts_are_read_as_minor_units(text: str, amount: int) -> None:
    assert Money.parse(text).amount == amount


@pytest.mark.parametrize(
    "text", ["", "EUR", "11,40 EUR", "11.40", "11.40EUR", "11.40 eur", "1e3 EUR", "11.405 EUR", "5.5 JPY", "1 000 EUR", "--1 EUR", "1" * 40 + " EUR"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="money_"):
        Money.parse(text)


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.sampled_from(["EUR", "JPY", "KWD", "KZT"]))
def test_what_is_written_is_read_back(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.parse(str(money)) == money


def test_currencies_do_not_mix() -> None:
    for mix in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b):
        with pytest.raises(ValueError, match="cannot mix EUR and KZT"):
            mix(Money(1, "EUR"), Money(1, "KZT"))


def test_halves_go_away_from_zero() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (-5, -3, -1, 1, 3, 5)] == [-3, -2, -1, 1, 2, 3]
    assert round_half_up(Fraction(249, 100)) == 2


def test_a_fifth_of_a_price_is_rounded_to_the_cent() -> None:
    # 19 % VAT inside 36.90 EUR: 3690 * 19 / 119 = 589.159...
    assert Money(3690, "EUR").times(Fraction(19, 119)) == Money(589, "EUR")


def test_digits_after_the_point_follow_iso_4217() -> None:
    assert (minor_digits("EUR"), minor_digits("JPY"), minor_digits("KWD")) == (2, 0, 3)
