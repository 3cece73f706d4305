"""Pictures of a run, in the width and kind asked for: always copies that we made, never what somebody sent."""

from typing import get_args

from flask import Blueprint, Response, request

from lab.images.renditions import WIDTHS, Kind, media_type
from lab.school.media import picture
from lab.web.access import db, viewer
from lab.web.lookback import looked_at

pages = Blueprint("media", __name__)
USUAL_WIDTH = 480
USUAL_KIND: Kind = "webp"
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


@pages.get("/runs/<int:run_id>/media/<sha>")
def get_picture(run_id: int, sha: str) -> Response:
    """A picture that the run refers to; its bytes never change, so a browser may keep it.

    `w`: so many pixels wide at least, if the picture and our widths have as many. `as`: avif, webp or jpeg.
    """
    wish = request.args.get("w", "")
    width = min(int(wish), WIDTHS[-1]) if wish.isdecimal() and len(wish) < 6 else USUAL_WIDTH
    kind = _KINDS.get(request.args.get("as", ""), USUAL_KIND)
    response = Response(picture(db(), viewer(), run_id, sha, width, kind, looked_at()), mimetype=media_type(kind))
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
