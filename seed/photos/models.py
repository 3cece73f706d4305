"""The goods: four desk lamps for E27 bulbs and the bulb itself; and the things around them.

Each builder returns parts standing on z = 0 (the clamp lamp: on a board whose top is z = 0 and whose edge is
x = 0). One unit is 10 cm, so that proportions are those of real lamps: 36 to 48 cm high, an A60 bulb of 6 cm.
"""

from dataclasses import dataclass, replace

import numpy as np
from shapes import (
    F,
    Floats,
    Point,
    Shape,
    arch,
    both,
    box,
    capsule,
    cylinder,
    placed,
    ring,
    rotation,
    sheet,
    sphere,
    trough,
    turned,
    union,
    wire,
    without,
)
from studio import Part
from surfaces import Colour, Material, printed, wood

BRASS = Material((0.78, 0.53, 0.20), rough=0.20, metal=True)
WORN_BRASS = Material((0.70, 0.47, 0.18), rough=0.33, metal=True)
STEEL = Material((0.66, 0.66, 0.68), rough=0.26, metal=True)
CAP = Material((0.72, 0.70, 0.66), rough=0.30, metal=True)
BLACK = Material((0.022, 0.022, 0.024), rough=0.42)
CHARCOAL = Material((0.045, 0.047, 0.052), rough=0.55)
SAGE = Material((0.055, 0.135, 0.115), rough=0.40)
ENAMEL = Material((0.80, 0.79, 0.75), rough=0.5)
RED = Material((0.40, 0.075, 0.035), rough=0.42)
ASH = Material(wood((0.66, 0.47, 0.28), (0.42, 0.26, 0.13), stave=9.0, along="z", scale=2.0), rough=0.45)
ASH_FLAT = Material(wood((0.66, 0.47, 0.28), (0.42, 0.26, 0.13), stave=9.0, along="x", scale=2.0), rough=0.45)
OPAL = Material((0.80, 0.80, 0.78), rough=0.20)
PLASTIC = Material((0.74, 0.74, 0.72), rough=0.38)
DARK = Material((0.03, 0.03, 0.03), rough=0.5)
GREEN_GLASS = Material((0.012, 0.115, 0.045), rough=0.10, through=(0.02, 0.20, 0.07))
WHITE_GLASS = Material((0.72, 0.74, 0.68), rough=0.4, through=(0.02, 0.20, 0.07))


@dataclass
class Lamp:
    """Parts of a lamp, where its bulb glows and which parts are the bulb's glass."""

    parts: list[Part]
    bulb_at: Point
    glass: tuple[int, ...]
    cord_from: Point


def _line(*points: tuple[float, float], steps: int = 8) -> list[tuple[float, float]]:
    """A smooth open curve through points (Catmull-Rom)."""
    full = [points[0], *points, points[-1]]
    curve: list[tuple[float, float]] = []
    for a, b, c, d in zip(full, full[1:], full[2:], full[3:], strict=False):
        for k in range(steps):
            t = k / steps
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*curve, points[-1]]


def path(points: list[Point], steps: int = 6) -> list[Point]:
    """A smooth curve in space through points."""
    full = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for a, b, c, d in zip(full, full[1:], full[2:], full[3:], strict=False):
        for k in range(steps):
            t = k / steps
            x, y, z = (
                0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                for p, q, r, s in zip(a, b, c, d, strict=True)
            )
            curve.append((x, y, z))
    return [*curve, points[-1]]


def _glow(lit: bool) -> Material:
    return Material((0.8, 0.8, 0.78), rough=0.6, glow=(16.0, 11.5, 6.6)) if lit else OPAL


