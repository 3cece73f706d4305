"""Pictures made from the committed negatives, with edits of known size, beside the references of the same negatives."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from lab.images.compare import FEW_DETAILS, compare, examined, reference
from lab.images.compared import SAME, UNCLEAR
from lab.images.darkroom import develop, neutral
from lab.images.intake import accept
from lab.images.marks import FIGURES
from lab.images.measure import measure
from lab.images.negatives import known_assets

BLUR_FULL = FIGURES["sharpness"].low
BLUR_ZERO = FIGURES["sharpness"].none_low
CAST_FULL = FIGURES["cast"].high
ENLARGED_FULL = FIGURES["enlarged"].high
HARD_FULL = FIGURES["sharpness"].high
HARD_ZERO = FIGURES["sharpness"].none_high
LIGHT_FULL = FIGURES["light"].high
OUTLINE_FULL = FIGURES["outline"].low
OUTLINE_ZERO = FIGURES["outline"].none_low
OVERLAY_FULL = FIGURES["overlay"].high
OVERLAY_ZERO = FIGURES["overlay"].none_high
TILT_FULL = FIGURES["tilt"].high
TILT_ZERO = FIGURES["tilt"].none_high

FRONTS = [asset for asset in known_assets() if asset.endswith("/front")]
FEW = ("bottle/front", "lamp-arc/front", "mug/front", "robot/front")
WHITE = (255, 255, 255)


@cache
def ref(asset):
    return reference(asset, *neutral(asset))


def few():
    return [ref(asset) for asset in FEW]


def saved(image, quality=90):
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=0)
    return Image.open(out).convert("RGB")


def shot(asset, *, turned=0.0, side=1600, fill=0.88, gains=(1.0, 1.0, 1.0), stops=0.0, cut=None):
    """What a careful student makes of the neutral photo: cut out along the true outline, on a white square; and its faults."""
    image, mask = neutral(asset)
    light = (np.arange(256) / 255) ** 2.2
    tables = [np.clip(255 * (light * gain * 2**stops) ** (1 / 2.2) + 0.5, 0, 255).astype(np.uint8) for gain in gains]
    pixels = np.asarray(image)
    image = Image.fromarray(np.stack([table[pixels[..., k]] for k, table in enumerate(tables)], axis=-1))
    cover = Image.fromarray(mask if cut is None else cut(mask)).convert("L")
    image, cover = (plane.rotate(-turned, Image.Resampling.BICUBIC) for plane in (image, cover))
    cover = cover.filter(ImageFilter.GaussianBlur(0.8))
    left, top, right, bottom = cover.point(lambda v: 255 * (v > 127)).getbbox()
    canvas = round(max(right - left, bottom - top) / fill)
    square = Image.new("RGB", (canvas, canvas), WHITE)
    place = ((canvas - left - right) // 2, (canvas - top - bottom) // 2)
    square.paste(image, place, cover)
    return square.resize((side, side), Image.Resampling.LANCZOS)


def record(image, references=None):
    return examined(saved(image), few() if references is None else references)[1]


@pytest.fixture(scope="module")
def robot():
    """A faultless picture, rich in detail, to put one fault after the other into."""
    return shot("robot/front")


@pytest.mark.parametrize("asset", FEW)
def test_a_good_picture_is_the_right_product_and_true_in_everything(asset):
    facts, found = examined(saved(shot(asset)), few())
    assert found.asset == asset
    assert found.product == asset.split("/")[0]
    assert found.same >= 750
    assert found.other_same < UNCLEAR
    assert found.inliers >= 25
    assert BLUR_FULL <= found.sharpness <= HARD_FULL
    assert found.enlarged <= ENLARGED_FULL
    assert abs(found.light) <= 20
    assert found.cast <= 40
    assert abs(found.tilt) <= 30
    assert found.overlay < OVERLAY_FULL
    assert found.outline >= OUTLINE_FULL
    assert (facts.foreign, facts.touch, facts.frame, facts.hi_clip) == (0, 0, 0, 0)
    assert facts.white_bg >= 992
    assert abs(facts.fill_long - 880) <= 5


@pytest.mark.slow
@pytest.mark.parametrize("asset", FRONTS)
def test_every_product_is_known_and_every_other_refused(asset):
    picture = saved(shot(asset))
    everything = [ref(one) for one in FRONTS]
    right = compare(picture, everything, measure(picture))
    assert right.asset == asset
    assert right.same >= SAME
    assert right.other_same < UNCLEAR
    others = [one for one in everything if one.product != right.product]
    wrong = compare(picture, others, measure(picture))
    assert wrong.same < UNCLEAR


def test_the_wrong_product_is_refused(robot):
    others = [one for one in few() if one.product != "robot"]
    found = record(robot, others)
    assert found.same < UNCLEAR
    assert (found.other != "") and found.other.split("/")[0] != found.product


def test_a_developed_photo_is_recognised_in_its_own_surroundings():
    upload = accept(develop("robot/front", 11).jpeg)
    photo = Image.open(BytesIO(upload.jpeg)).convert("RGB")
    flaws = develop("robot/front", 11).flaws
    found = compare(photo, few(), upload.facts)
    assert found.asset == "robot/front"
    assert found.same >= SAME
    assert abs(found.tilt - flaws.roll) <= 15
    assert found.outline is None


def test_what_is_unclear_stands_between_the_limits_and_is_never_refused():
    # the shape and the colours of the bottle without its details
    bottle = shot("bottle/front")
    outline = Image.fromarray(np.asarray(bottle).min(axis=2) < 243)
    dim = Image.new("RGB", bottle.size, WHITE)
    dim.paste(bottle.filter(ImageFilter.GaussianBlur(40)), (0, 0), outline)
    found = record(dim)
    assert found.product == "bottle"
    assert UNCLEAR <= found.same < SAME


def test_without_references_there_is_nothing_to_compare(robot):
    assert compare(robot, [], measure(robot)) is None
    assert examined(robot, [])[1] is None


def test_an_empty_picture_shows_nothing():
    found = record(Image.new("RGB", (800, 800), WHITE))
    assert found.same < UNCLEAR
    assert (found.sharpness, found.light, found.tilt, found.overlay) == (None, None, None, None)


@pytest.mark.parametrize(("sigma", "low", "high"), [(0.8, BLUR_FULL, 1000), (2.5, 150, BLUR_ZERO)])
def test_blur_shows_as_less_detail(robot, sigma, low, high):
    assert low <= record(robot.filter(ImageFilter.GaussianBlur(sigma))).sharpness <= high


def test_sharpening_too_much_shows_as_too_much_detail(robot):
    assert record(robot.filter(ImageFilter.UnsharpMask(1.0, 60, 2))).sharpness <= HARD_FULL
    assert record(robot.filter(ImageFilter.UnsharpMask(2.5, 300, 0))).sharpness > HARD_ZERO


def test_a_reference_without_detail_cannot_tell_sharpness(robot):
    plain = replace(ref("robot/front"), sharpness=FEW_DETAILS - 1)
    assert record(robot, [plain]).sharpness is None


@pytest.mark.parametrize(("turned", "inside"), [(0.9, True), (1.2, False), (-4.2, False)])
def test_tilt_is_measured_clockwise(turned, inside):
    found = record(shot("robot/front", turned=turned))
    assert abs(found.tilt - 100 * turned) <= 10
    assert (abs(found.tilt) <= TILT_FULL) == inside
    assert (abs(found.tilt) >= TILT_ZERO) == (abs(turned) > 4)


@pytest.mark.parametrize(("stops", "inside"), [(0.15, True), (1.0, False), (-1.0, False)])
def test_light_is_measured_in_tenths(stops, inside):
    found = record(shot("bottle/front", stops=stops))
    assert found.light * stops > 0
    assert (abs(found.light) <= LIGHT_FULL) == inside


@pytest.mark.parametrize(
    ("gains", "inside"),
    [((1.05, 1.0, 1.0), True), ((1.0, 1.0, 0.95), True), ((1.18, 1.0, 1.0), False), ((1.15, 1.0, 0.8), False)],
)
def test_the_colour_of_the_light_is_measured_in_stops(gains, inside):
    found = record(shot("robot/front", gains=gains))
    wanted = 1000 * max(abs(np.log2(gain)) for gain in gains)
    assert abs(found.cast - wanted) <= 45
    assert (found.cast <= CAST_FULL) == inside


def test_enlarging_is_the_size_against_the_photo():
    small, large = record(shot("robot/front", side=1000)), record(shot("robot/front", side=2000))
    assert abs(large.enlarged - 2 * small.enlarged) <= 10


def badge(image, size):
    image = image.copy()
    ImageDraw.Draw(image).ellipse(
        (800 - size // 2, 900 - size // 2, 800 + size // 2, 900 + size // 2), fill=(250, 220, 40)
    )
    return image


def lettered(image, share):
    over = image.copy()
    draw = ImageDraw.Draw(over)
    for y in range(300, 1500, 160):
        draw.text((420, y), "SAMPLE SAMPLE SAMPLE", font=ImageFont.load_default(80), fill=WHITE)
    return Image.blend(image, over, share)


@pytest.mark.parametrize(
    "marked",
    [lambda image: badge(image, 120), lambda image: lettered(image, 1.0), lambda image: lettered(image, 0.4)],
    ids=["badge", "letters", "watermark"],
)
def test_marks_on_the_product_are_found(robot, marked):
    assert record(marked(robot)).overlay >= OVERLAY_ZERO


def test_an_edge_left_standing_or_cut_away_costs_the_outline():
    def grown(mask):
        return cv2.dilate(mask.astype(np.uint8), np.ones((41, 41), np.uint8)) > 0

    def cut_in_half(mask):
        mask = mask.copy()
        mask[: mask.shape[0] // 2] = False
        return mask

    assert record(shot("bottle/front", cut=grown)).outline < OUTLINE_ZERO
    assert record(shot("bottle/front", cut=cut_in_half)).outline < OUTLINE_ZERO


def test_the_same_bytes_give_the_same_record_with_one_thread_and_with_two(robot):
    found = []
    for threads in (1, 2, 2):
        cv2.setNumThreads(threads)
        found.append(examined(saved(robot), few()))
    assert found[0] == found[1] == found[2]
