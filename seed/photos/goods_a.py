"""Goods of the kitchen: a white mug with a blue band, a vacuum bottle, a gooseneck kettle; and what goes with them.

All stand on z = 0, enlarged to about the height of a lamp so that small steps stay exact: a unit is 2.6 cm for
the mug, 7 cm for the bottle and 5.5 cm for the kettle.
"""

from collections.abc import Sequence
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
from surfaces import Colour, Material, Paint, clouds, noise, wood

MUG_CM, BOTTLE_CM, KETTLE_CM = 2.6, 7.0, 5.5

STEEL = Material((0.64, 0.64, 0.65), rough=0.24, metal=True)
SATIN_STEEL = Material((0.60, 0.60, 0.61), rough=0.34, metal=True)
MATT_BLACK = Material((0.030, 0.030, 0.032), rough=0.40)
SOFT_BLACK = Material((0.026, 0.027, 0.030), rough=0.50)
GRIP = Material(wood((0.30, 0.155, 0.075), (0.12, 0.055, 0.026), stave=9.0, along="z", scale=2.2), rough=0.42)
KNOB = Material(wood((0.30, 0.155, 0.075), (0.12, 0.055, 0.026), stave=9.0, along="x", scale=2.2), rough=0.42)


def melted(a: Shape, b: Shape, soft: float) -> Shape:
    """The union of two shapes, their joint filled to a fillet of about `soft` (polynomial smooth minimum)."""
    k = F(soft)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        p, q = a(x, y, z), b(x, y, z)
        h = np.maximum(k - np.abs(p - q), 0) / k
        return np.minimum(p, q) - h * h * k * F(0.25)

    return shape


def tube(points: Sequence[Point], radii: Sequence[float], flat: float = 1.0) -> Shape:
    """A tube along points with a radius at each; `flat` > 1 widens it in y by that factor."""
    wide = max(radii)
    ends = np.array(points)
    cones = [_cone(a, b, ra, rb) for (a, b), (ra, rb) in zip(pairwise(points), pairwise(radii), strict=True)]
    stretches = []
    for k in range(0, len(cones), 5):
        own = ends[k : k + 6]
        stretches.append(near(union(*cones[k : k + 5]), own.min(0) - wide, own.max(0) + wide))
    joined = union(*stretches)
    squeeze = F(1 / flat)
    low, high = ends.min(0) - wide, ends.max(0) + wide
    low[1], high[1] = low[1] * flat, high[1] * flat
    return near(lambda x, y, z: joined(x, y * squeeze, z) * F(0.9), low, high)


def near(shape: Shape, low: NDArray[np.float64], high: NDArray[np.float64], margin: float = 0.3) -> Shape:
    """The same shape, worked out only for points within `margin` of its box; farther away the box's distance will do."""
    middle, half = ((low + high) / 2).astype(F), ((high - low) / 2).astype(F)

    def bounded(x: Floats, y: Floats, z: Floats) -> Floats:
        qx, qy, qz = np.abs(x - middle[0]) - half[0], np.abs(y - middle[1]) - half[1], np.abs(z - middle[2]) - half[2]
        gap = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
        close = np.flatnonzero(gap < F(margin))
        if len(close):
            gap[close] = shape(x[close], y[close], z[close])
        return gap

    return bounded


def _cone(a: Point, b: Point, ra: float, rb: float) -> Shape:
    ax, ay, az = map(F, a)
    dx, dy, dz = (F(q - p) for p, q in zip(a, b, strict=True))
    square = F(dx * dx + dy * dy + dz * dz)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - ax, y - ay, z - az
        t = np.clip((x * dx + y * dy + z * dz) / square, 0, 1)
        return np.sqrt((x - t * dx) ** 2 + (y - t * dy) ** 2 + (z - t * dz) ** 2) - (F(ra) + F(rb - ra) * t)

    return shape


def _curve(*points: tuple[float, float], steps: int = 6) -> list[tuple[float, float]]:
    return [(x, z) for x, _, z in path([(r, 0.0, z) for r, z in points], steps)]


# ---------------------------------------------------------------- mug


