"""A suggestion for a product's outline inside a rectangle that a person drew, and what strokes of a brush do to it.

A small network says how much each place looks like the thing that is meant (`lab.images.salience`); graph cuts on colour
(GrabCut) then find the edge within what the network leaves open. Strokes are sure, stay exactly
as they were painted, and change what is like them close by. The rectangle is taken to hold the product whole: whatever goes
on beyond it in the same colour, such as a lead or a thing standing beside, is left out.
Floating point is used freely here, because an outline is stored as data (`lab.images.outline`) and never worked out again.
Only the process that works on pictures imports this module; OpenCV keeps state between calls, so one thread uses it at a time.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image

from lab.images.masks import Mask
from lab.images.outline import GRID
from lab.images.recipe import WHOLE
from lab.images.salience import SOFT, Floats, Pixels, levelled, salience
from lab.images.strokes import Stroke
from lab.values.errors import BadInput

_CUT_PX = 800  # longest side at which edges are cut; at 640 overlap with true outlines was three in a thousand lower
_STEP_PX = 0.8  # blur that takes the steps of its pixels off a cut edge
_SURROUNDINGS = 0.2  # of the rectangle, around it: where the cut learns the backdrop's colours
_SURE, _SURELY_NOT = 0.9, 0.1
_COMMON = 1.2  # so many times more common in the backdrop than in the product: what the network is sure of is left open
_ROUNDS = 2
_THIN = 0.025  # of the view's longer side: up to this width, what runs out of the rectangle is taken for a lead
_SAME = 40  # of 255: colours closer than this on both sides of the rectangle's edge go on
_BRUSH = 3  # a stroke changes what is like it up to so many times its radius from it

_EVEN_PX = 2.5  # sigma of the blur that calms an edge, in pixels of the outline's grid
_THREAD_PX, _THREAD_LONG_PX = 5, 24

Box = tuple[int, int, int, int]


def suggest(image: Image.Image, box: Box, strokes: Sequence[Stroke] = ()) -> Mask:
    """The product inside `box` (left, top, width, height in ten-thousandths of the picture's sides) as a mask (h, w).

    The mask has the picture's size, or, for one longer than GRID, that of the picture brought down to it.
    Raises BadInput `box_outside`, and `nothing_stands_out` where there is nothing to be found.
    """
    pixels = _reduced(image)
    height, width = pixels.shape[:2]
    left, top, across, down = box
    if min(left, top) < 0 or min(across, down) < 1 or max(left + across, top + down) > WHOLE:
        raise BadInput("box_outside")
    x1, y1 = left * width // WHOLE, top * height // WHOLE
    x2, y2 = -(-(left + across) * width // WHOLE), -(-(top + down) * height // WHOLE)
    painted = [(stroke.keep, _painted(stroke, width, height)) for stroke in strokes]
    view = _View(pixels, (x1, y1, x2, y2), [area for keep, area in painted if keep])
    sheet = view.sheet(salience(pixels, (x1, y1, x2, y2)))
    mask = _evened(view.back(_tidied(_cut(view, sheet), sheet, view)))
    if strokes:
        for stroke, (keep, area) in zip(strokes, painted, strict=True):
            radius = stroke.radius * max(width, height) * view.scale / WHOLE
            _brush(view, sheet, view.small(mask), keep, view.small(area), radius)
        mask = _evened(view.back(_tidied(_cut(view, sheet), sheet, view)))
        for keep, area in painted:
            mask[area] = keep
    if not mask.any():
        raise BadInput("nothing_stands_out")
    return mask


def _evened(mask: Mask) -> Mask:
    """The mask with a calm edge: a cut by colour frays by a pixel or two where product and backdrop are alike.

    What is thin and long, as wires and the gaps between them, stays as it is.
    """
    calm: Mask = np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), _EVEN_PX)) >= 0.5
    return (calm & ~_threads(~mask)) | _threads(mask)


def _threads(mask: Mask) -> Mask:
    """The parts of a mask that are narrower than an edge's fraying is wide, and much longer than that."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THREAD_PX, _THREAD_PX))
    thick = np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)).astype(bool)
    _count, parts, stats, _ = cv2.connectedComponentsWithStats((mask & ~thick).astype(np.uint8), connectivity=8)
    sides = np.asarray(stats)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA]
    # a frayed edge gives long rows of crumbs too, but hardly more than a pixel wide
    long = (sides >= _THREAD_LONG_PX) & (areas >= 2 * sides)
    long[0] = False
    found: Mask = long[np.asarray(parts)]
    return found


