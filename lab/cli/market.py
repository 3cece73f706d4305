"""`lab market`: the frozen base market."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from lab.bands.measure import FULL, QUICK, measure
from lab.bands.measure import STAGES as MEASURED
from lab.bands.table import Row, band_of, markdown, shown
from lab.cli.console import err, out, stages, steps
from lab.market.base import Market
from lab.market.store import current_market
from lab.school.settings import load_settings

STAGES: Mapping[str, str] = {
    "catalogue": "Reading the catalogue",
    "goods": "Stocking the rivals' shelves",
    "texts": "Indexing the texts, by language",
    "shoppers": "Asking what shoppers make of the goods",
    "keywords": "Finding what every search finds",
    "market": "Letting the whole market shop",
    "changes": "Changing one thing in many shops",
    "month": "Keeping shops for a month at two prices",
    "orders": "Following orders to their end",
    "answers": "Answering those who ask",
    "strategies": "Playing novice to expert",
}


def market_of(folder: Path) -> Market:
    """The market of the author files, with a progress bar if it has to be built."""
    with steps() as progress:
        return current_market(folder, stages(progress, STAGES))


@click.group()
def market() -> None:
    """Build and look at the frozen base market."""


@market.command("build")
def build() -> None:
    """Build the market file if it is not there yet, and say what is in it."""
    settings = load_settings(os.environ)
    made = market_of(settings.markets)
    out.print(f"market {made.version}  sha256 {made.sha256}")
    out.print(
        f"{len(made.goods)} rival products of {len(made.types)} types, {len(made.keywords)} keywords in {len(made.index)} "
        f"languages, {len(made.countries)} countries"
    )
    size = (settings.markets / f"{made.sha256}.market").stat().st_size
    err.print(f"{settings.markets / made.sha256}.market, {size // 1_000_000} MB", style="dim")


@market.command("bands")
@click.option("--quick", is_flag=True, help="A few shops only: a look whether anything is badly off.")
@click.option("--only", multiple=True, type=click.Choice(MEASURED), help="Measure this alone; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per row.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The tables of docs/market.md.")
def bands(quick: bool, only: tuple[str, ...], as_json: bool, as_markdown: bool) -> None:
    """Measure the market against its bands; exit code 1 if a figure is out of its band."""
    settings = load_settings(os.environ)
    made = market_of(settings.markets)
    with steps() as progress:
        file = settings.markets / f"{made.sha256}.market"
        rows = measure(file, QUICK if quick else FULL, stages(progress, STAGES), only=only or MEASURED)
    if as_json:
        for row in rows:
            click.echo(json.dumps(row.plain(), ensure_ascii=False))
    elif as_markdown:
        click.echo(markdown(rows))
    else:
        print_bands(rows)
    sys.exit(0 if all(row.in_band for row in rows) else 1)


def print_bands(rows: list[Row]) -> None:
    """The rows as a table, those out of their band marked."""
    table = Table("what", "seen", "band", "", "note", box=None)
    for row in rows:
        mark = "" if row.in_band else "[bold red]out[/]"
        table.add_row(row.name, shown(row.measured, row.unit), band_of(row), mark, escape(row.note))
    out.print(table)
    beyond = sum(not row.in_band for row in rows)
    out.print(f"{len(rows)} rows, {beyond} out of band")
