"""A robot that puts outlines right as a person with a brush would: over the largest wrong places, well inside them."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.recipe import WHOLE
from lab.images.strokes import Stroke

Mask = NDArray[np.bool_]


def overlap(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    return float((one & other).sum() / (one | other).sum())


def at_size(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask brought down to another size by area."""
    share = Image.fromarray(mask.astype(np.uint8) * 255).resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(share) >= 128


def box_around(mask: Mask, room: float = 0.04) -> tuple[int, int, int, int]:
    """A person's rectangle around a true outline, with so much room on every side: left, top, width, height in ten-thousandths."""
    height, width = mask.shape
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    beside, above = room * (right - left), room * (bottom - top)
    x1, y1 = max(0, int(WHOLE * (left - beside) / width)), max(0, int(WHOLE * (top - above) / height))
    x2, y2 = min(WHOLE, int(WHOLE * (right + beside) / width)), min(WHOLE, int(WHOLE * (bottom + above) / height))
    return x1, y1, x2 - x1, y2 - y1


def next_strokes(found: Mask, true: Mask) -> list[Stroke]:
    """One stroke along the largest missing place and one along the largest surplus, as far as there are any."""
    strokes = []
    for keep, wrong in ((True, true & ~found), (False, found & ~true)):
        place = _largest(wrong)
        if place is not None:
            strokes.append(_along(place, keep))
    return strokes


def _largest(wrong: Mask) -> Mask | None:
    """The largest connected wrong place; rims one pixel wide count only where there is nothing wider."""
    wide = cv2.morphologyEx(wrong.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(
        wide if wide.any() else wrong.astype(np.uint8), connectivity=8
    )
    return parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else None


def _along(place: Mask, keep: bool) -> Stroke:
    """From end to end of a place where it is deepest, with a brush that stays inside it."""
    depth = cv2.distanceTransform(np.pad(place.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    rows, columns = np.nonzero(place)
    spots = np.stack([columns, rows], axis=1) - np.array([columns.mean(), rows.mean()])
    _, directions = np.linalg.eigh(spots.T @ spots)
    way = spots @ directions[:, -1]
    steps = ((way - way.min()) / max(3.0, (way.max() - way.min()) / 40)).astype(int)
    deepest = [
        max(np.flatnonzero(steps == step), key=lambda spot: depth[rows[spot], columns[spot]])
        for step in np.unique(steps)
    ]
    depths = np.array([depth[rows[spot], columns[spot]] for spot in deepest])
    radius = float(np.median(depths)) * 0.8
    inside = [spot for spot, deep in zip(deepest, depths, strict=True) if deep >= 0.9 * radius]
    height, width = place.shape
    points = tuple(
        (int((columns[spot] + 0.5) * WHOLE / width), int((rows[spot] + 0.5) * WHOLE / height)) for spot in inside
    )
    return Stroke(keep, max(1, int(WHOLE * max(0.0, radius - 1) / max(height, width))), points)
