"""A picture beside the neutral reference photos of a task's goods: which it shows, how surely, and how truly.

The references are the same for every student, so that everybody is measured against one thing. Formulas were calibrated
on rendered photos with edits of known size (docs/pictures.md). Uses OpenCV, so only the picture process imports this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.align import Alignment, Details, aligned, carried, details_of, inverse, joined
from lab.images.compared import SAME, Compared
from lab.images.features import (
    Colours,
    bits_apart,
    histogram,
    likeness,
    overlap,
    phash,
    product_crop,
    silhouette,
    turned_silhouettes,
)
from lab.images.light import box_of, colour, colour_shift, detail, detail_reach, eroded, lightness
from lab.images.masks import Mask, filled
from lab.images.measure import PAPER, WORK_SIDE, ImageFacts, Outline, joined_with, measure, outline_of, reduced

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

MANY, SHARE = 25, 300
"""Matching details that settle a case, and the share of all matches that must agree on one placement (permille)."""
FIRM = 15
"""Agreeing details from which a placement is exact enough to compare pixels."""
RICH, STRANGE = 100, 6
"""Two pictures with so many details each are strangers if fewer than STRANGE agree."""
BURNT_OUT = 30
"""Above this share of burnt-out product (permille) the colour of the light cannot be read."""
MARK_STEP = 18
FEW_DETAILS = 1500
"""A reference with less detail than this (millionths) cannot tell a sharp picture from a soft one."""
_PAIR_SIDE, _PAIR_REACH = 600, 6
_ENOUGH = 500
_QUANTILES = 33
_LIGHT_SPREAD = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A reference photo with its exact outline, and everything that can be worked out once.

    `shape`: the outline at 1000 pixels. `cut`, `scene`: details of the product on white, and as photographed.
    """

    asset: str
    image: Image.Image
    mask: Mask
    work: NDArray[np.uint8]
    shape: Mask
    cut: Details
    scene: Details
    turned: Mask
    structure: str
    colours: Colours
    reach: int | None
    sharpness: int
    light: int | None
    cast: tuple[int, int] | None

    @property
    def product(self) -> str:
        """The part of `asset` before the slash."""
        return self.asset.partition("/")[0]


def reference(asset: str, image: Image.Image, mask: Mask) -> Reference:
    """A reference from the neutral development of "product/view" and the product's outline in it, of the same size."""
    image = image.convert("RGB")
    small = reduced(image, WORK_SIDE)
    work = np.asarray(small)
    shape: Mask = np.asarray(Image.fromarray(mask).convert("L").resize(small.size, Image.Resampling.BOX)) >= 128
    alone = Image.new("RGB", image.size, (255, 255, 255))
    alone.paste(image, (0, 0), Image.fromarray(mask))
    reach = detail_reach(shape)
    return Reference(
        asset,
        image,
        mask,
        work,
        shape,
        details_of(alone, shape),
        details_of(image, shape),
        turned_silhouettes(filled(shape)),
        phash(product_crop(small, shape)),
        histogram(work[shape]),
        reach,
        0 if reach is None else detail(image.convert("L"), shape, reach),
        lightness(work, shape),
        colour(work, shape),
    )


