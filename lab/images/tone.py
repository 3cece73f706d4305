"""Light and colour of a picture: white balance, exposure, sharpening.

Gains act on linear light, as a lamp or a longer exposure would, and then go back to sRGB. All of it is a table of 256
entries per channel, worked out in whole numbers, so that the pixels are the same on every machine. Above nine tenths of
the scale a gain bends into a shoulder: what was not at the top before does not get there, and differences in bright
places stay visible.
Sources: IEC 61966-2-1 (sRGB); the unsharp mask with a threshold as in image editors.
"""

import math
from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.values.errors import BadInput

Pixels = NDArray[np.uint8]

TOP = 65_535
"""Full light, in the 16 bits of linear light."""
GAIN_ONE = 1 << 16
LEAST_GAIN, MOST_GAIN = 500, 2000
SHARPEN_FROM = 2
"""Differences from the blur up to this many levels are taken for noise and left alone."""
_PATCH_SHARE = 60  # ten-thousandths of the longer side
_PATCH_LEAST_PX = 3
_PATCH_LOW, _PATCH_HIGH = 16, 250
_BLUR_BITS = 12
_ROWS = 64


def linear_light(code: float) -> float:
    """The light, 0 to 1, of an sRGB value from 0 to 1."""
    return code / 12.92 if code <= 0.04045 else float(((code + 0.055) / 1.055) ** 2.4)


LINEAR = tuple(round(TOP * linear_light(code / 255)) for code in range(256))
# from this much light on, an 8-bit value is rounded to code 1, 2, ... 255
_FROM_LIGHT = tuple(math.ceil(TOP * linear_light((code - 0.5) / 255)) for code in range(1, 256))
_KNEE = round(TOP * linear_light(0.9))


