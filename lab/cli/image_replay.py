"""`lab image replay`: makes the pictures of runs again and says whether the same pixels come out."""

import os
import sys

import click

from lab.cli.console import out
from lab.school.database import open_database
from lab.school.remaking import remake_pictures
from lab.school.settings import load_settings


@click.command("replay")
@click.argument("runs", nargs=-1, type=int)
def image_replay(runs: tuple[int, ...]) -> None:
    """Make the pictures of RUNS (all, if none is named) again from their originals. Exit code 1 if any differs or is missing."""
    database = open_database(load_settings(os.environ))
    bad = total = 0
    try:
        for run_id, result in remake_pictures(database, runs):
            total += 1
            same = result.found and result.original_is_same and result.is_same
            bad += not same
            what = "same" if same else result.problem or ("other pixels" if result.original_is_same else "other original")
            out.print(f"run {run_id}  action {result.seq}  {result.sha256[:12]}  {result.source}  {what}", markup=False)
    finally:
        database.close()
    out.print(f"{total} pictures, {bad} not the same")
    sys.exit(1 if bad else 0)