@dataclass(frozen=True, slots=True)
class _Match:
    """How a picture stands to one reference: the score in permille, and the placement if there is one."""

    same: int
    reference: Reference
    placed: Alignment | None

    @property
    def firmly_placed(self) -> Alignment | None:
        """The placement, if it is exact enough to compare pixels."""
        return self.placed if self.agreeing >= FIRM else None

    @property
    def agreeing(self) -> int:
        """How many details agree on the placement."""
        return self.placed.inliers if self.placed is not None else 0


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The picture, and what of it is compared with every reference; `scale` is its size over that of the working picture.

    Structure, colours and silhouette are None for a picture that is not on white, whose outline would be a guess.
    """

    image: Image.Image
    outline: Outline
    scale: float
    details: Details
    silhouette: Mask | None
    structure: str | None
    colours: Colours | None


def _seen(image: Image.Image, facts: ImageFacts) -> _Seen:
    outline = outline_of(image)
    scale = image.width / outline.work.shape[1]
    if facts.no_product or not outline.on_white:
        return _Seen(image, outline, scale, details_of(image, None), None, None, None)
    mask = outline.product
    structure = phash(product_crop(Image.fromarray(outline.work), mask))
    colours = histogram(outline.work[mask])
    return _Seen(image, outline, scale, details_of(image, mask), silhouette(mask), structure, colours)


def examined(
    image: Image.Image, references: Sequence[Reference], *, byte_count: int = 0, file_format: str = "JPEG"
) -> tuple[ImageFacts, Compared | None]:
    """A picture's own record and the one beside the references.

    Where the product is known and well placed, its true outline goes into the picture's own record: white goods on white
    and loose parts are then measured as what they are.
    """
    image = image.convert("RGB")
    facts = measure(image, byte_count=byte_count, file_format=file_format)
    if not references:
        return facts, None
    seen = _seen(image, facts)
    best, other = _best(seen, references)
    placed = best.firmly_placed
    if placed is not None and best.same >= SAME and seen.silhouette is not None:
        laid = _laid(seen, best.reference, placed)
        if laid.any():
            facts = measure(image, byte_count=byte_count, file_format=file_format, product=laid)
    return facts, _record(seen, best, other, facts)


def compare(image: Image.Image, references: Sequence[Reference], facts: ImageFacts) -> Compared | None:
    """The record of an upright RGB picture beside the references; None without any. `facts` is the picture's own record.

    A picture on white is compared by its outline, any other by the details of the whole of it and, where those agree on
    a placement, by the reference's outline laid into it. Every reference is tried: the best must win against all others.
    """
    if not references:
        return None
    seen = _seen(image.convert("RGB"), facts)
    best, other = _best(seen, references)
    return _record(seen, best, other, facts)


def _best(seen: _Seen, references: Sequence[Reference]) -> tuple[_Match, _Match | None]:
    """The reference that fits best, and the best of the other products'."""
    matches = [_matched(seen, one) for one in references]
    best = max(matches, key=lambda match: (match.same, match.agreeing))
    others = [match for match in matches if match.reference.product != best.reference.product]
    return best, max(others, key=lambda match: match.same, default=None)


def _record(seen: _Seen, best: _Match, other: _Match | None, facts: ImageFacts) -> Compared:
    found = _figures(seen, best, facts)
    return Compared(
        asset=best.reference.asset,
        same=best.same,
        other=other.reference.asset if other else "",
        other_same=other.same if other else 0,
        inliers=best.agreeing,
        sharpness=found.get("sharpness"),
        enlarged=found.get("enlarged"),
        light=found.get("light"),
        cast=found.get("cast"),
        tilt=found.get("tilt"),
        overlay=found.get("overlay"),
        outline=found.get("outline"),
    )


def _matched(seen: _Seen, one: Reference) -> _Match:
    """The score: agreeing details 450, silhouette 250, colours 150, structure 150.

    Three fifths of that if both are rich in details and next to none agree: two blue upright things are not one.
    """
    placed = aligned(one.scene if seen.silhouette is None else one.cut, seen.details)
    if placed is not None and 1000 * placed.inliers < SHARE * placed.matches:
        placed = None
    shape, structure, colours = 0, seen.structure, seen.colours
    if seen.silhouette is not None:
        shape = overlap(one.turned, seen.silhouette)
    elif placed is not None and placed.inliers >= FIRM:
        # the outline of a picture on another background is a guess; the reference's own, laid over it, is not
        mask = _laid(seen, one, placed)
        if mask.any():
            shape = 1000
            structure = phash(product_crop(Image.fromarray(seen.outline.work), mask))
            colours = histogram(seen.outline.work[mask])
    points = 450 * min(MANY, placed.inliers) // MANY if placed is not None else 0
    points += 250 * min(max(shape - 600, 0), 330) // 330
    if structure is not None and colours is not None:
        points += 150 * min(max(likeness(one.colours, colours) - 200, 0), 500) // 500
        points += 150 * min(max(30 - bits_apart(one.structure, structure), 0), 18) // 18
    if (placed is None or placed.inliers < STRANGE) and min(len(one.cut.places), len(seen.details.places)) >= RICH:
        points = points * 3 // 5
    return _Match(points, one, placed)


