"""What stands around the goods: tables, walls, cloths, light; and the shot, which is one picture to take."""

from dataclasses import dataclass, field, replace

import numpy as np
from film import Film
from models import Lamp, desk, wall
from shapes import F, Floats, Point, both, box, placed, rotation
from studio import Bulb, Camera, Panel, Part, Set, Sky, outline_box
from surfaces import Colour, Material, Paint, plaster, wood

OAK = Material(wood((0.50, 0.33, 0.185), (0.27, 0.155, 0.075), stave=1.1), rough=0.42)
WALNUT = Material(wood((0.215, 0.115, 0.058), (0.09, 0.044, 0.022), stave=1.3), rough=0.40)
BEECH = Material(wood((0.60, 0.43, 0.27), (0.40, 0.26, 0.15), stave=0.8), rough=0.5)
GREY_WALL = Material(plaster((0.36, 0.37, 0.385)), rough=1.0)
WARM_WALL = Material(plaster((0.52, 0.47, 0.40)), rough=1.0)
BLUE_WALL = Material(plaster((0.20, 0.26, 0.31)), rough=1.0)
GREEN_WALL = Material(plaster((0.24, 0.29, 0.23)), rough=1.0)

ROOM = Sky(above=(0.48, 0.49, 0.52), level=(0.28, 0.275, 0.27), below=(0.13, 0.11, 0.09))
DUSK = Sky(above=(0.16, 0.18, 0.22), level=(0.13, 0.135, 0.15), below=(0.07, 0.06, 0.05))
WHITE_TENT = Sky(above=(1.0, 1.0, 1.0), level=(0.62, 0.62, 0.63), below=(0.80, 0.80, 0.80))


def soft_light(centre: Point, towards: Point, width: float, height: float, radiance: Colour) -> Panel:
    """A window or soft box of this size that faces a point."""
    face = np.subtract(towards, centre)
    u = np.cross(face, [0.0, 0.0, 1.0])
    u *= -width / 2 / np.linalg.norm(u)
    v = np.cross(face, u)
    v *= height / 2 / np.linalg.norm(v)
    if np.cross(u, v) @ face < 0:
        v = -v
    return Panel(centre, tuple(u), tuple(v), radiance)


WINDOW = soft_light((-7.5, -4.0, 7.0), (0.3, 0.0, 1.2), 3.2, 3.6, (17.0, 17.2, 18.0))
FILL = soft_light((7.5, -6.0, 4.5), (0.0, 0.0, 1.5), 4.0, 3.0, (1.5, 1.4, 1.25))
DIM_WINDOW = soft_light((-7.5, -4.0, 6.0), (0.5, 0.0, 1.0), 4.0, 4.4, (0.9, 1.1, 1.5))
STUDIO = (
    soft_light((-6.5, -6.0, 6.5), (0.0, 0.0, 2.0), 4.5, 5.0, (4.4, 4.4, 4.4)),
    soft_light((7.0, -5.0, 3.5), (0.0, 0.0, 2.0), 3.5, 5.0, (2.0, 2.0, 2.0)),
    soft_light((0.5, 3.0, 8.5), (0.3, 0.0, 2.0), 5.0, 3.2, (2.0, 2.0, 2.0)),
)
LIT = (46.0, 33.0, 19.0)


@dataclass
class Shot:
    """One picture to take: product, surroundings, camera, shape as (width, height), film.

    `fill` moves and zooms the camera so that the product stands in the middle and takes this share of the picture.
    `role` and `what` (what is seen, in plain English) go into the index of the negatives.
    """

    name: str
    lamp: Lamp
    camera: Camera
    size: tuple[int, int]
    film: Film = field(default_factory=Film)
    around: list[Part] = field(default_factory=list)
    panels: tuple[Panel, ...] = (WINDOW, FILL)
    sky: Sky = ROOM
    lit: tuple[float, float, float] | None = None
    white: bool = False
    fill: float | None = None
    quality: int = 90
    role: str = "main"
    what: str = ""


