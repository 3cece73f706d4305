"""Small exact operations on masks (two-dimensional arrays of bool), in plain NumPy.

Components come from run lengths and a union of touching runs, so the work follows the number of runs,
not of pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Components:
    """Runs of True pixels, row by row: `row`, `start` to before `stop`, and the component `label` of each run.

    `areas` and `boxes` (left, top, right, bottom; right and bottom are outside) are by label, from 0.
    """

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    label: NDArray[np.int64]
    areas: NDArray[np.int64]
    boxes: NDArray[np.int64]


def components(mask: Mask, *, diagonal: bool = True) -> Components:
    """Connected parts of a mask; `diagonal` joins pixels that touch at a corner."""
    height, width = mask.shape
    edge = np.zeros((height, width + 2), np.int8)
    edge[:, 1:-1] = mask
    change = np.diff(edge, axis=1)
    row, start = np.nonzero(change == 1)
    stop = np.nonzero(change == -1)[1]
    count = len(row)
    reach = 1 if diagonal else 0
    # rows laid one behind the other, with room between them so that runs of different rows never meet
    stride = width + 3
    lower = np.searchsorted(row * stride + stop, (row + 1) * stride + start + 1 - reach, side="left")
    upper = np.searchsorted(row * stride + start, (row + 1) * stride + stop - 1 + reach, side="right")
    many = np.maximum(upper - lower, 0)
    above = np.repeat(np.arange(count), many)
    below = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(lower, many)
    root = np.arange(count)
    while True:
        a, b = root[above], root[below]
        differ = a != b
        if not differ.any():
            break
        np.minimum.at(root, np.maximum(a, b)[differ], np.minimum(a, b)[differ])
        while (root != root[root]).any():
            root = root[root]
    kept, label = np.unique(root, return_inverse=True)
    areas = np.zeros(len(kept), np.int64)
    np.add.at(areas, label, stop - start)
    boxes = np.empty((len(kept), 4), np.int64)
    boxes[:, :2], boxes[:, 2:] = max(width, height), 0
    np.minimum.at(boxes[:, 0], label, start)
    np.minimum.at(boxes[:, 1], label, row)
    np.maximum.at(boxes[:, 2], label, stop)
    np.maximum.at(boxes[:, 3], label, row + 1)
    return Components(row, start, stop, label, areas, boxes)


def painted(parts: Components, keep: NDArray[np.bool_], shape: tuple[int, ...]) -> Mask:
    """The mask of the components whose label is kept."""
    step = np.zeros((shape[0], shape[1] + 1), np.int8)
    runs = keep[parts.label]
    np.add.at(step, (parts.row[runs], parts.start[runs]), 1)
    np.add.at(step, (parts.row[runs], parts.stop[runs]), -1)
    return np.cumsum(step, axis=1, dtype=np.int8)[:, :-1].astype(bool)


def dilated(mask: Mask, reach: int) -> Mask:
    """Every pixel with a True one in the square of `reach` pixels around it."""
    for _ in range(2):
        # a sum over a window of a running total; transposing twice does both directions
        total = np.cumsum(np.pad(mask, ((0, 0), (reach + 1, reach))), axis=1, dtype=np.int32)
        mask = (total[:, 2 * reach + 1 :] > total[:, : -(2 * reach + 1)]).T
    return mask


def closed(mask: Mask, reach: int) -> Mask:
    """Gaps narrower than the square of side 2*reach+1 closed; beyond the frame nothing hinders or helps."""
    wide = dilated(np.pad(mask, reach), reach)
    core = ~dilated(~wide, reach)
    return core[reach:-reach, reach:-reach]


def filled(mask: Mask) -> Mask:
    """Holes, that is parts of the background that do not reach the frame, made part of the mask."""
    height, width = mask.shape
    outside = components(~mask, diagonal=False)
    if not len(outside.areas):
        return mask
    left, top, right, bottom = outside.boxes.T
    hole = (left > 0) & (top > 0) & (right < width) & (bottom < height)
    return mask | painted(outside, hole, mask.shape)
