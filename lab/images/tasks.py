"""What the picture process can be asked to do, by name: bytes, numbers and plain records in and out.

Plain functions that may be called in any process that does not serve the web, as the author's commands do. What they
need is imported when they are called: a web server knows these functions by name and type only and never loads OpenCV.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from lab.images import intake
from lab.images import renditions as copies
from lab.images.compared import Compared
from lab.images.intake import AcceptedImage
from lab.images.labels import LabelFacts
from lab.images.recipe import TOOLS, WHOLE, Step, check_steps
from lab.images.renditions import Rendition
from lab.images.strokes import strokes_of
from lab.values.errors import BadInput

if TYPE_CHECKING:
    from lab.images.compare import Reference
    from lab.images.render import Rendered

PREVIEW_QUALITY = 85
SMALL_SIDE = 1000
"""Pixels at which outlines are suggested and colours are picked."""
_KEPT_REFERENCES = 16
_TOUCHED = 12
"""Cover (0..255) above which a pixel counts as the product's."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A raw photo as its camera wrote it: `sha256` of the file, `pixels` of what it shows, size when held upright."""

    jpeg: bytes
    sha256: str
    width: int
    height: int
    pixels: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A recipe tried out at a small size. `box` of the cut-out product: left, top, width, height in ten-thousandths."""

    jpeg: bytes
    width: int
    height: int
    box: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class Finished:
    """The picture that a recipe makes: `pixels` is the hash of its pixels before they are a file."""

    accepted: AcceptedImage
    pixels: str
    labels: tuple[LabelFacts, ...]
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class Examined:
    """An upload, and the same beside the reference photos."""

    accepted: AcceptedImage
    compared: Compared | None


def accept(data: bytes) -> AcceptedImage:
    """As `lab.images.intake.accept`."""
    return intake.accept(data)


def renditions(jpeg: bytes, widths: tuple[int, ...] = copies.WIDTHS) -> list[Rendition]:
    """As `lab.images.renditions.renditions`, in every kind."""
    return copies.renditions(jpeg, widths)


def develop(asset: str, seed: int, mark: str = "") -> Developed:
    """As `lab.images.darkroom.develop`. Raises BadInput for an asset that there is not."""
    from lab.images import darkroom
    from lab.images.render import pixels_hash

    photo = darkroom.develop(asset, seed, mark=mark)
    sha = hashlib.sha256(photo.jpeg).hexdigest()
    return Developed(photo.jpeg, sha, photo.width, photo.height, pixels_hash(_original(photo.jpeg)))


def preview(original: bytes, steps: tuple[Step, ...], side: int) -> Preview:
    """What a recipe makes, tried out and shown at `side` pixels at most. Raises BadInput."""
    from lab.images.geometry import fitted

    rendered = _tried_out(original, steps, side)
    image = rendered.image
    if max(image.size) > side:
        image = image.resize(fitted(*image.size, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "JPEG", quality=PREVIEW_QUALITY)
    box = None if rendered.alpha is None else _box(Image.fromarray(rendered.alpha))
    return Preview(out.getvalue(), image.width, image.height, box)


def suggest(original: bytes, steps: tuple[Step, ...], box: tuple[int, int, int, int], strokes: str = "") -> str:
    """The outline of the product inside a rectangle (ten-thousandths), as a recipe keeps it. Raises BadInput."""
    from lab.images.cutout import suggest as suggested
    from lab.images.outline import outline_text

    painted = strokes_of(strokes)
    return outline_text(suggested(_tried_out(original, steps, SMALL_SIDE).image, box, painted))


def gains(original: bytes, steps: tuple[Step, ...], x: int, y: int) -> tuple[int, int, int]:
    """The gains (red, green, blue, permille) that make a place neutral. Raises BadInput `patch_unusable`."""
    from lab.images.tone import neutral_gains

    return neutral_gains(_tried_out(original, steps, SMALL_SIDE).image, x, y)


def finish(original: bytes, steps: tuple[Step, ...], assets: tuple[str, ...] = ()) -> Finished:
    """Make a picture at full size, measure it, and compare it with the reference photos of `assets`. Raises BadInput."""
    from lab.images.render import pixels_hash, render

    rendered = render(_original(original), steps)
    accepted, compared = _beside(rendered.image, intake.made(rendered.image), assets)
    return Finished(accepted, pixels_hash(rendered.image), tuple(rendered.labels), compared)


def examine(data: bytes, assets: tuple[str, ...] = ()) -> Examined:
    """Accept an upload and compare it with the reference photos of `assets`. Raises BadInput."""
    accepted = intake.accept(data)
    return Examined(*_beside(_original(accepted.jpeg), accepted, assets)) if assets else Examined(accepted, None)


TASKS: Mapping[str, Callable[..., Any]] = {
    task.__name__: task for task in (accept, renditions, develop, preview, suggest, gains, finish, examine)
}


def load() -> None:
    """Load what the tasks need and set it up, so that the first task does not pay for it."""
    import cv2

    for name in ("compare", "cutout", "darkroom", "render"):
        import_module(f"lab.images.{name}")
    cv2.setNumThreads(2)
    cv2.ocl.setUseOpenCL(False)


def _original(data: bytes, side: int | None = None) -> Image.Image:
    """An original as it is worked on: at most `side` pixels long, and upright. Raises BadInput `damaged`."""
    from lab.images.render import WORK_SIDE, opened

    image = opened(data, WORK_SIDE if side is None else min(side, WORK_SIDE))
    # an accepted upload is upright; a raw photo is kept as its camera wrote it
    return ImageOps.exif_transpose(image)


def _tried_out(original: bytes, steps: tuple[Step, ...], side: int) -> "Rendered":
    """A recipe done on an original that is first brought down to `side` pixels. Raises BadInput."""
    from lab.images.render import render

    check_steps(steps)
    whole = _longest(original)
    return render(_original(original, side), _at_scale(steps, min(side, whole), whole, side))


def _longest(original: bytes) -> int:
    """The longer side of an original as a whole recipe works on it."""
    from lab.images.render import WORK_SIDE

    try:
        with Image.open(BytesIO(original), formats=("JPEG",)) as picture:
            return min(WORK_SIDE, max(picture.size))
    except (OSError, SyntaxError, ValueError):
        raise BadInput("damaged") from None


def _at_scale(steps: Sequence[Step], part: int, whole: int, side: int) -> tuple[Step, ...]:
    """A recipe for a picture of `part` / `whole` of the original's size, on which nothing gets longer than `side`.

    Places and sizes are relative and stay; pixels are what `resize` and `sharpen` count in.
    """
    scaled = []
    for step in steps:
        if step.do == "resize":
            part, whole = min(step.n["side"], side), step.n["side"]
            step = replace(step, n={"side": part})
        elif step.do == "sharpen":
            low, high = TOOLS["sharpen"].numbers["radius"]
            radius = (2 * step.n["radius"] * part + whole) // (2 * whole)
            step = replace(step, n={**step.n, "radius": min(max(radius, low), high)})
        scaled.append(step)
    return tuple(scaled)


def _box(alpha: Image.Image) -> tuple[int, int, int, int] | None:
    """What an alpha channel covers, in ten-thousandths of its sides; None if it covers nothing."""
    found = alpha.point([255 if level > _TOUCHED else 0 for level in range(256)]).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    width, height = alpha.size
    across, down = (right - left) * WHOLE // width, (bottom - top) * WHOLE // height
    return left * WHOLE // width, top * WHOLE // height, across, down


def _beside(image: Image.Image, accepted: AcceptedImage, assets: Sequence[str]) -> tuple[AcceptedImage, Compared | None]:
    """A picture beside the reference photos: its own record with the true outline where that is known, and the other one."""
    if not assets:
        return accepted, None
    from lab.images.compare import examined

    own = accepted.facts
    facts, compared = examined(
        image, [_reference(asset) for asset in assets], byte_count=own.byte_count, file_format=own.format
    )
    # a large upload is compared at a smaller size; its record keeps its own
    return replace(accepted, facts=replace(facts, width_px=own.width_px, height_px=own.height_px)), compared


@lru_cache(maxsize=_KEPT_REFERENCES)
def _reference(asset: str) -> "Reference":
    from lab.images.compare import reference
    from lab.images.darkroom import neutral

    return reference(asset, *neutral(asset))
