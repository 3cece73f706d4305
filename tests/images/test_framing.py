import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.images.framing import FINE, Framing, framed, framed_cover, in_photo, least_zoom, photo_size, room
from lab.values.errors import BadInput

WIDTH, HEIGHT = 460, 345


@st.composite
def framings(draw):
    roll = draw(st.integers(-600, 600))
    least = least_zoom(roll, WIDTH, HEIGHT)
    framing = Framing(roll, draw(st.integers(least, least + 100)))
    across, down = room(framing, WIDTH, HEIGHT)
    return Framing(framing.roll, framing.zoom, draw(st.integers(-across, across)), draw(st.integers(-down, down)))


def scene():
    """Something smooth with bright and dark, of three different channels."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    waves = [127 + 120 * np.sin(x / 9 + k) * np.cos(y / (7 + k)) for k in range(3)]
    return np.stack(waves, -1).round().astype(np.uint8)


def by_the_book(codes, framing):
    """Catmull and Rom's cubic in floating point, written independently."""
    width, height = photo_size(WIDTH, HEIGHT)
    angle = np.radians(framing.roll / 100)
    y, x = np.mgrid[:height, :width].astype(float)
    x, y = (x - (width - 1) / 2) * 1000 / framing.zoom, (y - (height - 1) / 2) * 1000 / framing.zoom
    u = np.cos(angle) * x + np.sin(angle) * y + framing.shift_x + (WIDTH - 1) / 2
    v = -np.sin(angle) * x + np.cos(angle) * y + framing.shift_y + (HEIGHT - 1) / 2

    def kernel(t):
        t = abs(t)
        return np.where(t <= 1, 1.5 * t**3 - 2.5 * t**2 + 1, np.where(t < 2, -0.5 * t**3 + 2.5 * t**2 - 4 * t + 2, 0))

    left, top = np.floor(u).astype(int), np.floor(v).astype(int)
    total = 0.0
    for down in range(-1, 3):
        for right in range(-1, 3):
            weight = kernel(u - left - right) * kernel(v - top - down)
            total = total + weight[..., None] * codes[top + down, left + right]
    return np.clip(total, 0, 255)


def test_an_even_photo_lies_between_the_pixels_of_an_odd_negative():
    codes = scene()
    found = framed(codes, Framing())
    assert found.shape == (3, 300, 400)
    assert abs(np.moveaxis(found, 0, -1) / FINE - by_the_book(codes, Framing())).max() < 1.5


def test_without_turning_whole_pixels_are_kept_exactly():
    codes = np.random.default_rng(1).integers(0, 256, (1380, 1840, 3), np.uint8)
    found = framed(codes, Framing(0, 1000, 5, -7))
    assert (found == np.moveaxis(codes[83:1283, 125:1725].astype(np.uint16) * FINE, -1, 0)).all()


@settings(max_examples=6, deadline=None)
@given(framings())
def test_a_turned_photo_is_what_the_cubic_gives(framing):
    codes = scene()
    off = abs(np.moveaxis(framed(codes, framing), 0, -1) / FINE - by_the_book(codes, framing))
    # places are kept to 1/64 of a pixel and weights to 1/128
    assert off.mean() < 0.25
    assert off.max() < 3


@settings(max_examples=10, deadline=None)
@given(framings(), st.integers(0, 255))
def test_an_even_plane_stays_even(framing, code):
    assert (framed(np.full((HEIGHT, WIDTH, 3), code, np.uint8), framing) == code * FINE).all()
    assert (framed_cover(np.full((HEIGHT, WIDTH), code, np.uint8), framing) == code).all()


def test_black_beside_white_neither_wraps_nor_leaves_the_scale():
    codes = np.random.default_rng(2).choice(np.array([0, 255], np.uint8), (HEIGHT, WIDTH, 3))
    framing = Framing(311, 1013)
    found = np.moveaxis(framed(codes, framing), 0, -1) / FINE
    assert found.min() == 0 and found.max() == 255
    assert abs(found - by_the_book(codes, framing)).mean() < 1.5


@settings(max_examples=15, deadline=None)
@given(framings(), st.integers(140, 320), st.integers(110, 230))
def test_points_and_outline_move_with_the_picture(framing, x, y):
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    cover[y - 3 : y + 4, x - 3 : x + 4] = 255
    seen = framed_cover(cover, framing).astype(float)
    across, down = in_photo(framing, np.array([x]), np.array([y]), WIDTH, HEIGHT)
    rows, columns = np.mgrid[: seen.shape[0], : seen.shape[1]]
    middle = ((columns * seen).sum() / seen.sum() - 199.5, (rows * seen).sum() / seen.sum() - 149.5)
    assert middle == pytest.approx((across[0] / 10, down[0] / 10), abs=0.2)


def test_a_roll_above_zero_turns_the_scene_clockwise():
    right, below = in_photo(Framing(500), np.array([WIDTH - 50]), np.array([HEIGHT // 2]), WIDTH, HEIGHT)
    assert right[0] > 0 and below[0] > 0


@given(st.integers(-600, 600))
def test_the_least_zoom_just_fits(roll):
    least = least_zoom(roll, WIDTH, HEIGHT)
    assert min(room(Framing(roll, least), WIDTH, HEIGHT)) >= 0
    assert min(room(Framing(roll, least - 2), WIDTH, HEIGHT)) <= 0
    assert least_zoom(roll, 1840, 1380) <= 1000


@pytest.mark.parametrize(
    "framing", [Framing(0, 1000, 28, 0), Framing(0, 1000, 0, -20), Framing(900, 1000), Framing(0, 800)]
)
def test_a_photo_never_leaves_its_negative(framing):
    for take, planes in ((framed, (3,)), (framed_cover, ())):
        with pytest.raises(BadInput, match="outside_negative"):
            take(np.zeros((HEIGHT, WIDTH, *planes), np.uint8), framing)
