"""What goes out of a course, and comes back: results for other systems, and the course as a whole. For who leads it."""

import base64
import tempfile
from contextlib import closing

from flask import Blueprint, Response, flash, render_template, request, send_file, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.exports import canvas, moodle
from lab.exports.course_results import export_of
from lab.exports.filling import MAX_BYTES
from lab.exports.gradebook import GradebookExport
from lab.exports.oneroster import Links, results_zip
from lab.exports.xapi import statements_json
from lab.school.clock import now
from lab.school.course_files import write_course
from lab.school.course_import import import_course
from lab.school.course_layout import ENDING
from lab.school.courses import CourseView, course_for
from lab.school.gradebooks import gradebook
from lab.school.run_facts import facts_of_runs
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.text import tidy
from lab.web.access import check_teaches, db, only_for_teachers, viewer
from lab.web.errors import sentence

pages = Blueprint("course_exports", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]
SYSTEMS = {"canvas": canvas, "moodle": moodle}
MOST_ACTIONS = 3_000
"""Actions that a page plays again for an import; a larger course is imported at the command line."""
IN_MEMORY = 8 << 20
"""Bytes of an archive that are kept in memory; a larger one goes to a temporary file."""


@pages.get("/courses/<int:course_id>/out")
def get_out(course_id: int) -> Page:
    """Everything that can be taken out of a course."""
    return _out(course_id)


@pages.get("/courses/<int:course_id>/out/<any(canvas, moodle):kind>.csv")
def get_gradebook(course_id: int, kind: str) -> Response:
    """The whole gradebook in the form that the other system imports."""
    return _file(SYSTEMS[kind].gradebook_csv(_book(course_id)), "text/csv", f"{kind}-course-{course_id}.csv")


@pages.post("/courses/<int:course_id>/out/fill")
def post_fill(course_id: int) -> Page:
    """The points put into the file that the instructor downloaded from the other system, and who was not found."""
    course = _led(course_id)
    kind = request.form.get("system", "")
    chosen = {int(one) for one in request.form.getlist("columns") if one.isdecimal() and len(one) < 10}
    sent = request.files.get("file")
    try:
        if kind not in SYSTEMS:
            raise BadInput("no_such_choice", field="system", known=list(SYSTEMS))
        if sent is None or not sent.filename:
            raise BadInput("fill_no_file")
        book = _book(course_id).only(*chosen)
        if not book.columns:
            raise BadInput("fill_nothing_chosen")
        with closing(sent):
            filled = SYSTEMS[kind].fill(sent.stream.read(MAX_BYTES + 1), book)
    except LabError as error:
        return _out(course_id, system=kind, chosen=chosen, fault=sentence(error)), error.status
    # The file goes back inside the page, so that nothing of it is kept on the server.
    link = f"data:text/csv;base64,{base64.b64encode(filled.data).decode()}"
    return render_template("exports/filled.html", course=course, filled=filled, kind=kind, link=link, name=f"{kind}-course-{course_id}.csv")


@pages.get("/courses/<int:course_id>/out/oneroster.zip")
def get_oneroster(course_id: int) -> Response:
    """Line items and results for a student information system."""
    class_id, period_id = (tidy(request.args.get(name, ""))[:200] for name in ("class_id", "period_id"))
    links = Links(class_id or f"course-{course_id}", period_id or f"period-of-course-{course_id}", request.host_url)
    return _file(results_zip(_book(course_id), links, now()).data, "application/zip", f"oneroster-course-{course_id}.zip")


@pages.get("/courses/<int:course_id>/out/xapi.json")
def get_xapi(course_id: int) -> Response:
    """Statements for a learning record store."""
    return _file(statements_json(facts_of_runs(db(), viewer(), course_id), request.host_url), "application/json", f"xapi-course-{course_id}.json")


@pages.get("/courses/<int:course_id>/out/course.zip")
def get_archive(course_id: int) -> Response:
    """The whole course; `names=0` puts pseudonyms in place of the names."""
    with_names = request.args.get("names", "1") != "0"
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # sending it closes it
    try:
        write_course(db(), viewer(), course_id, file, with_names=with_names)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True, download_name=f"course-{course_id}{ENDING}")


@pages.get("/courses/import")
def get_import() -> Page:
    check_teaches()
    return render_template("exports/import.html", fault="", limit=MOST_ACTIONS)


@pages.post("/courses/import")
def post_import() -> Page:
    """A new course from an archive; the passwords of its people are shown this once."""
    check_teaches()
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise BadInput("course_file_missing")
        with closing(sent):
            made = import_course(db(), viewer(), sent.stream, most_actions=MOST_ACTIONS)
    except LabError as error:
        return render_template("exports/import.html", fault=sentence(error), limit=MOST_ACTIONS), error.status
    said = ngettext("The course is made; %(num)s run was played again and is the same.", "The course is made; %(num)s runs were played again and are the same.", made.runs)
    notes = []
    if made.not_recomputed:
        notes.append(
            ngettext(
                "Not recomputed: %(num)s grade of an older version of the lab comes out otherwise today. It counts as it was.",
                "Not recomputed: %(num)s grades of an older version of the lab come out otherwise today. They count as they were.",
                made.not_recomputed,
            )
        )
    if not made.people:
        for line in (said, *notes):
            flash(line, "good")
    return render_template(
        "people/passwords.html", course=course_for(db(), viewer(), made.course_id), invited=made.people, form=said, notes=notes,
        back=url_for("classroom.get_course", course_id=made.course_id),
    )  # fmt: skip


def _out(course_id: int, *, system: str = "canvas", chosen: set[int] | None = None, fault: str = "") -> str:
    course = _led(course_id)
    book = gradebook(db(), viewer(), course_id)
    columns = export_of(course_id, course.title, book).columns
    return render_template(
        "exports/out.html", course=course, columns=columns, sealed=len(book.sealed), students=len(book.rows), system=system,
        chosen={one.id for one in columns} if chosen is None else chosen, fault=fault,
    )  # fmt: skip


def _led(course_id: int) -> CourseView:
    course = course_for(db(), viewer(), course_id)
    if not course.is_led:
        raise NotFound("no_such_course")
    return course


def _book(course_id: int) -> GradebookExport:
    return export_of(course_id, _led(course_id).title, gradebook(db(), viewer(), course_id))


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
