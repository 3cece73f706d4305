import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.images.outline import GRID, outline_mask, outline_text, soft_alpha
from lab.images.recipe import MAX_OUTLINE
from lab.values.errors import BadInput

masks = st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
    lambda size: st.lists(st.booleans(), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
        lambda bits: np.array(bits).reshape(size)
    )
)


def disc(height, width, x, y, radius):
    down, across = np.mgrid[:height, :width]
    return (down + 0.5 - y) ** 2 + (across + 0.5 - x) ** 2 <= radius**2


def coded(*numbers):
    return base64.b64encode(bytes(numbers)).decode()


@given(masks)
def test_a_mask_comes_back_from_its_text(mask):
    assert (outline_mask(outline_text(mask)) == mask).all()


def test_the_text_is_size_and_run_lengths_in_base64():
    mask = np.array([[False, False, True], [True, True, False]])
    assert outline_text(mask) == "3x2:" + coded(2, 3, 1)
    assert outline_text(~mask) == "3x2:" + coded(0, 2, 3, 1)
    # 300 = 0b10_0101100
    assert outline_text(np.zeros((1, 300), bool)) == "300x1:" + coded(0xAC, 0x02)


def test_a_larger_mask_is_brought_down_to_the_grid():
    mask = disc(2000, 1500, 700, 900, 500)
    grid = outline_mask(outline_text(mask))
    assert grid.shape == (GRID, 750)
    expected = disc(GRID, 750, 350, 450, 250)
    assert (grid & expected).sum() / (grid | expected).sum() > 0.995


def test_a_ragged_mask_is_smoothed_until_it_fits():
    noise = np.random.default_rng(1).random((GRID, GRID)) < 0.5
    noise[200:600, 200:600] = True
    text = outline_text(noise)
    assert len(text) <= MAX_OUTLINE
    assert outline_mask(text)[200:600, 200:600].mean() > 0.99


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3x2",
        "3x2:",
        "3x2:!!!!",
        "3 x 2:" + coded(6),
        "-3x2:" + coded(6),
        "٣x2:" + coded(6),
        "0x0:" + coded(0),
        "3x2:" + coded(5),
        "3x2:" + coded(7),
        "3x2:" + coded(2, 0, 4),
        "3x2:" + coded(6, 0),
        "3x2:" + coded(0x86, 0x00),
        "3x2:" + coded(0x86),
        "3x2:" + coded(0x80, 0x80, 0x80, 0x01),
        "3x2:" + coded(6) + "\n",
        "03x2:" + coded(6),
        f"{GRID + 1}x1:" + coded(0xE9, 0x07),
        "9999x9999:" + coded(6),
        "3x2:" + "A" * MAX_OUTLINE,
        "<script>",
    ],
)
def test_any_other_text_is_refused(text):
    with pytest.raises(BadInput) as refused:
        outline_mask(text)
    assert refused.value.code == "outline_unreadable"


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda data: "5x4:" + base64.b64encode(data).decode()))
def test_hostile_text_is_read_or_refused(text):
    try:
        mask = outline_mask(text)
    except BadInput:
        return
    assert outline_text(mask) == text


@pytest.mark.parametrize("scale", [1, 1.6, 2, 3])
def test_the_soft_edge_is_narrow_and_where_the_outline_is(scale):
    size = round(400 * scale)
    alpha = soft_alpha(disc(400, 400, 190, 210, 120), size, size)
    exact = disc(size, size, 190 * scale, 210 * scale, 120 * scale)
    assert abs(int(alpha.sum()) / 255 / exact.sum() - 1) < 0.004
    assert ((alpha >= 128) & exact).sum() / ((alpha >= 128) | exact).sum() > 0.994
    around = 2 * np.pi * 120 * scale
    assert 0.8 < ((alpha > 0) & (alpha < 255)).sum() / around < 2.6


def test_the_edge_of_a_slope_shows_no_steps_of_the_grid():
    """Along a line of slope 1 in 10 the edge leaves the straight line by less than a third of a grid point, which is one pixel here."""
    down, across = np.mgrid[:300, :300]
    alpha = soft_alpha(down > 100 + across / 10, 900, 900).astype(np.int64)
    place = 900 - alpha.sum(axis=0)[60:840] / 255
    straight = np.poly1d(np.polyfit(np.arange(60, 840), place, 1))(np.arange(60, 840))
    assert np.abs(place - straight).max() < 1.0


def test_lines_of_one_grid_point_and_their_gaps_stay():
    mask = np.zeros((60, 60), bool)
    mask[10:50, 20] = True
    mask[30, 5:55] = True
    alpha = soft_alpha(mask, 180, 180)
    assert (alpha[40:140, 60:63] >= 128).any(axis=1).all()
    hole = soft_alpha(~mask, 180, 180)
    assert (hole[40:80, 60:63] < 128).any(axis=1).all()


def test_nothing_and_everything_stay_so_up_to_the_frame():
    for value in (False, True):
        for size in ((75, 50), (30, 20), (1, 1), (47, 300)):
            assert (soft_alpha(np.full((20, 30), value), *size) == 255 * value).all()


def test_the_same_edge_everywhere():
    """These numbers are the same on every machine: whole-number arithmetic."""
    alpha = soft_alpha(disc(50, 40, 18, 22, 13), 70, 88)
    assert alpha.shape == (88, 70)
    assert alpha[38, 50:60].tolist() == [255, 255, 255, 236, 91, 0, 0, 0, 0, 0]