def bulb_shapes() -> tuple[Shape, Shape, Shape, Shape]:
    """An A60 LED bulb, globe below, cap above: opal globe, white collar, E27 screw, black ring and contact.

    The globe's middle is the origin; the cap's contact is at z = 0.80. E27: 27 mm over the thread (IEC 60061-1).
    """
    globe = turned(
        _line((0.185, 0.27), (0.262, 0.14), (0.299, 0.0), (0.284, -0.10), (0.245, -0.173), (0.18, -0.24), (0.10, -0.283), (0.004, -0.30))
    )
    collar = turned([(0.150, 0.53), (0.172, 0.50), (0.178, 0.42), (0.200, 0.27), (0.200, 0.255), (0.19, 0.25)])
    core = turned([(0.07, 0.765), (0.118, 0.735), (0.124, 0.53)])

    def screw(x: Floats, y: Floats, z: Floats) -> Floats:
        r = np.sqrt(x * x + y * y)
        turn = np.arctan2(y, x) / F(2 * np.pi)
        thread = F(0.0105) * np.cos(F(2 * np.pi) * (z / F(0.0365) - turn))
        wall = (r - F(0.1265) - thread) * F(0.55)
        return np.minimum(np.maximum(wall, np.abs(z - F(0.63)) - F(0.095)), core(x, y, z))

    tip = union(turned([(0.045, 0.80), (0.09, 0.765)]), turned([(0.10, 0.77), (0.116, 0.738)]))
    return globe, collar, screw, tip


def _fitted_bulb(at: Point, turn: np.ndarray, lit: bool) -> list[Part]:
    globe, collar, screw, _ = bulb_shapes()
    return [
        Part(placed(globe, at, turn), _glow(lit)),
        Part(placed(collar, at, turn), PLASTIC),
        Part(placed(screw, at, turn), CAP),
    ]


def arc(lit: bool = False) -> Lamp:
    """A slim arched arm on a round base, a bell shade hanging from its end. 43 cm high."""
    base = turned([(0.5, 0.135), (0.79, 0.125), (0.835, 0.105), (0.85, 0.07), (0.85, 0.02), (0.83, 0.0)])
    stem = union(capsule((-0.55, 0, 0.1), (-0.55, 0, 3.22), 0.058), arch((0.45, 0, 3.22), 1.0, 0.058), capsule((1.45, 0, 3.24), (1.45, 0, 3.0), 0.058))
    foot = turned([(0.06, 0.26), (0.085, 0.25), (0.10, 0.20), (0.13, 0.135), (0.13, 0.1)])
    turn = rotation(about_x=-13, about_y=-9)
    hang = (1.45, 0.0, 3.02)
    shade = sheet(_line((0.19, -0.28), (0.24, -0.34), (0.40, -0.48), (0.60, -0.74), (0.735, -1.06), (0.775, -1.16), steps=4), 0.03)
    lining = sheet(_line((0.20, -0.31), (0.25, -0.37), (0.39, -0.50), (0.585, -0.75), (0.718, -1.06), (0.757, -1.155), steps=4), 0.012)
    socket = turned([(0.06, 0.03), (0.11, 0.02), (0.165, -0.04), (0.185, -0.10), (0.185, -0.30)])
    collar = turned([(0.075, 0.13), (0.085, 0.12), (0.085, 0.0)])
    bulb = _place((0, 0, -0.98), hang, turn)
    switch = cylinder((0.52, -0.25, 0.15), 0.10, 0.03, 0.015)
    parts = [
        Part(union(base, stem), SAGE),
        Part(placed(foot, (-0.55, 0, 0.0)), BRASS),
        Part(placed(shade, hang, turn), SAGE),
        Part(placed(lining, hang, turn), ENAMEL),
        Part(placed(socket, hang, turn), BRASS),
        Part(placed(collar, hang, turn), BRASS),
        Part(switch, BRASS),
        *_fitted_bulb(bulb, turn, lit),
    ]
    return Lamp(parts, bulb, (7,), (-0.8, 0.2, 0.06))


def _place(local: Point, at: Point, turn: np.ndarray) -> Point:
    x, y, z = turn @ np.array(local) + np.array(at)
    return (float(x), float(y), float(z))


