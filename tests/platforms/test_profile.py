"""Platform profiles. Expected figures: the platforms' own help pages, as named in seed/platforms."""

from dataclasses import FrozenInstanceError, fields
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.platforms.profile import FOLDER, PlatformFile, PlatformProfile, load_platform, load_platforms
from lab.values.errors import BadFile, BadInput, NotFound
from lab.values.money import Money
from lab.values.places import ROOT
from lab.values.yamlfile import read_yaml

SPRING = date(2026, 5, 4)
SUMMER = date(2026, 8, 1)
PLAIN = {"sources", "display_name", "item_id_label", "seller_centre_name", "accent"}
LANGUAGES = {"en", "de", "ru", "es", "ar", "zh", "pt", "kk"}


def copied(folder: Path, old: str = "", new: str = "") -> Path:
    text = (FOLDER / "meridian.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "shop.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(BadFile) as caught:
        load_platforms(SPRING, folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_keys_are_the_names_of_the_files() -> None:
    platforms = load_platforms(SPRING)
    assert list(platforms) == ["caravan", "meridian"]
    assert all(profile.key == key for key, profile in platforms.items())


@pytest.mark.parametrize(
    ("on", "country", "chars"),
    [(SPRING, "DE", 200), (date(2026, 7, 26), "DE", 200), (date(2026, 7, 27), "DE", 75), (SUMMER, "DE", 75),
     (SUMMER, "GB", 75), (SUMMER, "ES", 75), (SUMMER, "MX", 75),
     (SPRING, "SA", 200), (SUMMER, "SA", 200), (SUMMER, "AE", 200), (SUMMER, "EG", 200)],
)  # fmt: skip
def test_titles_shrink_on_the_day_of_the_change_except_in_arab_countries(on: date, country: str, chars: int) -> None:
    assert load_platform("meridian", on).title_max_chars(country, "de") == chars


def test_a_store_with_other_limits_by_language_counts_english_shorter() -> None:
    caravan = load_platform("caravan", SPRING)
    assert caravan.title_max_chars("US", "en") == 128
    assert caravan.title_max_chars("US", "en-GB") == 128
    assert caravan.title_max_chars("KZ", "ru") == 218


def test_the_source_follows_the_figure_in_force() -> None:
    before = load_platform("meridian", SUMMER).source_of("title_max_chars", "SA", "ar")
    after = load_platform("meridian", SUMMER).source_of("title_max_chars", "DE", "de")
    assert "201100890" in before.text
    assert (before.as_of, before.confidence) == (date(2025, 1, 21), "verified")
    assert "10 June 2026" in after.text
    assert (after.as_of, after.confidence) == (date(2026, 7, 27), "secondary")


def test_a_name_without_a_figure_has_no_source() -> None:
    with pytest.raises(NotFound, match="no_such_figure"):
        load_platform("meridian", SPRING).source_of("display_name")


def test_before_the_oldest_figure_no_profile_can_be_made() -> None:
    with pytest.raises(BadInput, match="title_max_chars"):
        load_platform("meridian", date(2025, 1, 20))


def test_a_platform_that_does_not_exist_is_not_found() -> None:
    for key in ("bazaar", "../platforms/meridian", ""):
        with pytest.raises(NotFound, match="no_such_platform"):
            load_platform(key, SPRING)


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        load_platform("meridian", SPRING).bullets_max = 9  # type: ignore[misc]


def test_every_figure_carries_value_source_date_and_confidence() -> None:
    for path in FOLDER.glob("*.yaml"):
        data, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
        figures = {name: entry for name, entry in data.items() if name not in PLAIN}
        assert len(figures) > 40
        for name, entry in figures.items():
            for figure in entry if isinstance(entry, list) else [entry]:
                assert {"value", "source", "as_of", "confidence"} <= set(figure), f"{path.name}: {name}"
                assert figure["source"] in data["sources"], f"{path.name}: {name}"
                date.fromisoformat(figure["as_of"])


def test_every_field_of_a_profile_has_a_source() -> None:
    for profile in load_platforms(SUMMER).values():
        names = {field.name for field in fields(PlatformProfile)} - PLAIN - {"key", "title_limits"}
        for name in names:
            assert profile.source_of(name).text, f"{profile.key}: {name}"


def test_every_source_of_a_file_is_used() -> None:
    for path in FOLDER.glob("*.yaml"):
        data, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
        text = str({name: entry for name, entry in data.items() if name != "sources"})
        assert [key for key in data["sources"] if f"'source': '{key}'" not in text] == []


def test_an_unknown_field_is_named_with_file_line_and_the_nearest_field(tmp_path: Path) -> None:
    folder = copied(tmp_path, "title_min_chars:", "title_min_char:")
    lines = (folder / "shop.yaml").read_text(encoding="utf-8").splitlines()
    line = 1 + next(i for i, text in enumerate(lines) if text.startswith("title_min_char:"))
    fault = "title_min_char: unknown key 'title_min_char'; did you mean 'title_min_chars'?"
    found = faults(folder)
    assert f"shop.yaml:{line}:1: {fault}" in found
    assert any("the key 'title_min_chars' is missing" in fault for fault in found)


def test_a_value_of_the_wrong_kind_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copied(tmp_path, 'image_max_count: {value: "9"', 'image_max_count: {value: "nine"')
    lines = (folder / "shop.yaml").read_text("utf-8").splitlines()
    line = 1 + next(i for i, text in enumerate(lines) if text.startswith("image_max_count"))
    assert [fault.split(":")[:2] for fault in faults(folder)] == [["shop.yaml", str(line)]]


def test_a_word_that_a_figure_does_not_know_is_refused(tmp_path: Path) -> None:
    assert "not_inn" in faults(copied(tmp_path, "not_in: [SA", "not_inn: [SA"))[0]


def test_rates_without_a_default_are_refused(tmp_path: Path) -> None:
    assert "a rate for 'default' is missing" in faults(copied(tmp_path, '    default: "0.15"\n', ""))[0]


def test_the_fee_is_that_of_the_longest_path_with_a_rate() -> None:
    meridian = load_platform("meridian", SPRING)
    assert meridian.referral_fee_rate("home/lighting/desk-lamps") == Fraction(15, 100)
    assert meridian.referral_fee_rate("electronics/audio/earbuds") == Fraction(8, 100)
    assert meridian.referral_fee_rate("electronics/accessories/power-banks") == Fraction(15, 100)
    assert meridian.referral_fee_rate("garden/hoses") == Fraction(15, 100)
    assert meridian.referral_fee_rate("") == Fraction(15, 100)


def test_one_platform_has_a_smallest_fee_and_the_other_none() -> None:
    platforms = load_platforms(SPRING)
    assert platforms["meridian"].referral_fee_min == Money(30, "EUR")
    assert platforms["caravan"].referral_fee_min is None


def test_health_targets_are_exact_shares() -> None:
    meridian = load_platform("meridian", SPRING)
    assert (meridian.defect_rate_max, meridian.defect_window_days) == (Fraction(1, 100), 60)
    assert (meridian.late_shipment_rate_max, meridian.late_shipment_window_days) == (Fraction(4, 100), 30)
    assert (meridian.cancel_rate_max, meridian.cancel_window_days) == (Fraction(25, 1000), 7)
    assert (meridian.valid_tracking_rate_min, meridian.valid_tracking_window_days) == (Fraction(95, 100), 30)


def test_where_there_are_no_bullets_their_limits_are_nought() -> None:
    caravan = load_platform("caravan", SPRING)
    assert not caravan.bullets_used
    assert (caravan.bullets_min, caravan.bullets_max, caravan.bullet_max_chars) == (0, 0, 0)


def test_markets_know_their_country_money_and_languages() -> None:
    platforms = load_platforms(SPRING)
    assert set(platforms["meridian"].markets) == {"DE", "US", "GB", "ES", "MX", "BR", "SA", "AE", "EG"}
    assert set(platforms["caravan"].markets) == {"DE", "US", "ES", "MX", "BR", "CL", "KZ", "UZ", "SA", "AE"}
    shown = {country: (front.currency_shown, front.languages) for country, front in platforms["caravan"].markets.items()}
    assert shown["KZ"] == ("KZT", ("ru", "kk"))
    assert shown["UZ"] == ("UZS", ("ru", "uz"))
    assert shown["CL"] == ("CLP", ("es", "en"))


def test_every_market_shows_the_currency_of_its_country_and_a_language_of_its_shoppers() -> None:
    destinations = load_destinations(SPRING)
    for profile in load_platforms(SPRING).values():
        for country, front in profile.markets.items():
            assert front.currency_shown == destinations[country].currency
            assert set(front.languages) & set(destinations[country].languages), f"{profile.key}/{country}"


def test_every_country_of_the_lab_has_a_market() -> None:
    served = {country for profile in load_platforms(SPRING).values() for country in profile.markets}
    assert served == set(load_destinations(SPRING))


def test_phrases_and_small_words_stand_in_every_language_and_are_folded() -> None:
    for profile in load_platforms(SPRING).values():
        for lists in (profile.title_forbidden_phrases, profile.title_small_words):
            written = {language for front in profile.markets.values() for language in front.languages}
            assert written <= set(lists)
            assert set(lists) - {"uz"} == LANGUAGES
            for phrases in lists.values():
                assert phrases
                assert all(phrase == phrase.casefold().strip() for phrase in phrases)
                assert len(set(phrases)) == len(phrases)


def test_order_states_have_a_name_in_five_languages_and_english_stands_in() -> None:
    for profile in load_platforms(SPRING).values():
        for state, names in profile.order_states.items():
            assert set(names) == {"en", "zh", "ar", "de", "ru"}, state
    assert load_platform("meridian", SPRING).state_name("shipped", "de") == "Versandt"
    assert load_platform("meridian", SPRING).state_name("shipped", "pt-BR") == "Shipped"


def test_numbers_have_the_platforms_shape_and_follow_the_draw() -> None:
    platforms = load_platforms(SPRING)
    number = platforms["meridian"].order_number(1)
    assert [len(part) for part in number.split("-")] == [3, 7, 7]
    assert number.replace("-", "").isdigit()
    assert number == platforms["meridian"].order_number(1)
    assert len({platforms["meridian"].order_number(draw) for draw in range(2000)}) == 2000
    assert len(platforms["caravan"].order_number(1)) == 16
    asin = platforms["meridian"].catalogue_id(1)
    assert asin.startswith("B0")
    assert len(asin) == 10
    assert asin.isalnum()
    assert asin == asin.upper()


def test_no_platform_is_named_in_code() -> None:
    keys = [path.stem for path in FOLDER.glob("*.yaml")]
    for path in (ROOT / "lab" / "platforms").glob("*.py"):
        text = path.read_text(encoding="utf-8").casefold()
        assert [key for key in keys if key in text] == [], path.name


def test_the_file_and_the_profile_name_the_same_figures() -> None:
    profile = {field.name for field in fields(PlatformProfile)} - {"key", "title_limits", "sources"}
    assert profile == set(PlatformFile.model_fields) - {"title_max_chars", "sources"}
