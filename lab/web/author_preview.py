"""A draft as a student sees it: the brief with any choice of language and alternatives, and a run to try it out."""

from functools import partial
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.customs.documents import load_kinds
from lab.images.negatives import view_of
from lab.images.process import shared_process
from lab.scenarios.files import PICTURES
from lab.school.drafts import DraftView, draft_for
from lab.school.previews import preview_of
from lab.school.tryouts import play_draft
from lab.values.errors import BadFile, LabError, NotFound
from lab.values.text import chosen
from lab.web.access import db, only_for_authors, viewer
from lab.web.errors import sentence
from lab.web.languages import page_language
from lab.web.picture_words import PhotoWords, photo_words

pages = Blueprint("author_preview", __name__)
only_for_authors(pages)
Page = str | AnyResponse | tuple[str, int]
LONGEST_MARK = 40


class Links:
    """Where the parts of a brief lead while it is a draft; what belongs to a run leads nowhere."""

    def __init__(self, draft: DraftView, number: int, marks: dict[str, str]) -> None:
        self.draft = draft
        self.number = number
        self.marks = marks

    def picture(self, name: str, *, keep: bool = False) -> str:
        return url_for("authoring.get_raw", draft_id=self.draft.id, path=f"{PICTURES}/{name}", download=1 if keep else None)

    def photo(self, photo: PhotoWords, *, keep: bool = False) -> str:
        return url_for(
            "author_preview.get_photo", product=photo.product, view=photo.view, seed=self.number,
            mark=self.marks.get(photo.asset) or None, download=1 if keep else None,
        )  # fmt: skip

    def studio(self, photo: PhotoWords) -> str:
        return ""

    def question(self, key: str) -> str:
        return ""


@pages.get("/scenarios/drafts/<int:draft_id>/preview")
def get_preview(draft_id: int) -> Page:
    draft = draft_for(db(), viewer(), draft_id)
    text = request.args.get("student", "1")
    number = int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1
    language = request.args.get("language", "") or page_language()
    picks = {name.removeprefix("pick."): value for name, value in request.args.items() if name.startswith("pick.") and value}
    try:
        preview = preview_of(db(), viewer(), draft_id, language=language, number=number, picks=picks)
    except NotFound:
        raise
    except LabError as error:
        faults = [str(fault) for fault in error.faults] if isinstance(error, BadFile) else [sentence(error)]
        return render_template("authoring/unreadable.html", draft=draft, tab="preview", faults=faults)
    setting = preview.world.setting
    goods = [setting.products[sku] for sku in dict.fromkeys([*preview.brief.sheets, *preview.brief.pictures, *setting.photos])]
    marks = {photo.asset: photo.mark for given in setting.photos.values() for photo in given}
    return render_template(
        "authoring/preview.html",
        draft=draft,
        brief=preview.brief,
        pools=preview.scenario.file.variants.pool,
        picks=preview.picks,
        fixed=picks,
        number=number,
        shown_in=language,
        world=preview.world,
        start=setting.start,
        now=preview.world.now,
        ends=setting.end,
        goods=goods,
        kinds=load_kinds(),
        photos={sku: [photo_words(photo) for photo in given] for sku, given in setting.photos.items()},
        asked=preview.asked,
        links=Links(draft, number, marks),
        local=partial(_local, language),
    )


@pages.get("/scenarios/photos/<product>/<view>")
def get_photo(product: str, view: str) -> Response:
    """A raw photo of the darkroom, as one of many students would get it."""
    asset = f"{product}/{view}"
    try:
        view_of(asset)
    except LabError:
        raise NotFound("no_such_picture") from None
    text = request.args.get("seed", "0")
    seed = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    photo = shared_process().develop(asset, seed, request.args.get("mark", "")[:LONGEST_MARK])
    response = send_file(
        BytesIO(photo.jpeg), mimetype="image/jpeg", as_attachment=bool(request.args.get("download")), download_name=f"{product}-{view}.jpg"
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@pages.post("/scenarios/drafts/<int:draft_id>/play")
def post_play(draft_id: int) -> Page:
    """A run of one's own of the draft as it is now."""
    draft = draft_for(db(), viewer(), draft_id)
    try:
        run_id = play_draft(db(), viewer(), draft_id, anew=request.form.get("anew") == "1")
    except BadFile as error:
        return render_template("authoring/unreadable.html", draft=draft, tab="preview", faults=[str(fault) for fault in error.faults]), 422
    flash(_("This is a try-out of your draft. Only you can see it, and nothing of it counts."), "info")
    return redirect(url_for("desk.get_desk", run_id=run_id))


def _local(language: str, texts: dict[str, str] | str) -> str:
    return texts if isinstance(texts, str) else chosen(texts, language)
