"""Negatives of the lamps, the mug, the bottle and the kettle.

Cameras stand straight; the product fills 60 to 76 % of the negative and lies inside its central 78 %, except in
`detail` and `in-use`. `film.stops` sets a white surface in full light to about 1.0.
"""

from collections.abc import Callable
from dataclasses import replace

import goods_a as goods
from film import Film
from models import LAMPS, closed_book, cord, desk, mug, open_book, pencil, plant, wall
from scenery import (
    BEECH,
    BLUE_WALL,
    DIM_WINDOW,
    DUSK,
    GREEN_WALL,
    GREY_WALL,
    OAK,
    WALNUT,
    WARM_WALL,
    Shot,
    drape,
    moved,
    product,
    scaled,
    table,
    turned_about,
)
from shapes import Point
from studio import Camera, Part
from surfaces import Colour, Material, linen, plaster, tiles

PORTRAIT, LANDSCAPE = (1380, 1840), (1840, 1380)
# a white surface in full light comes to about 1.0
DAY, DUSKY = 0.6, 1.1
LIT: Colour = (42.0, 34.0, 23.0)
EVENING = replace(DIM_WINDOW, radiance=(2.0, 2.15, 2.5))
CLAY_WALL = Material(plaster((0.46, 0.20, 0.12)), rough=1.0)
SAGE_WALL = Material(plaster((0.075, 0.15, 0.125)), rough=1.0)
SLATE_WALL = Material(plaster((0.055, 0.058, 0.064)), rough=1.0)
WHITE_TOP = Material((0.70, 0.69, 0.67), rough=0.5)


def _lead(*points: Point, colour: Colour = (0.03, 0.03, 0.032)) -> list[Part]:
    return cord(list(points), colour)


def arc_negatives() -> list[Shot]:
    lead = _lead(
        (-0.8, 0.25, 0.05),
        (-1.3, 0.7, 0.035),
        (-1.9, 0.6, 0.035),
        (-2.6, 1.3, 0.035),
        (-3.6, 1.0, 0.035),
        (-6.0, 2.4, 0.035),
    )
    lamp, glowing = LAMPS["arc"](), LAMPS["arc"](lit=True)
    books = [
        *closed_book((-1.9, 1.9, 0.17), (1.0, 0.7, 0.17), 8, (0.24, 0.06, 0.05)),
        *closed_book((-1.85, 1.9, 0.46), (0.92, 0.66, 0.12), -5, (0.60, 0.50, 0.32)),
    ]
    reading = [
        *table(WALNUT, WARM_WALL, 4.5),
        *lead,
        *open_book((2.3, -1.45, 0.0), 8),
        *books,
        mug((3.9, 0.9, 0.0), (0.62, 0.60, 0.55)),
        *pencil((4.3, -1.2, 0.0), 62),
    ]
    return [
        Shot(
            "front",
            lamp,
            Camera((0.9, -12.0, 3.6), (0.1, 0, 2.0), 4.0),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.5, blur_px=4),
            [*table(), *lead],
            fill=0.70,
            what="front view on an oak table, grey wall",
        ),
        Shot(
            "side",
            lamp,
            Camera((-5.6, -11.0, 3.9), (0.2, 0, 2.0), 4.0),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.8, blur_px=4),
            [*table(BEECH, SAGE_WALL, 5.0), *lead],
            fill=0.68,
            role="angle",
            what="from the left on a beech table, dark green wall of about the lamp's colour",
        ),
        Shot(
            "in-use",
            glowing,
            Camera((3.6, -10.5, 4.6), (0.75, 0.2, 1.75), 2.0),
            LANDSCAPE,
            Film(stops=DUSKY, focus_depth=12.8, blur_px=5),
            reading,
            (EVENING,),
            DUSK,
            LIT,
            role="in-use",
            what="lit in the evening beside an open book, books, a mug and a pencil",
        ),
        Shot(
            "detail",
            lamp,
            Camera((3.9, -4.6, 1.15), (1.30, 0, 2.42), 2.3),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=7.0, blur_px=9),
            table(),
            role="detail",
            what="shade from below, with its brass socket and the bulb",
        ),
        Shot(
            "rival",
            lamp,
            Camera((4.6, -11.2, 4.6), (0.3, 0, 2.0), 4.0),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.6, blur_px=4),
            [*table(WHITE_TOP, CLAY_WALL, 4.6), *lead],
            fill=0.66,
            what="from the right on a white table, clay red wall",
        ),
    ]