def _laid(seen: _Seen, one: Reference, placed: Alignment) -> Mask:
    """The reference's outline in the working picture."""
    height, width = seen.outline.product.shape
    return carried(one.mask, placed.matrix / seen.scale, width, height)


def _figures(seen: _Seen, best: _Match, facts: ImageFacts) -> dict[str, int]:
    """What can be measured against the best reference, by the names of `Compared`."""
    placed = best.firmly_placed
    if placed is not None:
        return _figures_placed(seen, best.reference, placed, facts)
    if seen.silhouette is None:
        return {}
    return _figures_outlined(seen, best.reference, facts)


def _figures_outlined(seen: _Seen, one: Reference, facts: ImageFacts) -> dict[str, int]:
    """Without a firm placement the picture's own outline has to do."""
    found: dict[str, int] = {}
    mask, work = seen.outline.product, seen.outline.work
    if one.reach is not None and one.sharpness >= FEW_DETAILS:
        found["sharpness"] = 1000 * detail(seen.image.convert("L"), mask, one.reach) // one.sharpness
    light = lightness(work, mask)
    if light is not None and one.light is not None:
        found["light"] = light - one.light
    tint = colour(work, mask)
    if tint is not None and one.cast is not None and (facts.hi_clip or 0) <= BURNT_OUT:
        found["cast"] = max(abs(ours - theirs) for ours, theirs in zip(tint, one.cast, strict=True))
    return found


def _figures_placed(seen: _Seen, one: Reference, placed: Alignment, facts: ImageFacts) -> dict[str, int]:
    found = {"tilt": round(100 * placed.angle), "enlarged": round(1000 * placed.scale)}
    laid = shown = _laid(seen, one, placed)
    if seen.silhouette is not None:
        # what is white in the picture was cut off, or is seen through a hole
        shown = laid & seen.outline.shape
        found["outline"] = _outline_truth(seen, laid, one, placed)
    if not shown.any():
        return found
    sharpness = _sharpness(seen, one, placed, laid, shown)
    if sharpness is not None:
        found["sharpness"] = sharpness
    pair = _laid_over(seen, one, placed, shown)
    if pair is None:
        return found
    ours, theirs, both = pair
    light, true_light = lightness(ours, both), lightness(theirs, both)
    if light is not None and true_light is not None:
        found["light"] = light - true_light
    shift = colour_shift(ours, theirs, both)
    if shift is not None and (facts.hi_clip or 0) <= BURNT_OUT:
        found["cast"] = max(abs(one) for one in shift)
    marks = _added_marks(ours, theirs, both)
    if marks is not None:
        found["overlay"] = marks
    return found


