"""A speck covered by what lies beside it, as with the healing brush of an image editor.

Of 32 discs around the speck the one is taken whose surroundings differ least from the surroundings of the speck; its
pixels, with their grain, are laid over the speck, their mean brought to that of the place, with a soft seam.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Ints = NDArray[np.int64]

_FULL_RADIUS = 24
_CIRCLE_BITS = 14
# cosines of 0, 22.5, 45, 67.5 and 90 degrees in 2**-14
_QUARTER = (16_384, 15_137, 11_585, 6_270, 0)
_COSINES = (*_QUARTER, *(-value for value in _QUARTER[3::-1]))
_CIRCLE = (*_COSINES, *_COSINES[7:0:-1])
DIRECTIONS = tuple((_CIRCLE[k], _CIRCLE[(k + 12) % 16]) for k in range(16))
"""Cosine and sine of 16 directions, in 2**-14."""


@dataclass(frozen=True, slots=True)
class _Brush:
    """Square tables of side 2 * reach + 1: the disc, the ring around it, and how much of the cover is seen (0..256)."""

    reach: int
    disc: NDArray[np.bool_]
    ring: NDArray[np.bool_]
    cover: Ints


def _brush(radius: int) -> _Brush:
    seam = max(1, radius // 3)
    reach = radius + seam + max(2, radius // 2)
    along = np.arange(-reach, reach + 1, dtype=np.int64)
    square = along[:, None] ** 2 + along[None, :] ** 2
    # a square root is exactly rounded everywhere, so its whole part in 1/64 of a pixel is the same everywhere
    distance = np.sqrt(square * 4096).astype(np.int64)
    cover = np.clip(((radius + seam) * 64 - distance) * 256 // (seam * 64), 0, 256)
    disc = distance <= radius * 64
    return _Brush(reach, disc, (distance <= reach * 64) & ~disc, cover)


def healed(rgb: Pixels, x: int, y: int, radius: int) -> Pixels:
    """The picture (height x width x 3) with the disc around column x, row y covered; all in pixels, radius at least 1.

    Where the picture is too small for a disc beside the speck, the mean of the surroundings covers it.
    """
    height, width = rgb.shape[:2]
    brush = _brush(radius)
    reach = brush.reach
    left, top, right, bottom = (
        max(x - reach, 0),
        max(y - reach, 0),
        min(x + reach + 1, width),
        min(y + reach + 1, height),
    )
    inside = np.s_[top - y + reach : bottom - y + reach, left - x + reach : right - x + reach]
    disc, ring, cover = brush.disc[inside], brush.ring[inside], brush.cover[inside]
    if not ring.any() or not disc.any():
        return rgb.copy()
    here = rgb[top:bottom, left:right].astype(np.int64)
    best: Pixels | None = None
    least = 0
    # for a large disc every few pixels tell enough to choose by; the same ones in every candidate
    few = np.s_[:: max(1, radius // _FULL_RADIUS), :: max(1, radius // _FULL_RADIUS)]
    for away in (radius + reach + 1, (radius + reach + 1) * 3 // 2):
        for cosine, sine in DIRECTIONS:
            half = 1 << (_CIRCLE_BITS - 1)
            dx, dy = (away * cosine + half) >> _CIRCLE_BITS, (away * sine + half) >> _CIRCLE_BITS
            if left + dx < 0 or top + dy < 0 or right + dx > width or bottom + dy > height:
                continue
            there = rgb[top + dy : bottom + dy, left + dx : right + dx]
            difference = _unlikeness(here[few], there[few], disc[few], ring[few])
            if best is None or difference < least:
                best, least = there, difference
    around = here[ring]
    if best is None:
        patch = np.broadcast_to(_mean(around.sum(axis=0), len(around)), here.shape)
    else:
        patch = np.clip(best.astype(np.int64) + _mean((around - best[ring]).sum(axis=0), len(around)), 0, 255)
    out = rgb.copy()
    mixed = here + (((patch - here) * cover[..., None] + 128) >> 8)
    out[top:bottom, left:right] = mixed.astype(np.uint8)
    return out


def _mean(total: Ints, count: int) -> Ints:
    return (2 * total + count) // (2 * count)


def _unlikeness(here: Ints, nearby: Pixels, disc: NDArray[np.bool_], ring: NDArray[np.bool_]) -> int:
    """Mean square difference of the two rings in 1/256, and what the disc over there varies more than its own ring.

    The second part keeps one speck from being covered by another.
    """
    there = nearby.astype(np.int64)
    around = there[ring]
    apart = int(((here[ring] - around) ** 2).sum()) * 256 // len(around)
    return apart + max(0, _variance(there[disc]) - _variance(around))


def _variance(values: Ints) -> int:
    """Variance of n x 3 values, summed over the channels, in 1/256."""
    count = len(values)
    return int((count * (values**2).sum(axis=0) - values.sum(axis=0) ** 2).sum()) * 256 // (count * count)