def clamp_negatives() -> list[Shot]:
    lamp, glowing = LAMPS["clamp"](), LAMPS["clamp"](lit=True)
    board = [desk(BEECH, (0.0, -2.6, -0.42), (13, 2.4, 0.0)), wall(GREY_WALL, 5.0)]
    # clamped to a short batten: a desk would hide half of the clamp, and nobody could make a whole picture of it
    batten = [desk(BEECH, (0.0, -0.22, -0.42), (1.25, 0.22, 0.0)), wall(GREY_WALL, 5.0)]
    dark = [desk(OAK, (0.0, -2.6, -0.42), (13, 2.4, 0.0)), wall(SLATE_WALL, 4.4)]
    room = [desk(BEECH, (0.0, -2.6, -0.42), (13, 3.0, 0.0)), wall(BLUE_WALL, 3.6)]
    lead = _lead(
        (0.16, 0.16, 0.60),
        (-0.02, 0.26, 0.66),
        (-0.26, 0.30, 0.30),
        (-0.36, 0.32, -0.4),
        (-0.42, 0.4, -1.4),
        (-0.7, 0.6, -3.0),
        (-0.8, 0.7, -5.5),
    )
    stack = [
        *closed_book((4.3, 1.0, 0.15), (0.95, 0.7, 0.15), -12, (0.10, 0.20, 0.24)),
        *closed_book((4.25, 1.0, 0.42), (0.88, 0.62, 0.12), 4, (0.55, 0.33, 0.06)),
    ]
    things = [
        *open_book((2.35, -0.9, 0.0), -6),
        *stack,
        *pencil((4.3, -1.2, 0.0), 70, (0.05, 0.12, 0.3)),
        mug((5.6, 0.2, 0.0), (0.50, 0.13, 0.08)),
    ]
    return [
        Shot(
            "front",
            lamp,
            Camera((-0.6, -13.0, 2.6), (0.6, 0, 1.2), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=14.5),
            [*batten, *lead],
            fill=0.70,
            what="front view on a beech batten, grey wall",
        ),
        Shot(
            "side",
            lamp,
            Camera((-6.2, -11.0, 3.2), (0.4, 0, 1.2), 3.3),
            PORTRAIT,
            Film(stops=DAY, focus_depth=14.0),
            [*dark, *lead],
            fill=0.68,
            role="angle",
            what="from the left at the edge of an oak desk, slate wall nearly as dark as the lamp",
        ),
        Shot(
            "in-use",
            glowing,
            Camera((0.6, -11.0, 4.4), (1.75, 0, 1.6), 1.9),
            LANDSCAPE,
            Film(stops=DUSKY, focus_depth=12.6, blur_px=4),
            [*room, *lead, *things],
            (EVENING,),
            DUSK,
            LIT,
            role="in-use",
            what="lit in the evening over an open book, with books, a pencil and a red mug",
        ),
        Shot(
            "detail",
            lamp,
            Camera((-2.4, -4.2, 1.25), (0.15, 0, -0.22), 2.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=7.0, blur_px=9),
            [*board, *lead],
            role="detail",
            what="screw clamp on the edge of the desk",
        ),
    ]