def clamp(lit: bool = False) -> Lamp:
    """An architect's lamp: screw clamp, two sprung arms, a deep bell shade. It holds a board by its edge x = 0."""
    jaws = union(
        box((0.22, 0, 0.075), (0.40, 0.24, 0.075), 0.04),
        box((-0.15, 0, -0.42), (0.075, 0.22, 0.56), 0.04),
        box((0.17, 0, -0.93), (0.37, 0.20, 0.07), 0.04),
    )
    screw = union(
        capsule((0.28, 0, -1.28), (0.28, 0, -0.5), 0.055), cylinder((0.28, 0, -0.46), 0.20, 0.045, 0.02), capsule((0.05, 0, -1.28), (0.51, 0, -1.28), 0.04)
    )
    knobs = union(sphere((0.05, 0, -1.28), 0.065), sphere((0.51, 0, -1.28), 0.065))
    post = union(cylinder((0.14, 0, 0.25), 0.10, 0.14, 0.03), box((0.14, 0, 0.42), (0.13, 0.13, 0.12), 0.04))
    a, b, c = (0.14, 0.0, 0.5), (-0.62, 0.0, 2.62), (1.30, 0.0, 3.86)

    def twin(start: Point, end: Point, apart: float) -> Shape:
        rods = []
        for side in (-apart, apart):
            rods.append(capsule((start[0], side, start[2]), (end[0], side, end[2]), 0.038))
        return union(*rods)

    rods = union(twin(a, b, 0.13), twin(b, c, 0.13))
    joints = union(
        *(cylinder(p, 0.135, 0.20, 0.03, axis="y") for p in (a, b, c)),
    )
    bolts = union(*(cylinder((p[0], s, p[2]), 0.065, 0.03, 0.015, axis="y") for p in (a, b, c) for s in (-0.21, 0.21)))
    springs = union(_spring(a, b, 0.10, 0.46), _spring(b, c, 0.08, 0.40))
    turn = rotation(about_x=-10, about_y=-34)
    hang = (1.36, 0.0, 3.72)
    neck = union(capsule(c, _place((0, 0, -0.12), hang, turn), 0.05), placed(cylinder((0, 0, -0.1), 0.07, 0.1, 0.02), hang, turn))
    shade = sheet(
        _line((0.20, -0.16), (0.245, -0.20), (0.255, -0.55), (0.31, -0.72), (0.52, -0.98), (0.70, -1.30), (0.725, -1.42), steps=4), 0.03
    )
    lining = sheet(_line((0.235, -0.56), (0.29, -0.735), (0.505, -0.99), (0.683, -1.30), (0.707, -1.415), steps=4), 0.012)
    lid = placed(cylinder((0, 0, -0.17), 0.215, 0.03, 0.02), hang, turn)
    rim = placed(ring((0, 0, -1.425), 0.728, 0.022), hang, turn)
    bulb = _place((0, 0, -1.22), hang, turn)
    socket = placed(cylinder((0, 0, -0.45), 0.17, 0.25, 0.02), hang, turn)
    parts = [
        Part(union(jaws, post), BLACK),
        Part(screw, STEEL),
        Part(union(rods, neck), BLACK),
        Part(joints, BLACK),
        Part(union(bolts, knobs), STEEL),
        Part(springs, STEEL),
        Part(union(placed(shade, hang, turn), lid), BLACK),
        Part(placed(lining, hang, turn), ENAMEL),
        Part(socket, DARK),
        Part(rim, BLACK),
        *_fitted_bulb(bulb, turn, lit),
    ]
    return Lamp(parts, bulb, (10,), (-0.2, 0.0, 0.2))


