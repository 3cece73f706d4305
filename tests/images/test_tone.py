import math
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.images import tone
from lab.images.tone import (
    GAIN_ONE,
    LINEAR,
    balanced,
    blur_weights,
    exposed,
    gain_table,
    linear_light,
    neutral_gains,
    sharpened,
    stops_gain,
    toned,
)
from lab.values.errors import BadInput

RAW = Path(__file__).parent / "data"
IDENTITY = tuple(range(256))


@cache
def photo(name):
    return np.asarray(Image.open(RAW / f"{name}.jpg").resize((800, 600), Image.Resampling.LANCZOS))


def plain(height, width, colour):
    return np.full((height, width, 3), colour, np.uint8)


def encoded(light):
    """The textbook curve: sRGB from 0 to 255 of light from 0 to 1."""
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


# tables


def test_the_tables_are_far_from_rounding_limits():
    """A last bit that a machine's power or exponential gets differently can then not change a pixel."""
    powers = [tone.TOP * linear_light(code / 255) for code in range(256)]
    stops = [GAIN_ONE * 2 ** (stop / 100) for stop in range(-300, 301)]
    for exact in powers + stops:
        assert abs(exact - round(exact)) < 0.5 - 1e-5
    for code in range(1, 256):
        limit = tone.TOP * linear_light((code - 0.5) / 255)
        assert 1e-5 < limit - math.floor(limit) < 1 - 1e-5
    for radius in range(3, 51):
        reach = math.ceil(3 * radius / 10)
        raw = [math.exp(-((step / (radius / 10)) ** 2) / 2) for step in range(-reach, reach + 1)]
        exact = [4096 * value / sum(raw) for value in raw[reach:]]
        assert all(abs(value - round(value)) < 0.5 - 1e-5 for value in exact)
        assert [round(value) for value in exact[1:]] == list(blur_weights(radius)[1:])
        assert 2 * sum(blur_weights(radius)[1:]) + blur_weights(radius)[0] == 4096


