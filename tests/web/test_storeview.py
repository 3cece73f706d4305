from datetime import date

from lab.platforms.storewords import store_languages, store_words
from lab.search.facets import Wish
from lab.values.money import Money
from lab.web.storeview import (
    StoreView,
    date_text,
    locale_of,
    near_tongues,
    own_name,
    tongues_of,
    with_brand,
    with_value,
)
from tests.builders import make_setting

GERMAN = StoreView("meridian", "DE", "de", "EUR", 1_000_000, ())
DOLLARS = StoreView("meridian", "DE", "de", "USD", 1_100_000, (("cur", "USD"),))
TENGE = StoreView("caravan", "KZ", "ru", "KZT", 520_500_000, ())


def test_amounts_are_shown_at_the_rate_of_the_day_rounded_half_up() -> None:
    assert GERMAN.shown(Money(1295, "EUR")) == Money(1295, "EUR")
    assert DOLLARS.shown(Money(1295, "EUR")) == Money(1425, "USD")  # 14.245
    assert DOLLARS.shown(Money(500, "USD")) == Money(500, "USD")
    assert DOLLARS.amount(Money(1295, "EUR")) == "14,25\xa0$"


def test_a_currency_with_many_units_to_the_euro_is_shown_without_fractions() -> None:
    assert TENGE.shown(Money(1000, "EUR")) == Money(520_500, "KZT")
    assert TENGE.amount(Money(1000, "EUR")).replace("\xa0", " ") == "5 205 ₸"
    assert TENGE.whole_amount(15_000).replace("\xa0", " ") == "15 000 ₸"


def test_addresses_keep_the_choice_of_currency_and_lead_back_from_a_product() -> None:
    wish = Wish(category="home/lighting", low=10, stars=4, brands=("A & B",), attributes=(("colour", "black"),), sort="sold")
    assert DOLLARS.results("lampe", wish, 2) == (
        "?q=lampe&cat=home%2Flighting&low=10&stars=4&brand=A+%26+B&a.colour=black&sort=sold&cur=USD&page=2"
    )
    assert DOLLARS.item("17") == "DE/item/17?cur=USD"
    below = StoreView("meridian", "DE", "de", "EUR", 1_000_000, (), "../../")
    assert below.results("lampe") == "../../DE?q=lampe"
    assert below.item("17") == "17"


def test_a_machine_finds_a_language_by_an_address_with_nothing_else_but_the_moment() -> None:
    past = StoreView("meridian", "DE", "de", "USD", 1_100_000, (("cur", "USD"), ("at", "7")))
    assert past.in_language("tr").results("lampe") == "?q=lampe&in=tr&at=7"
    assert DOLLARS.in_language("tr").item("17") == "DE/item/17?in=tr"


def test_a_chosen_value_is_taken_away_by_choosing_it_again() -> None:
    wish = with_brand(with_brand(Wish(), "A"), "B")
    assert wish.brands == ("A", "B") and with_brand(wish, "A").brands == ("B",)
    black = with_value(Wish(), "colour", "black")
    assert black.attributes == (("colour", "black"),) and with_value(black, "colour", "black") == Wish()


def in_language(language: str, country: str = "DE") -> StoreView:
    return StoreView("meridian", country, language, "EUR", 1_000_000, ())


def test_every_language_of_the_shop_fronts_has_a_locale_of_its_own() -> None:
    for language in store_languages():
        assert locale_of(language, "DE").language == language
        assert own_name(language) not in ("", language)


def test_numbers_have_the_digits_of_the_language_and_arabic_keeps_latin_ones() -> None:
    assert in_language("fa").number(1234) == "۱٬۲۳۴"
    assert in_language("fa").amount(Money(1295, "EUR")).strip("\u200e\u200f").replace("\xa0", " ").replace("\u200e", "") == "€ ۱۲٫۹۵"
    assert in_language("ur").number(1234) == "1,234"
    assert in_language("hi").number(123456) == "1,23,456"
    assert in_language("ar", "SA").number(1234) == "1,234"
    assert in_language("vi").number(1234) == "1.234"


def test_numbers_in_sentences_and_dates_have_them_too() -> None:
    assert in_language("fa").fill("days", n=3) == store_words("fa")["days"].replace("{n}", "۳")
    assert in_language("de").fill("days", n=3) == store_words("de")["days"].replace("{n}", "3")
    assert "۵" in date_text(date(2026, 5, 5), in_language("fa"))
    assert date_text(date(2026, 5, 5), in_language("de")) == "Di., 5. Mai"


def test_languages_are_named_in_the_buyers_language() -> None:
    assert in_language("fr").tongue("de") == "allemand" and in_language("tr").tongue("de") == "Almanca"


def test_the_further_languages_come_after_those_of_the_place() -> None:
    setting = make_setting()
    front = setting.platforms["caravan"].markets["KZ"]
    near, every = near_tongues(setting, front), tongues_of(setting, front)
    assert near[:2] == ("ru", "kk") == every[:2]
    assert set(every) == {*near, *store_languages()} and len(set(every)) == len(every)
