import math
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from lab.images import geometry
from lab.images.geometry import (
    canvas_size,
    crop_box,
    cropped,
    fitted,
    framed,
    product_box,
    resized,
    shears,
    straightened,
    turned,
)

RAW = Path(__file__).parent / "data"


@cache
def photo(width=2000):
    picture = Image.open(RAW / "arc-2.jpg")
    return np.asarray(picture.resize((width, width * 3 // 4), Image.Resampling.LANCZOS))


def plain(height, width, colour=(255, 255, 255)):
    return np.full((height, width, 3), colour, np.uint8)


def disc_on_white(height=120, width=160, centre=(80, 60), radius=30):
    """A dark disc with a soft edge of one pixel, and its cover."""
    rows, columns = np.mgrid[:height, :width]
    distance = np.hypot(columns - centre[0], rows - centre[1])
    alpha = np.round(np.clip(radius + 0.5 - distance, 0, 1) * 255).astype(np.uint8)
    rgb = np.round(255 - alpha[..., None] / 255 * np.array([215, 175, 135])).astype(np.uint8)
    return rgb, alpha


# turning and cropping


def test_a_quarter_turn_is_clockwise():
    pixels = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    assert turned(pixels, 1).tolist() == [[4, 1], [5, 2], [6, 3]]
    assert turned(pixels, 2).tolist() == [[6, 5, 4], [3, 2, 1]]
    assert turned(pixels, 3).tolist() == [[3, 6], [2, 5], [1, 4]]


def test_channels_turn_with_their_pixel():
    pixels = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    assert turned(pixels, 1)[0, 0].tolist() == pixels[1, 0].tolist()


@pytest.mark.parametrize(
    ("place", "box"),
    [
        ((0, 0, 10_000, 10_000), (0, 0, 200, 100)),
        ((2500, 5000, 5000, 2500), (50, 50, 150, 75)),
        # 33.33 pixels begin at 33, 66.66 end at 67
        ((3333, 3333, 3333, 3333), (67, 33, 133, 67)),
        ((9900, 9900, 100, 100), (198, 99, 200, 100)),
    ],
)
def test_a_crop_is_rounded_to_whole_pixels(place, box):
    left, top, across, down = place
    assert crop_box(200, 100, left=left, top=top, across=across, down=down) == box


@given(st.integers(1, 50), st.integers(0, 9900), st.integers(100, 10_000))
def test_a_crop_never_leaves_the_picture_and_keeps_a_pixel(side, left, across):
    across = min(across, 10_000 - left)
    x1, _, x2, _ = crop_box(side, 1, left=left, top=0, across=across, down=10_000)
    assert 0 <= x1 < x2 <= side


def test_a_crop_shows_what_lies_in_its_box():
    pixels = np.arange(20, dtype=np.uint8).reshape(4, 5)
    assert cropped(pixels, (1, 2, 4, 4)).tolist() == [[11, 12, 13], [16, 17, 18]]


# resizing


@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((2000, 1500), 1000, (1000, 750)),
        ((1500, 2000), 1000, (750, 1000)),
        ((3000, 7), 64, (64, 1)),
        ((999, 333), 1000, (1000, 333)),
    ],
)
def test_a_new_size_keeps_the_proportions(size, side, expected):
    assert fitted(*size, side) == expected
    small, cover = resized(plain(size[1], size[0]), None, side)
    assert small.shape == (expected[1], expected[0], 3)
    assert cover is None


def test_the_same_size_changes_nothing():
    rgb = photo(400)
    assert resized(rgb, None, 400)[0] is rgb


def test_the_cover_is_resized_with_the_picture():
    rgb, alpha = disc_on_white(400, 400, (200, 200), 100)
    for side in (200, 800):
        small, cover = resized(rgb, alpha, side)
        box = product_box(cover)
        assert abs(box[2] - box[0] - 201 * side / 400) <= 2
        assert (small[cover == 0] == 255).all()
        assert (small[cover == 255].max(axis=1) < 130).all()


def test_resizing_keeps_what_is_written_beside_a_product():
    rgb, alpha = disc_on_white(400, 400, (200, 200), 100)
    rgb[20:60, 20:380] = (200, 0, 0)
    small, cover = resized(rgb, alpha, 200)
    assert (small[12:28, 12:188] == (200, 0, 0)).all()
    assert not cover[12:28].any()


# straightening


def test_the_shears_of_every_angle_are_far_from_a_rounding_limit():
    """A last bit that a machine's sine gets differently can then not change a pixel."""
    for angle in range(-1500, 1501):
        turn = math.radians(angle / 100)
        for exact, whole in zip((math.tan(turn / 2), -math.sin(turn)), shears(angle), strict=True):
            assert abs(exact * (1 << 20) - whole) < 0.5 - 1e-5


def test_the_weights_are_lagranges():
    assert geometry._WEIGHTS[128].tolist() == [16 * weight for weight in (3, -25, 150, 150, -25, 3)]
    assert geometry._WEIGHTS[0].tolist() == [0, 0, 4096, 0, 0, 0]
    assert (geometry._WEIGHTS.sum(axis=1) == 4096).all()


def test_no_angle_changes_nothing():
    rgb = photo(400)
    assert straightened(rgb, None, 0) == (rgb, None)


@pytest.mark.parametrize("angle", [-1500, -37, 1, 400, 1500])
@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (37, 53), (130, 1100)])
def test_a_plain_picture_stays_plain_at_any_size(angle, shape):
    rgb = plain(*shape, (13, 128, 254))
    assert (straightened(rgb, None, angle)[0] == rgb).all()