def test_a_gain_of_one_changes_nothing():
    assert gain_table(GAIN_ONE) == IDENTITY
    assert stops_gain(0) == GAIN_ONE
    assert (stops_gain(100), stops_gain(-200)) == (2 * GAIN_ONE, GAIN_ONE // 4)


@pytest.mark.parametrize("stops", [-300, -100, -35, 50, 100, 200])
def test_below_the_shoulder_light_is_multiplied(stops):
    gain = 2 ** (stops / 100)
    table = gain_table(stops_gain(stops))
    for code in range(256):
        light = gain * linear_light(code / 255)
        if light < linear_light(0.9):
            assert abs(table[code] - encoded(light)) < 0.55


@given(st.integers(GAIN_ONE // 8, 8 * GAIN_ONE))
@settings(deadline=None)
def test_brighter_stays_brighter_and_nothing_new_is_clipped(gain):
    table = gain_table(gain)
    assert list(table) == sorted(table)
    assert table[0] == 0
    if gain >= GAIN_ONE:
        assert table[255] == 255
        assert all(out >= code for code, out in enumerate(table))
    assert max(table[:255]) < 255


@pytest.mark.parametrize("gain", [1.2, 2, 6])
def test_above_nine_tenths_light_bends_towards_the_top(gain):
    table = gain_table(round(gain * GAIN_ONE))
    knee = linear_light(0.9)
    for code in range(255):
        above = gain * linear_light(code / 255) - knee
        if above > 0:
            light = knee + above / (1 + above * (1 / (1 - knee) - 1 / (gain - knee)))
            assert abs(table[code] - min(encoded(light), 254)) < 0.55


def test_the_shoulder_begins_without_a_bend_and_keeps_highlights_apart():
    table = gain_table(2 * GAIN_ONE)
    assert max(after - before for before, after in pairwise(table)) <= 2
    # without a shoulder everything from 188 on would be at the top
    assert [table[code] for code in (170, 190, 210, 230, 250)] == [231, 245, 250, 253, 254]


# exposure and balance


@pytest.mark.parametrize("name", ["folding-2", "brass-1", "clamp-3"])
@pytest.mark.parametrize("stops", [50, 150, 300])
def test_exposure_clips_no_pixel_that_was_not_clipped(name, stops):
    before, after = photo(name), exposed(photo(name), stops)
    assert not ((after == 255) & (before < 255)).any()
    assert after.mean() > before.mean() + 5


def test_each_channel_has_its_own_gain():
    rgb = plain(2, 3, (100, 100, 100))
    out = balanced(rgb, 2000, 1000, 500)
    assert (out == [gain_table(2 * GAIN_ONE)[100], 100, gain_table(GAIN_ONE // 2)[100]]).all()
    assert out[0, 0].tolist() == [138, 100, 71]


def test_darker_and_brighter_again_is_nearly_the_same():
    rgb = photo("arc-1")
    again = exposed(exposed(rgb, -50), 50)
    assert np.abs(again.astype(int) - rgb).mean() < 0.5


def test_the_white_around_a_product_stays_white():
    rgb, alpha = plain(10, 10, (255, 255, 255)), np.zeros((10, 10), np.uint8)
    rgb[3:7, 3:7], alpha[3:7, 3:7] = (80, 90, 100), 255
    for out in (exposed(rgb, -100, alpha), balanced(rgb, 700, 1000, 600, alpha)):
        assert (out[alpha == 0] == 255).all()
        assert (out[alpha == 255] < (80, 91, 100)).all()


def test_an_edge_stays_a_mixture_of_the_toned_product_and_white():
    cover = np.arange(256)
    for own in (0, 40, 120):
        after = gain_table(2 * GAIN_ONE)[own]
        mixed = np.round(255 - cover / 255 * (255 - own)).astype(np.uint8)
        rgb = np.dstack([mixed[None]] * 3)
        out = exposed(rgb, 100, cover.astype(np.uint8)[None])[0, :, 0]
        expected = 255 - cover / 255 * (255 - after)
        # a mixture is known to half a level, which twice the light makes one
        assert np.abs(out - expected).max() <= 1.5


def test_an_empty_change_leaves_every_edge_as_it_is():
    generator = np.random.Generator(np.random.PCG64(5))
    rgb = generator.integers(0, 256, (60, 80, 3), np.uint8)
    alpha = generator.integers(0, 256, (60, 80), np.uint8)
    assert (toned(rgb, [IDENTITY] * 3, alpha) == rgb).all()


# a neutral place


@pytest.mark.parametrize("cast", [(1.3, 1, 0.7), (0.8, 1, 1.25), (1, 1, 1)])
def test_the_gains_of_a_grey_place_make_it_grey(cast):
    colour = [round(encoded(0.3 * part)) for part in cast]
    gains = neutral_gains(Image.new("RGB", (300, 200), tuple(colour)), 5000, 5000)
    assert gains[1] == 1000
    # one of 255 levels there is 1.5 % of the light
    assert gains[0] == pytest.approx(1000 / cast[0], rel=0.015)
    assert gains[2] == pytest.approx(1000 / cast[2], rel=0.015)
    grey = balanced(plain(1, 1, colour), *gains)[0, 0]
    assert int(grey.max()) - int(grey.min()) <= 1


def test_gains_are_whole_permille_of_linear_light():
    assert neutral_gains(Image.new("RGB", (9, 9), (120, 100, 80)), 0, 0) == (
        round(1000 * LINEAR[100] / LINEAR[120]),
        1000,
        round(1000 * LINEAR[100] / LINEAR[80]),
    )


def test_gains_are_limited():
    assert neutral_gains(Image.new("RGB", (50, 50), (200, 100, 60)), 10_000, 10_000) == (500, 1000, 2000)


def test_only_the_place_itself_is_looked_at_and_a_speck_in_it_does_not_count():
    image = Image.new("RGB", (1000, 800), (0, 0, 0))
    # six pixels around the middle of the place
    image.paste((110, 100, 90), (294, 394, 307, 407))
    image.paste((255, 255, 255), (298, 398, 302, 402))
    assert neutral_gains(image, 3000, 5000)[1] == 1000
    with pytest.raises(BadInput):
        neutral_gains(image, 3100, 5000)


@pytest.mark.parametrize("colour", [(255, 255, 255), (252, 200, 200), (200, 200, 10), (0, 0, 0)])
def test_a_clipped_or_dark_place_is_refused(colour):
    with pytest.raises(BadInput, match="patch_unusable"):
        neutral_gains(Image.new("RGB", (100, 100), colour), 5000, 5000)


# sharpening


def naive_sharpened(rgb, amount, radius):
    """The unsharp mask as its formula stands, pixel by pixel in floating point."""
    weights = blur_weights(radius)
    reach = len(weights) - 1
    kernel = np.array([weights[abs(step)] for step in range(-reach, reach + 1)]) / 4096
    wide = np.pad(rgb.astype(float), ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    across = sum(kernel[k] * wide[:, k : k + rgb.shape[1]] for k in range(len(kernel)))
    blur = sum(kernel[k] * across[k : k + rgb.shape[0]] for k in range(len(kernel)))
    beyond = rgb - blur
    return np.where(np.abs(beyond) > 2, rgb + beyond * amount / 100, rgb).clip(0, 255), beyond


@pytest.mark.parametrize(("amount", "radius"), [(60, 10), (200, 3), (100, 50)])
@pytest.mark.parametrize("shape", [(150, 23), (5, 90), (1, 1)])
def test_sharpening_is_the_formula(amount, radius, shape):
    rgb = np.random.Generator(np.random.PCG64(9)).integers(0, 256, (*shape, 3), np.uint8)
    expected, beyond = naive_sharpened(rgb, amount, radius)
    clear = np.abs(np.abs(beyond) - 2) > 0.05
    assert np.abs(sharpened(rgb, amount, radius) - expected)[clear].max() < 0.6


def test_a_plain_picture_and_faint_noise_are_left_alone():
    rgb = plain(70, 30, (90, 128, 255))
    rgb[::2, ::2] -= 2
    assert (sharpened(rgb, 200, 10) == rgb).all()


def test_an_edge_gets_steeper_and_white_stays_white():
    rgb = plain(40, 40, (255, 255, 255))
    rgb[:, :20] = 100
    out = sharpened(rgb, 100, 10)
    assert (out[:, 20:] == 255).all()
    # beside an edge the blur with weights 1634, 992, 221, 18 lies 155 * 1231 / 4096 above the dark side
    assert (out[:, 19] == 100 - round(155 * sum(blur_weights(10)[1:]) / 4096)).all()
    assert (out[:, :15] == 100).all()
