"""The darkroom: every student's own raw photo, developed from a shared negative.

A negative holds the light of a scene (`lab.images.negatives`). A photo of it is framed, exposed in the colour of some light,
dimmed towards the corners, specked with dust, put through the curve of a film, and grained, in that order, as in a camera.
Exposure is added up in stops (logarithms to base 2 of light, in 1024ths), where gains, vignette and dust are sums.
All of it is done in whole numbers, through tables that are rounded once; the same seed gives the same bytes on every machine.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from math import log2, pi, sin

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from lab.images.flaws import ANY, Flaws, Wanted, flaws_in, mark_font, photo_key
from lab.images.framing import FINE, Framing, framed, framed_cover, least_zoom
from lab.images.masks import Mask
from lab.images.negatives import BRIGHTEST, CODE_SLOPE, Negative, negative_of
from lab.values.chance import GOLD, below, draw, mix64, mix64_array
from lab.values.places import SEED

FONTS = SEED / "fonts"
MAKE, MODEL = "Larkfield", "LX-2"
QUALITY = 92
WORKSHOP = ((22, 37, 12), "N", (113, 11, 6), "E")
"""Where located photos say they were taken: Guzhen, Zhongshan, the town of lamps. Degrees, minutes, seconds."""
_STOP = 1024
_DARKEST = -20  # stops: what the tables of light begin with
_LIGHTEST = 8
_WHITE = 255 * FINE
_ROWS = 64
_LUMA_DEVIATION = 362  # of the sum of twelve evenly spread bytes that the fine noise is: 2**8 * sqrt(6 * 4 / 12)
_MARK_ROLL = -2500
_MARK_STRENGTH = 380  # permille

Bytes = NDArray[np.uint8]
Planes = NDArray[np.uint16]
Stops = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Speck:
    """A grain of dust on the sensor, in pixels of the upright photo."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A raw photo as a file, and the truth about it.

    `width`, `height` and `mask` (the product's true outline) are of the picture held upright, as its EXIF orientation asks for.
    """

    jpeg: bytes
    width: int
    height: int
    mask: Mask
    flaws: Flaws
    specks: tuple[Speck, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of the file, by which it is known."""
        return hashlib.sha256(self.jpeg).hexdigest()


def develop(asset: str, seed: int, *, mark: str = "", taken: date | None = None, wanted: Wanted = ANY) -> Photo:
    """One student's photo of "product/view": 1600 x 1200 or 1200 x 1600 when upright.

    `mark`: a watermark over the picture; `taken`: the day in its EXIF; `wanted`: other flaws that are not left to chance.
    Raises BadInput as `lab.images.flaws.flaws_of` does.
    """
    negative = negative_of(asset)
    key = photo_key(seed, asset)
    flaws = flaws_in(negative, key, replace(wanted, mark=mark or wanted.mark))
    return photo_of(negative, flaws, key, taken)


def photo_of(negative: Negative, flaws: Flaws, key: int, taken: date | None = None) -> Photo:
    """The photo of a negative with given flaws; the key draws its dust and grain. Raises BadInput `outside_negative`."""
    pixels, specks = printed(negative, flaws, key)
    mask = framed_cover(negative.cover, flaws.framing) >= 128
    height, width = mask.shape
    # how the camera was held: turned back by whoever honours the EXIF orientation
    stored = np.rot90(pixels, {1: 0, 3: 2, 6: 1, 8: -1}[flaws.turned])
    out = BytesIO()
    Image.fromarray(np.ascontiguousarray(stored)).save(
        out, "JPEG", quality=QUALITY, subsampling="4:2:0", exif=_exif(flaws, key, taken)
    )
    return Photo(out.getvalue(), width, height, mask, flaws, specks)


def printed(negative: Negative, flaws: Flaws, key: int) -> tuple[Bytes, tuple[Speck, ...]]:
    """The upright photo's pixels, height x width x 3, before they are a file; and its dust."""
    codes = framed(negative.codes, flaws.framing)
    height, width = codes.shape[1:]
    lost = _vignette(width, height, flaws.vignette)
    specks = _dust(lost, flaws.dust, key)
    light = _light_of_codes()
    curve = _curve()
    planes = np.empty(codes.shape, np.uint16)
    for k, gain in enumerate((flaws.red, flaws.green, flaws.blue)):
        exposed = light + round(_STOP * (flaws.stops / 100 + log2(gain / 1000)))
        planes[k] = curve[np.clip(exposed[codes[k]] + lost - _DARKEST * _STOP, 0, len(curve) - 1)]
    pixels = np.empty((height, width, 3), np.uint8)
    if flaws.grain:
        _add_grain(planes, flaws.grain, draw(key, "grains"), pixels)
    else:
        pixels[...] = np.moveaxis((planes + FINE // 2) // FINE, 0, -1)
    if flaws.mark:
        _stamp(pixels, flaws.mark, negative.size)
    return pixels, specks


@lru_cache(maxsize=4)
def neutral(asset: str) -> tuple[Image.Image, Mask]:
    """The photo that everybody's corrected one is compared with: straight, rightly exposed, in white light, without noise.

    It shows the middle of the negative at its own size. Neither the picture nor the mask must be written to.
    """
    negative = negative_of(asset)
    pixels, _ = printed(negative, Flaws(), 0)
    mask = framed_cover(negative.cover, Framing()) >= 128
    mask.setflags(write=False)
    return Image.fromarray(pixels), mask


@cache
def _light_of_codes() -> Stops:
    """Light by code (times FINE) of a negative, in 1024ths of a stop from 1.0; black stands at 14 stops below."""
    top = log2(1 + CODE_SLOPE * BRIGHTEST)
    light = [max((2 ** (top * code / _WHITE) - 1) / CODE_SLOPE, 2**-14) for code in range(_WHITE + 1)]
    return np.array([round(_STOP * log2(x)) for x in light], np.int32)


@cache
def _curve() -> Planes:
    """The film's curve: levels times FINE by light in 1024ths of a stop, from _DARKEST on.

    A soft shoulder (extended Reinhard, which turns 2.9 white), the curve of sRGB, and a gentle S.
    """
    levels = []
    for step in range((_LIGHTEST - _DARKEST) * _STOP):
        x = 2 ** (step / _STOP + _DARKEST)
        v = min(1.0, 1.25 * x * (1 + x / 25) / (1 + x))
        v = 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055
        levels.append(round(_WHITE * (v + (v * v * (3 - 2 * v) - v) / 2)))
    return np.array(levels, np.uint16)


def _vignette(width: int, height: int, corners: int) -> Stops:
    """Light lost by place, as stops times 1024 (0 or less): none in the middle, `corners` permille of it in the corners."""
    steps = 4096
    lost = np.array([round(_STOP * log2(1 - corners / 1000 * i / steps)) for i in range(steps + 1)], np.int32)
    across, down = (((2 * np.arange(side) - (side - 1)) ** 2 * (steps // 2)) // side**2 for side in (width, height))
    found: Stops = lost[down[:, None] + across[None]]
    return found


def _dust(lost: Stops, count: int, key: int) -> tuple[Speck, ...]:
    """Put soft dark specks with a faint bright ring, as light lost, anywhere on the photo."""
    height, width = lost.shape
    side = max(width, height)
    specks = []
    for i in range(count):
        x, y = below(draw(key, f"dust x {i}"), width), below(draw(key, f"dust y {i}"), height)
        radius = max(2, side * (28 + below(draw(key, f"dust size {i}"), 40)) // 10_000)
        depth = 260 + below(draw(key, f"dust depth {i}"), 300)
        reach = radius * 3 // 2
        rows, columns = (slice(max(0, at - reach), min(end, at + reach + 1)) for at, end in ((y, height), (x, width)))
        down, across = np.arange(rows.start, rows.stop) - y, np.arange(columns.start, columns.stop) - x
        place = (down[:, None] ** 2 + across[None] ** 2) * _SPECK_STEPS // radius**2
        profile = _speck()
        lost[rows, columns] -= profile[np.minimum(place, len(profile) - 1)] * depth // 1000
        specks.append(Speck(x, y, radius))
    return tuple(specks)


_SPECK_STEPS = 64


@cache
def _speck() -> Stops:
    """A speck's darkness, permille, by the square of the distance from its middle in 64ths of its radius squared."""
    profile = []
    for i in range(_SPECK_STEPS * 9 // 4 + 1):
        r = (i / _SPECK_STEPS) ** 0.5
        core = min(1.0, max(0.0, (1.05 - r) / 0.6))
        ring = sin(pi * (r - 0.95) / 0.5) if 0.95 < r < 1.45 else 0.0
        profile.append(round(1000 * (core * core * (3 - 2 * core) - 0.12 * ring)))
    profile[-1] = 0
    return np.array(profile, np.int32)


def _add_grain(planes: Planes, grain: int, key: int, pixels: Bytes) -> None:
    """Turn planes into pixels with noise: fine in lightness, coarser and weaker in colour, strongest in the dark."""
    height, width = planes.shape[1:]
    # the very darkest tones are pressed together by the curve, and their noise with them
    by_level = [min(1.0, 0.35 + 12 * t / 255) * (1.5 - 1.2 * t / 255) for t in range(256)]
    amount = np.array([round(grain * FINE / 100 / _LUMA_DEVIATION * share * 65536) for share in by_level], np.int32)
    for top in range(0, height, _ROWS):
        strip = planes[:, top : top + _ROWS].astype(np.int32)
        down = strip.shape[1]
        # one number a place, with a row and a column beyond what is filled, for the smoothing
        places = np.arange(top, top + down + 1, dtype=np.uint64)[:, None] * np.uint64(width + 1)
        places = places + np.arange(width + 1, dtype=np.uint64)[None]
        numbers = mix64_array(places * np.uint64(GOLD) + np.uint64(mix64(key)))
        parts = numbers.astype("<u8", copy=False).view(np.uint8).reshape(*numbers.shape, 8)
        fine = sum((parts[..., i].astype(np.int32) for i in range(4)), np.full(numbers.shape, -510, np.int32))
        luma = 2 * fine[:-1, :-1] + fine[:-1, 1:] + fine[1:, :-1]
        loud = amount[strip[1] // FINE]
        for k in range(3):
            noise = luma
            if k != 1:
                blocks = parts[:down:2, :width:2]
                coarse = (blocks[..., 4 + k].astype(np.int32) + blocks[..., 5 + k] - 255) * 7 >> 2
                noise = luma + np.repeat(np.repeat(coarse, 2, axis=0)[:down], 2, axis=1)[:, :width]
            grained = (strip[k] + (noise * loud + 32768 >> 16) + FINE // 2) // FINE
            pixels[top : top + down, :, k] = np.clip(grained, 0, 255)


def _stamp(pixels: Bytes, text: str, negative_size: tuple[int, int]) -> None:
    """A pale line of text rising across the photo. The text is turned as a negative is, so that its edges are exact too."""
    width, height = negative_size
    path = FONTS / str(mark_font(text))
    length = ImageFont.truetype(path, 100, layout_engine=ImageFont.Layout.BASIC).getlength(text)
    size = max(8, min(width // 8, int(width * 60 // max(1, length))))
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    layer = Image.new("L", negative_size)
    ImageDraw.Draw(layer).text((width // 2, height // 2), text, fill=255, font=font, anchor="mm")
    cover = framed_cover(np.asarray(layer), Framing(_MARK_ROLL, least_zoom(_MARK_ROLL, width, height)))
    rows, columns = np.nonzero(cover)
    under = pixels[rows, columns]
    pale = (255 - under).astype(np.int32) * cover[rows, columns, None] * _MARK_STRENGTH // (255 * 1000)
    pixels[rows, columns] = under + pale.astype(np.uint8)


def _exif(flaws: Flaws, key: int, taken: date | None) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MAKE
    exif[ExifTags.Base.Model] = MODEL
    exif[ExifTags.Base.Orientation] = flaws.turned
    if taken is not None:
        minute = 9 * 60 + below(draw(key, "minute"), 8 * 60)
        moment = f"{taken:%Y:%m:%d} {minute // 60:02}:{minute % 60:02}:{below(draw(key, 'second'), 60):02}"
        exif[ExifTags.Base.DateTime] = moment
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = moment
    if flaws.located:
        north, north_mark, east, east_mark = WORKSHOP
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef] = north_mark
        place[ExifTags.GPS.GPSLatitude] = tuple(IFDRational(part, 1) for part in north)
        place[ExifTags.GPS.GPSLongitudeRef] = east_mark
        place[ExifTags.GPS.GPSLongitude] = tuple(IFDRational(part, 1) for part in east)
    return exif
