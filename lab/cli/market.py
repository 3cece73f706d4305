"""`lab market`: the frozen base market."""

import os

import click

from lab.cli.console import err, out
from lab.market.store import current_market
from lab.school.settings import load_settings


@click.group()
def market() -> None:
    """Build and look at the frozen base market."""


@market.command("build")
def build() -> None:
    """Build the market file if it is not there yet, and say what is in it."""
    settings = load_settings(os.environ)
    with err.status("Building the market ..."):
        made = current_market(settings.markets)
    out.print(f"market {made.version}  sha256 {made.sha256}")
    out.print(f"{len(made.products)} rival products of {len(made.types)} types, {len(made.keywords)} keywords, {len(made.people)} countries")
