"""The picture studio: one original, the steps done to it so far, and one tool at a time.

Every step is a form that works without script; with script the page is refreshed in place, and rectangles, points and
strokes can be drawn on the picture.
"""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.images.recipe import TOOLS as KNOWN
from lab.images.recipe import WHOLE, Step, recipe_bytes, recipe_hash
from lab.images.strokes import Stroke, strokes_of, strokes_text
from lab.school.studio import (
    Draft,
    add_step,
    draft_measured,
    draft_of,
    make_picture,
    neutral_gains,
    original_of,
    preview,
    redo,
    suggest_outline,
    undo,
)
from lab.values.errors import BadInput, LabError, NotFound
from lab.web.access import db, viewer
from lab.web.errors import sentence
from lab.web.picture_words import compared_rows, platform_verdicts, source_name
from lab.web.seller import Seat, done, page, seat_at
from lab.web.studio_form import SHAPES, TOOLS, box_sent, scaled, step_sent, step_text
from lab.world.picture import PHOTO, UPLOAD

pages = Blueprint("studio", __name__)
_FIRST_TOOL = "straighten"
_WIDE = 1000


@pages.get("/runs/<int:run_id>/studio/<kind>/<path:name>")
def get_studio(run_id: int, kind: str, name: str) -> str:
    """The workbench: the picture as it is so far, the tools, the steps."""
    return _studio(seat_at(run_id), _source(kind, name), {}, "")


@pages.post("/runs/<int:run_id>/studio/<kind>/<path:name>")
def post_studio(run_id: int, kind: str, name: str) -> AnyResponse | tuple[str, int]:
    """Do one step, take some back, do one again, or make the picture. What was typed stays when it cannot be done."""
    seat = seat_at(run_id)
    source = _source(kind, name)
    do, _sep, which = request.form.get("do", "").partition(":")
    tool = request.form.get("tool", _FIRST_TOOL)
    try:
        if do == "undo":
            undo(db(), viewer(), run_id, source, int(which) if which.isdecimal() and len(which) < 4 else 1)
        elif do == "redo":
            redo(db(), viewer(), run_id, source)
        elif do == "finish":
            return _finish(seat, source)
        else:
            _do_tool(run_id, source, tool, do)
    except NotFound:
        raise
    except LabError as error:
        return _studio(seat_at(run_id), source, dict(request.form), sentence(error)), error.status
    return redirect(url_for("studio.get_studio", run_id=run_id, kind=kind, name=name, tool=tool, _anchor="studio"))


@pages.get("/runs/<int:run_id>/studio/<kind>/<path:name>/preview")
def get_preview(run_id: int, kind: str, name: str) -> Response:
    """The picture after the first `steps` steps of the draft; the address carries their hash, so it never changes."""
    source = _source(kind, name)
    draft = _draft(seat_at(run_id), source)
    wish = request.args.get("steps", "")
    count = min(int(wish), len(draft.steps)) if wish.isdecimal() and len(wish) < 4 else len(draft.steps)
    side = request.args.get("side", "")
    made = preview(
        db(), viewer(), run_id, source, draft.steps[:count], int(side) if side.isdecimal() and len(side) < 6 else _WIDE
    )
    response = Response(made.jpeg, mimetype="image/jpeg")
    # a draft changes under the same number of steps: only an address with the right hash may be kept
    fresh = request.args.get("v") == _stamp(run_id, source, draft.steps[:count])
    response.headers["Cache-Control"] = "private, max-age=86400, immutable" if fresh else "no-store"
    return response


@pages.get("/runs/<int:run_id>/studio/<kind>/<path:name>/measured")
def get_measured(run_id: int, kind: str, name: str) -> str:
    """What the picture measures so far, beside the rules of the run's platforms."""
    seat = seat_at(run_id)
    source = _source(kind, name)
    image = draft_measured(db(), viewer(), run_id, source)
    return page(
        "pictures/measured.html", seat, source=source, kind=kind, name=name, picture_name=source_name(seat.world, source),
        verdicts=platform_verdicts(seat.world, image), compared=compared_rows(image.compared, image.facts),
    )  # fmt: skip


