"""`lab grade`: grades bundles without a server, many at once."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from lab.bundles.batch import SECONDS, Graded, Task, grade_all
from lab.cli.bundle_files import BUNDLES, Seeds, bundles_in, roots_for
from lab.cli.console import err, out, problem, steps
from lab.cli.words import sentence
from lab.exports.gradescope import results_json
from lab.exports.junit import junit_xml
from lab.exports.sheet import results_csv
from lab.market.store import current_market
from lab.school.settings import load_settings
from lab.values.errors import LabError

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Writer = Callable[[Sequence[Graded], Callable[[LabError], str]], bytes]


@click.command()
@click.argument("bundles", nargs=-1, required=True, type=BUNDLES)
@click.option("--results", type=FILE, help="Gradescope's results.json; for several bundles a list of such results.")
@click.option("--junit", type=FILE, help="JUnit XML for build servers.")
@click.option("--csv", "sheet", type=FILE, help="A sheet: a row for each bundle, a column for each check.")
@click.option("--scenarios", "folders", multiple=True, type=FOLDER, help="Where scenarios lie, beside the lab's own. Can be given again.")
@click.option("--markets", type=FOLDER, help="The folder with market files, if it is not the instance's.")
@click.option("--seeds", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A class's list of seeds (CSV), for bundles of students.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes grade; as many as there are processors if not said.")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=SECONDS, show_default=True, help="How long one bundle may take.")
def grade(
    bundles: tuple[Path, ...], results: Path | None, junit: Path | None, sheet: Path | None, folders: tuple[Path, ...],
    markets: Path | None, seeds: Path | None, jobs: int | None, seconds: float,
) -> None:  # fmt: skip
    """Grade BUNDLES (files, or folders of them). A broken one does not stop the rest.

    Exit code 0 if all were graded, 1 if some were refused, 2 for wrong usage.
    """
    paths = bundles_in(bundles)
    wanted: list[tuple[Path | None, Writer]] = [(results, results_json), (junit, junit_xml), (sheet, results_csv)]
    originals = {path.resolve() for path in paths}
    if any(file is not None and file.resolve() in originals for file, _ in wanted):
        raise click.UsageError("a result would be written over a bundle")
    settings = load_settings(os.environ)
    place = markets or settings.markets
    begun = time.monotonic()
    tasks, refused = _tasks(paths, seeds)
    current_market(place)  # built once here, not by every process
    with steps() as progress:
        bar = progress.add_task("Grading", total=len(tasks))
        graded = grade_all(
            list(tasks.values()), roots_for(settings, folders), place, workers=jobs or min(os.cpu_count() or 1, 16), seconds=seconds,
            progress=lambda _: progress.advance(bar),
        )  # fmt: skip
    found = refused | dict(zip(tasks, graded, strict=True))
    ordered = [found[number] for number in range(len(paths))]
    for one in ordered:
        _print(one)
    for file, writer in wanted:
        if file is not None:
            file.write_bytes(writer(ordered, sentence))
    bad = sum(one.problem is not None for one in ordered)
    taken = time.monotonic() - begun
    err.print(f"{len(ordered) - bad} graded, {bad} refused, in {taken:.1f} s ({len(ordered) / max(taken, 0.001):.1f} a second)")
    sys.exit(1 if bad else 0)


def _tasks(paths: Sequence[Path], seeds: Path | None) -> tuple[dict[int, Task], dict[int, Graded]]:
    """What is to be graded, by number, with its seed; and what cannot be because its seed is not known."""
    tasks: dict[int, Task] = {}
    refused: dict[int, Graded] = {}
    finder = Seeds(load_settings(os.environ), seeds)
    try:
        for number, path in enumerate(paths):
            try:
                tasks[number] = Task(path, finder.find(path))
            except LabError as error:
                refused[number] = Graded(path, code=error.code, args=error.args_)
    finally:
        finder.close()
    return tasks, refused


def _print(graded: Graded) -> None:
    if graded.problem is not None or graded.record is None:
        problem(f"{graded.path.name}: {sentence(graded.problem) if graded.problem else ''}")
        return
    result = graded.record.grade
    points = "withheld" if result.withheld else result.points
    waiting = f", {result.waiting_points} wait for a person" if result.waiting_points else ""
    out.print(f"{graded.path.name}  {graded.record.scenario} {graded.record.version}  {points} of {result.max_points}{waiting}", markup=False)
