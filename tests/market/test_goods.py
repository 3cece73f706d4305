import pytest

from lab.market.base import REFERENCE
from lab.market.catalogue import LANGUAGES, attribute_value_fault
from lab.market.goods import COMMON_BULLETS, OWN_BULLETS, fill, languages_at, rival, rival_text, sentence
from tests.shoppers.worlds import market


def test_a_row_of_the_columns_reads_as_one_product():
    number = market().items_of("desk-lamp").start
    product, goods = rival(market(), number), market().goods
    assert (product.id, product.type, product.price.amount) == (number, "desk-lamp", int(goods.price[number]))
    assert product.price.currency == REFERENCE and 2000 <= product.rating <= 4900
    type_ = market().types["desk-lamp"]
    assert set(product.attributes) == {attribute.key for attribute in type_.attributes}
    assert all(attribute_value_fault(a, product.attributes[a.key]) is None for a in type_.attributes)


def test_a_page_says_the_same_in_every_language_at_the_same_places():
    number = next(n for n in market().items_of("desk-lamp") if len(rival(market(), n).languages) >= 5)
    product = rival(market(), number)
    for language in product.languages:
        text = rival_text(market(), number, language)
        assert product.brand in text.title and product.model in text.title + text.description
        assert len(text.bullets) == OWN_BULLETS + COMMON_BULLETS


def test_bits_name_languages():
    assert languages_at(0b000001) == ("en",)
    assert languages_at(0b111111) == LANGUAGES


def test_gaps_are_filled_and_a_text_begins_with_a_capital():
    assert sentence(fill("{colour} {brand}", {"brand": "Veltrio", "colour": "rot"})) == "Rot Veltrio"
    assert sentence("") == ""


def test_there_is_no_product_beyond_the_last():
    with pytest.raises(IndexError):
        rival(market(), len(market().goods))
