"""The people of a course: its students with their sections, lists of them from other systems, and who helps to teach it."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.school.clock import now
from lab.school.courses import Invited, MemberView, course_for, members_of, remove_member, reset_password
from lab.school.enrolment import change_section, enrol
from lab.school.privacy import delete_person, export_person, may_delete
from lab.school.rosters import MAX_BYTES, BadRoster, Roster, read_roster
from lab.school.staff import add_staff, remove_staff, staff_of
from lab.values.errors import LabError, NotFound
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import say, sentence
from lab.web.people_words import FORMS, PLACES

pages = Blueprint("people", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/courses/<int:course_id>/students")
def get_students(course_id: int) -> str:
    return _students_page(course_id)


@pages.post("/courses/<int:course_id>/invite")
def post_invite(course_id: int) -> Page:
    """Put the people of a pasted list or a file into the course; the answer shows new passwords, this once."""
    text = request.form.get("list", "")
    upload = request.files.get("file")
    data, name = (upload.read(MAX_BYTES + 1), upload.filename) if upload is not None and upload.filename else (text.encode(), "")
    try:
        roster = read_roster(data, name or "")
        enrolment = enrol(db(), viewer(), course_id, roster)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        faults = [sentence(fault.error) for fault in error.faults] if isinstance(error, BadRoster) else []
        return _students_page(course_id, typed=text, fault=[sentence(error), *faults]), error.status
    if enrolment.joined:
        flash(ngettext("%(num)s student of another course of yours is in this one now.", "%(num)s students of other courses of yours are in this one now.", enrolment.joined), "good")
    if enrolment.known:
        flash(ngettext("%(num)s person was in the course already; section and references are brought up to date.", "%(num)s people were in the course already; sections and references are brought up to date.", enrolment.known), "good")
    if not enrolment.invited:
        return redirect(url_for("people.get_students", course_id=course_id))
    return _passwords_page(course_id, enrolment.invited, roster)


@pages.post("/courses/<int:course_id>/students/<int:user_id>/password")
def post_reset_password(course_id: int, user_id: int) -> Page:
    member = _member(course_id, user_id)
    password = reset_password(db(), viewer(), course_id, user_id)
    return _passwords_page(course_id, (Invited(member.name, member.login, password),))


@pages.post("/courses/<int:course_id>/students/<int:user_id>/section")
def post_section(course_id: int, user_id: int) -> AnyResponse:
    change_section(db(), viewer(), course_id, {user_id: request.form.get("section", "")})
    flash(_("The section is saved."), "good")
    return redirect(url_for("people.get_students", course_id=course_id))


@pages.post("/courses/<int:course_id>/students/<int:user_id>/remove")
def post_remove_student(course_id: int, user_id: int) -> AnyResponse:
    remove_member(db(), viewer(), course_id, user_id)
    flash(_("The student is no longer in this course. What they did there is kept."), "good")
    return redirect(url_for("people.get_students", course_id=course_id))


@pages.get("/courses/<int:course_id>/students/<int:user_id>/data.json")
def get_person_data(course_id: int, user_id: int) -> Response:
    """Everything that is kept about a student, for whoever asks for their data."""
    _member(course_id, user_id)
    data = json.dumps(export_person(db(), viewer(), user_id), ensure_ascii=False, indent=1, sort_keys=True)
    headers = {"Content-Disposition": f'attachment; filename="person-{user_id}.json"'}
    return Response(data, mimetype="application/json", headers=headers)


@pages.get("/courses/<int:course_id>/students/<int:user_id>")
def get_person(course_id: int, user_id: int) -> str:
    """One student: section, leaving the course, personal data."""
    return _person_page(course_id, user_id, "")


@pages.post("/courses/<int:course_id>/students/<int:user_id>/delete")
def post_delete_person(course_id: int, user_id: int) -> Page:
    """Delete a student's data for good, once their login was typed."""
    member = _member(course_id, user_id)
    if request.form.get("login", "").strip().casefold() != member.login:
        return _person_page(course_id, user_id, say("login_does_not_match", login=member.login)), 422
    delete_person(db(), viewer(), user_id)
    flash(_("The data is deleted. The points stay without a name."), "good")
    return redirect(url_for("people.get_students", course_id=course_id))


@pages.get("/courses/<int:course_id>/staff")
def get_staff(course_id: int) -> str:
    """Who teaches the course, and who may mark in it."""
    return _staff_page(course_id, {"place": "grader"})


@pages.post("/courses/<int:course_id>/staff")
def post_staff(course_id: int) -> Page:
    """Give somebody a place; an account made for them shows its password, this once."""
    typed = {name: request.form.get(name, "").strip() for name in ("login", "name", "place")}
    try:
        added = add_staff(db(), viewer(), course_id, typed["place"], typed["login"], typed["name"])
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _staff_page(course_id, typed, sentence(error)), error.status
    if added.password:
        return _passwords_page(course_id, (Invited(added.name, added.login, added.password),), back="people.get_staff")
    flash(_("%(name)s has a place in the course now.", name=added.name), "good")
    return redirect(url_for("people.get_staff", course_id=course_id))


@pages.post("/courses/<int:course_id>/staff/<int:user_id>/remove")
def post_remove_staff(course_id: int, user_id: int) -> AnyResponse:
    remove_staff(db(), viewer(), course_id, user_id)
    flash(_("The place is taken away. What was marked stays."), "good")
    return redirect(url_for("people.get_staff", course_id=course_id))


def _member(course_id: int, user_id: int) -> MemberView:
    """A student of a course that the viewer leads. Raises NotFound."""
    found = next((one for one in members_of(db(), viewer(), course_id) if one.id == user_id), None)
    if found is None:
        raise NotFound("no_such_member")
    return found


def _person_page(course_id: int, user_id: int, fault: str) -> str:
    return render_template(
        "people/person.html", course=course_for(db(), viewer(), course_id), member=_member(course_id, user_id),
        allowed=may_delete(db(), viewer(), user_id), fault=fault,
    )  # fmt: skip


def _students_page(course_id: int, typed: str = "", fault: list[str] | None = None) -> str:
    return render_template(
        "people/students.html", course=course_for(db(), viewer(), course_id), members=members_of(db(), viewer(), course_id), typed=typed,
        fault=fault or [], now=now(),
    )  # fmt: skip


def _staff_page(course_id: int, typed: dict[str, str], fault: str = "") -> str:
    return render_template(
        "people/staff.html", course=course_for(db(), viewer(), course_id), staff=staff_of(db(), viewer(), course_id), place_words=PLACES,
        typed=typed, fault=fault,
    )  # fmt: skip


def _passwords_page(course_id: int, invited: tuple[Invited, ...], roster: Roster | None = None, back: str = "people.get_students") -> str:
    course = course_for(db(), viewer(), course_id)
    return render_template(
        "people/passwords.html", course=course, invited=invited, form=FORMS.get(roster.form) if roster else None,
        notes=[sentence(note.error) for note in roster.notes] if roster else [], back=url_for(back, course_id=course_id),
    )  # fmt: skip
