"""A product's outline as short text in a recipe, and the soft edge that a finished picture gets from it.

The text is `<width>x<height>:` and the run lengths of the mask, row after row in one line, the first run outside the
product: as LEB128 numbers in base64, which every language and browser reads alike. The grid is independent of the size
at which the picture is finished. Everything here is whole numbers, so an outline gives the same edge on any machine.
Not here: finding the outline (`lab.images.cutout`), and what is done with the edge (`lab.images.whiten`).
"""

import base64
import binascii
import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.masks import Mask, closed, dilated
from lab.images.recipe import MAX_OUTLINE
from lab.values.errors import BadInput

GRID = 1000
"""Longest side of a stored outline. At 640 a thin lamp arm lost two per cent of its area to the grid alone; at 1000 one."""
_SHAPE = re.compile(r"([1-9][0-9]{0,3})x([1-9][0-9]{0,3}):([A-Za-z0-9+/]*={0,2})", re.ASCII)
_LIMBS = 3  # bytes of the longest run: 3 x 7 bits hold GRID * GRID
_BITS = 12
_ONE = 1 << _BITS


def outline_text(mask: Mask) -> str:
    """The text of a mask (h, w) of any size; one that is longer than GRID is brought down to it by area.

    An outline that is too ragged for the space a recipe has is smoothed, further and further, until it fits.
    """
    grid = _reduced(mask)
    text = _text_of(grid)
    reach = 1
    while len(text) > MAX_OUTLINE:
        smooth = closed(grid, reach)
        smooth = ~closed(~smooth, reach)
        text = _text_of(smooth)
        reach += 1
    return text


def outline_mask(text: str) -> Mask:
    """The mask (h, w), its longest side at most GRID, of a text that `outline_text` made.

    Raises BadInput `outline_unreadable` for any other text; an outline has one text only.
    """
    found = _SHAPE.fullmatch(text) if len(text) <= MAX_OUTLINE else None
    if found is None:
        raise BadInput("outline_unreadable")
    width, height = int(found[1]), int(found[2])
    try:
        coded = np.frombuffer(base64.b64decode(found[3], validate=True), np.uint8).astype(np.int64)
    except binascii.Error:
        raise BadInput("outline_unreadable") from None
    ends = np.flatnonzero(coded < 128)
    if max(width, height) > GRID or not len(ends) or ends[-1] != len(coded) - 1:
        raise BadInput("outline_unreadable")
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(len(coded)) - np.repeat(starts, ends - starts + 1)
    if place.max() >= _LIMBS:
        raise BadInput("outline_unreadable")
    runs = np.add.reduceat((coded & 127) << (7 * place), starts)
    if runs.sum() != width * height or (runs[1:] == 0).any():
        raise BadInput("outline_unreadable")
    mask = np.repeat(np.arange(len(runs)) % 2 == 1, runs).reshape(height, width)
    if _text_of(mask) != text:
        raise BadInput("outline_unreadable")
    return mask


def soft_alpha(mask: Mask, width: int, height: int) -> NDArray[np.uint8]:
    """How much of each pixel (height, width) is product, 0 to 255, from an outline on its own grid.

    The grid is smoothed, drawn up or down between its points, and made steep around one half, so that an edge is one or
    two pixels wide at whatever size and shows no steps of the grid. What the frame cuts off goes on to the frame.
    """
    rows, columns = mask.shape
    if width < columns or height < rows:
        # drawn down: the share of each pixel that is product is the edge already
        small = Image.fromarray(mask.astype(np.uint8) * 255).resize((width, height), Image.Resampling.BOX)
        return np.array(small, np.uint8)
    smooth = _smoothed(mask)
    high, low, part = _between(rows, height)
    tall = (smooth[high] * (_ONE - part)[:, None] + smooth[low] * part[:, None]) >> _BITS
    high, low, part = _between(columns, width)
    # the smoothed grid climbs from nothing to everything in 8/3 of its points; in the picture it should take 16/9 pixels
    gain = max(3 * max(width, height) * 256 // (2 * max(columns, rows)), 256)
    alpha = np.empty((height, width), np.uint8)
    for top in range(0, height, 256):
        block = tall[top : top + 256]
        value = (block[:, high] * (_ONE - part) + block[:, low] * part) >> _BITS
        steep = ((value - 32768) * gain >> 8) + 32768
        alpha[top : top + 256] = (np.clip(steep, 0, 65535) * 255 + 32768) >> 16
    return alpha


def _reduced(mask: Mask) -> Mask:
    height, width = mask.shape
    longest = max(width, height)
    if longest <= GRID:
        return mask
    size = (
        max(1, (2 * width * GRID + longest) // (2 * longest)),
        max(1, (2 * height * GRID + longest) // (2 * longest)),
    )
    share = Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)
    small: Mask = np.asarray(share) >= 128
    return small


def _text_of(grid: Mask) -> str:
    flat = grid.reshape(-1)
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    runs = np.diff(np.concatenate([[0], edges, [flat.size]]))
    if flat[0]:
        runs = np.concatenate([[0], runs])
    limbs = np.stack([runs >> (7 * limb) & 127 for limb in range(_LIMBS)], axis=1)
    needed = np.ones(limbs.shape, bool)
    for limb in range(1, _LIMBS):
        needed[:, limb] = runs >= 1 << (7 * limb)
    more = np.concatenate([needed[:, 1:], np.zeros((len(runs), 1), bool)], axis=1)
    coded = (limbs | (more * 128))[needed].astype(np.uint8).tobytes()
    return f"{grid.shape[1]}x{grid.shape[0]}:{base64.b64encode(coded).decode()}"


def _smoothed(mask: Mask) -> NDArray[np.int32]:
    """The mask with the weights 1 4 6 4 1 across and down: 0 to 65536.

    Where that would make a line or a gap of a single point vanish, the narrower 1 6 1 stands in.
    """
    wide, narrow = mask.astype(np.int32) * 256, mask.astype(np.int32) * 1024
    for axis in (0, 1):
        wide, narrow = _weighed(wide, (6, 4, 1), axis), _weighed(narrow, (6, 1), axis)
    above = wide >= 1 << 15
    line = mask & ~dilated(mask & above, 1)
    gap = ~mask & ~dilated(~mask & ~above, 1)
    return np.where(dilated(line | gap, 1), narrow, wide)


def _weighed(plane: NDArray[np.int32], weights: tuple[int, ...], axis: int) -> NDArray[np.int32]:
    reach = len(weights) - 1
    pads = [(reach, reach) if axis == n else (0, 0) for n in (0, 1)]
    wide = np.moveaxis(np.pad(plane, pads, mode="edge"), axis, 0)
    length = plane.shape[axis]
    total = wide[reach : reach + length] * weights[0]
    for far in range(1, reach + 1):
        total = (
            total + (wide[reach - far : reach - far + length] + wide[reach + far : reach + far + length]) * weights[far]
        )
    return np.moveaxis(total, 0, axis)


def _between(points: int, pixels: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """For every pixel's middle the grid points before and after it, and how far it is between them in units of _ONE."""
    place = (2 * np.arange(pixels, dtype=np.int64) + 1) * points * _ONE // (2 * pixels) - _ONE // 2
    place = np.clip(place, 0, (points - 1) * _ONE).astype(np.int32)
    before = place >> _BITS
    return before, np.minimum(before + 1, points - 1), place & (_ONE - 1)