def test_a_positive_angle_turns_clockwise_about_the_middle():
    rgb = plain(201, 301, (0, 0, 0))
    rgb[99:102, 249:252] = 255  # 100 pixels to the right of the middle
    out = straightened(rgb, None, 1000)[0][..., 0].astype(int)
    rows, columns = np.mgrid[:201, :301]
    row, column = (rows * out).sum() / out.sum(), (columns * out).sum() / out.sum()
    assert row - 100 == pytest.approx(100 * math.sin(math.radians(10)), abs=0.05)
    assert column - 150 == pytest.approx(100 * math.cos(math.radians(10)), abs=0.05)


@pytest.mark.parametrize("angle", [-1234, 250, 1500])
def test_smooth_pictures_land_where_the_rotation_says(angle):
    height, width = 240, 320
    rows, columns = np.mgrid[:height, :width].astype(float)
    turn = math.radians(angle / 100)
    u, v = columns - (width - 1) / 2, rows - (height - 1) / 2

    def scene(x, y):
        return 128 + 60 * np.sin(x / 9) + 40 * np.cos(y / 7)

    source = np.round(scene(u, v)).astype(np.uint8)
    expected = scene(u * math.cos(turn) + v * math.sin(turn), v * math.cos(turn) - u * math.sin(turn))
    out = straightened(np.dstack([source] * 3), None, angle)[0][..., 0]
    # away from the corners, where the picture's edge is drawn out
    inside = np.s_[60:-60, 60:-60]
    assert np.abs(out[inside] - expected[inside]).max() < 2


def test_corners_are_the_edge_drawn_out():
    rgb = plain(100, 140, (0, 0, 0))
    rgb[:, 70:] = (40, 90, 200)
    out = straightened(rgb, None, 1500)[0]
    assert (out[:30, :20] == 0).all() and (out[-30:, :20] == 0).all()
    assert (out[:30, -20:] == (40, 90, 200)).all() and (out[-30:, -20:] == (40, 90, 200)).all()


def test_only_the_outermost_pixels_are_drawn_out():
    rgb = plain(100, 140, (200, 100, 0))
    rgb[4:-4, 4:-4] = (0, 0, 90)
    out = straightened(rgb, None, 1500)[0]
    for corner in np.s_[:8, :8], np.s_[:8, -8:], np.s_[-8:, :8], np.s_[-8:, -8:]:
        assert (out[corner] == (200, 100, 0)).all()


