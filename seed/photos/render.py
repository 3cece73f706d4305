"""Take the product photographs of the lamp scenario.

    .venv/bin/python seed/photos/render.py arc --out DIR [--shot raw-1] [--side 1600] [--passes 8]

Writes raw/<lamp>-1.jpg (front view as a colleague took it: tilted, tinted, off centre), raw/<lamp>-2.jpg (in use),
raw/<lamp>-3.jpg (detail), solution/<lamp>-main.jpg (pure white, fills 89 %); for the arc lamp broken/small-grey.jpg;
for the bulb shop/bulb-main.jpg. The same seed gives the same pictures on one machine. A picture of 1600 x 1200
takes about two minutes on one core. The pictures kept in the repository were taken with 8 to 12 passes.
"""

import argparse
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import film as dark_room
import numpy as np
from film import Film
from models import LAMPS, Lamp, closed_book, cord, desk, mug, open_book, pencil, plant, wall
from PIL import Image
from shapes import Point
from studio import Bulb, Camera, Panel, Part, Set, Sky, outline_box, photograph
from surfaces import Colour, Material, plaster, wood

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


@dataclass
class Shot:
    """One picture to take: lamp, surroundings, camera, size as (width, height) for a long side of 1600, and film."""

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


def take(shot: Shot, side: int, passes: int, seed: int, detail: float) -> Image.Image:
    """One finished picture. Scenes are traced at `detail` of their size; lens blur and grain come at full size."""
    scale = side / max(shot.size)
    width, height = (round(s * scale) for s in shot.size)
    bulbs = [Bulb(shot.lamp.bulb_at, 0.29, shot.lit, shot.lamp.glass)] if shot.lit else []
    scene = Set([*shot.lamp.parts, *shot.around], len(shot.lamp.parts), shot.panels, shot.sky, bulbs)
    camera = _aimed(shot, scene) if shot.fill else shot.camera
    if shot.white:
        exposure = photograph(scene, camera, width, height, passes=passes, seed=seed)
        return dark_room.cut_out(exposure, shot.film.stops, shot.film.contrast)
    exposure = photograph(scene, camera, round(width * detail), round(height * detail), passes=passes, seed=seed)
    exposure = dark_room.enlarged(exposure, width, height)
    film = replace(shot.film, blur_px=shot.film.blur_px * scale)
    return dark_room.develop(exposure, film, seed)


LIT = (46.0, 33.0, 19.0)
STUDIO = (
    soft_light((-6.5, -6.0, 6.5), (0.0, 0.0, 2.0), 4.5, 5.0, (4.4, 4.4, 4.4)),
    soft_light((7.0, -5.0, 3.5), (0.0, 0.0, 2.0), 3.5, 5.0, (2.0, 2.0, 2.0)),
    soft_light((0.5, 3.0, 8.5), (0.3, 0.0, 2.0), 5.0, 3.2, (2.0, 2.0, 2.0)),
)


def _table(material: Material = OAK, backdrop: Material = GREY_WALL, wall_y: float = 5.5) -> list[Part]:
    return [desk(material, (-12, -7, -0.3), (12, wall_y, 0.0)), wall(backdrop, wall_y)]


def arc_shots() -> list[Shot]:
    lead = cord([(-0.8, 0.25, 0.05), (-1.3, 0.7, 0.035), (-1.9, 0.6, 0.035), (-2.6, 1.3, 0.035), (-3.6, 1.0, 0.035), (-6.0, 2.4, 0.035)])
    lamp, glowing = LAMPS["arc"](), LAMPS["arc"](lit=True)
    books = [*closed_book((-1.9, 1.9, 0.17), (1.0, 0.7, 0.17), 8, (0.24, 0.06, 0.05)), *closed_book((-1.85, 1.9, 0.46), (0.92, 0.66, 0.12), -5, (0.60, 0.50, 0.32))]
    return [
        Shot("raw-1", lamp, Camera((0.9, -12.0, 3.6), (0.1, 0, 2.0), 4.0, roll=3.5, shift=(0.16, -0.05)), (1200, 1600),
             Film(stops=0.35, cast=(1.10, 1.0, 0.80), focus_depth=13.5, blur_px=4), [*_table(), *lead]),
        Shot("raw-2", glowing, Camera((3.6, -10.5, 4.6), (0.75, 0.2, 1.75), 2.2, shift=(0.0, 0.0)), (1600, 1200),
             Film(stops=0.95, focus_depth=12.8, blur_px=5),
             [*_table(WALNUT, WARM_WALL, 4.5), *lead, *open_book((2.3, -1.45, 0.0), 8), *books, mug((3.9, 0.9, 0.0), (0.62, 0.60, 0.55)), *pencil((4.3, -1.2, 0.0), 62)],
             (DIM_WINDOW,), DUSK, LIT),
        Shot("raw-3", lamp, Camera((3.9, -4.6, 1.15), (1.30, 0, 2.42), 2.6, roll=-2), (1600, 1200),
             Film(stops=0.5, cast=(1.04, 1.0, 0.94), focus_depth=7.0, blur_px=9), _table()),
        Shot("main", lamp, Camera((2.6, -12.5, 2.9), (0.4, 0, 2.1), 3.4), (1600, 1600), Film(stops=-0.1, contrast=1.2), [], STUDIO, WHITE_TENT,
             white=True, fill=0.89),
        Shot("small-grey", lamp, Camera((1.2, -12.0, 3.2), (0.4, 0, 2.1), 3.1, shift=(-0.05, 0.03)), (1600, 1600), Film(stops=0.4, focus_depth=13.5),
             _table(Material((0.30, 0.30, 0.305), 0.9), Material((0.34, 0.34, 0.345), 0.9), 6.5)),
    ]


