"""The instructor's classroom: courses, students, assignments, progress and grades."""

from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone, to_user_timezone, to_utc
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.script import Scenario
from lab.school.appeals import open_appeals
from lab.school.assignments import (
    assign,
    assignment_for,
    assignments_of,
    change_dates,
    gradebook,
    progress,
    release_scores,
    script_of,
    take_appeals,
)
from lab.school.clock import now
from lab.school.courses import (
    Invited,
    archive_course,
    course_for,
    courses_of,
    create_course,
    invite_list,
    members_of,
    new_join_code,
    remove_member,
    reset_password,
)
from lab.school.proposals import proposals_to_decide
from lab.school.releases import offers
from lab.school.scripts import installed_scenarios
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.text import chosen
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.languages import page_language
from lab.web.tables import class_figures, gradebook_csv, result_chart

pages = Blueprint("classroom", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]
FIRST_YEAR, LAST_YEAR = 2000, 2199


@pages.get("/courses")
def get_courses() -> str:
    waiting = proposals_to_decide(db(), viewer())
    return render_template("classroom/courses.html", courses=courses_of(db(), viewer()), waiting=waiting)


@pages.get("/courses/new")
def get_new_course() -> str:
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
    assignments = assignments_of(db(), viewer(), course_id)
    figures = {one.id: class_figures(progress(db(), viewer(), one.id)) for one in assignments if one.is_taught}
    appeals = open_appeals(db(), viewer()).get(course_id, 0)
    return render_template("classroom/course.html", course=course, assignments=assignments, figures=figures, appeals=appeals)


@pages.get("/courses/<int:course_id>/students")
def get_students(course_id: int) -> str:
    return _students_page(course_id)


@pages.post("/courses/<int:course_id>/invite")
def post_invite(course_id: int) -> Page:
    """Make students from a pasted list; the answer shows their passwords, this once."""
    text = request.form.get("list", "")
    try:
        invited = invite_list(db(), viewer(), course_id, text)
    except BadInput as error:
        return _students_page(course_id, typed=text, fault=sentence(error)), error.status
    return _passwords_page(course_id, invited)


@pages.post("/courses/<int:course_id>/students/<int:user_id>/password")
def post_reset_password(course_id: int, user_id: int) -> Page:
    member = next((one for one in members_of(db(), viewer(), course_id) if one.id == user_id), None)
    if member is None:
        raise NotFound("no_such_member")
    password = reset_password(db(), viewer(), course_id, user_id)
    return _passwords_page(course_id, [Invited(member.name, member.login, password)])


@pages.post("/courses/<int:course_id>/students/<int:user_id>/remove")
def post_remove_student(course_id: int, user_id: int) -> AnyResponse:
    remove_member(db(), viewer(), course_id, user_id)
    flash(_("The student is no longer in this course. What they did there is kept."), "good")
    return redirect(url_for("classroom.get_students", course_id=course_id))


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


@pages.get("/courses/<int:course_id>/assign")
def get_assign(course_id: int) -> str:
    typed = {
        "scenario_id": request.args.get("scenario", ""),
        "title": "",
        "opens_at": _local_text(now()),
        "due_at": "",
        "attempts": "2",
        "show_score": "at_hand_in",
    }
    return _assign_page(course_id, typed, {})


@pages.post("/courses/<int:course_id>/assign")
def post_assign(course_id: int) -> Page:
    names = ("scenario_id", "title", "opens_at", "due_at", "attempts", "show_score")
    typed = {name: request.form.get(name, "").strip() for name in names}
    try:
        view = assign(
            db(), viewer(), course_id,
            scenario_id=typed["scenario_id"], title=typed["title"],
            opens_at=_read_local(typed["opens_at"], "opens_at"), due_at=_read_local(typed["due_at"], "due_at"),
            attempts=_read_whole(typed["attempts"]), show_score=typed["show_score"],
        )  # fmt: skip
    except LabError as error:
        if isinstance(error, NotFound) and error.code != "no_such_scenario":
            raise
        status = 422 if error.status == 404 else error.status
        return _assign_page(course_id, typed, {_field_of(error): sentence(error)}), status
    flash(_("“%(title)s” is assigned.", title=view.title), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=view.id))


@pages.get("/assignments/<int:assignment_id>")
def get_assignment(assignment_id: int) -> str:
    return _assignment_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/release")
