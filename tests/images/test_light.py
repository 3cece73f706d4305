import numpy as np
import pytest
from PIL import Image, ImageFilter

from lab.images.light import box_of, clipped, colour, colour_shift, detail, detail_reach, eroded, lab_of, lightness
from lab.values.places import SCENARIOS

BRASS = SCENARIOS / "desk-lamp-two-markets" / "pictures" / "made" / "brass-main.jpg"


def plane(colour_, size=(200, 200)):
    return np.full((*size, 3), colour_, np.uint8)


def inside(size=(200, 200), margin=20):
    mask = np.zeros(size, bool)
    mask[margin:-margin, margin:-margin] = True
    return mask


def brass():
    image = Image.open(BRASS).convert("RGB")
    return image, np.asarray(image).min(axis=2) < 243


@pytest.mark.parametrize(
    ("rgb", "lab"),
    # CIE values of sRGB colours, D65 (standard tables)
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0, 0)),
    ],
)
def test_lab_is_that_of_the_standard(rgb, lab):
    found = lab_of(np.array([rgb], np.uint8))[0] / 100
    assert np.abs(found - lab).max() <= 0.35


def test_erosion_takes_the_rim_and_treats_the_frame_as_outside():
    assert box_of(eroded(np.ones((20, 30), bool), 3)) == (3, 3, 27, 17)
    assert box_of(np.zeros((4, 4), bool)) is None


def test_lightness_is_the_median_in_tenths():
    rgb = plane((119, 119, 119))
    rgb[:90] = 0
    assert lightness(rgb, inside()) == 500
    assert lightness(rgb, np.zeros((200, 200), bool)) is None


def test_detail_falls_with_blur_and_rises_with_sharpening():
    image, mask = brass()
    reach = detail_reach(mask)
    values = [
        detail(version.convert("L"), mask, reach)
        for version in (
            image.filter(ImageFilter.UnsharpMask(2, 200, 0)),
            image,
            *(image.filter(ImageFilter.GaussianBlur(s)) for s in (1, 2, 3)),
        )
    ]
    assert values == sorted(values, reverse=True)
    assert values[3] < 0.6 * values[1] < 0.6 * values[0]


def test_detail_hardly_depends_on_the_size_of_the_file():
    image, mask = brass()
    reach = detail_reach(mask)
    whole = detail(image.convert("L"), mask, reach)
    small = image.resize((1000, 1000), Image.Resampling.LANCZOS)
    assert 0.8 <= detail(small.convert("L"), mask, reach) / whole <= 1.25


def test_a_flat_or_tiny_product_has_no_detail():
    flat = Image.new("L", (400, 400), 90)
    assert detail(flat, inside((400, 400), 40), 13) == 0
    assert detail_reach(np.zeros((50, 50), bool)) is None


@pytest.mark.parametrize(("red", "blue"), [(1.0, 1.0), (1.1, 1.0), (1.0, 0.9), (1.2, 0.8)])
def test_the_colour_of_the_light_is_found_in_stops(red, blue):
    theirs = np.random.default_rng(3).integers(90, 140, (200, 200, 3), dtype=np.uint8)
    ours = theirs.astype(float)
    ours[..., 0] *= red ** (1 / 2.2)
    ours[..., 2] *= blue ** (1 / 2.2)
    wanted = (1000 * np.log2(red), 1000 * np.log2(blue))
    assert np.abs(np.subtract(colour_shift((ours + 0.5).astype(np.uint8), theirs, inside()), wanted)).max() <= 15
    found = np.subtract(colour((ours + 0.5).astype(np.uint8), inside()), colour(theirs, inside()))
    assert np.abs(found - wanted).max() <= 15


def test_black_and_white_say_nothing_about_the_light():
    assert colour(plane((255, 255, 255)), inside()) is None
    assert colour_shift(plane((0, 0, 0)), plane((120, 120, 120)), inside()) is None


def test_a_burnt_out_patch_counts_and_a_hole_does_not():
    rgb = plane((180, 180, 180), (400, 400))
    # light that burns out gradually
    y, x = np.mgrid[:400, :400]
    distance = np.hypot(x - 200, y - 200)
    rgb[...] = np.clip(300 - distance, 180, 255).astype(np.uint8)[..., None]
    burnt, _ = clipped(rgb, np.ones((400, 400), bool))
    share = 1000 * np.pi * 48**2 / 390**2
    assert abs(burnt - share) <= 4
    hole = plane((180, 180, 180), (400, 400))
    hole[distance < 48] = 255
    assert clipped(hole, np.ones((400, 400), bool)) == (0, 0)


def test_sunk_shadows_count():
    rgb = plane((60, 60, 60), (210, 210))
    rgb[:105] = 4
    assert clipped(rgb, np.ones((210, 210), bool))[1] == 500
    rgb[:105] = 6
    assert clipped(rgb, np.ones((210, 210), bool))[1] == 0
