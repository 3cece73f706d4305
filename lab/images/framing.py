"""Framing: which part of a negative a photo shows, and its pixels there, in whole numbers only.

Pixels between pixels come from the cubic of Catmull and Rom (the outline: from straight lines), with places in 64ths of a
pixel and weights in 128ths. Library routines for this differ from machine to machine in the last bit; this one does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from lab.values.errors import BadInput

Bytes = NDArray[np.uint8]
Codes = NDArray[np.uint16]
Ints = NDArray[np.int64]
U64 = NDArray[np.uint64]

FINE = 16
"""What `framed` multiplies codes by."""
EDGE_PX = 3
"""The outermost pixels of a negative, which only help to work out their neighbours."""
_ONE = 1 << 20
_PLACES = 64
_WEIGHTS = 128
_ROWS = 32  # rows at work at one time: as many as a processor's own memory holds
# three channels in one number of 64 bits, a lane of 21 bits each, so that one addition does three
_LANE = 21
_LANES = sum(1 << _LANE * k for k in range(3))
_SHIFT = 3  # from 128ths to 16ths, after the first direction
_LOW_BITS = ((1 << _LANE - _SHIFT) - 1) * _LANES
_RAISED = 64  # keeps a lane from falling below 0, where the cubic swings below black


@dataclass(frozen=True, slots=True)
class Framing:
    """How a photo lies on its negative.

    `roll`: how far the scene is turned clockwise in the photo, hundredths of a degree. `zoom`: the size of things in the photo
    against the negative, permille. `shift_x`, `shift_y`: how far the photo's middle lies right of and below the negative's,
    in the negative's pixels.
    """

    roll: int = 0
    zoom: int = 1000
    shift_x: int = 0
    shift_y: int = 0

    @property
    def turn(self) -> tuple[int, int]:
        """Cosine and sine of the roll, times 2**20."""
        angle = radians(self.roll / 100)
        return round(cos(angle) * _ONE), round(sin(angle) * _ONE)


def photo_size(width: int, height: int) -> tuple[int, int]:
    """The size of the photo from a negative of a size: 1600 x 1200 from 1840 x 1380."""
    return width * 20 // 23, height * 20 // 23


def least_zoom(roll: int, width: int, height: int) -> int:
    """The smallest zoom at which a photo with a roll, in the middle, still lies on its negative of a size."""
    across, down = _extent(Framing(roll), width, height)
    return max(-(-across * 1000 // ((side - 2 * EDGE_PX) * _ONE)) for across, side in ((across, width), (down, height)))


def room(framing: Framing, width: int, height: int) -> tuple[int, int]:
    """How far a photo may be shifted across and down, either way; below 0 it does not lie on the negative at all."""
    found = [
        ((side - 2 * EDGE_PX) * _ONE * framing.zoom - extent * 1000) // (2 * _ONE * framing.zoom)
        for extent, side in zip(_extent(framing, width, height), (width, height), strict=True)
    ]
    return found[0], found[1]


def in_photo(framing: Framing, x: Ints, y: Ints, width: int, height: int) -> tuple[Ints, Ints]:
    """Where points of a negative of a size (pixels) lie in its photo, in tenths of a pixel from the photo's middle."""
    c, s = framing.turn
    across = 2 * (x - framing.shift_x) - (width - 1)
    down = 2 * (y - framing.shift_y) - (height - 1)
    unit = 200 * _ONE  # halves of a pixel, permille, to tenths
    return (c * across - s * down) * framing.zoom // unit, (s * across + c * down) * framing.zoom // unit