def _mug_glaze(x: Floats, y: Floats, z: Floats) -> Floats:
    """White glaze; outside a cobalt band with a thin line above and below, as painted on a wheel."""
    white, cobalt = np.array((0.77, 0.76, 0.73), F), np.array((0.030, 0.085, 0.26), F)
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    u = angle * F(1.5)
    waver = F(0.035) * (clouds(u * F(2.2) + 9, z * 0 + F(3), 2) - F(0.4))
    edge = np.minimum(z - F(0.98), F(1.72) - z) + waver
    thin = F(0.028) - np.minimum(np.abs(z - F(1.86) + waver * F(0.6)), np.abs(z - F(0.84) + waver * F(0.6)))
    ink = np.clip(np.maximum(edge, thin) / F(0.012) + F(0.5), 0, 1)
    outside = (r > F(1.47)) & (r < F(1.632))
    # brush strokes run round the mug; where the colour lies thin the white shows through
    stroke = F(0.80) + F(0.30) * clouds(u * F(1.3), z * F(22), 3)
    ink = (ink * np.clip(stroke, 0, 1) * outside)[:, None]
    return white * (1 - ink) + cobalt * ink


def mug(filled: bool = False) -> list[Part]:
    """A glazed stoneware mug, 9.5 cm high, its handle towards +x."""
    wall = turned(
        [
            (1.05, 0.30), *_curve((1.05, 0.30), (1.30, 0.38), (1.40, 0.62), (1.425, 1.5), (1.435, 3.50), steps=4),
            (1.447, 3.585), (1.475, 3.635), (1.515, 3.65), (1.555, 3.635), (1.583, 3.585), (1.592, 3.52),
            *_curve((1.592, 3.5), (1.590, 2.2), (1.580, 0.85), (1.545, 0.48), (1.42, 0.24), (1.24, 0.135), steps=5),
            (1.20, 0.10), (1.185, 0.05),
        ]
    )  # fmt: skip
    bow = path(
        [
            (1.38, 0, 3.02),
            (1.75, 0, 3.08),
            (2.20, 0, 3.02),
            (2.56, 0, 2.62),
            (2.60, 0, 2.08),
            (2.40, 0, 1.55),
            (2.0, 0, 1.12),
            (1.66, 0, 0.92),
            (1.42, 0, 0.86),
        ],
        3,
    )
    inside = turned([(1.40, 3.9), *_curve((1.40, 3.9), (1.40, 1.2), (1.38, 0.7), (1.2, 0.4), (1.0, 0.32), steps=3)])
    thick = [0.20 - 0.035 * np.sin(np.pi * k / (len(bow) - 1)) for k in range(len(bow))]
    handle = without(tube(bow, thick, flat=1.45), inside)
    foot = without(turned([(1.185, 0.10), (1.175, 0.02), (1.15, 0.0)]), cylinder((0, 0, 0), 1.02, 0.06))
    parts = [
        Part(melted(wall, handle, 0.16), Material(_mug_glaze, rough=0.13)),
        Part(foot, Material((0.52, 0.43, 0.33), rough=0.9)),
    ]
    if filled:
        parts.append(Part(cylinder((0, 0, 3.02), 1.432, 0.03), Material((0.030, 0.011, 0.004), rough=0.06)))
    return parts


def plate(at: Point, radius: float = 2.6, colour: Colour = (0.60, 0.58, 0.53)) -> list[Part]:
    """A side plate in the mug's scale."""
    r = radius
    body = sheet(
        _curve(
            (0.001, 0.10), (0.62 * r, 0.10), (0.72 * r, 0.15), (0.80 * r, 0.30), (0.9 * r, 0.38), (r, 0.43), steps=4
        ),
        0.11,
    )
    foot = ring((0, 0, 0.05), 0.58 * r, 0.05)
    return [Part(placed(union(body, foot), at), Material(colour, rough=0.22), reach=9.0)]


def biscuit(at: Point, tilt: float = 0.0, turn: float = 0.0) -> list[Part]:
    """A round chocolate chip biscuit, 6.5 cm, in the mug's scale."""
    lean = rotation(about_y=tilt, about_z=turn)

    def dough(x: Floats, y: Floats, z: Floats) -> Floats:
        r = np.hypot(x, y)
        bump = F(0.045) * (clouds(x * F(2.6) + at[0] * F(3), y * F(2.6) + at[1] * F(5), 3) - F(0.45))
        top = F(0.20) - F(0.085) * r * r
        d = np.maximum(r - F(1.22) - bump * F(1.2), np.abs(z) - top - bump)
        return d * F(0.7)

    def crust(x: Floats, y: Floats, z: Floats) -> Floats:
        tone = clouds(x * F(3.1), y * F(3.1) + z * F(2), 4)
        light, dark = np.array((0.55, 0.32, 0.13), F), np.array((0.27, 0.125, 0.045), F)
        mix = np.clip((tone - F(0.28)) * F(2.6), 0, 1)[:, None]
        return light * (1 - mix) + dark * mix

    rng = np.random.default_rng(int(abs(at[0] * 97 + at[1] * 31 + at[2] * 7)) + 5)
    chips = []
    for _ in range(9):
        angle, r = rng.uniform(0, 6.28), 1.0 * np.sqrt(rng.random())
        chips.append(
            sphere(
                (float(r * np.cos(angle)), float(r * np.sin(angle)), 0.17 - 0.08 * float(r * r)),
                0.085 + 0.04 * float(rng.random()),
            )
        )
    return [
        Part(placed(dough, at, lean), Material(crust, rough=0.85), reach=12.0),
        Part(placed(union(*chips), at, lean), Material((0.05, 0.022, 0.010), rough=0.35), reach=12.0),
    ]