def _spring(a: Point, b: Point, low: float, high: float) -> Shape:
    """A coil between the rods, on a stretch of the way from `a` to `b`, with a thin wire to each end."""
    start, end = np.array(a) + (np.array(b) - a) * low, np.array(a) + (np.array(b) - a) * high
    axis = end - start
    length = float(np.linalg.norm(axis))
    axis = axis / length
    side = np.array([axis[2], 0.0, -axis[0]])

    def coil(x: Floats, y: Floats, z: Floats) -> Floats:
        px, py, pz = x - F(start[0]), y - F(start[1]), z - F(start[2])
        along = px * F(axis[0]) + py * F(axis[1]) + pz * F(axis[2])
        s = px * F(side[0]) + py * F(side[1]) + pz * F(side[2])
        r, angle = np.sqrt(s * s + py * py), np.arctan2(py, s)
        pitch = F(0.042)
        turn = along / pitch - angle / F(2 * np.pi)
        nearest = (turn - np.round(turn)) * pitch
        d = np.hypot(r - F(0.062), nearest) - F(0.0155)
        return np.maximum(d * F(0.7), np.abs(along - F(length / 2)) - F(length / 2))

    ends = [tuple(map(float, np.array(a) + (np.array(b) - a) * t)) for t in (0.02, low, high, high + 0.12)]
    return union(coil, capsule(ends[0], ends[1], 0.014), capsule(ends[2], ends[3], 0.014))  # type: ignore[arg-type]


def folding(lit: bool = False, flat: bool = False) -> Lamp:
    """Two flat ash arms on a slab, a slim red trough over a lying bulb; with `flat`, folded for the drawer."""
    slab = box((0, 0, 0.085), (0.95, 0.62, 0.085), 0.05)
    a = np.array([-0.62, 0.0, 0.30])
    low, high, tilt = (2.0, 91.5, 0.0) if flat else (108.0, 38.0, -12.0)
    b = a + 2.25 * np.array([np.cos(np.radians(low)), 0, np.sin(np.radians(low))])
    if flat:
        b = a + np.array([2.25, 0, 0.10])
        c = b + np.array([-2.05, 0, 0.34])
    else:
        c = b + 1.95 * np.array([np.cos(np.radians(high)), 0, np.sin(np.radians(high))])

    def arm(p: np.ndarray, q: np.ndarray, y: float, thick: float) -> Shape:
        middle, along = (p + q) / 2, q - p
        angle = float(np.degrees(np.arctan2(along[0], along[2])))
        bar = box((0, 0, 0), (0.115, thick, float(np.linalg.norm(along)) / 2 + 0.115), 0.03)
        round_end = cylinder((0, 0, 0), 0.115, thick + 0.02, 0.0, axis="y")
        half = float(np.linalg.norm(along)) / 2
        rounded = union(
            box((0, 0, 0), (0.115, thick, half), 0.025),
            both(bar, union(placed(round_end, (0, 0, half)), placed(round_end, (0, 0, -half)))),
        )
        return placed(rounded, (float(middle[0]), y, float(middle[2])), rotation(about_y=angle))

    lower = union(arm(a, b, -0.145, 0.045), arm(a, b, 0.145, 0.045))
    upper = arm(b, c, 0.0, 0.055)
    bracket = union(box((-0.62, 0, 0.22), (0.10, 0.075, 0.15), 0.03))
    bolts = union(*(cylinder((float(p[0]), 0, float(p[2])), 0.055, 0.225, 0.02, axis="y") for p in (a, b)))
    knob = cylinder((float(b[0]), -0.27, float(b[2])), 0.125, 0.055, 0.03, axis="y")
    # the trough runs along x from the end of the upper arm
    turn = rotation(about_y=-tilt)
    at = (float(c[0]) + (-0.15 if flat else 0.42), 0.0, float(c[2]) + (0.02 if flat else -0.14))
    shell = placed(trough(0.72, (0.44, 0.40), 0.035), at, turn)
    lining = placed(trough(0.71, (0.422, 0.382), 0.012), at, turn)
    holder = placed(cylinder((-0.66, 0, 0.02), 0.175, 0.17, 0.03, axis="x"), at, turn)
    ear = placed(box((-0.5, 0, 0.40), (0.16, 0.075, 0.12), 0.04), at, turn)
    pin = placed(cylinder((-0.46, 0, 0.44), 0.06, 0.14, 0.02, axis="y"), at, turn)
    lying = turn @ rotation(about_y=-90)
    bulb = _place((0.09, 0, 0.02), at, turn)
    parts = [
        Part(slab, CHARCOAL),
        Part(union(lower, upper), ASH_FLAT if flat else ASH),
        Part(bracket, CHARCOAL),
        Part(union(bolts, pin), BRASS),
        Part(knob, BRASS),
        Part(union(shell, ear), RED),
        Part(lining, ENAMEL),
        Part(holder, DARK),
        *_fitted_bulb(bulb, lying, lit),
    ]
    return Lamp(parts, bulb, (8,), (-0.9, 0.0, 0.08))