@pages.get("/runs/<int:run_id>/studio/<kind>/<path:name>/recipe")
def get_recipe(run_id: int, kind: str, name: str) -> Response:
    """The steps of the draft as JSON, to be kept or shown to somebody."""
    source = _source(kind, name)
    data = recipe_bytes(_draft(seat_at(run_id), source).steps)
    response = Response(data, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=recipe.json"
    return response


def _source(kind: str, name: str) -> str:
    if kind == "photo" and len(name) <= 110:
        return f"{PHOTO}{name}"
    if kind == "upload" and len(name) == 64:
        return f"{UPLOAD}{name}"
    raise NotFound("no_such_page")


def _draft(seat: Seat, source: str) -> Draft:
    """The draft of a source; drafts have no past, so none is shown to who looks back."""
    draft = draft_of(db(), viewer(), seat.run.id, source)
    return draft if seat.past is None else Draft(source, (), (), None)


def _do_tool(run_id: int, source: str, tool: str, do: str) -> None:
    sent = request.form
    if tool == "cutout":
        strokes = "" if do == "anew" else _strokes_sent(do)
        suggest_outline(db(), viewer(), run_id, source, box_sent(sent), strokes)
    elif tool == "balance" and do == "neutral":
        step = neutral_gains(db(), viewer(), run_id, source, scaled(sent, "x", 100), scaled(sent, "y", 100))
        add_step(db(), viewer(), run_id, source, step)
    else:
        add_step(db(), viewer(), run_id, source, step_sent(tool, sent))


def _strokes_sent(do: str) -> str:
    """The strokes of the form, and the one that was typed as a place and a size."""
    strokes = list(strokes_of(request.form.get("strokes", "")))
    if do in ("keep", "drop"):
        x, y, radius = (scaled(request.form, name, 100) for name in ("x", "y", "radius"))
        if not (0 <= x <= WHOLE and 0 <= y <= WHOLE and 5 <= radius <= 3000):
            raise BadInput("box_outside", step=1, tool="cutout")
        strokes.append(Stroke(do == "keep", radius, ((x, y),)))
    return strokes_text(tuple(strokes))


def _finish(seat: Seat, source: str) -> AnyResponse:
    outcome, image = make_picture(
        db(), viewer(), seat.run.id, source, request.form.get("name", "") or source_name(seat.world, source)
    )
    if not done(
        outcome, _("The picture is made. Below stands what it measures; put it into a listing when you are content.")
    ):
        return redirect(url_for("pictures.get_pictures", run_id=seat.run.id))
    return redirect(url_for("pictures.get_picture", run_id=seat.run.id, sha=image.sha256))


def _stamp(run_id: int, source: str, steps: tuple[Step, ...]) -> str:
    return recipe_hash(original_of(db(), viewer(), run_id, source).sha256, steps)[:16]


def _studio(seat: Seat, source: str, typed: dict[str, str], fault: str) -> str:
    kind, _sep, name = source.partition(":")
    draft = _draft(seat, source)
    start = original_of(db(), viewer(), seat.run.id, source)
    shown = preview(db(), viewer(), seat.run.id, source, draft.steps, _WIDE)
    before = preview(db(), viewer(), seat.run.id, source, (), _WIDE)
    tool = typed.get("tool") or request.args.get("tool", _FIRST_TOOL)
    tool = tool if tool in TOOLS else _FIRST_TOOL

    def address(count: int) -> str:
        return url_for(
            "studio.get_preview", run_id=seat.run.id, kind=kind, name=name, steps=count, side=_WIDE,
            v=recipe_hash(start.sha256, draft.steps[:count])[:16],
        )  # fmt: skip

    last = draft.steps[-1] if draft.steps else None
    return page(
        "pictures/studio.html",
        seat,
        source=source,
        kind=kind,
        name=name,
        picture_name=source_name(seat.world, source),
        draft=draft,
        step_texts=[step_text(step) for step in draft.steps],
        undone_text=step_text(draft.undone[-1]) if draft.undone else "",
        shown=shown,
        before=before,
        shown_src=address(len(draft.steps)),
        before_src=address(0),
        tools=TOOLS,
        tool=tool,
        for_main=KNOWN[tool].main,
        last=last if last is not None and last.do == tool else None,
        frame_ready=draft.is_cut_out,
        shapes=SHAPES,
        label_languages=_languages(seat),
        typed=typed,
        fault=fault,
    )


def _languages(seat: Seat) -> list[str]:
    """The languages of the run's places, in their order."""
    found: dict[str, None] = {}
    for place in seat.world.setting.places:
        platform, _sep, country = place.partition("/")
        found.update(dict.fromkeys(seat.world.setting.platforms[platform].markets[country].languages))
    return list(found)
