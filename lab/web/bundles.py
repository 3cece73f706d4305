"""A run as one file, to keep, to replay and to grade elsewhere."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.bundles.layout import ENDING
from lab.school.bundles import run_bundle
from lab.values.errors import Refused
from lab.web.access import db, own_run, viewer

pages = Blueprint("bundles", __name__)
MEDIA_TYPE = "application/x-ndjson"


@pages.get("/runs/<int:run_id>/bundle")
def get_bundle(run_id: int) -> AnyResponse:
    """The bundle of a run, sent line by line. A student's own only after handing in."""
    run = own_run(run_id)
    try:
        lines = run_bundle(db(), viewer(), run_id)
    except Refused:
        flash(_("You can download your run once you have handed it in."), "warn")
        return redirect(url_for("report.get_report", run_id=run_id))
    name = f"run-{run.id}{ENDING}"
    return Response(lines, mimetype=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})