def brass(lit: bool = False) -> Lamp:
    """A banker's lamp: turned brass foot and column, a green glass shade, a pull chain. 37 cm high."""
    foot = turned(
        [
            *_line((0.10, 0.50), (0.115, 0.42), (0.17, 0.36), (0.30, 0.315), (0.52, 0.28), (0.62, 0.24), steps=5),
            *[(0.68, 0.235), (0.70, 0.20), (0.70, 0.17), (0.86, 0.155), (0.90, 0.13), (0.91, 0.09), (0.95, 0.085), (0.95, 0.01), (0.94, 0.0)],
        ]
    )
    column = turned(
        _line(
            (0.075, 2.72), (0.085, 2.60), (0.13, 2.54), (0.085, 2.48), (0.075, 2.40), (0.105, 1.6), (0.125, 0.86), (0.10, 0.72),
            (0.17, 0.64), (0.185, 0.58), (0.12, 0.50), (0.12, 0.44), steps=4,
        )
    )
    lean = rotation(about_x=14)
    hub = (0.0, -0.10, 3.05)
    fork = union(
        wire(path([(0, 0.0, 2.66), (0, 0.16, 2.80), (0, 0.34, 3.0), (0, 0.36, 3.26), (0, 0.20, 3.46), (0, 0.0, 3.54)], 5), 0.045),
        cylinder((0, 0.0, 2.72), 0.09, 0.07, 0.02),
    )
    glass = placed(trough(0.88, (0.62, 0.44), 0.035), hub, lean)
    inner = placed(trough(0.872, (0.602, 0.422), 0.012), hub, lean)
    cap = placed(union(cylinder((0, 0, 0.455), 0.20, 0.025, 0.02), sphere((0, 0, 0.56), 0.075), cylinder((0, 0, 0.50), 0.045, 0.05)), hub, lean)
    rail = placed(capsule((-0.62, 0, 0.10), (-0.28, 0, 0.10), 0.16), hub, lean)
    bead = sphere((-0.46, -0.12, 2.95), 0.026)

    def beads(x: Floats, y: Floats, z: Floats) -> Floats:
        number = np.clip(np.round((F(2.95) - z) / F(0.062)), 0, 15)
        return bead(x, y, z + number * F(0.062))

    chain = union(beads, capsule((-0.46, -0.12, 2.95), (-0.46, -0.12, 1.98), 0.009))
    pull = placed(turned([(0.02, 0.12), (0.05, 0.08), (0.062, 0.0), (0.05, -0.05), (0.02, -0.07)]), (-0.46, -0.12, 1.92))
    lying = lean @ rotation(about_y=-90)
    bulb = _place((0.36, 0, 0.09), hub, lean)
    parts = [
        Part(foot, BRASS),
        Part(column, BRASS),
        Part(fork, BRASS),
        Part(glass, replace(GREEN_GLASS, glow=(0.003, 0.075, 0.02)) if lit else GREEN_GLASS),
        Part(inner, WHITE_GLASS),
        Part(cap, BRASS),
        Part(rail, WORN_BRASS),
        Part(union(chain, pull), BRASS),
        *_fitted_bulb(bulb, lying, lit),
    ]
    return Lamp(parts, bulb, (8,), (0.5, 0.8, 0.06))


