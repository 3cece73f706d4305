"""Accepting an uploaded picture: checked in a fixed order, made plain, encoded again.

What a browser sends is never kept or served: the result is a fresh JPEG made from the pixels alone, upright,
in sRGB, on white where the upload was transparent, without EXIF, XMP, ICC profile, comments or trailing bytes.
Only JPEG, PNG, WebP and AVIF are ever decoded, whatever the file calls itself.
Not here: platform rules (`lab.images.measure.main_image_faults`); they are marks, not errors.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps, PngImagePlugin, UnidentifiedImageError

from lab.images.measure import ImageFacts, measure
from lab.values.errors import BadInput

MAX_BYTES = 12_000_000
MAX_PIXELS = 50_000_000
MIN_SIDE_PX = 64
MAX_ASPECT = 8
MAX_SCANS = 64
JPEG_QUALITY = 90
_MAX_ICC_BYTES = 1 << 20
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# Pillow's own limits, for the whole process. Without the filter, one to two times MAX_IMAGE_PIXELS only warns.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
PngImagePlugin.MAX_TEXT_CHUNK = 1 << 20
PngImagePlugin.MAX_TEXT_MEMORY = 4 << 20
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class AcceptedImage:
    """A picture as we keep it. `sha256` names the bytes of `jpeg`; `facts` were measured on the upload's pixels.

    `had_gps`: the upload's EXIF told where it was taken. The place itself is not kept.
    """

    sha256: str
    jpeg: bytes
    width: int
    height: int
    facts: ImageFacts
    had_gps: bool = False


def accept(data: bytes) -> AcceptedImage:
    """Check, normalise, measure and encode one upload. The same bytes always give the same result.

    Raises BadInput with, in this order: `empty`, `too_many_bytes`, `unsupported_format`, `too_many_pixels`,
    `too_small`, `bad_aspect`, `animated`, `too_many_scans`, `truncated`, `damaged`; and `bad_metadata` for
    oversized text in a PNG, wherever it stands.
    """
    if not data:
        raise BadInput("empty")
    if len(data) > MAX_BYTES:
        raise BadInput("too_many_bytes", bytes=len(data), limit=MAX_BYTES)
    try:
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    except Exception as error:
        raise _as_bad_input(error) from None
    with picture:
        file_format = "JPEG" if picture.format == "MPO" else str(picture.format)
        try:
            _check_header(picture, data)
            picture.load()
            had_gps = _has_gps(picture)
            plain = _normalised(picture)
        except BadInput:
            raise
        except Exception as error:
            raise _as_bad_input(error) from None
    out = BytesIO()
    plain.save(out, "JPEG", quality=JPEG_QUALITY)
    jpeg = out.getvalue()
    facts = measure(plain, byte_count=len(data), file_format=file_format)
    return AcceptedImage(hashlib.sha256(jpeg).hexdigest(), jpeg, plain.width, plain.height, facts, had_gps)


def _check_header(picture: Image.Image, data: bytes) -> None:
    """What can be refused before a pixel is decoded."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise BadInput("too_many_pixels", width=width, height=height, limit=MAX_PIXELS)
    if min(width, height) < MIN_SIDE_PX:
        raise BadInput("too_small", width=width, height=height, limit=MIN_SIDE_PX)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise BadInput("bad_aspect", width=width, height=height, limit=MAX_ASPECT)
    # a phone's MPO is a JPEG with a second view behind the first; we take the first
    frames = getattr(picture, "n_frames", 1)
    if frames != 1 and picture.format != "MPO":
        raise BadInput("animated", frames=frames)
    if picture.format in ("JPEG", "MPO"):
        # inside compressed data FF is always followed by 00, so FF DA is a true start of scan
        scans = data.count(b"\xff\xda")
        if scans > MAX_SCANS:
            raise BadInput("too_many_scans", scans=scans, limit=MAX_SCANS)


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


def _has_gps(picture: Image.Image) -> bool:
    try:
        return bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:
        # EXIF is written by every kind of program; broken EXIF is not a reason to refuse a picture
        return False


def _normalised(picture: Image.Image) -> Image.Image:
    """Upright, 8-bit, sRGB, on white, and free of everything but pixels."""
    icc = picture.info.get("icc_profile")
    picture = _upright(picture)
    if picture.mode.startswith("I"):
        # convert("L") would clip 16-bit grey to a few of 256 levels
        deep = np.asarray(picture).astype(np.int64)
        picture = Image.fromarray(np.clip((deep + 128) // 257, 0, 255).astype(np.uint8))
    alpha = None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    rgb = _in_srgb(picture, icc)
    if alpha is not None:
        rgb = Image.composite(rgb, Image.new("RGB", rgb.size, (255, 255, 255)), alpha)
    return Image.frombytes("RGB", rgb.size, rgb.tobytes())


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture


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
    return picture.convert("RGB")
