"""What a picture of a product is recognised by without its pixels: a hash of its structure, its colours, its silhouette.

The hash follows imagehash's pHash (a DCT of 32 x 32 greys, the 64 lowest frequencies against their median), here in
whole numbers. Prints are short text that a record can hold, so that copies inside a listing are found without
the pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, isqrt, pi

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lab.images.light import box_of, lab_of
from lab.images.masks import Mask
from lab.values.errors import BadInput

COPY_BITS, COPY_COLOURS = 10, 750
"""Two pictures are copies if their hashes differ in at most so many bits and their colours agree by so much (permille)."""
SILHOUETTE_SIDE = 96
TURNS = tuple(range(-14, 15, 2))
_HASH_SIDE, _CROP_SIDE = 32, 256
_DCT = np.array(
    [[round(4096 * cos(pi * (2 * x + 1) * u / 64)) for x in range(_HASH_SIDE)] for u in range(8)], dtype=np.int64
)
_LIGHTS, _TINTS = 3, 16
_TINT_REACH = 7000  # a* and b* times 100 from -70 to 70
_KEPT, _LEVELS = 48, 63
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

Colours = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prints:
    """A product picture's hash and that of its mirror image, 64 bits each in hex, and its commonest colours.

    `colours`: up to 48 bins of the histogram, two signs for the bin and one for the square root of its share.
    """

    structure: str
    mirrored: str
    colours: str

    def __str__(self) -> str:
        return f"{self.structure}:{self.mirrored}:{self.colours}"


def prints_of(text: str) -> Prints:
    """Prints from their text. Raises BadInput for anything else."""
    parts = text.split(":")
    if len(parts) != 3 or any(len(part) != 16 or set(part) - set("0123456789abcdef") for part in parts[:2]):
        raise BadInput("prints_unreadable")
    if len(parts[2]) % 3 or len(parts[2]) > 3 * _KEPT or set(parts[2]) - set(_DIGITS):
        raise BadInput("prints_unreadable")
    return Prints(*parts)


def prints(image: Image.Image, mask: Mask) -> Prints:
    """The prints of the product in a picture; `mask` is its outline, of the same size."""
    crop = product_crop(image, mask)
    return Prints(
        phash(crop),
        phash(crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        _colour_text(histogram(_pixels(image, mask))),
    )


def is_copy(a: Prints, b: Prints) -> bool:
    """Whether two pictures show the same to a shopper: one resized, recompressed, brightened, padded, turned a little or mirrored.

    Two photos of one thing from nearly the same side, cut out, are the same too: it says nothing about who took them.
    """
    bits = min(bits_apart(a.structure, b.structure), bits_apart(a.structure, b.mirrored))
    return bits <= COPY_BITS and _text_likeness(a.colours, b.colours) >= COPY_COLOURS


def alike(pictures: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places in a list of prints' texts that are copies of each other; what is no prints is like nothing."""
    known = [_prints_or_none(text) for text in pictures]
    return [
        (first, second)
        for second, later in enumerate(known)
        for first, earlier in enumerate(known[:second])
        if earlier is not None and later is not None and is_copy(earlier, later)
    ]


def _prints_or_none(text: str) -> Prints | None:
    try:
        return prints_of(text)
    except BadInput:
        return None


