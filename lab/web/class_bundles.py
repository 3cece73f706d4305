"""All runs of an assignment as files, and their seeds, for an instructor who grades them elsewhere."""

import tempfile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Blueprint, Response, send_file

from lab.bundles.layout import ENDING
from lab.school.bundles import ClassRun, class_runs, run_bundle
from lab.web.access import db, only_for_teachers, viewer
from lab.web.sheets import sheet_response
from lab.web.tables import csv_bytes

pages = Blueprint("class_bundles", __name__)
only_for_teachers(pages)
IN_MEMORY = 8 << 20
"""Bytes of an archive that are kept in memory; a larger one goes to a temporary file."""


@pages.get("/assignments/<int:assignment_id>/bundles.zip")
def get_bundles(assignment_id: int) -> Response:
    """Every run that was handed in, as a bundle with its seed, and a list of whose is which."""
    runs = [run for run in class_runs(db(), viewer(), assignment_id) if run.state == "handed_in"]
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # sending it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_entry("runs.csv"), csv_bytes([("bundle", "name", "login", "attempt"), *(_line(run) for run in runs)]))
        for run in runs:
            with archive.open(_entry(_name(run)), "w") as target:
                for line in run_bundle(db(), viewer(), run.run_id):
                    target.write(line)
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True, download_name=f"assignment-{assignment_id}.zip")


@pages.get("/assignments/<int:assignment_id>/seeds.csv")
def get_seeds(assignment_id: int) -> Response:
    """What every run was dealt from: with it, bundles of students can be graded away from this server."""
    rows = [(run.seed_id, run.seed) for run in class_runs(db(), viewer(), assignment_id)]
    return sheet_response([("seed_id", "seed"), *rows], f"seeds-assignment-{assignment_id}.csv")


def _entry(name: str) -> ZipInfo:
    """An entry without a time of its own, so that the same runs give the same archive."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _name(run: ClassRun) -> str:
    return f"run-{run.run_id}{ENDING}"


def _line(run: ClassRun) -> tuple[str, ...]:
    return (_name(run), run.name, run.login, str(run.attempt))
