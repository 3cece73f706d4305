"""Budgets of a picture's record, in processor time: its own figures, and those beside the reference photos of a task.

Against a yardstick taken in the same run, because machines differ: one pass of OpenCV's SIFT over the same picture at its
full size, which costs about half a second where the budgets were set.
"""

import time
from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from lab.images.compare import Reference, compare, reference
from lab.images.darkroom import neutral
from lab.images.measure import measure
from lab.images.negatives import known_assets

ALONE, ONE, ALL = 1.0, 2.0, 4.0
"""Most that a record may cost, in yardsticks: the picture alone, beside one reference, beside sixteen."""


def cost(work: Callable[[], object], rounds: int = 5) -> float:
    """The least processor time of a few rounds, seconds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """A finished main picture, 1600 pixels square."""
    image, mask = neutral("robot/front")
    square = Image.new("RGB", (max(image.size),) * 2, (255, 255, 255))
    square.paste(image, (0, 0), Image.fromarray(mask))
    out = BytesIO()
    square.resize((1600, 1600), Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
    return Image.open(out).convert("RGB")


@pytest.fixture(scope="module")
def yardstick(picture: Image.Image) -> float:
    grey = np.asarray(picture.convert("L"))
    finder = cv2.SIFT.create(nfeatures=900)
    return cost(lambda: finder.detectAndCompute(grey, np.full(grey.shape, 255, np.uint8)), 3)


@pytest.fixture(scope="module")
def references() -> list[Reference]:
    known = known_assets()
    return [reference(known[number % len(known)], *neutral(known[number % len(known)])) for number in range(16)]


def test_a_record_of_its_own(picture: Image.Image, yardstick: float) -> None:
    spent = cost(lambda: measure(picture))
    print(f"record {spent:.2f} s, {spent / yardstick:.2f} yardsticks of {yardstick:.2f} s")
    assert spent <= ALONE * yardstick


@pytest.mark.parametrize(("count", "limit"), [(1, ONE), (16, ALL)])
def test_a_record_beside_references(
    picture: Image.Image, references: list[Reference], yardstick: float, count: int, limit: float
) -> None:
    facts = measure(picture)
    right = [one for one in references if one.asset == "robot/front"]
    beside = [*right, *(one for one in references if one.asset != "robot/front")][:count]
    spent = cost(lambda: compare(picture, beside, facts), 3)
    print(f"beside {count}: {spent:.2f} s, {spent / yardstick:.2f} yardsticks")
    assert spent <= limit * yardstick


def test_a_reference_is_worked_out_once_and_may_cost_a_second(yardstick: float) -> None:
    image, mask = neutral("robot/front")
    spent = cost(lambda: reference("robot/front", image, mask), 3)
    print(f"reference {spent:.2f} s")
    assert spent <= 3 * yardstick