def clamp_shots() -> list[Shot]:
    lamp, glowing = LAMPS["clamp"](), LAMPS["clamp"](lit=True)
    board = [desk(BEECH, (0.0, -2.6, -0.42), (13, 2.4, 0.0)), wall(GREY_WALL, 5.0)]
    lead = cord([(0.16, 0.16, 0.60), (-0.02, 0.26, 0.66), (-0.26, 0.30, 0.30), (-0.36, 0.32, -0.4), (-0.42, 0.4, -1.4), (-0.7, 0.6, -3.0), (-0.8, 0.7, -5.5)])
    stack = [*closed_book((4.3, 1.0, 0.15), (0.95, 0.7, 0.15), -12, (0.10, 0.20, 0.24)), *closed_book((4.25, 1.0, 0.42), (0.88, 0.62, 0.12), 4, (0.55, 0.33, 0.06))]
    room = [desk(BEECH, (0.0, -2.6, -0.42), (13, 3.0, 0.0)), wall(BLUE_WALL, 3.6)]
    return [
        Shot("raw-1", lamp, Camera((-0.6, -13.0, 2.6), (0.6, 0, 1.2), 3.3, roll=-3.0, shift=(-0.13, 0.03)), (1200, 1600),
             Film(stops=0.4, cast=(0.88, 0.98, 1.16), focus_depth=14.5), [*board, *lead]),
        Shot("raw-2", glowing, Camera((0.6, -11.0, 4.4), (1.75, 0, 1.6), 2.1), (1600, 1200),
             Film(stops=0.95, focus_depth=12.6, blur_px=4),
             [*room, *lead, *open_book((2.35, -0.9, 0.0), -6), *stack, *pencil((4.3, -1.2, 0.0), 70, (0.05, 0.12, 0.3)), mug((5.6, 0.2, 0.0), (0.50, 0.13, 0.08))],
             (DIM_WINDOW,), DUSK, LIT),
        Shot("raw-3", lamp, Camera((-2.4, -4.2, 1.25), (0.15, 0, -0.22), 2.3, roll=1.5), (1600, 1200),
             Film(stops=0.6, cast=(0.95, 1.0, 1.05), focus_depth=7.0, blur_px=9), [*board, *lead]),
        Shot("main", lamp, Camera((-2.2, -13.0, 2.6), (0.4, 0, 1.4), 3.0), (1600, 1600), Film(stops=0.3, contrast=0.8), [], STUDIO, WHITE_TENT,
             white=True, fill=0.89),
    ]


def folding_shots() -> list[Shot]:
    lamp, glowing, flat = LAMPS["folding"](), LAMPS["folding"](lit=True), LAMPS["folding"](flat=True)
    lead = cord([(-0.92, 0.0, 0.08), (-1.3, 0.2, 0.035), (-1.9, 0.9, 0.035), (-2.8, 0.8, 0.035), (-4.2, 1.9, 0.035), (-6.0, 2.0, 0.035)], (0.35, 0.33, 0.30))
    return [
        Shot("raw-1", lamp, Camera((-2.2, -12.0, 3.4), (0.1, 0, 1.75), 4.1, roll=-4.0, shift=(0.14, 0.04)), (1200, 1600),
             Film(stops=0.25, cast=(1.08, 1.02, 0.84), focus_depth=13.5), [*_table(BEECH), *lead]),
        Shot("raw-2", glowing, Camera((2.2, -10.5, 4.8), (0.7, 0.0, 1.5), 2.25), (1600, 1200),
             Film(stops=0.95, focus_depth=12.6, blur_px=5),
             [*_table(OAK, GREEN_WALL, 4.2), *lead, *open_book((1.5, -2.1, 0.0), -9), *plant((-2.6, 1.6, 0.0)), *pencil((3.9, -1.1, 0.0), 40, (0.30, 0.05, 0.04)),
              *closed_book((3.3, 1.4, 0.16), (0.95, 0.68, 0.16), -14, (0.08, 0.11, 0.16))],
             (DIM_WINDOW,), DUSK, LIT),
        Shot("raw-3", flat, Camera((1.8, -7.0, 4.2), (0.35, 0, 0.30), 2.6, roll=2.0), (1600, 1200),
             Film(stops=0.5, cast=(1.03, 1.0, 0.95), focus_depth=9.8, blur_px=5), _table(BEECH)),
        Shot("main", lamp, Camera((2.9, -12.5, 3.2), (0.1, 0, 1.7), 3.4), (1600, 1600), Film(stops=-0.1, contrast=1.2), [], STUDIO, WHITE_TENT,
             white=True, fill=0.89),
    ]