def spoon(at: Point, turn: float = 0.0) -> list[Part]:
    """A teaspoon lying on the table, in the mug's scale."""

    def bowl(x: Floats, y: Floats, z: Floats) -> Floats:
        width = F(0.52) + F(0.10) * x
        k = np.sqrt((x / F(0.85)) ** 2 + (y / width) ** 2 + ((z - F(0.34)) / F(0.30)) ** 2)
        return np.maximum(np.abs((k - 1) * F(0.3)) - F(0.028), z - F(0.34)) * F(0.8)

    stem = path([(0.80, 0, 0.31), (1.3, 0, 0.36), (2.4, 0, 0.28), (3.6, 0, 0.14), (4.2, 0, 0.09)], 3)
    rod = tube(stem, [0.075 + 0.05 * k / (len(stem) - 1) for k in range(len(stem))], flat=1.7)
    slim = both(rod, lambda x, y, z: z - F(0.42))
    return [Part(placed(union(bowl, slim), at, rotation(about_z=turn)), STEEL, reach=12.0)]


# ---------------------------------------------------------------- bottle


def _coat(colour: Colour) -> Paint:
    """Powder coating with a fine speckle and, towards -y, an engraved pair of peaks under a ring."""

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u = np.arctan2(x, -y) * F(0.52)
        speck = F(0.93) + F(0.16) * noise(u * F(70), z * F(70)) * noise(u * F(41) + 5, z * F(41))
        coat = np.array(colour, F) * speck[:, None]
        v = z - F(1.55)
        near = np.minimum(_stroke(u, v, (-0.26, -0.12), (-0.07, 0.15)), _stroke(u, v, (-0.07, 0.15), (0.03, 0.0)))
        near = np.minimum(
            near, np.minimum(_stroke(u, v, (-0.03, -0.03), (0.10, 0.09)), _stroke(u, v, (0.10, 0.09), (0.27, -0.12)))
        )
        near = np.minimum(near, np.abs(np.hypot(u - F(0.15), v - F(0.22)) - F(0.055)))
        near = np.minimum(near, _stroke(u, v, (-0.26, -0.12), (0.27, -0.12)))
        mark = (np.clip((F(0.011) - near) / F(0.003), 0, 1) * (y < 0))[:, None]
        return coat * (1 - mark) + np.array((0.46, 0.46, 0.46), F) * mark

    return paint


def _stroke(u: Floats, v: Floats, a: tuple[float, float], b: tuple[float, float]) -> Floats:
    du, dv = F(b[0] - a[0]), F(b[1] - a[1])
    pu, pv = u - F(a[0]), v - F(a[1])
    t = np.clip((pu * du + pv * dv) / (du * du + dv * dv), 0, 1)
    return np.hypot(pu - t * du, pv - t * dv)


OCEAN: Colour = (0.024, 0.115, 0.155)


