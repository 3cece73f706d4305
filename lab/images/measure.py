"""What a picture measures, as whole numbers, and what that is worth.

Pixels are read once, by `measure`; verdicts and the market read the record. Working picture: the longest side
brought down to 1000 pixels by area, never up. `d` is a pixel's distance from white, 255 minus its smallest
channel. Shares are permille. A new METRIC_VERSION never rewrites old records.
Limits are those of the platforms' own picture rules (white background, product at 85 % of the frame or more,
product whole; Seller Central help on product images, read 2026-11); full and zero marks were calibrated on
synthetic products with edits of known size.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.masks import Mask, closed, components, dilated, filled, painted

METRIC_VERSION = 1
PURE_BG_FULL = 995
WHITE_BG_FULL = 992
WHITE_BG_ZERO = 950
RING_WHITE_FULL = 995
FILL_SLACK = 5
_WORK_SIDE = 1000
_BORDER_SIDE = 600
_WHITE_RING = 243  # a frame whose median is at least this counts as a white background
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
    metric_version: int = METRIC_VERSION


@dataclass(frozen=True, slots=True)
class ImageFault:
    """The verdict of one rule: kept if `passed`. `measured` is None where the picture gives nothing to measure."""

    rule: str
    measured: int | str | None
    limit: int | str
    passed: bool


def measure(image: Image.Image, *, byte_count: int = 0, file_format: str = "JPEG") -> ImageFacts:
    """The record of an upright RGB picture; `byte_count` and `file_format` are those of the file it came from.

    The same pixels always give the same record: everything after the reduction is integer arithmetic.
    """
    work = np.asarray(_reduced(image.convert("RGB"), _WORK_SIDE))
    height, width = work.shape[:2]
    darkest = work.min(axis=2)
    ring = np.ones((height, width), bool)
    band = max(1, _permille_of(20, max(width, height)))
    ring[band:-band, band:-band] = False
    backdrop = np.median(work[ring], axis=0).astype(np.int64)
    if backdrop.min() >= _WHITE_RING:
        outline, marks = _cleaned(darkest < 255 - _GEOMETRY), _cleaned(darkest < 255 - _MARKS)
    else:
        outline = marks = _cleaned(_differs(work, backdrop))
    around = dilated(outline, max(1, _permille_of(8, max(width, height))))
    left, top, right, bottom, area = _product_box(outline)
    no_product = not 5 * width * height <= 1000 * area <= 980 * width * height
    if no_product:
        fills = touch = off_centre = 0
        fill_box = 0
    else:
        fills = max(_share(right - left, width), _share(bottom - top, height))
        fill_box = _share((right - left) * (bottom - top), width * height)
        gaps = ((left, width), (width - right, width), (top, height), (height - bottom, height))
        touch = sum(1000 * gap <= 4 * side for gap, side in gaps)
        off_centre = max(_share(abs(left + right - width), 2 * width), _share(abs(top + bottom - height), 2 * height))
    return ImageFacts(
        width_px=image.width,
        height_px=image.height,
        byte_count=byte_count,
        format=file_format,
        pure_bg=_share_true(darkest >= 254, ~around),
        white_bg=_share_true(darkest >= 250, ~marks),
        ring_white=_share_true(darkest >= 250, ring),
        fill_long=fills,
        fill_box=fill_box,
        touch=touch,
        off_centre=off_centre,
        border=_border(image),
        no_product=no_product,
    )


def main_image_faults(
    facts: ImageFacts,
    *,
    white_background: bool,
    min_fill: int,
    square: bool,
    side_min_px: int,
    side_max_px: int,
    max_bytes: int,
    formats: Collection[str],
) -> list[ImageFault]:
    """A verdict for every rule that a platform sets for a main picture, in a fixed order.

    `format`, `bytes`, `size` (longest side), `square` and `background` where asked for, `fill`, `whole`. The
    background is good if pure and white shares are at their full marks, and its frame too unless the product
    covers it (that is `whole`'s affair). Where white is asked for and the picture is far from it, outlines mean
    little: fill and whole then count as not measured, and as broken.
    """
    longest = max(facts.width_px, facts.height_px)
    verdicts = [
        ImageFault("format", facts.format, ", ".join(sorted(formats)), facts.format in formats),
        ImageFault("bytes", facts.byte_count, max_bytes, facts.byte_count <= max_bytes),
        ImageFault("size", longest, f"{side_min_px}-{side_max_px}", side_min_px <= longest <= side_max_px),
    ]
    if square:
        shape = f"{facts.width_px} x {facts.height_px}"
        verdicts.append(ImageFault("square", shape, "1:1", facts.width_px == facts.height_px))
    if white_background:
        verdicts.append(_background_verdict(facts))
    measured = not facts.no_product and (not white_background or facts.white_bg >= WHITE_BG_ZERO)
    verdicts.append(
        ImageFault("fill", facts.fill_long if measured else None, min_fill, measured and facts.fill_long + FILL_SLACK >= min_fill)
    )
    verdicts.append(ImageFault("whole", facts.touch if measured else None, 0, measured and facts.touch == 0))
    return verdicts


def _background_verdict(facts: ImageFacts) -> ImageFault:
    shares = [(facts.pure_bg, PURE_BG_FULL), (facts.white_bg, WHITE_BG_FULL)]
    if facts.touch == 0:
        shares.append((facts.ring_white, RING_WHITE_FULL))
    measured, limit = min(shares, key=lambda pair: pair[0] - pair[1])
    return ImageFault("background", measured, limit, measured >= limit)


def image_quality(facts: ImageFacts) -> int:
    """How well a main picture works on shoppers, 0 to 1000; the market's `image` is this over 1000.

    Size 250: longest side from 300 px (none) to 1600 px (all). Background 350: `white_bg` from 500 to 992.
    Fill 300: `fill_long` from 400 to 850, less a quarter for each side that the product touches; half of it
    counts while the background is not white, where outlines are rough. Centred 100: `off_centre` from 100 to 30.
    Without a product only the size counts. Parts are rounded down.
    """
    size = _graded(max(facts.width_px, facts.height_px), 300, 1600, 250)
    if facts.no_product:
        return size
    background = _graded(facts.white_bg, 500, WHITE_BG_FULL, 350)
    fill = _graded(facts.fill_long, 400, 850, 300) * (4 - facts.touch) // 4
    if facts.white_bg < 500:
        fill //= 2
    centred = 100 - _graded(facts.off_centre, 30, 100, 100)
    return size + background + fill + centred


def _graded(value: int, zero: int, full: int, points: int) -> int:
    return min(max(value - zero, 0), full - zero) * points // (full - zero)


def _share(part: int, whole: int) -> int:
    """Permille, rounded half up."""
    return (2000 * part + whole) // (2 * whole)


def _permille_of(permille: int, whole: int) -> int:
    return (permille * whole + 500) // 1000


def _share_true(good: Mask, among: Mask) -> int:
    """Permille of the pixels `among` that are good, rounded down, so that 1000 means all; 0 if there are none."""
    total = int(among.sum())
    return 1000 * int((good & among).sum()) // total if total else 0


def _reduced(image: Image.Image, side: int) -> Image.Image:
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


def _product_box(mask: Mask) -> tuple[int, int, int, int, int]:
    """Box (right and bottom outside) and area of the product: the largest component and others from a quarter of it."""
    parts = components(mask)
    if not len(parts.areas):
        return 0, 0, 0, 0, 0
    product = 4 * parts.areas >= parts.areas.max()
    boxes = parts.boxes[product]
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom, int(parts.areas[product].sum())


def _border(image: Image.Image) -> int:
    """Over the four sides and the rows of their outer 7 %: the largest share of a row stepping by more than 18."""
    grey = np.asarray(_reduced(image.convert("L"), _BORDER_SIDE)).astype(np.int16)
    worst = 0
    for view in (grey, grey[::-1], grey.T, grey.T[::-1]):
        outer = view[: max(1, _permille_of(70, len(view))) + 1]
        steps = (np.abs(np.diff(outer, axis=0)) > 18).sum(axis=1)
        worst = max(worst, _share(int(steps.max(initial=0)), view.shape[1]))
    return worst


# CIE Lab in whole numbers, so that a record does not hang on a machine's floating point: light 0..65535 from the
# sRGB curve (IEC 61966-2-1), D65 matrix with rows scaled to white, then 100 times L*, a*, b*.
_LINEAR = np.array(
    [round(65535 * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)) for v in (k / 255 for k in range(256))],
    dtype=np.int64,
)
_TO_XYZ = np.array([[4339, 3762, 1899], [2126, 7152, 722], [178, 1095, 8727]], dtype=np.int64)
_CUBE_ROOT = np.array(
    [round(100_000 * (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116)) for t in (k / 8191 for k in range(8192))],
    dtype=np.int64,
)


def _lab(rgb: NDArray[np.integer]) -> Ints:
    """Pixels (n, 3) of 0..255 as L*, a*, b* times 100."""
    light = _LINEAR[rgb]
    f = _CUBE_ROOT[np.minimum(light @ _TO_XYZ.T // (10_000 * 8), 8191)]
    x, y, z = f[:, 0], f[:, 1], f[:, 2]
    return np.stack([(116 * y - 1_600_000) // 1000, (x - y) // 2, (y - z) // 5], axis=1)


def _differs(work: Bytes2D, backdrop: Ints) -> Mask:
    """Pixels further than 14 from the backdrop's colour in Lab, lightness at half weight."""
    gap = _lab(work.reshape(-1, 3)) - _lab(backdrop.reshape(1, 3))
    gap[:, 0] //= 2
    far: Mask = (gap * gap).sum(axis=1) > 1400**2
    return far.reshape(work.shape[:2])
