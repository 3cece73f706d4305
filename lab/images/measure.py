"""What a picture measures, as whole numbers.

Pixels are read once, by `measure`; verdicts and the market read the record. Working picture: the longest side
brought down to 1000 pixels by area, never up. `d` is a pixel's distance from white, 255 minus its smallest
channel. Shares are permille. A new METRIC_VERSION never rewrites old records.
Not here: what the figures are worth (`lab.images.quality`), and the picture beside the reference photos of its product
(`lab.images.compare`).
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.features import prints
from lab.images.light import box_of, clipped, detail, detail_reach, lab_of
from lab.images.masks import Components, Mask, closed, components, dilated, filled, painted

METRIC_VERSION = 2
STRAIGHT = 900
"""A side of the frame has a strip along it if so much of one row steps away from its neighbour, permille."""
WORK_SIDE = 1000
_BORDER_SIDE = 600
PAPER = 243
"""A frame whose median colour has no channel below this counts as a white background."""
_GEOMETRY, _MARKS = 12, 25  # thresholds of d for outlines and for background marks

Bytes2D = NDArray[np.uint8]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """One picture's record. Permille unless the name has a unit; size and format are those of the upload, upright.

    `pure_bg`, `white_bg`: share of the background with every channel >= 254, >= 250. `ring_white`: the latter on
    the outer 2 % frame. `fill_long`, `fill_box`: the product's box against the canvas, by its longer share and by
    area. `touch`: sides of the frame that the product reaches. `off_centre`: the box's middle from the canvas's.
    `border`: the longest straight step near a side of the frame; 900 and more is a strip or a frame.
    With `no_product` nothing stands out from the background, or nothing is background; product figures are 0.

    Since version 2, and None in older records: `fill_area`: the product's area against the canvas. `foreign`: area of
    what stands on the background and is not the product, rounded down. `hi_clip`, `lo_clip`: shares of the product burnt
    out and sunk in black. `sharp`: detail for advice only, as sharp and soft pictures overlap (under 12 look again).
    `frame`: sides with a straight line along them. `prints`: what copies are found by (`lab.images.features`), or "".
    """

    width_px: int
    height_px: int
    byte_count: int
    format: str
    pure_bg: int
    white_bg: int
    ring_white: int
    fill_long: int
    fill_box: int
    touch: int
    off_centre: int
    border: int
    no_product: bool
    metric_version: int = 1
    fill_area: int | None = None
    foreign: int | None = None
    hi_clip: int | None = None
    lo_clip: int | None = None
    sharp: int | None = None
    frame: int | None = None
    prints: str | None = None
    added_later: ClassVar[tuple[str, ...]] = ("fill_area", "foreign", "hi_clip", "lo_clip", "sharp", "frame", "prints")


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands out in a picture brought to 1000 pixels, `work` (height, width, 3).

    `shape`: everything darker than white by 12, or unlike the frame's colour if that is not white (`on_white` False);
    `marks`: the same from 25. `product`: the largest part of `shape` and others from a quarter of it.
    """

    work: Bytes2D
    shape: Mask
    marks: Mask
    product: Mask
    on_white: bool


def outline_of(image: Image.Image) -> Outline:
    """The outline of an upright RGB picture's product, by its background."""
    work = np.asarray(reduced(image, WORK_SIDE))
    backdrop = np.median(work[_ring(work.shape[:2])], axis=0).astype(np.int64)
    on_white = bool(backdrop.min() >= PAPER)
    if on_white:
        darkest = work.min(axis=2)
        shape, marks = _cleaned(darkest < 255 - _GEOMETRY), _cleaned(darkest < 255 - _MARKS)
    else:
        shape = marks = _cleaned(_differs(work, backdrop))
    parts = components(shape)
    large = 4 * parts.areas >= parts.areas.max(initial=1)
    return Outline(work, shape, marks, painted(parts, large, shape.shape), on_white)


def joined_with(seen: Outline, product: Mask) -> Outline:
    """The same picture with its product's true outline known: loose parts that touch it belong to it, and so do its white ones."""
    near = dilated(product, 3)
    parts = components(seen.shape)
    own = painted(parts, _touching(parts, near), near.shape) | product
    # its soft edge, white on white, belongs to neither side
    return Outline(seen.work, seen.shape | product, seen.marks | dilated(product, 2), own, seen.on_white)


