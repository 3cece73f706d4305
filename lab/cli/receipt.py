"""`lab receipt`: the key that signs receipts, and checking one."""

import os
import sys
from pathlib import Path

import click

from lab.bundles.batch import replayed
from lab.bundles.reading import read_bundle
from lab.bundles.receipt import MAX_BYTES, check_signature, differences, read_signed
from lab.bundles.shelf import Shelf
from lab.cli.bundle_files import Seeds, roots_for
from lab.cli.console import note, out, problem
from lab.school.receipts import KEY_FILE, public_key
from lab.school.settings import load_settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def receipt() -> None:
    """Show the key of receipts, and check a receipt."""


@receipt.command("key")
def key() -> None:
    """Print the public key of this instance; it is made now if there is none. Everybody may know it."""
    click.echo(public_key(load_settings(os.environ)))


@receipt.command("check")
@click.argument("file", type=FILE)
@click.argument("bundle", required=False, type=FILE)
@click.option("--key", "key_", default="", help="The public key of the server that signed; this instance's own if not said.")
@click.option("--scenarios", "folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where scenarios lie, beside the lab's own.")
@click.option("--markets", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder with market files.")
@click.option("--seeds", type=FILE, help="A class's list of seeds (CSV).")
def check(file: Path, bundle: Path | None, key_: str, folders: tuple[Path, ...], markets: Path | None, seeds: Path | None) -> None:
    """Check the signature of a receipt and, with its BUNDLE, compute the grade again and compare every hash.

    Exit code 0 if all is as the receipt says, 1 if not.
    """
    settings = load_settings(os.environ)
    with file.open("rb") as source:
        signed = read_signed(source.read(MAX_BYTES + 1))
    known = key_.strip().lower() or (public_key(settings) if (settings.instance / KEY_FILE).is_file() else "")
    check_signature(signed, known)
    about = signed.receipt
    out.print(f"The signature is right: {about.kind} of {about.scenario} {about.version}, made {about.made_at}, code {signed.code}", markup=False)
    if not known:
        note(f"No key to compare with is known; the receipt was signed with {signed.key}. Ask its server for its key.")
    if about.kind == "grade":
        points = "withheld" if about.points is None else about.points
        out.print(f"{points} of {about.max_points} points", markup=False)
    if bundle is None:
        return
    finder = Seeds(settings, seeds)
    try:
        read = read_bundle(bundle)
        shelf = Shelf(roots_for(settings, folders), markets or settings.markets)
        rules = shelf.version(about.scenario, about.version, about.content_hash) if about.played_with else None
        found = differences(about, replayed(read, shelf, finder.of(read.head)), rules)
    finally:
        finder.close()
    for line in found:
        problem(f"The bundle says otherwise. {line}")
    if not found:
        judged = len(about.judged)
        out.print("Computed again: every hash is the same" + (f"; {judged} checks were decided by a person" if judged else ""), markup=False)
    sys.exit(1 if found else 0)