def product_crop(image: Image.Image, mask: Mask) -> Image.Image:
    """The product alone on white in the middle of a square of 256 pixels; white without a product."""
    box = box_of(mask)
    if box is None:
        return Image.new("RGB", (_CROP_SIDE, _CROP_SIDE), (255, 255, 255))
    cover = Image.fromarray(mask[box[1] : box[3], box[0] : box[2]])
    side = max(cover.size)
    square = Image.new("RGB", (side, side), (255, 255, 255))
    place = ((side - cover.width) // 2, (side - cover.height) // 2)
    square.paste(image.crop(box), place, cover)
    return square.resize(
        (_CROP_SIDE, _CROP_SIDE), Image.Resampling.BOX if side > _CROP_SIDE else Image.Resampling.BICUBIC
    )


def phash(image: Image.Image) -> str:
    """64 bits of structure in hex."""
    grey = np.asarray(image.convert("L").resize((_HASH_SIDE, _HASH_SIDE), Image.Resampling.LANCZOS)).astype(np.int64)
    waves = (_DCT @ grey @ _DCT.T).ravel()
    ordered = np.sort(waves)
    bits = 2 * waves > ordered[31] + ordered[32]
    return bytes(np.packbits(bits)).hex()


def bits_apart(a: str, b: str) -> int:
    """How many bits two hashes differ in."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def _pixels(image: Image.Image, mask: Mask) -> NDArray[np.uint8]:
    pixels: NDArray[np.uint8] = np.asarray(image)[mask]
    return pixels


def histogram(pixels: NDArray[np.uint8]) -> Colours:
    """Counts of pixels (n, 3) by lightness in 3 steps between its 2nd and 98th percentile, and a* and b* in 16 steps each.

    Smoothed along a* and b*, times 16; shape (3, 16, 16).
    """
    counts = np.zeros((_LIGHTS, _TINTS, _TINTS), np.int64)
    if not len(pixels):
        return counts
    lab = lab_of(pixels)
    light = np.sort(lab[:, 0])
    low, high = int(light[len(light) * 2 // 100]), int(light[(len(light) - 1) * 98 // 100])
    level = np.clip((lab[:, 0] - low) * _LIGHTS // max(1, high - low), 0, _LIGHTS - 1)
    tints = np.clip((lab[:, 1:] + _TINT_REACH) * _TINTS // (2 * _TINT_REACH), 0, _TINTS - 1)
    flat = np.bincount((level * _TINTS + tints[:, 0]) * _TINTS + tints[:, 1], minlength=counts.size)
    counts = flat.reshape(counts.shape).astype(np.int64)
    for axis in (1, 2):
        wide = np.pad(counts, [(1, 1) if k == axis else (0, 0) for k in range(3)])
        before, after = np.roll(wide, 1, axis), np.roll(wide, -1, axis)
        counts = (before + 2 * wide + after).take(range(1, _TINTS + 1), axis)
    return counts


def likeness(a: Colours, b: Colours) -> int:
    """How far two histograms agree, permille (Bhattacharyya coefficient); 0 with an empty one."""
    total = int(a.sum()) * int(b.sum())
    if not total:
        return 0
    return int(1000 * float(np.sqrt(a.astype(float) * b.astype(float)).sum()) / total**0.5)


def _colour_text(counts: Colours) -> str:
    flat = counts.ravel()
    total = int(flat.sum())
    if not total:
        return ""
    kept = np.argsort(-flat, kind="stable")[:_KEPT]
    signs = []
    for place in sorted(int(k) for k in kept):
        # the square root of the share, in 63rds
        level = (isqrt(4 * _LEVELS * _LEVELS * int(flat[place]) // total) + 1) // 2
        if level:
            signs.append(_DIGITS[place // 64] + _DIGITS[place % 64] + _DIGITS[min(level, _LEVELS)])
    return "".join(signs)


def _text_likeness(a: str, b: str) -> int:
    first, second = _levels(a), _levels(b)
    norm = isqrt(sum(v * v for v in first.values()) * sum(v * v for v in second.values()))
    return 1000 * sum(level * second.get(place, 0) for place, level in first.items()) // norm if norm else 0


def _levels(text: str) -> dict[str, int]:
    return {text[k : k + 2]: _DIGITS.index(text[k + 2]) for k in range(0, len(text), 3)}


def silhouette(mask: Mask) -> Mask:
    """A mask's box brought to a square of 96 pixels; empty without one."""
    box = box_of(mask)
    if box is None:
        return np.zeros((SILHOUETTE_SIDE, SILHOUETTE_SIDE), bool)
    part = Image.fromarray(mask[box[1] : box[3], box[0] : box[2]]).convert("L")
    scaled: Mask = np.asarray(part.resize((SILHOUETTE_SIDE, SILHOUETTE_SIDE), Image.Resampling.BOX)) >= 128
    return scaled


def turned_silhouettes(mask: Mask) -> Mask:
    """The silhouette of a mask turned by each of TURNS; shape (15, 96, 96)."""
    box = box_of(mask)
    if box is None:
        return np.zeros((len(TURNS), SILHOUETTE_SIDE, SILHOUETTE_SIDE), bool)
    part = Image.fromarray(mask[box[1] : box[3], box[0] : box[2]]).convert("L")
    part.thumbnail((2 * SILHOUETTE_SIDE, 2 * SILHOUETTE_SIDE), Image.Resampling.BOX)
    return np.stack(
        [silhouette(np.asarray(part.rotate(turn, Image.Resampling.BILINEAR, expand=True)) >= 128) for turn in TURNS]
    )


def overlap(silhouettes: Mask, other: Mask) -> int:
    """The best intersection over union of any of the silhouettes (k, 96, 96) with another (96, 96), permille."""
    both = (silhouettes & other).sum(axis=(1, 2), dtype=np.int64)
    either = (silhouettes | other).sum(axis=(1, 2), dtype=np.int64)
    return int((1000 * both // np.maximum(either, 1)).max())
