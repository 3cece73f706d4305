"""The pictures of the lamp scenario: tilted and tinted raws, main pictures on white, one that is too small and grey."""

from collections.abc import Callable

from film import Film
from models import LAMPS, closed_book, cord, desk, mug, open_book, pencil, plant, wall
from scenery import (
    BEECH,
    BLUE_WALL,
    DIM_WINDOW,
    DUSK,
    GREEN_WALL,
    GREY_WALL,
    LIT,
    OAK,
    STUDIO,
    WALNUT,
    WARM_WALL,
    WHITE_TENT,
    Shot,
    table,
)
from studio import Camera, Sky
from surfaces import Material


def arc_shots() -> list[Shot]:
    lead = cord(
        [
            (-0.8, 0.25, 0.05),
            (-1.3, 0.7, 0.035),
            (-1.9, 0.6, 0.035),
            (-2.6, 1.3, 0.035),
            (-3.6, 1.0, 0.035),
            (-6.0, 2.4, 0.035),
        ]
    )
    lamp, glowing = LAMPS["arc"](), LAMPS["arc"](lit=True)
    books = [
        *closed_book((-1.9, 1.9, 0.17), (1.0, 0.7, 0.17), 8, (0.24, 0.06, 0.05)),
        *closed_book((-1.85, 1.9, 0.46), (0.92, 0.66, 0.12), -5, (0.60, 0.50, 0.32)),
    ]
    return [
        Shot(
            "raw-1",
            lamp,
            Camera((0.9, -12.0, 3.6), (0.1, 0, 2.0), 4.0, roll=3.5, shift=(0.16, -0.05)),
            (1200, 1600),
            Film(stops=0.35, cast=(1.10, 1.0, 0.80), focus_depth=13.5, blur_px=4),
            [*table(), *lead],
        ),
        Shot(
            "raw-2",
            glowing,
            Camera((3.6, -10.5, 4.6), (0.75, 0.2, 1.75), 2.2, shift=(0.0, 0.0)),
            (1600, 1200),
            Film(stops=0.95, focus_depth=12.8, blur_px=5),
            [
                *table(WALNUT, WARM_WALL, 4.5),
                *lead,
                *open_book((2.3, -1.45, 0.0), 8),
                *books,
                mug((3.9, 0.9, 0.0), (0.62, 0.60, 0.55)),
                *pencil((4.3, -1.2, 0.0), 62),
            ],
            (DIM_WINDOW,),
            DUSK,
            LIT,
        ),
        Shot(
            "raw-3",
            lamp,
            Camera((3.9, -4.6, 1.15), (1.30, 0, 2.42), 2.6, roll=-2),
            (1600, 1200),
            Film(stops=0.5, cast=(1.04, 1.0, 0.94), focus_depth=7.0, blur_px=9),
            table(),
        ),
        Shot(
            "main",
            lamp,
            Camera((2.6, -12.5, 2.9), (0.4, 0, 2.1), 3.4),
            (1600, 1600),
            Film(stops=-0.1, contrast=1.2),
            [],
            STUDIO,
            WHITE_TENT,
            white=True,
            fill=0.89,
        ),
        Shot(
            "small-grey",
            lamp,
            Camera((1.2, -12.0, 3.2), (0.4, 0, 2.1), 3.1, shift=(-0.05, 0.03)),
            (1600, 1600),
            Film(stops=0.4, focus_depth=13.5),
            table(Material((0.30, 0.30, 0.305), 0.9), Material((0.34, 0.34, 0.345), 0.9), 6.5),
        ),
    ]


