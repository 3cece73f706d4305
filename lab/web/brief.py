"""The brief: tasks, what the supplier says about the goods, the papers, and the raw pictures."""

import mimetypes
from io import BytesIO
from pathlib import PurePosixPath

from flask import Blueprint, Response, request, send_file

from lab.customs.documents import load_kinds
from lab.scenarios.brief import brief_of, brief_picture
from lab.values.errors import NotFound
from lab.web.languages import page_language
from lab.web.picture_words import photo_words
from lab.web.seller import page, seat_at

pages = Blueprint("brief", __name__)


@pages.get("/runs/<int:run_id>/brief")
def get_brief(run_id: int) -> str:
    seat = seat_at(run_id)
    brief = brief_of(seat.play.scenario, seat.play.variant, page_language())
    goods = [
        seat.world.setting.products[sku]
        for sku in dict.fromkeys([*brief.sheets, *brief.pictures, *seat.world.setting.photos])
    ]
    photos = {sku: [photo_words(photo) for photo in given] for sku, given in seat.world.setting.photos.items()}
    return page("desk/brief.html", seat, brief=brief, goods=goods, kinds=load_kinds(), photos=photos)


@pages.get("/runs/<int:run_id>/brief/pictures/<path:name>")
def get_raw_picture(run_id: int, name: str) -> Response:
    """One raw picture, to be looked at or, with ?download=1, to be kept."""
    seat = seat_at(run_id)
    data = brief_picture(seat.play.scenario, seat.play.variant, name)
    kind = mimetypes.guess_type(name)[0]
    if kind not in ("image/jpeg", "image/png", "image/webp"):
        raise NotFound("no_such_page")
    keep = bool(request.args.get("download"))
    response = send_file(BytesIO(data), mimetype=kind, as_attachment=keep, download_name=PurePosixPath(name).name)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
