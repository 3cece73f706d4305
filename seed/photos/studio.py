"""A small path tracer in NumPy: parts, lights and a camera in; light, outline and depth out.

Each pass sends one jittered ray through every pixel and from its hit one ray to each lamp, one into the
half space above the surface (with one bounce) and, where the surface is glossy, one along the reflection.
The diffuse light, without the surface colour, is smoothed along surfaces (edge-avoiding à-trous filter,
Dammertz et al. 2010), so that a dozen passes look clean. Everything follows from the seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapes import F, Floats, Point, Shape
from surfaces import Colour, Material

NOTHING = -1
_STEPS = 90
_TOUCH = F(6e-4)


@dataclass
class Part:
    """One surface: shape and material. `low` and `high`, its box in space, are found by sampling.

    A plain upright box gives its `corners`; it is then hit exactly, without steps.
    """

    shape: Shape
    material: Material
    reach: float = 6.0
    corners: tuple[Point, Point] | None = None
    low: Floats = field(init=False)
    high: Floats = field(init=False)

    def __post_init__(self) -> None:
        if self.corners:
            self.low, self.high = (np.array(corner, F) for corner in self.corners)
            return
        low, high = np.full(3, -self.reach), np.full(3, self.reach)
        for cells in (44, 40):
            axes = [np.linspace(a, b, cells, dtype=F) for a, b in zip(low, high, strict=True)]
            step = np.array([axis[1] - axis[0] for axis in axes])
            grid = np.meshgrid(*axes, indexing="ij")
            near = self.shape(*(g.ravel() for g in grid)) < F(np.sqrt((step**2).sum()) / 2 + 1e-3)
            points = np.stack([g.ravel()[near] for g in grid])
            low, high = points.min(1) - step, points.max(1) + step
        self.low, self.high = low.astype(F), high.astype(F)


@dataclass(frozen=True)
class Panel:
    """A rectangular soft light: half sides `u` and `v`, shining along u x v with a radiance."""

    centre: Point
    u: Point
    v: Point
    radiance: Colour


@dataclass(frozen=True)
class Bulb:
    """A glowing ball. The parts numbered in `glass` do not shade it."""

    centre: Point
    radius: float
    radiance: Colour
    glass: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sky:
    """What a ray meets where there is nothing: colours above, at the side and below."""

    above: Colour
    level: Colour
    below: Colour

    def seen(self, d: Floats) -> Floats:
        z = d[:, 2:3]
        up, down = np.clip(z, 0, 1) ** F(0.6), np.clip(-z, 0, 1) ** F(0.6)
        return np.array(self.level, F) * (1 - up - down) + np.array(self.above, F) * up + np.array(self.below, F) * down


@dataclass(frozen=True)
class Camera:
    """`focal` is the focal length over half the picture's width; `shift` moves the picture in its own halves."""

    eye: Point
    target: Point
    focal: float
    roll: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass
class Exposure:
    """Linear light (h, w, 3), the product's cover 0..1 (h, w) and the distance along each ray (h, w)."""

    light: Floats
    cover: Floats
    depth: Floats


@dataclass
class Set:
    """Parts, of which the first `product` many are the product; lights; sky."""

    parts: list[Part]
    product: int
    panels: Sequence[Panel]
    sky: Sky
    bulbs: Sequence[Bulb] = ()


def photograph(scene: Set, camera: Camera, width: int, height: int, *, passes: int, seed: int, even_gloss: bool = False) -> Exposure:
    """Take the picture. About 4 seconds a pass for 2 million pixels on one core.

    `even_gloss` averages sharp reflections over the nearest pixels of the same surface, against grain after few passes.
    """
    rng = np.random.default_rng(seed)
    count = width * height
    albedo, diffuse, gloss, sheen, normals = (np.zeros((count, 3), F) for _ in range(5))
    cover, depth, solid = (np.zeros(count, F) for _ in range(3))
    px, py = (a.ravel().astype(F) for a in np.meshgrid(np.arange(width), np.arange(height)))
    block = 1 << 17
    for number in range(passes):
        # stratified offsets: the passes share out the pixel between them (R2 sequence, Roberts 2018)
        ox, oy = (0.5 + number * 0.7548776662) % 1, (0.5 + number * 0.5698402910) % 1
        for start in range(0, count, block):
            cut = slice(start, start + block)
            d = _rays(camera, px[cut] + F(ox), py[cut] + F(oy), width, height)
            o = np.broadcast_to(np.array(camera.eye, F), d.shape)
            hit, t = _trace(scene, o, d)
            seen = _shade(scene, o, d, hit, t, rng)
            albedo[cut] += seen[0]
            diffuse[cut] += np.minimum(seen[1], 60)
            gloss[cut] += np.minimum(seen[2], 6)
            sheen[cut] += np.minimum(seen[3], 4)
            normals[cut] += seen[4]
            cover[cut] += (hit >= 0) & (hit < scene.product)
            there = hit != NOTHING
            depth[cut] += np.where(there, t, 60)
            solid[cut] += there
    shape = (height, width)
    buffers = (albedo, diffuse, gloss, sheen, normals)
    albedo, diffuse, gloss, sheen, normals = (a.reshape(*shape, 3) / F(passes) for a in buffers)
    depth = depth.reshape(shape) / F(passes)
    received = diffuse / np.maximum(albedo, F(1e-3))
    received = _smooth(received, normals, depth, rounds=4)
    sheen = _smooth(sheen, normals, depth, rounds=3)
    if even_gloss:
        gloss = _smooth(gloss, normals, depth, rounds=1, tolerance=8.0)
    return Exposure(received * albedo + gloss + sheen, cover.reshape(shape) / F(passes), depth)


