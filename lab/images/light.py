"""Sharpness, exposure and the colour of the light on a product, in whole numbers.

`rgb` is an array (height, width, 3) of 0..255, `mask` an array of bool of the same height and width. Everything is
integer arithmetic up to one last rounding, so that the same pixels give the same figures on any machine.
"""

from math import log2

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.masks import Components, Mask, components, dilated, painted

Bytes2D = NDArray[np.uint8]
Ints = NDArray[np.int64]

DETAIL_SIDE = 700
DETAIL_REACHES = (13, 6, 3)
"""How far from the outline detail is read, in pixels at DETAIL_SIDE; thin products are read closer to it."""
COLOUR_REACH = 5
HIGH, LOW = 252, 5
"""A pixel is clipped if its smallest channel is HIGH or more, or its largest LOW or less."""
_ENOUGH = 1000  # pixels that a figure must rest on
_SOFT_EDGE = 240
_SPECK, _MOST_PARTS = 30, 64
# a Gaussian of sigma 1 in 4096ths
_GAUSS = (18, 221, 991, 1636, 991, 221, 18)

# CIE Lab in whole numbers: light 0..65535 from the sRGB curve (IEC 61966-2-1), D65 matrix with rows scaled to white,
# then 100 times L*, a*, b*.
_LINEAR = np.array(
    [
        round(65535 * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4))
        for v in (k / 255 for k in range(256))
    ],
    dtype=np.int64,
)
_TO_XYZ = np.array([[4339, 3762, 1899], [2126, 7152, 722], [178, 1095, 8727]], dtype=np.int64)
_CUBE_ROOT = np.array(
    [
        round(100_000 * (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116))
        for t in (k / 8191 for k in range(8192))
    ],
    dtype=np.int64,
)
# light for the cast: a plain power, which every editing program's curve is close to
_POWER = np.array([round(65535 * (k / 255) ** 2.2) for k in range(256)], dtype=np.int64)
_POWER_LOW, _POWER_HIGH = round(65535 * 0.002), round(65535 * 0.95)


