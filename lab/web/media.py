"""Pictures of a run, in the width asked for."""

from flask import Blueprint, Response, request

from lab.school.media import picture
from lab.web.access import db, viewer

pages = Blueprint("media", __name__)
WIDTHS = (120, 240, 480, 960, 1600)


@pages.get("/runs/<int:run_id>/media/<sha>")
def get_picture(run_id: int, sha: str) -> Response:
    """A picture that the run refers to; its bytes never change, so a browser may keep it."""
    wish = request.args.get("w", "")
    wanted = int(wish) if wish.isdecimal() and len(wish) < 6 else WIDTHS[2]
    width = next((one for one in WIDTHS if one >= wanted), WIDTHS[-1])
    data, kind = picture(db(), viewer(), run_id, sha, width)
    response = Response(data, mimetype=kind)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
