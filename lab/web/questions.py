"""A student's questions to who teaches: asking, reading the answers, withdrawing."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.school.help_requests import MAX_PAGE, ask, withdraw
from lab.values.errors import LabError
from lab.web.access import db, local_path, own_run, page_before, viewer
from lab.web.errors import sentence
from lab.web.seller import page, seat_at, tell

pages = Blueprint("questions", __name__)


@pages.get("/runs/<int:run_id>/questions")
def get_questions(run_id: int) -> str:
    """One's own questions and a form for a new one; the page that one came from, or `?page=`, is where it comes up, and where the answer to the form leads back."""
    return _page(run_id, "", "", request.args.get("page", "") or (page_before() or "").partition("?")[0])


@pages.post("/runs/<int:run_id>/questions")
def post_question(run_id: int) -> Response | tuple[str, int]:
    """Ask, from any page of the run; the answer goes back to that page."""
    own_run(run_id)
    text, where = request.form.get("asked", ""), request.form.get("page", "")
    try:
        ask(db(), viewer(), run_id, text.replace("\r\n", "\n"), where)
    except LabError as error:
        if error.status == 404:
            raise
        return _page(run_id, text, sentence(error), where), error.status
    flash(_("Your question is with your instructor. The answer will stand here."), "good")
    return redirect(local_path(where, url_for("questions.get_questions", run_id=run_id)))


@pages.post("/runs/<int:run_id>/questions/withdraw")
def post_withdraw(run_id: int) -> Response:
    own_run(run_id)
    number = request.form.get("question", "")
    try:
        withdraw(db(), viewer(), run_id, int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0)
    except LabError as error:
        tell(error)
    else:
        flash(_("The question is withdrawn."), "good")
    return redirect(url_for("questions.get_questions", run_id=run_id))


def _page(run_id: int, typed: str, fault: str, where: str) -> str:
    return page("live/asked.html", seat_at(run_id), typed=typed, fault=fault, where=where[:MAX_PAGE])
