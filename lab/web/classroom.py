"""The instructor's classroom: courses, students, assignments, progress and grades."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.school.appeals import open_appeals
from lab.school.assignments import (
    assignment_for,
    assignments_of,
    release_scores,
    script_of,
    take_appeals,
)
from lab.school.clock import now
from lab.school.courses import (
    archive_course,
    course_for,
    courses_of,
    create_course,
    new_join_code,
)
from lab.school.gradebooks import gradebook, progress
from lab.school.proposals import proposals_to_decide
from lab.school.scripts import installed_scenarios
from lab.values.errors import BadInput, LabError, NotFound
from lab.web.access import check_teaches, db, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.moments_typed import local_text, read_local
from lab.web.scenario_lines import scenario_lines
from lab.web.tables import class_figures, gradebook_csv, result_chart

pages = Blueprint("classroom", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/courses")
def get_courses() -> str:
    waiting = proposals_to_decide(db(), viewer())
    return render_template(
        "classroom/courses.html", courses=[one for one in courses_of(db(), viewer()) if one.is_staffed], waiting=waiting
    )


@pages.get("/courses/new")
def get_new_course() -> str:
    check_teaches()
    return render_template("classroom/new_course.html", title_typed="", fault="")


@pages.post("/courses/new")
def post_new_course() -> Page:
    title = request.form.get("title", "")
    try:
        course = create_course(db(), viewer(), title)
    except LabError as error:
        return render_template("classroom/new_course.html", title_typed=title, fault=sentence(error)), error.status
    flash(_("The course is ready. Invite your students, or give them the code."), "good")
    return redirect(url_for("classroom.get_course", course_id=course.id))


@pages.get("/courses/<int:course_id>")
def get_course(course_id: int) -> str:
    """The assignments of a course, and the code to join it."""
    course = course_for(db(), viewer(), course_id)
    if not course.is_staffed:
        raise NotFound("no_such_course")
    assignments = assignments_of(db(), viewer(), course_id)
    figures = {one.id: class_figures(progress(db(), viewer(), one.id)) for one in assignments if one.is_taught}
    appeals = open_appeals(db(), viewer()).get(course_id, 0)
    return render_template("classroom/course.html", course=course, assignments=assignments, figures=figures, appeals=appeals)


@pages.post("/courses/<int:course_id>/code")
def post_new_code(course_id: int) -> AnyResponse:
    new_join_code(db(), viewer(), course_id)
    flash(_("There is a new code; the old one opens nothing any more."), "good")
    return redirect(url_for("classroom.get_course", course_id=course_id))


@pages.post("/courses/<int:course_id>/archive")
def post_archive(course_id: int) -> AnyResponse:
    archived = request.form.get("archived") == "1"
    archive_course(db(), viewer(), course_id, archived=archived)
    flash(_("The course is archived.") if archived else _("The course is open again."), "good")
    return redirect(url_for("classroom.get_course", course_id=course_id))


@pages.get("/courses/<int:course_id>/grades")
def get_grades(course_id: int) -> str:
    course = course_for(db(), viewer(), course_id)
    return render_template("classroom/grades.html", course=course, book=gradebook(db(), viewer(), course_id))


@pages.get("/courses/<int:course_id>/grades.csv")
def get_grades_csv(course_id: int) -> Response:
    data = gradebook_csv(gradebook(db(), viewer(), course_id))
    return Response(
        data,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="grades-course-{course_id}.csv"'},
    )


@pages.get("/assignments/<int:assignment_id>")
def get_assignment(assignment_id: int) -> str:
    return _assignment_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/release")
def post_release(assignment_id: int) -> AnyResponse:
    release_scores(db(), viewer(), assignment_id)
    flash(_("The results are released: students see their scores and reports now."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/appeals")
def post_appeals(assignment_id: int) -> Page:
    """Take appeals against results until a moment; with an empty field none are taken."""
    typed = {"appeals_until": request.form.get("appeals_until", "").strip()}
    try:
        until = read_local(typed["appeals_until"], "appeals_until")
        take_appeals(db(), viewer(), assignment_id, until)
    except BadInput as error:
        return _assignment_page(assignment_id, dates=typed, faults={"appeals_until": sentence(error)}), error.status
    flash(_("Students may appeal until then.") if until else _("No appeals are taken."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


@pages.get("/scenarios")
def get_scenarios() -> str:
    """Every installed scenario with its tasks, and a way to assign it to a course of one's own."""
    check_teaches()
    courses = [course for course in courses_of(db(), viewer()) if course.is_led and course.archived_at is None]
    scenarios = [scenario_lines(scenario) for scenario in installed_scenarios()]
    return render_template("classroom/scenarios.html", scenarios=scenarios, courses=courses)


def _assignment_page(assignment_id: int, dates: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> str:
    assignment = assignment_for(db(), viewer(), assignment_id)
    rows = progress(db(), viewer(), assignment_id)
    figures = class_figures(rows)
    scenario = script_of(db().settings, assignment.content_hash)
    typed = {
        "appeals_until": local_text(assignment.appeals_until) if assignment.appeals_until else "",
        **(dates or {}),
    }
    return render_template(
        "classroom/assignment.html",
        assignment=assignment,
        rows=rows,
        figures=figures,
        chart=result_chart(figures),
        start=scenario.start,
        dates=typed,
        faults=faults or {},
        zone=str(get_timezone()),
        now=now(),
    )
