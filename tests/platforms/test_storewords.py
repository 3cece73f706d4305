"""The words of shop fronts."""

import re
from datetime import date

import pytest

from lab.platforms.profile import load_platforms
from lab.platforms.storewords import _load, checked, store_words
from lab.values.errors import BadFile

_NAME = re.compile(r"\{(\w+)\}")


def test_every_language_of_every_shop_front_has_its_own_words() -> None:
    spoken = {code for profile in load_platforms(date(2026, 5, 4)).values() for market in profile.markets.values() for code in market.languages}
    assert spoken <= set(_load())


@pytest.mark.parametrize("language", sorted(_load()))
def test_the_same_things_are_filled_in_in_every_language(language: str) -> None:
    for name, text in store_words(language).items():
        assert sorted(_NAME.findall(text)) == sorted(_NAME.findall(store_words("en")[name])), name


def test_an_unknown_language_reads_english() -> None:
    assert store_words("fi") == store_words("en")
    assert store_words("zh-Hans") == store_words("zh")


def test_a_missing_word_is_a_fault_of_the_file() -> None:
    with pytest.raises(BadFile, match=r"basket"):
        checked({"en": {"buy": "Buy", "basket": "Basket"}, "de": {"buy": "Kaufen"}})
    with pytest.raises(BadFile, match=r"buy"):
        checked({"en": {"buy": "Buy"}, "de": {"buy": ""}})
