"""More goods: a city backpack, over-ear headphones, a wrist watch and a tin robot.

Each builder returns the parts of the product, standing on z = 0 with its front towards -y. One unit is 10 cm; the watch
is built five times life size (one unit is 2 cm), so that hands and stitches stay exact for the tracer's small steps.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from models import path
from numpy.typing import NDArray
from shapes import (
    F,
    Floats,
    Point,
    Shape,
    both,
    box,
    capsule,
    cylinder,
    placed,
    ring,
    rotation,
    sheet,
    sphere,
    turned,
    union,
    wire,
    without,
)
from studio import Part
from surfaces import Colour, Material, Paint, clouds, noise

STEEL = Material((0.62, 0.62, 0.64), rough=0.24, metal=True)
POLISHED = Material((0.68, 0.68, 0.70), rough=0.13, metal=True)
BRUSHED = Material((0.55, 0.55, 0.57), rough=0.36, metal=True)
COPPER = Material((0.72, 0.38, 0.22), rough=0.24, metal=True)
BRASS = Material((0.72, 0.50, 0.21), rough=0.26, metal=True)
GUNMETAL = Material((0.20, 0.20, 0.215), rough=0.30, metal=True)


# ---------------------------------------------------------------- lines, bands and seams


class Drawn:
    """A line drawn in a plane, kept as a table: how far a point is from it and how far along it is nearest.

    A `closed` line is an outline: distances inside it are negative. Beyond the table the distance is
    hypot(way to the table, distance at its rim), never more than the true one.
    """

    def __init__(
        self, points: Sequence[tuple[float, float]], *, closed: bool = False, step: float = 0.012, margin: float = 0.25
    ) -> None:
        corners = [*points, points[0]] if closed else list(points)
        low, high = np.min(corners, axis=0) - margin, np.max(corners, axis=0) + margin
        self._low, self._step = low.astype(F), F(step)
        self._rows, self._columns = (int(n) for n in np.ceil((high - low) / step)[::-1] + 2)
        u, v = np.meshgrid(low[0] + step * np.arange(self._columns), low[1] + step * np.arange(self._rows))
        nearest, along, run = np.full(u.shape, np.inf), np.zeros(u.shape), 0.0
        inside = np.zeros(u.shape, bool)
        for (ax, ay), (bx, by) in pairwise(corners):
            dx, dy = bx - ax, by - ay
            length = float(np.hypot(dx, dy))
            t = np.clip(((u - ax) * dx + (v - ay) * dy) / length**2, 0, 1)
            far = np.hypot(u - ax - t * dx, v - ay - t * dy)
            closer = far < nearest
            nearest[closer], along[closer] = far[closer], (run + t * length)[closer]
            run += length
            if closed and ay != by:
                inside ^= ((v < ay) != (v < by)) & (ax + (v - ay) * (bx - ax) / (by - ay) > u)
        self.length = run
        self._distance = np.where(inside, -nearest, nearest).astype(F).ravel()
        self._along = along.astype(F).ravel()

    def _cell(self, u: Floats, v: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        u, v = (u - self._low[0]) / self._step, (v - self._low[1]) / self._step
        return u, v, np.clip(u, 0, F(self._columns - 1.01)), np.clip(v, 0, F(self._rows - 1.01))

    def distance(self, u: Floats, v: Floats) -> Floats:
        u, v, cu, cv = self._cell(u, v)
        iu, iv = cu.astype(np.int32), cv.astype(np.int32)
        fu, fv = cu - iu, cv - iv
        at = iv * self._columns + iu
        table = self._distance
        lower = table[at] * (1 - fu) + table[at + 1] * fu
        upper = table[at + self._columns] * (1 - fu) + table[at + self._columns + 1] * fu
        d = lower + (upper - lower) * fv
        square = ((u - cu) ** 2 + (v - cv) ** 2) * self._step**2
        if not square.any():
            return d
        return np.where(square > 0, np.sqrt(square + np.maximum(d, 0) ** 2), d)

    def along(self, u: Floats, v: Floats) -> Floats:
        """Length of the line up to the point of it that is nearest."""
        _, _, cu, cv = self._cell(u, v)
        return self._along[np.round(cv).astype(np.int32) * self._columns + np.round(cu).astype(np.int32)]


def smooth(points: Sequence[tuple[float, float]], steps: int = 8, closed: bool = False) -> list[tuple[float, float]]:
    """A smooth curve in a plane through points."""
    if closed:
        wrapped = path([(a, b, 0.0) for a, b in [*points[-2:], *points, *points[:2]]], steps)
        return [(a, b) for a, b, _ in wrapped[2 * steps : (len(points) + 2) * steps]]
    return [(a, b) for a, b, _ in path([(a, b, 0.0) for a, b in points], steps)]


def oval(half_u: float, half_v: float, power: float = 2.0, count: int = 96) -> list[tuple[float, float]]:
    """An ellipse, or with a higher `power` a rounder box, as an outline."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    c, s = np.cos(angles), np.sin(angles)
    return [
        (float(half_u * np.sign(a) * abs(a) ** (2 / power)), float(half_v * np.sign(b) * abs(b) ** (2 / power)))
        for a, b in zip(c, s, strict=True)
    ]


def rounded(q: Floats, w: Floats, edge: float | Floats) -> Floats:
    """Distance to a body from the distances across two of its faces at a right angle; the edge between them is rounded."""
    edge = np.asarray(edge, F)
    q, w = q + edge, w + edge
    return np.minimum(np.maximum(q, w), 0) + np.sqrt(np.maximum(q, 0) ** 2 + np.maximum(w, 0) ** 2) - edge


def uneven(d: Floats, change: Callable[..., Floats], *at: Floats) -> Floats:
    """Distances `d` with a `change` of the surface, worked out only near it."""
    near = np.flatnonzero(np.abs(d) < F(0.2))
    if len(near):
        d = d.copy()
        d[near] += change(*(a[near] for a in at))
    return d


def only_near(bound: Floats, exact: Callable[..., Floats], *at: Floats) -> Floats:
    """A distance that is costly to work out: `bound`, never larger, will do where it says that the surface is far."""
    near = np.flatnonzero(bound < F(0.1))
    if len(near):
        bound = bound.copy()
        bound[near] = np.maximum(bound[near], exact(*(a[near] for a in at)))
    return bound


def band(line: Drawn, half_width: float, half_thick: float, edge: float = 0.02, bulge: float = 0.0) -> Shape:
    """A strap: its middle follows a line in the y-z plane, its width lies along x. A `bulge` makes its middle thicker."""

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        thick: Floats | float = half_thick
        if bulge:
            thick = F(half_thick) + F(bulge) * np.maximum(1 - (x / F(half_width)) ** 2, 0)
        return rounded(np.abs(line.distance(y, z)) - F(thick), np.abs(x) - F(half_width), edge) * F(0.9)

    return shape


def stitches(line: Drawn, offset: float, height: float, pitch: float, radius: float) -> Shape:
    """Two rows of stitches along a band, `offset` from its middle and `height` from its line on either face."""

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        s = line.along(y, z) / F(pitch)
        s = (s - np.round(s)) * F(pitch)
        s = np.maximum(np.abs(s) - F(pitch * 0.29), 0)
        return np.sqrt((np.abs(x) - F(offset)) ** 2 + (np.abs(line.distance(y, z)) - F(height)) ** 2 + s * s) - F(
            radius
        )

    return shape


def swapped(shape: Shape, order: str) -> Shape:
    """The shape with its axes renamed: `order` says which of our axes it gets as its x, y and z."""
    i, j, k = ("xyz".index(axis) for axis in order)
    return lambda *p: shape(p[i], p[j], p[k])


