"""Destinations and their dated figures. Expected: the sources named in seed/customs/destinations.yaml."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.destinations import FILE, load_destination, load_destinations
from lab.values.errors import BadFile, NotFound
from lab.values.money import Money

SPRING = date(2026, 5, 4)


def test_there_are_five_destinations_and_their_visits_add_up() -> None:
    destinations = load_destinations(SPRING)
    assert list(destinations) == ["DE", "US", "KZ", "SA", "BR"]
    assert sum(destination.population_share for destination in destinations.values()) == 1000


def test_language_shares_add_up_to_a_thousand() -> None:
    destinations = load_destinations(SPRING)
    assert destinations["DE"].languages == {"de": 930, "en": 70}
    assert destinations["US"].languages == {"en": 840, "es": 130, "zh": 30}
    assert destinations["KZ"].languages == {"ru": 1000}
    assert destinations["SA"].languages == {"ar": 780, "en": 220}
    assert destinations["BR"].languages == {"pt": 960, "es": 40}


def test_the_vat_of_kazakhstan_rose_with_the_year_2026() -> None:
    assert load_destination("KZ", date(2025, 12, 31)).vat_rate == Fraction(12, 100)
    assert load_destination("KZ", date(2026, 1, 1)).vat_rate == Fraction(16, 100)


def test_each_country_has_its_tax_and_value_basis() -> None:
    destinations = load_destinations(SPRING)
    rates = {country: destination.vat_rate for country, destination in destinations.items()}
    percent = {"DE": 19, "US": 0, "KZ": 16, "SA": 15, "BR": 17}
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


def test_the_weekend_of_saudi_arabia_is_friday_and_saturday() -> None:
    assert load_destination("SA", SPRING).weekend_days == (5, 6)


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


def test_shares_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "destinations.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace('en: "70"', 'en: "71"'), encoding="utf-8")
    with pytest.raises(BadFile, match="these add up to 1001"):
        load_destinations(SPRING, path)
