"""Negatives of the backpack, the headphones, the watch and the robot: surroundings, camera, light.

The watch is built five times life size, so what stands around it is enlarged as well.
"""

from collections.abc import Callable

import goods_b as goods
import numpy as np
from film import Film
from models import closed_book, desk, mug, open_book, pencil, plant
from scenery import FILL, Shot, product, scaled, soft_light
from shapes import F, Floats, Point, box, capsule, cylinder, placed, rotation, sphere, turned, union
from studio import Camera, Part
from surfaces import Colour, Material, clouds, plaster, wood

LANDSCAPE, PORTRAIT = (1840, 1380), (1380, 1840)
# a white surface in full light comes to about 1.0
DAY = 0.6

PINE = Material(wood((0.62, 0.47, 0.30), (0.44, 0.29, 0.16), stave=1.6), rough=0.5)
SMOKED_OAK = Material(wood((0.24, 0.165, 0.11), (0.12, 0.075, 0.048), stave=1.4), rough=0.45)
BIRCH = Material(wood((0.66, 0.55, 0.40), (0.52, 0.40, 0.26), stave=2.4), rough=0.5)
WALNUT_NEAR = Material(wood((0.20, 0.105, 0.052), (0.085, 0.041, 0.02), stave=1.5, scale=0.22), rough=0.42)
ASH_NEAR = Material(wood((0.56, 0.44, 0.31), (0.40, 0.285, 0.18), stave=1.5, scale=0.22), rough=0.5)
BLUE_GREY_WALL = Material(plaster((0.17, 0.215, 0.275)), rough=1.0)
CREAM_WALL = Material(plaster((0.60, 0.55, 0.45)), rough=1.0)
MUSTARD_WALL = Material(plaster((0.52, 0.33, 0.075)), rough=1.0)
PINK_WALL = Material(plaster((0.50, 0.29, 0.25)), rough=1.0)
TEAL_WALL = Material(plaster((0.045, 0.16, 0.17)), rough=1.0)
MOSS_WALL = Material(plaster((0.15, 0.19, 0.09)), rough=1.0)
SKY_WALL = Material(plaster((0.32, 0.44, 0.53)), rough=1.0)
UMBER_WALL = Material(plaster((0.15, 0.095, 0.065)), rough=1.0)


def _stone(x: Floats, y: Floats, z: Floats) -> Floats:
    """A honed grey stone top: faint clouds and specks."""
    tone = F(0.82) + F(0.22) * clouds(x * F(0.9), y * F(0.9), 4) + F(0.25) * (clouds(x * F(23), y * F(23), 2) - F(0.38))
    return np.array((0.40, 0.395, 0.385), F) * tone[:, None]


STONE = Material(_stone, rough=0.45)
LEFT_WINDOW = soft_light((-7.5, -6.5, 7.5), (0.0, 0.0, 1.6), 3.4, 3.8, (17.0, 17.1, 17.6))
RIGHT_WINDOW = soft_light((7.5, -6.0, 7.0), (0.0, 0.0, 1.6), 3.4, 3.8, (17.0, 17.1, 17.6))
LEFT_FILL = soft_light((-7.5, -6.0, 4.5), (0.0, 0.0, 1.5), 4.0, 3.0, (1.5, 1.4, 1.25))
FROM_RIGHT = (RIGHT_WINDOW, LEFT_FILL)
FROM_LEFT = (LEFT_WINDOW, FILL)


def _ground(material: Material, backdrop: Material, wall_y: float) -> list[Part]:
    return [desk(material, (-30, -14, -0.4), (30, wall_y, 0.0)), _wall(backdrop, wall_y)]


def _wall(backdrop: Material, y: float) -> Part:
    """A wall wide enough for views from the side."""
    return desk(backdrop, (-60, y, -14), (60, y + 1, 30))


# ---------------------------------------------------------------- things in the scenes


def _bench(wall_y: float) -> list[Part]:
    """A pine bench before a wall: seat at z = 0, back rest of three boards, legs to the floor."""
    seat = [desk(PINE, (-6.5, -1.75 + 1.18 * k, -0.32), (6.5, -0.65 + 1.18 * k, 0.0)) for k in range(3)]
    rest = [desk(PINE, (-6.5, 1.95, 0.95 + 1.25 * k), (6.5, 2.15, 1.95 + 1.25 * k)) for k in range(3)]
    posts = [desk(PINE, (x - 0.25, 2.15, -4.4), (x + 0.25, 2.5, 4.6)) for x in (-4.2, 4.2)]
    legs = [desk(PINE, (x - 0.25, -1.5, -4.4), (x + 0.25, -1.1, -0.32)) for x in (-4.2, 4.2)]
    return [
        *seat,
        *rest,
        *posts,
        *legs,
        desk(SMOKED_OAK, (-16, -12, -4.8), (16, wall_y, -4.4)),
        _wall(CREAM_WALL, wall_y),
    ]


