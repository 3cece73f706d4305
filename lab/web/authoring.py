"""Scenarios written in the browser: the drafts of an instructor, how one is begun, and its files."""

from io import BytesIO
from pathlib import PurePosixPath

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.script import FILE
from lab.school.archives import MAX_ARCHIVE, archive_of, read_archive
from lab.school.drafts import (
    MAX_FILES,
    PICTURES,
    TEXTS,
    DraftView,
    checked_slug,
    create_draft,
    delete_draft,
    delete_file,
    draft_for,
    drafts_of,
    file_of,
    files_of,
    is_text,
    rename_file,
    renamed,
    save_file,
    save_files,
)
from lab.school.proving import PROOFS, verdict_of, work_on
from lab.school.releases import offers, releases_of
from lab.values.errors import BadInput, LabError, NotFound
from lab.web.access import db, only_for_authors, viewer
from lab.web.authoring_form import draft_faults, source_files, sources
from lab.web.errors import sentence

pages = Blueprint("authoring", __name__)
only_for_authors(pages)
Page = str | AnyResponse | tuple[str, int]
MIMES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@pages.get("/scenarios/drafts")
def get_drafts() -> str:
    return render_template("authoring/drafts.html", drafts=drafts_of(db(), viewer()), releases=releases_of(db(), viewer()))


@pages.get("/scenarios/drafts/new")
def get_new() -> str:
    return _new_page({"source": request.args.get("source", "")}, {})


@pages.post("/scenarios/drafts/copy")
def post_copy() -> Page:
    """A draft that begins as a copy of a scenario, a release or another draft."""
    typed = {name: request.form.get(name, "").strip() for name in ("source", "slug", "title")}
    try:
        slug = checked_slug(typed["slug"])
        draft_id = create_draft(db(), viewer(), renamed(source_files(db(), viewer(), typed["source"]), slug, typed["title"][:200]))
    except LabError as error:
        field = {"draft_slug_wrong": "slug", "no_such_scenario": "source", "no_such_draft": "source"}.get(error.code, "form")
        return _new_page(typed, {field: sentence(error)}), 422 if error.status == 404 else error.status
    flash(_("The draft is ready. Change one thing at a time, and look at its faults after each."), "good")
    return redirect(url_for("authoring.get_draft", draft_id=draft_id))


@pages.post("/scenarios/drafts/upload")
def post_upload() -> Page:
    """A draft from a .zip."""
    file = request.files.get("archive")
    try:
        data = file.read(MAX_ARCHIVE + 1) if file is not None else b""
        if not data:
            raise BadInput("archive_missing")
        draft_id = create_draft(db(), viewer(), read_archive(data))
    except LabError as error:
        return _new_page({}, {"archive": sentence(error)}), error.status
    flash(_("The draft is ready, with every file of the .zip."), "good")
    return redirect(url_for("authoring.get_draft", draft_id=draft_id))


@pages.get("/scenarios/drafts/<int:draft_id>")
def get_draft(draft_id: int) -> str:
    return _draft_page(draft_id)


@pages.post("/scenarios/drafts/<int:draft_id>/delete")
def post_delete(draft_id: int) -> AnyResponse:
    delete_draft(db(), viewer(), draft_id)
    flash(_("The draft is deleted. What was released of it stays."), "good")
    return redirect(url_for("authoring.get_drafts"))