def lab_of(pixels: NDArray[np.integer]) -> Ints:
    """Pixels (n, 3) of 0..255 as L*, a*, b* times 100."""
    light = _LINEAR[pixels]
    f = _CUBE_ROOT[np.minimum(light @ _TO_XYZ.T // (10_000 * 8), 8191)]
    x, y, z = f[:, 0], f[:, 1], f[:, 2]
    return np.stack([(116 * y - 1_600_000) // 1000, (x - y) // 2, (y - z) // 5], axis=1)


def eroded(mask: Mask, reach: int) -> Mask:
    """Pixels whose whole square of `reach` pixels around them is in the mask; beyond the frame is outside."""
    return ~dilated(np.pad(~mask, reach, constant_values=True), reach)[reach:-reach, reach:-reach]


def detail_reach(mask: Mask) -> int | None:
    """The largest of DETAIL_REACHES that leaves enough of a mask to read detail from; None if none does.

    Measured on the mask as `detail` scales it.
    """
    box = box_of(mask)
    if box is None:
        return None
    scaled = _scaled_mask(mask, box)
    return next((reach for reach in DETAIL_REACHES if int(eroded(scaled, reach).sum()) >= _ENOUGH), None)


def detail(grey: Image.Image, mask: Mask, reach: int, *, smooth: bool = True) -> int:
    """Sharpness of the product in millionths: Var(Laplacian) / (Var(grey) + 25) away from its outline.

    `grey` is the picture in mode L at full size, `mask` the product at the same or a smaller size. The product's box is
    brought to DETAIL_SIDE; with `smooth` a Gaussian of one pixel takes noise and the traces of JPEG away first. 0 if
    there is nothing to read from.
    """
    box = box_of(mask)
    if box is None:
        return 0
    across, down = grey.width / mask.shape[1], grey.height / mask.shape[0]
    scaled = _scaled_mask(mask, box)
    place = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    shrinks = max(place[2] - place[0], place[3] - place[1]) > DETAIL_SIDE
    method = Image.Resampling.BOX if shrinks else Image.Resampling.BICUBIC
    size = (scaled.shape[1], scaled.shape[0])
    plane = np.asarray(grey.resize(size, method, box=place)).astype(np.int32)
    # 256ths of a level
    plane = _blurred(plane) if smooth else plane * 256
    inside = eroded(scaled, reach)[1:-1, 1:-1]
    core = plane[1:-1, 1:-1]
    step = plane[:-2, 1:-1] + plane[2:, 1:-1] + plane[1:-1, :-2] + plane[1:-1, 2:] - 4 * core
    count = int(inside.sum())
    if count < _ENOUGH // 2:
        return 0
    # variances times count², in 65536ths of a squared level
    of_step, of_grey = _spread(step[inside], count), _spread(core[inside], count)
    return 1_000_000 * of_step // (of_grey + 25 * 65536 * count * count)


def _scaled_mask(mask: Mask, box: tuple[int, int, int, int]) -> Mask:
    width, height = box[2] - box[0], box[3] - box[1]
    longest = max(width, height)
    size = (max(8, width * DETAIL_SIDE // longest), max(8, height * DETAIL_SIDE // longest))
    part = Image.fromarray(mask[box[1] : box[3], box[0] : box[2]]).convert("L")
    scaled: Mask = np.asarray(part.resize(size, Image.Resampling.BILINEAR)) >= 128
    return scaled


def _blurred(plane: NDArray[np.int32]) -> NDArray[np.int32]:
    """A Gaussian of one pixel, in 256ths of a level; everything fits 32 bits."""
    wide = np.pad(plane, 3, mode="edge")
    height, width = plane.shape
    rows = np.zeros((height + 6, width), np.int32)
    for k, weight in enumerate(_GAUSS):
        rows += np.int32(weight) * wide[:, k : k + width]
    rows = (rows + 8) >> 4
    both = np.zeros((height, width), np.int32)
    for k, weight in enumerate(_GAUSS):
        both += np.int32(weight) * rows[k : k + height]
    return (both + 2048) >> 12


def _spread(values: NDArray[np.int32], count: int) -> int:
    wide = values.astype(np.int64)
    return count * int((wide * wide).sum()) - int(wide.sum()) ** 2


def box_of(mask: Mask) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of a mask, the latter two outside; None for an empty one."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def clipped(rgb: Bytes2D, mask: Mask) -> tuple[int, int]:
    """Shares of the product that are burnt out and that are sunk in black, permille, five pixels off its outline.

    A hole of the product through which the white background is seen is no highlight: its edge is a step, while light
    burns out gradually. White parts whose surroundings are not nearly white are therefore left out of both counts.
    """
    inner = eroded(mask, COLOUR_REACH)
    darkest = rgb.min(axis=2)
    white = (darkest >= HIGH) & mask
    parts = components(white)
    large = np.flatnonzero(parts.areas >= _SPECK)
    large = large[np.argsort(-parts.areas[large], kind="stable")][:_MOST_PARTS]
    burnt = np.ones(len(parts.areas), bool)
    height, width = mask.shape
    numbers = _numbered(parts, mask.shape)
    for label in large:
        left, top, right, bottom = parts.boxes[label]
        place = slice(max(0, top - 5), min(height, bottom + 5)), slice(max(0, left - 5), min(width, right + 5))
        one = numbers[place] == label + 1
        ring = dilated(one, 4) & ~dilated(one, 2) & mask[place]
        around = darkest[place][ring]
        burnt[label] = not len(around) or 2 * int((around >= _SOFT_EDGE).sum()) >= len(around)
    high = painted(parts, burnt, mask.shape)
    inner &= ~(white & ~high)
    total = int(inner.sum())
    if not total:
        return 0, 0
    return 1000 * int((high & inner).sum()) // total, 1000 * int(((rgb.max(axis=2) <= LOW) & inner).sum()) // total


def _numbered(parts: Components, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Every pixel's component, counted from 1; 0 outside."""
    step = np.zeros((shape[0], shape[1] + 1), np.int32)
    number = (parts.label + 1).astype(np.int32)
    np.add.at(step, (parts.row, parts.start), number)
    np.add.at(step, (parts.row, parts.stop), -number)
    return np.cumsum(step, axis=1, dtype=np.int32)[:, :-1]


def lightness(rgb: Bytes2D, mask: Mask) -> int | None:
    """The median L* of the product in tenths, five pixels off its outline; None if there is too little of it."""
    inner = _core(mask)
    if inner is None:
        return None
    return (int(np.sort(lab_of(rgb[inner])[:, 0])[int(inner.sum()) // 2]) + 5) // 10


def colour(rgb: Bytes2D, mask: Mask) -> tuple[int, int] | None:
    """How much more red and blue than green the product sends, in thousandths of a stop of linear light.

    Read where no channel is near black or white; None if that is too little.
    """
    inner = _core(mask)
    if inner is None:
        return None
    light = _POWER[rgb[inner]]
    light = light[_readable(light)]
    if len(light) < _ENOUGH // 2:
        return None
    red, green, blue = (int(total) for total in light.sum(axis=0))
    return round(1000 * log2(red / green)), round(1000 * log2(blue / green))


def colour_shift(ours: Bytes2D, theirs: Bytes2D, mask: Mask) -> tuple[int, int] | None:
    """By how much the light on `ours` is redder and bluer than on `theirs`, thousandths of a stop; they lie one on the other.

    The median over the greyest third of the product: of strong colours a change of light tells little, and the curve of a
    film changes them as well. None if there is too little to read.
    """
    inner = _core(mask)
    if inner is None:
        return None
    first, second = _POWER[ours[inner]], _POWER[theirs[inner]]
    good = _readable(first) & _readable(second)
    first, second = first[good], second[good]
    if len(first) < _ENOUGH // 2:
        return None
    # permille of the largest channel that the smallest has
    grey = 1000 * second.min(axis=1) // second.max(axis=1)
    least = np.sort(grey)[-max(_ENOUGH // 2, len(grey) // 3)]
    first, second = first[grey >= least], second[grey >= least]
    shifts = []
    for channel in (0, 2):
        # ratios in 65536ths, so that the median is found among whole numbers
        ratio = (first[:, channel] * second[:, 1] << 16) // (first[:, 1] * second[:, channel])
        shifts.append(round(1000 * log2(int(np.sort(ratio)[len(ratio) // 2]) / 65536)))
    return shifts[0], shifts[1]


def _readable(light: Ints) -> Mask:
    good: Mask = (light.min(axis=1) >= _POWER_LOW) & (light.max(axis=1) <= _POWER_HIGH)
    return good


def _core(mask: Mask) -> Mask | None:
    """The mask off its outline by COLOUR_REACH, or less where it is thin; None if there is too little of it."""
    for reach in (COLOUR_REACH, 2, 1):
        inner = eroded(mask, reach)
        if int(inner.sum()) >= _ENOUGH // 2:
            return inner
    return None
