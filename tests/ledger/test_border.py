"""Duty and import tax inside a price and at the door; figures worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from lab.customs.charges import charges_at_border
from lab.customs.tariffs import tariff_rate
from lab.ledger.border import Levies, crosses_border, levies
from lab.values.money import Money
from lab.world.listing import Incoterm
from lab.world.setting import Setting
from tests.builders import TODAY, euro, make_product, make_setting

SETTING = make_setting()


def levied(country: str, goods: str, freight: str, incoterm: Incoterm, *, setting: Setting = SETTING, **more: Any) -> Levies:
    return levies(setting, "lamp", country, euro(goods), euro(freight), more.pop("pieces", 1), incoterm)


def amounts(found: Levies) -> tuple[str, str]:
    return str(found.inside), str(found.door)


def test_at_home_no_border_is_crossed() -> None:
    assert not crosses_border(SETTING, "DE")
    assert levied("DE", "39.90", "3.90", "DAP") == Levies(False, euro("0.00"), euro("0.00"))


def test_out_of_a_warehouse_in_the_buyers_country_no_border_is_crossed() -> None:
    assert crosses_border(SETTING, "US") and not crosses_border(SETTING, "US", "US") and not crosses_border(SETTING, "ES", "DE")
    goods, nothing = euro("39.90"), euro("0.00")
    assert levies(SETTING, "lamp", "US", goods, nothing, 1, "DDP", "US") == Levies(False, nothing, nothing)
    # and home is abroad for what lies elsewhere: 119.00 holds 19 % of import tax
    assert levies(SETTING, "lamp", "DE", euro("119.00"), nothing, 1, "DDP", "CN").inside == euro("19.00")


def test_under_the_limit_of_kazakhstan_nothing_is_charged() -> None:
    for incoterm in ("DDP", "DAP"):
        assert levied("KZ", "39.90", "0.00", incoterm) == Levies(True, euro("0.00"), euro("0.00"))


def test_in_may_2026_the_united_states_charge_duty_and_surcharge_from_the_first_dollar() -> None:
    # Lamps 5 % and a surcharge of 10 %, on the goods alone, no tax: 39.90 x 15 % = 5.985
    assert amounts(levied("US", "39.90", "5.00", "DAP")) == ("0.00 EUR", "5.99 EUR")
    # DDP: 44.90 is goods, freight and duty together. 39.62 net has goods of 35.20, which pay 5.28: 44.90.
    assert amounts(levied("US", "39.90", "5.00", "DDP")) == ("5.28 EUR", "0.00 EUR")


def test_tax_that_is_collected_at_the_sale_is_inside_the_price_whoever_pays_the_rest() -> None:
    chinese = replace(SETTING, home="CN")
    for incoterm in ("DDP", "DAP"):
        # into Germany before July 2026 VAT only: 119.00 = 100.00 + 19 %
        assert amounts(levied("DE", "119.00", "0.00", incoterm, setting=chinese)) == ("19.00 EUR", "0.00 EUR")


def test_above_the_limit_the_buyer_is_asked_at_the_door_under_dap() -> None:
    chinese = replace(SETTING, home="CN")
    germany = chinese.destinations["DE"]
    at_face = charges_at_border(germany, euro("300.00"), euro("0.00"), tariff_rate("DE", "940529", TODAY), "CN", TODAY)
    assert levied("DE", "300.00", "0.00", "DAP", setting=chinese).door == at_face.total
    inside = levied("DE", "300.00", "0.00", "DDP", setting=chinese).inside
    # 3.7 % duty and 19 % on the sum make 1.23403; 300.00 / 1.23403 = 243.11
    assert inside == euro("56.89")


@pytest.mark.parametrize("country", ["US", "SA", "BR", "KZ"])
@pytest.mark.parametrize("goods", ["1.00", "39.90", "180.00", "199.99", "200.01", "450.00", "2500.00"])
def test_what_is_inside_a_price_and_the_rest_never_go_beyond_it(country: str, goods: str) -> None:
    found = levied(country, goods, "7.00", "DDP")
    whole = euro(goods) + euro("7.00")
    assert found.door == Money(0, "EUR")
    assert Money(0, "EUR") <= found.inside <= whole
    rest = whole - found.inside
    part = rest.amount * euro(goods).amount // whole.amount
    rate = tariff_rate(country, "940529", TODAY)
    charged = charges_at_border(
        SETTING.destinations[country], Money(part, "EUR"), rest - Money(part, "EUR"), rate, "DE", TODAY, weight_g=1720
    )
    # At a limit where charges begin with a jump, the price stays under the limit.
    assert abs(charged.total.amount - found.inside.amount) <= 2 or charged.total.amount > found.inside.amount


def test_pieces_weigh_and_another_product_has_another_tariff() -> None:
    shirts = replace(SETTING, products={"lamp": make_product(hs_accept=("610910",))})
    assert levied("US", "100.00", "0.00", "DAP", setting=shirts).door == euro("26.00")  # 16 % and 10 %
    assert levied("US", "100.00", "0.00", "DAP").door == euro("15.00")


def test_the_answer_follows_the_destination_of_the_setting() -> None:
    dear = replace(SETTING.destinations["US"], surcharge_rate=SETTING.destinations["US"].surcharge_rate * 2)
    changed = replace(SETTING, destinations={**SETTING.destinations, "US": dear})
    assert levied("US", "100.00", "0.00", "DAP", setting=changed).door == euro("25.00")
    assert levied("US", "100.00", "0.00", "DAP").door == euro("15.00")


def test_money_of_two_currencies_is_refused() -> None:
    with pytest.raises(ValueError, match="mix"):
        levies(SETTING, "lamp", "US", euro("10.00"), Money(100, "USD"), 1, "DDP")
