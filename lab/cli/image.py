"""`lab image`: measure pictures and make their smaller copies, as the picture studio does."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.markup import escape

from lab.cli.console import out, problem
from lab.cli.words import sentence
from lab.images.compared import Compared
from lab.images.intake import MAX_BYTES, AcceptedImage
from lab.images.negatives import view_of
from lab.images.process import PictureProcess
from lab.images.quality import ImageFault
from lab.listings.faults import image_verdicts
from lab.platforms.profile import PlatformProfile, load_platform
from lab.values.errors import BadInput, LabError, NotFound

LISTING_WIDTHS = (2000, 800, 300, 100)
FILES = click.Path(path_type=Path)


@click.group()
def image() -> None:
    """Measure pictures and make their smaller copies."""


@image.command("measure")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option(
    "--platform", "key", metavar="NAME", help="Say which of this platform's rules for main pictures are broken."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules count; today if left out.")
@click.option(
    "--against",
    "assets",
    multiple=True,
    metavar="PRODUCT/VIEW",
    help="Compare with this reference photo; may be given more than once.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def measure(
    files: tuple[Path, ...], key: str | None, on: datetime | None, assets: tuple[str, ...], as_json: bool
) -> None:
    """Accept each file as an upload would be, and print its figures. Exit code 1 if any is refused."""
    for asset in assets:
        view_of(asset)
    profile = None if key is None else load_platform(key, (on or datetime.now(UTC)).date())
    refused = False
    with PictureProcess() as pictures:
        for path in files:
            try:
                examined = pictures.examine(read_bounded(path), assets)
            except LabError as error:
                refused = True
                problem(f"{path}: {sentence(error)}")
                if as_json:
                    click.echo(_line({"file": str(path), "accepted": False, "error": error.code, "facts": None}))
                continue
            faults = (
                None
                if profile is None
                else [one for one in image_verdicts(examined.accepted.facts, profile) if not one.passed]
            )
            if as_json:
                click.echo(_line(_record(path, examined.accepted, faults, examined.compared, assets)))
            else:
                _show(path, examined.accepted, faults, examined.compared, profile)
    sys.exit(1 if refused else 0)


@image.command("sizes")
@click.argument("file", type=FILES)
@click.option("--out", "folder", required=True, type=FILES, help="Where the copies go; made if it is missing.")
def sizes(file: Path, folder: Path) -> None:
    """Make the copies of a listing picture: 2000, 800, 300 and 100 pixels wide, as AVIF, WebP and JPEG."""
    with PictureProcess() as pictures:
        accepted = pictures.accept(read_bounded(file))
        copies = pictures.renditions(accepted.jpeg, LISTING_WIDTHS)
    folder.mkdir(parents=True, exist_ok=True)
    for copy in copies:
        path = folder / f"{file.stem}-{copy.width}.{copy.kind}"
        path.write_bytes(copy.data)
        out.print(f"{escape(str(path))}  {len(copy.data)} bytes")


def read_bounded(path: Path) -> bytes:
    """A file's bytes, at most one more than an upload may have. Raises NotFound, or BadInput for what is no readable file."""
    if path.is_dir():
        raise BadInput("is_a_folder")
    if not path.exists():
        raise NotFound("no_such_file")
    if not path.is_file():
        raise BadInput("not_a_file")  # a pipe or a device may have no end
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput("file_unreadable", reason=error.strerror) from None


def _record(
    path: Path,
    accepted: AcceptedImage,
    faults: list[ImageFault] | None,
    compared: Compared | None,
    assets: Sequence[str],
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "file": str(path),
        "accepted": True,
        "error": None,
        "facts": msgspec.to_builtins(accepted.facts),
        "notes": _notes(accepted),
    }
    if faults is not None:
        record["faults"] = [{"rule": one.rule, "measured": one.measured, "limit": one.limit} for one in faults]
    if assets:
        record["compared"] = msgspec.to_builtins(compared)
    return record


def _notes(accepted: AcceptedImage) -> dict[str, Any]:
    """What the file said of itself, and the lab does not keep."""
    return {
        "had_exif": accepted.had_exif,
        "had_gps": accepted.had_gps,
        "had_icc": accepted.had_icc,
        "orientation": accepted.orientation,
    }


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _show(
    path: Path,
    accepted: AcceptedImage,
    faults: list[ImageFault] | None,
    compared: Compared | None,
    profile: PlatformProfile | None,
) -> None:
    facts = accepted.facts
    out.print(
        f"[bold]{escape(str(path))}[/]  {facts.width_px} x {facts.height_px} px, {facts.format}, {facts.byte_count} bytes"
    )
    if accepted.had_gps:
        out.print("  [yellow]The file tells where it was taken.[/] The lab does not keep it.")
    _figures("measured", msgspec.to_builtins(facts), ("width_px", "height_px", "byte_count", "format"))
    if compared is not None:
        _figures(f"beside {compared.asset}", msgspec.to_builtins(compared), ("asset",))
    if profile is not None and faults is not None:
        if not faults:
            out.print(f"  [green]keeps every rule of {profile.display_name} for main pictures[/]")
        for fault in faults:
            measured = "not measured" if fault.measured is None else fault.measured
            out.print(
                f"  [red]breaks[/] {fault.rule} of {profile.display_name}: {measured}, limit {fault.limit}", markup=True
            )


def _figures(title: str, values: dict[str, Any], shown: Sequence[str]) -> None:
    """Whole numbers and yes-or-no on one line; texts and what was not measured are left out."""
    told = {name: value for name, value in values.items() if name not in shown and isinstance(value, int)}
    words = (f"{name} {str(value).lower() if isinstance(value, bool) else value}" for name, value in told.items())
    out.print(f"  {title}: " + ", ".join(words))
