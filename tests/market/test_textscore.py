import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lab.market.base import TextIndex
from lab.market.exact import make_tables
from lab.market.textscore import (
    FOUND_ABOVE,
    MICRO,
    relevance,
    relevance_points,
    relevance_points_array,
    rivals_found,
    token_weights,
)

AVERAGE = {"title": 10_000, "search_terms": 8_000, "attributes": 6_000, "bullets": 40_000, "description": 60_000}


def test_one_word_in_a_title_of_average_length_weighs_three_over_four_point_two():
    fields = {"title": ("lamp", *[f"w{i}" for i in range(9)])}
    # tf' = 3 * 1 / 1 = 3; 3 / (1.2 + 3) = 0.714285; times 65536
    assert token_weights(fields, AVERAGE)["lamp"] == 46_811


def test_a_longer_title_thins_its_words_by_half_of_the_excess():
    fields = {"title": ("lamp", *[f"w{i}" for i in range(19)])}
    # twice the average: norm = 1 - 0.5 + 0.5 * 2 = 1.5; tf' = 2; 2 / 3.2 = 0.625; times 65536
    assert token_weights(fields, AVERAGE)["lamp"] == 40_960


def test_attributes_are_not_thinned_by_length():
    short, long = {"attributes": ("black",)}, {"attributes": ("black", *[f"w{i}" for i in range(50)])}
    assert token_weights(short, AVERAGE)["black"] == token_weights(long, AVERAGE)["black"] == 40_960


def test_fields_add_up_before_they_saturate():
    # title 10 tokens: 3; attributes: 2; together 5 / 6.2; times 65536
    fields = {"title": ("lamp", *[f"w{i}" for i in range(9)]), "attributes": ("lamp",)}
    assert token_weights(fields, AVERAGE)["lamp"] == 52_851


def test_relevance_is_the_weighted_share_of_the_query_that_is_answered():
    idf = {"lamp": 1_000_000, "e27": 3_000_000}.__getitem__
    half = 1 << 15
    assert relevance(["lamp", "e27"], idf, {"lamp": half}) == 125_000
    assert relevance(["lamp", "e27"], idf, {"e27": half}) == 375_000
    assert relevance(["lamp", "lamp"], idf, {"lamp": half}) == 500_000
    assert relevance([], idf, {"lamp": half}) == 0


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdefgh"), max_size=6))
def test_relevance_stays_between_nothing_and_everything(title, query):
    rel = relevance(query, lambda token: 500_000, token_weights({"title": title}, AVERAGE))
    assert 0 <= rel < 1_000_000
    if not set(title) & set(query):
        assert rel == 0


def test_the_index_and_the_plain_formula_agree():
    index = TextIndex(
        {"e27": 0, "lamp": 1},
        np.array([3_000_000, 1_000_000], dtype=np.int32),
        5_000_000,
        AVERAGE,
        np.array([0, 1, 3], dtype=np.int32),
        np.array([7, 2, 7], dtype=np.uint16),
        np.array([40_000, 50_000, 60_000], dtype=np.uint16),
    )
    items, rel = rivals_found(index, ["lamp", "e27"], 9)
    assert items.tolist() == [2, 7]
    assert rel.tolist() == [
        relevance(["lamp", "e27"], index.idf_of, {"lamp": 50_000}),
        relevance(["lamp", "e27"], index.idf_of, {"lamp": 60_000, "e27": 40_000}),
    ]
    # A word that no rival uses counts against all of them: 0.762939 / (1 + 5)
    assert rivals_found(index, ["lamp", "zebra"], 9)[1].tolist() == [127_156, 152_587]
    assert not len(rivals_found(index, ["zebra"], 9)[0]) and not len(rivals_found(index, [], 9)[0])


def test_relevance_counts_one_and_a_half_times_its_logarithm():
    tables = make_tables()
    assert relevance_points(tables, MICRO) == 0
    # 1500 ln 0.5 = -1039.7; 1500 ln 0.05 = -4493.6 at a step of 1/65536
    assert relevance_points(tables, 500_000) == -1040
    assert abs(relevance_points(tables, FOUND_ABOVE) + 4494) <= 1
    assert relevance_points_array(tables, np.array([MICRO, 500_000])).tolist() == [0, -1040]