def folding_negatives() -> list[Shot]:
    lamp, glowing, flat = LAMPS["folding"](), LAMPS["folding"](lit=True), LAMPS["folding"](flat=True)
    lead = _lead(
        (-0.92, 0.0, 0.08),
        (-1.3, 0.2, 0.035),
        (-1.9, 0.9, 0.035),
        (-2.8, 0.8, 0.035),
        (-4.2, 1.9, 0.035),
        (-6.0, 2.0, 0.035),
        colour=(0.35, 0.33, 0.30),
    )
    things = [
        *open_book((1.5, -2.1, 0.0), -9),
        *plant((-2.6, 1.6, 0.0)),
        *pencil((3.9, -1.1, 0.0), 40, (0.30, 0.05, 0.04)),
        *closed_book((3.3, 1.4, 0.16), (0.95, 0.68, 0.16), -14, (0.08, 0.11, 0.16)),
    ]
    return [
        Shot(
            "front",
            lamp,
            Camera((-2.2, -12.0, 3.4), (0.1, 0, 1.75), 4.1),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.5),
            [*table(BEECH), *lead],
            fill=0.68,
            what="front view on a beech table, grey wall",
        ),
        Shot(
            "side",
            lamp,
            Camera((6.4, -10.2, 3.8), (0.1, 0, 1.75), 4.1),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.5),
            [*table(WHITE_TOP, BLUE_WALL, 4.8), *lead],
            fill=0.66,
            role="angle",
            what="from the right on a white table, blue wall",
        ),
        Shot(
            "in-use",
            glowing,
            Camera((2.2, -10.5, 4.8), (0.7, 0.0, 1.5), 2.05),
            LANDSCAPE,
            Film(stops=DUSKY, focus_depth=12.6, blur_px=5),
            [*table(OAK, GREEN_WALL, 4.2), *lead, *things],
            (EVENING,),
            DUSK,
            LIT,
            role="in-use",
            what="lit in the evening over an open book, with a pot plant, a book and a pencil",
        ),
        Shot(
            "detail",
            flat,
            Camera((1.8, -7.0, 4.2), (0.35, 0, 0.30), 2.3),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=9.8, blur_px=5),
            table(BEECH),
            fill=0.62,
            role="detail",
            what="folded flat",
        ),
    ]


def brass_negatives() -> list[Shot]:
    lamp, glowing = LAMPS["brass"](), LAMPS["brass"](lit=True)
    lead = _lead(
        (0.6, 0.72, 0.05),
        (1.1, 1.1, 0.035),
        (1.9, 1.0, 0.035),
        (3.0, 1.8, 0.035),
        (4.6, 1.6, 0.035),
        (6.5, 2.6, 0.035),
        colour=(0.12, 0.08, 0.04),
    )
    things = [
        *open_book((-1.6, -2.3, 0.0), 12),
        *closed_book((2.3, 1.3, 0.17), (1.0, 0.7, 0.17), 10, (0.20, 0.03, 0.03)),
        *closed_book((2.3, 1.3, 0.48), (0.95, 0.66, 0.14), -4, (0.06, 0.10, 0.06)),
        *pencil((0.9, -1.6, 0.0), -20),
    ]
    clutter = [
        *closed_book((2.7, 0.7, 0.18), (1.0, 0.72, 0.18), 14, (0.05, 0.14, 0.30)),
        *closed_book((2.65, 0.7, 0.50), (0.92, 0.66, 0.14), -6, (0.50, 0.34, 0.05)),
        mug((-2.1, -0.3, 0.0), (0.50, 0.10, 0.06)),
        *pencil((1.5, -1.7, 0.0), 24, (0.50, 0.06, 0.05)),
    ]
    return [
        Shot(
            "front",
            lamp,
            Camera((0.8, -12.0, 3.3), (0.0, 0, 1.75), 4.2),
            PORTRAIT,
            Film(stops=DAY, focus_depth=13.5),
            [*table(WALNUT), *lead],
            fill=0.68,
            what="front view on a walnut table, grey wall",
        ),
        Shot(
            "side",
            lamp,
            Camera((-5.4, -10.8, 3.8), (0.0, 0, 1.75), 4.2),
            PORTRAIT,
            Film(stops=DAY, focus_depth=14.2),
            [*table(OAK, WARM_WALL, 5.0), *lead, *clutter],
            fill=0.60,
            role="angle",
            what="from the left on an oak table among a red mug, a pencil and coloured books",
        ),
        Shot(
            "in-use",
            glowing,
            Camera((-2.6, -10.5, 4.2), (-0.3, 0.0, 1.55), 2.1),
            LANDSCAPE,
            Film(stops=DUSKY, focus_depth=12.4, blur_px=5),
            [*table(WALNUT, WARM_WALL, 4.2), *lead, *things],
            (EVENING,),
            DUSK,
            LIT,
            role="in-use",
            what="lit in the evening over an open book, with books and a pencil",
        ),
        Shot(
            "detail",
            lamp,
            Camera((-2.8, -4.4, 1.9), (-0.15, 0, 2.75), 1.95),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=7.0, blur_px=9),
            table(WALNUT),
            role="detail",
            what="green glass shade and pull chain",
        ),
    ]