def _flask(at: Point, colour: Colour) -> list[Part]:
    body = placed(
        turned([(0.20, 2.02), (0.25, 1.98), (0.27, 1.92), (0.345, 1.70), (0.36, 1.60), (0.36, 0.06), (0.34, 0.0)]), at
    )
    cap = placed(turned([(0.19, 2.34), (0.22, 2.32), (0.225, 2.05), (0.21, 2.02)]), at)
    return [
        Part(body, Material(colour, rough=0.38), reach=9.0),
        Part(cap, Material((0.03, 0.03, 0.03), rough=0.45), reach=9.0),
    ]


def _laptop(at: Point, angle: float) -> list[Part]:
    """An open laptop of 30 cm: aluminium, dark keys, a dim screen with a document."""
    turn = rotation(about_z=angle)
    base = placed(box((0, 0, 0.07), (1.52, 1.05, 0.07), 0.05), at, turn)
    lean = turn @ rotation(about_x=-14)
    hinge = turn @ np.array([0.0, 1.02, 0.14]) + np.array(at)
    place = (float(hinge[0]), float(hinge[1]), float(hinge[2]))
    lid = placed(box((0, 0.02, 1.0), (1.52, 0.03, 1.0), 0.025), place, lean)
    key = box((0, 0, 0.145), (0.075, 0.075, 0.012), 0.012)

    def keys(x: Floats, y: Floats, z: Floats) -> Floats:
        column, row = np.clip(np.round(x / F(0.19)), -7, 7), np.clip(np.round((y - F(0.35)) / F(0.185)), -2, 2)
        return key(x - column * F(0.19), y - F(0.35) - row * F(0.185), z)

    pad = placed(box((0, -0.60, 0.142), (0.46, 0.28, 0.002), 0.001), at, turn)

    def document(x: Floats, y: Floats, z: Floats) -> Floats:
        page = (np.abs(x - F(0.12)) < F(0.62)) & (z > F(0.12)) & (z < F(1.82))
        line = (np.mod(z, F(0.12)) < F(0.045)) & (np.abs(x - F(0.08)) < F(0.48)) & (z < F(1.5)) & (z > F(0.3))
        chart = (np.abs(x + F(1.03)) < F(0.28)) & (np.mod(z, F(0.32)) < F(0.20)) & (z > F(0.2)) & (z < F(1.8))
        out = np.broadcast_to(np.array((0.16, 0.20, 0.26), F), (len(x), 3)).copy()
        out[chart] = (0.22, 0.30, 0.40)
        out[page] = (0.62, 0.63, 0.64)
        out[page & line] = (0.25, 0.26, 0.28)
        return out

    screen = placed(box((0, -0.012, 1.0), (1.43, 0.004, 0.91), 0.002), place, lean)
    metal = Material((0.42, 0.425, 0.44), rough=0.5)
    dark = Material((0.035, 0.036, 0.04), rough=0.55)
    return [
        Part(base, metal, reach=9.0),
        Part(lid, metal, reach=9.0),
        Part(placed(keys, at, turn), dark, reach=9.0),
        Part(pad, Material((0.36, 0.365, 0.38), rough=0.45), reach=9.0),
        Part(screen, Material(goods.printed_on(document, place, lean), rough=0.35), reach=9.0),
    ]


