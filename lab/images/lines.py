"""Straight lines on pictures: plain, with bars as on a drawing's dimension line, or with arrowheads.

Whole numbers throughout: a line is a few convex polygons in sixty-fourths of a pixel, and a pixel is covered by as
much as lies between their edges.
"""

from collections.abc import Sequence
from math import isqrt

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.recipe import WHOLE, Step

_FINE = 64
"""Units to the pixel in which lines are worked out."""
_ROWS = 16
"""Rows of samples to the pixel; along a row coverage is exact."""
_BAND = 64
Polygon = tuple[tuple[int, int], ...]


def draw_line(image: Image.Image, step: Step) -> None:
    """Draw a line (`line` in `lab.images.recipe`) onto an RGB picture, in place, with smooth edges.

    Bars stand across the ends and arrows have their tips there, within the length. A level or upright line lies on
    whole pixels. Raises ValueError for a picture that is not RGB.
    """
    if image.mode != "RGB":
        raise ValueError(f"an RGB picture is needed, not {image.mode}")
    n, ink = step.n, step.n["ink"]
    weight = max(1, _rounded(n["weight"] * max(image.size), WHOLE))
    start, end = (
        (_rounded(n[f"x{which}"] * image.width * _FINE, WHOLE), _rounded(n[f"y{which}"] * image.height * _FINE, WHOLE))
        for which in (1, 2)
    )
    if start[1] == end[1]:
        start, end = (start[0], _on_pixels(start[1], weight)), (end[0], _on_pixels(end[1], weight))
    elif start[0] == end[0]:
        start, end = (_on_pixels(start[0], weight), start[1]), (_on_pixels(end[0], weight), end[1])
    _paint(image, _shapes(start, end, weight * _FINE, n["ends"]), (ink >> 16 & 0xFF, ink >> 8 & 0xFF, ink & 0xFF))


def _on_pixels(centre: int, weight: int) -> int:
    """The nearest centre for which a line of `weight` pixels begins and ends between pixels."""
    half = weight * _FINE // 2
    return _rounded(centre - half, _FINE) * _FINE + half


def _shapes(start: tuple[int, int], end: tuple[int, int], weight: int, ends: int) -> list[Polygon]:
    """Convex polygons in fine units that together are the line."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = isqrt(dx * dx + dy * dy)
    if length < _FINE:
        return [_quad(start, end, (weight // 2, 0), (0, weight // 2))]

    def along(way: int) -> tuple[int, int]:
        return _rounded(dx * way, length), _rounded(dy * way, length)

    def across(way: int) -> tuple[int, int]:
        return _rounded(-dy * way, length), _rounded(dx * way, length)

    if ends == 2:
        head = min(6 * weight, length // 2)
        back, wide = along(head), across(head * 9 // 20)
        inner = along(head - head // 8)
        heads: list[Polygon] = [
            (start, (x1 + back[0] + wide[0], y1 + back[1] + wide[1]), (x1 + back[0] - wide[0], y1 + back[1] - wide[1])),
            (end, (x2 - back[0] + wide[0], y2 - back[1] + wide[1]), (x2 - back[0] - wide[0], y2 - back[1] - wide[1])),
        ]
        shaft = _bar((x1 + inner[0], y1 + inner[1]), (x2 - inner[0], y2 - inner[1]), across(weight // 2))
        return [shaft, *heads]
    shapes = [_bar(start, end, across(weight // 2))]
    if ends == 1:
        # the bars' outer edges are at the ends of what is measured
        thick, tall = along(min(weight, length)), across(4 * weight)
        for (x, y), sign in ((start, 1), (end, -1)):
            inside = (x + sign * thick[0], y + sign * thick[1])
            shapes.append(_bar((x, y), inside, tall))
    return shapes


def _bar(start: tuple[int, int], end: tuple[int, int], side: tuple[int, int]) -> Polygon:
    (x1, y1), (x2, y2), (sx, sy) = start, end, side
    return ((x1 + sx, y1 + sy), (x2 + sx, y2 + sy), (x2 - sx, y2 - sy), (x1 - sx, y1 - sy))


def _quad(start: tuple[int, int], end: tuple[int, int], across: tuple[int, int], down: tuple[int, int]) -> Polygon:
    """An upright square around a line too short to have a direction."""
    x, y = (start[0] + end[0]) // 2, (start[1] + end[1]) // 2
    return (
        (x - across[0], y - down[1]),
        (x + across[0], y - down[1]),
        (x + across[0], y + down[1]),
        (x - across[0], y + down[1]),
    )


def _paint(image: Image.Image, shapes: Sequence[Polygon], colour: tuple[int, int, int]) -> None:
    """In bands of rows, so that a line across a large picture needs little memory."""
    top = max(0, min(y for shape in shapes for _, y in shape) // _FINE)
    bottom = min(image.height, -(-max(y for shape in shapes for _, y in shape) // _FINE))
    for first in range(top, bottom, _BAND):
        rows = min(_BAND, bottom - first)
        spans = [_spans(shape, first, rows) for shape in shapes]
        filled = [(left[left < right], right[left < right]) for left, right in spans]
        lefts, rights = np.concatenate([left for left, _ in filled]), np.concatenate([right for _, right in filled])
        if not len(lefts):
            continue
        edge = max(0, int(lefts.min()) // _FINE)
        width = min(image.width, -(-int(rights.max()) // _FINE)) - edge
        if width <= 0:
            continue
        cover = np.zeros((rows, width), np.int64)
        for left, right in spans:
            cover = np.maximum(cover, _coverage(left, right, edge, rows, width))
        mask = Image.fromarray(((255 * cover + _FINE * _ROWS // 2) // (_FINE * _ROWS)).astype(np.uint8))
        image.paste(colour, (edge, first), mask)


def _spans(shape: Polygon, first: int, rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each row of samples enters and leaves a convex polygon, in fine units; left = right outside of it."""
    step = _FINE // _ROWS
    y = first * _FINE + step // 2 + step * np.arange(rows * _ROWS, dtype=np.int64)
    left = np.full(len(y), np.iinfo(np.int64).max)
    right = np.full(len(y), np.iinfo(np.int64).min)
    for (x1, y1), (x2, y2) in zip(shape, shape[1:] + shape[:1], strict=True):
        if y1 == y2:
            continue
        crossed = (y >= min(y1, y2)) & (y < max(y1, y2))
        x = x1 + (x2 - x1) * (y[crossed] - y1) // (y2 - y1)
        left[crossed] = np.minimum(left[crossed], x)
        right[crossed] = np.maximum(right[crossed], x)
    outside = left > right
    return np.where(outside, 0, left), np.where(outside, 0, right)


def _coverage(left: NDArray[np.int64], right: NDArray[np.int64], edge: int, rows: int, width: int) -> NDArray[np.int64]:
    """How much of each pixel lies between the spans of its rows: 0 to _FINE times _ROWS."""
    row = np.repeat(np.arange(rows), _ROWS)
    changes = np.zeros((rows, width + 2), np.int64)  # from each pixel to the next
    for ends, sign in ((left, 1), (right, -1)):
        pixel, part = np.divmod(np.clip(ends - _FINE * edge, 0, _FINE * width), _FINE)
        np.add.at(changes, (row, pixel), sign * (_FINE - part))
        np.add.at(changes, (row, pixel + 1), sign * part)
    covered: NDArray[np.int64] = changes.cumsum(axis=1)[:, :width]
    return covered


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