class _View:
    """The part of a picture that is cut, at the size at which it is cut: the rectangle and its surroundings.

    `colours` (h, w, 3) are levelled; `inside` is the rectangle.
    """

    def __init__(self, pixels: Pixels, box: Box, kept: Sequence[Mask]) -> None:
        height, width = self.full = pixels.shape[:2]
        x1, y1, x2, y2 = box
        inside = np.zeros(self.full, bool)
        inside[y1:y2, x1:x2] = True
        for area in kept:
            inside |= area
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        beside, above = round((x2 - x1) * _SURROUNDINGS) + 2, round((y2 - y1) * _SURROUNDINGS) + 2
        self.rows = slice(max(0, int(rows[0]) - above), min(height, int(rows[-1]) + 1 + above))
        self.columns = slice(max(0, int(columns[0]) - beside), min(width, int(columns[-1]) + 1 + beside))
        self.crop = (self.rows.stop - self.rows.start, self.columns.stop - self.columns.start)
        self.scale = min(1.0, _CUT_PX / max(self.crop))
        self.size = (max(1, round(self.crop[1] * self.scale)), max(1, round(self.crop[0] * self.scale)))
        light = levelled(pixels[self.rows, self.columns], SOFT)
        self.colours = np.asarray(
            cv2.resize(np.rint(light * 255).astype(np.uint8), self.size, interpolation=cv2.INTER_AREA), np.uint8
        )
        self.inside = self.small(inside)

    def sheet(self, salient: Floats) -> "_Sheet":
        part = cv2.resize(salient[self.rows, self.columns], self.size, interpolation=cv2.INTER_AREA)
        return _Sheet(np.asarray(part, np.float32), self.inside, self.colours)

    def small(self, mask: Mask) -> Mask:
        part = mask[self.rows, self.columns].astype(np.float32)
        small: Mask = np.asarray(cv2.resize(part, self.size, interpolation=cv2.INTER_AREA)) >= 0.5
        return small

    def back(self, mask: Mask) -> Mask:
        """A mask of the view in the whole picture."""
        smooth = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), _STEP_PX)
        share = cv2.resize(smooth, self.crop[::-1], interpolation=cv2.INTER_LINEAR)
        whole = np.zeros(self.full, bool)
        whole[self.rows, self.columns] = np.asarray(share) >= 0.5
        return whole


class _Sheet:
    """What is known before the cut: `salient` 0..1 and GrabCut's four `labels` for every pixel of a view."""

    def __init__(self, salient: Floats, inside: Mask, colours: Pixels) -> None:
        self.salient = salient
        self.inside = inside.copy()
        labels = np.where(salient > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
        sure = _eroded(salient > _SURE, 1) & inside
        labels[sure & ~_of_the_backdrop(colours, sure, ~inside)] = cv2.GC_FGD
        labels[~_dilated(salient > _SURELY_NOT, 2)] = cv2.GC_BGD
        labels[~inside] = cv2.GC_BGD
        self.labels = labels


def _of_the_backdrop(colours: Pixels, product: Mask, backdrop: Mask) -> Mask:
    """Pixels of a colour that is much more common in the backdrop than in the product: what shows through a handle's hole."""
    bins = colours.astype(np.int64) // 16
    places = (bins[..., 0] * 16 + bins[..., 1]) * 16 + bins[..., 2]
    shares = []
    for area in (product, backdrop):
        counts = np.bincount(places[area], minlength=4096).reshape(16, 16, 16).astype(np.float32)
        for axis in range(3):
            wide = np.pad(counts, [(1, 1) if axis == n else (0, 0) for n in range(3)])
            counts = sum(np.take(wide, range(start, start + 16), axis) for start in range(3))  # type: ignore[assignment]
        shares.append(counts.reshape(-1) / max(1, int(area.sum())))
    return np.asarray((shares[1] > _COMMON * shares[0])[places], bool)


def _reduced(image: Image.Image) -> Pixels:
    rgb = image.convert("RGB")
    longest = max(rgb.size)
    if longest > GRID:
        width, height = ((2 * side * GRID + longest) // (2 * longest) for side in rgb.size)
        rgb = rgb.resize((max(1, width), max(1, height)), Image.Resampling.BOX)
    return np.asarray(rgb)


def _cut(view: _View, sheet: _Sheet) -> Mask:
    """GrabCut from the sheet's labels; what it needs a start for and does not get stays as the network saw it."""
    labels = sheet.labels.copy()
    product: Mask = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    if product.any() and not product.all():
        cv2.setRNGSeed(1)
        rectangle = (0, 0, 1, 1)  # not used where labels are given
        cv2.grabCut(
            view.colours, labels, rectangle, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK
        )
        product = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return product


def _brush(view: _View, sheet: _Sheet, mask: Mask, keep: bool, area: Mask, radius: float) -> None:
    """A stroke on the sheet: its own pixels are sure; pixels like them close by, where `mask` says otherwise, are open and lean its way."""
    other = (mask != keep) & ~area
    near = _dilated(area, max(1, round(_BRUSH * radius)))
    palette = np.zeros((16, 16, 16), bool)
    bins = view.colours // 16
    under = bins[area & (mask != keep)]
    palette[under[:, 0], under[:, 1], under[:, 2]] = True
    alike = other & near & palette[bins[..., 0], bins[..., 1], bins[..., 2]]
    count, parts = cv2.connectedComponents((alike | area).astype(np.uint8), connectivity=8)
    reached = np.zeros(count, bool)
    reached[np.unique(parts[area])] = True
    reached[0] = False
    region = alike & reached[parts]
    sheet.labels[region] = cv2.GC_PR_FGD if keep else cv2.GC_PR_BGD
    sheet.labels[area] = cv2.GC_FGD if keep else cv2.GC_BGD


def _tidied(mask: Mask, sheet: _Sheet, view: _View) -> Mask:
    """Without strays that come in from beyond the rectangle, without specks and pinholes."""
    mask = _without_strays(mask & sheet.inside, sheet.inside, view)
    whole = int(mask.sum())
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    large = np.asarray(stats)[:, cv2.CC_STAT_AREA] * 600 >= whole
    large[0] = False
    mask = large[parts]
    count, parts, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA]
    seen = np.bincount(np.asarray(parts).ravel(), weights=sheet.salient.ravel(), minlength=count)
    pinhole = (areas * 2500 < whole) | ((areas * 400 < whole) & (seen > 0.4 * areas))
    pinhole[np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))] = False
    filled: Mask = mask | (pinhole[parts] & ~mask)
    return filled