def _block(at: Point, half: float, angle: float, colour: Colour, face: str = "") -> Part:
    """A wooden toy block, its sides framed in a colour, some with a printed figure."""
    pale = np.array((0.64, 0.49, 0.31), F)

    def paint(x: Floats, y: Floats, z: Floats) -> Floats:
        u, v, w = x / F(half), y / F(half), z / F(half)
        edges = np.sort(np.abs(np.stack([u, v, w])), axis=0)
        frame = (edges[1] > F(0.66)) & (edges[1] < F(0.86))
        a = np.where(np.abs(v) > np.abs(u), u, v)
        side = np.abs(w) < F(0.9)
        if face == "disc":
            figure = np.hypot(a, w) < F(0.42)
        elif face == "cross":
            figure = (np.minimum(np.abs(a), np.abs(w)) < F(0.13)) & (np.maximum(np.abs(a), np.abs(w)) < F(0.44))
        elif face == "hill":
            figure = (np.abs(a) < (F(0.42) - w) * F(0.5)) & (w > F(-0.42))
        else:
            figure = np.abs(np.hypot(a, w) - F(0.32)) < F(0.10)
        mark = (frame | (figure & side)).astype(F)[:, None]
        grain = F(0.88) + F(0.2) * clouds(x * F(3), (y + z) * F(26), 2)
        return (pale * (1 - mark) + np.array(colour, F) * mark) * grain[:, None]

    turn = rotation(about_z=angle)
    centre = (at[0], at[1], at[2] + half)
    return Part(
        placed(box((0, 0, 0), (half, half, half), half * 0.09), centre, turn),
        Material(goods.printed_on(paint, centre, turn), rough=0.5),
        reach=9.0,
    )


def _ball(at: Point, radius: float) -> Part:
    x, y, z = at
    centre = (x, y, z + radius)

    def paint(px: Floats, py: Floats, pz: Floats) -> Floats:
        a = np.arctan2(py - F(y) + F(0.3) * (pz - F(centre[2])), px - F(x)) / F(np.pi / 3)
        stripe = np.mod(np.floor(a), 3)[:, None]
        colours = np.array(((0.62, 0.10, 0.05), (0.68, 0.64, 0.56), (0.06, 0.20, 0.38)), F)
        return np.where(stripe == 0, colours[0], np.where(stripe == 1, colours[1], colours[2]))

    return Part(sphere(centre, radius), Material(paint, rough=0.22), reach=9.0)


def _pen(at: Point, angle: float) -> list[Part]:
    """A ballpoint pen of 14 cm with steel ends."""
    turn = rotation(about_z=angle)
    barrel = placed(capsule((-0.55, 0, 0.05), (0.45, 0, 0.05), 0.05), at, turn)
    tip = placed(
        placed(turned([(0.006, 0.22), (0.014, 0.20), (0.044, 0.0)]), (0.47, 0, 0.05), rotation(about_y=90)), at, turn
    )
    clip = placed(
        union(
            box((-0.42, 0, 0.112), (0.20, 0.018, 0.007), 0.005),
            cylinder((-0.62, 0, 0.05), 0.046, 0.04, 0.01, axis="x"),
            capsule((-0.66, 0, 0.05), (-0.74, 0, 0.05), 0.022),
        ),
        at,
        turn,
    )
    return [
        Part(barrel, Material((0.015, 0.03, 0.075), rough=0.22), reach=9.0),
        Part(union(tip, clip), goods.STEEL, reach=9.0),
    ]


# ---------------------------------------------------------------- shots


def backpack_shots() -> list[Shot]:
    bag = product(goods.backpack())
    things = [
        *closed_book((3.05, 0.1, 0.17), (1.0, 0.7, 0.17), 9, (0.46, 0.10, 0.05)),
        *closed_book((3.0, 0.1, 0.47), (0.95, 0.66, 0.13), -6, (0.62, 0.50, 0.20)),
        *_flask((-2.7, 0.1, 0.0), (0.56, 0.22, 0.06)),
    ]
    return [
        Shot(
            "front",
            bag,
            Camera((1.2, -15.0, 4.8), (0.0, 0, 2.3), 2.9),
            PORTRAIT,
            Film(stops=DAY, focus_depth=16.5, blur_px=4),
            _ground(PINE, BLUE_GREY_WALL, 4.0),
            FROM_LEFT,
            fill=0.72,
            what="front view on a pine top, wall of about the bag's blue grey",
        ),
        Shot(
            "side",
            bag,
            Camera((10.0, -10.6, 4.8), (0.0, 0, 2.3), 2.9),
            PORTRAIT,
            Film(stops=DAY, focus_depth=16.5, blur_px=4),
            _ground(SMOKED_OAK, PINK_WALL, 5.0),
            FROM_RIGHT,
            fill=0.70,
            role="angle",
            what="from the right, with side pocket and straps, on dark oak, pink wall",
        ),
        Shot(
            "in-use",
            bag,
            Camera((3.4, -14.5, 5.2), (0.15, 0, 1.95), 2.55),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=16.5, blur_px=5),
            [*_bench(5.0), *things],
            FROM_LEFT,
            role="in-use",
            what="on a pine bench with an orange bottle and two books",
        ),
        Shot(
            "detail",
            bag,
            Camera((-1.9, -6.0, 2.7), (-0.12, -1.0, 1.50), 3.1),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=8.0, blur_px=6),
            _ground(PINE, BLUE_GREY_WALL, 4.0),
            FROM_LEFT,
            role="detail",
            what="front pocket with its zip, stitching and sewn label",
        ),
    ]