@pages.get("/scenarios/drafts/<int:draft_id>/download")
def get_download(draft_id: int) -> Response:
    """All files in one .zip."""
    draft = draft_for(db(), viewer(), draft_id)
    name = draft.slug or f"draft-{draft.id}"
    data = archive_of(files_of(db(), viewer(), draft_id), name)
    return send_file(BytesIO(data), mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")


@pages.get("/scenarios/drafts/<int:draft_id>/raw/<path:path>")
def get_raw(draft_id: int, path: str) -> Response:
    """One file as it is: a picture to be looked at, anything else to be kept."""
    file = file_of(db(), viewer(), draft_id, path)
    kind = MIMES.get(PurePosixPath(file.path).suffix)
    keep = kind is None or bool(request.args.get("download"))
    response = send_file(
        BytesIO(file.data), mimetype=kind or "text/plain; charset=utf-8", as_attachment=keep, download_name=PurePosixPath(file.path).name
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@pages.post("/scenarios/drafts/<int:draft_id>/add")
def post_add(draft_id: int) -> Page:
    """An empty text file, or files from one's own machine into a folder."""
    path = request.form.get("file", "").strip()
    uploads = [one for one in request.files.getlist("upload") if one.filename]
    try:
        if uploads:
            folder = path.strip("/")
            files = {}
            for one in uploads[: MAX_FILES + 1]:
                name = PurePosixPath((one.filename or "").replace("\\", "/")).name
                data = one.read()
                files[f"{folder}/{name}" if folder else name] = data.replace(b"\r\n", b"\n") if is_text(name) else data
            save_files(db(), viewer(), draft_id, files)
        else:
            save_file(db(), viewer(), draft_id, path, b"", seen="")
    except NotFound:
        raise
    except LabError as error:
        return _draft_page(draft_id, typed={"file": path}, faults={"upload" if uploads else "file": sentence(error)}), error.status
    if uploads:
        flash(_("The files are added."), "good")
        return redirect(url_for("authoring.get_draft", draft_id=draft_id))
    if is_text(path):
        return redirect(url_for("author_editor.get_editor", draft_id=draft_id, path=path))
    return redirect(url_for("authoring.get_draft", draft_id=draft_id))


@pages.post("/scenarios/drafts/<int:draft_id>/rename/<path:path>")
def post_rename(draft_id: int, path: str) -> Page:
    file_of(db(), viewer(), draft_id, path)
    to = request.form.get("to", "").strip()
    try:
        path = rename_file(db(), viewer(), draft_id, path, to)
    except NotFound:
        raise
    except LabError as error:
        flash(sentence(error), "bad")
    else:
        flash(_("The file is now called “%(path)s”. Names in other files have not been changed.", path=path), "good")
    return redirect(url_for("author_editor.get_editor", draft_id=draft_id, path=path))


@pages.post("/scenarios/drafts/<int:draft_id>/remove/<path:path>")
def post_remove(draft_id: int, path: str) -> AnyResponse:
    try:
        delete_file(db(), viewer(), draft_id, path)
    except NotFound:
        raise
    except LabError as error:
        flash(sentence(error), "bad")
        return redirect(url_for("author_editor.get_editor", draft_id=draft_id, path=path))
    flash(_("“%(path)s” is deleted.", path=path), "good")
    return redirect(url_for("authoring.get_draft", draft_id=draft_id))


def _new_page(typed: dict[str, str], faults: dict[str, str]) -> str:
    return render_template(
        "authoring/new.html", typed=typed, faults=faults, sources=sources(offers(db(), viewer()), drafts_of(db(), viewer()))
    )


def _draft_page(draft_id: int, typed: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> str:
    draft = draft_for(db(), viewer(), draft_id)
    found = draft_faults(db(), viewer(), draft)
    verdict = verdict_of(work_on(db(), viewer(), draft_id, PROOFS))
    return render_template(
        "authoring/draft.html",
        draft=draft,
        folders=_folders(draft),
        found=found,
        count=sum(map(len, found.values())),
        proved=verdict is not None and verdict.fits(draft.content_hash) and verdict.holds,
        typed=typed or {},
        faults=faults or {},
        endings=", ".join((*TEXTS, *PICTURES)),
        main_file=FILE,
    )


def _folders(draft: DraftView) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The files by folder: path, name in the folder, size."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for line in draft.files:
        folder, _slash, name = line.path.rpartition("/")
        found.setdefault(folder, []).append((line.path, name, line.bytes))
    return list(found.items())
