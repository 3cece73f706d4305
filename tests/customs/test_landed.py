"""Landed cost: shape, sums, sharing out and sources. What each country charges stands in `worked_examples.yaml`."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from lab.customs.border import border_countries
from lab.customs.charges import charges_at_border
from lab.customs.destinations import load_destinations
from lab.customs.landed import Consignment, ConsignmentLine, CostLine, LandedCost, landed_cost
from lab.customs.tariffs import tariff_rate
from lab.values.errors import BadInput, NotFound
from lab.values.money import Money

SUMMER = date(2026, 8, 3)
LAMP = "940521"


def euro(text: str) -> Money:
    return Money.parse(f"{text} EUR")


def parcel(
    *goods: tuple[str, str], to: str = "DE", freight: str = "12.00", on: date = SUMMER, weight_g: int = 0
) -> Consignment:
    lines = tuple(ConsignmentLine(code, euro(value), weight_g=weight_g) for code, value in goods)
    return Consignment(lines, euro(freight), euro("0.00"), "CN", to, on)


def of_key(found: LandedCost, key: str) -> list[CostLine]:
    return [line for line in found.lines if line.key == key]


def test_the_lines_stand_in_the_order_in_which_they_arise() -> None:
    found = landed_cost(replace(parcel((LAMP, "200.00")), channel="courier"))
    keys = [line.key for line in found.lines]
    assert keys == ["goods", "freight", "insurance", "customs_value", "duty", "import_vat", "carrier_fee"]


def test_the_customs_value_informs_and_is_in_no_sum() -> None:
    found = landed_cost(parcel((LAMP, "85.00")))
    assert found.customs_value == of_key(found, "customs_value")[0].amount == euro("97.00")
    assert found.total == euro("119.00")  # 85 + 12 + 3 + 19


def test_who_pays_and_the_sums() -> None:
    at_place = landed_cost(parcel((LAMP, "200.00")))
    paid = landed_cost(replace(parcel((LAMP, "200.00")), incoterm="DDP"))
    assert at_place.total == paid.total == at_place.seller_pays + at_place.buyer_pays
    assert at_place.seller_pays == euro("212.00")
    # 212.00 x 3.7 % = 7.844; 219.84 x 19 % = 41.7696; the post's fee of 6.00
    assert at_place.buyer_pays == at_place.charges == euro("55.61")
    assert paid.buyer_pays == euro("0.00")


def test_each_charge_is_explained() -> None:
    found = landed_cost(parcel(("610910", "200.00")))
    duty = of_key(found, "duty")[0]
    assert (duty.base, duty.rate, duty.rule, duty.hs_codes) == (
        euro("212.00"),
        Fraction(12, 100),
        "ordinary",
        ("610910",),
    )
    assert duty.source is not None and "common customs tariff" in duty.source.text
    assert "Above 150 EUR tariff duty" in duty.words
    vat = of_key(found, "import_vat")[0]
    assert (vat.base, vat.rate) == (euro("237.44"), Fraction(19, 100))  # 212.00 + 25.44
    assert found.rule_as_of == date(2026, 7, 1)


def test_every_charge_of_every_country_has_a_source() -> None:
    for country in border_countries():
        consignment = parcel((LAMP, "40.00"), to=country)
        currency = {"AU": "AUD", "NZ": "NZD", "CA": "CAD", "ZA": "ZAR", "NO": "NOK", "CH": "CHF", "JP": "JPY", "TH": "THB"}  # fmt: skip
        money = Money(4000, currency.get(country, "EUR"))
        consignment = replace(
            consignment, lines=(ConsignmentLine(LAMP, money),), freight=money, insurance=Money(0, money.currency)
        )
        for line in landed_cost(consignment).lines:
            assert line.source is not None or not line.is_charge, (country, line.key)
            assert line.words or line.key not in ("duty", "flat_duty", "simple_rate", "import_vat"), (country, line.key)


def test_tax_inside_a_price_has_the_price_with_the_tax_for_its_base() -> None:
    found = landed_cost(parcel((LAMP, "30.00"), to="BR", freight="10.00"))
    vat = of_key(found, "import_vat")[0]
    assert (vat.base, vat.rate, vat.amount) == (euro("57.83"), Fraction(17, 100), euro("9.83"))  # 48 / 0.83


def test_shares_of_freight_add_up_whatever_the_values() -> None:
    for values in (["33.33", "33.33", "133.34"], ["0.01", "199.99", "0.02"], ["70.00", "70.00", "70.00"]):
        goods = tuple(zip(("610910", "691200", "392410"), values, strict=True))
        found = landed_cost(parcel(*goods, freight="10.01"))
        bases = [line.base for line in of_key(found, "duty")]
        assert sum(base.amount for base in bases if base is not None) == found.customs_value.amount


def test_the_order_of_lines_of_one_code_changes_no_sum() -> None:
    there = landed_cost(parcel(("610910", "90.00"), ("6912.00", "80.00"), ("6109.10", "10.00")))
    back = landed_cost(parcel(("6109.10", "100.00"), ("691200", "80.00")))
    assert [line.amount for line in of_key(there, "duty")] == [line.amount for line in of_key(back, "duty")]
    assert there.total == back.total


def test_the_weight_of_all_lines_counts_together() -> None:
    light = parcel((LAMP, "20.00"), ("610910", "20.00"), to="KZ", weight_g=15_500)
    assert landed_cost(light).rule == "free"
    assert landed_cost(parcel((LAMP, "20.00"), ("610910", "20.00"), to="KZ", weight_g=15_501)).rule == "over_limit"


def test_without_the_number_the_border_asks_even_if_the_platform_has_the_tax() -> None:
    with_number = landed_cost(parcel((LAMP, "85.00")))
    forgotten = landed_cost(replace(parcel((LAMP, "85.00")), number_travels=False))
    never = landed_cost(replace(parcel((LAMP, "85.00")), tax_at_sale=False))
    assert with_number.buyer_pays == euro("0.00")
    assert forgotten.buyer_pays == never.buyer_pays == euro("28.00")
    assert forgotten.total == never.total + euro("22.00")


def test_the_number_means_nothing_where_tax_is_taken_at_the_border() -> None:
    for country in ("SA", "EG", "US", "KZ"):
        consignment = parcel((LAMP, "85.00"), to=country)
        assert landed_cost(replace(consignment, tax_at_sale=False)) == landed_cost(consignment)


def test_a_fee_is_due_only_where_something_is_collected() -> None:
    assert of_key(landed_cost(parcel((LAMP, "85.00"))), "carrier_fee") == []
    assert of_key(landed_cost(parcel((LAMP, "85.00"), to="KZ")), "carrier_fee") == []
    assert len(of_key(landed_cost(parcel((LAMP, "85.00"), to="SA")), "carrier_fee")) == 1


DAYS = (date(2025, 6, 1), date(2025, 11, 3), date(2026, 3, 2), date(2026, 8, 3))
VALUES = ("0.01", "18.99", "39.90", "150.00", "150.01", "171.00", "233.33", "999.99", "3100.07")


@pytest.mark.parametrize("country", list(load_destinations(SUMMER)))
def test_one_line_costs_what_the_border_charges(country: str) -> None:
    for day, value, code, weight_g in product(DAYS, VALUES, (LAMP, "610910"), (400, 40_000)):
        destination = load_destinations(day)[country]
        consignment = parcel((code, value), to=country, freight="7.77", on=day, weight_g=weight_g)
        found = landed_cost(consignment)
        rate = tariff_rate(country, code, day)
        charged = charges_at_border(destination, euro(value), euro("7.77"), rate, "CN", day, weight_g=weight_g)
        levied = sum(line.amount.amount for line in found.lines if line.is_charge and line.key != "carrier_fee")
        # A surcharge is a line of its own and rounded by itself.
        apart = 1 if destination.surcharge_rate else 0
        assert abs(levied - charged.total.amount) <= apart, (day, value, code, weight_g)
        assert found.rule == charged.rule


def test_goods_of_no_value_still_pay_for_their_freight() -> None:
    found = landed_cost(parcel((LAMP, "0.00"), ("610910", "0.00"), to="EG"))
    assert of_key(found, "duty")[0].base == euro("12.00")


def test_two_currencies_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="cannot mix EUR and USD"):
        landed_cost(replace(parcel((LAMP, "85.00")), freight=Money.parse("1.00 USD")))


def test_what_is_no_consignment_is_refused() -> None:
    with pytest.raises(BadInput, match="consignment_without_goods"):
        landed_cost(parcel())
    with pytest.raises(BadInput, match="consignment_without_goods"):
        landed_cost(replace(parcel(), lines=(ConsignmentLine(LAMP, euro("5.00"), quantity=0),)))
    with pytest.raises(BadInput, match="consignment_amount_negative"):
        landed_cost(parcel((LAMP, "-1.00")))
    with pytest.raises(NotFound, match="no_such_destination: country=XX"):
        landed_cost(parcel((LAMP, "1.00"), to="XX"))
    crowns = Money(8500, "SEK")
    with pytest.raises(BadInput, match="no_exchange_rate: currency=SEK"):
        landed_cost(replace(parcel(), lines=(ConsignmentLine(LAMP, crowns),), freight=crowns, insurance=crowns))