def bottle(colour: Colour = OCEAN) -> list[Part]:
    """A vacuum bottle of 0.6 litres, 26 cm high: powder-coated body, steel neck and foot, lid with a carrying loop."""
    body = turned(
        [
            (0.335, 2.98), (0.352, 2.965), (0.362, 2.93),
            *_curve((0.366, 2.90), (0.375, 2.82), (0.415, 2.70), (0.475, 2.575), (0.508, 2.44), (0.515, 2.30), steps=5),
            (0.515, 0.115), (0.511, 0.095), (0.500, 0.085), (0.49, 0.08),
        ]
    )  # fmt: skip
    foot = turned([(0.485, 0.088), (0.497, 0.080), (0.503, 0.065), (0.503, 0.03), (0.493, 0.010), (0.470, 0.0)])
    neck = turned([(0.300, 3.10), (0.318, 3.095), (0.326, 3.08), (0.326, 3.00), (0.345, 2.985), (0.345, 2.97)])
    lid = turned(
        [
            (0.05, 3.555),
            (0.255, 3.55),
            (0.320, 3.528),
            (0.348, 3.50),
            (0.360, 3.455),
            (0.362, 3.12),
            (0.355, 3.095),
            (0.335, 3.085),
        ]
    )

    def fluted(x: Floats, y: Floats, z: Floats) -> Floats:
        wave = np.clip(np.cos(np.arctan2(y, x) * F(40)), F(-0.5), 1) * F(0.006)
        band = np.clip(np.minimum(z - F(3.14), F(3.42) - z) / F(0.02), 0, 1)
        return lid(x, y, z) + wave * band * F(1.0)

    seam = ring((0, 0, 3.455), 0.361, 0.008)
    loop = path(
        [
            (-0.335, 0, 3.40),
            (-0.345, 0, 3.60),
            (-0.29, 0, 3.86),
            (-0.15, 0, 4.00),
            (0.0, 0, 4.03),
            (0.15, 0, 4.00),
            (0.29, 0, 3.86),
            (0.345, 0, 3.60),
            (0.335, 0, 3.40),
        ],
        4,
    )
    strap = both(tube(loop, [0.052] * len(loop), flat=2.6), box((0, 0, 3.7), (0.6, 0.105, 0.6), 0.03))
    pins = union(
        cylinder((-0.385, 0, 3.47), 0.042, 0.03, 0.012, axis="x"),
        cylinder((0.385, 0, 3.47), 0.042, 0.03, 0.012, axis="x"),
    )
    return [
        Part(body, Material(_coat(colour), rough=0.46)),
        Part(foot, STEEL),
        Part(neck, SATIN_STEEL),
        Part(without(fluted, seam), SOFT_BLACK),
        Part(strap, SOFT_BLACK),
        Part(pins, STEEL),
    ]


# ---------------------------------------------------------------- kettle


def kettle() -> list[Part]:
    """A gooseneck kettle of one litre for pour-over coffee, spout towards +x, wooden grip and knob."""
    body = turned(
        [
            (1.00, 2.03), (1.045, 2.02), (1.065, 1.985),
            *_curve((1.07, 1.96), (1.11, 1.75), (1.225, 1.10), (1.335, 0.45), (1.375, 0.21), (1.37, 0.13), steps=5),
            (1.345, 0.085), (1.30, 0.07),
        ]
    )  # fmt: skip
    spine = path(
        [
            (1.10, 0, 0.56),
            (1.50, 0, 0.55),
            (1.83, 0, 0.68),
            (2.04, 0, 1.00),
            (2.13, 0, 1.42),
            (2.22, 0, 1.82),
            (2.42, 0, 2.12),
            (2.72, 0, 2.23),
            (2.98, 0, 2.15),
            (3.11, 0, 2.00),
        ],
        5,
    )
    n = len(spine) - 1
    outer = tube(spine, [0.215 - 0.115 * min(1.0, 1.25 * k / n) for k in range(n + 1)])
    ahead = rotation(about_y=139)
    bore = placed(cylinder((0, 0, 0), 0.068, 0.25), (3.11, 0, 2.00), ahead)
    cut = placed(box((0, 0, 0.2), (0.2, 0.2, 0.2)), (3.11, 0, 2.00), ahead)
    spout = near(without(without(outer, cut), bore), np.array((0.85, -0.25, 0.3)), np.array((3.35, 0.25, 2.45)))
    collar = placed(cylinder((0, 0, 0), 0.275, 0.035, 0.03, axis="x"), (1.335, 0, 0.56), rotation(about_y=10))
    base = turned([(1.28, 0.10), (1.315, 0.085), (1.33, 0.06), (1.33, 0.03), (1.30, 0.0)])
    lid = turned(
        [
            *_curve((0.02, 2.185), (0.35, 2.175), (0.70, 2.135), (0.90, 2.09), (0.975, 2.065), steps=4),
            (1.0, 2.045),
            (1.0, 2.02),
            (0.98, 2.01),
        ]
    )
    rim = ring((0, 0, 2.022), 1.022, 0.028)
    vent = cylinder((0.60, -0.15, 2.15), 0.05, 0.1)
    stem = turned([(0.10, 2.26), (0.115, 2.24), (0.115, 2.19), (0.17, 2.175), (0.17, 2.15)])
    knob = turned(
        _curve(
            (0.02, 2.66), (0.16, 2.65), (0.25, 2.58), (0.265, 2.48), (0.22, 2.36), (0.15, 2.27), (0.10, 2.24), steps=4
        )
    )
    bracket = path(
        [(-0.98, 0, 1.80), (-1.30, 0, 2.06), (-1.72, 0, 2.24), (-2.10, 0, 2.20), (-2.31, 0, 1.98), (-2.36, 0, 1.80)], 5
    )
    arm = both(tube(bracket, [0.085] * len(bracket), flat=2.0), box((0, 0, 1.5), (3.0, 0.125, 1.5), 0.02))
    shoe = placed(box((0, 0, 0), (0.035, 0.20, 0.21), 0.03), (-1.115, 0, 1.74), rotation(about_y=10))
    grip_line = path([(-2.355, 0, 1.86), (-2.38, 0, 1.50), (-2.32, 0, 1.08), (-2.20, 0, 0.70), (-2.12, 0, 0.52)], 5)
    m = len(grip_line) - 1
    grip = tube(grip_line, [0.135 + 0.035 * float(np.sin(np.pi * k / m)) for k in range(m + 1)], flat=1.25)
    cap = placed(cylinder((0, 0, 0), 0.15, 0.035, 0.03), (-2.358, 0, 1.90), rotation(about_y=4))
    rivets = union(
        *(
            placed(sphere((0, 0, 0), 0.05), (-1.165 - dz * 0.18, dy, 1.74 - dz), rotation())
            for dy in (-0.11, 0.11)
            for dz in (-0.09, 0.09)
        )
    )
    return [
        Part(melted(melted(body, spout, 0.10), collar, 0.03), MATT_BLACK),
        Part(union(base, rim), SATIN_STEEL),
        Part(without(lid, vent), MATT_BLACK),
        Part(stem, STEEL),
        Part(knob, KNOB),
        Part(union(arm, shoe, cap), MATT_BLACK),
        Part(grip, GRIP),
        Part(rivets, STEEL),
    ]


