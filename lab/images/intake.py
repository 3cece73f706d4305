"""Accepting an uploaded picture: checked in a fixed order, made plain, encoded again.

What a browser sends is never kept or served: the result is a fresh JPEG made from the pixels alone, upright,
in sRGB, on white where the upload was transparent, without EXIF, XMP, ICC profile, comments or trailing bytes.
Only JPEG, PNG, WebP and AVIF are ever decoded, whatever the file calls itself.
Not here: platform rules; they are marks, not errors. Nor the process in which strange bytes are decoded
(`lab.images.process`): no web request calls this itself.
"""

import hashlib
import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import AvifImagePlugin, ExifTags, Image, ImageCms, ImageFile, ImageOps, PngImagePlugin, UnidentifiedImageError

from lab.images.measure import ImageFacts, measure
from lab.values.errors import BadInput

MAX_BYTES = 12_000_000
MAX_PIXELS = 50_000_000
MIN_SIDE_PX = 64
MAX_ASPECT = 8
MAX_SCANS = 64
MAX_SEGMENTS = 1_000
"""Segments of a JPEG's first picture; a real one has some tens, with the largest profiles two hundred."""
MAX_FILL = 65_536
"""Bytes between the segments of a JPEG's head that belong to none: Pillow steps over them one by one."""
MAX_CHUNKS = 20_000
"""Chunks of a PNG; the most finely cut real ones have a few thousand."""
JPEG_QUALITY = 90
_MAX_ICC_BYTES = 1 << 20
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# Pillow's own limits, for the whole process
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
PngImagePlugin.MAX_TEXT_CHUNK = 1 << 20
PngImagePlugin.MAX_TEXT_MEMORY = 4 << 20
# as many threads as processors would take as many stacks and frames
AvifImagePlugin.DEFAULT_MAX_THREADS = 2

