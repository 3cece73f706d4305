"""Rates of the day; figures worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from lab.ledger.rates import dearer, from_home, rate_micro, to_home
from lab.values.errors import BadInput
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.shock import Shock
from tests.builders import euro, make_setting
from tests.ledger.foreign import midnight, rates_market

MOVING = make_setting(market=rates_market(KZT={0: 590, 3: 600}, USD={0: 1}))


def test_the_rate_is_that_of_the_calendar_day() -> None:
    assert rate_micro(MOVING, "KZT", 0) == rate_micro(MOVING, "KZT", midnight(3) - 1) == 590_000_000
    assert rate_micro(MOVING, "KZT", midnight(3)) == rate_micro(MOVING, "KZT", 30 * DAY) == 600_000_000


def test_the_shops_own_currency_has_the_rate_one() -> None:
    assert rate_micro(MOVING, "EUR", 0) == 1_000_000
    assert to_home(MOVING, euro("39.90"), 0) == from_home(MOVING, euro("39.90"), "EUR", 0) == euro("39.90")


def test_a_cross_rate_goes_through_the_reference_currency() -> None:
    chinese = replace(make_setting(market=rates_market(KZT={0: 590}, CNY={0: 8})), currency="CNY")
    assert rate_micro(chinese, "KZT", 0) == 73_750_000  # 590 / 8
    assert rate_micro(chinese, "EUR", 0) == 125_000


def test_without_paths_the_frozen_table_counts() -> None:
    quiet = make_setting()
    assert rate_micro(quiet, "USD", 0) == rate_micro(quiet, "USD", 20 * DAY) == 1_170_000
    assert rate_micro(replace(quiet, currency="USD"), "EUR", 0) == 854_701  # 1 / 1.17 = 0.8547008...
    with pytest.raises(BadInput, match="no_exchange_rate"):
        rate_micro(quiet, "ZZZ", 0)


def test_what_is_made_to_happen_to_a_currency_counts_from_its_minute_to_its_end() -> None:
    shocks = (
        Shock("rate_shock", 100, 200, currency="KZT", percent=18), Shock("rate_shock", 150, None, currency="KZT", percent=-50),
        Shock("rate_shock", 0, None, currency="USD", percent=25),
    )  # fmt: skip
    shaken = replace(MOVING, rate_shocks=shocks)
    assert rate_micro(shaken, "KZT", 99) == 590_000_000
    assert rate_micro(shaken, "KZT", 100) == rate_micro(shaken, "KZT", 149) == 500_000_000  # 590 / 1.18
    assert rate_micro(shaken, "KZT", 150) == 1_000_000_000  # 590 / (1.18 x 0.5)
    assert rate_micro(shaken, "KZT", 200) == 1_180_000_000
    assert rate_micro(shaken, "USD", 0) == 800_000  # 1 / 1.25
    assert to_home(shaken, Money(100_000, "USD"), 0) == euro("1250.00")
    assert dearer(shaken, "KZT", 199) == Fraction(59, 100) and dearer(shaken, "EUR", 199) == 1


def test_it_counts_on_top_of_the_frozen_table_too() -> None:
    quiet = replace(make_setting(), rate_shocks=(Shock("rate_shock", 0, None, currency="USD", percent=-10),))
    assert rate_micro(quiet, "USD", 5) == 1_300_000  # 1.17 / 0.9


def test_amounts_are_rounded_half_up_to_the_minor_unit_of_their_currency() -> None:
    assert to_home(MOVING, Money(2_354_100, "KZT"), 0) == euro("39.90")  # 23,541.00 / 590
    assert from_home(MOVING, euro("39.90"), "KZT", 0) == Money(2_354_100, "KZT")
    # 0.005 EUR is 2.95 KZT: half a cent goes up.
    assert to_home(MOVING, Money(295, "KZT"), 0) == euro("0.01")
    assert to_home(MOVING, Money(-295, "KZT"), 0) == euro("-0.01")
    assert to_home(MOVING, Money(294, "KZT"), 0) == euro("0.00")
    # The Chilean peso has no decimals: 1.00 EUR is 1060 CLP in the frozen table.
    assert from_home(make_setting(), euro("1.00"), "CLP", 0) == Money(1060, "CLP")
    assert to_home(make_setting(), Money(1060, "CLP"), 0) == euro("1.00")


def test_only_the_shops_money_is_converted_from_home() -> None:
    with pytest.raises(ValueError, match="not in the shop's currency"):
        from_home(MOVING, Money(1, "USD"), "KZT", 0)