def dripper(at: Point) -> list[Part]:
    """A ceramic coffee dripper on a glass-free server of stoneware, with ground coffee in its paper; the kettle's scale."""
    x, y, z = at
    cone = sheet([(0.34, 0.0), (0.40, 0.05), (0.98, 1.02), (1.02, 1.06)], 0.10)
    saucer = turned([(0.40, 0.10), (0.82, 0.06), (0.86, 0.03), (0.84, -0.02), (0.40, -0.04)])
    ear = without(
        ring((0.92, 0, 0.52), 0.27, 0.065, axis="y"), turned([(0.9, 1.3), (0.9, 0.9), (0.36, 0.02), (0.3, -0.2)])
    )
    paper = sheet([(0.36, 0.16), (0.90, 0.98), (1.0, 1.17)], 0.02)
    coffee = turned([(0.03, 0.52), (0.45, 0.56), (0.60, 0.60), (0.56, 0.5), (0.2, 0.2)])
    cup = turned(
        [
            (0.60, 0.18),
            *_curve((0.60, 0.18), (0.72, 0.28), (0.77, 0.6), (0.78, 1.30), steps=3),
            (0.80, 1.34),
            (0.83, 1.35),
            (0.86, 1.34),
            (0.88, 1.30),
            *_curve((0.88, 1.28), (0.87, 0.5), (0.80, 0.15), (0.66, 0.02), steps=3),
            (0.62, 0.0),
        ]
    )
    grip = without(ring((0.90, 0, 0.70), 0.36, 0.085, axis="y"), cylinder((0, 0, 0.7), 0.80, 0.8))
    high = (x, y, z + 1.39)
    around = rotation(about_z=-35)
    clay = Material((0.40, 0.155, 0.085), rough=0.30)
    return [
        Part(placed(union(cone, saucer, ear), high, around), Material((0.66, 0.64, 0.60), rough=0.22), reach=12.0),
        Part(placed(paper, high), Material((0.60, 0.50, 0.36), rough=0.95), reach=12.0),
        Part(placed(coffee, high), Material((0.038, 0.016, 0.007), rough=0.8), reach=12.0),
        Part(placed(melted(cup, grip, 0.06), at, around), clay, reach=12.0),
    ]


