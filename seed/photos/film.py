"""From linear light to a picture file: exposure, colour of the light, lens, curve, grain."""

from dataclasses import dataclass

import numpy as np
from PIL import Image
from shapes import F, Floats
from studio import Exposure


@dataclass(frozen=True)
class Film:
    """`stops` of exposure, gains of red, green and blue, defocus beyond `focus_depth` and grain."""

    stops: float = 0.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    vignette: float = 0.25
    focus_depth: float | None = None
    blur_px: float = 4.0
    grain: float = 1.0
    contrast: float = 1.0


def curve(light: Floats, contrast: float) -> Floats:
    """A soft shoulder (extended Reinhard, white at 5), the sRGB curve, and a gentle S."""
    v = light * (1 + light / F(25.0)) / (1 + light) * F(1.25)
    v = np.clip(v, 0, 1)
    v = np.where(v <= 0.0031308, v * F(12.92), F(1.055) * np.maximum(v, F(1e-5)) ** F(1 / 2.4) - F(0.055))
    s = v * v * (3 - 2 * v)
    return v + (s - v) * F(0.5 * contrast)


def develop(exposure: Exposure, film: Film, seed: int) -> Image.Image:
    """The finished scene as an 8-bit picture."""
    v = curve(through_lens(exposure, film), film.contrast)
    rng = np.random.default_rng(seed)
    shot = rng.standard_normal(v.shape[:2], F)[..., None] * F(0.8) + rng.standard_normal(v.shape, F) * F(0.5)
    v = v + shot * F(0.0075 * film.grain) * np.sqrt(np.maximum(v, F(0.02)))
    return Image.fromarray((np.clip(v, 0, 1) * 255 + F(0.5)).astype(np.uint8))


def through_lens(exposure: Exposure, film: Film) -> Floats:
    """The light that reaches the film: defocus behind the product, exposure, cast, vignette, glare of bright spots."""
    light = exposure.light
    height, width = exposure.depth.shape
    if film.focus_depth is not None:
        light = _defocus(light, exposure, film.focus_depth, film.blur_px)
    y, x = np.mgrid[:height, :width].astype(F)
    radius = ((x / width - F(0.5)) ** 2 + (y / height - F(0.5)) ** 2) * 2
    light = light * F(2.0**film.stops) * np.array(film.cast, F) * (1 - F(film.vignette) * radius)[..., None]
    glare = _blurred(np.maximum(light - F(1.2), 0).clip(0, 6), width / 60)
    return light + glare * F(0.10)


def enlarged(exposure: Exposure, width: int, height: int) -> Exposure:
    """The same light on more pixels."""

    def grown(plane: Floats) -> Floats:
        picture = Image.fromarray(np.ascontiguousarray(plane)).resize((width, height), Image.Resampling.BICUBIC)
        return np.maximum(np.asarray(picture), F(0))

    if exposure.depth.shape == (height, width):
        return exposure
    light = np.stack([grown(exposure.light[..., k]) for k in range(3)], -1)
    return Exposure(light, np.minimum(grown(exposure.cover), F(1)), grown(exposure.depth))


def cut_out(exposure: Exposure, stops: float, contrast: float = 1.0) -> Image.Image:
    """The product alone on pure white (255, 255, 255), its edge soft."""
    v = curve(exposure.light * F(2.0**stops), contrast)
    a = exposure.cover[..., None]
    a = np.where(a < F(0.03), F(0), a)
    # a pixel of the edge holds some of the surroundings: the surroundings here are white as well
    v = v * a + (1 - a)
    return Image.fromarray((np.clip(v, 0, 1) * 255 + F(0.5)).astype(np.uint8))


def _blurred(a: Floats, radius: float) -> Floats:
    """Gaussian blur by way of Pillow's 32-bit channels at a quarter of the size."""
    height, width = a.shape[:2]
    small = (max(1, width // 4), max(1, height // 4))
    channels = []
    for k in range(a.shape[2]):
        plane = Image.fromarray(np.ascontiguousarray(a[..., k])).resize(small, Image.Resampling.BOX)
        plane = Image.fromarray(_gauss(np.asarray(plane), radius / 4))
        channels.append(np.asarray(plane.resize((width, height), Image.Resampling.BILINEAR)))
    return np.stack(channels, -1)


def _gauss(plane: Floats, sigma: float) -> Floats:
    reach = max(1, int(sigma * 2.5))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).astype(F)
    taps /= taps.sum()
    for axis in (0, 1):
        pad = [(reach, reach) if k == axis else (0, 0) for k in (0, 1)]
        wide = np.pad(plane, pad, mode="edge")
        n = plane.shape[axis]
        plane = sum(tap * (wide[k : k + n] if axis == 0 else wide[:, k : k + n]) for k, tap in enumerate(taps))  # type: ignore[assignment]
    return plane


def _defocus(light: Floats, exposure: Exposure, focus_depth: float, blur_px: float) -> Floats:
    """Blur what lies well behind the focus; the product's edge does not bleed into it."""
    behind = np.clip((exposure.depth - F(focus_depth)) / F(3.0), 0, 1) * (1 - exposure.cover)
    weight = behind[..., None]
    spread = np.stack([_gauss(np.ascontiguousarray((light * weight)[..., k]), blur_px) for k in range(3)], -1)
    share = _gauss(np.ascontiguousarray(behind), blur_px)[..., None]
    return light * (1 - weight) + weight * spread / np.maximum(share, F(1e-3))
