"""`lab translations`: brings the message catalogues up to date with the pages."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from lab.cli.console import out
from lab.values.places import ROOT

FOLDER = ROOT / "lab" / "translations"


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if a string is missing or untranslated.")
def translations(check: bool) -> None:
    """Extract every marked string, update the catalogues and compile them."""
    with TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        _babel("extract", "-F", ROOT / "babel.cfg", "-k", "lazy_gettext", "-k", "_l", "--no-location", "--sort-output", "-o", template, ROOT)
        if not check:
            _babel("update", "-i", template, "-d", FOLDER, "--no-fuzzy-matching", "--ignore-obsolete")
            _babel("compile", "-d", FOLDER)
        missing = missing_strings(template)
    for language, strings in missing.items():
        out.print(f"{language}: {len(strings)} strings to translate" if strings else f"{language}: complete")
    if check and any(missing.values()):
        sys.exit(1)


def missing_strings(template: Path) -> dict[str, list[str]]:
    """Strings of the template that a catalogue lacks or leaves empty, by language."""
    with template.open("rb") as file:
        wanted = [message.id for message in read_po(file) if message.id]
    missing: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        found = {message.id: message.string for message in catalogue}
        name = path.parent.parent.name
        missing[name] = [str(one) for one in wanted if not _is_translated(found.get(one))]
    return missing


def _is_translated(text: object) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def _babel(*arguments: object) -> None:
    CommandLineInterface().run(["pybabel", "-q", *map(str, arguments)])  # type: ignore[no-untyped-call]
