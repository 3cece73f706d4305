"""The editor of one file of a draft: faults at their line, help beside it, and nothing lost when two save."""

from datetime import date, datetime
from difflib import unified_diff

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.script import FILE
from lab.school.clock import now
from lab.school.drafts import DraftView, FileView, checked_path, draft_for, file_of, is_text, save_file, texts_of
from lab.school.proofreading import faults_in, heading_of
from lab.school.scripts import present_market
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.web.access import db, only_for_authors, viewer
from lab.web.authoring_form import ShownFault, count_words, shown
from lab.web.authoring_help import KINDS, Entry, kind_names, search
from lab.web.errors import sentence
from lab.web.languages import page_language

pages = Blueprint("author_editor", __name__)
only_for_authors(pages)
Page = str | AnyResponse | tuple[str, int]
MOST_SHOWN = 60
"""Faults that stand beside the text; mending these shows the next."""
MOST_DIFFERENT = 200
"""Lines of a difference between two saved texts."""


@pages.get("/scenarios/drafts/<int:draft_id>/edit/<path:path>")
def get_editor(draft_id: int, path: str) -> str:
    file = file_of(db(), viewer(), draft_id, path)
    if not is_text(file.path):
        draft = draft_for(db(), viewer(), draft_id)
        return render_template("authoring/picture.html", draft=draft, file=file, main_file=FILE)
    return _page(draft_id, file.path, file.text, file.sha256)


@pages.post("/scenarios/drafts/<int:draft_id>/edit/<path:path>")
def post_editor(draft_id: int, path: str) -> Page:
    """Save the text, or with `do` look at its faults or search the help, without saving."""
    draft_for(db(), viewer(), draft_id)
    text, seen, do = _typed(), request.form.get("seen", "")[:64], request.form.get("do", "save")
    if text is None or not is_text(path):
        raise BadInput("bad_request")
    checked_path(path)
    if do in ("check", "help"):
        return _page(draft_id, path, text, seen, help_words=request.form.get("help", ""), help_kind=request.form.get("help_kind", ""), unsaved=True)
    try:
        save_file(db(), viewer(), draft_id, path, text.encode("utf-8", "replace"), seen=seen)
    except Refused as error:
        return _conflict_page(draft_id, path, text, seen, error), error.status
    except BadInput as error:
        return _page(draft_id, path, text, seen, fault=sentence(error), unsaved=True), error.status
    flash(_("Saved."), "good")
    return redirect(url_for("author_editor.get_editor", draft_id=draft_id, path=path))


@pages.post("/scenarios/drafts/<int:draft_id>/check")
def post_check(draft_id: int) -> Response:
    """What is wrong with a text as it is being typed; nothing is saved."""
    draft_for(db(), viewer(), draft_id)
    text, path = _typed(), request.form.get("path", "")
    if text is None or not is_text(path):
        raise BadInput("bad_request")
    checked_path(path)
    faults = _faults(draft_id, path, text)
    return jsonify(
        faults=[{"line": one.line, "column": one.column, "text": one.text, "place": _place_words(one)} for one in faults[:MOST_SHOWN]],
        words=count_words(len(faults)),
    )


@pages.get("/scenarios/help")
def get_help() -> Response | str:
    """Everything that an author may name. A script gets the entries alone."""
    words, kind = request.args.get("help", "")[:100], request.args.get("help_kind", "")
    draft_id = request.args.get("draft", "")
    day = _day_of(int(draft_id)) if draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 10 else now().date()
    entries, count = _search(words, kind, day)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(html=render_template("authoring/help_entries.html", entries=entries, count=count, kinds=kind_names()), words=_found_words(count))
    return render_template(
        "authoring/help.html", entries=entries, count=count, kinds=kind_names(), help_words=words, help_kind=kind, found_words=_found_words(count)
    )


def _page(
    draft_id: int, path: str, text: str, seen: str, *, fault: str = "", help_words: str = "", help_kind: str = "", unsaved: bool = False,
    difference: list[str] | None = None,
) -> str:  # fmt: skip
    draft = draft_for(db(), viewer(), draft_id)
    faults = _faults(draft_id, path, text)
    entries, count = _search(help_words, help_kind, _day_of(draft_id)) if help_words or help_kind else ([], 0)
    return render_template(
        "authoring/editor.html",
        draft=draft,
        path=path,
        text=text,
        seen=seen,
        lines=text.count("\n") + 1,
        faults=faults[:MOST_SHOWN],
        more=max(0, len(faults) - MOST_SHOWN),
        fault_lines={one.line for one in faults},
        place_words=_place_words,
        words=count_words(len(faults)),
        fault=fault,
        entries=entries,
        count=count,
        found_words=_found_words(count) if entries or help_words or help_kind else "",
        kinds=kind_names(),
        help_words=help_words,
        help_kind=help_kind,
        unsaved=unsaved,
        difference=difference,
        neighbours=_neighbours(draft, path),
        main_file=FILE,
    )


def _conflict_page(draft_id: int, path: str, text: str, seen: str, error: LabError) -> str:
    """The form again with what was typed. Saving once more is meant to replace what the other window saved."""
    try:
        file: FileView | None = file_of(db(), viewer(), draft_id, path)
    except NotFound:
        file = None
    if file is None:
        return _page(draft_id, path, text, "", fault=sentence(error), unsaved=True)
    lines = unified_diff(file.text.splitlines(), text.splitlines(), _("saved by somebody"), _("yours"), lineterm="", n=2)
    return _page(draft_id, path, text, file.sha256, fault=sentence(error), unsaved=True, difference=list(lines)[:MOST_DIFFERENT])


def _typed() -> str | None:
    """The text of the form with the line ends of files; None where there is none."""
    text = request.form.get("text")
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def _faults(draft_id: int, path: str, text: str) -> list[ShownFault]:
    files = texts_of(db(), viewer(), draft_id)
    return shown(faults_in({**files, path: text.encode("utf-8", "replace")}, path))


def _day_of(draft_id: int) -> date:
    """The day on which a draft begins, whose rules are in force; today while it cannot be read."""
    heading = heading_of(texts_of(db(), viewer(), draft_id))
    try:
        return datetime.fromisoformat(heading.world.start).date() if heading is not None else now().date()
    except ValueError:
        return now().date()


def _search(words: str, kind: str, day: date) -> tuple[list[Entry], int]:
    kind = kind if kind in KINDS else ""
    try:
        return search(words[:100], kind, day, present_market(db().settings), page_language())
    except LabError:  # a day for which no platform has rules
        return search(words[:100], kind, now().date(), present_market(db().settings), page_language())


def _found_words(count: int) -> str:
    return str(ngettext("%(num)s entry", "%(num)s entries", count))


def _place_words(fault: ShownFault) -> str:
    return str(_("Line %(line)s, column %(column)s", line=fault.line, column=fault.column))


def _neighbours(draft: DraftView, path: str) -> list[str]:
    """Text files to go to next: those of the same folder, and scenario.yaml."""
    folder = path.rpartition("/")[0]
    return [line.path for line in draft.files if line.is_text and line.path != path and (line.path == FILE or line.path.rpartition("/")[0] == folder)]
