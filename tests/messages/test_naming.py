"""What buyers call goods, and in which language a buyer writes."""

from dataclasses import replace

import pytest

from lab.messages.naming import attribute_name, letter_language, market_language, product_name
from lab.values.chance import key_of
from tests.builders import ANNA, DANA, make_world


def test_a_buyer_searches_and_reviews_in_the_own_language_or_in_the_first_of_the_country() -> None:
    world = make_world()
    assert market_language(world, replace(DANA, language="es-MX"), "KZ") == "es"
    assert market_language(world, replace(DANA, language="kk"), "KZ") == "ru"
    assert market_language(world, replace(ANNA, language="tr"), "DE") == "de"


def test_a_buyer_whose_language_has_letters_writes_in_it() -> None:
    world = make_world()
    assert letter_language(world, replace(ANNA, language="tr"), "DE", 5) == "tr"
    assert letter_language(world, replace(ANNA, language="nl"), "DE", 5) == "de"


def test_a_third_of_the_buyers_in_kazakhstan_write_kazakh_and_germans_german() -> None:
    world = make_world()
    found = [letter_language(world, DANA, "KZ", key_of("buyer", number)) for number in range(1000)]
    assert 300 < found.count("kk") < 400
    assert found.count("kk") + found.count("ru") == 1000
    assert {letter_language(world, ANNA, "DE", key_of("buyer", number)) for number in range(100)} == {"de"}


@pytest.mark.parametrize("language", ["de", "ru", "tr", "kk", "th", "ur", "hi"])
def test_goods_and_what_describes_them_have_names_in_every_language(language: str) -> None:
    world = make_world()
    type_ = world.setting.type_of("lamp")
    english = (type_.names["en"], attribute_name(type_.attributes[0], "en"))
    assert product_name(world.setting, "lamp", language) != english[0]
    assert attribute_name(type_.attributes[0], language) != english[1]
