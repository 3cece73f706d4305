import re
from statistics import median

import pytest

from lab.market import compose
from lab.market.catalogue import LANGUAGES, attribute_value_fault, load_type_files
from lab.market.compose import Stream, rivals_of


@pytest.fixture(scope="module")
def rivals():
    return {file.type.key: (file, rivals_of(file, 0)) for file in load_type_files()}


def test_there_are_forty_desk_lamps_and_twenty_four_of_everything_else(rivals):
    assert {key: len(products) for key, (_, products) in rivals.items() if len(products) != 24} == {"desk-lamp": 40}


def test_in_every_language_seven_of_ten_rivals_can_be_found(rivals):
    for _, products in rivals.values():
        for language in LANGUAGES:
            assert sum(language in product.texts for product in products) >= 0.7 * len(products)


def test_every_rival_writes_english_and_three_to_seven_languages(rivals):
    for _, products in rivals.values():
        assert all("en" in product.texts and 3 <= len(product.texts) <= 7 for product in products)


def test_no_gap_of_a_pattern_is_left_open(rivals):
    for _, products in rivals.values():
        for product in products:
            for text in product.texts.values():
                whole = " ".join((text.title, *text.bullets, text.description, text.search_terms))
                assert not re.search(r"[{}]", whole)


def test_no_two_rivals_have_the_same_brand_and_model(rivals):
    for _, products in rivals.values():
        assert len({(product.brand, product.model) for product in products}) == len(products)


def test_what_rivals_state_is_in_order(rivals):
    for file, products in rivals.values():
        for product in products:
            for attribute in file.type.attributes:
                assert attribute_value_fault(attribute, product.attributes[attribute.key]) is None


def test_prices_lie_about_the_reference_and_end_as_shop_prices_do(rivals):
    for file, products in rivals.values():
        amounts = [product.price.amount for product in products]
        assert 0.75 < median(amounts) / file.type.reference_price.amount < 1.3
        assert {amount % 100 for amount in amounts} <= {49, 90, 99}


def test_another_rival_changes_none_of_the_others(rivals, monkeypatch):
    file, before = rivals["led-bulb"]
    monkeypatch.setattr(compose, "RIVALS_OF", {"led-bulb": 25})
    after = rivals_of(file, 0)
    same = [(a.price, a.attributes, a.rating) == (b.price, b.attributes, b.rating) for a, b in zip(before, after, strict=False)]
    assert all(same) and len(after) == 25


def test_a_stream_is_fixed_by_its_name():
    assert Stream("a", 1).below(1000) == Stream("a", 1).below(1000) != Stream("a", 2).below(1000)
    drawn = [Stream("normal", i).normal_milli() for i in range(400)]
    assert abs(sum(drawn) / 400) < 150 and 850 < (sum(d * d for d in drawn) / 400) ** 0.5 < 1150
    assert sorted(Stream("order").order(20)) == list(range(20))
