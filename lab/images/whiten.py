"""A cut-out product on pure white, its edge freed of the colour that it stood before.

Pixels along an outline hold a mixture of product and backdrop, because lens, sensor and JPEG blur both; on white that
shows as a dark or coloured fringe. So the colour of the outermost pixels is taken from the product just inside them.
Whole numbers only: the same picture and edge give the same pixels anywhere.
"""

import numpy as np
from numpy.typing import NDArray

from lab.images.masks import Mask

WHITE = 255
_EDGE_PX = 2  # so much of the product's rim is taken to be mixed with its backdrop
_REACH = 8  # how far colour is carried outwards
_AROUND = ((-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))


def on_white(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture (h, w, 3) on white by `alpha` (h, w), 255 for product: exactly 255, 255, 255 wherever that is 0.

    The product further inside than its rim keeps its pixels unchanged.
    """
    height, width = alpha.shape
    solid = alpha == 255
    core = _shrunk(solid, _EDGE_PX)
    wide = width + 2
    framed = np.zeros((height + 2, wide), bool)
    framed[1:-1, 1:-1] = (alpha > 0) & ~core
    rim = np.flatnonzero(framed)
    result = np.full_like(rgb, WHITE)
    result[core] = rgb[core]
    if not len(rim):
        return result
    colour = _from_inside(rgb, core, _shrunk(solid, 1), solid, rim)
    cover = alpha.reshape(-1)[(rim // wide - 1) * width + rim % wide - 1].astype(np.int32)[:, None]
    mixed = (2 * (colour * cover + WHITE * (255 - cover)) + 255) // 510
    result[rim // wide - 1, rim % wide - 1] = mixed
    return result


def _from_inside(
    rgb: NDArray[np.uint8], core: Mask, inner: Mask, solid: Mask, rim: NDArray[np.intp]
) -> NDArray[np.int32]:
    """Colours (n, 3) for the pixels `rim`, places in a picture with a frame of one pixel around it.

    Carried outwards pixel by pixel as the mean of the neighbours that have one already: from the core, then, where a
    part is too thin to have a core nearby, from its inner pixels, from its solid ones, and at last from the pixel itself.
    """
    height, width = core.shape
    wide = width + 2
    known = np.zeros((height + 2) * wide, bool)
    known.reshape(height + 2, wide)[1:-1, 1:-1] = core
    value = np.zeros(((height + 2) * wide, 3), np.int32)
    value.reshape(height + 2, wide, 3)[1:-1, 1:-1] = rgb
    own = value[rim]
    for source in (None, inner, solid):
        if source is not None:
            fresh = rim[~known[rim]]
            fresh = fresh[source.reshape(-1)[(fresh // wide - 1) * width + fresh % wide - 1]]
            known[fresh] = True
        for _ in range(_REACH):
            missing = rim[~known[rim]]
            if not len(missing):
                break
            total, count = np.zeros((len(missing), 3), np.int32), np.zeros(len(missing), np.int32)
            for number, (down, across) in enumerate(_AROUND):
                beside = missing + down * wide + across
                # straight neighbours weigh twice as much as those at a corner
                weight = known[beside] * (2 if number < 4 else 1)
                total += value[beside] * weight[:, None]
                count += weight
            found = count > 0
            if not found.any():
                break
            value[missing[found]] = (2 * total[found] + count[found, None]) // (2 * count[found, None])
            known[missing[found]] = True
    return np.where(known[rim, None], value[rim], own)


def _shrunk(mask: Mask, reach: int) -> Mask:
    """Pixels of the mask at least `reach` steps inside its edge; the picture's frame is no edge."""
    for _ in range(reach):
        kept = mask.copy()
        kept[1:] &= mask[:-1]
        kept[:-1] &= mask[1:]
        kept[:, 1:] &= mask[:, :-1]
        kept[:, :-1] &= mask[:, 1:]
        mask = kept
    return mask
