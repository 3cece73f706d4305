import cv2
import numpy as np
import pytest
from PIL import Image

from lab.images.align import aligned, carried, details_of, inverse, joined
from lab.values.places import SCENARIOS

LAMP_PICTURES = SCENARIOS / "desk-lamp-two-markets" / "pictures" / "made"


def lamp(name="brass"):
    image = Image.open(LAMP_PICTURES / f"{name}-main.jpg").convert("RGB")
    return image, np.asarray(image).min(axis=2) < 243


@pytest.mark.parametrize(("angle", "side"), [(0, 1500), (3, 1500), (-5, 1500), (2, 1050)])
def test_turn_and_scale_are_found(angle, side):
    image, mask = lamp()
    # Pillow turns the other way round
    other = image.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)).resize(
        (side, side), Image.Resampling.LANCZOS
    )
    placed = aligned(details_of(image, mask), details_of(other, np.asarray(other).min(axis=2) < 243))
    assert placed is not None
    assert placed.inliers >= 50
    assert abs(placed.angle - angle) <= 0.1
    assert abs(placed.scale - side / image.width) <= 0.004
    laid = carried(mask, placed.matrix, side, side)
    theirs = np.asarray(other).min(axis=2) < 243
    assert (laid & theirs).sum() / (laid | theirs).sum() >= 0.97


def test_nothing_to_see_is_no_placement():
    image, mask = lamp()
    blank = details_of(Image.new("RGB", (500, 400), (200, 200, 200)), None)
    assert blank.places.shape == (0, 2)
    assert aligned(details_of(image, mask), blank) is None
    assert aligned(blank, blank) is None


def test_a_smaller_mask_gives_the_same_places():
    image, mask = lamp()
    small = np.asarray(Image.fromarray(mask).convert("L").resize((1000, 1000), Image.Resampling.BOX)) >= 128
    placed = aligned(details_of(image, mask), details_of(image, small))
    assert placed is not None
    assert abs(placed.scale - 1) <= 0.002
    assert np.abs(placed.matrix[:, 2]).max() <= 3


def test_one_thread_and_two_find_the_same():
    image, mask = lamp("folding")
    found = []
    for threads in (1, 2):
        cv2.setNumThreads(threads)
        details = details_of(image, mask)
        placed = aligned(details, details_of(image.resize((1200, 1200)), None))
        assert placed is not None
        found.append((details.descriptors.tobytes(), placed.matrix.tobytes(), placed.inliers, placed.matches))
    assert found[0] == found[1]


def test_maps_are_undone_and_joined():
    matrix = np.array([[0.9, -0.2, 30.0], [0.2, 0.9, -4.0]])
    assert np.abs(joined(matrix, inverse(matrix)) - [[1, 0, 0], [0, 1, 0]]).max() < 1e-9
