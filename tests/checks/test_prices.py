"""What buyers pay, and amounts of several currencies side by side."""

from fractions import Fraction

import pytest

from lab.checks.prices import check_currency, in_currency, price_paid
from lab.values.money import Money
from lab.world.promotion import Promotion
from tests.builders import DE_LAMP, KZ_LAMP, euro, make_listing, make_world
from tests.ledger.foreign import foreign_world, midnight


def test_what_a_buyer_pays_is_in_the_buyers_currency_with_a_running_discount_off() -> None:
    world = foreign_world()
    listing = make_listing(KZ_LAMP)
    assert price_paid(world, listing) == Money(2_354_100, "KZT")
    world.promotions["p1"] = Promotion("p1", "discount", "", [KZ_LAMP], 10, 0, 100, 0)
    assert price_paid(world, listing) == Money(2_118_690, "KZT")


def test_a_listing_without_a_price_or_never_on_sale_has_none() -> None:
    world = make_world()
    assert price_paid(world, None) is None
    assert price_paid(world, make_listing(DE_LAMP, price=None)) is None
    assert price_paid(world, make_listing(DE_LAMP, live=False)) is None


def test_amounts_go_through_the_rate_of_the_day_and_are_not_rounded() -> None:
    setting = foreign_world({0: 590, 2: 600}).setting
    assert in_currency(setting, euro("39.90"), "EUR", 0) == 3990
    assert in_currency(setting, euro("39.90"), "KZT", midnight(2)) == 2_394_000
    assert in_currency(setting, Money(1000, "KZT"), "EUR", 0) == Fraction(1000, 590)


def test_a_currency_without_a_rate_is_a_fault_of_the_file() -> None:
    check_currency("KZT")
    with pytest.raises(ValueError, match="no rate for the currency 'XXX'"):
        check_currency("XXX")
