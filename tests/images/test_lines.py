import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.images.lines import draw_line
from lab.images.recipe import Step, check_steps

PLAIN, BARS, ARROWS = 0, 1, 2


def line(x1, y1, x2, y2, ends=PLAIN, ink=0, weight=40):
    step = Step("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "ends": ends, "ink": ink, "weight": weight})
    check_steps([step])
    return step


def drawn(*steps, size=(400, 300)):
    """How dark each pixel of a white picture became, 0 to 255."""
    image = Image.new("RGB", size, (255, 255, 255))
    for step in steps:
        draw_line(image, step)
    return 255 - np.asarray(image)[..., 0].astype(int)


def box_of(ink):
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def test_a_level_line_is_exactly_as_wide_as_asked_for_and_has_sharp_edges():
    ink = drawn(line(1000, 5000, 9000, 5000, weight=100))  # 1 % of 400 is 4 pixels
    assert box_of(ink) == (40, 148, 360, 152)
    assert (ink[148:152, 40:360] == 255).all()


def test_an_odd_width_lies_on_whole_pixels_too():
    ink = drawn(line(5000, 1000, 5000, 9000, weight=75))  # 3 pixels
    assert box_of(ink)[1::2] == (30, 270)
    assert set(np.unique(ink)) == {0, 255}
    assert (ink[100] == 255).sum() == 3


def test_bars_stand_across_the_ends_and_within_the_length():
    ink = drawn(line(1000, 5000, 9000, 5000, BARS, weight=100))
    assert box_of(ink) == (40, 134, 360, 166)  # eight times the width of the line
    assert (ink[134:166, 40:44] == 255).all()
    assert (ink[134:166, 356:360] == 255).all()
    assert ink[134:148, 44:356].sum() == 0


def test_arrows_have_their_tips_at_the_ends():
    ink = drawn(line(1000, 5000, 9000, 5000, ARROWS, weight=100))
    left, top, right, bottom = box_of(ink)
    assert (left, right) == (40, 360)
    assert bottom - top == 22  # nine tenths of the six widths that a head is long, on whole pixels
    thickness = (ink > 127).sum(axis=0)
    assert thickness[42] < thickness[50] < thickness[62]
    assert thickness[100] == 4


def test_a_line_is_the_same_from_either_end():
    one, other = drawn(line(1000, 2000, 8000, 7000, BARS)), drawn(line(8000, 7000, 1000, 2000, BARS))
    assert abs(one - other).max() <= 16  # sixty-fourths of a pixel are rounded to one side


@pytest.mark.parametrize("end", [(9000, 1200), (9000, 6000), (4000, 9000), (1100, 9500)])
def test_a_slanting_line_covers_its_length_times_its_width(end):
    ink = drawn(line(1000, 1000, *end, weight=150), size=(1000, 1000))
    length = np.hypot(end[0] - 1000, end[1] - 1000) / 10
    assert ink.sum() / 255 == pytest.approx(length * 15, rel=0.005)


def test_slanting_edges_are_smooth():
    ink = drawn(line(1000, 1000, 9000, 6000))
    assert len(np.unique(ink)) > 50


def test_only_pixels_near_the_line_change_and_take_its_colour():
    image = Image.new("RGB", (200, 200), (10, 20, 30))
    draw_line(image, line(2000, 2000, 6000, 2000, ink=0xC03020, weight=100))
    pixels = np.asarray(image)
    assert tuple(pixels[40, 60]) == (0xC0, 0x30, 0x20)
    changed = (pixels != (10, 20, 30)).any(axis=2)
    assert box_of(changed) == (40, 39, 120, 41)


def test_a_line_at_the_frame_is_cut_off_there():
    ink = drawn(line(0, 0, 10000, 0, BARS, weight=200))
    assert box_of(ink)[:2] == (0, 0)
    assert box_of(ink)[2] == 400


def test_a_line_without_length_is_a_dot():
    ink = drawn(line(5000, 5000, 5000, 5000, ARROWS, weight=100))
    assert ink.sum() == 255 * 16


def test_two_slanting_lines_do_not_paint_more_than_one_colour():
    image = Image.new("RGB", (300, 300), (255, 255, 255))
    draw_line(image, line(1000, 1000, 9000, 9000, ARROWS, ink=0x204060, weight=200))
    darkest = np.asarray(image).reshape(-1, 3).min(axis=0)
    assert tuple(darkest) == (0x20, 0x40, 0x60)


def test_other_pictures_than_rgb_are_refused():
    with pytest.raises(ValueError, match="RGB"):
        draw_line(Image.new("L", (10, 10)), line(0, 0, 10000, 10000))


place = st.integers(0, 10_000)


@settings(max_examples=150)
@given(
    place,
    place,
    place,
    place,
    st.integers(0, 2),
    st.integers(5, 200),
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
def test_any_line_on_any_picture_stays_near_its_ends(x1, y1, x2, y2, ends, weight, size):
    ink = drawn(line(x1, y1, x2, y2, ends, weight=weight), size=size)
    if not ink.any():
        return
    left, top, right, bottom = box_of(ink)
    reach = 5 * max(1, round(weight * max(size) / 10_000)) + 2
    assert left >= min(x1, x2) * size[0] / 10_000 - reach
    assert right <= max(x1, x2) * size[0] / 10_000 + reach
    assert top >= min(y1, y2) * size[1] / 10_000 - reach
    assert bottom <= max(y1, y2) * size[1] / 10_000 + reach