def headphones_shots() -> list[Shot]:
    upright = product(goods.headphones())
    lying = product(
        [
            *goods.stood(
                [(part.shape, part.material) for part in goods.headphones()],
                (-0.45, -0.95, 0.455),
                rotation(about_x=-82, about_z=24),
            )
        ]
    )
    things = [
        *_laptop((1.9, 1.0, 0.0), -14),
        mug((-2.35, 0.55, 0.0), (0.62, 0.58, 0.48)),
        *plant((-1.7, 2.3, 0.0), 5),
        *closed_book((1.75, -1.35, 0.09), (0.62, 0.85, 0.09), 12, (0.05, 0.13, 0.16)),
        *pencil((1.7, -1.35, 0.18), 55, (0.50, 0.30, 0.03)),
    ]
    return [
        Shot(
            "front",
            upright,
            Camera((1.9, -8.5, 2.3), (0.0, 0, 1.0), 3.3),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=9.6, blur_px=5),
            _ground(STONE, MUSTARD_WALL, 3.6),
            FROM_LEFT,
            fill=0.70,
            what="front view on grey stone, mustard yellow wall",
        ),
        Shot(
            "side",
            upright,
            Camera((7.4, -4.6, 2.5), (0.0, 0, 1.0), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=9.6, blur_px=5),
            _ground(BIRCH, TEAL_WALL, 3.8),
            FROM_RIGHT,
            fill=0.68,
            role="angle",
            what="from the right on birch, dark teal wall",
        ),
        Shot(
            "in-use",
            lying,
            Camera((0.8, -8.4, 4.6), (0.1, 0.1, 0.62), 2.9),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=10.5, blur_px=5),
            [*_ground(SMOKED_OAK, SKY_WALL, 5.0), *things],
            FROM_LEFT,
            role="in-use",
            what="lying on a desk before a laptop, with mug, plant, notebook and pencil",
        ),
        Shot(
            "detail",
            upright,
            Camera((3.6, -3.0, 1.75), (0.86, -0.05, 0.66), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=5.0, blur_px=8),
            _ground(STONE, MUSTARD_WALL, 3.6),
            FROM_LEFT,
            role="detail",
            what="ear cup with its fork, cushion and copper ring",
        ),
    ]


def watch_shots() -> list[Shot]:
    standing = product(goods.watch())
    lying = product(
        goods.stood(
            [(part.shape, part.material) for part in goods.watch(lying=True)],
            (-0.9, 0.2, 0.0),
            rotation(about_z=-62),
            reach=9.0,
        )
    )
    note = scaled(
        [
            *closed_book((-0.05, 0.0, -0.06), (1.45, 1.02, 0.06), -6, (0.055, 0.075, 0.065)),
            *_pen((-0.25, -0.58, 0.0), 14),
        ],
        5.0,
    )
    cup = scaled([mug((-0.95, 1.62, -0.12), (0.50, 0.13, 0.08)), *open_book((1.75, 1.75, -0.12), -24)], 5.0)
    desk_top = [desk(ASH_NEAR, (-22, -14, -1.2), (22, 12.5, -0.6)), _wall(CREAM_WALL, 12.5)]
    near = soft_light((-7.0, -6.5, 8.0), (0.0, 0.0, 0.8), 4.5, 4.5, (9.5, 9.6, 9.9))
    broad = soft_light((-7.0, -6.5, 8.0), (0.0, 0.0, 0.8), 7.0, 7.0, (3.9, 3.95, 4.1))
    far = soft_light((8.0, -5.0, 5.0), (0.0, 0.0, 0.8), 5.0, 4.0, (1.6, 1.5, 1.4))
    return [
        Shot(
            "front",
            standing,
            Camera((0.8, -11.0, 3.4), (0.0, -0.6, 1.6), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=12.0, blur_px=6),
            _ground(STONE, PINK_WALL, 5.5),
            (near, far),
            fill=0.70,
            what="front view on grey stone, dusty pink wall",
        ),
        Shot(
            "side",
            standing,
            Camera((7.6, -7.6, 3.9), (0.0, 0.0, 1.5), 3.3),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=12.2, blur_px=6),
            _ground(WALNUT_NEAR, UMBER_WALL, 6.0),
            (broad, far),
            fill=0.68,
            role="angle",
            what="crown side on walnut, brown wall, both about the strap's colour",
        ),
        Shot(
            "in-use",
            lying,
            Camera((1.3, -13.5, 12.0), (-0.7, 0.9, 0.0), 2.05),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=18.5, blur_px=6),
            [*desk_top, *note, *cup],
            (near, far),
            role="in-use",
            what="open on a notebook with a pen, a red mug and a book on an ash desk",
        ),
        Shot(
            "detail",
            standing,
            Camera((1.9, -5.6, 3.4), (0.10, -1.0, 1.70), 3.1),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=6.6, blur_px=9),
            _ground(STONE, PINK_WALL, 5.5),
            (near, far),
            role="detail",
            what="dial, hands, crown and the beginning of the strap",
        ),
    ]