def clamp_shots() -> list[Shot]:
    lamp, glowing = LAMPS["clamp"](), LAMPS["clamp"](lit=True)
    board = [desk(BEECH, (0.0, -2.6, -0.42), (13, 2.4, 0.0)), wall(GREY_WALL, 5.0)]
    lead = cord(
        [
            (0.16, 0.16, 0.60),
            (-0.02, 0.26, 0.66),
            (-0.26, 0.30, 0.30),
            (-0.36, 0.32, -0.4),
            (-0.42, 0.4, -1.4),
            (-0.7, 0.6, -3.0),
            (-0.8, 0.7, -5.5),
        ]
    )
    stack = [
        *closed_book((4.3, 1.0, 0.15), (0.95, 0.7, 0.15), -12, (0.10, 0.20, 0.24)),
        *closed_book((4.25, 1.0, 0.42), (0.88, 0.62, 0.12), 4, (0.55, 0.33, 0.06)),
    ]
    room = [desk(BEECH, (0.0, -2.6, -0.42), (13, 3.0, 0.0)), wall(BLUE_WALL, 3.6)]
    return [
        Shot(
            "raw-1",
            lamp,
            Camera((-0.6, -13.0, 2.6), (0.6, 0, 1.2), 3.3, roll=-3.0, shift=(-0.13, 0.03)),
            (1200, 1600),
            Film(stops=0.4, cast=(0.88, 0.98, 1.16), focus_depth=14.5),
            [*board, *lead],
        ),
        Shot(
            "raw-2",
            glowing,
            Camera((0.6, -11.0, 4.4), (1.75, 0, 1.6), 2.1),
            (1600, 1200),
            Film(stops=0.95, focus_depth=12.6, blur_px=4),
            [
                *room,
                *lead,
                *open_book((2.35, -0.9, 0.0), -6),
                *stack,
                *pencil((4.3, -1.2, 0.0), 70, (0.05, 0.12, 0.3)),
                mug((5.6, 0.2, 0.0), (0.50, 0.13, 0.08)),
            ],
            (DIM_WINDOW,),
            DUSK,
            LIT,
        ),
        Shot(
            "raw-3",
            lamp,
            Camera((-2.4, -4.2, 1.25), (0.15, 0, -0.22), 2.3, roll=1.5),
            (1600, 1200),
            Film(stops=0.6, cast=(0.95, 1.0, 1.05), focus_depth=7.0, blur_px=9),
            [*board, *lead],
        ),
        Shot(
            "main",
            lamp,
            Camera((-2.2, -13.0, 2.6), (0.4, 0, 1.4), 3.0),
            (1600, 1600),
            Film(stops=0.3, contrast=0.8),
            [],
            STUDIO,
            WHITE_TENT,
            white=True,
            fill=0.89,
        ),
    ]


def folding_shots() -> list[Shot]:
    lamp, glowing, flat = LAMPS["folding"](), LAMPS["folding"](lit=True), LAMPS["folding"](flat=True)
    lead = cord(
        [
            (-0.92, 0.0, 0.08),
            (-1.3, 0.2, 0.035),
            (-1.9, 0.9, 0.035),
            (-2.8, 0.8, 0.035),
            (-4.2, 1.9, 0.035),
            (-6.0, 2.0, 0.035),
        ],
        (0.35, 0.33, 0.30),
    )
    return [
        Shot(
            "raw-1",
            lamp,
            Camera((-2.2, -12.0, 3.4), (0.1, 0, 1.75), 4.1, roll=-4.0, shift=(0.14, 0.04)),
            (1200, 1600),
            Film(stops=0.25, cast=(1.08, 1.02, 0.84), focus_depth=13.5),
            [*table(BEECH), *lead],
        ),
        Shot(
            "raw-2",
            glowing,
            Camera((2.2, -10.5, 4.8), (0.7, 0.0, 1.5), 2.25),
            (1600, 1200),
            Film(stops=0.95, focus_depth=12.6, blur_px=5),
            [
                *table(OAK, GREEN_WALL, 4.2),
                *lead,
                *open_book((1.5, -2.1, 0.0), -9),
                *plant((-2.6, 1.6, 0.0)),
                *pencil((3.9, -1.1, 0.0), 40, (0.30, 0.05, 0.04)),
                *closed_book((3.3, 1.4, 0.16), (0.95, 0.68, 0.16), -14, (0.08, 0.11, 0.16)),
            ],
            (DIM_WINDOW,),
            DUSK,
            LIT,
        ),
        Shot(
            "raw-3",
            flat,
            Camera((1.8, -7.0, 4.2), (0.35, 0, 0.30), 2.6, roll=2.0),
            (1600, 1200),
            Film(stops=0.5, cast=(1.03, 1.0, 0.95), focus_depth=9.8, blur_px=5),
            table(BEECH),
        ),
        Shot(
            "main",
            lamp,
            Camera((2.9, -12.5, 3.2), (0.1, 0, 1.7), 3.4),
            (1600, 1600),
            Film(stops=-0.1, contrast=1.2),
            [],
            STUDIO,
            WHITE_TENT,
            white=True,
            fill=0.89,
        ),
    ]


