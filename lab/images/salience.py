"""How much each place of a picture looks like part of the thing that is meant: a small network's answer.

The network is U2-Net-p, taught to find what a picture is about (seed/models/README.md). It is shown a square around a
rectangle, levelled, because it was taught on well exposed photos; and a second time mirrored and with harder contrast,
because what it overlooks once, such as a lamp's shade before a wall of nearly its colour, it often sees the other way.
Floating point: only for what is then stored as data. The network keeps state, so one thread uses it at a time.
"""

import hashlib
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.values.errors import LabError
from lab.values.places import SEED

MODEL = SEED / "models" / "u2netp.onnx"
MODEL_SHA256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"
SOFT, HARD = 0.7, 1.0
_SIDE_PX = 320
_MARGIN = 0.12  # of the rectangle's longer side, around it

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


def salience(pixels: Pixels, box: tuple[int, int, int, int]) -> Floats:
    """0 to 1 for every pixel (h, w), for the thing in `box` (left, top, right, bottom in pixels; the latter two outside).

    0 outside the square around the box. Raises LabError `model_damaged`.
    """
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = box
    side = max(x2 - x1, y2 - y1) * (1 + 2 * _MARGIN)
    beside, above = (side - (x2 - x1)) / 2, (side - (y2 - y1)) / 2
    left, right = max(0, int(x1 - beside)), min(width, int(np.ceil(x2 + beside)))
    top, bottom = max(0, int(y1 - above)), min(height, int(np.ceil(y2 + above)))
    square = np.ascontiguousarray(pixels[top:bottom, left:right])
    found = np.zeros((height, width), np.float32)
    found[top:bottom, left:right] = cv2.resize(_seen(square.tobytes(), *square.shape[:2]), (right - left, bottom - top))
    return found


def levelled(pixels: Pixels, gamma: float) -> Floats:
    """Colours 0 to 1 (h, w, 3), every channel stretched between its darkest and lightest half per cent.

    A dark or tinted photo then looks like any other; a `gamma` below 1 opens the shadows.
    """
    light = pixels.astype(np.float32)
    low, high = np.percentile(light, (0.5, 99.5), axis=(0, 1)).astype(np.float32)
    return np.asarray(np.clip((light - low) / np.maximum(high - low, 1), 0, 1) ** np.float32(gamma), np.float32)


@lru_cache(maxsize=4)  # strokes ask for the same square again and again
def _seen(data: bytes, height: int, width: int) -> Floats:
    """What the network makes of a square, and of its mirror image under harder light: the higher of the two, 320 x 320."""
    pixels = np.frombuffer(data, np.uint8).reshape(height, width, 3)
    small = cv2.resize(
        pixels, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA if height > _SIDE_PX else cv2.INTER_LINEAR
    )
    soft, hard = levelled(np.asarray(small, np.uint8), SOFT), levelled(np.asarray(small, np.uint8), HARD)
    return np.asarray(np.maximum(_forward(soft), _forward(hard[:, ::-1])[:, ::-1]), np.float32)


def _forward(light: Floats) -> Floats:
    """One run of the network on colours 0..1 (320, 320, 3), stretched to 0..1. Mean and deviation are ImageNet's, as it was taught."""
    normal = (light - np.array([0.485, 0.456, 0.406], np.float32)) / np.array([0.229, 0.224, 0.225], np.float32)
    network = _network()
    network.setInput(np.ascontiguousarray(normal.transpose(2, 0, 1)[None], np.float32))
    out = np.asarray(network.forward(), np.float32).reshape(_SIDE_PX, _SIDE_PX)
    low, high = float(out.min()), float(out.max())
    return np.asarray((out - low) / max(high - low, 1e-6), np.float32)


@cache
def _network() -> cv2.dnn.Net:
    """Raises LabError `model_damaged` if the file is not the one that it should be."""
    data = MODEL.read_bytes() if MODEL.is_file() else b""
    if hashlib.sha256(data).hexdigest() != MODEL_SHA256:
        raise LabError("model_damaged", file=MODEL.name)
    return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
