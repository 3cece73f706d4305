"""Grading an assignment once more: asking for it, watching it, the table of differences, and applying it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.script import Scenario
from lab.school.assignments import assignment_for, script_of
from lab.school.differences import Difference
from lab.school.regrades import (
    RegradeLine,
    RegradeView,
    apply_regrade,
    ask_regrade,
    drop_regrade,
    go_on,
    regrade_for,
    regrades_of,
    sorted_lines,
    versions_for,
)
from lab.values.errors import LabError, NotFound
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import say, sentence
from lab.web.findings import ShownCheck, shown_check
from lab.web.languages import page_language
from lab.web.regrade_words import DIRECTIONS, REGRADE_STATES, ROW_STATES
from lab.web.sheets import sheet_response

pages = Blueprint("regrades", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A check that differs, in words: what was found before and is found now; None where only one grade has it."""

    id: str
    name: str
    was: ShownCheck | None
    now: ShownCheck | None
    rises: bool
    falls: bool


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many runs a check gives more and less than before; `changed` counts those too whose points stay."""

    id: str
    name: str
    up: int
    down: int
    changed: int


@pages.get("/assignments/<int:assignment_id>/regrades")
def get_regrades(assignment_id: int) -> str:
    return _list_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/regrades")
def post_regrade(assignment_id: int) -> Page:
    """Grade all runs of an assignment again, with the checks of the version chosen. Nothing counts before it is applied."""
    reason, version = request.form.get("reason", ""), request.form.get("version", "")
    try:
        regrade_id = ask_regrade(db(), viewer(), assignment_id, reason, content_hash=version)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _list_page(assignment_id, reason, version, sentence(error), error.code), error.status
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


@pages.get("/regrades/<int:regrade_id>")
def get_regrade(regrade_id: int) -> str:
    view = regrade_for(db(), viewer(), regrade_id)
    rules = script_of(db().settings, view.content_hash)
    order = "change" if request.args.get("sort") == "change" else "student"
    return render_template(
        "regrades/regrade.html",
        regrade=view,
        lines=sorted_lines(view.lines, order),
        order=order,
        changes={line.run_id: [_shown(change, rules) for change in line.changes] for line in view.lines},
        faults={line.run_id: say(line.error, **line.error_args) for line in view.lines if line.error},
        checks=_by_check(view, rules),
        seconds=sum(line.needs_second and line.state == "found" for line in view.lines),
        found=sum(line.state == "found" for line in view.lines),
        failed=sum(line.state == "failed" for line in view.lines),
        states=ROW_STATES,
        directions=DIRECTIONS,
        regrade_states=REGRADE_STATES,
        state_text=_state_text(view),
        job_fault=sentence(LabError(view.job.error)) if view.job is not None and view.job.error else "",
    )


@pages.get("/regrades/<int:regrade_id>/state")
def get_state(regrade_id: int) -> Response:
    """How far a regrade is, for a script that waits: over or not, per cent, and the words beside the bar."""
    view = regrade_for(db(), viewer(), regrade_id)
    return jsonify(over=not view.is_at_work, percent=_percent(view), text=_state_text(view))


@pages.get("/regrades/<int:regrade_id>/table.csv")
def get_table(regrade_id: int) -> Response:
    view = regrade_for(db(), viewer(), regrade_id)
    return sheet_response(_sheet(view), f"regrade-{regrade_id}.csv")


@pages.post("/regrades/<int:regrade_id>/apply")
def post_apply(regrade_id: int) -> AnyResponse:
    """Let the table count. Rows that lower a score that was seen wait for a second person."""
    try:
        done = apply_regrade(db(), viewer(), regrade_id)
    except LabError as error:
        return _told(error, regrade_id)
    flash(ngettext("%(num)s run has its new grade.", "%(num)s runs have their new grades.", done.applied), "good")
    if done.proposed:
        words = ngettext(
            "%(num)s run would lose points: a second person has to confirm it.",
            "%(num)s runs would lose points: a second person has to confirm them.", done.proposed,
        )  # fmt: skip
        flash(words, "warn")
    if done.stale:
        words = ngettext(
            "%(num)s run was passed over: it got another grade meanwhile.",
            "%(num)s runs were passed over: they got another grade meanwhile.", done.stale,
        )  # fmt: skip
        flash(words, "warn")
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


@pages.post("/regrades/<int:regrade_id>/drop")
def post_drop(regrade_id: int) -> AnyResponse:
    """Throw the table away; the grades stay as they are."""
    try:
        drop_regrade(db(), viewer(), regrade_id)
    except LabError as error:
        return _told(error, regrade_id)
    flash(_("The regrade is discarded. All grades are as they were."), "good")
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


@pages.post("/regrades/<int:regrade_id>/go-on")
def post_go_on(regrade_id: int) -> AnyResponse:
    """Try the rest once more, after it came to a stop."""
    try:
        go_on(db(), viewer(), regrade_id)
    except LabError as error:
        return _told(error, regrade_id)
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


def _told(error: LabError, regrade_id: int) -> AnyResponse:
    if isinstance(error, NotFound):
        raise error
    flash(sentence(error), "bad")
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


def _list_page(assignment_id: int, reason: str = "", version: str = "", fault: str = "", code: str = "") -> str:
    assignment = assignment_for(db(), viewer(), assignment_id)
    versions = versions_for(db(), viewer(), assignment_id)
    options = []
    for one in versions:
        words = _("as assigned") if one.is_assigned else _("the newest one, corrected") if one.is_newest else _("used before")
        options.append((one.content_hash, _("version %(version)s", version=one.version), words))
    return render_template(
        "regrades/regrades.html",
        assignment=assignment,
        regrades=regrades_of(db(), viewer(), assignment_id),
        options=options,
        version=version or assignment.content_hash,
        reason=reason,
        fault_at="reason" if code in ("reason_needed", "comment_too_long") else "version",
        fault=fault,
        regrade_states=REGRADE_STATES,
    )


def _shown(change: Difference, rules: Scenario) -> ShownChange:
    language = page_language()
    was, now = (shown_check(one, rules, language) if one is not None else None for one in (change.was, change.now))
    return ShownChange(change.check, _name(change, rules), was, now, change.rises, change.falls)


def _name(change: Difference, rules: Scenario) -> str:
    shown = shown_check(change.shown, rules, page_language())
    return f"{shown.title}, {shown.where}" if shown.where else shown.title


def _by_check(view: RegradeView, rules: Scenario) -> list[CheckCount]:
    """Which checks make the difference, those that touch most runs first."""
    changes = [change for line in view.lines for change in line.changes]
    names = {change.check: _name(change, rules) for change in reversed(changes)}
    changed = Counter(change.check for change in changes)
    up = Counter(change.check for change in changes if change.rises)
    down = Counter(change.check for change in changes if change.falls)
    return [CheckCount(check, names[check], up[check], down[check], count) for check, count in changed.most_common()]


def _percent(view: RegradeView) -> int:
    return 100 * (len(view.lines) - view.waiting) // max(1, len(view.lines))


def _state_text(view: RegradeView) -> str:
    if view.job is not None and view.job.state == "waiting" and view.job.ahead:
        return str(_("Waits for its turn; %(n)s before it.", n=view.job.ahead))
    return str(_("%(done)s of %(of)s runs replayed and graded", done=len(view.lines) - view.waiting, of=len(view.lines)))


def _sheet(view: RegradeView) -> Iterator[list[str]]:
    yield [
        "student", "login", "attempt", "points_before", "max_before", "points_after", "max_after", "direction", "second_person",
        "state", "checks_that_differ", "error",
    ]  # fmt: skip
    for line in view.lines:
        yield [
            line.student, line.login, str(line.attempt), line.old_points, str(line.old_max_points or ""),
            "" if line.withheld else line.points, str(line.max_points or ""), line.direction, "yes" if line.needs_second else "",
            line.state, _changes_text(line), say(line.error, **line.error_args) if line.error else "",
        ]  # fmt: skip


def _changes_text(line: RegradeLine) -> str:
    def share(change: Difference, when: str) -> str:
        result = change.was if when == "was" else change.now
        return result.fraction if result is not None else "-"

    return "; ".join(f"{change.check}: {share(change, 'was')} > {share(change, 'now')}" for change in line.changes)