def test_around_a_product_the_corners_are_white_without_cover():
    rgb, alpha = plain(100, 140, (30, 60, 90)), np.full((100, 140), 255, np.uint8)
    out, cover = straightened(rgb, alpha, 1500)
    for corner in np.s_[:3, :3], np.s_[:3, -3:], np.s_[-3:, :3], np.s_[-3:, -3:]:
        assert (out[corner] == 255).all() and (cover[corner] == 0).all()
    assert (out[40:60, 40:100] == (30, 60, 90)).all() and (cover[40:60, 40:100] == 255).all()


@pytest.mark.parametrize("angle", [-900, 250])
def test_a_product_turns_with_its_cover_and_the_rest_is_pure_white(angle):
    rgb, alpha = disc_on_white(centre=(50, 60))
    out, cover = straightened(rgb, alpha, angle)
    assert (out[cover == 0] == 255).all()
    assert abs(int(cover.sum()) - int(alpha.sum())) < alpha.sum() / 500
    turn = math.radians(angle / 100)
    box = product_box(cover)
    assert (box[0] + box[2]) / 2 == pytest.approx(79.5 - 29.5 * math.cos(turn), abs=1.5)
    assert (box[1] + box[3]) / 2 == pytest.approx(59.5 - 29.5 * math.sin(turn), abs=1.5)


def test_straightening_keeps_what_is_written_beside_a_product():
    rgb, alpha = disc_on_white()
    rgb[50:70, 130:150] = (200, 0, 0)
    out, cover = straightened(rgb, alpha, 200)
    red = (np.abs(out.astype(int) - (200, 0, 0)).max(axis=2) < 30) & (cover == 0)
    assert 360 <= red.sum() <= 440


def test_there_and_back_again_is_nearly_the_same_picture():
    rgb = photo(800)
    back = straightened(straightened(rgb, None, 400)[0], None, -400)[0]
    inside = np.s_[80:-80, 80:-80]
    assert np.abs(back[inside].astype(int) - rgb[inside]).mean() < 1


