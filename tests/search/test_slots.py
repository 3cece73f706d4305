import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lab.search.slots import EMPTY, insert_own

SCORES = st.lists(st.integers(-5, 5), max_size=8)


def page(rivals, own, width=8):
    """The order of one page as pairs (who, index)."""
    scores = np.array([sorted(rivals, reverse=True) + [EMPTY] * (width - len(rivals))], dtype=np.int64)
    cell = np.zeros(len(own), dtype=np.int64)
    numbers = np.arange(100, 100 + len(own), dtype=np.int64)
    placed = insert_own(scores, cell, np.array(own, dtype=np.int64), numbers)
    rows = {}
    for index in range(len(rivals)):
        rows[index + int(placed.shift[0, index])] = ("rival", index)
    for at, row in zip(placed.place.tolist(), placed.order.tolist(), strict=True):
        rows[at] = ("own", row)
    return [rows[place] for place in range(len(rivals) + len(own))]


def test_of_equals_a_rival_stands_first_and_then_the_lower_number():
    assert page([3, 1], [1, 3, 1]) == [("rival", 0), ("own", 1), ("rival", 1), ("own", 0), ("own", 2)]


@given(SCORES, SCORES)
def test_a_page_is_the_sorted_list_of_all(rivals, own):
    falling = sorted(rivals, reverse=True)
    everything = [(-score, 0, index, "rival") for index, score in enumerate(falling)]
    everything += [(-score, 1, index, "own") for index, score in enumerate(own)]
    assert page(rivals, own) == [(who, index) for _, _, index, who in sorted(everything)]


def test_pages_do_not_touch_each_other():
    scores = np.array([[9, 5], [4, EMPTY]], dtype=np.int64)
    placed = insert_own(scores, np.array([1, 0, 1]), np.array([7, 6, 1]), np.array([10, 11, 12]))
    assert placed.order.tolist() == [1, 0, 2] and placed.place.tolist() == [1, 0, 2]
    assert placed.before.tolist() == [1, 0, 1] and placed.shift.tolist() == [[0, 1], [1, 2]]


def test_no_own_offers_move_nothing():
    none = np.zeros(0, dtype=np.int64)
    placed = insert_own(np.array([[3, 2]], dtype=np.int64), none, none, none)
    assert placed.shift.tolist() == [[0, 0]] and len(placed.place) == 0