def measure(
    image: Image.Image, *, byte_count: int = 0, file_format: str = "JPEG", product: Mask | None = None
) -> ImageFacts:
    """The record of an upright RGB picture; `byte_count` and `file_format` are those of the file it came from.

    `product` is the true outline in the working picture where it is known from elsewhere: without it, white parts of a
    product on white count as background, and parts that hang on nothing as marks beside it.

    The same pixels always give the same record: everything after the reduction is integer arithmetic.
    """
    image = image.convert("RGB")
    seen = outline_of(image)
    if product is not None and seen.on_white:
        seen = joined_with(seen, product)
    darkest = seen.work.min(axis=2)
    height, width = darkest.shape
    ring = _ring(darkest.shape)
    around = dilated(seen.shape, max(1, _permille_of(8, max(width, height))))
    left, top, right, bottom = box_of(seen.product) or (0, 0, 0, 0)
    area = int(seen.product.sum())
    no_product = not 5 * width * height <= 1000 * area <= 980 * width * height
    fills = fill_box = touch = off_centre = high = low = sharp = 0
    if not no_product:
        fills = max(_share(right - left, width), _share(bottom - top, height))
        fill_box = _share((right - left) * (bottom - top), width * height)
        gaps = ((left, width), (width - right, width), (top, height), (height - bottom, height))
        touch = sum(1000 * gap <= 4 * side for gap, side in gaps)
        off_centre = max(_share(abs(left + right - width), 2 * width), _share(abs(top + bottom - height), 2 * height))
        high, low = clipped(seen.work, seen.product)
        reach = detail_reach(seen.product)
        sharp = 0 if reach is None else (detail(image.convert("L"), seen.product, reach, smooth=False) + 500) // 1000
    borders = _borders(image)
    return ImageFacts(
        width_px=image.width,
        height_px=image.height,
        byte_count=byte_count,
        format=file_format,
        pure_bg=_share_true(darkest >= 254, ~around),
        white_bg=_share_true(darkest >= 250, ~seen.marks),
        ring_white=_share_true(darkest >= 250, ring),
        fill_long=fills,
        fill_box=fill_box,
        touch=touch,
        off_centre=off_centre,
        border=max(borders),
        no_product=no_product,
        metric_version=METRIC_VERSION,
        fill_area=0 if no_product else _share(area, width * height),
        foreign=0 if no_product else 1000 * int(_foreign(seen).sum()) // (width * height),
        hi_clip=high,
        lo_clip=low,
        sharp=sharp,
        frame=sum(border >= STRAIGHT for border in borders),
        prints=_prints(seen, no_product),
    )


def _foreign(seen: Outline) -> Mask:
    """Marks on the background: what is not the product and stands further from it than its own loose ends do."""
    near = dilated(seen.product, max(1, _permille_of(8, max(seen.product.shape))))
    parts = components(seen.marks)
    return painted(parts, ~_touching(parts, near), seen.marks.shape)


def _touching(parts: Components, near: Mask) -> NDArray[np.bool_]:
    """Which components reach into a mask."""
    # a run does if a running total rises over it
    total = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    found = np.zeros(len(parts.areas), bool)
    found[parts.label[total[parts.row, parts.stop] > total[parts.row, parts.start]]] = True
    return found


def _prints(seen: Outline, no_product: bool) -> str:
    """Prints of the product on white; of the whole picture where the outline would be a guess; "" of nothing."""
    if no_product and seen.on_white:
        return ""
    mask = seen.product if seen.on_white else np.ones(seen.product.shape, bool)
    return str(prints(Image.fromarray(seen.work), mask))


def _ring(shape: tuple[int, ...]) -> Mask:
    """The outer 2 % of the longest side."""
    ring = np.ones(shape, bool)
    band = max(1, _permille_of(20, max(shape)))
    ring[band:-band, band:-band] = False
    return ring


def _share(part: int, whole: int) -> int:
    """Permille, rounded half up."""
    return (2000 * part + whole) // (2 * whole)


def _permille_of(permille: int, whole: int) -> int:
    return (permille * whole + 500) // 1000


def _share_true(good: Mask, among: Mask) -> int:
    """Permille of the pixels `among` that are good, rounded down, so that 1000 means all; 0 if there are none."""
    total = int(among.sum())
    return 1000 * int((good & among).sum()) // total if total else 0


def reduced(image: Image.Image, side: int) -> Image.Image:
    """The longest side brought down to `side` by area; smaller pictures as they are."""
    longest = max(image.size)
    if longest <= side:
        return image
    size = (max(1, _rounded(image.width * side, longest)), max(1, _rounded(image.height * side, longest)))
    return image.resize(size, Image.Resampling.BOX)


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _cleaned(mask: Mask) -> Mask:
    """Gaps of up to four pixels closed, specks dropped (under 30 px and 0.002 %), holes filled."""
    mask = closed(mask, 2)
    parts = components(mask)
    speck = max(30, -(-mask.size // 50_000))
    return filled(painted(parts, parts.areas >= speck, mask.shape))


def _borders(image: Image.Image) -> list[int]:
    """For each side, over the rows of its outer 7 %: the largest share of a row stepping by more than 18."""
    grey = np.asarray(reduced(image.convert("L"), _BORDER_SIDE)).astype(np.int16)
    found = []
    for view in (grey, grey[::-1], grey.T, grey.T[::-1]):
        outer = view[: max(1, _permille_of(70, len(view))) + 1]
        steps = (np.abs(np.diff(outer, axis=0)) > 18).sum(axis=1)
        found.append(_share(int(steps.max(initial=0)), view.shape[1]))
    return found


def _differs(work: Bytes2D, backdrop: Ints) -> Mask:
    """Pixels further than 14 from the backdrop's colour in Lab, lightness at half weight."""
    gap = lab_of(work.reshape(-1, 3)) - lab_of(backdrop.reshape(1, 3))
    gap[:, 0] //= 2
    far: Mask = (gap * gap).sum(axis=1) > 1400**2
    return far.reshape(work.shape[:2])
