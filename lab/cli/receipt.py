"""`lab receipt`: the key that signs receipts and transcripts, and checking one of them."""

import os
import sys
from pathlib import Path

import click

from lab.bundles.batch import replayed
from lab.bundles.reading import read_bundle
from lab.bundles.receipt import MAX_BYTES, Signed, check_signature, differences
from lab.bundles.shelf import Shelf
from lab.bundles.transcript import SignedTranscript, check_transcript, read_receipt_or_transcript
from lab.cli.bundle_files import Seeds, roots_for
from lab.cli.console import note, out, problem
from lab.school.receipts import KEY_FILE, public_key
from lab.school.settings import Settings, load_settings
from lab.values.text import tidy

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def receipt() -> None:
    """Show the key of receipts, and check a receipt or a transcript."""


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
@click.option("--name", default="", help="A name: whether the transcript is of somebody who is called so.")
def check(
    file: Path, bundle: Path | None, key_: str, folders: tuple[Path, ...], markets: Path | None, seeds: Path | None, name: str
) -> None:
    """Check the signature of a receipt or a transcript, and say what it says.

    With the BUNDLE of a receipt, compute the grade again and compare every hash. Exit code 0 if all is as the file says, 1 if not.
    """
    settings = load_settings(os.environ)
    with file.open("rb") as source:
        signed = read_receipt_or_transcript(source.read(MAX_BYTES + 1))
    named = key_.strip().lower()
    known = named or (public_key(settings) if (settings.instance / KEY_FILE).is_file() else "")
    signer = ("the server of the key that you named" if named else "this instance") if known else ""
    if isinstance(signed, SignedTranscript):
        if bundle is not None:
            raise click.UsageError("A transcript has no bundle: check the receipt of each of its lines with the bundle of its run.")
        sys.exit(_check_transcript(signed, known, signer, name))
    if name:
        raise click.UsageError("A receipt holds no name; --name is for a transcript.")
    check_signature(signed, known)
    about = signed.receipt
    out.print(f"The signature is right: {about.kind} of {tidy(about.scenario)} {tidy(about.version)}, made {about.made_at}, code {signed.code}", markup=False)
    _say_signer(signed, signer)
    if about.kind == "grade":
        points = "withheld" if about.points is None else about.points
        out.print(f"{points} of {about.max_points} points", markup=False)
    if bundle is not None:
        sys.exit(_compare(signed, bundle, settings, folders, markets, seeds))


def _check_transcript(signed: SignedTranscript, known: str, signer: str, name: str) -> int:
    """Say what a transcript says, if its signature is right; 1 if it is not of somebody with the name that was given."""
    check_transcript(signed, known)
    about = signed.transcript
    out.print(f"The signature is right: transcript of the course “{tidy(about.course)}”, made {about.made_at}, code {signed.code}", markup=False)
    _say_signer(signed, signer)
    for line in about.lines:
        more = [f"attempt {line.attempt}", *([f"handed in {line.handed_in_at}"] if line.handed_in_at else [])]
        more += [f"{line.waiting} points wait for a mark"] if line.waiting else []
        more += [f"late, {line.credit / 10:g} % counted"] if line.credit < 1000 else []
        more += [f"receipt {tidy(line.receipt)}"] if line.receipt else []
        scenario = f"{tidy(line.scenario)} {tidy(line.version)}"
        out.print(f"{line.points} of {line.max_points} points: {tidy(line.title)} ({scenario}), {', '.join(more)}", markup=False)
    for one in about.competences:
        out.print(f"{one.points} of {one.max_points} points in {one.checks} checks: competence {tidy(one.skill)}", markup=False)
    out.print(f"{about.points:f} of {about.max_points} points in all", markup=False)
    if not name:
        return 0
    if not about.is_of(name):
        problem(f"It is not the transcript of “{tidy(name)}”.")
        return 1
    out.print(f"It is the transcript of “{tidy(name)}”.", markup=False)
    return 0


def _say_signer(signed: Signed | SignedTranscript, signer: str) -> None:
    """Whose server signed it: `signer` is "" where no key is known to compare with."""
    if signer:
        out.print(f"Signed by {signer} (key {signed.key})", markup=False)
    else:
        note(f"No key to compare with is known; it was signed with {signed.key}. Ask its server for its key.")


def _compare(
    signed: Signed, bundle: Path, settings: Settings, folders: tuple[Path, ...], markets: Path | None, seeds: Path | None
) -> int:
    """Compute the grade of a receipt again; 1 if anything comes out otherwise."""
    about = signed.receipt
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
    return 1 if found else 0
