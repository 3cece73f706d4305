import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.images.heal import DIRECTIONS, healed

RAW = Path(__file__).parent / "data"


@cache
def photo(name):
    return Image.open(RAW / f"{name}.jpg")


def speckled(rgb, x, y, radius, colour=40):
    """A soft grey speck well inside `radius`."""
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    share = np.clip(radius * 0.8 - np.hypot(columns - x, rows - y), 0, 1)[..., None] * 0.7
    return np.round(rgb * (1 - share) + colour * share).astype(np.uint8)


def within(rgb, x, y, radius):
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    return np.hypot(columns - x, rows - y) <= radius


def wall(height=120, width=160, noise=3, slope=0.0):
    generator = np.random.Generator(np.random.PCG64(1))
    light = 150 + slope * np.arange(width)[None, :, None] + generator.normal(0, noise, (height, width, 3))
    return np.round(light).clip(0, 255).astype(np.uint8)


def test_the_directions_go_round_in_sixteenths():
    for k, (cosine, sine) in enumerate(DIRECTIONS):
        assert abs(cosine / 16_384 - math.cos(k * math.pi / 8)) < 1e-4
        assert abs(sine / 16_384 - math.sin(k * math.pi / 8)) < 1e-4


@pytest.mark.parametrize(("x", "y"), [(80, 60), (0, 0), (159, 119), (3, 60)])
def test_a_speck_on_a_plain_wall_vanishes_without_a_trace(x, y):
    rgb = np.full((120, 160, 3), (150, 140, 120), np.uint8)
    assert (healed(speckled(rgb, x, y, 9), x, y, 9) == rgb).all()


def test_only_the_disc_and_its_seam_change():
    rgb = wall()
    changed = (healed(rgb, 80, 60, 9) != rgb).any(axis=2)
    assert changed[within(rgb, 80, 60, 9)].mean() > 0.9
    assert not changed[~within(rgb, 80, 60, 12)].any()


def test_the_cover_has_the_grain_and_the_light_of_the_wall():
    rgb = wall(slope=0.4)
    out = healed(speckled(rgb, 80, 60, 12), 80, 60, 12).astype(int)
    disc = within(rgb, 80, 60, 12)
    level = 150 + 0.4 * np.broadcast_to(np.arange(160)[None, :, None], rgb.shape)
    rest = out - level
    assert abs(rest[disc].mean()) < 0.8
    assert 0.7 < rest[disc].std() / rest[~disc].std() < 1.4
    # no step along the seam
    outer, inner = within(rgb, 80, 60, 15) & ~within(rgb, 80, 60, 12), disc & ~within(rgb, 80, 60, 9)
    assert abs(rest[outer].mean() - rest[inner].mean()) < 1


def test_the_cover_takes_the_light_of_its_place_when_all_around_is_brighter():
    rows, columns = np.mgrid[:120, :160]
    bowl = 90 + ((columns - 80) ** 2 + (rows - 60) ** 2) // 60
    rgb = np.dstack([bowl.clip(0, 255)] * 3).astype(np.uint8)
    out = healed(speckled(rgb, 80, 60, 10), 80, 60, 10).astype(int)
    # discs beside the speck are 9 levels brighter in the mean and more
    assert abs((out - rgb)[within(rgb, 80, 60, 12)].mean()) < 2.5


@pytest.mark.parametrize(
    ("name", "x", "y", "radius"),
    [
        ("arc-1", 305, 315, 18), ("arc-1", 145, 544, 11), ("arc-1", 768, 1098, 19), ("arc-1", 367, 1466, 4),
        ("clamp-1", 481, 1411, 12), ("clamp-1", 876, 315, 17), ("folding-2", 1129, 279, 15), ("brass-2", 493, 195, 9),
    ],
)  # fmt: skip
def test_dust_on_walls_and_wood_is_gone(name, x, y, radius):
    clean = np.asarray(photo(name).crop((x - 130, y - 130, x + 130, y + 130)))
    x = y = 130
    dusty = speckled(clean, x, y, radius)
    disc = within(clean, x, y, radius)
    before = np.abs(dusty.astype(int) - clean)[disc].mean()
    after = np.abs(healed(dusty, x, y, radius).astype(int) - clean)[disc].mean()
    assert before > 4 * after
    assert after < 3


def test_a_speck_is_not_covered_by_its_neighbour():
    plain = np.full((120, 160, 3), 150, np.uint8)
    # all discs have the same surroundings, and in the middle of the first one is another speck
    away = 8 + (8 + 8 // 3 + 8 // 2) + 1
    beside = speckled(plain, 80 + away, 60, 4)
    assert (healed(speckled(beside, 80, 60, 8), 80, 60, 8) == beside).all()


def test_an_edge_is_continued_along_itself():
    rgb = np.full((120, 160, 3), 200, np.uint8)
    rgb[60:] = 60
    out = healed(speckled(rgb, 80, 60, 8, colour=10), 80, 60, 8)
    assert (out == rgb).all()


def test_a_picture_too_small_for_a_source_gets_the_mean_of_the_surroundings():
    rgb = np.full((9, 9, 3), 80, np.uint8)
    rgb[4, 4] = 250
    assert healed(rgb, 4, 4, 1)[4, 4].tolist() == [80, 80, 80]


def test_the_picture_given_is_left_as_it_was():
    rgb = wall()
    before = rgb.copy()
    healed(rgb, 80, 60, 9)
    assert (rgb == before).all()


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 39), st.integers(0, 39), st.integers(1, 150))
def test_any_place_in_any_picture_can_be_healed(height, width, x, y, radius):
    rgb = np.random.Generator(np.random.PCG64(height * 100 + width)).integers(0, 256, (height, width, 3), np.uint8)
    out = healed(rgb, min(x, width - 1), min(y, height - 1), radius)
    assert out.shape == rgb.shape and out.dtype == np.uint8


def test_a_large_disc_in_a_long_thin_picture():
    rgb = np.random.Generator(np.random.PCG64(2)).integers(0, 256, (3000, 4, 3), np.uint8)
    for y in (0, 7, 1500, 2999):
        for x in (0, 3):
            assert healed(rgb, x, y, 150).shape == rgb.shape
