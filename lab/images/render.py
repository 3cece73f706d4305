"""From an original and a recipe to pixels.

The same recipe on the same original gives the same pixels on any machine: every tool works in whole numbers, and an
outline comes out of the recipe, never from a network. A picture and the cover of its cut-out product go through the
steps together.
Not here: what a step may say (`lab.images.recipe`), and who suggests an outline (`lab.images.cutout`).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images import geometry, tone
from lab.images.heal import healed
from lab.images.labels import LabelFacts, draw_label, draw_line
from lab.images.outline import outline_mask, soft_alpha
from lab.images.recipe import WHOLE, Step, check_steps
from lab.images.whiten import on_white
from lab.values.errors import BadInput

WORK_SIDE = 3000
"""Originals are worked on at most this long: a final picture is not longer either."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished picture in RGB; `alpha` is the product's cover after a cut-out, height x width, 0 to 255.

    `labels` is what a check reads about each label, in the order in which they were written.
    """

    image: Image.Image
    alpha: Pixels | None
    labels: tuple[LabelFacts, ...] = ()


@dataclass(slots=True)
class _Bench:
    """A picture under work: height x width x 3, the cover of its cut-out product, None before a cut-out, and its labels."""

    rgb: Pixels
    alpha: Pixels | None = None
    labels: list[LabelFacts] = field(default_factory=list)


def opened(data: bytes, side: int = WORK_SIDE) -> Image.Image:
    """An accepted original (`lab.images.intake`), its longer side at most `side` pixels.

    Raises BadInput `damaged` for anything but a whole JPEG.
    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            size = picture.size
            if side < WORK_SIDE:
                # only for previews: the decoder then leaves out detail that is not needed, which changes pixels a little
                target = geometry.fitted(*size, side)
                picture.draft("RGB", (2 * target[0], 2 * target[1]))
            rgb = picture.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise BadInput("damaged") from error
    if max(size) <= side:
        return rgb
    # by the original's proportions: those of a smaller decoding are rounded
    return rgb.resize(geometry.fitted(*size, side), Image.Resampling.LANCZOS)


def render(original: Image.Image, steps: Sequence[Step]) -> Rendered:
    """Every step of a recipe, in order. The original is left as it is.

    Raises BadInput for what `check_steps` refuses, for an outline that cannot be read, and `nothing_to_frame` when
    the cut-out left no product to put on a canvas.
    """
    check_steps(steps)
    bench = _Bench(np.asarray(original.convert("RGB")))
    for number, step in enumerate(steps, start=1):
        _TOOLS[step.do](bench, step, number)
    return Rendered(Image.fromarray(bench.rgb), bench.alpha, tuple(bench.labels))


def pixels_hash(image: Image.Image) -> str:
    """SHA-256 of a picture's size and RGB values."""
    return hashlib.sha256(f"{image.width}x{image.height}\n".encode() + image.convert("RGB").tobytes()).hexdigest()


def _turn(bench: _Bench, step: Step, number: int) -> None:
    quarters = step.n["quarters"]
    bench.rgb = geometry.turned(bench.rgb, quarters)
    if bench.alpha is not None:
        bench.alpha = geometry.turned(bench.alpha, quarters)


def _straighten(bench: _Bench, step: Step, number: int) -> None:
    bench.rgb, bench.alpha = geometry.straightened(bench.rgb, bench.alpha, step.n["angle"])


def _crop(bench: _Bench, step: Step, number: int) -> None:
    height, width = bench.rgb.shape[:2]
    n = step.n
    box = geometry.crop_box(width, height, left=n["left"], top=n["top"], across=n["width"], down=n["height"])
    bench.rgb = geometry.cropped(bench.rgb, box)
    if bench.alpha is not None:
        bench.alpha = geometry.cropped(bench.alpha, box)


def _balance(bench: _Bench, step: Step, number: int) -> None:
    bench.rgb = tone.balanced(bench.rgb, step.n["red"], step.n["green"], step.n["blue"], bench.alpha)


def _exposure(bench: _Bench, step: Step, number: int) -> None:
    bench.rgb = tone.exposed(bench.rgb, step.n["stops"], bench.alpha)


def _heal(bench: _Bench, step: Step, number: int) -> None:
    height, width = bench.rgb.shape[:2]
    x, y = min(step.n["x"] * width // WHOLE, width - 1), min(step.n["y"] * height // WHOLE, height - 1)
    radius = max(1, (2 * step.n["radius"] * max(width, height) + WHOLE) // (2 * WHOLE))
    bench.rgb = healed(bench.rgb, x, y, radius)


def _cutout(bench: _Bench, step: Step, number: int) -> None:
    height, width = bench.rgb.shape[:2]
    alpha = soft_alpha(outline_mask(step.t["outline"]), width, height)
    bench.rgb = on_white(bench.rgb, alpha)
    # what an earlier cut-out took away is gone
    bench.alpha = alpha if bench.alpha is None else np.minimum(alpha, bench.alpha)


def _frame(bench: _Bench, step: Step, number: int) -> None:
    n = step.n
    framed = None
    if bench.alpha is not None:
        framed = geometry.framed(bench.rgb, bench.alpha, across=n["across"], down=n["down"], fill=n["fill"])
    if framed is None:
        raise BadInput("nothing_to_frame", step=number)
    bench.rgb, bench.alpha = framed


def _resize(bench: _Bench, step: Step, number: int) -> None:
    bench.rgb, bench.alpha = geometry.resized(bench.rgb, bench.alpha, step.n["side"])


def _sharpen(bench: _Bench, step: Step, number: int) -> None:
    bench.rgb = tone.sharpened(bench.rgb, step.n["amount"], step.n["radius"])


def _label(bench: _Bench, step: Step, number: int) -> None:
    picture = Image.fromarray(bench.rgb)
    bench.labels.append(draw_label(picture, step))
    bench.rgb = np.asarray(picture)


def _line(bench: _Bench, step: Step, number: int) -> None:
    picture = Image.fromarray(bench.rgb)
    draw_line(picture, step)
    bench.rgb = np.asarray(picture)


_TOOLS: Mapping[str, Callable[[_Bench, Step, int], None]] = {
    "turn": _turn,
    "straighten": _straighten,
    "crop": _crop,
    "balance": _balance,
    "exposure": _exposure,
    "heal": _heal,
    "cutout": _cutout,
    "frame": _frame,
    "resize": _resize,
    "sharpen": _sharpen,
    "label": _label,
    "line": _line,
}
