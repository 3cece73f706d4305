"""The brief: tasks, what the supplier says about the goods, the papers, and the raw pictures."""

import mimetypes
from io import BytesIO
from pathlib import PurePosixPath

from flask import Blueprint, Response, request, send_file, url_for

from lab.customs.documents import load_kinds
from lab.scenarios.brief import brief_of, brief_picture
from lab.school.overview import questions_of_task
from lab.values.errors import NotFound
from lab.web.languages import page_language
from lab.web.picture_words import PhotoWords, photo_words
from lab.web.seller import page, seat_at

pages = Blueprint("brief", __name__)


class Links:
    """Where the parts of a brief lead in a run."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id

    def picture(self, name: str, *, keep: bool = False) -> str:
        return url_for("brief.get_raw_picture", run_id=self.run_id, name=name, download=1 if keep else None)

    def photo(self, photo: PhotoWords, *, keep: bool = False) -> str:
        return url_for("pictures.get_photo", run_id=self.run_id, product=photo.product, view=photo.view, download=1 if keep else None)

    def studio(self, photo: PhotoWords) -> str:
        return url_for("studio.get_studio", run_id=self.run_id, kind="photo", name=photo.asset)

    def question(self, key: str) -> str:
        return url_for("decisions.get_decisions", run_id=self.run_id, _anchor=f"question-{key}")


@pages.get("/runs/<int:run_id>/brief")
def get_brief(run_id: int) -> str:
    seat = seat_at(run_id)
    brief = brief_of(seat.play.scenario, seat.play.variant, page_language())
    goods = [
        seat.world.setting.products[sku]
        for sku in dict.fromkeys([*brief.sheets, *brief.pictures, *seat.world.setting.photos])
    ]
    photos = {sku: [photo_words(photo) for photo in given] for sku, given in seat.world.setting.photos.items()}
    questions = seat.world.setting.questions
    asked = {task.id: [questions[key] for key in questions_of_task(seat.play.scenario, task.id)] for task in brief.tasks}
    return page("desk/brief.html", seat, brief=brief, goods=goods, kinds=load_kinds(), photos=photos, asked=asked, links=Links(run_id))


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
