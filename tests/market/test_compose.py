import re
from statistics import median

import pytest

from lab.market.authored import load_catalogue
from lab.market.catalogue import LANGUAGES, attribute_value_fault
from lab.market.compose import ATTRIBUTES_MAX, FEWEST, GOODS, goods_of, rivals_per_type
from lab.market.goods import languages_at, rival, rival_text, values_at
from tests.market.small import small_catalogue
from tests.shoppers import worlds


@pytest.fixture(scope="module")
def market():
    return worlds.market()


@pytest.fixture(scope="module")
def some(market):
    return [rival(market, number) for number in range(0, len(market.goods), 13)]


def test_types_that_are_searched_more_have_more_rivals_and_all_have_some():
    files = load_catalogue().types
    counts = rivals_per_type(files, GOODS)
    assert sum(counts) == GOODS and min(counts) >= FEWEST
    searched = [sum(line.volume for lines in file.keywords.values() for line in lines) for file in files]
    most, least = searched.index(max(searched)), searched.index(min(searched))
    assert counts[most] > counts[least]


def test_in_every_language_six_of_ten_rivals_can_be_found(market):
    for place, _language in enumerate(LANGUAGES):
        assert (market.goods.languages >> place & 1).mean() >= 0.58
    assert (market.goods.languages & 1).all()


def test_every_rival_writes_three_languages_at_least(market):
    assert min(len(languages_at(bits)) for bits in set(market.goods.languages.tolist())) >= 3


def test_no_gap_of_a_pattern_is_left_open(market, some):
    for product in some:
        for language in product.languages:
            text = rival_text(market, product.id, language)
            whole = " ".join((text.title, *text.bullets, text.description, text.search_terms))
            assert not re.search(r"[{}]", whole), whole
            assert len(text.bullets) == 5


def test_a_page_in_a_language_that_a_rival_does_not_write_is_english(market, some):
    product = next(one for one in some if "ru" not in one.languages)
    assert rival_text(market, product.id, "ru") == rival_text(market, product.id, "en")


def test_hardly_two_rivals_of_a_type_have_the_same_brand_and_model(market):
    pairs = list(zip(market.goods.type.tolist(), market.goods.brand.tolist(), market.goods.model.tolist(), strict=True))
    assert len(set(pairs)) > 0.95 * len(pairs)


def test_what_rivals_state_is_in_order(market, some):
    for product in some:
        for attribute in market.types[product.type].attributes:
            assert attribute_value_fault(attribute, product.attributes[attribute.key]) is None


def test_prices_lie_about_the_reference_and_end_as_shop_prices_do(market):
    for key, type_ in market.types.items():
        amounts = market.goods.price[market.items_of(key).start : market.items_of(key).stop].tolist()
        assert 0.7 < median(amounts) / type_.reference_price.amount < 1.4
    assert set((market.goods.price % 100).tolist()) <= {49, 90, 99}


def test_more_rivals_change_none_of_those_there_were():
    files = small_catalogue().types
    few, more = goods_of(files, 60), goods_of(files, 90)
    first = rivals_per_type(files, 60)[0]
    for name in ("price", "rating", "reviews", "days", "title", "image"):
        assert (getattr(few, name)[:first] == getattr(more, name)[:first]).all()
    assert (few.values[:first] == more.values[:first]).all() and few.values.shape[1] == ATTRIBUTES_MAX


def test_a_row_of_places_reads_as_values():
    type_ = small_catalogue().types[0].type
    assert values_at(type_, [0] * ATTRIBUTES_MAX)["cord_length"] == "120"


def test_a_number_outside_the_market_is_an_error(market):
    for number in (-1, len(market.goods)):
        with pytest.raises(IndexError):
            rival(market, number)
