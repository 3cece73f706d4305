"""Groups of an assignment, and what single students are granted: for who leads the course, and joining a group for its students."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.school.assignments import AssignmentView, assignment_for
from lab.school.courses import course_for, members_of
from lab.school.extras import grant, granted
from lab.school.groups import ROLES, form_groups, groups_of, join_group, set_groups
from lab.values.errors import LabError, NotFound
from lab.web.access import db, viewer
from lab.web.errors import say, sentence
from lab.web.moments_typed import read_local, read_whole
from lab.web.people_words import ROLES as ROLE_WORDS

pages = Blueprint("grouping", __name__)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/assignments/<int:assignment_id>/groups")
def get_groups(assignment_id: int) -> str:
    """Who works with whom: to be changed by who leads the course, and to be joined by its students."""
    return _groups_page(assignment_for(db(), viewer(), assignment_id))


@pages.post("/assignments/<int:assignment_id>/groups")
def post_groups(assignment_id: int) -> Page:
    """Save the whole table of groups and roles."""
    view = _led(assignment_id)
    members = members_of(db(), viewer(), view.course_id)
    typed = {
        member.id: (request.form.get(f"group-{member.id}", ""), [role for role in request.form.getlist(f"roles-{member.id}") if role])
        for member in members
    }
    try:
        count = set_groups(db(), viewer(), assignment_id, {user_id: row for user_id, row in typed.items() if row[0].strip()})
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _groups_page(view, typed, sentence(error)), error.status
    flash(ngettext("There is %(num)s group now.", "There are %(num)s groups now.", count), "good")
    return redirect(url_for("grouping.get_groups", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/groups/form")
def post_form_groups(assignment_id: int) -> Page:
    """Put everybody who is in no group into one, by section and name; nothing that exists is changed."""
    view = _led(assignment_id)
    members = members_of(db(), viewer(), view.course_id)
    groups = groups_of(db(), viewer(), assignment_id)
    placed = {user_id: (group.name, roles) for group in groups for user_id, _name, roles in group.members}
    left = sorted((one for one in members if one.id not in placed), key=lambda one: (one.section.casefold(), one.name.casefold(), one.id))
    names = (name for number in range(1, 10_000) if (name := _("Group %(n)s", n=number)) not in {group.name for group in groups})
    wanted: dict[int, Any] = dict(placed)
    for people in form_groups([one.id for one in left], view.rules.group_size or 1):
        name = next(names)
        wanted |= dict.fromkeys(people, (name, ()))
    try:
        set_groups(db(), viewer(), assignment_id, wanted)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _groups_page(view, None, sentence(error)), error.status
    flash(_("Everybody is in a group now."), "good")
    return redirect(url_for("grouping.get_groups", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/groups/join")
def post_join_group(assignment_id: int) -> AnyResponse:
    """A student joins a group, or makes a new one."""
    name = request.form.get("new", "").strip() or request.form.get("group", "")
    try:
        join_group(db(), viewer(), assignment_id, name, [role for role in request.form.getlist("roles") if role])
        flash(_("You are in the group “%(name)s” now.", name=name), "good")
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        flash(say(error.code, **error.args_), "bad")
    return redirect(url_for("grouping.get_groups", assignment_id=assignment_id))


@pages.get("/assignments/<int:assignment_id>/extras")
def get_extras(assignment_id: int) -> str:
    """More time and attempts for single students, and everything that was granted."""
    return _extras_page(_led(assignment_id), {}, {})


@pages.post("/assignments/<int:assignment_id>/extras")
def post_extras(assignment_id: int) -> Page:
    view = _led(assignment_id)
    typed = {name: request.form.get(name, "").strip() for name in ("due_at", "closes_at", "attempts", "minutes", "reason")}
    students = [int(text) for text in request.form.getlist("students") if text.isascii() and text.isdigit() and len(text) < 10]
    try:
        count = grant(
            db(), viewer(), assignment_id, students, due_at=read_local(typed["due_at"], "due_at"),
            closes_at=read_local(typed["closes_at"], "closes_at"), attempts=read_whole(typed["attempts"] or "0", "attempts"),
            minutes=read_whole(typed["minutes"] or "0", "minutes"), reason=typed["reason"],
        )  # fmt: skip
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        field = str(error.args_.get("field") or "reason")
        return _extras_page(view, {**typed, "students": students}, {field: sentence(error)}), error.status
    flash(ngettext("Granted to %(num)s student.", "Granted to %(num)s students.", count), "good")
    return redirect(url_for("grouping.get_extras", assignment_id=assignment_id))


def _led(assignment_id: int) -> AssignmentView:
    view = assignment_for(db(), viewer(), assignment_id)
    if not view.is_led:
        raise NotFound("no_such_assignment")
    return view


def _groups_page(view: AssignmentView, typed: dict[int, tuple[str, list[str]]] | None = None, fault: str = "") -> str:
    if view.is_taught and not view.is_led:
        raise NotFound("no_such_assignment")
    groups = groups_of(db(), viewer(), view.id)
    placed = {user_id: (group.name, list(roles)) for group in groups for user_id, _name, roles in group.members}
    return render_template(
        "assigning/groups.html", assignment=view, groups=groups, members=members_of(db(), viewer(), view.course_id) if view.is_led else [],
        placed=typed if typed is not None else placed, own=placed.get(viewer().id), roles=ROLES, role_words=ROLE_WORDS, fault=fault,
        course=course_for(db(), viewer(), view.course_id),
    )  # fmt: skip


def _extras_page(view: AssignmentView, typed: dict[str, Any], faults: dict[str, str]) -> str:
    return render_template(
        "assigning/extras.html", assignment=view, members=members_of(db(), viewer(), view.course_id), lines=granted(db(), viewer(), view.id),
        typed=typed, faults=faults, zone=str(get_timezone()),
    )  # fmt: skip