def mug_negatives() -> list[Shot]:
    empty, full = product(goods.mug()), product(goods.mug(filled=True))
    white_cloth = Material(linen((0.70, 0.69, 0.66), 0.032), rough=1.0)
    ochre_cloth = Material(linen((0.56, 0.30, 0.06), 0.05, "xz"), rough=1.0)
    pale_wall = Material(plaster((0.62, 0.62, 0.61)), rough=1.0)
    turned_away = turned_about(empty, 200)
    snack = [
        *goods.plate((-5.0, 1.6, 0.0)),
        *goods.biscuit((-5.5, 1.3, 0.45)),
        *goods.biscuit((-4.3, 1.9, 0.62), -14, 40),
        *goods.spoon((-4.1, -2.5, 0.0), 4),
    ]
    reading = [*scaled([*open_book((0, 0, 0.0), 0)], 3.2)]
    return [
        Shot(
            "front",
            empty,
            Camera((0.9, -15.0, 5.2), (0.4, 0, 1.8), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=17.0, blur_px=4),
            table(white_cloth, pale_wall, 6.0),
            fill=0.66,
            what="front view on a white linen cloth, almost white wall",
        ),
        Shot(
            "side",
            turned_away,
            Camera((-1.5, -14.5, 6.4), (0.0, 0, 1.8), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=17.0, blur_px=5),
            [*table(OAK, BLUE_WALL, 5.5)[:1], drape(ochre_cloth, 5.0)],
            fill=0.62,
            role="angle",
            what="handle to the left, on an oak table before an ochre cloth",
        ),
        Shot(
            "in-use",
            full,
            Camera((-3.4, -17.0, 9.4), (-0.8, 0, 1.2), 2.6),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=22.0, blur_px=5),
            [*table(WALNUT, GREEN_WALL, 7.0), *snack, *moved(reading, (6.5, 0.9, 0.0), -12)],
            role="in-use",
            what="full of coffee beside a plate of biscuits, a spoon and an open book",
        ),
        Shot(
            "detail",
            empty,
            Camera((5.2, -8.4, 5.6), (1.2, 0, 1.9), 3.4),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=12.0, blur_px=8),
            table(white_cloth, pale_wall, 6.0),
            role="detail",
            what="handle, rim and the edge of the painted band",
        ),
        Shot(
            "rival",
            turned_about(empty, -62),
            Camera((1.6, -13.8, 7.6), (0.2, 0, 1.7), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=17.0, blur_px=5),
            table(Material(linen((0.16, 0.17, 0.18), 0.04), rough=1.0), CLAY_WALL, 5.0),
            fill=0.60,
            what="from above on a charcoal cloth, clay red wall",
        ),
    ]


