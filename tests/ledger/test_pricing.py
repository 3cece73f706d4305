"""What buyers are asked, in their own money; figures worked out by hand."""

from fractions import Fraction

import pytest

from lab.ledger.pricing import basket_price, charge_in_place, currency_of, ended, ending_fits, full_price, offered_price
from lab.values.money import Money
from lab.world.listing import ShippingTemplate
from lab.world.money import Ending, PricingRule
from tests.builders import DE, DE_LAMP, KZ, KZ_LAMP, euro, make_listing, make_world
from tests.ledger.foreign import foreign_world, midnight


def tenge(amount: str) -> Money:
    return Money.parse(f"{amount} KZT")


def test_without_local_money_buyers_pay_the_price_as_it_stands() -> None:
    world = make_world()
    world.pricing[KZ] = PricingRule(KZ, 0, 500, "ninety")
    listing = make_listing(KZ_LAMP)
    assert full_price(world, listing) == offered_price(world, listing) == basket_price(world, listing) == euro("39.90")
    assert currency_of(world.setting, KZ) == "EUR"


def test_without_a_rule_the_rate_of_the_day_counts_to_the_cent() -> None:
    world = foreign_world({0: 590, 2: 601})
    listing = make_listing(KZ_LAMP)
    assert full_price(world, listing) == tenge("23541.00")
    world.now = midnight(2)
    assert full_price(world, listing) == tenge("23979.90")
    assert full_price(world, make_listing(DE_LAMP)) == euro("39.90")


@pytest.mark.parametrize(
    ("rule", "price"),
    [
        (PricingRule(KZ, 0, 100, "exact"), "25895.10"),  # 23541.00 and a tenth
        (PricingRule(KZ, 600_000_000, 0, "exact"), "23940.00"),
        (PricingRule(KZ, 600_000_000, 50, "exact"), "25137.00"),
        (PricingRule(KZ, 0, 100, "whole"), "25895.00"),
        (PricingRule(KZ, 0, 100, "nine"), "25899.00"),
        (PricingRule(KZ, 0, 100, "ninety"), "25890.00"),
        (PricingRule(KZ, 0, 100, "ninety_nine"), "25894.99"),
        (PricingRule(KZ, 0, 100, "ninety_five"), "25894.95"),
    ],
)
def test_a_rule_sets_rate_markup_and_ending(rule: PricingRule, price: str) -> None:
    world = foreign_world()
    world.pricing[KZ] = rule
    assert full_price(world, make_listing(KZ_LAMP)) == tenge(price)


def test_a_rule_counts_where_buyers_pay_in_the_shops_currency_too() -> None:
    world = foreign_world()
    world.pricing[DE] = PricingRule(DE, 0, 50, "ninety_nine")
    assert full_price(world, make_listing(DE_LAMP)) == euro("41.99")  # 41.895


@pytest.mark.parametrize(
    ("amount", "currency", "ending", "price"),
    [
        (1249, "EUR", "ninety_nine", 1299),  # 50 cents from 11.99 and from 12.99
        (1248, "EUR", "ninety_nine", 1199),
        (1, "EUR", "ninety_nine", 99),
        (1245, "EUR", "ninety_five", 1295),  # as near to 11.95 as to 12.95
        (1250, "EUR", "whole", 1300),
        (49, "EUR", "whole", 100),
        (1400, "EUR", "nine", 1900),  # as near to 9 as to 19
        (1399, "EUR", "nine", 900),
        (1, "EUR", "nine", 900),
        (14000, "EUR", "ninety", 19000),
        (13999, "EUR", "ninety", 9000),
        (Fraction(1, 3), "EUR", "exact", 1),
        (Fraction(25, 2), "EUR", "exact", 13),
        (1004, "JPY", "whole", 1004),
        (1004, "JPY", "nine", 1009),
        (1004, "JPY", "ninety", 990),
        (Fraction(2009, 2), "JPY", "ninety_nine", 1005),  # no decimals: whole units
        (12600, "KWD", "ninety_nine", 12990),
    ],
)
def test_the_nearest_price_with_the_ending_is_taken_of_two_the_higher_and_never_nothing(
    amount: Fraction, currency: str, ending: Ending, price: int
) -> None:
    assert ended(Fraction(amount), currency, ending) == Money(price, currency)


def test_a_currency_without_decimals_has_no_ninety_nine_cents() -> None:
    assert [ending_fits(ending, "JPY") for ending in ("exact", "whole", "nine", "ninety_nine", "ninety_five")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert ending_fits("ninety_nine", "KZT")


def test_a_shipping_charge_has_rate_and_markup_but_no_ending_and_a_free_one_stays_free() -> None:
    world = foreign_world()
    template = ShippingTemplate(KZ, "kz_tracked", ["KZ"], 48, euro("2.00"))
    assert charge_in_place(world, template) == tenge("1180.00")
    world.pricing[KZ] = PricingRule(KZ, 600_000_000, 100, "ninety")
    assert charge_in_place(world, template) == tenge("1320.00")
    template.charge = euro("0.00")
    assert charge_in_place(world, template) == tenge("0.00")
    template.charge = euro("2.00")
    assert charge_in_place(make_world(), template) == euro("2.00")


def test_a_listing_without_a_price_has_none_in_any_currency() -> None:
    for price in (full_price, offered_price, basket_price):
        with pytest.raises(ValueError, match="no price"):
            price(foreign_world(), make_listing(KZ_LAMP, price=None))