def robot_shots() -> list[Shot]:
    robot, still = product(goods.robot()), product(goods.robot(raised=False))
    blocks = [
        _block((1.55, -0.05, 0.0), 0.34, 17, (0.52, 0.07, 0.04), "disc"),
        _block((2.32, 0.25, 0.0), 0.34, -12, (0.05, 0.22, 0.36), "cross"),
        _block((1.92, 0.15, 0.68), 0.34, 32, (0.60, 0.40, 0.03), "hill"),
        _block((-1.35, -0.95, 0.0), 0.34, -28, (0.06, 0.28, 0.12), "ring"),
        _ball((-1.75, 0.6, 0.0), 0.62),
        _block((0.95, -1.35, 0.0), 0.34, 48, (0.60, 0.40, 0.03), "hill"),
    ]
    return [
        Shot(
            "front",
            robot,
            Camera((-1.5, -9.5, 2.7), (0.0, 0, 1.3), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=10.6, blur_px=5),
            _ground(BIRCH, SKY_WALL, 3.8),
            FROM_LEFT,
            fill=0.72,
            what="front view on birch, light blue wall",
        ),
        Shot(
            "side",
            still,
            Camera((7.6, 4.4, 2.9), (0.0, 0, 1.3), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=10.0, blur_px=5),
            [
                desk(SMOKED_OAK, (-12, -9, -0.4), (12, 15, 0.0)),
                Part(box((-5.0, 0, 2), (0.5, 16, 13)), MOSS_WALL, corners=((-5.5, -16, -11), (-4.5, 16, 15))),
            ],
            (
                soft_light((6.5, 7.5, 7.5), (0.0, 0.0, 1.6), 3.4, 3.8, (17.0, 17.1, 17.6)),
                soft_light((6.0, -7.5, 4.5), (0.0, 0.0, 1.5), 4.0, 3.0, (1.5, 1.4, 1.25)),
            ),
            fill=0.70,
            role="angle",
            what="from behind with the key in its back, on dark oak, moss green wall",
        ),
        Shot(
            "in-use",
            robot,
            Camera((1.0, -9.2, 3.6), (0.22, 0, 1.05), 3.1),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=10.6, blur_px=5),
            [*_ground(PINE, CREAM_WALL, 4.0), *blocks],
            FROM_RIGHT,
            role="in-use",
            what="among painted wooden blocks and a striped ball on a pine floor",
        ),
        Shot(
            "detail",
            robot,
            Camera((-1.7, -4.6, 2.5), (0.0, -0.2, 1.66), 3.9),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=6.2, blur_px=8),
            _ground(BIRCH, SKY_WALL, 3.8),
            FROM_LEFT,
            role="detail",
            what="head with lamp eyes and the printed chest plate",
        ),
    ]


NEGATIVES_B: dict[str, Callable[[], list[Shot]]] = {
    "backpack": backpack_shots,
    "headphones": headphones_shots,
    "watch": watch_shots,
    "robot": robot_shots,
}

NAMES_B = {
    "backpack": "City backpack, blue grey with leather base",
    "headphones": "Over-ear headphones, black with brown leather",
    "watch": "Wrist watch, steel with blue dial and leather strap",
    "robot": "Wind-up tin robot, red and blue",
}
