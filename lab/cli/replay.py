"""`lab replay`: plays bundles again from the first world and says whether all comes out the same."""

import os
import sys
from pathlib import Path

import click

from lab.bundles.batch import replayed
from lab.bundles.layout import Bundle, Differs
from lab.bundles.reading import read_bundle
from lab.bundles.replaying import Replayed
from lab.bundles.shelf import Shelf
from lab.cli.bundle_files import BUNDLES, Seeds, bundles_in, roots_for
from lab.cli.console import out, problem
from lab.cli.words import sentence
from lab.images.process import shared_process
from lab.scenarios.remade import remade
from lab.school.settings import load_settings
from lab.values.errors import BadInput, LabError

SAME, DIFFERENT, UNREADABLE = 0, 1, 2
_OTHER_WORLD = ("bundle_world_differs", "bundle_is_not_the_run")


@click.command()
@click.argument("bundles", nargs=-1, required=True, type=BUNDLES)
@click.option("--scenarios", "folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where scenarios lie, beside the lab's own.")
@click.option("--markets", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder with market files.")
@click.option("--seeds", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A class's list of seeds (CSV).")
@click.option("--pictures/--no-pictures", default=True, show_default=True, help="Also make the pictures again from their originals.")
def replay(bundles: tuple[Path, ...], folders: tuple[Path, ...], markets: Path | None, seeds: Path | None, pictures: bool) -> None:
    """Play BUNDLES (files, or folders of them) again: the same world, or the first action that differs.

    Exit code 0 if all come out the same, 1 if one differs, 2 if one cannot be read or replayed here.
    """
    settings = load_settings(os.environ)
    shelf = Shelf(roots_for(settings, folders), markets or settings.markets)
    finder = Seeds(settings, seeds)
    worst = SAME
    try:
        for path in bundles_in(bundles):
            worst = max(worst, _replay(path, shelf, finder, pictures))
    finally:
        finder.close()
    sys.exit(worst)


def _replay(path: Path, shelf: Shelf, finder: Seeds, pictures: bool) -> int:
    try:
        bundle = read_bundle(path)
        again = replayed(bundle, shelf, finder.of(bundle.head))
    except LabError as error:
        problem(f"{path.name}: {sentence(error)}")
        return DIFFERENT if isinstance(error, Differs) or error.code in _OTHER_WORLD else UNREADABLE
    out.print(f"{path.name}  {len(bundle.rows)} actions, same world {bundle.head.world_hash[:16]}", markup=False)
    return _pictures(path, bundle, again) if pictures else SAME


def _pictures(path: Path, bundle: Bundle, again: Replayed) -> int:
    worst = SAME
    if bundle.head.state == "played":  # a robot's pictures are its author's, measured for another seed's photos
        return SAME
    try:
        for picture in remade(again.play, shared_process(), bundle.pictures.get):
            same = picture.found and picture.original_is_same and picture.is_same
            what = "same" if same else picture.problem or ("other pixels" if picture.original_is_same else "other original")
            out.print(f"{path.name}  action {picture.seq}  picture {picture.sha256[:12]}  {what}", markup=False)
            worst = worst if same else DIFFERENT
    except BadInput as error:
        problem(f"{path.name}: {sentence(error)}")
        return DIFFERENT
    return worst
