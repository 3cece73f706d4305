"""What surfaces are made of: colours in linear light, gloss, and procedural grain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from shapes import F, Floats

Colour: TypeAlias = tuple[float, float, float]
Paint: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
_LATTICE = np.random.default_rng(20261101).random((256, 256)).astype(F)


@dataclass(frozen=True)
class Material:
    """`colour` is the diffuse reflectance (metals: the reflection's tint), `rough` 0 mirror to 1 chalk."""

    colour: Colour | Paint
    rough: float = 0.6
    metal: bool = False
    glow: Colour = (0.0, 0.0, 0.0)  # light sent out
    through: Colour = (0.0, 0.0, 0.0)  # share of light from behind that passes

    def paint(self, x: Floats, y: Floats, z: Floats) -> Floats:
        if callable(self.colour):
            return self.colour(x, y, z)
        return np.broadcast_to(np.array(self.colour, F), (len(x), 3))


def noise(u: Floats, v: Floats) -> Floats:
    """Smooth value noise, 0 to 1, one lattice cell per unit."""
    fu, fv = np.floor(u), np.floor(v)
    iu, iv = fu.astype(np.int32), fv.astype(np.int32)
    u, v = (u - fu).astype(F), (v - fv).astype(F)
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    a, b = _LATTICE[iu & 255, iv & 255], _LATTICE[(iu + 1) & 255, iv & 255]
    c, d = _LATTICE[iu & 255, (iv + 1) & 255], _LATTICE[(iu + 1) & 255, (iv + 1) & 255]
    return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v


def clouds(u: Floats, v: Floats, octaves: int = 4) -> Floats:
    total, weight = np.zeros(u.shape, F), 0.5
    for k in range(octaves):
        total = total + F(weight) * noise(u * F(2.03**k) + F(17.1 * k), v * F(2.03**k) + F(9.7 * k))
        weight /= 2
    return total


def wood(light: Colour, dark: Colour, stave: float = 0.9, along: str = "x", scale: float = 1.0) -> Paint:
    """Planed solid wood, glued from staves of this width, the grain running along an axis."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u, v = {"x": (x, y + z * F(0.7)), "y": (y, x + z * F(0.7)), "z": (z, x + y * F(0.7))}[along]
        u, v = u * F(scale), v * F(scale)
        band = np.floor(v / F(stave))
        shift = noise(band * F(7.31), band * F(3.7)) * F(90)
        wave = clouds(u * F(0.22) + shift, v * F(1.7) + shift, 3)
        rings = F(0.5) + F(0.5) * np.sin((wave * F(13) + v * F(2.2)) * F(6.3))
        fibre = clouds(u * F(1.6) + shift, v * F(52), 3)
        pores = np.clip((noise(u * F(5) + shift, v * F(110)) - F(0.72)) * F(4), 0, 1)
        tone = F(0.25) * rings**2 + F(0.45) * fibre + F(0.3) * clouds(u * F(0.5) + shift, v * F(4), 3)
        tone += F(0.22) * (noise(band * F(5.1), band * F(1.3) + F(4)) - F(0.5)) + F(0.12) * pores
        edge = np.abs(v / F(stave) - band - F(0.5))
        seam = np.clip((edge - F(0.492)) * F(150), 0, 1) * F(0.35)
        t = np.clip(tone, 0, 1)[:, None]
        return (np.array(light, F) * (1 - t) + np.array(dark, F) * t) * (1 - seam[:, None])

    return paint


def plaster(colour: Colour) -> Paint:
    """A painted wall: faint clouds and the grain of a roller."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        tone = F(0.94) + F(0.08) * clouds(x * F(0.35), z * F(0.35), 3) + F(0.05) * (clouds(x * F(14), z * F(14), 2) - F(0.35))
        return np.array(colour, F) * tone[:, None]

    return paint


def printed(page: Colour, ink: Colour, half_width: float, line: float) -> Paint:
    """A page of running text: words as grey dashes on lines across x, margins left free."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        row = np.floor(y / F(line))
        inside = np.abs(y / F(line) - row - F(0.5)) < F(0.21)
        column = np.abs(x)
        words = noise(x * F(16) + row * F(37.7), row * F(5.3)) > F(0.3)
        ragged = np.where(noise(row * F(3.3), row * F(9.1)) > F(0.8), F(0.55), F(0.88))
        body = (column > F(0.12 * half_width)) & (column < F(half_width) * ragged)
        body &= (np.abs(y) < F(0.92)) & (noise(row * F(1.9), row * F(0) + F(3)) > F(0.12))
        mark = (inside & words & body).astype(F)[:, None] * F(0.72)
        return np.array(page, F) * (1 - mark) + np.array(ink, F) * mark

    return paint


def as_array(colour: Colour) -> NDArray[np.float32]:
    return np.array(colour, F)


def linen(colour: Colour, thread: float = 0.03, across: str = "xy") -> Paint:
    """Plain weave seen from near: warp over weft in turn, threads of uneven thickness; `thread` is a thread's width."""
    first, second = ("xyz".index(axis) for axis in across)

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u, v = ((x, y, z)[first] / F(thread), (x, y, z)[second] / F(thread))
        u = u + F(0.35) * (noise(v * F(0.11), u * F(0.02)) - F(0.5))
        v = v + F(0.35) * (noise(u * F(0.11), v * F(0.02)) - F(0.5))
        iu, iv = np.floor(u), np.floor(v)
        over = ((iu + iv).astype(np.int64) & 1).astype(bool)
        cross = np.where(over, u - iu, v - iv) - F(0.5)
        tone = F(1.0) - F(1.1) * cross * cross
        slub = np.where(over, noise(iu * F(7.3), v * F(0.06)), noise(iv * F(5.1) + F(40), u * F(0.06)))
        tone = tone * (F(0.86) + F(0.22) * slub) * (F(0.94) + F(0.10) * clouds(u * F(0.01), v * F(0.01), 3))
        return np.array(colour, F) * tone[:, None]

    return paint


def tiles(glaze: Colour, grout: Colour, width: float, height: float, gap: float) -> Paint:
    """Wall tiles in half bond in the x-z plane, each of a slightly different tone."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        row = np.floor(z / F(height))
        u = x / F(width) + F(0.5) * np.mod(row, F(2))
        column = np.floor(u)
        du = (F(0.5) - np.abs(u - column - F(0.5))) * F(width)
        dv = (F(0.5) - np.abs(z / F(height) - row - F(0.5))) * F(height)
        joint = np.clip((F(gap) - np.minimum(du, dv)) / F(gap * 0.35), 0, 1)[:, None]
        tone = F(0.93) + F(0.10) * noise(column * F(3.7), row * F(5.9)) + F(0.04) * (clouds(x * F(1.5), z * F(1.5), 2) - F(0.4))
        return np.array(glaze, F) * tone[:, None] * (1 - joint) + np.array(grout, F) * joint

    return paint