def beans(middle: Point, spread: float, count: int, seed: int) -> list[Part]:
    """Roasted coffee beans scattered on the table, in the kettle's scale."""
    rng = np.random.default_rng(seed)
    shapes: list[tuple[float, Shape]] = []
    for _ in range(count):
        angle, r = rng.uniform(0, 2 * np.pi), spread * np.sqrt(rng.random())
        at = (middle[0] + float(r * np.cos(angle)), middle[1] + float(r * np.sin(angle)) * 0.7, middle[2] + 0.055)
        shapes.append((at[0], placed(_bean, at, rotation(about_z=float(rng.uniform(0, 180))))))
    row = [shape for _, shape in sorted(shapes, key=lambda pair: pair[0])]
    # neighbours share a part, so that each part has a small box
    return [
        Part(union(*row[k : k + 6]), Material((0.075, 0.032, 0.014), rough=0.38), reach=12.0)
        for k in range(0, count, 6)
    ]


def _bean(x: Floats, y: Floats, z: Floats) -> Floats:
    k = np.sqrt((x / F(0.115)) ** 2 + (y / F(0.085)) ** 2 + (z / F(0.06)) ** 2)
    groove = np.hypot(y + F(0.012) * np.sin(x * F(40)), z - F(0.06)) - F(0.014)
    return np.maximum((k - 1) * F(0.06), -groove) * F(0.9)


def apple(at: Point, colour: Colour = (0.42, 0.035, 0.022), size: float = 0.55) -> list[Part]:
    """An apple of this radius, with its stalk."""

    def flesh(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x / F(size), y / F(size), z / F(size)
        r = np.hypot(x, y)
        q = np.hypot(r - F(0.36), z * F(1.04) - F(0.10) * r) - (F(0.62) + F(0.05) * z)
        return q * F(0.85 * size)

    def skin(x: Floats, y: Floats, z: Floats) -> Floats:
        angle = np.arctan2(y - F(at[1]), x - F(at[0]))
        high = (z - F(at[2])) / F(size)
        streak = F(0.6) * clouds(angle * F(15), high * F(0.9), 3) + F(0.4) * clouds(x * F(3 / size), high * F(1.3), 2)
        mix = np.clip((streak - F(0.44)) * F(2.2) + F(0.25) * (high - F(1.0)), 0, 0.55)[:, None]
        return np.array(colour, F) * (1 - mix) + np.array((0.55, 0.36, 0.08), F) * mix

    x, y, z = at
    stalk = wire(
        path([(x, y, z + 0.95 * size), (x + 0.03, y, z + 1.3 * size), (x + 0.12, y + 0.02, z + 1.55 * size)], 3),
        0.035 * size / 0.55,
    )
    return [
        Part(placed(flesh, (x, y, z + 0.59 * size)), Material(skin, rough=0.22), reach=12.0),
        Part(stalk, Material((0.10, 0.055, 0.025), rough=0.8), reach=12.0),
    ]


def notebook(at: Point, half: tuple[float, float, float], angle: float, cover: Colour) -> list[Part]:
    """A closed notebook with rounded corners and an elastic band."""
    turn = rotation(about_z=angle)
    hx, hy, hz = half
    board = box((0, 0, 0), (hx, hy, hz), 0.03)
    leaves = box((0.02, 0, 0), (hx - 0.02, hy - 0.03, hz - 0.025), 0.004)
    strip = box((hx - 0.22, 0, 0), (0.045, hy + 0.012, hz + 0.012), 0.01)
    body = without(board, box((0.3, 0, 0), (hx + 0.3, hy + 1, hz - 0.03)))
    return [
        Part(placed(body, at, turn), Material(cover, rough=0.5), reach=12.0),
        Part(placed(leaves, at, turn), Material((0.70, 0.66, 0.56), rough=0.9), reach=12.0),
        Part(placed(strip, at, turn), Material((0.02, 0.02, 0.022), rough=0.7), reach=12.0),
    ]


def pen(at: Point, angle: float, colour: Colour = (0.02, 0.02, 0.022)) -> list[Part]:
    turn = rotation(about_z=angle)
    barrel = placed(capsule((-0.85, 0, 0.062), (0.75, 0, 0.062), 0.062), at, turn)
    clip = placed(
        union(
            box((-0.62, 0, 0.135), (0.24, 0.022, 0.012), 0.008), cylinder((-0.1, 0, 0.062), 0.068, 0.03, 0.01, axis="x")
        ),
        at,
        turn,
    )
    return [Part(barrel, Material(colour, rough=0.3), reach=12.0), Part(clip, STEEL, reach=12.0)]