def outline_box(scene: Set, camera: Camera, width: int, height: int) -> tuple[float, float, float, float]:
    """The product's box (left, top, right, bottom) as shares of the picture; only outlines are traced."""
    px, py = (a.ravel().astype(F) for a in np.meshgrid(np.arange(width), np.arange(height)))
    d = _rays(camera, px + F(0.5), py + F(0.5), width, height)
    hit, _ = _trace(scene, np.broadcast_to(np.array(camera.eye, F), d.shape), d)
    rows, columns = np.nonzero(((hit >= 0) & (hit < scene.product)).reshape(height, width))
    return columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height


def _rays(camera: Camera, px: Floats, py: Floats, width: int, height: int) -> Floats:
    forward = np.subtract(camera.target, camera.eye)
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    turn = np.radians(camera.roll)
    right, up = right * np.cos(turn) + up * np.sin(turn), up * np.cos(turn) - right * np.sin(turn)
    u = px * F(2 / width) - 1 - F(camera.shift[0])
    v = (F(height) - 2 * py) / F(width) - F(camera.shift[1])
    d = (forward * camera.focal).astype(F) + u[:, None] * right.astype(F) + v[:, None] * up.astype(F)
    return _unit(d)


def _dot(a: Floats, b: Floats) -> Floats:
    return np.einsum("ij,ij->i", a, b)


def _unit(v: Floats) -> Floats:
    return v / (np.sqrt(_dot(v, v))[:, None] + F(1e-12))


def _trace(scene: Set, o: Floats, d: Floats) -> tuple[np.ndarray, Floats]:
    """The first part that each ray hits (or NOTHING) and how far away."""
    nearest = np.full(len(d), 60, F)
    hit = np.full(len(d), NOTHING, np.int32)
    for number, index, t in _hits(scene, o, d, nearest):
        nearest[index] = t
        hit[index] = number
    return hit, nearest


def _blocked(scene: Set, o: Floats, d: Floats, limit: Floats, skip: tuple[int, ...] = (), own: np.ndarray | None = None) -> np.ndarray:
    """Whether something stands in the way within `limit`; `own`, a part for each ray, does not count."""
    limit = limit.copy()
    for _, index, _ in _hits(scene, o, d, limit, skip, own):
        limit[index] = -1
    return limit < 0


def _hits(
    scene: Set, o: Floats, d: Floats, limit: Floats, skip: tuple[int, ...] = (), own: np.ndarray | None = None
) -> Iterator[tuple[int, np.ndarray, Floats]]:
    """Part by part: the rays that hit it before their `limit`, which the caller may lower in between."""
    columns = [np.ascontiguousarray(o[:, k]) for k in range(3)] + [np.ascontiguousarray(d[:, k]) for k in range(3)]
    everything = np.arange(len(d))
    for number, part in enumerate(scene.parts):
        if part.corners and number not in skip:
            index, t = _march(part, columns, everything, limit)
            if len(index):
                yield number, index, t
    stepped = [k for k, part in enumerate(scene.parts) if not part.corners]
    if not stepped:
        return
    low = np.min([scene.parts[k].low for k in stepped], axis=0)
    high = np.max([scene.parts[k].high for k in stepped], axis=0)
    enter, leave = _span(low, high, columns, limit)
    near = np.flatnonzero((leave > np.maximum(enter, 0)) & (limit > 0))
    columns = [c[near] for c in columns]
    for number in stepped:
        if number in skip:
            continue
        far = limit[near]
        if own is not None:
            far = np.where(own[near] == number, F(-1), far)
        index, t = _march(scene.parts[number], columns, near, far)
        if len(index):
            yield number, index, t


