"""Contrast between colours as the Web Content Accessibility Guidelines reckon it, in whole numbers.

Relative luminance and contrast ratio: WCAG 2.2, definitions. Ratios are in hundredths, rounded down: 100 to 2100.
"""

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
"""Red, green and blue of sRGB, 0 to 255."""
_WHITE = 65535
_LINEAR = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (k / 255 for k in range(256))]
# linear light (IEC 61966-2-1) times the channel's weight, in 65535ths of white's luminance and those in 10000ths
_PARTS = [np.array([round(weight * _WHITE * v) for v in _LINEAR], dtype=np.int64) for weight in (2126, 7152, 722)]


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Relative luminance of pixels (... x 3), 0 to 65535, rounded down."""
    red, green, blue = _PARTS
    light: NDArray[np.int64] = red[pixels[..., 0]] + green[pixels[..., 1]] + blue[pixels[..., 2]]
    return light // 10_000


def contrast_ratio(one: Colour, other: Colour) -> int:
    """Contrast of two colours."""
    light = luminance(np.array([one, other], dtype=np.uint8))
    return int(_ratios(int(light[0]), light[1:])[0])


def worst_contrast(colour: Colour, ground: NDArray[np.uint8], *, forgiven: int) -> int:
    """The contrast that all but `forgiven` permille of the ground's pixels (n x 3, at least one) reach."""
    own = int(luminance(np.array(colour, dtype=np.uint8)))
    counts = np.bincount(luminance(ground), minlength=_WHITE + 1)
    ratios = _ratios(own, np.arange(_WHITE + 1))
    order = np.argsort(ratios, kind="stable")
    reached = counts[order].cumsum() > len(ground) * forgiven // 1000
    return int(ratios[order[reached.argmax()]])


def _ratios(own: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
    # (L1 + 0.05) / (L2 + 0.05), both times 20
    mine, theirs = 20 * own + _WHITE, 20 * others + _WHITE
    ratios: NDArray[np.int64] = 100 * np.maximum(mine, theirs) // np.minimum(mine, theirs)
    return ratios
