"""The page of culture cards: by country and topic, in every language, with what is looked for."""

import pytest

from lab.culture.cards import TOPICS, card_countries, cards_of, load_cards
from lab.web.culture import TOPIC_NAMES
from tests.web.browser import Browser


def cards_on(page: str) -> int:
    return page.count('<article class="card"')


def test_it_begins_with_the_countries_where_the_shop_sells(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/culture")
    own = {card.id for card in cards_of() if {"DE", "KZ"} & set(card.countries)}
    assert cards_on(page) == len(own)
    assert all(f'id="{card}"' in page for card in own)
    assert 'id="cn_clock_as_present"' not in page
    assert f'href="/runs/{run_id}/culture" aria-current="page"' in page


def test_a_country_and_a_topic_narrow_the_cards(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/culture?country=CN&topic=numbers")
    assert cards_on(page) == len(cards_of("CN", ("numbers",)))
    assert "No sets of four as a present" in page
    assert '<option value="CN" selected>' in page
    assert cards_on(at_home.get(f"/runs/{run_id}/culture?country=all")) == len(load_cards())
    assert "No card for this choice" in at_home.get(f"/runs/{run_id}/culture?country=SE&topic=claims")


@pytest.mark.parametrize("query", ["country=XX", "country=%00", "topic=nothing", "country=" + "A" * 9000, "country=de&topic=%F0%9F%90%B7"])
def test_an_unknown_choice_shows_what_there_is(at_home: Browser, run_id: int, query: str) -> None:
    assert cards_on(at_home.get(f"/runs/{run_id}/culture?{query}")) > 10


def test_a_card_says_its_source_its_day_and_how_sure_it_is(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/culture?country=SA&topic=weekends")
    assert '<bdi lang="en">Unicode CLDR through Babel 2.18, weekend by country</bdi>' in page
    assert "checked at the source" in page
    assert "2026" in page
    assert "gulf_friday_saturday" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("country=SA&topic=weekends", "promised for one of these days: Friday, Saturday"),
        ("country=DE&topic=holidays", "25 Dec 2026 – 26 Dec 2026"),
        ("country=US&topic=dates", "the order there is: month, day, year"),
        ("country=MX&topic=dates", "amounts with $"),
        ("country=CN&topic=numbers", "amounts of 250"),
        ("country=SA&topic=dates", "figures of two scripts in one message"),
        ("country=DE&topic=names", "called by the wrong part of the name"),
        ("country=BR&topic=symbols", "signs and emoji that mean this"),
        ("country=UZ&topic=address", "certain words in texts in these languages: Uzbek"),
    ],
)
def test_what_is_looked_for_is_said_in_words(at_home: Browser, run_id: int, query: str, words: str) -> None:
    assert words in at_home.get(f"/runs/{run_id}/culture?{query}")


@pytest.mark.parametrize(("language", "words"), [("zh", "钟不作礼品"), ("ar", "الساعة الجدارية ليست هدية في الصين"), ("ru", "Часы в Китае не дарят")])
def test_cards_are_in_the_language_of_the_page(at_home: Browser, run_id: int, language: str, words: str) -> None:
    at_home.send("/preferences", language=language)
    page = at_home.get(f"/runs/{run_id}/culture?country=CN&topic=symbols")
    assert words in page
    assert "A clock is no present in China" not in page


def test_every_country_with_cards_and_every_topic_can_be_chosen(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/culture")
    assert all(f'<option value="{code}"' in page for code in card_countries())
    assert all(f'<option value="{topic}"' in page for topic in TOPICS)
    assert tuple(TOPIC_NAMES) == TOPICS
