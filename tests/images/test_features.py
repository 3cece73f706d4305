import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from lab.images.features import (
    alike,
    bits_apart,
    histogram,
    is_copy,
    likeness,
    overlap,
    phash,
    prints,
    prints_of,
    product_crop,
    silhouette,
    turned_silhouettes,
)
from lab.images.measure import measure, outline_of
from lab.values.errors import BadInput
from lab.values.places import SCENARIOS

LAMP_PICTURES = SCENARIOS / "desk-lamp-two-markets" / "pictures" / "made"
LAMPS = ("arc", "brass", "clamp", "folding")


def lamp(name):
    return Image.open(LAMP_PICTURES / f"{name}-main.jpg").convert("RGB")


def prints_in(image):
    seen = outline_of(image)
    return prints(Image.fromarray(seen.work), seen.product)


def test_the_hash_is_the_one_of_the_formula_in_floating_point():
    image = product_crop(lamp("brass"), np.asarray(lamp("brass")).min(axis=2) < 243)
    wave = np.cos(np.pi * (2 * np.arange(32)[None] + 1) * np.arange(32)[:, None] / 64)
    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), float)
    low = (wave @ grey @ wave.T)[:8, :8]
    wanted = bytes(np.packbits((low > np.median(low)).ravel())).hex()
    assert bits_apart(phash(image), wanted) <= 1


@pytest.mark.parametrize("name", LAMPS)
def test_copies_are_found(name):
    image = lamp(name)
    first = prints_in(image)
    copies = {
        "smaller": image.resize((700, 700), Image.Resampling.LANCZOS),
        "brighter": ImageEnhance.Brightness(image).enhance(1.15),
        "padded": ImageOps.expand(image, 150, (255, 255, 255)),
        "mirrored": ImageOps.mirror(image),
        "turned": image.rotate(1, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)),
    }
    assert [kind for kind, copy in copies.items() if not is_copy(first, prints_in(copy))] == []


def test_different_lamps_are_not_copies():
    found = [prints_in(lamp(name)) for name in LAMPS]
    assert [(a, b) for a in range(4) for b in range(a) if is_copy(found[a], found[b])] == []


def test_prints_survive_being_text():
    first = prints_in(lamp("arc"))
    assert prints_of(str(first)) == first
    assert str(first) == measure(lamp("arc")).prints
    assert len(str(first)) <= 34 + 3 * 48


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a:b:c",
        "0" * 16 + ":" + "0" * 16,
        "g" * 16 + ":" + "0" * 16 + ":",
        "0" * 16 + ":" + "0" * 16 + ":ab",
        "0" * 16 + ":" + "0" * 16 + ":" + "abc" * 49,
        "0" * 16 + ":" + "0" * 16 + ":a!c",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(BadInput, match="prints_unreadable"):
        prints_of(text)


def test_copies_in_a_row_of_pictures_are_paired():
    arc, brass = str(prints_in(lamp("arc"))), str(prints_in(lamp("brass")))
    assert alike([arc, brass, "", arc, "junk"]) == [(0, 3)]
    assert alike(["", "", "junk", "junk"]) == []


def test_a_histogram_agrees_with_itself_and_not_with_another_colour():
    red, blue = np.full((500, 3), (200, 20, 20), np.uint8), np.full((500, 3), (20, 20, 200), np.uint8)
    assert likeness(histogram(red), histogram(red)) >= 999
    assert likeness(histogram(red), histogram(blue)) == 0
    assert likeness(histogram(red[:0]), histogram(red)) == 0
    assert histogram(np.full((500, 3), (120, 110, 100), np.uint8)).sum() == 16 * 500


def test_a_silhouette_is_found_turned():
    bar = np.zeros((300, 300), bool)
    bar[60:240, 120:180] = True
    bar[60:120, 120:260] = True
    turned = np.asarray(Image.fromarray(bar).convert("L").rotate(-8, Image.Resampling.BILINEAR)) >= 128
    assert overlap(turned_silhouettes(bar), silhouette(turned)) >= 950
    assert overlap(silhouette(bar)[None], silhouette(turned)) < 900
    assert overlap(turned_silhouettes(bar), np.zeros((96, 96), bool)) == 0
    assert not turned_silhouettes(np.zeros((9, 9), bool)).any()