def framed(codes: Bytes, framing: Framing) -> Codes:
    """The photo's codes times FINE: 3 x height x width, clipped to 0 .. 255 * FINE.

    Raises BadInput `outside_negative` if a corner of the photo lies beyond the negative's edge.
    """
    height, width = codes.shape[:2]
    across, down = photo_size(width, height)
    packed = np.zeros(height * width, np.uint64)
    for k in range(3):
        packed |= codes[..., k].reshape(-1).astype(np.uint64) << np.uint64(_LANE * k)
    weights = _cubic()
    raised = np.uint64(_RAISED * _WEIGHTS * _LANES + (_LANES << _SHIFT - 1))
    raised_again = np.uint64(_RAISED * FINE * _WEIGHTS * _LANES)
    photo = np.empty((3, down, across), np.uint16)
    for rows, x, y, part_x, part_y in _places(framing, width, height):
        corner = (y - 1) * width + x - 1
        total = np.zeros(corner.shape, np.uint64)
        for below in range(4):
            line = np.full(corner.shape, raised)
            for right in range(4):
                line += packed[below * width + right :][corner] * weights[right][part_x]
            line >>= np.uint64(_SHIFT)
            line &= np.uint64(_LOW_BITS)
            total += line * weights[below][part_y]
        total += raised_again
        for k in range(3):
            lane = (total >> np.uint64(_LANE * k)).astype(np.int32) & ((1 << _LANE) - 1)
            lane -= 2 * _RAISED * FINE * _WEIGHTS - _WEIGHTS // 2
            photo[k, rows] = np.clip(lane // _WEIGHTS, 0, 255 * FINE)
    return photo


def framed_cover(cover: Bytes, framing: Framing) -> Bytes:
    """A plane of a negative, such as its outline, as the photo shows it: height x width. Raises as `framed` does."""
    height, width = cover.shape
    across, down = photo_size(width, height)
    flat = cover.reshape(-1).astype(np.int32)
    photo = np.empty((down, across), np.uint8)
    for rows, x, y, part_x, part_y in _places(framing, width, height):
        corner = y * width + x
        near_x, near_y = _PLACES - part_x, _PLACES - part_y
        upper = flat[corner] * near_x + flat[1:][corner] * part_x
        lower = flat[width:][corner] * near_x + flat[width + 1 :][corner] * part_x
        photo[rows] = (upper * near_y + lower * part_y + _PLACES * _PLACES // 2) // (_PLACES * _PLACES)
    return photo


def _extent(framing: Framing, width: int, height: int) -> tuple[int, int]:
    """Width and height of the upright box around the photo at a zoom of 1000, in negative pixels times 2**20."""
    c, s = framing.turn
    across, down = photo_size(width, height)
    return across * c + down * abs(s), across * abs(s) + down * c


def _places(framing: Framing, width: int, height: int) -> Iterator[tuple[slice, Ints, Ints, Ints, Ints]]:
    """For some rows of the photo at a time: each pixel's place on the negative, whole pixels (x, y) and 64ths beyond them."""
    room_x, room_y = room(framing, width, height)
    if abs(framing.shift_x) > room_x or abs(framing.shift_y) > room_y:
        raise BadInput("outside_negative", roll=framing.roll, zoom=framing.zoom, x=framing.shift_x, y=framing.shift_y)
    across, down = photo_size(width, height)
    c, s = (part * 1000 // framing.zoom for part in framing.turn)
    # twice the distance from the photo's middle, which lies between two pixels where a side is even
    x2 = 2 * np.arange(across) - (across - 1)
    y2 = 2 * np.arange(down) - (down - 1)
    half_place = _ONE // _PLACES // 2
    start_x = (2 * framing.shift_x + width - 1) * _ONE // 2 + half_place
    start_y = (2 * framing.shift_y + height - 1) * _ONE // 2 + half_place
    for top in range(0, down, _ROWS):
        rows = slice(top, min(top + _ROWS, down))
        place_x = (c * x2[None] + s * y2[rows, None]) // 2 + start_x
        place_y = (c * y2[rows, None] - s * x2[None]) // 2 + start_y
        x, y = place_x // _ONE, place_y // _ONE
        yield rows, x, y, place_x % _ONE * _PLACES // _ONE, place_y % _ONE * _PLACES // _ONE


@cache
def _cubic() -> U64:
    """4 x 64: the weights of four neighbours in a row at each 64th between the middle two; they sum to 128."""
    t = np.arange(_PLACES)
    n = _PLACES
    # Catmull-Rom, times 2 n**3
    exact = np.stack([
        -(t**3) + 2 * n * t**2 - n * n * t,
        3 * t**3 - 5 * n * t**2 + 2 * n**3,
        -3 * t**3 + 4 * n * t**2 + n * n * t,
        t**3 - n * t**2,
    ])  # fmt: skip
    weights = (exact * _WEIGHTS + n**3) // (2 * n**3)
    larger = np.where(t < n // 2, 1, 2)
    weights[larger, t] += _WEIGHTS - weights.sum(axis=0)
    # numbers below 0 as 64-bit numbers that wrap: sums come out right
    return weights.astype(np.int64).view(np.uint64)
