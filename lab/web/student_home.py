"""A student's own page: the assignments, where each stands, and the way into the shop; and all that is kept about a person."""

import json

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from lab.school.assignments import assignments_of
from lab.school.clock import now
from lab.school.courses import courses_of
from lab.school.privacy import export_person
from lab.school.runs import open_run
from lab.web.access import db, viewer

pages = Blueprint("student_home", __name__)


@pages.get("/my")
def get_my() -> str:
    """What is to be done first, then what is still to come, then what is over."""
    assignments = assignments_of(db(), viewer())
    moment = now()
    at_work = [one for one in assignments if one.is_open]
    coming = [one for one in assignments if one.opens_at > moment]
    over = [one for one in assignments if one.is_past_due]
    return render_template(
        "my/home.html", at_work=at_work, coming=coming, over=over, courses=courses_of(db(), viewer()), now=moment
    )


@pages.get("/my/data.json")
def get_my_data() -> Response:
    """Everything that is kept about the person signed in."""
    data = json.dumps(export_person(db(), viewer(), viewer().id), ensure_ascii=False, indent=1, sort_keys=True)
    return Response(data, mimetype="application/json", headers={"Content-Disposition": 'attachment; filename="my-data.json"'})


@pages.post("/my/<int:assignment_id>/open")
def post_open(assignment_id: int) -> AnyResponse:
    """Go on with the open attempt, or begin a new one."""
    return redirect(url_for("desk.get_desk", run_id=open_run(db(), viewer(), assignment_id)))