def _outline_truth(seen: _Seen, laid: Mask, one: Reference, placed: Alignment) -> int:
    """Overlap of the picture's outline with the true one, permille. Holes that show white are not product, and what of the
    product lies beyond the frame is missing."""
    outline = seen.outline
    whole = int(int(one.mask.sum()) * (placed.scale / seen.scale) ** 2)
    # the size of a mask is known to a per cent or so
    beyond = max(0, whole - int(laid.sum()) - whole // 50)
    shown = joined_with(outline, laid & outline.shape).product & (laid | (outline.work.min(axis=2) < PAPER))
    either = int((shown | laid).sum()) + beyond
    return 1000 * int((shown & laid).sum()) // either if either else 0


def _sharpness(seen: _Seen, one: Reference, placed: Alignment, laid: Mask, shown: Mask) -> int | None:
    """Detail against the reference, over the same part of the product where some of it is missing."""
    if one.reach is None:
        return None
    true = one.sharpness
    if 100 * int(shown.sum()) < 97 * int(laid.sum()):
        height, width = one.shape.shape
        to_reference = inverse(placed.matrix / seen.scale)
        to_reference *= width / one.image.width
        part = carried(shown, to_reference, width, height) & one.shape
        true = detail(one.image.convert("L"), part, one.reach)
    if true < FEW_DETAILS:
        return None
    return 1000 * detail(seen.image.convert("L"), shown, one.reach) // true


def _laid_over(seen: _Seen, one: Reference, placed: Alignment, shown: Mask) -> tuple[Bytes, Bytes, Mask] | None:
    """The product's box in the picture at 600 pixels, the reference laid over it, and where both show product."""
    box = box_of(shown)
    if box is None:
        return None
    left, top, right, bottom = (edge * seen.scale for edge in box)
    longest = max(right - left, bottom - top)
    size = (max(16, int((right - left) * _PAIR_SIDE / longest)), max(16, int((bottom - top) * _PAIR_SIDE / longest)))
    across, down = size[0] / (right - left), size[1] / (bottom - top)
    method = Image.Resampling.BOX if across < 1 else Image.Resampling.BICUBIC
    bounds = (left, top, min(right, seen.image.width), min(bottom, seen.image.height))
    ours = np.asarray(seen.image.resize(size, method, box=bounds))
    to_pair = joined(np.array([[across, 0, -left * across], [0, down, -top * down]]), placed.matrix)
    scale = min(1.0, placed.scale * across)
    theirs = cv2.warpAffine(_shrunk(one.image, scale), _for_shrunk(to_pair, scale), size, flags=cv2.INTER_LINEAR)
    part = Image.fromarray(shown).convert("L").resize(size, Image.Resampling.BILINEAR, box=box)
    return ours, np.asarray(theirs, np.uint8), carried(one.mask, to_pair, *size) & (np.asarray(part) >= 128)


def _added_marks(ours: Bytes, theirs: Bytes, both: Mask) -> int | None:
    """Share of the product that differs from the reference once tones and the fall of light are matched, permille."""
    inner = eroded(both, _PAIR_REACH)
    count = int(inner.sum())
    if count < _ENOUGH:
        return None
    worst = np.zeros(inner.shape, np.float32)
    weight = np.maximum(_spread(inner.astype(np.float32)), np.float32(1e-3))
    for channel in range(3):
        mine = np.asarray(cv2.GaussianBlur(ours[..., channel].astype(np.float32), (0, 0), 1.2))
        its = np.asarray(cv2.GaussianBlur(_toned(theirs[..., channel], ours[..., channel], inner), (0, 0), 1.2))
        # light that falls differently across the product changes slowly; marks do not
        slow = _spread(np.where(inner, mine - its, np.float32(0))) / weight
        least = np.full(inner.shape, np.float32(255))
        # a pixel may find its like one pixel away: no placement is exact to less
        for down, across in product(range(3), repeat=2):
            near = np.pad(its, 1, mode="edge")[down : down + its.shape[0], across : across + its.shape[1]]
            least = np.minimum(least, np.abs(mine - near - slow))
        worst = np.maximum(worst, np.where(inner, least, np.float32(0)))
    marks = ((worst > MARK_STEP) & inner).astype(np.uint8)
    marks = np.asarray(cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    return 1000 * int(marks.sum()) // count


def _spread(plane: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), _LIGHT_SPREAD), np.float32)


def _shrunk(image: Image.Image, scale: float) -> Bytes:
    """The reference brought down by area when it is to be shown much smaller, so that no detail falls between pixels."""
    if scale >= 1:
        return np.asarray(image)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return np.asarray(image.resize(size, Image.Resampling.BOX))


def _for_shrunk(matrix: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    if scale >= 1:
        return matrix
    # pixel middles: the shrunk picture's first pixel covers the first 1 / scale pixels
    middle = (1 / scale - 1) / 2
    return joined(matrix, np.array([[1 / scale, 0, middle], [0, 1 / scale, middle]]))


def _toned(theirs: Bytes, ours: Bytes, both: Mask) -> Floats:
    """One channel of the reference brought to the picture's tones by matched quantiles."""
    shares = np.linspace(0, 1, _QUANTILES)
    source, target = np.quantile(theirs[both], shares), np.quantile(ours[both], shares)
    source += np.arange(_QUANTILES) * 1e-6  # flat stretches need an order
    return np.interp(np.arange(256), source, target).astype(np.float32)[theirs]