def bottle_negatives() -> list[Shot]:
    bottle = product(goods.bottle())
    sand_wall = Material(plaster((0.60, 0.50, 0.33)), rough=1.0)
    teal_cloth = Material(linen((0.055, 0.16, 0.19), 0.022, "xz"), rough=1.0)
    desk_things = [
        *goods.notebook((-1.9, -0.6, 0.10), (1.0, 1.4, 0.10), 14, (0.42, 0.05, 0.035)),
        *goods.pen((-1.7, -0.8, 0.2), 52),
        *goods.apple((1.55, -0.55, 0.0)),
        *scaled(closed_book((1.5, 1.1, 0.16), (1.0, 0.7, 0.16), -10, (0.55, 0.33, 0.06)), 1.4),
        *scaled(closed_book((1.45, 1.1, 0.44), (0.9, 0.62, 0.12), 5, (0.05, 0.13, 0.26)), 1.4),
    ]
    return [
        Shot(
            "front",
            bottle,
            Camera((0.0, -13.0, 3.0), (0.0, 0, 2.0), 4.0),
            PORTRAIT,
            Film(stops=DAY, focus_depth=14.5, blur_px=4),
            table(BEECH, GREY_WALL, 5.5),
            fill=0.72,
            what="front view on a beech table, grey wall",
        ),
        Shot(
            "side",
            turned_about(bottle, 58),
            Camera((0.6, -12.6, 4.4), (0.0, 0, 2.0), 4.0),
            PORTRAIT,
            Film(stops=DAY, focus_depth=14.5, blur_px=4),
            [*table(WHITE_TOP, GREY_WALL, 5.0)[:1], drape(teal_cloth, 4.4, 0.18, 2.0)],
            fill=0.68,
            role="angle",
            what="turned to the side, on a white table before a cloth of about the bottle's colour",
        ),
        Shot(
            "in-use",
            bottle,
            Camera((-1.2, -12.0, 5.4), (0.0, 0, 1.75), 2.75),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=14.2, blur_px=5),
            [*table(OAK, sand_wall, 4.6), *desk_things],
            role="in-use",
            what="on a desk with a red notebook, a pen, an apple and two books",
        ),
        Shot(
            "detail",
            bottle,
            Camera((-2.2, -5.2, 4.7), (0.05, 0, 3.25), 3.9),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=7.5, blur_px=9),
            table(BEECH, GREY_WALL, 5.5),
            role="detail",
            what="lid with its carrying loop and the steel neck",
        ),
    ]


def kettle_negatives() -> list[Shot]:
    kettle = product(goods.kettle())
    tiled = Material(tiles((0.62, 0.63, 0.61), (0.34, 0.33, 0.31), 2.7, 1.32, 0.035), rough=0.34)
    slate = Material(plaster((0.10, 0.105, 0.11)), rough=0.5)
    mustard_wall = Material(plaster((0.56, 0.37, 0.09)), rough=1.0)
    return [
        Shot(
            "front",
            kettle,
            Camera((0.2, -14.0, 4.0), (0.3, 0, 1.3), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=15.5, blur_px=4),
            table(OAK, tiled, 5.0),
            fill=0.72,
            what="front view on an oak worktop, white tiles",
        ),
        Shot(
            "side",
            turned_about(kettle, -48),
            Camera((0.4, -13.6, 5.2), (0.2, 0, 1.3), 4.0),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=15.5, blur_px=4),
            table(slate, mustard_wall, 5.0),
            fill=0.60,
            role="angle",
            what="spout to the front right, on a slate worktop, mustard wall",
        ),
        Shot(
            "in-use",
            kettle,
            Camera((1.2, -14.0, 5.6), (1.1, 0, 1.3), 2.5),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=16.0, blur_px=5),
            [
                *table(BEECH, tiled, 4.6),
                *goods.dripper((4.0, 0.1, 0.0)),
                *goods.beans((1.6, -2.2, 0.0), 1.3, 46, 7),
                *goods.apple((-3.9, 1.2, 0.0), size=0.66),
            ],
            role="in-use",
            what="beside a coffee dripper on a red cup, with coffee beans and an apple",
        ),
        Shot(
            "detail",
            kettle,
            Camera((3.4, -6.6, 4.3), (0.95, 0, 1.7), 2.75),
            LANDSCAPE,
            Film(stops=DAY, focus_depth=9.0, blur_px=8),
            table(OAK, tiled, 5.0),
            role="detail",
            what="gooseneck spout, lid and wooden knob",
        ),
    ]


NEGATIVES_A: dict[str, Callable[[], list[Shot]]] = {
    "lamp-arc": arc_negatives,
    "lamp-clamp": clamp_negatives,
    "lamp-folding": folding_negatives,
    "lamp-brass": brass_negatives,
    "mug": mug_negatives,
    "bottle": bottle_negatives,
    "kettle": kettle_negatives,
}

NAMES_A = {
    "lamp-arc": "Arched desk lamp, green with brass",
    "lamp-clamp": "Clamp lamp with sprung arms, black",
    "lamp-folding": "Folding lamp of ash wood, red shade",
    "lamp-brass": "Banker's lamp of brass with a green glass shade",
    "mug": "White stoneware mug with a blue band",
    "bottle": "Vacuum bottle with a carrying loop, petrol blue",
    "kettle": "Gooseneck kettle with a wooden grip, black",
}