def post_release(assignment_id: int) -> AnyResponse:
    release_scores(db(), viewer(), assignment_id)
    flash(_("The results are released: students see their scores and reports now."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/dates")
def post_dates(assignment_id: int) -> Page:
    typed = {name: request.form.get(name, "").strip() for name in ("opens_at", "due_at")}
    try:
        opens_at = _read_local(typed["opens_at"], "opens_at") or assignment_for(db(), viewer(), assignment_id).opens_at
        change_dates(db(), viewer(), assignment_id, opens_at=opens_at, due_at=_read_local(typed["due_at"], "due_at"))
    except BadInput as error:
        return _assignment_page(assignment_id, dates=typed, faults={_field_of(error): sentence(error)}), error.status
    flash(_("The dates are changed."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/appeals")
def post_appeals(assignment_id: int) -> Page:
    """Take appeals against results until a moment; with an empty field none are taken."""
    typed = {"appeals_until": request.form.get("appeals_until", "").strip()}
    try:
        until = _read_local(typed["appeals_until"], "appeals_until")
        take_appeals(db(), viewer(), assignment_id, until)
    except BadInput as error:
        return _assignment_page(assignment_id, dates=typed, faults={_field_of(error): sentence(error)}), error.status
    flash(_("Students may appeal until then.") if until else _("No appeals are taken."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


@pages.get("/scenarios")
def get_scenarios() -> str:
    """Every installed scenario with its tasks, and a way to assign it to a course of one's own."""
    courses = [course for course in courses_of(db(), viewer()) if course.is_owner and course.archived_at is None]
    scenarios = [_scenario_lines(scenario) for scenario in installed_scenarios()]
    return render_template("classroom/scenarios.html", scenarios=scenarios, courses=courses)


def _students_page(course_id: int, typed: str = "", fault: str = "") -> str:
    return render_template(
        "classroom/students.html",
        course=course_for(db(), viewer(), course_id),
        members=members_of(db(), viewer(), course_id),
        typed=typed,
        fault=fault,
        now=now(),
    )


def _passwords_page(course_id: int, invited: list[Invited]) -> str:
    course = course_for(db(), viewer(), course_id)
    return render_template("classroom/passwords.html", course=course, invited=invited)


def _assign_page(course_id: int, typed: dict[str, str], faults: dict[str, str]) -> str:
    course = course_for(db(), viewer(), course_id)
    if not course.is_owner:
        raise NotFound("no_such_course")
    scenarios = [{**_scenario_lines(one.scenario), "id": one.name, "release": one.release} for one in offers(db(), viewer())]
    return render_template(
        "classroom/assign.html", course=course, typed=typed, faults=faults, scenarios=scenarios, zone=str(get_timezone())
    )


def _assignment_page(assignment_id: int, dates: dict[str, str] | None = None, faults: dict[str, str] | None = None) -> str:
    assignment = assignment_for(db(), viewer(), assignment_id)
    rows = progress(db(), viewer(), assignment_id)
    figures = class_figures(rows)
    scenario = script_of(db().settings, assignment.content_hash)
    typed = {
        "opens_at": _local_text(assignment.opens_at),
        "due_at": _local_text(assignment.due_at) if assignment.due_at else "",
        "appeals_until": _local_text(assignment.appeals_until) if assignment.appeals_until else "",
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


def _scenario_lines(scenario: Scenario) -> dict[str, object]:
    """What a list of scenarios says about one of them, in the page's language."""
    language, file = page_language(), scenario.file
    return {
        "id": scenario.id,
        "version": scenario.version,
        "title": chosen(file.title, language),
        "summary": chosen(file.summary, language),
        "level": file.level,
        "minutes": file.minutes,
        "points": file.grading.total,
        "languages": list(file.title),
        "skills": list(file.skills),
        "tasks": [
            (chosen(task.title, language), sum(check.points for check in scenario.checks if check.task == task.id))
            for task in file.tasks
        ],
    }


def _field_of(error: LabError) -> str:
    """The field of the form that an error is about."""
    named = error.args_.get("field")
    known = {
        "title_length": "title", "attempts_out_of_range": "attempts", "number_unreadable": "attempts",
        "due_before_open": "due_at", "no_such_scenario": "scenario_id",
    }  # fmt: skip
    return known.get(error.code, str(named) if named else "form")


def _read_local(text: str, field: str) -> datetime | None:
    """A date and time typed in the machine's time zone, as UTC; None for an empty field. Raises BadInput."""
    if not text:
        return None
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput("date_unreadable", field=field, text=text[:40]) from None
    if not FIRST_YEAR <= stamp.year <= LAST_YEAR:  # at the ends of the calendar no time zone can be reckoned with
        raise BadInput("date_unreadable", field=field, text=text[:40])
    return stamp.astimezone(UTC) if stamp.tzinfo is not None else to_utc(stamp).replace(tzinfo=UTC)


def _local_text(stamp: datetime) -> str:
    """The value of a date field for a moment of the real world."""
    return str(to_user_timezone(stamp).strftime("%Y-%m-%dT%H:%M"))


def _read_whole(text: str) -> int:
    try:
        return int(text[:9])
    except ValueError:
        raise BadInput("number_unreadable", text=text[:40]) from None
