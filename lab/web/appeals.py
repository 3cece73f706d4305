"""Appeals against results, for who teaches: the list of a course, and the answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.school.appeals import AppealView, answer_appeal, appeals_of_course, course_of_appeal
from lab.school.courses import course_for
from lab.values.errors import LabError, NotFound
from lab.web.access import db, local_path, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.regrade_words import APPEAL_STATES

pages = Blueprint("appeals", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/courses/<int:course_id>/appeals")
def get_appeals(course_id: int) -> str:
    """The appeals of a course; open ones stand first."""
    return _page(course_id)


@pages.post("/appeals/<int:appeal_id>/answer")
def post_answer(appeal_id: int) -> Page:
    """Grant an appeal with a share of the points, or decline it; in both cases with words for the student."""
    form = request.form
    try:
        answer_appeal(db(), viewer(), appeal_id, form.get("decision", ""), form.get("answer", ""), form.get("share", ""))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        typed = {name: form.get(name, "") for name in ("decision", "answer", "share")}
        return _page(course_of_appeal(db(), viewer(), appeal_id), appeal_id, sentence(error), typed), error.status
    flash(_("Answered. The student sees it in the report."), "good")
    course = url_for("appeals.get_appeals", course_id=course_of_appeal(db(), viewer(), appeal_id))
    return redirect(local_path(form.get("back"), course))


def _page(course_id: int, fault_at: int = 0, fault: str = "", typed: dict[str, str] | None = None) -> str:
    appeals: list[AppealView] = appeals_of_course(db(), viewer(), course_id)
    return render_template(
        "appeals/appeals.html",
        course=course_for(db(), viewer(), course_id),
        waiting=[one for one in appeals if one.state == "open"],
        answered=[one for one in appeals if one.state != "open"],
        states=APPEAL_STATES,
        fault_at=fault_at,
        fault=fault,
        typed=typed or {},
    )