def _span(low: Floats, high: Floats, columns: list[Floats], limit: Floats) -> tuple[Floats, Floats]:
    """Where rays enter and leave a box; they miss it if they leave before they enter."""
    enter, leave = np.full(limit.shape, -np.inf, F), limit
    for k in range(3):
        inverse = 1 / np.where(np.abs(columns[3 + k]) < 1e-7, F(1e-7), columns[3 + k])
        a, b = (low[k] - columns[k]) * inverse, (high[k] - columns[k]) * inverse
        enter, leave = np.maximum(enter, np.minimum(a, b)), np.minimum(leave, np.maximum(a, b))
    return enter, leave


def _march(part: Part, columns: list[Floats], number: np.ndarray, limit: Floats) -> tuple[np.ndarray, Floats]:
    """Which rays hit a part before `limit`, by their `number`, and where (sphere tracing within the part's box)."""
    enter, leave = _span(part.low, part.high, columns, limit)
    index = np.flatnonzero((leave > np.maximum(enter, 0)) & (limit > 0))
    if part.corners:
        index = index[enter[index] > 0]
        return number[index], enter[index]
    t, end = np.maximum(enter[index], F(2e-3)), leave[index]
    ox, oy, oz, dx, dy, dz = (c[index] for c in columns)
    index = number[index]
    found: list[np.ndarray] = []
    where: list[Floats] = []
    for _ in range(_STEPS):
        if not len(index):
            break
        gap = part.shape(ox + dx * t, oy + dy * t, oz + dz * t)
        hit = gap < _TOUCH
        if hit.any():
            found.append(index[hit])
            where.append(t[hit])
        t = t + np.maximum(gap, F(4e-4)) * F(0.97)
        keep = ~hit & (t < end)
        if not keep.all():
            index, t, end = index[keep], t[keep], end[keep]
            ox, oy, oz, dx, dy, dz = ox[keep], oy[keep], oz[keep], dx[keep], dy[keep], dz[keep]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, F)
    return np.concatenate(found), np.concatenate(where)


def _surface(scene: Set, p: Floats, d: Floats, hit: np.ndarray) -> tuple[Floats, Floats, Floats, np.ndarray, Floats, Floats]:
    """Normal (towards the viewer), colour, roughness, metal, glow, transmission at hit points."""
    normal, colour, glow, through = (np.zeros((len(p), 3), F) for _ in range(4))
    rough, metal = np.ones(len(p), F), np.zeros(len(p), bool)
    for number in np.unique(hit):
        part, i = scene.parts[number], np.flatnonzero(hit == number)
        x, y, z = (np.ascontiguousarray(p[i, k]) for k in range(3))
        for sx, sy, sz in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
            e = F(2e-3)
            normal[i] += part.shape(x + e * sx, y + e * sy, z + e * sz)[:, None] * np.array([sx, sy, sz], F)
        colour[i] = part.material.paint(x, y, z)
        rough[i], metal[i] = part.material.rough, part.material.metal
        glow[i], through[i] = part.material.glow, part.material.through
    normal = _unit(normal)
    normal *= np.where(_dot(normal, d)[:, None] > 0, F(-1), F(1))
    return normal, colour, rough, metal, glow, through


def _shade(scene: Set, o: Floats, d: Floats, hit: np.ndarray, t: Floats, rng: np.random.Generator) -> list[Floats]:
    """For each ray: albedo, diffuse light sent back, sharp reflections and glow, soft sheen, normal."""
    out = [np.zeros((len(d), 3), F) for _ in range(5)]
    sky = hit == NOTHING
    out[0][sky] = 1
    out[1][sky] = scene.sky.seen(d[sky])
    i = np.flatnonzero(~sky)
    if not len(i):
        return out
    di, part = d[i], hit[i]
    p = o[i] + di * t[i][:, None]
    n, colour, rough, metal, glow, through = _surface(scene, p, di, part)
    p = p + n * F(2.5e-3)
    light, shine = _direct(scene, p, n, di, part, colour, rough, metal, through, rng)
    light += _bounced(scene, p, n, rng)
    matt = np.where(metal[:, None], F(0), colour)
    out[0][i] = matt
    out[1][i] = matt * light
    # a glowing globe is a little darker towards its rim
    facing = np.clip(-_dot(n, di), 0, 1)[:, None]
    out[2][i] = glow * (F(0.55) + F(0.45) * facing)
    out[3][i] = shine
    out[4][i] = n
    q = np.flatnonzero(rough < 0.6)
    if len(q):
        mirrored = _reflected(scene, p[q], n[q], di[q], colour[q], rough[q], metal[q], rng)
        sharp = rough[q] < 0.3
        out[2][i[q[sharp]]] += mirrored[sharp]
        out[3][i[q[~sharp]]] += mirrored[~sharp]
    return out


