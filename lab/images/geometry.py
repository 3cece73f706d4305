"""Turning, straightening, cropping, resizing and framing of pixels.

Straightening moves pixels by fractions, three times along rows and columns: a rotation is a shear along the rows, one
along the columns and one along the rows again, and each row or column then moves as a whole, by one amount. Whole
numbers all through: the amounts come from a tangent and a sine rounded to 2**-20 (the farthest pixel of a picture of
4500 is then 0.002 pixels off), fractions of a pixel are 1/256, and the six weights are Lagrange's polynomial in 2**-12.
Source: Paeth, "A fast algorithm for general raster rotation", Graphics Interface 1986.
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""

WHOLE = 10_000
SOLID = 12
"""More cover than this is product."""
CANVAS_SIDE = 4500
"""A canvas is hardly longer: a product that would need more is made smaller."""
_WAVE = 3  # levels
_ANGLE_BITS = 20
_PHASES = 256
_WEIGHT_BITS = 12
_NODES = range(-2, 4)
_KEPT_BITS = 5  # behind the point, between two shears
_MARGIN = 4  # pixels that the six weights and the rounding reach beyond a shear
_STRIP, _BAND = 1024, 128


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """Quarter turns clockwise; height x width, with or without channels."""
    return np.ascontiguousarray(np.rot90(pixels, -quarters))


def crop_box(width: int, height: int, *, left: int, top: int, across: int, down: int) -> Box:
    """The pixels of a box in ten-thousandths; at least one."""

    def span(start: int, length: int, side: int) -> tuple[int, int]:
        first = min(_rounded(start * side, WHOLE), side - 1)
        return first, min(max(_rounded((start + length) * side, WHOLE), first + 1), side)

    (x1, x2), (y1, y2) = span(left, across, width), span(top, down, height)
    return x1, y1, x2, y2


def cropped(pixels: Pixels, box: Box) -> Pixels:
    """What lies inside a box; height x width, with or without channels."""
    left, top, right, bottom = box
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _rounded(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


def fitted(width: int, height: int, side: int) -> tuple[int, int]:
    """Width and height in the same proportions with the longer one `side`."""
    longer = max(width, height)
    return max(1, _rounded(width * side, longer)), max(1, _rounded(height * side, longer))


def resized(rgb: Pixels, alpha: Pixels | None, side: int) -> tuple[Pixels, Pixels | None]:
    """Picture and cover with a longer side of `side` pixels, larger or smaller than before."""
    if alpha is not None:
        return _resized_with_cover(rgb, alpha, side)
    height, width = rgb.shape[:2]
    smaller = side < max(width, height)
    return _resampled(rgb, side, Image.Resampling.LANCZOS if smaller else Image.Resampling.BICUBIC), None


def _resized_with_cover(rgb: Pixels, alpha: Pixels, side: int) -> tuple[Pixels, Pixels]:
    # no Lanczos beside pure white: its second wave would leave a faint ring around the product
    kernel = Image.Resampling.BICUBIC
    return _tidied(_resampled(rgb, side, kernel), _resampled(alpha, side, kernel))


def _resampled(pixels: Pixels, side: int, kernel: Image.Resampling) -> Pixels:
    height, width = pixels.shape[:2]
    size = fitted(width, height, side)
    return pixels if size == (width, height) else np.asarray(Image.fromarray(pixels).resize(size, kernel))


def _tidied(rgb: Pixels, alpha: Pixels) -> tuple[Pixels, Pixels]:
    """Picture and cover without the faint waves that resampling throws beside an edge: no cover, and pure white.

    What is written on the white is far from white and stays.
    """
    cover = np.where(alpha <= _WAVE, 0, alpha).astype(np.uint8)
    out = rgb.copy()
    out[(cover == 0) & (rgb.min(axis=2) >= 255 - 2 * _WAVE)] = 255
    return out, cover


def product_box(alpha: Pixels) -> Box | None:
    """The box of everything that is product, or None if nothing is."""
    solid = alpha > SOLID
    columns, rows = np.flatnonzero(solid.any(axis=0)), np.flatnonzero(solid.any(axis=1))
    if not len(columns):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def canvas_size(box_width: int, box_height: int, *, across: int, down: int, fill: int) -> tuple[int, int]:
    """The canvas of proportions across:down of which the box fills `fill` permille along the side it comes nearest to filling."""
    if box_width * down >= box_height * across:
        width = max(box_width, _rounded(box_width * 1000, fill))
        return width, max(box_height, _rounded(width * down, across))
    height = max(box_height, _rounded(box_height * 1000, fill))
    return max(box_width, _rounded(height * across, down)), height


def framed(rgb: Pixels, alpha: Pixels, *, across: int, down: int, fill: int) -> tuple[Pixels, Pixels] | None:
    """The product in the middle of a white canvas, pixel by pixel as it was; None if there is no product.

    Only where the canvas would be longer than `CANVAS_SIDE` is the picture made smaller first.
    """
    box = product_box(alpha)
    if box is None:
        return None
    longer = max(canvas_size(box[2] - box[0], box[3] - box[1], across=across, down=down, fill=fill))
    if longer > CANVAS_SIDE:
        rgb, alpha = _resized_with_cover(rgb, alpha, max(1, max(alpha.shape) * CANVAS_SIDE // longer))
        box = product_box(alpha)
        if box is None:
            return None
    left, top, right, bottom = box
    width, height = canvas_size(right - left, bottom - top, across=across, down=down, fill=fill)
    # where the picture's own corner comes to lie on the canvas
    x, y = (width - (right - left)) // 2 - left, (height - (bottom - top)) // 2 - top
    canvas, cover = np.full((height, width, 3), 255, np.uint8), np.zeros((height, width), np.uint8)
    x1, y1, x2, y2 = max(x, 0), max(y, 0), min(x + alpha.shape[1], width), min(y + alpha.shape[0], height)
    canvas[y1:y2, x1:x2] = rgb[y1 - y : y2 - y, x1 - x : x2 - x]
    cover[y1:y2, x1:x2] = alpha[y1 - y : y2 - y, x1 - x : x2 - x]
    return canvas, cover


def _lagrange() -> NDArray[np.int32]:
    """Six weights in 2**-12 for each fraction of a pixel; every row sums to 4096, so plain areas stay as they are."""
    table = np.zeros((_PHASES, len(_NODES)), np.int32)
    for phase in range(_PHASES):
        place = Fraction(phase, _PHASES)
        exact = [
            math.prod(((place - other) / (node - other) for other in _NODES if other != node), start=Fraction(1))
            for node in _NODES
        ]
        weights = [math.floor(weight * (1 << _WEIGHT_BITS) + Fraction(1, 2)) for weight in exact]
        weights[weights.index(max(weights))] += (1 << _WEIGHT_BITS) - sum(weights)
        table[phase] = weights
    return table


_WEIGHTS = _lagrange()


def shears(angle: int) -> tuple[int, int]:
    """Tangent of half the angle and minus its sine in 2**-20, for hundredths of a degree: the shears along rows and columns."""
    turn = math.radians(angle / 100)
    return round(math.tan(turn / 2) * (1 << _ANGLE_BITS)), round(-math.sin(turn) * (1 << _ANGLE_BITS))


def straightened(rgb: Pixels, alpha: Pixels | None, angle: int) -> tuple[Pixels, Pixels | None]:
    """Picture and cover rotated about the middle by hundredths of a degree, clockwise, in the same size.

    What comes into the corners is the picture's edge drawn out; around a cut-out product it is white without cover.
    """
    if angle == 0:
        return rgb, alpha
    if alpha is None:
        return _rotated(rgb, angle, None), None
    layers = _rotated(np.dstack([rgb, alpha]), angle, (255, 255, 255, 0))
    return _tidied(np.ascontiguousarray(layers[..., :3]), layers[..., 3])


def _rotated(pixels: Pixels, angle: int, beyond: tuple[int, ...] | None) -> Pixels:
    """Height x width x channels, rotated; `beyond` is the colour outside the picture, None for its edge drawn out."""
    height, width, channels = pixels.shape
    along, down = shears(angle)
    # the plane of the last shear is wider than the picture, that of the one before also higher
    wide = _reach(along, height)
    wide_width = width + 2 * wide
    high = _reach(down, wide_width)
    rows = np.arange(-high, height + high, dtype=np.int64)
    side = wide + _reach(along, height + 2 * high)
    source = _surrounded(pixels, side, beyond).reshape(height + 2, -1)
    source_rows = np.clip(rows + 1, 0, height + 1)
    first = _amounts(along, rows, height) + (side - wide) * _PHASES
    second = _amounts(down, np.arange(-wide, width + wide, dtype=np.int64), width) + high * _PHASES
    third = _amounts(along, np.arange(height, dtype=np.int64), height) + wide * _PHASES
    columns = np.empty((wide_width, height * channels), np.int16)
    for start in range(0, wide_width, _STRIP):
        # strip by strip, so that the highest plane is never there as a whole
        count = min(_STRIP, wide_width - start)
        strip = np.empty((len(rows), count * channels), np.int16)
        _shift(source, source_rows, first + start * _PHASES, strip, channels, _WEIGHT_BITS - _KEPT_BITS)
        strip_columns = _transposed(strip, channels)
        _shift(
            strip_columns,
            np.arange(count),
            second[start : start + count],
            columns[start : start + count],
            channels,
            _WEIGHT_BITS,
        )
    out = np.empty(pixels.shape, np.uint8)
    for start in range(0, height, _BAND):
        stop = min(start + _BAND, height)
        band = _transposed(columns[:, start * channels : stop * channels], channels)
        last = np.empty((stop - start, width * channels), np.int16)
        _shift(band, np.arange(stop - start), third[start:stop], last, channels, _WEIGHT_BITS)
        half = 1 << (_KEPT_BITS - 1)
        out[start:stop] = np.clip((last + half) >> _KEPT_BITS, 0, 255).reshape(stop - start, width, channels)
    return out


def _reach(shear: int, side: int) -> int:
    """Pixels by which the ends of a side move under a shear, and a margin."""
    return (abs(shear) * side >> (_ANGLE_BITS + 1)) + _MARGIN


def _amounts(shear: int, places: NDArray[np.int64], side: int) -> NDArray[np.int64]:
    """How far each row or column moves, in 1/256 of a pixel, about the middle of a side."""
    bits = _ANGLE_BITS + 1 - 8
    return (shear * (2 * places - (side - 1)) + (1 << (bits - 1))) >> bits


def _surrounded(pixels: Pixels, side: int, beyond: tuple[int, ...] | None) -> Pixels:
    """One row more above and below and `side` columns more on either side."""
    width = ((1, 1), (side, side), (0, 0))
    if beyond is None:
        return np.pad(pixels, width, mode="edge")
    height, across, channels = pixels.shape
    plane = np.empty((height + 2, across + 2 * side, channels), np.uint8)
    plane[:] = np.array(beyond, np.uint8)
    plane[1:-1, side:-side] = pixels
    return plane


def _shift(
    source: NDArray[np.uint8] | NDArray[np.int16],
    rows: NDArray[np.int64],
    amounts: NDArray[np.int64],
    out: NDArray[np.int16],
    channels: int,
    drop: int,
) -> None:
    """Fill each row of `out` with a row of `source` from a place between its pixels (in 1/256) on; `drop` bits are rounded off."""
    length = out.shape[1]
    line = np.empty(source.shape[1], np.int32)
    total, part = np.empty(length, np.int32), np.empty(length, np.int32)
    half = 1 << (drop - 1)
    before = -1
    for number, (row, amount) in enumerate(zip(rows.tolist(), amounts.tolist(), strict=True)):
        if row != before:
            line[:] = source[row]
            before = row
        weights = _WEIGHTS[amount & (_PHASES - 1)]
        start = ((amount >> 8) + _NODES[0]) * channels
        np.multiply(line[start : start + length], weights[0], out=total)
        for weight in weights[1:]:
            start += channels
            np.multiply(line[start : start + length], weight, out=part)
            total += part
        total += half
        total >>= drop
        out[number] = total


def _transposed(lines: NDArray[np.int16], channels: int) -> NDArray[np.int16]:
    """Rows and columns changed, the channels of a pixel kept together."""
    height, width = lines.shape[0], lines.shape[1] // channels
    # a pixel is moved as one item, and in small squares, for the sake of the processor's cache
    pixel = np.dtype(f"V{2 * channels}")
    whole = lines.view(pixel)
    out = np.empty((width, height), pixel)
    for top in range(0, height, 32):
        for left in range(0, width, 512):
            out[left : left + 512, top : top + 32] = whole[top : top + 32, left : left + 512].T
    return out.view(np.int16)