def staged(shot: Shot) -> tuple[Set, Camera]:
    """The scene of a shot and the camera in its final place."""
    bulbs = [Bulb(shot.lamp.bulb_at, 0.29, shot.lit, shot.lamp.glass)] if shot.lit else []
    scene = Set([*shot.lamp.parts, *shot.around], len(shot.lamp.parts), shot.panels, shot.sky, bulbs)
    return scene, _aimed(shot, scene) if shot.fill else shot.camera


def _aimed(shot: Shot, scene: Set) -> Camera:
    """The camera moved and zoomed so that the product's box stands in the middle and fills `shot.fill` of the picture."""
    camera = shot.camera
    width, height = shot.size[0] // 4, shot.size[1] // 4
    for _ in range(3):
        left, top, right, bottom = outline_box(scene, camera, width, height)
        scale = shot.fill / max(right - left, bottom - top) if shot.fill else 1.0
        middle = (left + right - 1, (1 - top - bottom) * height / width)
        camera = replace(
            camera,
            focal=camera.focal * scale,
            shift=((camera.shift[0] - middle[0]) * scale, (camera.shift[1] - middle[1]) * scale),
        )
    return camera


def table(material: Material = OAK, backdrop: Material = GREY_WALL, wall_y: float = 5.5) -> list[Part]:
    return [desk(material, (-12, -7, -0.3), (12, wall_y, 0.0)), wall(backdrop, wall_y)]


def drape(material: Material, y: float, folds: float = 0.22, seed: float = 0.0) -> Part:
    """A cloth hung behind the product, in soft folds that run down."""

    def cloth(px: Floats, py: Floats, pz: Floats) -> Floats:
        sway = np.sin(px * F(1.1) + F(0.12) * pz + F(seed)) + F(0.55) * np.sin(
            px * F(2.3) - F(0.07) * pz + F(1.7 + seed)
        )
        return (F(y) + F(folds) * sway - py) * F(0.85)

    return Part(both(cloth, box((0.0, y, 2.0), (14.0, 2 * folds + 0.1, 13.0))), material, reach=16.0)


def product(parts: list[Part]) -> Lamp:
    """Goods without a light of their own, in the form that a shot takes."""
    return Lamp(parts, (0.0, 0.0, 0.0), (), (0.0, 0.0, 0.0))


def turned_about(goods: Lamp, angle: float) -> Lamp:
    """The goods turned on the spot by an angle in degrees, counter-clockwise seen from above."""
    return product(moved(goods.parts, (0.0, 0.0, 0.0), angle))


def moved(parts: list[Part], to: Point, angle: float = 0.0) -> list[Part]:
    """The same things turned about z and moved, patterns included."""
    turn = rotation(about_z=angle)
    c, s = F(np.cos(np.radians(angle))), F(np.sin(np.radians(angle)))

    def own(paint: Paint) -> Paint:
        def painted(x: Floats, y: Floats, z: Floats) -> Floats:
            x, y = x - F(to[0]), y - F(to[1])
            return paint(x * c + y * s, y * c - x * s, z - F(to[2]))

        return painted

    def material(part: Part) -> Material:
        paint = part.material.colour
        return replace(part.material, colour=own(paint)) if callable(paint) else part.material

    return [Part(placed(part.shape, to, turn), material(part), reach=_reach(part, to)) for part in parts]


def _reach(part: Part, to: Point = (0.0, 0.0, 0.0), by: float = 1.0) -> float:
    """Half the side of a cube about the origin that holds the part, enlarged and moved."""
    return float(np.abs([part.low, part.high]).max()) * by * 1.5 + max(map(abs, to)) + 0.1


def scaled(parts: list[Part], by: float) -> list[Part]:
    """The same things `by` times as large about the origin, patterns included (to go with an enlarged small product)."""
    return [_scaled(part, by) for part in parts]


def _scaled(part: Part, by: float) -> Part:
    shape, paint = part.shape, part.material.colour
    k, back = F(by), F(1 / by)

    def grown(x: Floats, y: Floats, z: Floats) -> Floats:
        return shape(x * back, y * back, z * back) * k

    material = part.material
    if callable(paint):
        material = replace(material, colour=_stretched(paint, back))
    return Part(grown, material, reach=_reach(part, by=by))


def _stretched(paint: Paint, back: np.float32) -> Paint:
    return lambda x, y, z: paint(x * back, y * back, z * back)
