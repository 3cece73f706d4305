"""The smaller copies of a picture that pages show: four widths, each as AVIF, WebP and JPEG.

A browser takes the first kind it knows and the width its screen needs (`templates/parts/picture.html`). Each width is
made from the next larger one, which costs a fraction of starting from the whole picture every time and looks the same.
Runs in the picture process; where the copies lie is `lab.images.store`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal, TypeAlias, get_args

from PIL import Image, ImageOps

from lab.values.errors import BadInput

Kind: TypeAlias = Literal["avif", "webp", "jpeg"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Smallest files first: the order in which they are offered."""
WIDTHS = (160, 480, 960, 1600)

# A slower WebP method or AVIF speed saves 3 % of the bytes for three times the work.
_ENCODERS: Mapping[Kind, tuple[str, Mapping[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8, "max_threads": 2}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    "jpeg": ("JPEG", {"quality": 85}),
}
_MEDIA_TYPES: Mapping[Kind, str] = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One copy: at most `width` pixels wide, encoded as `kind`."""

    width: int
    kind: Kind
    data: bytes


def media_type(kind: Kind) -> str:
    return _MEDIA_TYPES[kind]


def fitting_width(width: int) -> int:
    """The smallest width made that has at least so many pixels; the largest if none has."""
    return next((one for one in WIDTHS if one >= width), WIDTHS[-1])


def renditions(jpeg: bytes, widths: Sequence[int] = WIDTHS, kinds: Sequence[Kind] = KINDS) -> list[Rendition]:
    """Copies of a picture kept as JPEG, upright, as `copies_of` makes them.

    Raises what that raises, and BadInput `picture_unreadable` for bytes that are no whole JPEG.
    """
    return copies_of(_opened(jpeg), widths, kinds)


def copies_of(image: Image.Image, widths: Sequence[int] = WIDTHS, kinds: Sequence[Kind] = KINDS) -> list[Rendition]:
    """Copies of an RGB picture, largest first, never enlarged: a picture narrower than a width keeps its own.

    Raises BadInput `bad_rendition` for a width below 1 or a kind that is not made.
    """
    wrong = [str(one) for one in widths if one < 1] + [one for one in kinds if one not in KINDS]
    if wrong:
        raise BadInput("bad_rendition", found=wrong[0])
    encoded: dict[tuple[int, Kind], bytes] = {}
    made = []
    for width in sorted(set(widths), reverse=True):
        image = _at_most(image, width)
        for kind in kinds:
            # the same pixels serve every width beyond the picture's own
            known = (image.width, kind)
            if known not in encoded:
                encoded[known] = encode(image, kind)
            made.append(Rendition(width, kind, encoded[known]))
    return made


def encode(image: Image.Image, kind: Kind) -> bytes:
    """An RGB picture as a file of this kind, with the settings of all our copies."""
    name, settings = _ENCODERS[kind]
    out = BytesIO()
    image.save(out, name, **settings)
    return out.getvalue()


def _opened(jpeg: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            # a raw photo is kept as its camera wrote it, and may lie on its side
            ImageOps.exif_transpose(picture, in_place=True)
            # into a new picture: encoders copy what they find in an opened one, where it was taken among other things
            fresh = Image.new("RGB", picture.size)
            fresh.paste(picture)
            return fresh
    except (OSError, SyntaxError, ValueError):
        raise BadInput("picture_unreadable") from None


def _at_most(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, (2 * image.height * width + image.width) // (2 * image.width))
    # Hamming takes less than half the time of Lanczos, and nobody sees the difference (50 dB)
    return image.resize((width, height), Image.Resampling.HAMMING)
