"""Duty and import tax at the border, every amount worked out by hand in the comments."""

from datetime import date
from fractions import Fraction

import pytest

from lab.customs.charges import Charges, charges_at_border, is_under, over_limit_duty, stepped, tax_on
from lab.customs.destinations import load_destination
from lab.values.money import Money

SPRING = date(2026, 5, 4)
SUMMER = date(2026, 8, 1)


def charged(
    country: str, goods: str, freight: str, *, duty: str = "0", origin: str = "CN", on: date = SPRING,
    weight_g: int = 0, tariff_lines: int = 1,
) -> Charges:  # fmt: skip
    return charges_at_border(
        load_destination(country, on), Money.parse(goods), Money.parse(freight), Fraction(duty), origin, on,
        weight_g=weight_g, tariff_lines=tariff_lines,
    )  # fmt: skip


def amounts(charges: Charges) -> tuple[str, str]:
    return str(charges.duty), str(charges.vat)


def test_a_sale_inside_the_customs_union_meets_no_border() -> None:
    for origin in ("DE", "FR"):
        charges = charged("DE", "34.00 EUR", "4.90 EUR", duty="0.047", origin=origin)
        assert amounts(charges) == ("0.00 EUR", "0.00 EUR")
        assert (charges.rule, charges.collected) == ("no_border", "none")


def test_before_july_2026_a_small_parcel_into_germany_pays_vat_only() -> None:
    charges = charged("DE", "100.00 EUR", "20.00 EUR", duty="0.047")  # 120.00 x 19 %
    assert amounts(charges) == ("0.00 EUR", "22.80 EUR")
    assert (charges.rule, charges.collected) == ("tax_only", "at_sale")


def test_since_july_2026_each_tariff_line_pays_three_euros() -> None:
    charges = charged("DE", "100.00 EUR", "20.00 EUR", on=SUMMER, tariff_lines=2)  # (120 + 6) x 19 %
    assert amounts(charges) == ("6.00 EUR", "23.94 EUR")
    assert (charges.rule, charges.collected) == ("flat_duty", "at_sale")


def test_the_day_of_import_decides_not_the_day_the_destination_was_loaded_for() -> None:
    loaded_in_spring = load_destination("DE", SPRING)
    goods, freight = Money.parse("100.00 EUR"), Money.parse("20.00 EUR")
    charges = charges_at_border(loaded_in_spring, goods, freight, Fraction(0), "CN", SUMMER)
    assert charges.duty == Money.parse("3.00 EUR")


def test_the_limit_itself_is_still_under_it_and_freight_does_not_count_towards_it() -> None:
    assert charged("DE", "150.00 EUR", "30.00 EUR", duty="0.047").rule == "tax_only"
    charges = charged("DE", "150.01 EUR", "30.00 EUR", duty="0.047")
    assert charges.rule == "ordinary"
    assert amounts(charges) == ("8.46 EUR", "35.81 EUR")  # 180.01 x 4.7 % = 8.46047; 188.47 x 19 % = 35.8093
    assert charges.collected == "at_border"


def test_kazakhstan_lets_a_parcel_up_to_200_euros_in_free() -> None:
    charges = charged("KZ", "68.00 EUR", "33.90 EUR", duty="0.10", origin="DE", weight_g=3800)
    assert amounts(charges) == ("0.00 EUR", "0.00 EUR")
    assert (charges.rule, charges.collected) == ("free", "none")
    assert charged("KZ", "200.00 EUR", "33.90 EUR", origin="DE").rule == "free"


def test_above_the_limit_kazakhstan_takes_a_share_of_the_excess_before_july_2026() -> None:
    charges = charged("KZ", "300.00 EUR", "40.00 EUR", origin="DE", weight_g=5000)  # 100 x 15 %, no excess weight
    assert amounts(charges) == ("15.00 EUR", "0.00 EUR")
    heavy = charged("KZ", "300.00 EUR", "40.00 EUR", origin="DE", weight_g=41000)  # 10 kg x 2 EUR = 20 > 15
    assert amounts(heavy) == ("20.00 EUR", "0.00 EUR")


def test_above_the_limit_kazakhstan_takes_a_share_of_the_whole_and_vat_since_july_2026() -> None:
    charges = charged("KZ", "300.00 EUR", "40.00 EUR", origin="DE", on=SUMMER, weight_g=5000)
    assert amounts(charges) == ("15.00 EUR", "56.80 EUR")  # 300 x 5 %; (340 + 15) x 16 %
    heavy = charged("KZ", "300.00 EUR", "40.00 EUR", origin="DE", on=SUMMER, weight_g=20000)
    assert amounts(heavy) == ("20.00 EUR", "57.60 EUR")  # 20 kg x 1 EUR; 360 x 16 %


def test_a_cheap_parcel_above_31_kilograms_is_over_the_limit() -> None:
    assert charged("KZ", "50.00 EUR", "90.00 EUR", origin="DE", weight_g=31001).rule == "over_limit"