# A marker that means something: neither a stuffed zero nor a restart inside compressed data, nor fill bytes.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_START, _END, _SCAN, _ALONE = 0xD8, 0xD9, 0xDA, 0x01
_GREY_OF_16_BITS: NDArray[np.uint8] = ((np.arange(65536) + 128) // 257).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class AcceptedImage:
    """A picture as we keep it. `sha256` names the bytes of `jpeg`; `facts` were measured on the upload's pixels.

    The rest is what the upload's own notes told, and what is not kept: whether there was EXIF, and in it where the
    picture was taken (`had_gps`; never the place itself); which way up the camera lay (EXIF orientation, 1 upright);
    and whether there was a colour profile.
    """

    sha256: str
    jpeg: bytes
    width: int
    height: int
    facts: ImageFacts
    had_gps: bool = False
    had_exif: bool = False
    orientation: int = 1
    had_icc: bool = False


@dataclass(frozen=True, slots=True)
class _Notes:
    """What a file says of itself beside its pixels."""

    had_gps: bool
    had_exif: bool
    orientation: int
    had_icc: bool


def accept(data: bytes) -> AcceptedImage:
    """Check, normalise, measure and encode one upload. The same bytes always give the same result.

    Raises BadInput with, in this order: `empty`, `too_many_bytes`, `unsupported_format`, `too_many_pixels`,
    `too_small`, `bad_aspect`, `animated`, `too_many_scans`, `truncated`, `damaged`; and `bad_metadata` for
    oversized text in a PNG or a file cut into absurdly many parts, wherever they stand.
    """
    if not data:
        raise BadInput("empty")
    if len(data) > MAX_BYTES:
        raise BadInput("too_many_bytes", bytes=len(data), limit=MAX_BYTES)
    with warnings.catch_warnings():
        # Pillow warns of a thousand kinds of broken EXIF; the one warning that counts is the bomb between one and two
        # times MAX_IMAGE_PIXELS, which would else be decoded
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        plain, notes, file_format = _opened(data)
    jpeg = _encoded(plain)
    facts = measure(plain, byte_count=len(data), file_format=file_format)
    return AcceptedImage(
        hashlib.sha256(jpeg).hexdigest(),
        jpeg,
        plain.width,
        plain.height,
        facts,
        had_gps=notes.had_gps,
        had_exif=notes.had_exif,
        orientation=notes.orientation,
        had_icc=notes.had_icc,
    )


def made(image: Image.Image) -> AcceptedImage:
    """The record and the file of an RGB picture that was made here, as if it had been accepted.

    Its facts are those of the pixels and of the file that is kept. Colour keeps its full resolution (4:4:4): halved, it
    would bleed from cut-out edges into the white. Raises BadInput `too_many_pixels`, `too_small`, `bad_aspect`.
    """
    _check_size(image.width, image.height)
    jpeg = _encoded(image, subsampling=0)
    facts = measure(image, byte_count=len(jpeg), file_format="JPEG")
    return AcceptedImage(hashlib.sha256(jpeg).hexdigest(), jpeg, image.width, image.height, facts)


def _encoded(image: Image.Image, **settings: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, **settings)
    return out.getvalue()


def _opened(data: bytes) -> tuple[Image.Image, _Notes, str]:
    """The upright RGB picture in an upload, what its notes told, and its format."""
    scans = _check_parts(data)
    try:
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    except Exception as error:
        raise _as_bad_input(error) from None
    with picture:
        file_format = "JPEG" if picture.format == "MPO" else str(picture.format)
        try:
            _check_header(picture, scans)
            picture.load()
            notes = _notes(picture)
            return _normalised(picture), notes, file_format
        except BadInput:
            raise
        except Exception as error:
            raise _as_bad_input(error) from None


def _check_parts(data: bytes) -> int:
    """Refuses files cut into so many parts that reading their heads alone takes seconds; returns a JPEG's scans."""
    if data.startswith(b"\xff\xd8"):
        return _count_scans(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        at, chunks = 8, 0
        while at + 8 <= len(data):
            chunks += 1
            if chunks > MAX_CHUNKS:
                raise BadInput("bad_metadata", parts=chunks, limit=MAX_CHUNKS)
            at += 12 + int.from_bytes(data[at : at + 4], "big")
    return 0


def _count_scans(jpeg: bytes) -> int:
    """The scans of a JPEG's first picture; stops counting beyond MAX_SCANS.

    Segments are stepped over, so that what a profile, a thumbnail or a film behind the picture holds is not taken
    for scans. Inside compressed data FF is always followed by 00 or a restart.
    """
    at, scans, segments, fill = 2, 0, 0, 0
    while scans <= MAX_SCANS:
        found = _MARKER.search(jpeg, at)
        start = found.start() if found else len(jpeg)
        if not scans:
            fill += start - at
            if fill > MAX_FILL:
                raise BadInput("bad_metadata", bytes=fill, limit=MAX_FILL)
        if not found:
            break
        marker, at = found[1][0], found.end()
        if marker == _END:
            break
        segments += 1
        if segments > MAX_SEGMENTS:
            raise BadInput("bad_metadata", parts=segments, limit=MAX_SEGMENTS)
        if marker in (_START, _ALONE):
            continue
        scans += marker == _SCAN
        at += max(2, int.from_bytes(jpeg[at : at + 2], "big"))
    return scans


def _check_header(picture: Image.Image, scans: int) -> None:
    """What can be refused before a pixel is decoded."""
    _check_size(*picture.size)
    # a phone's MPO is a JPEG with a second view behind the first; we take the first
    frames = getattr(picture, "n_frames", 1)
    if frames != 1 and picture.format != "MPO":
        raise BadInput("animated", frames=frames)
    if scans > MAX_SCANS:
        raise BadInput("too_many_scans", limit=MAX_SCANS)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise BadInput("too_many_pixels", width=width, height=height, limit=MAX_PIXELS)
    if min(width, height) < MIN_SIDE_PX:
        raise BadInput("too_small", width=width, height=height, limit=MIN_SIDE_PX)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise BadInput("bad_aspect", width=width, height=height, limit=MAX_ASPECT)


def _as_bad_input(error: Exception) -> BadInput:
    """The code for whatever Pillow raised: decoders meet hostile bytes with every kind of exception."""
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning | MemoryError):
        return BadInput("too_many_pixels", limit=MAX_PIXELS)
    if isinstance(error, UnidentifiedImageError):
        return BadInput("unsupported_format", accepted=", ".join(_FORMATS))
    words = str(error).lower()
    if isinstance(error, ValueError) and any(word in words for word in ("text", "decompressed data", "icc")):
        return BadInput("bad_metadata")
    if isinstance(error, OSError) and "truncat" in words:
        return BadInput("truncated")
    return BadInput("damaged")


def _notes(picture: Image.Image) -> _Notes:
    """Read before the picture is set upright: turning it takes the orientation out."""
    had_gps, orientation = False, 1
    had_exif = bool(picture.info.get("exif"))
    # EXIF is written by every kind of program; broken EXIF is not a reason to refuse a picture
    with suppress(Exception):
        exif = picture.getexif()
        found = exif.get(ExifTags.Base.Orientation)
        if isinstance(found, int) and 1 <= found <= 8:
            orientation = found
        had_gps = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    return _Notes(had_gps, had_exif, orientation, bool(picture.info.get("icc_profile")))


def _normalised(picture: Image.Image) -> Image.Image:
    """Upright, 8-bit, sRGB, on white, and free of everything but pixels."""
    icc = picture.info.get("icc_profile")
    _set_upright(picture)
    alpha = None
    if picture.mode.startswith("I"):
        # convert("L") would clip 16-bit grey to a few of 256 levels
        deep = np.clip(np.asarray(picture), 0, 65535)
        clear = picture.info.get("transparency")
        picture = Image.fromarray(_GREY_OF_16_BITS[deep])
        if isinstance(clear, int):
            alpha = Image.fromarray(np.where(deep == clear, 0, 255).astype(np.uint8))
    elif picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    rgb = _in_srgb(picture, icc)
    # Pasted into a new picture, so that nothing but pixels comes along.
    fresh = Image.new("RGB", rgb.size, (255, 255, 255))
    fresh.paste(rgb, (0, 0), alpha)
    return fresh


def _set_upright(picture: Image.Image) -> None:
    # broken EXIF means upright; in place, because large pictures are not copied more often than needed
    with suppress(Exception):
        ImageOps.exif_transpose(picture, in_place=True)


def _in_srgb(picture: Image.Image, icc: object) -> Image.Image:
    """The colours through the embedded profile, if there is one that works; else as they stand."""
    if isinstance(icc, bytes) and 0 < len(icc) <= _MAX_ICC_BYTES:
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(icc))
            converted = ImageCms.profileToProfile(picture, profile, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")