def bulb(lit: bool = False) -> Lamp:
    """The E27 LED bulb alone, cap down, four times life size so that small steps stay exact."""
    upside = rotation(about_x=180)

    def big(shape: Shape) -> Shape:
        stood = placed(shape, (0, 0, 0), upside)
        return lambda x, y, z: stood(x * F(0.25), y * F(0.25), z * F(0.25) - F(0.80)) * F(4)

    globe, collar, screw, tip = bulb_shapes()
    parts = [Part(big(globe), _glow(lit)), Part(big(collar), PLASTIC), Part(big(screw), CAP), Part(big(tip), DARK)]
    return Lamp(parts, (0, 0, 3.2), (0,), (0, 0, 0))


LAMPS = {"arc": arc, "clamp": clamp, "folding": folding, "brass": brass, "bulb": bulb}


# ---------------------------------------------------------------- things around the product


def cord(points: list[Point], colour: Colour = (0.03, 0.03, 0.032)) -> list[Part]:
    """A round cable along a smooth line, in pieces, so that each has a small box."""
    line = path(points)
    cuts = range(0, len(line) - 1, 5)
    return [Part(wire(line[k : k + 6], 0.034), Material(colour, rough=0.5), reach=9.0) for k in cuts]


def desk(material: Material, low: Point, high: Point) -> Part:
    """A board from corner to corner."""
    return _block(material, low, high)


def wall(material: Material, y: float) -> Part:
    return _block(material, (-16.0, y, -11.0), (16.0, y + 1.0, 15.0))


def _block(material: Material, low: Point, high: Point) -> Part:
    cx, cy, cz = ((a + b) / 2 for a, b in zip(low, high, strict=True))
    hx, hy, hz = ((b - a) / 2 for a, b in zip(low, high, strict=True))
    return Part(box((cx, cy, cz), (hx, hy, hz)), material, corners=(low, high))


def closed_book(at: Point, half: tuple[float, float, float], angle: float, cover: Colour) -> list[Part]:
    """A hardback lying on its side, spine to the front."""
    turn = rotation(about_z=angle)
    hx, hy, hz = half
    boards = union(
        box((0, 0, hz - 0.022), (hx, hy, 0.022), 0.012), box((0, 0, -hz + 0.022), (hx, hy, 0.022), 0.012), box((0, -hy + 0.02, 0), (hx, 0.022, hz), 0.012)
    )
    pages = box((0, 0.03, 0), (hx - 0.05, hy - 0.07, hz - 0.03), 0.004)

    def leaves(x: Floats, y: Floats, z: Floats) -> Floats:
        tone = F(0.9) + F(0.1) * np.sin(z * F(420))
        return np.array((0.72, 0.66, 0.54), F) * tone[:, None]

    return [
        Part(placed(boards, at, turn), Material(cover, rough=0.55), reach=9.0),
        Part(placed(pages, at, turn), Material(leaves, rough=0.9), reach=9.0),
    ]


