"""Negatives: clean linear light and the product's outline, from which every student's raw photo is developed.

A negative is two files of the same size:

    <view>.jpg        per channel code = round(255 * log2(1 + 60 x) / log2(1 + 60 * 8)), light x cut to 0..8
                      (1.0: a white surface in full light); JPEG, quality 90, 4:4:4
    <view>.mask.png   the product's cover of each pixel, 0 to 255, one grey channel

It holds what belongs to the scene (defocus, glare) and nothing that a camera or a careless photographer adds
(tilt, cast, wrong exposure, vignette, grain): those come at development.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
from film import curve, enlarged, through_lens
from numpy.typing import NDArray
from PIL import Image
from scenery import Shot, staged
from shapes import F, Floats
from studio import photograph

LONG, SHORT = 1840, 1380
BRIGHTEST = 8.0
STEEPNESS = 60.0
QUALITY = 90
_TOP = np.log2(1 + STEEPNESS * BRIGHTEST)


def codes_of(light: Floats) -> NDArray[np.uint8]:
    """Linear light (h, w, 3) as codes 0..255."""
    x = np.clip(light.astype(np.float64), 0, BRIGHTEST)
    return np.rint(255 * np.log2(1 + STEEPNESS * x) / _TOP).astype(np.uint8)


def light_of(codes: NDArray[np.uint8]) -> Floats:
    """The reverse of `codes_of`, exact to half a code."""
    table = (2 ** (np.arange(256) * _TOP / 255) - 1) / STEEPNESS
    return table.astype(F)[codes]


def expose(shot: Shot, long: int, passes: int, detail: float, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The codes (h, w, 3) and the cover 0..255 (h, w) of a shot; `long` is the longest side in pixels.

    The scene is traced at `detail` of its size. Cast, vignette and tilt of the shot are left out.
    """
    width, height = (LONG, SHORT) if shot.size[0] > shot.size[1] else (SHORT, LONG)
    scale = long / LONG
    width, height = round(width * scale), round(height * scale)
    scene, camera = staged(shot)
    camera = replace(camera, roll=0.0)
    exposure = photograph(
        scene, camera, round(width * detail), round(height * detail), passes=passes, seed=seed, even_gloss=True
    )
    exposure = enlarged(exposure, width, height)
    # the blur is given for a long side of 1600
    film = replace(shot.film, blur_px=shot.film.blur_px * long / 1600, cast=(1.0, 1.0, 1.0), vignette=0.0)
    cover = np.clip(exposure.cover * 255 + F(0.5), 0, 255).astype(np.uint8)
    return codes_of(through_lens(exposure, film)), cover


def write(
    codes: NDArray[np.uint8], cover: NDArray[np.uint8], folder: Path, view: str, quality: int = QUALITY
) -> tuple[Path, Path]:
    """Both files; each appears under its name only when it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    picture, mask = folder / f"{view}.jpg", folder / f"{view}.mask.png"
    unfinished = folder / f".{view}.part"
    Image.fromarray(cover).save(unfinished, "PNG", optimize=True)
    unfinished.replace(mask)
    Image.fromarray(codes).save(unfinished, "JPEG", quality=quality, subsampling=0, optimize=True)
    unfinished.replace(picture)
    return picture, mask


def look(picture: Path, stops: float = 0.0) -> Image.Image:
    """A plain neutral development of a stored negative, for looking at it."""
    with Image.open(picture) as stored:
        light = light_of(np.asarray(stored.convert("RGB")))
    v = curve(light * F(2.0**stops), 1.0)
    return Image.fromarray((np.clip(v, 0, 1) * 255 + F(0.5)).astype(np.uint8))
