"""Chance as a function of named keys; the numbers are the vectors of the market model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.values.chance import GOLD, below, day_key, draw, key_of, mix64, mix64_array, visit_key

U64 = st.integers(0, 2**64 - 1)


def test_mix64_gives_the_published_numbers() -> None:
    assert mix64(1) == 0x5692161D100B05E5
    assert mix64(GOLD) == 0xE220A8397B1DCDAF  # the first output of SplitMix64 with seed 0


def test_the_vectors_of_a_day_and_a_visit() -> None:
    day = day_key(mix64(7), 3)
    assert day == 0xF0E521070CC03750
    visit = visit_key(day, 4, 17, 5)
    assert visit == 0xFD88E6CDEB64A528
    assert mix64(visit + 1) == 0xEFCE2ACAD8354D5D  # how far this shopper looks
    assert mix64(visit ^ 124 * GOLD) == 0xC59EA80167731D74  # what this shopper thinks of item 123


@given(U64, st.integers(-(2**70), 2**70))
def test_only_the_low_64_bits_count(x: int, y: int) -> None:
    assert mix64(x) == mix64(x + 2**64)
    assert 0 <= mix64(y) < 2**64


@given(st.lists(U64, min_size=1, max_size=20))
def test_arrays_mix_like_single_numbers_and_stay_as_they_were(numbers: list[int]) -> None:
    array = np.array(numbers, dtype=np.uint64)
    assert mix64_array(array).tolist() == [mix64(number) for number in numbers]
    assert array.tolist() == numbers


def test_keys_tell_parts_apart_by_type_and_place() -> None:
    keys = [key_of("a", 1), key_of("a1"), key_of("a", "1"), key_of(1, "a"), key_of("a"), key_of("a", "")]
    assert len(set(keys)) == len(keys)


def test_draws_for_other_purposes_are_other_numbers() -> None:
    assert draw(5, "price") != draw(5, "people")
    assert draw(5, "price") == draw(5, "price")


@given(U64, st.integers(1, 10**9))
def test_a_number_below_a_limit_is_below_it(number: int, limit: int) -> None:
    assert 0 <= below(number, limit) < limit


def test_below_uses_the_high_bits() -> None:
    assert [below(number, 10) for number in (0, 2**63 - 1, 2**63, 2**64 - 1)] == [0, 4, 5, 9]
    with pytest.raises(ValueError, match="at least 1"):
        below(1, 0)