def open_book(at: Point, angle: float) -> list[Part]:
    """An open hardback, 28 x 20 cm, its pages arched towards the fold."""
    turn = rotation(about_z=angle)

    def rise(x: Floats) -> Floats:
        q = np.clip(np.abs(x) / F(1.4), 0, 1)
        return F(0.05) + F(0.17) * np.sqrt(np.clip(q * F(6), 0, 1)) * (1 - q * F(0.72))

    def block(x: Floats, y: Floats, z: Floats) -> Floats:
        side = np.maximum(np.abs(x) - F(1.36), np.abs(y) - F(1.0))
        return np.maximum(np.maximum(side, z - rise(x)), -z) * F(0.7)

    cover = box((0, 0, 0.02), (1.43, 1.05, 0.02), 0.012)
    text = printed((0.80, 0.76, 0.66), (0.09, 0.09, 0.1), 1.36, 0.082)

    def pages(x: Floats, y: Floats, z: Floats) -> Floats:
        px, py = x - F(at[0]), y - F(at[1])
        c, s = F(np.cos(np.radians(angle))), F(np.sin(np.radians(angle)))
        return text(px * c + py * s, py * c - px * s, z)

    return [
        Part(placed(block, (at[0], at[1], at[2] + 0.03), turn), Material(pages, rough=0.9), reach=9.0),
        Part(placed(cover, at, turn), Material((0.10, 0.13, 0.20), rough=0.6), reach=9.0),
    ]


def mug(at: Point, colour: Colour) -> Part:
    body = without(cylinder((0, 0, 0.48), 0.40, 0.48, 0.04), cylinder((0, 0, 0.58), 0.355, 0.5, 0.05))
    handle = without(ring((0.44, 0, 0.5), 0.25, 0.05, axis="y"), cylinder((0, 0, 0.5), 0.37, 0.6))
    return Part(placed(union(body, handle), at, rotation(about_z=-35)), Material(colour, rough=0.24), reach=9.0)


def pencil(at: Point, angle: float, colour: Colour = (0.55, 0.28, 0.03)) -> list[Part]:
    turn = rotation(about_z=angle)
    shaft = placed(capsule((-0.8, 0, 0.036), (0.72, 0, 0.036), 0.036), at, turn)
    point = placed(placed(turned([(0.004, 0.17), (0.034, 0.0)]), (0.74, 0, 0.036), rotation(about_y=90)), at, turn)
    return [Part(shaft, Material(colour, rough=0.35), reach=9.0), Part(point, Material((0.5, 0.36, 0.22), rough=0.7), reach=9.0)]


def plant(at: Point, seed: int = 3) -> list[Part]:
    """A small pot plant with broad leaves on thin stalks."""
    rng = np.random.default_rng(seed)
    x, y, z = at
    pot = placed(without(turned([(0.42, 0.72), (0.44, 0.70), (0.33, 0.0)]), cylinder((0, 0, 0.75), 0.37, 0.12)), at)
    soil = cylinder((x, y, z + 0.62), 0.38, 0.02)
    leaves, stalks = [], []
    for k in range(15):
        angle, rise = k * 2.4 + rng.uniform(-0.3, 0.3), rng.uniform(0.35, 1.25)
        reach = rng.uniform(0.25, 0.85) * (1.2 - 0.4 * rise)
        tip = (x + reach * np.cos(angle), y + reach * np.sin(angle), z + 0.7 + rise)
        stalks.append(capsule((x, y, z + 0.6), tip, 0.018))
        leaf = _leaf(0.30 + 0.10 * rng.random())
        leaves.append(placed(leaf, tip, rotation(about_y=20 + 25 * rng.random(), about_z=float(np.degrees(angle)))))
    return [
        Part(pot, Material((0.46, 0.30, 0.22), rough=0.8), reach=9.0),
        Part(soil, Material((0.05, 0.035, 0.025), rough=1.0), reach=9.0),
        Part(union(*leaves), Material((0.045, 0.17, 0.05), rough=0.45), reach=9.0),
        Part(union(*stalks), Material((0.10, 0.20, 0.06), rough=0.6), reach=9.0),
    ]


def _leaf(size: float) -> Shape:
    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        k0 = np.sqrt((x / F(size)) ** 2 + (y / F(size * 0.55)) ** 2 + ((z + x * x * F(0.6)) / F(0.022)) ** 2)
        return (k0 - 1) * F(0.018)

    return shape
