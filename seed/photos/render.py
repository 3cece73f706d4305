"""Take the product photographs of the lamp scenario, or the negatives that students' raw photos are developed from.

    .venv/bin/python seed/photos/render.py scenario arc --out DIR [--shot raw-1] [--side 1600] [--passes 8]
    .venv/bin/python seed/photos/render.py negatives --product mug [--view front] --out seed/photos/negatives

`scenario` writes raw/<lamp>-1.jpg (front view as a colleague took it: tilted, tinted, off centre), raw/<lamp>-2.jpg (in use),
raw/<lamp>-3.jpg (detail), solution/<lamp>-main.jpg (pure white, fills 89 %); for the arc lamp broken/small-grey.jpg;
for the bulb shop/bulb-main.jpg. `negatives` writes <product>/<view>.jpg and <view>.mask.png (see negative.py) and the
view's entry in index.yaml; with --look also <view>.look.png, a plain development. The same seed gives the same
pictures on one machine. A picture of 1600 x 1200 takes about two minutes on one core. The scenario's pictures kept in
the repository were taken with 8 to 12 passes, the negatives with 4 to 8 at a detail of 0.54 to 0.75.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import film as dark_room
import index
import negative
import numpy as np
from PIL import Image
from scenario_shots import SCENARIO
from scenery import Shot, staged
from shots import listed, products, seed_of
from studio import photograph


def take(shot: Shot, side: int, passes: int, seed: int, detail: float) -> Image.Image:
    """One finished picture. Scenes are traced at `detail` of their size; lens blur and grain come at full size."""
    scale = side / max(shot.size)
    width, height = (round(s * scale) for s in shot.size)
    scene, camera = staged(shot)
    if shot.white:
        exposure = photograph(scene, camera, width, height, passes=passes, seed=seed)
        return dark_room.cut_out(exposure, shot.film.stops, shot.film.contrast)
    exposure = photograph(scene, camera, round(width * detail), round(height * detail), passes=passes, seed=seed)
    exposure = dark_room.enlarged(exposure, width, height)
    film = replace(shot.film, blur_px=shot.film.blur_px * scale)
    return dark_room.develop(exposure, film, seed)


def place_of(product: str, shot: str) -> Path:
    if shot == "small-grey":
        return Path("broken", "small-grey.jpg")
    if shot == "main":
        return Path("shop" if product == "bulb" else "solution", f"{product}-main.jpg")
    return Path("raw", f"{product}-{shot.removeprefix('raw-')}.jpg")


def take_scenario(options: argparse.Namespace) -> None:
    for number, shot in enumerate(SCENARIO[options.product]()):
        if options.shot and shot.name not in options.shot:
            continue
        began = time.perf_counter()
        small = shot.name == "small-grey"
        side = options.side // 2 if small else options.side
        seed = 1000 * sorted(SCENARIO).index(options.product) + number
        picture = take(shot, side, options.passes, seed, options.detail)
        if small:
            picture = picture.resize((420, 420), Image.Resampling.LANCZOS)
        target = options.out / place_of(options.product, shot.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        picture.save(target, quality=shot.quality, subsampling=0 if shot.white else 2)
        print(
            f"{target} {picture.width} x {picture.height} {target.stat().st_size // 1024} kB {time.perf_counter() - began:.0f} s",
            flush=True,
        )


def take_negatives(options: argparse.Namespace) -> None:
    for product in options.product or products():
        entry = listed(product)
        for shot in entry.shots():
            if options.view and shot.name not in options.view:
                continue
            began = time.perf_counter()
            seed = seed_of(product, shot.name)
            codes, cover = negative.expose(shot, options.side, options.passes, options.detail, seed)
            picture, mask = negative.write(codes, cover, options.out / product, shot.name, options.quality)
            index.enter(options.out / entry.index, product, entry.name, shot)
            if options.look:
                negative.look(picture).save(picture.with_suffix(".look.png"))
            rows, columns = np.nonzero(cover >= 128)
            height, width = cover.shape
            edges = (
                (columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)
                if len(rows)
                else ()
            )
            size = (picture.stat().st_size + mask.stat().st_size) // 1024
            box = " ".join(f"{edge:.3f}" for edge in edges)
            print(
                f"{picture} {width} x {height} {size} kB, product {box}, {time.perf_counter() - began:.0f} s",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Take product photographs.")
    kinds = parser.add_subparsers(required=True)
    scenario = kinds.add_parser("scenario", help="the lamp scenario's pictures")
    scenario.add_argument("product", choices=sorted(SCENARIO))
    scenario.add_argument("--shot", action="append", help="only this one: raw-1, raw-2, raw-3, main, small-grey")
    scenario.add_argument("--side", type=int, default=1600, help="longest side in pixels")
    scenario.add_argument("--detail", type=float, default=0.75, help="share of the size at which scenes are traced")
    scenario.set_defaults(take=take_scenario)
    negatives = kinds.add_parser("negatives", help="negatives for the darkroom")
    negatives.add_argument("--product", action="append", help="only this one")
    negatives.add_argument("--view", action="append", help="only this one: front, side, detail, in-use, rival")
    negatives.add_argument("--side", type=int, default=negative.LONG, help="longest side in pixels")
    negatives.add_argument("--detail", type=float, default=0.65, help="share of the size at which scenes are traced")
    negatives.add_argument("--quality", type=int, default=negative.QUALITY, help="JPEG quality")
    negatives.add_argument("--look", action="store_true", help="write a plain development as well")
    negatives.set_defaults(take=take_negatives)
    for kind in (scenario, negatives):
        kind.add_argument("--out", type=Path, required=True, help="folder to write to")
        kind.add_argument("--passes", type=int, default=8, help="rays per pixel")
    options = parser.parse_args()
    options.take(options)


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
