"""Labels and dimension lines on pictures, and what a check reads of a label later.

A label is text with or without a plate. Its corner (x, y) is the upper left one, or the upper right one in a
language written from right to left; it is at most `width` wide, plate included, and `size` is the em of its font, as
in any editing program (a capital letter is about seven tenths of that). Lines are 1.25 em apart, more where accents
would touch what is above them.
Contrast: WCAG 2.2, relative luminance and contrast ratio.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from lab.images.contrast import Colour, contrast_ratio, worst_contrast
from lab.images.lettering import EM, Ink, drawn, typeset
from lab.images.lines import draw_line
from lab.images.recipe import NO_PLATE, WHOLE, Step
from lab.values.text import tidy_lines

__all__ = ["LabelFacts", "draw_label", "draw_line"]

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; the last two outside."""

# parts of the em, in hundredths
_LINE_HEIGHT = 125
_ABOVE_BASELINE = 95
_GAP = 5
_PAD_ACROSS = 30
_PAD_DOWN = 15


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What a check reads of a drawn label.

    `text` as drawn, tidied. `height`: the letters' size (em) against the picture's height, permille. `contrast`: of
    the ink against its plate, or against all but the worst tenth of the ground around its letters; hundredths, 100
    to 2100. `inside`: wholly inside the picture. `margin`: smallest distance from the frame, permille of that side,
    below 0 outside. `missing`: a character that no font of the lab has. A label without a visible character draws nothing; it
    has height 0, contrast 100, and is not inside.
    """

    text: str
    lang: str
    height: int
    contrast: int
    inside: bool
    margin: int
    missing: bool


def draw_label(image: Image.Image, step: Step) -> LabelFacts:
    """Draw a label (`label` in `lab.images.recipe`) onto an RGB picture, in place.

    Raises ValueError for a picture that is not RGB, LabError `no_text_shaping`.
    """
    _check_mode(image)
    n, language = step.n, step.t["lang"]
    text = tidy_lines(step.t["text"])
    size = max(1, _rounded(n["size"] * image.height, WHOLE))
    plate = n["plate"] != NO_PLATE
    # by the recipe's own numbers, not by rounded pixels: a preview breaks its lines as the final picture does
    width = EM * n["width"] * image.width // (n["size"] * image.height) - (2 * EM * _PAD_ACROSS // 100 if plate else 0)
    setting = typeset(text, language, bold=bool(n["bold"]), width=width)
    pad_across, pad_down = (_part(size, _PAD_ACROSS), _part(size, _PAD_DOWN)) if plate else (0, 0)
    top = _rounded(n["y"] * image.height, WHOLE)
    rows, below = _rows((drawn(line, language, size) for line in setting.lines), top + pad_down, size, image.height)
    if all(ink.mask is None for ink, _ in rows):
        return LabelFacts(text, language, 0, 100, inside=False, margin=0, missing=setting.missing)

    left, right = _sides(image, step, right_to_left=setting.right_to_left)
    align = 2 - n["align"] if setting.right_to_left else n["align"]
    starts = [_aligned(ink.advance, left + pad_across, right - pad_across, align) for ink, _ in rows]
    boxes = [_box_of(ink, x, y) for (ink, y), x in zip(rows, starts, strict=True) if ink.mask is not None]
    box = _around(boxes)
    ink_colour = _colour(n["ink"])
    if plate:
        ends = [x + ink.advance for (ink, _), x in zip(rows, starts, strict=True)]
        # letters may reach a little beyond their own width: into the padding, but not through it
        box = (
            min(min(starts) - pad_across, box[0] - pad_across // 2),
            top,
            max(max(ends) + pad_across, box[2] + pad_across // 2),
            below + pad_down,
        )
        image.paste(_colour(n["plate"]), box)
        contrast = contrast_ratio(ink_colour, _colour(n["plate"]))
    else:
        contrast = _contrast_on(image, boxes, ink_colour)
    for (ink, y), x in zip(rows, starts, strict=True):
        if ink.mask is not None:
            image.paste(ink_colour, (x + ink.left, y + ink.top), ink.mask)
    return LabelFacts(
        text=text,
        lang=language,
        height=_rounded(1000 * size, image.height),
        contrast=contrast,
        inside=box[0] >= 0 and box[1] >= 0 and box[2] <= image.width and box[3] <= image.height,
        margin=_margin(box, image.size),
        missing=setting.missing,
    )


def _check_mode(image: Image.Image) -> None:
    if image.mode != "RGB":
        raise ValueError(f"an RGB picture is needed, not {image.mode}")


def _part(size: int, hundredths: int) -> int:
    return _rounded(size * hundredths, 100)


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _colour(number: int) -> Colour:
    return number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF


def _sides(image: Image.Image, step: Step, *, right_to_left: bool) -> tuple[int, int]:
    """The left and right edge of the room that a label has."""
    start, width = _rounded(step.n["x"] * image.width, WHOLE), _rounded(step.n["width"] * image.width, WHOLE)
    return (start - width, start) if right_to_left else (start, start + width)


def _aligned(advance: int, left: int, right: int, align: int) -> int:
    """Where a line begins: at the left (0), in the middle (1) or so that it ends at the right (2)."""
    return left + align * (right - left - advance) // 2


def _rows(inks: Iterable[Ink], top: int, size: int, bottom: int) -> tuple[list[tuple[Ink, int]], int]:
    """Each line with the height of its baseline, and the lower end of the last.

    Lines after one that leaves the picture at its `bottom` are left out: they are outside too.
    """
    height, above, gap = _part(size, _LINE_HEIGHT), _part(size, _ABOVE_BASELINE), _part(size, _GAP)
    rows: list[tuple[Ink, int]] = []
    line, floor = top + above - height, top - gap  # where the line before stands, and the lowest ink so far
    for ink in inks:
        line = max(line + height, floor + gap - ink.top)
        if ink.mask is not None:
            floor = max(floor, line + ink.top + ink.mask.height)
        rows.append((ink, line))
        if floor > bottom:
            break
    return rows, max(line + height - above, floor)


def _box_of(ink: Ink, x: int, y: int) -> Box:
    width, height = ink.mask.size if ink.mask is not None else (0, 0)
    return x + ink.left, y + ink.top, x + ink.left + width, y + ink.top + height


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _margin(box: Box, size: tuple[int, int]) -> int:
    """Permille, rounded down."""
    width, height = size
    across, down = min(box[0], width - box[2]), min(box[1], height - box[3])
    return min(1000 * across // width, 1000 * down // height)


def _contrast_on(image: Image.Image, boxes: Sequence[Box], ink: Colour) -> int:
    """The contrast that nine tenths of the pixels in the boxes reach; 100 if no box is in the picture."""
    grounds = []
    for left, top, right, bottom in boxes:
        seen = (max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height))
        if seen[0] < seen[2] and seen[1] < seen[3]:
            grounds.append(np.asarray(image.crop(seen)).reshape(-1, 3))
    return worst_contrast(ink, np.concatenate(grounds), forgiven=100) if grounds else 100
