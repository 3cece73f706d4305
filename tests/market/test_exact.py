import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.market.exact import CLICK_LOW, exp_milli, idf_micro, ln_milli, make_tables


@pytest.fixture(scope="module")
def tables():
    return make_tables()


def test_the_tables_have_the_published_values(tables):
    assert tables.gumbel[32768] == 367
    assert (tables.gumbel.min(), tables.gumbel.max()) == (-2467, 11783)
    assert tables.click[-CLICK_LOW] == 2**31
    assert len(tables.click) == 20001 and len(tables.gumbel) == len(tables.depth) == 65536


def test_the_click_table_never_falls(tables):
    assert (np.diff(tables.click.astype(np.int64)) >= 0).all()


def test_every_shopper_looks_at_one_slot_and_none_at_more_than_48(tables):
    assert tables.depth.min() == 1 and tables.depth.max() == 48


def test_page_two_is_reached_by_seventeen_to_the_minus_065(tables):
    assert (tables.depth >= 17).mean() == pytest.approx(17**-0.65, abs=1e-5)
    assert (tables.depth >= 2).mean() == pytest.approx(2**-0.65, abs=1e-5)


def test_logarithms_and_exponentials_are_whole_thousandths():
    assert ln_milli(2) == 693
    assert ln_milli(1, 2) == -693
    assert ln_milli(1) == 0
    assert exp_milli(1000) == 2718
    assert exp_milli(0) == 1000
    with pytest.raises(ValueError, match="above zero"):
        ln_milli(0)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_logarithm_is_right_to_the_thousandth(numerator, denominator):
    assert abs(ln_milli(numerator, denominator) - 1000 * math.log(numerator / denominator)) < 0.501


def test_a_token_in_every_text_tells_little_and_in_none_much():
    # ln(1 + 0.5 / 100.5) and ln(1 + 100.5 / 0.5)
    assert idf_micro(100, 100) == 4963
    assert idf_micro(100, 0) == 5308268