def _direct(
    scene: Set, p: Floats, n: Floats, d: Floats | None, part: np.ndarray, colour: Floats, rough: Floats, metal: np.ndarray,
    through: Floats, rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Light from the lamps: received (to be multiplied by the colour) and, for rough surfaces, its sheen."""
    light, shine = np.zeros((len(p), 3), F), np.zeros((len(p), 3), F)
    for lamp in (*scene.panels, *scene.bulbs):
        if isinstance(lamp, Panel):
            u, v = np.array(lamp.u, F), np.array(lamp.v, F)
            s = (rng.random((len(p), 2), F) * 2 - 1).astype(F)
            q = np.array(lamp.centre, F) + s[:, :1] * u + s[:, 1:] * v
            face = np.cross(u, v)
            area = F(4 * np.linalg.norm(face))
            face = face / np.linalg.norm(face)
            to = q - p
            square = _dot(to, to)
            to = to / np.sqrt(square)[:, None]
            power = np.clip(-(to @ face), 0, 1) * area / square
            skip: tuple[int, ...] = ()
        else:
            to = np.array(lamp.centre, F) - p
            square = np.maximum(_dot(to, to), F(lamp.radius**2 * 1.02))
            ball = _unit(rng.standard_normal((len(p), 3), F)) * F(lamp.radius)
            to = _unit(to + ball)
            power = F(np.pi * lamp.radius**2) / square
            skip = lamp.glass
        radiance = np.array(lamp.radiance, F)
        cosine = _dot(n, to)
        passing = through.max(1) > 0
        lit = np.flatnonzero((power > 0) & ((cosine > 0) | passing))
        if not len(lit):
            continue
        far = np.sqrt(square[lit]) - (0 if isinstance(lamp, Panel) else F(lamp.radius))
        # light that passes a thin sheet comes from its other side: the sheet itself does not stop it
        behind = cosine[lit] <= 0
        origin = p[lit] - n[lit] * np.where(behind, F(0.012), F(0))[:, None]
        own = np.where(passing[lit] & behind, part[lit], NOTHING)
        free = ~_blocked(scene, origin, to[lit], np.maximum(far, F(1e-3)), skip, own)
        i = lit[free]
        share = (power[i] / F(np.pi))[:, None] * radiance
        front = np.clip(cosine[i], 0, 1)[:, None]
        light[i] += share * (front + through[i] * np.clip(-cosine[i], 0, 1)[:, None])
        if d is not None:
            g = np.flatnonzero((rough[i] >= 0.3) & (cosine[i] > 0))
            if len(g):
                k = i[g]
                shine[k] += radiance * _ggx(n[k], -d[k], to[k], colour[k], rough[k], metal[k]) * (power[k] * cosine[k])[:, None]
    return light, shine


def _ggx(n: Floats, view: Floats, to: Floats, colour: Floats, rough: Floats, metal: np.ndarray) -> Floats:
    half = _unit(view + to)
    nh, vh = np.clip(_dot(n, half), 0, 1), np.clip(_dot(view, half), 0, 1)
    nv, nl = np.clip(_dot(n, view), F(0.02), 1), np.clip(_dot(n, to), F(0.02), 1)
    a2 = rough**4
    lobe = a2 / (F(np.pi) * (nh * nh * (a2 - 1) + 1) ** 2)
    k = (rough + 1) ** 2 / 8
    mask = 1 / (4 * (nv * (1 - k) + k) * (nl * (1 - k) + k))
    f0 = np.where(metal[:, None], colour, F(0.04))
    return (f0 + (1 - f0) * ((1 - vh) ** 5)[:, None]) * (lobe * mask)[:, None]


def _bounced(scene: Set, p: Floats, n: Floats, rng: np.random.Generator) -> Floats:
    """Light from the half space above: the sky, or what another surface sends back."""
    d = _unit(n + _unit(rng.standard_normal(n.shape, F)) * F(0.999))
    hit, t = _trace(scene, p, d)
    light = scene.sky.seen(d)
    i = np.flatnonzero(hit != NOTHING)
    light[i] = np.minimum(_second(scene, p[i], d[i], hit[i], t[i], rng, with_glow=False), 1.5)
    return light


def _second(
    scene: Set, o: Floats, d: Floats, hit: np.ndarray, t: Floats, rng: np.random.Generator, with_glow: bool = True
) -> Floats:
    """What a surface seen indirectly sends back: its direct light and a share of the sky; no further bounce.

    Glow is left out where `_direct` has counted the same bulb.
    """
    q = o + d * t[:, None]
    n, colour, rough, metal, glow, through = _surface(scene, q, d, hit)
    light, _ = _direct(scene, q + n * F(2.5e-3), n, None, hit, colour, rough, metal, through, rng)
    sky = scene.sky.seen(n) * F(0.45)
    sent = colour * (light * np.where(metal, F(0.4), F(1))[:, None] + sky)
    return sent + glow if with_glow else sent


def _reflected(
    scene: Set, p: Floats, n: Floats, d: Floats, colour: Floats, rough: Floats, metal: np.ndarray, rng: np.random.Generator
) -> Floats:
    """The mirror image in glossy surfaces, blurred by their roughness; soft lights show where `_direct` left them out."""
    a = rough**2
    s = rng.random((len(p), 2), F)
    theta = np.arctan(a * np.sqrt(s[:, 0] / np.maximum(1 - s[:, 0], F(1e-4))) * F(0.8))
    phi = s[:, 1] * F(2 * np.pi)
    side = _unit(np.cross(n, np.where(np.abs(n[:, :1]) > 0.7, np.array([[0, 1, 0]], F), np.array([[1, 0, 0]], F))))
    other = np.cross(n, side)
    half = n * np.cos(theta)[:, None] + (side * np.cos(phi)[:, None] + other * np.sin(phi)[:, None]) * np.sin(theta)[:, None]
    r = d - 2 * _dot(d, half)[:, None] * half
    above = _dot(r, n) > 0
    facing = np.clip(-_dot(d, half), 0, 1)
    f0 = np.where(metal[:, None], colour, F(0.04))
    fresnel = f0 + (np.maximum(1 - rough, F(0.1))[:, None] - f0).clip(0) * ((1 - facing) ** 5)[:, None]
    r = r.astype(F)
    hit, t = _trace(scene, p, r)
    light = scene.sky.seen(r)
    for panel in scene.panels:
        lit = _panel_seen(panel, p, r) & (hit == NOTHING) & (rough < 0.3)
        light[lit] = panel.radiance
    i = np.flatnonzero(hit != NOTHING)
    dull = rough[i] >= 0.3
    seen = np.minimum(_second(scene, p[i], r[i], hit[i], t[i], rng), 8)
    light[i] = np.where(dull[:, None], np.minimum(seen, F(1.2)), seen)
    return np.where(above[:, None], light * fresnel, F(0))


def _panel_seen(panel: Panel, o: Floats, d: Floats) -> np.ndarray:
    u, v, c = (np.array(a, F) for a in (panel.u, panel.v, panel.centre))
    face = np.cross(u, v)
    slope = d @ face
    t = ((c - o) @ face) / np.where(np.abs(slope) < 1e-6, F(1e-6), slope)
    q = o + d * t[:, None] - c
    return (t > 0) & (slope < 0) & (np.abs(q @ u) <= u @ u) & (np.abs(q @ v) <= v @ v)


def _smooth(light: Floats, normal: Floats, depth: Floats, rounds: int, tolerance: float = 0.9) -> Floats:
    """Average over neighbours on the same surface with about the same light, in steps of 1, 2, 4, ... pixels."""
    height, width = depth.shape
    for number in range(rounds):
        step = 2**number
        total, weight = light.copy(), np.ones((height, width, 1), F)
        spread = F(tolerance / 2**number)
        for dy, dx, tap in ((0, 1, 0.6), (1, 0, 0.6), (1, 1, 0.4), (1, -1, 0.4), (0, 2, 0.25), (2, 0, 0.25)):
            oy, ox = dy * step, dx * step
            if oy >= height or abs(ox) >= width:
                continue
            here = (slice(0, height - oy), slice(max(0, -ox), width - max(0, ox)))
            there = (slice(oy, height), slice(max(0, ox), width + min(0, ox)))
            level = light[here].mean(2), light[there].mean(2)
            same = np.exp(
                -((1 - np.clip((normal[here] * normal[there]).sum(2), 0, 1)) * F(40))
                - np.abs(depth[here] - depth[there]) * F(6)
                - np.abs(level[0] - level[1]) / (spread * (level[0] + level[1]) / 2 + F(0.02))
            )[..., None] * F(tap)
            total[here] += light[there] * same
            weight[here] += same
            total[there] += light[here] * same
            weight[there] += same
        light = total / weight
    return light