def sharpness(rgb):
    """Variance of the Laplacian over that of the grey picture at 700 pixels, as pictures are measured."""
    height, width = rgb.shape[:2]
    grey = Image.fromarray(rgb).convert("L").resize((700, 700 * height // width), Image.Resampling.BOX)
    g = np.asarray(grey.filter(ImageFilter.GaussianBlur(1)), float)
    laplacian = g[:-2, 1:-1] + g[2:, 1:-1] + g[1:-1, :-2] + g[1:-1, 2:] - 4 * g[1:-1, 1:-1]
    inside = np.s_[50:-50, 50:-50]
    return laplacian[inside].var() / (g[inside].var() + 25)


@pytest.mark.parametrize("name", ["arc-2", "clamp-3"])
def test_four_degrees_at_2000_pixels_keep_the_sharpness(name):
    rgb = np.asarray(Image.open(RAW / f"{name}.jpg").resize((2000, 1500), Image.Resampling.LANCZOS))
    assert 0.9 < sharpness(straightened(rgb, None, 400)[0]) / sharpness(rgb) < 1.1


def test_pieces_are_put_together_without_a_seam(monkeypatch):
    rgb = photo(600)
    whole = straightened(rgb, None, 731)[0]
    monkeypatch.setattr(geometry, "_STRIP", 61)
    monkeypatch.setattr(geometry, "_BAND", 17)
    assert (straightened(rgb, None, 731)[0] == whole).all()


def test_straightening_costs_no_more_than_a_few_rotations_by_the_picture_library():
    rgb = photo()
    picture = Image.fromarray(rgb)

    def seconds(work):
        best = math.inf
        for _ in range(2):
            start = time.process_time()
            work()
            best = min(best, time.process_time() - start)
        return best

    theirs = seconds(lambda: picture.rotate(4, Image.Resampling.BICUBIC))
    assert seconds(lambda: straightened(rgb, None, 400)) < 8 * theirs


# framing


def test_a_pixel_is_product_above_twelve():
    alpha = np.zeros((5, 9), np.uint8)
    alpha[1, 1] = 12
    assert product_box(alpha) is None
    alpha[2, 3], alpha[3, 6] = 13, 255
    assert product_box(alpha) == (3, 2, 7, 4)


@pytest.mark.parametrize(
    ("box", "across", "down", "fill", "canvas"),
    [
        ((850, 400), 1, 1, 850, (1000, 1000)),
        ((400, 850), 1, 1, 850, (1000, 1000)),
        # 4:3: 880 across fill 88 %, and 600 down would fill 80 % of 750
        ((880, 600), 4, 3, 880, (1000, 750)),
        ((700, 660), 4, 3, 880, (1000, 750)),
        ((300, 900), 3, 4, 900, (750, 1000)),
        ((500, 500), 1, 1, 1000, (500, 500)),
    ],
)
def test_the_canvas_follows_from_the_longer_relative_side(box, across, down, fill, canvas):
    assert canvas_size(*box, across=across, down=down, fill=fill) == canvas


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1, 20), st.integers(1, 20), st.integers(300, 1000))
def test_fill_and_proportions_hold_to_a_pixel(box_width, box_height, across, down, fill):
    width, height = canvas_size(box_width, box_height, across=across, down=down, fill=fill)
    assert width >= box_width and height >= box_height
    filled = max(box_width / width, box_height / height)
    side = width if box_width * down >= box_height * across else height
    assert abs(filled * side - fill * side / 1000) <= 1
    assert abs(width * down - height * across) <= max(across, down)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 150), st.integers(0, 110), st.integers(1, 10), st.integers(1, 10),
    st.integers(1, 6), st.integers(1, 6), st.integers(300, 1000),
)  # fmt: skip
def test_a_framed_product_is_the_same_pixels_in_the_middle(left, top, width, height, across, down, fill):
    rgb, alpha = plain(120, 160), np.zeros((120, 160), np.uint8)
    product = np.s_[top : top + height, left : left + width]
    rgb[product] = np.arange(height * width * 3, dtype=np.uint8).reshape(height, width, 3) // 2
    alpha[product] = 255
    canvas, cover = framed(rgb, alpha, across=across, down=down, fill=fill)
    box = product_box(cover)
    assert (cropped(canvas, box) == rgb[product]).all()
    assert abs(box[0] - (cover.shape[1] - box[2])) <= 1
    assert abs(box[1] - (cover.shape[0] - box[3])) <= 1
    assert (canvas[cover == 0] == 255).all()
    assert cover.shape == canvas.shape[:2] == canvas_size(width, height, across=across, down=down, fill=fill)[::-1]


def test_a_product_cut_by_the_picture_is_framed_as_far_as_it_is_there():
    rgb, alpha = disc_on_white(centre=(0, 60), radius=40)
    canvas, cover = framed(rgb, alpha, across=1, down=1, fill=900)
    box = product_box(cover)
    assert (box[2] - box[0], box[3] - box[1]) == (41, 81)
    assert canvas.shape == (90, 90, 3)
    assert (canvas[:, : box[0]] == 255).all()


def test_nothing_cut_out_cannot_be_framed():
    assert framed(plain(20, 20), np.zeros((20, 20), np.uint8), across=1, down=1, fill=900) is None


def test_a_canvas_that_would_be_huge_makes_the_product_smaller():
    rgb, alpha = plain(900, 1500, (0, 50, 0)), np.full((900, 1500), 255, np.uint8)
    canvas, cover = framed(rgb, alpha, across=20, down=1, fill=300)
    assert abs(max(canvas.shape) - geometry.CANVAS_SIDE) < 100
    box = product_box(cover)
    assert abs((box[3] - box[1]) - 0.3 * canvas.shape[0]) <= 1
