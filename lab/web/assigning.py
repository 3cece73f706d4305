"""Assigning a scenario, and the rules of an assignment: dates, late work, what is shown when, groups, marking, clock, contest."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.school.assignments import AssignmentView, assign, assignment_for, change_rules
from lab.school.clock import now
from lab.school.courses import course_for
from lab.school.releases import offers
from lab.school.rules import MAX_LATE_STEPS, Rules
from lab.school.terms import LateStep
from lab.values.errors import BadInput, LabError, NotFound
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.moments_typed import local_text, read_local, read_whole
from lab.web.scenario_lines import scenario_lines

pages = Blueprint("assigning", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]
_CHOICES = ("counts", "show_score", "show_evidence", "show_solution", "clock", "group_by", "board")
_NUMBERS = ("markers", "clock_days", "group_size", "freeze_minutes")
_ERROR_FIELDS = {
    "title_length": "title", "attempts_out_of_range": "attempts", "due_before_open": "due_at", "no_such_scenario": "scenario_id",
    "marked_blind_already": "blind", "groups_after_begin": "group_size",
}  # fmt: skip


@pages.get("/courses/<int:course_id>/assign")
def get_assign(course_id: int) -> str:
    typed = {
        **_typed_rules(Rules()), "scenario_id": request.args.get("scenario", ""), "title": "", "opens_at": local_text(now()),
        "due_at": "", "attempts": "2",
    }  # fmt: skip
    return _assign_page(course_id, typed, {})


@pages.post("/courses/<int:course_id>/assign")
def post_assign(course_id: int) -> Page:
    typed = _typed(request.form)
    try:
        view = assign(
            db(), viewer(), course_id, scenario_id=typed["scenario_id"], title=typed["title"],
            opens_at=read_local(typed["opens_at"], "opens_at"), due_at=read_local(typed["due_at"], "due_at"),
            attempts=read_whole(typed["attempts"], "attempts"), rules=_read_rules(typed),
        )  # fmt: skip
    except LabError as error:
        if isinstance(error, NotFound) and error.code != "no_such_scenario":
            raise
        status = 422 if error.status == 404 else error.status
        return _assign_page(course_id, typed, {_field_of(error): sentence(error)}), status
    flash(_("“%(title)s” is assigned.", title=view.title), "good")
    if view.rules.group_size:
        return redirect(url_for("grouping.get_groups", assignment_id=view.id))
    return redirect(url_for("classroom.get_assignment", assignment_id=view.id))


@pages.get("/assignments/<int:assignment_id>/rules")
def get_rules(assignment_id: int) -> str:
    view = _led(assignment_id)
    typed = {
        **_typed_rules(view.rules), "opens_at": local_text(view.opens_at), "due_at": local_text(view.due_at) if view.due_at else "",
        "attempts": str(view.attempts),
    }  # fmt: skip
    return _rules_page(view, typed, {})


@pages.post("/assignments/<int:assignment_id>/rules")
def post_rules(assignment_id: int) -> Page:
    view = _led(assignment_id)
    typed = _typed(request.form)
    try:
        change_rules(
            db(), viewer(), assignment_id, opens_at=read_local(typed["opens_at"], "opens_at") or view.opens_at,
            due_at=read_local(typed["due_at"], "due_at"), attempts=read_whole(typed["attempts"], "attempts"), rules=_read_rules(typed),
        )  # fmt: skip
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _rules_page(view, typed, {_field_of(error): sentence(error)}), error.status
    flash(_("The rules are saved and hold from now on."), "good")
    return redirect(url_for("classroom.get_assignment", assignment_id=assignment_id))


def _led(assignment_id: int) -> AssignmentView:
    view = assignment_for(db(), viewer(), assignment_id)
    if not view.is_led:
        raise NotFound("no_such_assignment")
    return view


def _typed(form: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the form, every field as text, to be shown again if something is wrong."""
    names = ("scenario_id", "title", "opens_at", "due_at", "attempts", "closes_at", "minutes", "blind", *_CHOICES, *_NUMBERS)
    steps = [
        {"until": form.get(f"late_until_{number}", "").strip(), "percent": form.get(f"late_percent_{number}", "").strip()}
        for number in range(1, MAX_LATE_STEPS + 1)
    ]
    return {**{name: form.get(name, "").strip() for name in names}, "late": [step for step in steps if step["until"] or step["percent"]]}


def _typed_rules(rules: Rules) -> dict[str, Any]:
    """Rules as they stand in the form."""
    late = [{"until": local_text(step.until), "percent": f"{step.credit / 10:g}"} for step in rules.late]
    return {
        **{name: str(getattr(rules, name)) for name in (*_CHOICES, *_NUMBERS)}, "late": late, "blind": "1" if rules.blind else "",
        "closes_at": local_text(rules.closes_at) if rules.closes_at else "", "minutes": str(rules.minutes) if rules.minutes else "",
    }  # fmt: skip


def _read_rules(typed: Mapping[str, Any]) -> Rules:
    """The rules in a form; a field that is not in it is as usual. Raises BadInput with the field."""
    usual = Rules()
    late = []
    for step in typed["late"]:
        until = read_local(step["until"], "late")
        percent = read_whole(step["percent"], "late")
        if until is None:
            raise BadInput("date_unreadable", field="late", text="")
        late.append(LateStep(until, percent * 10))
    more: dict[str, Any] = {name: typed[name] or getattr(usual, name) for name in _CHOICES}
    more |= {name: read_whole(typed[name], name) if typed[name] else getattr(usual, name) for name in _NUMBERS}
    return Rules(
        late=tuple(late), closes_at=read_local(typed["closes_at"], "closes_at"),
        minutes=read_whole(typed["minutes"], "minutes") if typed["minutes"] else None, blind=bool(typed["blind"]), **more,
    )  # fmt: skip


def _field_of(error: LabError) -> str:
    """The field of the form that an error is about."""
    return str(error.args_.get("field") or _ERROR_FIELDS.get(error.code, "form"))


def _assign_page(course_id: int, typed: dict[str, Any], faults: dict[str, str]) -> str:
    course = course_for(db(), viewer(), course_id)
    if not course.is_led:
        raise NotFound("no_such_course")
    scenarios = [{**scenario_lines(one.scenario), "id": one.name, "release": one.release} for one in offers(db(), viewer())]
    return render_template("assigning/assign.html", course=course, typed=typed, faults=faults, scenarios=scenarios, zone=_zone())


def _rules_page(view: AssignmentView, typed: dict[str, Any], faults: dict[str, str]) -> str:
    return render_template("assigning/rules.html", assignment=view, typed=typed, faults=faults, zone=_zone())


def _zone() -> str:
    return str(get_timezone())