def test_russia_and_kazakhstan_share_one_customs_territory() -> None:
    assert charged("KZ", "500.00 EUR", "10.00 EUR", origin="RU").rule == "no_border"


def test_america_charges_duty_from_the_first_dollar_on_goods_without_freight() -> None:
    charges = charged("US", "34.00 EUR", "17.90 EUR", duty="0.039", origin="DE")  # 34 x (3.9 % + 10 %) = 4.726
    assert amounts(charges) == ("4.73 EUR", "0.00 EUR")
    assert (charges.rule, charges.collected) == ("ordinary", "at_border")
    later = charged("US", "34.00 EUR", "17.90 EUR", duty="0.039", origin="DE", on=SUMMER)  # 34 x 3.9 % = 1.326
    assert amounts(later) == ("1.33 EUR", "0.00 EUR")


def test_america_let_800_dollars_in_free_until_august_2025() -> None:
    assert charged("US", "600.00 EUR", "0.00 EUR", duty="0.039", on=date(2025, 8, 28)).rule == "free"  # 702 USD
    assert charged("US", "700.00 EUR", "0.00 EUR", duty="0.039", on=date(2025, 8, 28)).rule == "ordinary"  # 819 USD


def test_saudi_arabia_takes_vat_on_all_and_duty_above_1000_riyals() -> None:
    small = charged("SA", "200.00 EUR", "20.00 EUR", duty="0.05", origin="DE")  # 220 EUR = 965.25 SAR
    assert amounts(small) == ("0.00 EUR", "33.00 EUR")
    assert (small.rule, small.collected) == ("tax_only", "at_border")
    large = charged("SA", "210.00 EUR", "20.00 EUR", duty="0.05", origin="DE")  # 230 EUR = 1009.125 SAR
    assert amounts(large) == ("11.50 EUR", "36.23 EUR")  # 230 x 5 %; 241.50 x 15 % = 36.225
    assert large.rule == "ordinary"


def test_brazil_at_40_dollars_pays_20_per_cent_and_icms_inside_the_price() -> None:
    charges = charged("BR", "30.00 USD", "10.00 USD")  # 40 x 20 % = 8; 48 / 0.83 = 57.83, less 48
    assert amounts(charges) == ("8.00 USD", "9.83 USD")
    assert str(charges.total) == "17.83 USD"
    assert (charges.rule, charges.collected) == ("reduced_rate", "at_sale")


def test_brazil_above_50_dollars_pays_60_per_cent_less_20_dollars() -> None:
    charges = charged("BR", "80.00 USD", "20.00 USD")  # 60 - 20 = 40; 140 x 17 / 83 = 28.6747
    assert amounts(charges) == ("40.00 USD", "28.67 USD")


def test_brazil_reckons_a_parcel_in_euros_by_the_dollar_limits() -> None:
    charges = charged("BR", "40.00 EUR", "2.00 EUR", origin="DE")  # 49.14 USD: 42 x 20 %; 50.40 x 17 / 83 = 10.3228
    assert amounts(charges) == ("8.40 EUR", "10.32 EUR")
    dearer = charged("BR", "40.00 EUR", "3.00 EUR", origin="DE")  # 50.31 USD: 25.80 - 20/1.17 = 8.7060
    assert amounts(dearer)[0] == "8.71 EUR"


def test_brazil_above_3000_dollars_falls_back_to_the_tariff() -> None:
    assert charged("BR", "3000.00 USD", "0.01 USD", duty="0.60").rule == "ordinary"


def test_britain_takes_vat_at_sale_up_to_135_pounds() -> None:
    small = charged("GB", "150.00 EUR", "10.00 EUR", duty="0.03", origin="DE")  # 150 x 0.87 = 130.50 GBP; 160 x 20 %
    assert amounts(small) == ("0.00 EUR", "32.00 EUR")
    assert (small.rule, small.collected) == ("tax_only", "at_sale")
    large = charged("GB", "160.00 EUR", "10.00 EUR", duty="0.03", origin="DE")  # 139.20 GBP: 170 x 3 %; 175.10 x 20 %
    assert amounts(large) == ("5.10 EUR", "35.02 EUR")
    assert (large.rule, large.collected) == ("ordinary", "at_border")


def test_spain_meets_no_border_from_germany_and_takes_21_per_cent_from_china() -> None:
    assert charged("ES", "100.00 EUR", "9.90 EUR", origin="DE").rule == "no_border"
    assert amounts(charged("ES", "100.00 EUR", "20.00 EUR")) == ("0.00 EUR", "25.20 EUR")  # 120 x 21 %
    assert amounts(charged("ES", "100.00 EUR", "20.00 EUR", on=SUMMER)) == ("3.00 EUR", "25.83 EUR")  # 123 x 21 %


