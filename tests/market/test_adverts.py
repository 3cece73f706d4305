import numpy as np
import pytest

from lab.market.adverts import RESERVE, SLOTS, ad_score, price_per_click, quality_root, rival_adverts
from lab.market.base import Candidates
from lab.market.exact import make_tables


@pytest.fixture(scope="module")
def tables():
    return make_tables()


def test_the_root_of_a_quality_of_one_in_four_is_a_half(tables):
    # v with a chance of 1/4 is -1000 ln 3 = -1099; the root of 1/4 is 1/2, in 1/65536
    assert quality_root(tables, (-1099,) * 3, 0) == pytest.approx(32_768, abs=5)
    assert quality_root(tables, (-99,) * 3, -1000) == quality_root(tables, (-1099,) * 3, 0)


def test_groups_count_alike(tables):
    mixed = quality_root(tables, (-3000, -2000, -1000), 0)
    assert quality_root(tables, (-3000,) * 3, 0) < mixed < quality_root(tables, (-1000,) * 3, 0)


def test_a_score_is_the_bid_times_the_root():
    assert ad_score(300_000, 32_768) == 150_000


def test_a_click_costs_what_the_next_score_asks_for_and_a_cent():
    # next score 100,000; own root 1/2: 200,000 would tie; 0.21 EUR
    assert price_per_click(100_000, 32_768, 500_000) == 210_000
    assert price_per_click(100_000, 32_768, 205_000) == 205_000
    assert price_per_click(0, 32_768, 500_000) == RESERVE


def test_a_better_ad_pays_less_for_the_same_place():
    assert price_per_click(100_000, 40_000, 500_000) < price_per_click(100_000, 20_000, 500_000)


def test_up_to_eight_rivals_advertise_where_there_are_rivals(tables):
    found = Candidates(
        np.array([0, 20, 20, 23], dtype=np.int32), np.array([*range(20), 5, 6, 7], dtype=np.int16),
        np.full(23, 500_000, dtype=np.int32), np.zeros(23, dtype=np.int32), np.zeros(23, dtype=np.int16),
    )  # fmt: skip
    sold = rival_adverts(found, np.full((3, 30), -2000, dtype=np.int16), tables, 3)
    assert [(row >= 0).sum() for row in sold.item] == [8, 0, 3]
    assert set(sold.item[2][:3].tolist()) == {5, 6, 7}
    assert (np.diff(sold.score[0]) <= 0).all() and len(SLOTS) == 8