def brass_shots() -> list[Shot]:
    lamp, glowing = LAMPS["brass"](), LAMPS["brass"](lit=True)
    lead = cord(
        [
            (0.6, 0.72, 0.05),
            (1.1, 1.1, 0.035),
            (1.9, 1.0, 0.035),
            (3.0, 1.8, 0.035),
            (4.6, 1.6, 0.035),
            (6.5, 2.6, 0.035),
        ],
        (0.12, 0.08, 0.04),
    )
    return [
        Shot(
            "raw-1",
            lamp,
            Camera((0.8, -12.0, 3.3), (0.0, 0, 1.75), 4.2, roll=3.0, shift=(-0.12, -0.03)),
            (1200, 1600),
            Film(stops=0.4, cast=(1.12, 1.0, 0.82), focus_depth=13.5),
            [*table(WALNUT), *lead],
        ),
        Shot(
            "raw-2",
            glowing,
            Camera((-2.6, -10.5, 4.2), (-0.3, 0.0, 1.55), 2.3),
            (1600, 1200),
            Film(stops=0.95, focus_depth=12.4, blur_px=5),
            [
                *table(WALNUT, WARM_WALL, 4.2),
                *lead,
                *open_book((-1.6, -2.3, 0.0), 12),
                *closed_book((2.3, 1.3, 0.17), (1.0, 0.7, 0.17), 10, (0.20, 0.03, 0.03)),
                *closed_book((2.3, 1.3, 0.48), (0.95, 0.66, 0.14), -4, (0.06, 0.10, 0.06)),
                *pencil((0.9, -1.6, 0.0), -20),
            ],
            (DIM_WINDOW,),
            DUSK,
            LIT,
        ),
        Shot(
            "raw-3",
            lamp,
            Camera((-2.8, -4.4, 1.9), (-0.15, 0, 2.75), 2.2, roll=-1.5),
            (1600, 1200),
            Film(stops=0.5, cast=(1.05, 1.0, 0.93), focus_depth=7.0, blur_px=9),
            table(WALNUT),
        ),
        Shot(
            "main",
            lamp,
            Camera((1.6, -12.5, 3.0), (0.0, 0, 1.75), 3.4),
            (1600, 1600),
            Film(stops=-0.05, contrast=1.2),
            [],
            STUDIO,
            WHITE_TENT,
            white=True,
            fill=0.89,
        ),
    ]


def bulb_shots() -> list[Shot]:
    tent = Sky(above=(0.80, 0.80, 0.80), level=(0.40, 0.40, 0.41), below=(0.46, 0.46, 0.46))
    return [
        Shot(
            "main",
            LAMPS["bulb"](),
            Camera((0.0, -14.0, 3.0), (0, 0, 2.2), 4.0),
            (1600, 1600),
            Film(stops=0.25, contrast=1.3),
            [],
            STUDIO[:2],
            tent,
            white=True,
            fill=0.89,
        )
    ]


SCENARIO: dict[str, Callable[[], list[Shot]]] = {
    "arc": arc_shots,
    "clamp": clamp_shots,
    "folding": folding_shots,
    "brass": brass_shots,
    "bulb": bulb_shots,
}
