"""Signed distance shapes: how far a point is from a surface (negative inside).

One unit is 10 cm; z is up. A shape is a function of three float32 arrays of equal length. Transforms and
unions return new shapes. Distances are exact or, where that is costly, never larger than the true one.
Formulas: Inigo Quilez, "3D SDF functions" and "2D SDF functions" (read 2026-11).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

F = np.float32
Floats: TypeAlias = NDArray[np.float32]
Shape: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
Point: TypeAlias = tuple[float, float, float]


def sphere(centre: Point, radius: float) -> Shape:
    cx, cy, cz = map(F, centre)
    return lambda x, y, z: np.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - F(radius)


def box(centre: Point, half: Point, edge: float = 0.0) -> Shape:
    """A box with half sides `half`, its edges rounded by the radius `edge`."""
    cx, cy, cz = map(F, centre)
    hx, hy, hz = (F(h - edge) for h in half)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        qx, qy, qz = np.abs(x - cx) - hx, np.abs(y - cy) - hy, np.abs(z - cz) - hz
        outside = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
        return outside + np.minimum(np.maximum(qx, np.maximum(qy, qz)), 0) - F(edge)

    return shape


def cylinder(centre: Point, radius: float, half: float, edge: float = 0.0, axis: str = "z") -> Shape:
    cx, cy, cz = map(F, centre)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - cx, y - cy, z - cz
        if axis == "x":
            x, z = z, x
        elif axis == "y":
            y, z = z, y
        q = np.sqrt(x * x + y * y) - F(radius - edge)
        w = np.abs(z) - F(half - edge)
        return np.minimum(np.maximum(q, w), 0) + np.sqrt(np.maximum(q, 0) ** 2 + np.maximum(w, 0) ** 2) - F(edge)

    return shape


def capsule(a: Point, b: Point, radius: float) -> Shape:
    ax, ay, az = map(F, a)
    dx, dy, dz = (F(q - p) for p, q in zip(a, b, strict=True))
    square = F(dx * dx + dy * dy + dz * dz)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - ax, y - ay, z - az
        t = np.clip((x * dx + y * dy + z * dz) / square, 0, 1)
        return np.sqrt((x - t * dx) ** 2 + (y - t * dy) ** 2 + (z - t * dz) ** 2) - F(radius)

    return shape


def wire(points: Sequence[Point], radius: float) -> Shape:
    """A round wire along a line of points."""
    return union(*(capsule(a, b, radius) for a, b in pairwise(points)))


def arch(centre: Point, bend: float, radius: float) -> Shape:
    """The upper half of a ring in the x-z plane: `bend` to the middle of a tube of `radius`."""
    cx, cy, cz = map(F, centre)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - cx, y - cy, z - cz
        ring = np.where(z > 0, np.sqrt(x * x + z * z) - F(bend), np.hypot(np.abs(x) - F(bend), z))
        return np.hypot(ring, y) - F(radius)

    return shape


def ring(centre: Point, bend: float, radius: float, axis: str = "z") -> Shape:
    cx, cy, cz = map(F, centre)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - cx, y - cy, z - cz
        if axis == "x":
            x, z = z, x
        elif axis == "y":
            y, z = z, y
        return np.hypot(np.sqrt(x * x + y * y) - F(bend), z) - F(radius)

    return shape


def turned(profile: Sequence[tuple[float, float]]) -> Shape:
    """A solid turned on a lathe about z; `profile` is (radius, z) from top to bottom, closed along the axis."""
    corners = [(0.0, profile[0][1]), *profile, (0.0, profile[-1][1])]

    def distance(r: Floats, z: Floats) -> Floats:
        nearest = np.full(r.shape, np.inf, F)
        inside = np.zeros(r.shape, bool)
        for (ar, az), (br, bz) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (ar == 0.0 and br == 0.0) or (ar, az) == (br, bz):
                continue
            nearest = np.minimum(nearest, _to_segment(r, z, ar, az, br, bz))
            if az != bz:
                cross = F(ar) + (z - F(az)) * F((br - ar) / (bz - az)) > r
                inside ^= ((z < F(az)) != (z < F(bz))) & cross
        return np.where(inside, -np.sqrt(nearest), np.sqrt(nearest))

    return _spun(distance, profile)


def sheet(profile: Sequence[tuple[float, float]], thickness: float) -> Shape:
    """Thin sheet metal or glass turned about z: `profile` is an open line of (radius, z)."""

    def distance(r: Floats, z: Floats) -> Floats:
        nearest = np.full(r.shape, np.inf, F)
        for (ar, az), (br, bz) in pairwise(profile):
            nearest = np.minimum(nearest, _to_segment(r, z, ar, az, br, bz))
        return np.sqrt(nearest) - F(thickness / 2)

    return _spun(distance, profile)


def _spun(distance: Callable[[Floats, Floats], Floats], profile: Sequence[tuple[float, float]]) -> Shape:
    """A body turned about z from distances in its half plane, which are looked up in a table of 0.3 mm cells.

    Beyond the table the distance is at least hypot(way to the table, entry at its rim), as the table is convex.
    """
    step, margin = 0.003, 0.12
    top = max(r for r, _ in profile) + margin
    low, high = min(z for _, z in profile) - margin, max(z for _, z in profile) + margin
    rows, columns = int((high - low) / step) + 2, int(top / step) + 2
    zs, rs = np.meshgrid(low + step * np.arange(rows), step * np.arange(columns), indexing="ij")
    table = distance(rs.astype(F).ravel(), zs.astype(F).ravel()).astype(F)

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        r = np.sqrt(x * x + y * y)
        u, v = r * F(1 / step), (z - F(low)) * F(1 / step)
        cu, cv = np.clip(u, 0, F(columns - 1.01)), np.clip(v, 0, F(rows - 1.01))
        iu, iv = cu.astype(np.int32), cv.astype(np.int32)
        fu, fv = cu - iu, cv - iv
        at = iv * columns + iu
        lower = table[at] * (1 - fu) + table[at + 1] * fu
        upper = table[at + columns] * (1 - fu) + table[at + columns + 1] * fu
        d = lower + (upper - lower) * fv
        way = np.abs(u - cu) + np.abs(v - cv)
        if not way.any():
            return d
        square = ((u - cu) ** 2 + (v - cv) ** 2) * F(step * step)
        return np.where(way > 0, np.sqrt(square + np.maximum(d, 0) ** 2), d)

    return shape


def _to_segment(r: Floats, z: Floats, ar: float, az: float, br: float, bz: float) -> Floats:
    """Square of the distance to a line segment in the half plane of a lathe."""
    dr, dz = F(br - ar), F(bz - az)
    pr, pz = r - F(ar), z - F(az)
    t = np.clip((pr * dr + pz * dz) / F(dr * dr + dz * dz), 0, 1)
    return (pr - t * dr) ** 2 + (pz - t * dz) ** 2


def trough(half: float, radii: tuple[float, float], thickness: float) -> Shape:
    """A long half shell, open below: length 2*half plus round ends, cross section an ellipse of `radii` (y, z)."""
    ry, rz = map(F, radii)
    rx = F(min(radii))

    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        x = x - np.clip(x, F(-half), F(half))
        near = np.sqrt((x / rx) ** 2 + (y / ry) ** 2 + (z / rz) ** 2)
        slope = np.sqrt((x / rx**2) ** 2 + (y / ry**2) ** 2 + (z / rz**2) ** 2) + F(1e-6)
        shell = np.abs(near * (near - 1) / slope) - F(thickness / 2)
        return np.maximum(shell, -z) * F(0.8)

    return shape


def union(*shapes: Shape) -> Shape:
    def shape(x: Floats, y: Floats, z: Floats) -> Floats:
        nearest = shapes[0](x, y, z)
        for other in shapes[1:]:
            nearest = np.minimum(nearest, other(x, y, z))
        return nearest

    return shape


def without(solid: Shape, hole: Shape) -> Shape:
    return lambda x, y, z: np.maximum(solid(x, y, z), -hole(x, y, z))


def both(a: Shape, b: Shape) -> Shape:
    return lambda x, y, z: np.maximum(a(x, y, z), b(x, y, z))


def rotation(about_x: float = 0.0, about_y: float = 0.0, about_z: float = 0.0) -> NDArray[np.float64]:
    """The matrix that turns a body by these angles in degrees: first about x, then y, then z."""
    a, b, c = np.radians([about_x, about_y, about_z])
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    ry = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    rz = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return rz @ ry @ rx


def placed(shape: Shape, at: Point = (0.0, 0.0, 0.0), turn: NDArray[np.float64] | None = None) -> Shape:
    """The shape turned about its own origin by the matrix `turn`, then moved to `at`."""
    ax, ay, az = map(F, at)
    back = (np.eye(3) if turn is None else turn.T).astype(F)
    straight = turn is None

    def moved(x: Floats, y: Floats, z: Floats) -> Floats:
        x, y, z = x - ax, y - ay, z - az
        if straight:
            return shape(x, y, z)
        return shape(*(row[0] * x + row[1] * y + row[2] * z for row in back))

    return moved