def _without_strays(mask: Mask, inside: Mask, view: _View) -> Mask:
    """Leads and other thin things that run out of the rectangle, and separate things that reach beyond it, taken off."""
    leaving = _leaving(mask, inside, view.colours)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(leaving.astype(np.uint8), connectivity=8)
    widest = round(_THIN * max(view.size))
    for part in range(1, count):
        width = int(np.asarray(stats)[part, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max())
        if width <= widest:
            mask = mask & ~_lead(mask, np.asarray(parts) == part, width)
    return mask & ~_parts_with(mask, leaving, int(mask.sum()) // 2)


def _lead(mask: Mask, end: Mask, width: int) -> Mask:
    """The thin part of a mask that an end on the rectangle's edge belongs to, up to where it meets something thicker.

    An end may be wider than its lead, where that leaves at a slant, or narrower at its soft edge: so widths are tried, and
    the thinnest that gives something much longer than wide is it.
    """
    for side in range(3, 2 * width + 6, 2):
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        thick = np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)).astype(bool)
        found = _parts_with(mask & ~thick, end, int(mask.sum()) // 8)
        if int(found.sum()) > 4 * side * side:
            return found
    return np.zeros_like(mask)


def _leaving(mask: Mask, inside: Mask, colours: Pixels) -> Mask:
    """Pixels of the mask at the rectangle's edge whose colour goes on just outside it."""
    height, width = mask.shape
    rim = mask & inside & ~_eroded(inside, 1)
    found = np.zeros(mask.shape, bool)
    rows, columns = np.nonzero(rim)
    for down, across in ((0, -2), (0, 2), (-2, 0), (2, 0)):
        y, x = rows + down, columns + across
        there = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        beyond = there.copy()
        beyond[there] = ~inside[y[there], x[there]]
        near, far = colours[rows[beyond], columns[beyond]].astype(int), colours[y[beyond], x[beyond]].astype(int)
        same = np.abs(near - far).max(axis=1) < _SAME if len(near) else np.zeros(0, bool)
        found[rows[beyond][same], columns[beyond][same]] = True
    return found


def _parts_with(mask: Mask, marks: Mask, largest: int) -> Mask:
    """Connected parts of a mask that hold one of the marks and are not larger than `largest` pixels."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    chosen = np.zeros(count, bool)
    chosen[np.unique(parts[marks & mask])] = True
    chosen &= np.asarray(stats)[:, cv2.CC_STAT_AREA] <= largest
    chosen[0] = False
    found: Mask = chosen[parts]
    return found


def _painted(stroke: Stroke, width: int, height: int) -> Mask:
    """What the brush covers of a picture of this size: at least the pixels that its middle went over."""
    canvas = np.zeros((height, width), np.uint8)
    places = [(min(x * width // WHOLE, width - 1), min(y * height // WHOLE, height - 1)) for x, y in stroke.points]
    radius = stroke.radius * max(width, height) // WHOLE
    for begin, end in pairwise(places):
        cv2.line(canvas, begin, end, 1, 2 * radius + 1)
    for place in places:
        cv2.circle(canvas, place, radius, 1, cv2.FILLED)
    return canvas.astype(bool)


def _eroded(mask: Mask, reach: int) -> Mask:
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))).astype(bool)


def _dilated(mask: Mask, reach: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))).astype(bool)