def brass_shots() -> list[Shot]:
    lamp, glowing = LAMPS["brass"](), LAMPS["brass"](lit=True)
    lead = cord([(0.6, 0.72, 0.05), (1.1, 1.1, 0.035), (1.9, 1.0, 0.035), (3.0, 1.8, 0.035), (4.6, 1.6, 0.035), (6.5, 2.6, 0.035)], (0.12, 0.08, 0.04))
    return [
        Shot("raw-1", lamp, Camera((0.8, -12.0, 3.3), (0.0, 0, 1.75), 4.2, roll=3.0, shift=(-0.12, -0.03)), (1200, 1600),
             Film(stops=0.4, cast=(1.12, 1.0, 0.82), focus_depth=13.5), [*_table(WALNUT), *lead]),
        Shot("raw-2", glowing, Camera((-2.6, -10.5, 4.2), (-0.3, 0.0, 1.55), 2.3), (1600, 1200),
             Film(stops=0.95, focus_depth=12.4, blur_px=5),
             [*_table(WALNUT, WARM_WALL, 4.2), *lead, *open_book((-1.6, -2.3, 0.0), 12), *closed_book((2.3, 1.3, 0.17), (1.0, 0.7, 0.17), 10, (0.20, 0.03, 0.03)),
              *closed_book((2.3, 1.3, 0.48), (0.95, 0.66, 0.14), -4, (0.06, 0.10, 0.06)), *pencil((0.9, -1.6, 0.0), -20)],
             (DIM_WINDOW,), DUSK, LIT),
        Shot("raw-3", lamp, Camera((-2.8, -4.4, 1.9), (-0.15, 0, 2.75), 2.2, roll=-1.5), (1600, 1200),
             Film(stops=0.5, cast=(1.05, 1.0, 0.93), focus_depth=7.0, blur_px=9), _table(WALNUT)),
        Shot("main", lamp, Camera((1.6, -12.5, 3.0), (0.0, 0, 1.75), 3.4), (1600, 1600), Film(stops=-0.05, contrast=1.2), [], STUDIO, WHITE_TENT,
             white=True, fill=0.89),
    ]


def bulb_shots() -> list[Shot]:
    tent = Sky(above=(0.80, 0.80, 0.80), level=(0.40, 0.40, 0.41), below=(0.46, 0.46, 0.46))
    return [
        Shot("main", LAMPS["bulb"](), Camera((0.0, -14.0, 3.0), (0, 0, 2.2), 4.0), (1600, 1600), Film(stops=0.25, contrast=1.3), [], STUDIO[:2], tent,
             white=True, fill=0.89)
    ]


SHOTS = {"arc": arc_shots, "clamp": clamp_shots, "folding": folding_shots, "brass": brass_shots, "bulb": bulb_shots}


def place_of(product: str, shot: str) -> Path:
    if shot == "small-grey":
        return Path("broken", "small-grey.jpg")
    if shot == "main":
        return Path("shop" if product == "bulb" else "solution", f"{product}-main.jpg")
    return Path("raw", f"{product}-{shot.removeprefix('raw-')}.jpg")


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the product photographs of the lamp scenario.")
    parser.add_argument("product", choices=sorted(SHOTS))
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--shot", action="append", help="only this one: raw-1, raw-2, raw-3, main, small-grey")
    parser.add_argument("--side", type=int, default=1600, help="longest side in pixels")
    parser.add_argument("--detail", type=float, default=0.75, help="share of the size at which scenes are traced")
    parser.add_argument("--passes", type=int, default=8, help="rays per pixel")
    options = parser.parse_args()
    for number, shot in enumerate(SHOTS[options.product]()):
        if options.shot and shot.name not in options.shot:
            continue
        began = time.perf_counter()
        small = shot.name == "small-grey"
        picture = take(shot, options.side // 2 if small else options.side, options.passes, 1000 * sorted(SHOTS).index(options.product) + number, options.detail)
        if small:
            picture = picture.resize((420, 420), Image.Resampling.LANCZOS)
        target = options.out / place_of(options.product, shot.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        picture.save(target, quality=shot.quality, subsampling=0 if shot.white else 2)
        print(f"{target} {picture.width} x {picture.height} {target.stat().st_size // 1024} kB {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
