from lab.search.facets import Wish
from lab.values.money import Money
from lab.web.storeview import StoreView, with_brand, with_value

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


def test_a_chosen_value_is_taken_away_by_choosing_it_again() -> None:
    wish = with_brand(with_brand(Wish(), "A"), "B")
    assert wish.brands == ("A", "B") and with_brand(wish, "A").brands == ("B",)
    black = with_value(Wish(), "colour", "black")
    assert black.attributes == (("colour", "black"),) and with_value(black, "colour", "black") == Wish()