def cut(shape: Shape, low: Point, high: Point) -> Shape:
    """What of a shape lies within an upright box."""
    (ax, ay, az), (bx, by, bz) = low, high
    middle, half = ((ax + bx) / 2, (ay + by) / 2, (az + bz) / 2), ((bx - ax) / 2, (by - ay) / 2, (bz - az) / 2)
    return both(shape, box(middle, half))


def printed_on(paint: Paint, at: Point = (0.0, 0.0, 0.0), turn: NDArray[np.float64] | None = None) -> Paint:
    """A paint that goes with a shape placed in the same way."""
    back = (np.eye(3) if turn is None else turn.T).astype(F)

    def moved(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - F(at[0]), y - F(at[1]), z - F(at[2])
        return paint(*(row[0] * x + row[1] * y + row[2] * z for row in back))

    return moved


def stood(
    parts: Sequence[tuple[Shape, Material]],
    at: Point = (0.0, 0.0, 0.0),
    turn: NDArray[np.float64] | None = None,
    reach: float = 6.0,
) -> list[Part]:
    """Shapes and materials as parts of a scene, all turned and moved together."""
    done = []
    for shape, material in parts:
        if callable(material.colour):
            material = Material(
                printed_on(material.colour, at, turn), material.rough, material.metal, material.glow, material.through
            )
        done.append(Part(placed(shape, at, turn), material, reach=reach))
    return done


# ---------------------------------------------------------------- cloth and leather


def cloth(colour: Colour, other: Colour | None = None, pitch: float = 0.03) -> Paint:
    """Plain weave of mottled yarn; `other` is the colour of the second yarn."""
    a, b = np.array(colour, F), np.array(other or colour, F)

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        k = F(2 * np.pi / pitch)
        u, v = x + y * F(0.8), z + y * F(0.6)
        weave = np.sin(u * k) * np.sin(v * k)
        mix = clouds(u * F(26), v * F(5), 2) * F(0.6) + clouds(u * F(5), v * F(26), 2) * F(0.6)
        mix = np.clip((mix - F(0.15)) * F(1.5), 0, 1)[:, None]
        tone = (F(0.93) + F(0.11) * weave + F(0.10) * (clouds(u * F(0.9), v * F(0.9), 2) - F(0.4)))[:, None]
        return (a * (1 - mix) + b * mix) * tone

    return paint


def leather(colour: Colour, grain: float = 40.0, wear: float = 0.25) -> Paint:
    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u, v = x + y * F(0.7), z + y * F(0.4)
        tone = 1 - F(wear) * (clouds(u * F(grain * 0.06), v * F(grain * 0.06), 3) - F(0.3))
        tone += F(0.18) * (clouds(u * F(grain), v * F(grain), 2) - F(0.38))
        return np.array(colour, F) * tone[:, None]

    return paint


def enamel(colour: Colour, chips: float = 0.0) -> Paint:
    """Painted tin; `chips` is how far the paint has come off at spots."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u, v = x + y * F(0.9), z + y * F(0.7)
        tone = F(0.97) + F(0.06) * clouds(u * F(1.3), v * F(1.3), 2)
        base = np.array(colour, F) * tone[:, None]
        if not chips:
            return base
        spots = clouds(u * F(9), v * F(9), 3) + F(0.25) * clouds(u * F(40), v * F(40), 2)
        off = np.clip((spots - F(0.92 - chips)) * F(30), 0, 1)[:, None]
        return base * (1 - off) + np.array((0.30, 0.28, 0.26), F) * off

    return paint


# ---------------------------------------------------------------- backpack


def _front(z: Floats) -> Floats:
    """How far the backpack's front face stands out before its middle, by height."""
    q = np.clip((z - F(0.4)) / F(3.9), 0, 1)
    return F(0.78) - F(0.40) * q * q - F(0.08) * np.clip(1 - z / F(0.5), 0, 1)


def backpack(fabric: Colour = (0.115, 0.165, 0.225), yarn: Colour = (0.20, 0.255, 0.315)) -> list[Part]:
    """A city backpack of 44 x 28 x 15 cm: arched zip, front pocket, side pockets, leather bottom, padded straps."""
    half = [
        (0.45, 4.42),
        (0.86, 4.30),
        (1.14, 4.02),
        (1.28, 3.55),
        (1.36, 2.6),
        (1.40, 1.6),
        (1.39, 0.8),
        (1.34, 0.30),
        (1.18, 0.06),
        (0.8, 0.0),
        (0.3, 0.0),
    ]
    outline = Drawn(smooth([*half, *((-x, z) for x, z in reversed(half))], 6, closed=True), closed=True)
    back = 0.62

    def depth(x: Floats, y: Floats, z: Floats) -> Floats:
        """Distance behind the front or back face (negative within)."""
        front = _front(z) + F(0.16) * np.maximum(1 - (x / F(1.4)) ** 2, 0) * np.clip(z * F(1.2), 0, 1) * np.clip(
            (F(4.5) - z), 0, 1
        )
        middle = (F(back) - front) / 2
        return np.abs(y - middle) - (F(back) + front) / 2

    def folds(x: Floats, z: Floats) -> Floats:
        """Soft unevenness of cloth under tension, and its weave."""
        large = (noise(x * F(1.5) + F(3.1), z * F(1.1)) - F(0.5)) * F(0.055) + (
            noise(x * F(4.2) + z * F(1.5), z * F(3.1)) - F(0.5)
        ) * F(0.020)
        return large + np.sin(x * F(2 * np.pi / 0.03)) * np.sin(z * F(2 * np.pi / 0.03)) * F(0.0009)

    def above_base(x: Floats, z: Floats) -> Floats:
        return z - F(0.52) + F(0.05) * x * x

    def skin(side: Floats, w: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
        d = rounded(side, w, F(0.12) + F(0.12) * np.clip(z * F(1.5), 0, 1))
        return uneven(d, folds, x, z + y * F(0.8)) - F(0.014) * np.clip(above_base(x, z) * F(-60), 0, 1)

    def body(x: Floats, y: Floats, z: Floats) -> Floats:
        return skin(outline.distance(x, z), depth(x, y, z), x, y, z) * F(0.82)

    weave = cloth(fabric, yarn)
    base_hide = leather((0.30, 0.145, 0.058))

    def body_paint(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.where(above_base(x, z)[:, None] < 0, base_hide(x, y, z), weave(x, y, z))

    inset = 0.40

    def trim(x: Floats, y: Floats, z: Floats) -> Floats:
        """The cord in the seams, the strip over the leather's edge and the zip's tape and coil."""
        side, w, up = outline.distance(x, z), depth(x, y, z), above_base(x, z)
        corner = (side - w) * F(0.7)
        beside = np.maximum(np.maximum(np.abs(side + F(inset)) - F(0.085), F(1.9) - z), y)
        bound = np.minimum(np.minimum(np.abs(corner) - F(0.036), np.abs(up) - F(0.022)), beside) * F(0.6)

        def exact(
            side: Floats, w: Floats, corner: Floats, up: Floats, beside: Floats, x: Floats, y: Floats, z: Floats
        ) -> Floats:
            face = skin(side, w, x, y, z) * F(0.82)
            cord = np.minimum(np.hypot(corner, face - F(0.008)) - F(0.036), np.hypot(up, face) - F(0.022))
            wave = F(0.016) * np.abs(np.mod(outline.along(x, z) / F(0.036), 1) - F(0.5))
            coil = np.maximum(np.hypot(side + F(inset), face - F(0.012)) - F(0.026) - wave, np.maximum(F(1.92) - z, y))
            return np.minimum(np.minimum(cord, coil), np.maximum(beside, face - F(0.010))) * F(0.6)

        return only_near(bound, exact, side, w, corner, up, beside, x, y, z)

    pocket_line = Drawn(oval(1.03, 0.86, 5.0), closed=True)
    pocket_z = 1.24

    def pocket_front(x: Floats, z: Floats) -> Floats:
        return (
            _front(z)
            + F(0.44)
            + F(0.10) * np.maximum(1 - (x / F(1.05)) ** 2, 0)
            - F(0.07) * np.clip((z - F(1.4)), 0, 1)
        )

    def pocket(x: Floats, y: Floats, z: Floats) -> Floats:
        side = pocket_line.distance(x, z - F(pocket_z))
        w = np.maximum(-y - pocket_front(x, z), y)
        d = rounded(side, w, 0.15)
        return uneven(d, folds, x + F(7.7), z + F(2.2)) * F(0.82)

    zip_z = 1.72

    def pocket_trim(x: Floats, y: Floats, z: Floats) -> Floats:
        corner = (pocket_line.distance(x, z - F(pocket_z)) + y + pocket_front(x, z)) * F(0.7)
        strip = np.maximum(np.abs(z - F(zip_z)) - F(0.085), np.abs(x) - F(0.90))
        bound = np.minimum(np.abs(corner) - F(0.030), strip) * F(0.8)

        def exact(corner: Floats, strip: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
            face = pocket(x, y, z)
            return np.minimum(np.hypot(corner, face - F(0.006)) - F(0.030), np.maximum(strip, face - F(0.009))) * F(0.8)

        return only_near(bound, exact, corner, strip, x, y, z)

    def pocket_coil(x: Floats, y: Floats, z: Floats) -> Floats:
        bound = np.maximum(np.maximum(np.abs(z - F(zip_z)) - F(0.032), np.abs(x) - F(0.87)), y + F(0.5)) * F(0.7)

        def exact(x: Floats, y: Floats, z: Floats) -> Floats:
            tooth = np.abs(np.mod(x / F(0.034), 1) - F(0.5)) * F(0.034)
            surface = pocket(x, y, z) - F(0.014)
            run = np.maximum(tooth - F(0.0105), np.abs(x) - F(0.86))
            teeth = np.maximum(np.abs(surface) - F(0.020), run)
            return np.minimum(teeth, np.hypot(surface, z - F(zip_z)) - F(0.016)) * F(0.7)

        return only_near(bound, exact, x, y, z)

    def rows(line: Drawn, up: float, offset: float, face: Callable[[Floats, Floats, Floats], Floats]) -> Shape:
        """Stitches that follow an outline on a face."""

        def shape(x: Floats, y: Floats, z: Floats) -> Floats:
            across = line.distance(x, z - F(up)) + F(offset)

            def exact(across: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
                s = line.along(x, z - F(up)) / F(0.075)
                s = np.maximum(np.abs(s - np.round(s)) * F(0.075) - F(0.020), 0)
                return (np.sqrt(across**2 + face(x, y, z) ** 2 + s * s) - F(0.0105)) * F(0.7)

            return only_near(np.maximum(np.abs(across) - F(0.0105), y) * F(0.7), exact, across, x, y, z)

        return shape

    zip_stitches = rows(outline, 0.0, inset + 0.115, body)
    pocket_stitches = rows(pocket_line, pocket_z, 0.16, pocket)

    def y_pocket(x: float, z: float) -> float:
        one = np.array([x], F), np.array([z], F)
        return -float(pocket_front(*one)[0])

    def slider(x: float, y: float, z: float, turn: float) -> tuple[Shape, Shape]:
        """A zip's slider and its pull: a metal ring and a leather tab that hangs from it."""
        body_ = union(
            box((0, 0, 0), (0.055, 0.03, 0.048), 0.02), cylinder((0, -0.035, 0.0), 0.035, 0.022, 0.012, axis="z")
        )
        loop = placed(ring((0, 0, -0.075), 0.045, 0.011, axis="y"), (0, -0.045, 0))
        tab = union(box((0, -0.05, -0.30), (0.052, 0.014, 0.175), 0.012))
        turned_ = rotation(about_y=turn)
        return placed(union(body_, loop), (x, y, z), turned_), placed(tab, (x, y, z), turned_ @ rotation(about_x=3))

    first, first_tab = slider(-0.70, y_pocket(-0.70, zip_z) - 0.045, zip_z, 4)
    second, second_tab = slider(0.10, -0.62, 3.99, -3)
    third, third_tab = slider(-0.10, -0.62, 3.99, 5)

    label_at = (0.52, 0.0, 0.80)

    def label(x: Floats, y: Floats, z: Floats) -> Floats:
        """Sewn on flat: it follows the pocket's bulge."""
        bound = np.maximum(
            np.maximum(np.abs(x - F(label_at[0])) - F(0.27), np.abs(z - F(label_at[2])) - F(0.155)), y + F(0.6)
        )
        return only_near(bound, lambda *p: pocket(*p) - F(0.020), x, y, z)

    def label_paint(x: Floats, y: Floats, z: Floats) -> Floats:
        """A woven label: a border and a hill with a sun, nobody's brand."""
        ground, thread = np.array((0.50, 0.42, 0.29), F), np.array((0.10, 0.075, 0.05), F)
        hill = (np.abs(x + F(0.03)) < F(0.11) * (F(0.075) - z) / F(0.12)) & (z > F(-0.075)) | (
            np.abs(x - F(0.08)) < F(0.09) * (F(0.02) - z) / F(0.12)
        ) & (z > F(-0.075))
        sun = np.hypot(x - F(0.10), z - F(0.055)) < F(0.030)
        frame = (np.abs(np.maximum(np.abs(x) - F(0.235), np.abs(z) - F(0.12))) < F(0.007)) & (
            np.mod(x + z, F(0.03)) > F(0.008)
        )
        mark = (hill | sun | frame).astype(F)[:, None]
        weave = (F(0.92) + F(0.10) * np.sin(x * F(420)) * np.sin(z * F(420)))[:, None]
        return (ground * (1 - mark) + thread * mark) * weave

    slots = union(box((-0.07, 0, 0.0), (0.017, 0.1, 0.075), 0.01), box((0.07, 0, 0.0), (0.017, 0.1, 0.075), 0.01))
    tag = without(placed(box((0, 0, 0), (0.215, 0.024, 0.215), 0.02), (0, 0, 0), rotation(about_y=45)), slots)
    tag = placed(tag, (0.0, -0.70 - 0.165, 2.78), rotation(about_x=8))
    tag_stitch = placed(
        union(
            *(
                capsule(
                    (sx * 0.13 + ax * 0.10, 0, sz * 0.13 + az * 0.10),
                    (sx * 0.13 - ax * 0.10, 0, sz * 0.13 - az * 0.10),
                    0.009,
                )
                for sx, sz, ax, az in ((1, 1, 1, -1), (-1, 1, 1, 1), (-1, -1, 1, -1), (1, -1, 1, 1))
            )
        ),
        (0.0, -0.70 - 0.192, 2.78),
        rotation(about_x=8),
    )

    grip = Drawn(
        smooth([(-0.52, 4.30), (-0.47, 4.48), (-0.32, 4.64), (0.0, 4.70), (0.32, 4.64), (0.47, 4.48), (0.52, 4.30)])
    )
    handle = placed(swapped(band(grip, 0.115, 0.026, 0.02), "yxz"), (0, 0.30, 0.0))
    wrap_shape = both(
        placed(swapped(band(grip, 0.13, 0.048, 0.03), "yxz"), (0, 0.30, 0.0)), box((0, 0.30, 4.7), (0.25, 0.3, 0.3))
    )

    strap_line = Drawn(
        smooth([(0.50, 4.16), (0.70, 4.22), (0.98, 4.02), (1.22, 3.45), (1.26, 2.75), (1.10, 2.05), (0.92, 1.5)])
    )
    webbing_line = Drawn(smooth([(0.96, 1.62), (0.90, 1.25), (0.86, 0.85), (0.74, 0.5), (0.55, 0.34)]))
    straps = union(
        *(
            placed(band(strap_line, 0.33, 0.055, 0.05, 0.03), (s * 0.74, 0, 0), rotation(about_z=-s * 14))
            for s in (-1, 1)
        )
    )
    strap_webs = union(
        *(placed(band(strap_line, 0.10, 0.105, 0.01), (s * 0.74, 0, 0), rotation(about_z=-s * 14)) for s in (-1, 1))
    )
    webs = union(
        *(placed(band(webbing_line, 0.10, 0.016, 0.01), (s * 0.74, 0, 0), rotation(about_z=-s * 14)) for s in (-1, 1))
    )
    buckles = union(
        *(
            placed(box((0, 0.94, 1.55), (0.15, 0.07, 0.10), 0.03), (s * 0.74, 0, 0), rotation(about_z=-s * 14))
            for s in (-1, 1)
        )
    )

    mesh_line = Drawn(
        smooth([(-0.58, 1.78), (0.50, 1.95), (0.52, 0.9), (0.48, 0.30), (-0.50, 0.30), (-0.60, 0.9)], 6, closed=True),
        closed=True,
    )

    def side_pocket(x: Floats, y: Floats, z: Floats) -> Floats:
        side = mesh_line.distance(y, z)
        out = F(1.44) + F(0.13) * np.clip(-side * F(3.2), 0, 1) - F(0.03) * np.clip((z - F(1.5)) * F(2), 0, 1)
        d = rounded(side, np.maximum(np.abs(x) - out, F(1.15) - np.abs(x)), 0.06)
        return uneven(d, lambda y, z: (noise(y * F(5), z * F(3.5)) - F(0.5)) * F(0.025), y, z) * F(0.75)

    def hem(x: Floats, y: Floats, z: Floats) -> Floats:
        top = z - F(1.80) - F(0.16) * y - F(0.03)
        bound = np.maximum(np.abs(top) - F(0.055), np.abs(y) - F(0.53)) * F(0.9)
        return only_near(bound, lambda *p: (side_pocket(*p) - F(0.012)) * F(0.9), x, y, z)

    tan = Material(leather((0.30, 0.145, 0.058)), rough=0.48)
    tape = Material((0.022, 0.026, 0.034), rough=0.8)
    web = Material(cloth((0.030, 0.034, 0.042), (0.05, 0.055, 0.064), 0.045), rough=0.85)
    outer = Material(cloth(fabric, yarn), rough=0.92)
    parts: list[tuple[Shape, Material]] = [
        (body, Material(body_paint, rough=0.8)),
        (cut(trim, (-1.65, -1.2, -0.1), (1.65, 1.0, 4.7)), tape),
        (pocket, outer),
        (cut(pocket_trim, (-1.2, -1.6, 0.2), (1.2, -0.6, 2.3)), tape),
        (cut(pocket_coil, (-1.2, -1.6, 1.5), (1.2, -0.6, 1.95)), Material((0.42, 0.30, 0.14), rough=0.3, metal=True)),
        (cut(zip_stitches, (-1.2, -1.2, 0.3), (1.2, -0.4, 4.2)), Material((0.33, 0.36, 0.38), rough=0.8)),
        (cut(pocket_stitches, (-1.2, -1.6, 0.2), (1.2, -0.6, 2.3)), Material((0.33, 0.36, 0.38), rough=0.8)),
        (union(first, second, third), BRASS),
        (union(first_tab, second_tab, third_tab), tan),
        (cut(label, (0.2, -1.6, 0.6), (0.85, -0.6, 1.0)), Material(printed_on(label_paint, label_at), rough=0.8)),
        (tag, tan),
        (tag_stitch, Material((0.55, 0.46, 0.33), rough=0.8)),
        (handle, web),
        (wrap_shape, tan),
        (straps, outer),
        (union(strap_webs, webs), web),
        (buckles, Material((0.03, 0.03, 0.032), rough=0.4)),
        (side_pocket, Material(cloth((0.035, 0.045, 0.058), (0.06, 0.07, 0.085), 0.05), rough=0.9)),
        (cut(hem, (-1.8, -0.7, 1.5), (1.8, 0.7, 2.3)), tape),
    ]
    return stood(parts)


# ---------------------------------------------------------------- headphones


def headphones(shell: Colour = (0.030, 0.034, 0.040), pad: Colour = (0.028, 0.026, 0.026)) -> list[Part]:
    """Over-ear headphones, 20 x 20 cm, standing on their cups: padded band, steel sliders, forks, oval cups with a copper ring."""
    cup = Drawn(oval(0.40, 0.50, 2.25), closed=True, step=0.008)
    middle = 0.51

    def oval_at(x: Floats, y: Floats, z: Floats) -> Floats:
        return cup.distance(y, z - F(middle))

    def housing(x: Floats, y: Floats, z: Floats) -> Floats:
        side = oval_at(x, y, z) + F(0.02)
        return rounded(side, np.abs(x - F(0.855)) - F(0.125), 0.06)

    def plate(x: Floats, y: Floats, z: Floats) -> Floats:
        side = oval_at(x, y, z) + F(0.105)
        dome = F(0.028) * np.clip(-side * F(4), 0, 1)
        return rounded(side, np.abs(x - F(0.94)) - F(0.056) - dome, 0.02) * F(0.9)

    def accent(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.hypot(oval_at(x, y, z) + F(0.092), (x - F(0.982)) * F(0.8)) - F(0.018)

    def parting(x: Floats, y: Floats, z: Floats) -> Floats:
        """The seam between the shell's halves, a fine groove."""
        return np.hypot(oval_at(x, y, z) + F(0.018), x - F(0.80)) - F(0.009)

    def cushion(x: Floats, y: Floats, z: Floats) -> Floats:
        ring_ = np.hypot(oval_at(x, y, z) + F(0.135), (x - F(0.635)) * F(1.12))
        d = ring_ - F(0.128)

        def creases(y: Floats, z: Floats) -> Floats:
            angle = np.arctan2(z - F(middle), y)
            return (noise(angle * F(7.5) + F(40), angle * 0 + F(2.5)) - F(0.5)) * F(0.006)

        return uneven(d, creases, y, z) * F(0.85)

    def cushion_seam(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.hypot(oval_at(x, y, z) + F(0.012), x - F(0.665)) - F(0.012)

    def ear_cloth(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.maximum(oval_at(x, y, z) + F(0.13), np.abs(x - F(0.70)) - F(0.02))

    def fork(x: Floats, y: Floats, z: Floats) -> Floats:
        arm = rounded(np.abs(oval_at(x, y, z) - F(0.045)) - F(0.019), np.abs(x - F(0.875)) - F(0.048), 0.012)
        return np.maximum(arm, F(middle) - F(0.03) - z)

    pivots = union(*(cylinder((0.875, s * 0.425, middle), 0.058, 0.055, 0.015, axis="y") for s in (-1, 1)))
    hub = union(box((0.885, 0, 1.09), (0.055, 0.10, 0.055), 0.02), cylinder((0.885, 0, 1.13), 0.062, 0.06, 0.015))
    buttons = union(
        *(
            placed(
                box((0.86, 0, 0), (0.034, 0.055, 0.016), 0.012),
                (0, 0.385, 0.36 + 0.14 * k),
                rotation(about_x=90 - 12 * k),
            )
            for k in (-0.3, 0.7)
        )
    )
    holes = union(*(sphere((0.90, -0.33, 0.265 + 0.012 * k), 0.008) for k in (0, 3)))

    def both_sides(shape: Shape) -> Shape:
        """The right cup and, mirrored, the left; each leans in a little towards the head."""
        lean = placed(shape, (0.035, 0, -0.012), rotation(about_y=-2.5))
        return lambda x, y, z: lean(np.abs(x), y, z)

    angles = np.radians(np.linspace(-8, 188, 64))
    arc = [(0.925 * float(np.cos(a)), 1.06 + 0.93 * float(np.sin(a))) for a in angles]
    arc_line = Drawn(arc, step=0.008)
    pad_line = Drawn(
        [(0.865 * float(np.cos(a)), 1.06 + 0.872 * float(np.sin(a))) for a in np.radians(np.linspace(34, 146, 48))],
        step=0.008,
    )
    cover_line = Drawn(
        [(0.925 * float(np.cos(a)), 1.06 + 0.93 * float(np.sin(a))) for a in np.radians(np.linspace(26, 154, 48))],
        step=0.008,
    )
    end_line = [
        Drawn(
            [
                (0.925 * s * float(np.cos(a)), 1.06 + 0.93 * float(np.sin(a)))
                for a in np.radians(np.linspace(19, 27, 6))
            ],
            step=0.008,
        )
        for s in (-1, 1)
    ]

    def across(shape: Shape) -> Shape:
        return swapped(shape, "yxz")

    slide = across(band(arc_line, 0.075, 0.010, 0.006))
    cover = across(band(cover_line, 0.165, 0.030, 0.03, 0.014))
    ends = union(*(across(band(line, 0.172, 0.044, 0.02)) for line in end_line))

    def padding(x: Floats, y: Floats, z: Floats) -> Floats:
        s = pad_line.along(x, z)
        puff = F(0.010) * np.abs(np.sin(s * F(np.pi / 0.26)))
        thick = F(0.030) + puff + F(0.022) * np.maximum(1 - (y / F(0.15)) ** 2, 0)
        return rounded(pad_line.distance(x, z) - thick, np.abs(y) - F(0.15), 0.03) * F(0.8)

    thread = across(stitches(cover_line, 0.135, 0.036, 0.05, 0.0075))
    notches = union(
        *(
            box(
                (s * (0.925 * float(np.cos(np.radians(a))) + 0.012), 0, 1.06 + 0.93 * float(np.sin(np.radians(a)))),
                (0.012, 0.030, 0.006),
                0.004,
            )
            for s in (-1, 1)
            for a in (8, 11, 14)
        )
    )
    lead = wire(path([(0.86, 0.10, 1.02), (0.83, 0.13, 1.12), (0.86, 0.10, 1.22), (0.855, 0.06, 1.32)], 5), 0.013)

    hide = Material(leather(pad, 60, 0.2), rough=0.45)
    brown = Material(leather((0.115, 0.060, 0.034), 60, 0.25), rough=0.46)
    matt = Material(shell, rough=0.52)
    parts: list[tuple[Shape, Material]] = [
        (both_sides(without(housing, parting)), matt),
        (both_sides(plate), Material((0.040, 0.044, 0.050), rough=0.42)),
        (both_sides(accent), COPPER),
        (both_sides(cushion), brown),
        (both_sides(cushion_seam), hide),
        (both_sides(ear_cloth), Material(cloth((0.03, 0.03, 0.03), (0.05, 0.05, 0.05)), rough=0.9)),
        (both_sides(union(fork, hub)), GUNMETAL),
        (both_sides(pivots), COPPER),
        (both_sides(buttons), Material((0.02, 0.02, 0.022), rough=0.35)),
        (both_sides(holes), Material((0.004, 0.004, 0.004), rough=0.9)),
        (slide, STEEL),
        (notches, GUNMETAL),
        (cover, brown),
        (padding, brown),
        (ends, matt),
        (thread, Material((0.42, 0.30, 0.20), rough=0.7)),
        (both_sides(lead), matt),
    ]
    # the cushions give a little under the weight
    return stood(parts, (0.0, 0.0, -0.014))


# ---------------------------------------------------------------- watch


def _dial(x: Floats, y: Floats, z: Floats) -> Floats:
    """A midnight blue sunray dial with a minute track, a four-pointed star and a ring for small seconds."""
    r, angle = np.hypot(x, y), np.arctan2(x, y)
    ray = F(0.5) + F(0.5) * np.cos(2 * (angle - F(0.7)))
    fine = noise(angle * F(90) + F(700), r * F(1.5))
    ground = np.array((0.012, 0.030, 0.085), F) * (F(0.55) + F(1.6) * ray**3 + F(0.35) * fine)[:, None]
    minute = np.abs(np.mod(angle * F(30 / np.pi) + F(0.5), 1) - F(0.5)) * F(np.pi / 30) * r
    track = (minute < F(0.0075)) & (r > F(0.790)) & (r < F(0.838))
    small = np.hypot(x, y + F(0.40))
    seconds = np.arctan2(x, y + F(0.40))
    tick = np.abs(np.mod(seconds * F(6 / np.pi) + F(0.5), 1) - F(0.5)) * F(np.pi / 6) * small
    inner = (small < F(0.245)) & (tick < F(0.0075)) & (small > F(0.185)) | (np.abs(small - F(0.238)) < F(0.0045))
    star = np.sqrt(np.abs(x)) + np.sqrt(np.abs(y - F(0.42))) < F(0.30)
    mark = (track | inner | star).astype(F)[:, None]
    dim = np.where(small < F(0.245), F(0.72), F(1))[:, None]
    return ground * dim * (1 - mark) + np.array((0.62, 0.62, 0.60), F) * mark


def _watch_head() -> list[tuple[Shape, Material]]:
    """Case, dial, hands and crown; the dial looks along +z, twelve o'clock is +y, the crown is at +x."""
    case = turned(
        [
            (0.80, 0.205),
            (0.975, 0.205),
            (1.01, 0.17),
            (1.025, 0.10),
            (1.025, -0.07),
            (1.00, -0.12),
            (0.90, -0.20),
            (0.82, -0.235),
        ]
    )
    well = cylinder((0, 0, 0.27), 0.872, 0.12)
    bezel = sheet([(0.985, 0.205), (0.975, 0.255), (0.93, 0.290), (0.90, 0.285)], 0.036)
    slope = sheet([(0.895, 0.280), (0.858, 0.175)], 0.014)
    dial = cylinder((0, 0, 0.150), 0.872, 0.012)

    def turn_to(x: Floats, y: Floats, steps: int) -> tuple[Floats, Floats]:
        """The point turned into the sector of twelve o'clock."""
        part = F(2 * np.pi / steps)
        a = np.arctan2(x, y)
        a = a - np.round(a / part) * part
        r = np.hypot(x, y)
        return r * np.sin(a), r * np.cos(a)

    baton = box((0, 0.66, 0.172), (0.030, 0.105, 0.017), 0.006)
    lume = box((0, 0.66, 0.188), (0.012, 0.080, 0.004), 0.002)
    other = union(
        box((-0.042, 0.645, 0.172), (0.026, 0.115, 0.017), 0.006),
        box((0.042, 0.645, 0.172), (0.026, 0.115, 0.017), 0.006),
    )
    elsewhere = union(
        box((0, -0.66, 0.17), (0.10, 0.2, 0.2)),
        box((0, 0.66, 0.17), (0.15, 0.2, 0.2)),
        box((0.66, 0, 0.17), (0.2, 0.1, 0.2)),
    )

    def repeated(shape: Shape, steps: int = 12) -> Shape:
        def many(x: Floats, y: Floats, z: Floats) -> Floats:
            u, v = turn_to(x, y, steps)
            return shape(u, v, z)

        return many

    indices = union(without(repeated(baton), elsewhere), other)
    glow = without(repeated(lume), elsewhere)

    def hand(
        length: float, tail: float, wide: float, height: float, angle: float, about: tuple[float, float] = (0.0, 0.0)
    ) -> Shape:
        """A tapered hand with a raised ridge, `angle` in degrees from twelve."""
        long = (length + tail) / 2

        def shape(x: Floats, y: Floats, z: Floats) -> Floats:
            q = np.clip((y - F(length * 0.25)) / F(length * 0.75), 0, 1)
            half = F(wide) * (1 - F(0.72) * q)
            ridge = F(0.010) * np.clip(1 - np.abs(x) / half, 0, 1)
            side = np.maximum(np.abs(x) - half, np.abs(y - F((length - tail) / 2)) - F(long))
            return np.maximum(side, np.abs(z) - F(0.008) - ridge) * F(0.85)

        return placed(shape, (*about, height), rotation(about_z=-angle))

    hands = union(
        hand(0.46, 0.10, 0.046, 0.215, 305),
        hand(0.74, 0.13, 0.036, 0.240, 54),
        cylinder((0, 0, 0.22), 0.058, 0.035, 0.008),
    )
    small = union(hand(0.19, 0.06, 0.012, 0.190, 205, (0.0, -0.40)), cylinder((0, -0.40, 0.185), 0.026, 0.014))
    cap = cylinder((0, 0, 0.262), 0.030, 0.010, 0.004)
    date = union(box((0.62, 0, 0.168), (0.105, 0.078, 0.010), 0.004))

    def date_paint(x: Floats, y: Floats, z: Floats) -> Floats:
        """The figure 12 in a white window."""
        u, v = x - F(0.62), y
        one = (np.abs(u + F(0.035)) < F(0.009)) & (np.abs(v) < F(0.045))
        strokes = (np.abs(u - F(0.026)) < F(0.030)) & (
            np.minimum(np.minimum(np.abs(v - F(0.038)), np.abs(v)), np.abs(v + F(0.038))) < F(0.008)
        )
        sides = ((np.abs(u - F(0.049)) < F(0.008)) & (v > 0) | (np.abs(u - F(0.003)) < F(0.008)) & (v < 0)) & (
            np.abs(v) < F(0.045)
        )
        ink = (one | strokes | sides).astype(F)[:, None]
        edge = (np.maximum(np.abs(u) - F(0.088), np.abs(v) - F(0.062)) > 0).astype(F)[:, None]
        return (np.array((0.70, 0.69, 0.66), F) * (1 - edge) + np.array((0.45, 0.45, 0.46), F) * edge) * (
            1 - ink * F(0.95)
        )

    def crown(x: Floats, y: Floats, z: Floats) -> Floats:
        r, angle = np.hypot(y, z + F(0.0)), np.arctan2(z, y)
        ridge = F(0.008) * np.cos(angle * 26)
        return rounded(r - F(0.135) - ridge, np.abs(x - F(1.125)) - F(0.075), 0.02) * F(0.75)

    stem = cylinder((1.05, 0, 0), 0.07, 0.06, axis="x")
    bend = Drawn(smooth([(0.68, 0.06), (0.90, 0.045), (1.04, -0.02), (1.12, -0.13), (1.14, -0.20)]), step=0.008)

    def lugs(x: Floats, y: Floats, z: Floats) -> Floats:
        """Four horns, mirrored from one: they taper and bend down towards their ends."""
        v = np.abs(y)
        taper = np.clip(bend.along(v, z) / F(bend.length), 0, 1)
        return rounded(
            bend.distance(v, z) - F(0.095) + F(0.045) * taper,
            np.abs(np.abs(x) - F(0.598)) - F(0.080) + F(0.020) * taper,
            0.025,
        ) * F(0.85)

    bars = union(*(capsule((-0.55, s * 1.09, -0.11), (0.55, s * 1.09, -0.11), 0.03) for s in (-1, 1)))
    return [
        (union(without(case, well), stem), BRUSHED),
        (lugs, BRUSHED),
        (bezel, POLISHED),
        (slope, Material((0.04, 0.045, 0.06), rough=0.4)),
        (dial, Material(_dial, rough=0.38)),
        (indices, POLISHED),
        (glow, Material((0.66, 0.68, 0.58), rough=0.6)),
        (hands, POLISHED),
        (small, Material((0.62, 0.60, 0.56), rough=0.4)),
        (cap, POLISHED),
        (date, Material(date_paint, rough=0.6)),
        (crown, STEEL),
        (bars, STEEL),
    ]


def _strap(points: list[tuple[float, float]], *, bulge: float) -> list[tuple[Shape, Material]]:
    """Half a leather strap along (y, z) from the case: padded near it, stitched along both edges."""
    line = Drawn(smooth(points, 16), step=0.010)
    half = 0.505

    def hide(x: Floats, y: Floats, z: Floats) -> Floats:
        s = line.along(y, z)
        wide = F(half) - F(0.028) * np.clip(s, 0, 2.5)
        thick = F(0.070) + F(bulge) * np.clip(1 - s / F(1.7), 0, 1) * np.clip(1 - (x / (wide - F(0.12))) ** 2, 0, 1)
        return rounded(line.distance(y, z) - thick, np.abs(x) - wide, 0.035) * F(0.8)

    def thread(x: Floats, y: Floats, z: Floats) -> Floats:
        s = line.along(y, z)
        offset = F(half - 0.075) - F(0.028) * np.clip(s, 0, 2.5)
        k = s / F(0.125)
        gap = np.maximum(np.abs(k - np.round(k)) * F(0.125) - F(0.042), 0)
        return (np.sqrt((np.abs(x) - offset) ** 2 + (line.distance(y, z) - F(0.072)) ** 2 + gap * gap) - F(0.019)) * F(
            0.8
        )

    return [
        (hide, Material(leather((0.170, 0.075, 0.030), 14, 0.35), rough=0.44)),
        (thread, Material((0.60, 0.50, 0.36), rough=0.75)),
    ]


def _buckle(at: tuple[float, float], angle: float) -> list[tuple[Shape, Material]]:
    frame = union(
        capsule((-0.50, 0, 0), (0.50, 0, 0), 0.055),
        capsule((-0.53, 0.50, 0.03), (0.53, 0.50, 0.03), 0.065),
        capsule((-0.50, 0, 0), (-0.53, 0.50, 0.03), 0.06),
        capsule((0.50, 0, 0), (0.53, 0.50, 0.03), 0.06),
    )
    pin = capsule((0, 0, 0.03), (0, 0.52, 0.10), 0.042)
    turn = rotation(about_x=angle)
    return [(placed(union(frame, pin), (0.0, *at), turn), POLISHED)]


def watch(lying: bool = False) -> list[Part]:
    """A steel wrist watch of 41 mm with a leather strap, five times life size; buckled and standing, or `lying` open."""
    head = _watch_head()
    if lying:
        upper = _strap(
            [(0.96, 0.02), (1.12, -0.03), (1.45, -0.20), (1.95, -0.30), (2.8, -0.31), (4.4, -0.27), (4.8, -0.25)],
            bulge=0.06,
        )
        lower = _strap(
            [
                (-0.96, 0.02),
                (-1.12, -0.03),
                (-1.45, -0.20),
                (-1.95, -0.30),
                (-3.0, -0.31),
                (-4.6, -0.29),
                (-6.2, -0.24),
                (-6.6, -0.26),
            ],
            bulge=0.06,
        )
        holes = union(*(cylinder((0, -3.6 - 0.36 * k, -0.28), 0.055, 0.10) for k in range(7)))
        leather_, thread = lower[0]
        lower[0] = (without(leather_, holes), thread)
        loop = _keeper(4.35, -0.26)
        parts = [*head, *upper, *lower, *_buckle((4.86, -0.24), -2), *loop]
        return stood(parts, (0.0, 0.0, 0.38), reach=9.0)
    upper = _strap(
        [
            (0.96, 0.02),
            (1.12, -0.04),
            (1.38, -0.34),
            (1.60, -0.95),
            (1.60, -1.6),
            (1.36, -2.3),
            (0.85, -2.8),
            (0.2, -2.98),
        ],
        bulge=0.06,
    )
    lower = _strap(
        [
            (-0.96, 0.02),
            (-1.12, -0.04),
            (-1.38, -0.34),
            (-1.60, -0.95),
            (-1.62, -1.6),
            (-1.40, -2.3),
            (-0.85, -2.86),
            (-0.1, -3.09),
            (0.7, -2.98),
            (1.15, -2.72),
        ],
        bulge=0.06,
    )
    parts = [*head, *upper, *lower, *_buckle((0.1, -3.15), 180)]
    # dial up by 24 degrees: about_x = 90 would look straight at the camera
    turn = rotation(about_x=66)
    lowest = min(
        float((turn @ np.array([0.0, y, z]))[2])
        for y, z in smooth(
            [
                (-0.96, 0.02),
                (-1.12, -0.04),
                (-1.38, -0.34),
                (-1.60, -0.95),
                (-1.62, -1.6),
                (-1.40, -2.3),
                (-0.85, -2.86),
                (-0.1, -3.09),
            ],
            10,
        )
    )
    return stood(parts, (0.0, -1.2, 0.072 - lowest), turn, reach=6.0)


def _keeper(y: float, z: float) -> list[tuple[Shape, Material]]:
    ring_ = without(box((0, y, z), (0.50, 0.12, 0.13), 0.03), box((0, y, z), (0.45, 0.3, 0.09), 0.02))
    return [(ring_, Material(leather((0.150, 0.066, 0.027), 14, 0.3), rough=0.44))]


# ---------------------------------------------------------------- robot


def _chest(x: Floats, y: Floats, z: Floats) -> Floats:
    """What is printed on the robot's chest plate: a round gauge with a coloured scale, a small oscilloscope, lines."""
    paper, ink = np.array((0.68, 0.62, 0.47), F), np.array((0.05, 0.05, 0.055), F)
    out = np.broadcast_to(paper, (len(x), 3)).copy()
    u, v = x + F(0.17), z - F(1.31)
    r, a = np.hypot(u, v), np.degrees(np.arctan2(u, v))
    scale = (r > F(0.085)) & (r < F(0.120)) & (np.abs(a) < 120)
    out[scale & (a < -30)] = (0.06, 0.28, 0.12)
    out[scale & (a >= -30) & (a < 50)] = (0.62, 0.42, 0.04)
    out[scale & (a >= 50)] = (0.50, 0.05, 0.03)
    out[(np.abs(r - F(0.137)) < F(0.007))] = ink
    needle = (np.abs(u * F(0.82) - v * F(0.57)) < F(0.007)) & (u * F(0.57) + v * F(0.82) > 0) & (r < F(0.11)) | (
        r < F(0.018)
    )
    out[needle] = ink
    s, t = x - F(0.17), z - F(1.33)
    screen = np.maximum(np.abs(s) - F(0.125), np.abs(t) - F(0.095)) < 0
    out[screen] = (0.02, 0.085, 0.07)
    wave = np.abs(t - F(0.045) * np.sin(s * F(52)) * np.exp(-np.abs(s) * F(3))) < F(0.010)
    out[screen & wave] = (0.30, 0.75, 0.42)
    border = np.abs(np.maximum(np.abs(x) - F(0.345), np.abs(z - F(1.22)) - F(0.245))) < F(0.008)
    out[border] = (0.42, 0.06, 0.03)
    lines = (np.abs(x - F(0.19)) < F(0.11)) & (np.mod(z - F(1.0), F(0.045)) < F(0.018)) & (z > F(1.02)) & (z < F(1.19))
    out[lines] = ink
    return out


def robot(raised: bool = True) -> list[Part]:
    """A wind-up tin robot of 25 cm: lamp eyes, printed chest plate with buttons, jointed arms with claws, a key in its back."""
    red, blue, dark = (
        enamel((0.46, 0.050, 0.028), 0.10),
        enamel((0.10, 0.26, 0.33), 0.10),
        Material((0.035, 0.035, 0.038), rough=0.55),
    )
    red_tin, blue_tin = Material(red, rough=0.36), Material(blue, rough=0.36)
    cream = Material(enamel((0.66, 0.60, 0.46)), rough=0.4)

    def flange(centre: Point, half: Point, thick: float, y: float) -> Shape:
        """The folded edge of a tin box, standing out a little all round."""
        rim = box((centre[0], y, centre[2]), (half[0] + 0.016, 0.018, half[2] + 0.016), 0.014)
        return without(rim, box((centre[0], y, centre[2]), (half[0] - thick, 0.1, half[2] - thick), 0.02))

    torso = union(
        box((0, 0, 1.22), (0.50, 0.32, 0.42), 0.05),
        flange((0, 0, 1.22), (0.50, 0, 0.42), 0.04, -0.285),
        flange((0, 0, 1.22), (0.50, 0, 0.42), 0.04, 0.285),
    )
    pelvis = union(box((0, 0, 0.765), (0.43, 0.27, 0.06), 0.02), cylinder((0, 0, 0.70), 0.20, 0.06, 0.02))
    legs = union(*(box((s * 0.245, 0, 0.44), (0.165, 0.18, 0.27), 0.04) for s in (-1, 1)))
    bands = union(
        *(box((s * 0.245, 0, 0.34 + 0.10 * k), (0.175, 0.19, 0.014), 0.012) for s in (-1, 1) for k in range(4))
    )

    def foot(s: float) -> Shape:
        def shape(x: Floats, y: Floats, z: Floats) -> Floats:
            top = F(0.235) - F(0.11) * np.clip((-y - F(0.02)) * F(2.6), 0, 1)
            slab = np.maximum(np.abs(x - F(s * 0.265)) - F(0.225), np.abs(y + F(0.10)) - F(0.36))
            return rounded(slab, np.maximum(z - top, F(0.05) - z), 0.05) * F(0.8)

        return shape

    feet = union(foot(-1), foot(1))
    soles = union(*(box((s * 0.265, -0.10, 0.028), (0.205, 0.34, 0.028), 0.015) for s in (-1, 1)))
    wheels = union(
        *(cylinder((s * 0.50, y, 0.075), 0.075, 0.02, 0.012, axis="x") for s in (-1, 1) for y in (-0.33, 0.13))
    )

    plate = box((0, -0.325, 1.22), (0.375, 0.018, 0.275), 0.012)
    bezel = union(ring((-0.17, -0.347, 1.31), 0.150, 0.016, axis="y"))
    screws = union(*(sphere((s * 0.335, -0.338, 1.22 + t * 0.235), 0.024) for s in (-1, 1) for t in (-1, 1)))
    rivets = union(*(sphere((s * 0.455, -0.300, 0.88 + 0.17 * k), 0.022) for s in (-1, 1) for k in range(5)))
    side_rivets = union(
        *(sphere((s * 0.50, y, 1.22 + t * 0.35), 0.022) for s in (-1, 1) for y in (-0.2, 0.0, 0.2) for t in (-1, 1))
    )

    def button(x: float) -> Shape:
        return placed(
            swapped(turned([(0.02, 0.052), (0.045, 0.044), (0.058, 0.020), (0.058, -0.02)]), "xzy"), (x, 0, 0)
        )

    def facing(shape: Shape, x: float, y: float, z: float) -> Shape:
        """A shape turned on a lathe about z, set to look along -y."""
        return placed(shape, (x, y, z), rotation(about_x=90))

    dome = turned([(0.004, 0.056), (0.028, 0.050), (0.047, 0.034), (0.056, 0.010), (0.056, -0.02)])
    seats = union(
        *(
            facing(turned([(0.066, 0.012), (0.072, 0.004), (0.072, -0.02)]), x, -0.342, 1.055)
            for x in (-0.27, -0.13, 0.01)
        )
    )
    colours = ((0.55, 0.055, 0.03), (0.68, 0.46, 0.04), (0.07, 0.30, 0.12))
    domes = [
        (facing(dome, x, -0.345, 1.055), Material(c, rough=0.22))
        for x, c in zip((-0.27, -0.13, 0.01), colours, strict=True)
    ]

    neck = union(*(cylinder((0, 0, 1.665 + 0.042 * k), 0.175 - 0.012 * (k % 2), 0.022, 0.018) for k in range(3)))
    head = union(box((0, 0, 2.01), (0.36, 0.29, 0.255), 0.06), flange((0, 0, 2.01), (0.36, 0, 0.255), 0.05, -0.245))
    brow = box((0, -0.29, 2.185), (0.30, 0.05, 0.025), 0.015)
    sockets = union(
        *(
            facing(sheet([(0.118, 0.05), (0.122, 0.0), (0.122, -0.05)], 0.024), s * 0.155, -0.305, 2.075)
            for s in (-1, 1)
        )
    )
    lenses = union(
        *(
            facing(
                turned([(0.004, 0.048), (0.05, 0.040), (0.09, 0.018), (0.11, -0.01), (0.11, -0.04)]),
                s * 0.155,
                -0.300,
                2.075,
            )
            for s in (-1, 1)
        )
    )

    def eye(x: Floats, y: Floats, z: Floats) -> Floats:
        r = np.hypot(np.abs(x) - F(0.155), z - F(2.075))
        spoke = np.cos(np.arctan2(z - F(2.075), np.abs(x) - F(0.155)) * 24) * F(0.5) + F(0.5)
        amber = np.array((0.72, 0.40, 0.045), F) * (F(0.7) + F(0.3) * spoke)[:, None]
        pupil = np.clip((F(0.040) - r) * F(150), 0, 1)[:, None]
        return amber * (1 - pupil) + np.array((0.02, 0.018, 0.016), F) * pupil

    nose = facing(turned([(0.004, 0.07), (0.028, 0.04), (0.042, 0.0), (0.042, -0.03)]), 0, -0.295, 1.955)
    mouth = union(box((0, -0.295, 1.855), (0.20, 0.022, 0.058), 0.012))
    teeth = union(*(box((-0.153 + 0.061 * k, -0.305, 1.855), (0.020, 0.02, 0.040), 0.008) for k in range(6)))
    ears = union(
        *(cylinder((s * 0.385, 0, 2.03), 0.135, 0.035, 0.02, axis="x") for s in (-1, 1)),
        *(cylinder((s * 0.43, 0, 2.03), 0.085, 0.03, 0.02, axis="x") for s in (-1, 1)),
    )
    ear_tips = union(
        *(capsule((s * 0.44, 0, 2.03), (s * 0.53, 0, 2.03), 0.022) for s in (-1, 1)),
        *(sphere((s * 0.55, 0, 2.03), 0.042) for s in (-1, 1)),
    )

    def coil(x: Floats, y: Floats, z: Floats) -> Floats:
        turn = (z - F(2.32)) / F(0.034) - np.arctan2(y, x) / F(2 * np.pi)
        nearest = (turn - np.round(turn)) * F(0.034)
        return np.maximum(np.hypot(np.hypot(x, y) - F(0.045), nearest) - F(0.010), np.abs(z - F(2.40)) - F(0.085)) * F(
            0.7
        )

    aerial_base = turned([(0.05, 2.33), (0.10, 2.30), (0.13, 2.27), (0.13, 2.24)])
    aerial = union(coil, capsule((0, 0, 2.30), (0, 0, 2.55), 0.016))
    ball = sphere((0, 0, 2.575), 0.060)

    joints: list[Shape] = []
    upper: list[Shape] = []
    sleeves: list[Shape] = []
    claws: list[Shape] = []
    for s in (-1, 1):
        shoulder = (s * 0.615, 0.0, 1.47)
        swing = rotation(about_x=-38 if raised and s > 0 else 12)
        fold = rotation(about_x=-78 if raised and s > 0 else -22)
        elbow = tuple(float(v) for v in swing @ np.array([s * 0.03, 0.0, -0.36]) + np.array(shoulder))
        joints += [
            cylinder((s * 0.545, 0.0, 1.47), 0.165, 0.045, 0.02, axis="x"),
            cylinder((s * 0.625, 0.0, 1.47), 0.115, 0.075, 0.03, axis="x"),
        ]
        upper.append(placed(box((s * 0.03, 0, -0.19), (0.078, 0.10, 0.19), 0.035), shoulder, swing))
        joints.append(placed(cylinder((0, 0, 0), 0.098, 0.095, 0.025, axis="x"), elbow, swing))  # type: ignore[arg-type]
        ribs = [cylinder((0, 0, -0.12 - 0.052 * k), 0.098 - 0.004 * k, 0.030, 0.025) for k in range(6)]
        sleeves.append(placed(union(*ribs), elbow, fold))  # type: ignore[arg-type]
        cuff = cylinder((0, 0, -0.445), 0.088, 0.022, 0.012)
        claw = without(
            cylinder((0, 0, -0.585), 0.135, 0.052, 0.02, axis="x"),
            union(cylinder((0, 0, -0.60), 0.082, 0.1, axis="x"), box((0, 0, -0.70), (0.1, 0.055, 0.13))),
        )
        claws.append(placed(union(cuff, claw), elbow, fold))  # type: ignore[arg-type]

    key = union(
        capsule((0, 0.30, 1.22), (0, 0.58, 1.22), 0.032),
        cylinder((0, 0.335, 1.22), 0.085, 0.02, 0.01, axis="y"),
        *(placed(ring((0, 0, 0), 0.105, 0.028, axis="x"), (0, 0.60, 1.22 + s * 0.115)) for s in (-1, 1)),
    )
    parts: list[tuple[Shape, Material]] = [
        (torso, red_tin),
        (pelvis, dark),
        (legs, blue_tin),
        (bands, blue_tin),
        (feet, red_tin),
        (soles, dark),
        (wheels, dark),
        (plate, Material(_chest, rough=0.42)),
        (bezel, STEEL),
        (union(screws, rivets, side_rivets), STEEL),
        (seats, STEEL),
        *domes,
        (neck, STEEL),
        (head, blue_tin),
        (brow, blue_tin),
        (sockets, STEEL),
        (lenses, Material(eye, rough=0.18)),
        (nose, red_tin),
        (mouth, dark),
        (teeth, cream),
        (ears, red_tin),
        (ear_tips, BRASS),
        (aerial_base, red_tin),
        (aerial, STEEL),
        (ball, Material((0.68, 0.46, 0.04), rough=0.2)),
        *((union(*joints[k : k + 3]), STEEL) for k in (0, 3)),
        *((arm, blue_tin) for arm in upper),
        *((sleeve, Material((0.50, 0.50, 0.51), rough=0.34, metal=True)) for sleeve in sleeves),
        *((claw, red_tin) for claw in claws),
        (key, BRASS),
    ]
    return stood(parts)
