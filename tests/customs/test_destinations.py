"""Destinations and their dated figures. Expected: the sources named in seed/customs/destinations.yaml."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.destinations import FILE, load_destination, load_destinations
from lab.customs.exchange import rate
from lab.values.errors import BadFile, NotFound
from lab.values.money import Money

SPRING = date(2026, 5, 4)


def test_there_are_twelve_destinations_and_their_visits_add_up() -> None:
    destinations = load_destinations(SPRING)
    assert list(destinations) == ["DE", "US", "GB", "ES", "MX", "BR", "CL", "KZ", "UZ", "SA", "AE", "EG"]
    assert sum(destination.population_share for destination in destinations.values()) == 1000


def test_language_shares_add_up_to_a_thousand() -> None:
    destinations = load_destinations(SPRING)
    assert destinations["DE"].languages == {"de": 930, "en": 70}
    assert destinations["US"].languages == {"en": 870, "es": 130}
    assert destinations["KZ"].languages == destinations["UZ"].languages == {"ru": 1000}
    assert destinations["SA"].languages == {"ar": 780, "en": 220}
    assert destinations["BR"].languages == {"pt": 960, "es": 40}
    assert destinations["AE"].languages == {"en": 550, "ar": 450}
    assert destinations["EG"].languages == {"ar": 900, "en": 100}


def test_the_market_searches_in_six_languages() -> None:
    spoken = {language for destination in load_destinations(SPRING).values() for language in destination.languages}
    assert spoken == {"en", "de", "es", "ru", "ar", "pt"}


def test_every_country_has_its_own_currency_with_a_rate() -> None:
    currencies = {country: destination.currency for country, destination in load_destinations(SPRING).items()}
    assert currencies == {
        "DE": "EUR", "US": "USD", "GB": "GBP", "ES": "EUR", "MX": "MXN", "BR": "BRL", "CL": "CLP", "KZ": "KZT", "UZ": "UZS",
        "SA": "SAR", "AE": "AED", "EG": "EGP",
    }  # fmt: skip
    assert all(rate(currency) > 0 for currency in currencies.values())


def test_the_vat_of_kazakhstan_rose_with_the_year_2026() -> None:
    assert load_destination("KZ", date(2025, 12, 31)).vat_rate == Fraction(12, 100)
    assert load_destination("KZ", date(2026, 1, 1)).vat_rate == Fraction(16, 100)


def test_each_country_has_its_tax_and_value_basis() -> None:
    destinations = load_destinations(SPRING)
    rates = {country: destination.vat_rate for country, destination in destinations.items()}
    percent = {
        "DE": 19, "US": 0, "GB": 20, "ES": 21, "MX": 16, "BR": 17, "CL": 19, "KZ": 16, "UZ": 12, "SA": 15, "AE": 5, "EG": 14
    }  # fmt: skip
    assert rates == {country: Fraction(rate, 100) for country, rate in percent.items()}
    assert [country for country, destination in destinations.items() if destination.value_basis == "FOB"] == ["US"]


def test_the_eu_relief_gives_way_to_a_flat_duty_in_july_2026() -> None:
    before, after = load_destination("DE", date(2026, 6, 30)), load_destination("DE", date(2026, 7, 1))
    assert before.low_value.kind == "duty_free_tax_at_sale"
    assert (after.low_value.kind, after.low_value.flat_duty) == ("flat_duty_tax_at_sale", Money(300, "EUR"))
    assert before.at(date(2026, 7, 1)) == after
    assert after.at(date(2026, 7, 1)) is after


def test_the_american_relief_ended_in_august_2025() -> None:
    assert load_destination("US", date(2025, 8, 28)).low_value_threshold == Money(80000, "USD")
    assert load_destination("US", date(2025, 8, 29)).low_value_threshold is None


def test_the_spanish_relief_follows_the_german_one() -> None:
    for day in (SPRING, date(2026, 7, 1)):
        spain, germany = load_destination("ES", day), load_destination("DE", day)
        assert (spain.low_value.kind, spain.low_value_threshold) == (germany.low_value.kind, germany.low_value_threshold)
        assert spain.no_border_from == germany.no_border_from


def test_chile_takes_its_tax_at_sale_since_october_2025() -> None:
    before, after = load_destination("CL", date(2025, 10, 24)).low_value, load_destination("CL", date(2025, 10, 25)).low_value
    assert (before.kind, before.threshold) == ("duty_and_tax_free", Money(4100, "USD"))
    assert (after.kind, after.threshold) == ("duty_free_tax_at_sale", Money(50000, "USD"))


def test_the_mexican_overall_rate_rose_in_august_2025() -> None:
    steps = [load_destination("MX", day).low_value.steps[0].rate for day in (date(2025, 8, 14), date(2025, 8, 15))]
    assert steps == [Fraction(19, 100), Fraction(335, 1000)]


def test_the_limit_of_the_emirates_was_300_dirhams_for_two_months() -> None:
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 2, 28), date(2023, 3, 1))
    limits = [load_destination("AE", day).low_value_threshold for day in days]
    assert limits == [Money(amount, "AED") for amount in (100000, 30000, 30000, 100000)]


def test_the_weekend_of_saudi_arabia_and_egypt_is_friday_and_saturday() -> None:
    resting = {country: destination.weekend_days for country, destination in load_destinations(SPRING).items()}
    assert [country for country, days in resting.items() if days == (5, 6)] == ["SA", "EG"]
    assert set(resting.values()) == {(5, 6), (6, 7)}


def test_sources_follow_the_figure_in_force() -> None:
    assert "2026/382" in load_destination("DE", date(2026, 7, 1)).source_of("low_value").text
    assert "2026/382" not in load_destination("DE", SPRING).source_of("low_value").text
    with pytest.raises(NotFound, match="no_such_figure"):
        load_destination("DE", SPRING).source_of("names")


def test_a_country_without_data_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_destination: country=FR"):
        load_destination("FR", SPRING)


def test_an_unknown_field_is_named_with_its_place(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("    own_language_need:", "    own_language_needs:", 1)
    path = tmp_path / "destinations.yaml"
    path.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("own_language_needs")].count("\n")
    with pytest.raises(BadFile) as caught:
        load_destinations(SPRING, path)
    assert f"destinations.yaml:{line}:5: destinations.DE.own_language_needs: unknown key" in str(caught.value)


def test_steps_that_do_not_reach_the_threshold_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "destinations.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace('up_to: "3000.00 USD"', 'up_to: "2999.00 USD"'), encoding="utf-8")
    with pytest.raises(BadFile, match="the last must reach the threshold"):
        load_destinations(SPRING, path)


def test_shares_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "destinations.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace('en: "70"', 'en: "71"'), encoding="utf-8")
    with pytest.raises(BadFile, match="these add up to 1001"):
        load_destinations(SPRING, path)
