"""`lab doctor`: what is there, what is missing, and how to get it."""

import os
import shutil
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from PIL import features

from lab.cli.console import out
from lab.school.settings import Settings, load_settings
from lab.values.places import ROOT


@click.command()
def doctor() -> None:
    """Say what is missing on this machine and how to get it. Exit code 1 if the lab cannot run."""
    settings = load_settings(os.environ)
    rows = [*_python(), *_packages(), *_folders(settings), *_optional()]
    for state, name, advice in rows:
        mark = {"ok": "[green]ok     [/]", "missing": "[red]missing[/]", "optional": "[yellow]absent [/]"}[state]
        out.print(f"{mark}  {name}" + (f"  -> {advice}" if advice else ""))
    if any(state == "missing" for state, _, _ in rows):
        sys.exit(1)


Row = tuple[str, str, str]


def _python() -> list[Row]:
    name = f"Python {sys.version.split()[0]}"
    return [("ok", name, "") if sys.version_info >= (3, 11) else ("missing", name, "install Python 3.11 or later")]


def _packages() -> list[Row]:
    pins: dict[str, set[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name, _, rest = line.partition("==")
            pins.setdefault(name, set()).add(rest.split()[0].rstrip(";"))
    rows: list[Row] = []
    for name, pinned in pins.items():  # a package may be pinned twice, for older and newer Pythons
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if found and found not in pinned:
            rows.append(("missing", f"{name} {' or '.join(sorted(pinned))} (found {found})", "run: python run.py"))
    return rows or [("ok", f"{len(pins)} packages of requirements.lock", "")]


def _folders(settings: Settings) -> list[Row]:
    rows: list[Row] = []
    folder = settings.instance if settings.instance.exists() else settings.instance.parent
    free = shutil.disk_usage(folder).free // 2**20
    rows.append(("ok" if free > 200 else "missing", f"{free} MiB free for {settings.instance}", "" if free > 200 else "free 200 MiB"))
    rows.append(_writable(folder))
    if settings.database_url.startswith("sqlite") and sqlite3.sqlite_version_info < (3, 35):
        rows.append(("missing", f"SQLite {sqlite3.sqlite_version}", "a Python with SQLite 3.35 or later"))
    else:
        rows.append(("ok", f"database {settings.database_url.split('://')[0]}", ""))
    return rows


def _writable(folder: Path) -> Row:
    probe = folder / ".lab-doctor"
    try:
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return ("missing", f"{folder} cannot be written to", str(error.strerror))
    return ("ok", f"{folder} can be written to", "")


def _optional() -> list[Row]:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    rows: list[Row] = []
    if features.check("raqm"):
        rows.append(("ok", "text on pictures: FriBiDi", ""))
    else:
        rows.append(("optional", "FriBiDi, for text on pictures", "Debian, Ubuntu: apt-get install libfribidi0; macOS: brew install fribidi"))
    if browser:
        rows.append(("ok", f"browser for the tests: {browser}", ""))
    else:
        rows.append(("optional", "Chromium, for the browser tests only", "Debian, Ubuntu: apt-get install chromium"))
    return rows