def gain_table(gain: int) -> tuple[int, ...]:
    """What becomes of each 8-bit value under a gain in linear light (65,536 is 1).

    Rising everywhere. With a gain above 1 only 255 is 255 afterwards.
    """
    table = []
    knee, room = _KNEE * GAIN_ONE, (TOP - _KNEE) * GAIN_ONE
    over = TOP * gain - knee
    for code, light in enumerate(LINEAR):
        bright = light * gain
        if gain > GAIN_ONE and bright > knee:
            # from slope 1 at the knee to the top of the scale, which full light alone reaches
            above = bright - knee
            bright = knee + above * room * over // (room * over + above * (over - room))
        out = bisect_right(_FROM_LIGHT, (bright + GAIN_ONE // 2) // GAIN_ONE)
        table.append(min(out, 254) if code < 255 and gain > GAIN_ONE else out)
    return tuple(table)


def stops_gain(stops: int) -> int:
    """The gain (65,536 is 1) of so many hundredths of a stop."""
    return round(GAIN_ONE * math.exp2(stops / 100))


def balanced(rgb: Pixels, red: int, green: int, blue: int, alpha: Pixels | None = None) -> Pixels:
    """Each channel under its own gain in permille of linear light; `alpha` as for `toned`."""
    return toned(rgb, [gain_table((gain * GAIN_ONE + 500) // 1000) for gain in (red, green, blue)], alpha)


def exposed(rgb: Pixels, stops: int, alpha: Pixels | None = None) -> Pixels:
    """A longer or shorter exposure, in hundredths of a stop; `alpha` as for `toned`."""
    return toned(rgb, [gain_table(stops_gain(stops))] * 3, alpha)


def toned(rgb: Pixels, tables: list[tuple[int, ...]], alpha: Pixels | None = None) -> Pixels:
    """Every channel through its table; of a cut-out product (`alpha`) only the product, never the white around it.

    `rgb` is height x width x 3, `alpha` height x width.
    """
    lookup = np.array(tables, np.uint8)
    out = np.empty_like(rgb)
    for channel in range(3):
        out[..., channel] = lookup[channel][rgb[..., channel]]
    if alpha is not None:
        clear = alpha == 0
        out[clear] = rgb[clear]
        edge = (alpha > 0) & (alpha < 255)
        out[edge] = _edge_toned(rgb[edge], alpha[edge], lookup)
    return out


def _edge_toned(mixed: Pixels, alpha: Pixels, lookup: Pixels) -> Pixels:
    """Pixels (n x 3) that are part product, part white: the product's part is toned, else dark edges turn into a pale seam."""
    cover = alpha.astype(np.int32)[:, None]
    dark = 255 - mixed.astype(np.int32)
    own = np.minimum((dark * 255 + cover // 2) // cover, 255)
    # what no mixture with white explains stays as it was
    rest = dark - (own * cover + 127) // 255
    after = 255 - lookup[np.arange(3), 255 - own].astype(np.int32)
    out: Pixels = np.clip(255 - ((after * cover + 127) // 255 + rest), 0, 255).astype(np.uint8)
    return out


def neutral_gains(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    """Gains of red, green, blue in permille that make the place (x, y), in ten-thousandths, a neutral grey.

    Looks at the median of a small square there. Green stays 1000; red and blue are limited to 500..2000.
    Raises BadInput `patch_unusable` where a channel is too dark or at the top: there the colour of the light cannot be read.
    """
    width, height = image.size
    reach = max(_PATCH_LEAST_PX, max(width, height) * _PATCH_SHARE // 10_000)
    column, row = min(max(x, 0) * width // 10_000, width - 1), min(max(y, 0) * height // 10_000, height - 1)
    box = (max(column - reach, 0), max(row - reach, 0), min(column + reach + 1, width), min(row + reach + 1, height))
    patch = np.asarray(image.crop(box).convert("RGB")).reshape(-1, 3)
    middle = [int(value) for value in np.sort(patch, axis=0)[len(patch) // 2]]
    if min(middle) < _PATCH_LOW or max(middle) > _PATCH_HIGH:
        raise BadInput("patch_unusable", red=middle[0], green=middle[1], blue=middle[2])
    red, green, blue = (LINEAR[value] for value in middle)

    def gain(light: int) -> int:
        return min(max((green * 1000 + light // 2) // light, LEAST_GAIN), MOST_GAIN)

    return gain(red), 1000, gain(blue)


def blur_weights(radius: int) -> tuple[int, ...]:
    """A Gaussian of standard deviation `radius` tenths of a pixel: its middle and one side; both sides sum to 4096."""
    reach = -(-3 * radius // 10)
    raw = [math.exp(-50 * (step / radius) ** 2) for step in range(reach + 1)]
    whole = raw[0] + 2 * sum(raw[1:])
    sides = [round((1 << _BLUR_BITS) * value / whole) for value in raw[1:]]
    return ((1 << _BLUR_BITS) - 2 * sum(sides), *sides)


def sharpened(rgb: Pixels, amount: int, radius: int) -> Pixels:
    """Unsharp mask: adds `amount` per cent of the difference from a Gaussian blur of `radius` tenths of a pixel.

    Beyond the frame the edge pixels go on. White stays white, so a cut-out product needs no care.
    """
    weights = blur_weights(radius)
    reach = len(weights) - 1
    height, width = rgb.shape[:2]
    out = np.empty_like(rgb)
    for top in range(0, height, _ROWS):
        # in bands of rows: the work then stays in the processor's cache, and memory low
        rows = np.clip(np.arange(top - reach, min(top + _ROWS, height) + reach), 0, height - 1)
        band = np.pad(rgb[rows], ((0, 0), (reach, reach), (0, 0)), mode="edge").astype(np.int32)
        across = _weighted(band.reshape(len(rows), -1), weights, width * 3, 3, axis=1)
        # 5 bits behind the point are kept between the two directions
        across = (across + (1 << 6)) >> 7
        count = len(rows) - 2 * reach
        blurred = _weighted(across, weights, count, 1, axis=0)
        codes = band[reach : reach + count, reach : reach + width].reshape(count, -1)
        bits = _BLUR_BITS + 5
        # the difference in 1/256 of a level
        beyond = ((codes << bits) - blurred + (1 << (bits - 9))) >> (bits - 8)
        added = (beyond * amount + 12_800) // 25_600
        added[np.abs(beyond) <= SHARPEN_FROM * 256] = 0
        out[top : top + count] = np.clip(codes + added, 0, 255).reshape(count, width, 3)
    return out


def _weighted(
    values: NDArray[np.int32], weights: tuple[int, ...], count: int, step: int, *, axis: int
) -> NDArray[np.int32]:
    """Sums over a symmetric window along an axis: `count` places, neighbours `step` apart."""
    reach = len(weights) - 1

    def moved(by: int) -> NDArray[np.int32]:
        start = (reach + by) * step
        return values[:, start : start + count] if axis else values[start : start + count]

    total = moved(0) * np.int32(weights[0])
    for distance in range(1, reach + 1):
        if weights[distance]:
            pair = moved(-distance) + moved(distance)
            pair *= np.int32(weights[distance])
            total += pair
    return total
