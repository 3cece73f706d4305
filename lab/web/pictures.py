"""Pictures: the raw photos of a run, what was uploaded or made, what each measures, and putting one into a listing."""

from io import BytesIO

from flask import Blueprint, Response, flash, jsonify, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.images.recipe import TOOLS
from lab.listings.picture_actions import AddImage
from lab.school.media import RunPicture, add_picture, original, picture, picture_of, pictures_of
from lab.school.overview import goods_to_list
from lab.school.photos import raw_photo
from lab.school.studio import drafts_of, take_up_recipe
from lab.values.errors import LabError, NotFound
from lab.web.access import db, viewer
from lab.web.errors import sentence, wants_json
from lab.web.picture_words import compared_rows, photo_words, platform_verdicts, role_names, source_name
from lab.web.seller import Seat, attempt, done, page, seat_at, tell
from lab.web.studio_form import step_text
from lab.world.listing import ROLES, Listing, ListingImage
from lab.world.picture import PHOTO

pages = Blueprint("pictures", __name__)
MAX_FILES = 20
THUMB = 480


@pages.get("/runs/<int:run_id>/pictures")
def get_pictures(run_id: int) -> str:
    """The raw photos by goods, and everything that was uploaded or made."""
    seat = seat_at(run_id)
    setting = seat.world.setting
    photos = {sku: [photo_words(given) for given in given_photos] for sku, given_photos in setting.photos.items()}
    return page(
        "pictures/list.html",
        seat,
        photos=photos,
        own=[(one, platform_verdicts(seat.world, one.image)) for one in reversed(pictures_of(db(), viewer(), run_id, seat.past.until if seat.past else None))],
        drafts=drafts_of(db(), viewer(), run_id) if seat.past is None else {},
        used=_uses(seat),
        max_files=MAX_FILES,
        source_name=lambda source: source_name(seat.world, source),
    )


@pages.post("/runs/<int:run_id>/pictures")
def post_pictures(run_id: int) -> AnyResponse:
    """Upload pictures; each is accepted or refused with its reason, and one refusal hinders no other."""
    seat_at(run_id)
    files = [file for file in request.files.getlist("picture") if file.filename]
    said = [_uploaded(run_id, file.filename or "", file.read()) for file in files[:MAX_FILES]]
    if wants_json():
        return jsonify(pictures=[{"ok": tone == "good", "message": text} for tone, text in said])
    if not files:
        flash(_("Choose a picture first."), "warn")
    if len(files) > MAX_FILES:
        flash(_("At most %(limit)s pictures at once; the others were left out.", limit=MAX_FILES), "warn")
    for tone, text in said:
        flash(text, tone)
    return redirect(url_for("pictures.get_pictures", run_id=run_id, _anchor="own"))


def _uploaded(run_id: int, name: str, data: bytes) -> tuple[str, str]:
    """Whether a file was accepted ("good" or "bad"), and the sentence about it."""
    try:
        add_picture(db(), viewer(), run_id, name, data)
    except NotFound:
        raise
    except LabError as error:
        return "bad", _("%(name)s: %(reason)s", name=name, reason=sentence(error))
    return "good", _("Picture added: %(name)s", name=name)


@pages.get("/runs/<int:run_id>/pictures/photo/<product>/<view>")
def get_photo(run_id: int, product: str, view: str) -> Response:
    """A raw photo as this run got it, small; with ?download=1 the file as the camera wrote it."""
    photo = raw_photo(db(), viewer(), run_id, f"{product}/{view}")
    if request.args.get("download"):
        return send_file(
            BytesIO(photo.jpeg), mimetype="image/jpeg", as_attachment=True, download_name=f"{product}-{view}.jpg"
        )
    response = Response(picture(db(), viewer(), run_id, photo.sha256, THUMB, "webp"), mimetype="image/webp")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@pages.get("/runs/<int:run_id>/pictures/<sha>")
def get_picture(run_id: int, sha: str) -> str:
    """One picture: what it measures on every platform of the run, how it was made, and where it is used."""
    seat = seat_at(run_id)
    found = picture_of(db(), viewer(), run_id, sha)
    made = seat.world.pictures.get(sha)
    return page(
        "pictures/picture.html",
        seat,
        found=found,
        image=found.image,
        made=made,
        step_texts=[step_text(step) for step in made.steps] if made else [],
        verdicts=platform_verdicts(seat.world, found.image),
        compared=compared_rows(found.image.compared, found.image.facts),
        asset_name=source_name(seat.world, f"{PHOTO}{found.image.compared.asset}") if found.image.compared else "",
        origin=source_name(seat.world, found.source) if found.source else "",
        uses=_uses(seat).get(sha, []),
        places=_places_to_use(seat),
        roles=role_names(),
        may_be_main=made is None or all(TOOLS[step.do].main for step in made.steps),
    )


@pages.get("/runs/<int:run_id>/pictures/<sha>/file")
def get_file(run_id: int, sha: str) -> Response:
    """The picture at full size, to be kept."""
    found = picture_of(db(), viewer(), run_id, sha)
    return send_file(
        BytesIO(original(db(), viewer(), run_id, sha)),
        mimetype="image/jpeg",
        as_attachment=True,
        download_name=_file_name(found),
    )


@pages.post("/runs/<int:run_id>/pictures/<sha>")
def post_picture(run_id: int, sha: str) -> AnyResponse:
    """Put a picture into a listing, or take its recipe up again in the studio."""
    seat = seat_at(run_id)
    found = picture_of(db(), viewer(), run_id, sha)
    if request.form.get("do") == "again":
        try:
            source = take_up_recipe(db(), viewer(), run_id, sha)
        except NotFound:
            raise
        except LabError as error:
            tell(error)
            return redirect(url_for("pictures.get_picture", run_id=run_id, sha=sha))
        kind, _sep, name = source.partition(":")
        return redirect(url_for("studio.get_studio", run_id=run_id, kind=kind, name=name))
    key = request.form.get("listing", "")
    role = request.form.get("role", "")
    chosen = role if role in ROLES else ""
    image = ListingImage(found.image.sha256, found.image.facts, role=chosen, compared=found.image.compared)
    if done(
        attempt(seat, AddImage(key, image, chosen == "main")),
        _("The picture is in the listing. Describe it in words there."),
    ):
        platform, country, sku = key.split("/", 2)
        return redirect(
            url_for(
                "listings.get_editor", run_id=run_id, platform=platform, country=country, sku=sku, _anchor="pictures"
            )
        )
    return redirect(url_for("pictures.get_picture", run_id=run_id, sha=sha))


def _uses(seat: Seat) -> dict[str, list[Listing]]:
    """The listings that hold a picture, by its hash."""
    found: dict[str, list[Listing]] = {}
    for listing in seat.world.listings.values():
        for image in listing.images:
            found.setdefault(image.sha256, []).append(listing)
    return found


def _places_to_use(seat: Seat) -> list[tuple[str, str]]:
    """Every listing that a picture could be put into, in words."""
    setting = seat.world.setting
    goods = [*goods_to_list(seat.play.scenario), *setting.photos]
    return [
        (place, sku)
        for place in setting.places
        for sku in dict.fromkeys([*goods, *setting.products])
        if sku in setting.products
    ]


def _file_name(found: RunPicture) -> str:
    stem = found.name.rsplit(".", 1)[0].strip() or "picture"
    return f"{''.join(c if c.isalnum() or c in '-_ ' else '-' for c in stem)[:80]}.jpg"
