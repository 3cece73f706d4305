"""Words in which a promise for a day is made."""

from lab.culture.cards import WeekendTrap, cards_of
from lab.culture.words import promise_languages, promise_words

MAIN = ("en", "de", "ru", "ar", "zh", "kk", "uz", "es", "pt", "fr", "tr", "fa")


def test_the_languages_of_the_shops_letters_have_words() -> None:
    assert set(MAIN) <= set(promise_languages())
    assert promise_words("pt-BR") is promise_words("pt")
    assert promise_words("xx") is None


def test_the_main_languages_name_every_day_of_rest() -> None:
    rest = {day for card in cards_of() if isinstance(card.rule, WeekendTrap) for day in card.rule.days}
    for language in MAIN:
        words = promise_words(language)
        assert words is not None
        assert set(words.weekdays) >= (rest if language != "fa" else {5}), language


def test_a_promise_is_told_from_a_report() -> None:
    words = promise_words("en")
    assert words is not None
    assert words.promises.is_in("it will arrive on friday")
    assert not words.promises.is_in("it was delivered on friday")