def test_mexico_takes_one_rate_in_the_place_of_duty_and_tax() -> None:
    charges = charged("MX", "100.00 EUR", "20.00 EUR", duty="0.15")  # 120 x 33.5 %
    assert amounts(charges) == ("40.20 EUR", "0.00 EUR")
    assert (charges.rule, charges.collected) == ("reduced_rate", "at_border")
    assert amounts(charged("MX", "100.00 EUR", "20.00 EUR", on=date(2025, 8, 14))) == ("22.80 EUR", "0.00 EUR")  # 19 %
    over = charged("MX", "2500.01 USD", "100.00 USD", duty="0.15")  # 2600.01 x 15 % = 390.0015; 2990.01 x 16 % = 478.4016
    assert amounts(over) == ("390.00 USD", "478.40 USD")
    assert over.rule == "ordinary"


def test_freight_counts_towards_the_mexican_limit() -> None:
    assert charged("MX", "2400.00 USD", "100.00 USD").rule == "reduced_rate"
    assert charged("MX", "2400.00 USD", "100.01 USD").rule == "ordinary"


def test_chile_takes_vat_at_sale_up_to_500_dollars() -> None:
    charges = charged("CL", "100.00 USD", "20.00 USD", duty="0.06")  # 120 x 19 %
    assert amounts(charges) == ("0.00 USD", "22.80 USD")
    assert (charges.rule, charges.collected) == ("tax_only", "at_sale")
    dearer = charged("CL", "500.01 USD", "0.00 USD", duty="0.06")  # 500.01 x 6 % = 30.0006; 530.01 x 19 % = 100.7019
    assert amounts(dearer) == ("30.00 USD", "100.70 USD")
    assert charged("CL", "41.00 USD", "9.00 USD", duty="0.06", on=date(2025, 10, 24)).rule == "free"
    assert charged("CL", "41.01 USD", "9.00 USD", duty="0.06", on=date(2025, 10, 24)).rule == "ordinary"


def test_uzbekistan_lets_a_parcel_up_to_200_dollars_in_free() -> None:
    assert charged("UZ", "200.00 USD", "30.00 USD", duty="0.10").rule == "free"
    charges = charged("UZ", "200.01 USD", "0.00 USD", duty="0.10")  # 20.001; 220.01 x 12 % = 26.4012
    assert amounts(charges) == ("20.00 USD", "26.40 USD")


def test_the_emirates_take_vat_on_all_and_duty_above_1000_dirhams() -> None:
    small = charged("AE", "200.00 EUR", "30.00 EUR", duty="0.05", origin="DE")  # 230 x 4.296825 = 988.27 AED; 230 x 5 %
    assert amounts(small) == ("0.00 EUR", "11.50 EUR")
    large = charged("AE", "210.00 EUR", "30.00 EUR", duty="0.05", origin="DE")  # 1031.24 AED: 12; 252 x 5 %
    assert amounts(large) == ("12.00 EUR", "12.60 EUR")
    assert (small.collected, large.rule) == ("at_border", "ordinary")


def test_egypt_charges_from_the_first_pound() -> None:
    charges = charged("EG", "10.00 EUR", "5.00 EUR", duty="0.30", origin="DE")  # 15 x 30 %; 19.50 x 14 %
    assert amounts(charges) == ("4.50 EUR", "2.73 EUR")
    assert (charges.rule, charges.collected) == ("ordinary", "at_border")


def test_goods_and_freight_in_two_currencies_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="cannot mix EUR and USD"):
        charged("DE", "10.00 EUR", "1.00 USD")


def test_the_value_that_a_duty_above_the_limit_was_taken_on() -> None:
    before, since = (load_destination("KZ", day).low_value for day in (SPRING, SUMMER))
    assert over_limit_duty(before, Money.parse("300.00 EUR"), 5000) == (1500, 10000)  # 15 % of the excess of 100.00
    assert over_limit_duty(before, Money.parse("300.00 EUR"), 41000) == (2000, None)  # 10 kg x 2.00 is more
    assert over_limit_duty(since, Money.parse("300.00 EUR"), 5000) == (1500, 30000)  # 5 % of the whole
    with pytest.raises(ValueError, match="no rate above its limit"):
        over_limit_duty(load_destination("DE", SPRING).low_value, Money.parse("300.00 EUR"), 5000)


def test_a_simple_rate_says_which_step_it_took() -> None:
    regime = load_destination("BR", SPRING).low_value
    assert stepped(regime, Money.parse("50.00 USD")) == (1000, Fraction(20, 100))
    assert stepped(regime, Money.parse("50.01 USD")) == (1001, Fraction(60, 100))
    with pytest.raises(ValueError, match=r"no step of the reduced rate reaches 3000\.01 USD"):
        stepped(regime, Money.parse("3000.01 USD"))


def test_a_regime_without_a_limit_has_nothing_under_it() -> None:
    regime = load_destination("EG", SPRING).low_value
    assert not is_under(regime, Money.parse("0.01 EGP"), Money.parse("0.00 EGP"), 0)


def test_tax_on_a_price_and_inside_it() -> None:
    assert tax_on(10000, Fraction(20, 100), inside=False) == 2000
    assert tax_on(10000, Fraction(20, 100), inside=True) == 2500  # 125.00 includes 25.00
