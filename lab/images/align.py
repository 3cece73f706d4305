"""Laying one picture of a product over another: matching details, and the turn, scale and shift that most of them agree on.

OpenCV's SIFT on the product's box at a fixed size. Used by the picture process only; the web process does not load OpenCV.
"""

from dataclasses import dataclass
from math import atan2, degrees, hypot

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.light import box_of
from lab.images.masks import Mask, dilated

CROP_SIDE = 700
FEATURES, CONTRAST = 900, 0.01
WHOLE_SIDE, WHOLE_FEATURES = 1000, 3000
"""For a picture whose product is not outlined, and which shows much else."""
RATIO = 0.78
_SOFTEN = 1.5  # noise taken off before details are looked for; found more agreeing ones and truer angles than none
REACH_PX = 5.0
SCALE_MIN, SCALE_MAX = 0.4, 2.5
_FEWEST = 4

Floats = NDArray[np.float64]
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Details:
    """Places (n, 2) in a crop and their descriptors (n, 128); `to_picture` (2, 3) takes the crop to the whole picture's pixels."""

    places: NDArray[np.float32]
    descriptors: NDArray[np.float32]
    to_picture: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """How the first picture lies in the second: `matrix` (2, 3) in pixels of both, and the matches that agree on it.

    `inliers` of `matches` agree. `scale` is the second's size over the first's, `angle` in degrees, clockwise.
    """

    matrix: Floats
    inliers: int
    matches: int

    @property
    def scale(self) -> float:
        return hypot(self.matrix[0, 0], self.matrix[1, 0])

    @property
    def angle(self) -> float:
        return degrees(atan2(self.matrix[1, 0], self.matrix[0, 0]))


def details_of(image: Image.Image, mask: Mask | None) -> Details:
    """Details of the product in an RGB picture, or of all of it without a mask; `mask` may be smaller than the picture."""
    box = (0, 0, image.width, image.height)
    found = None if mask is None else box_of(mask)
    if mask is not None and found is not None:
        across, down = image.width / mask.shape[1], image.height / mask.shape[0]
        margin = max(found[2] - found[0], found[3] - found[1]) // 40 + 2
        box = (
            int(max(0, found[0] - margin) * across),
            int(max(0, found[1] - margin) * down),
            min(image.width, round((found[2] + margin) * across)),
            min(image.height, round((found[3] + margin) * down)),
        )
    width, height = box[2] - box[0], box[3] - box[1]
    longest = max(width, height)
    side = WHOLE_SIDE if mask is None else CROP_SIDE
    size = (max(16, width * side // longest), max(16, height * side // longest))
    method = Image.Resampling.BOX if longest > side else Image.Resampling.BICUBIC
    small = image.convert("L").resize(size, method, box=box)
    grey = cv2.GaussianBlur(np.asarray(small), (0, 0), _SOFTEN)
    grey = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(grey)
    cover = np.full(grey.shape, 255, np.uint8)
    if mask is not None and found is not None:
        part = Image.fromarray(mask).convert("L")
        place = (box[0] / across, box[1] / down, min(part.width, box[2] / across), min(part.height, box[3] / down))
        cover = np.asarray(part.resize(size, Image.Resampling.BILINEAR, box=place))
        cover = np.where(dilated(cover >= 128, 5), np.uint8(255), np.uint8(0))
    finder = cv2.SIFT.create(nfeatures=WHOLE_FEATURES if mask is None else FEATURES, contrastThreshold=CONTRAST)
    points, descriptors = finder.detectAndCompute(grey, cover)
    to_picture = np.array([[width / size[0], 0, box[0]], [0, height / size[1], box[1]]])
    if not len(points):
        return Details(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32), to_picture)
    places = np.array([point.pt for point in points], np.float32)
    return Details(places, np.asarray(descriptors, np.float32), to_picture)


def aligned(first: Details, second: Details) -> Alignment | None:
    """How the first lies in the second; None if too few details agree, or only on a scale that no edit makes."""
    if len(first.places) < _FEWEST or len(second.places) < _FEWEST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(first.descriptors, second.descriptors, k=2)
    close = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < RATIO * pair[1].distance]
    if len(close) < _FEWEST:
        return None
    ours = first.places[[match.queryIdx for match in close]]
    theirs = second.places[[match.trainIdx for match in close]]
    cv2.setRNGSeed(1)
    found, agree = cv2.estimateAffinePartial2D(ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=REACH_PX)
    if not np.size(found):
        return None
    matrix = np.asarray(found, np.float64)
    inliers = int(np.asarray(agree).sum())
    if not SCALE_MIN <= hypot(matrix[0, 0], matrix[1, 0]) <= SCALE_MAX:
        return None
    whole = joined(second.to_picture, joined(matrix, inverse(first.to_picture)))
    return Alignment(whole, inliers, len(close))


def joined(after: Floats, before: Floats) -> Floats:
    """The map (2, 3) that does `before` and then `after`."""
    both: Floats = (_square(after) @ _square(before))[:2]
    return both


def inverse(matrix: Floats) -> Floats:
    """The map (2, 3) back."""
    back: Floats = np.asarray(np.linalg.inv(_square(matrix))[:2], np.float64)
    return back


def _square(matrix: Floats) -> Floats:
    return np.vstack([matrix, [0.0, 0.0, 1.0]])


def carried(mask: Mask, matrix: Floats, width: int, height: int) -> Mask:
    """A mask laid into a picture of that size."""
    laid = cv2.warpAffine(mask.astype(np.uint8) * 255, matrix, (width, height), flags=cv2.INTER_AREA)
    cover: Mask = laid >= 128
    return cover
