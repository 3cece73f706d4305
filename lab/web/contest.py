"""The board of a contest for everybody to see, and papers for a room without an internet connection."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from lab.school.assignments import AssignmentView, assignment_for, script_of
from lab.school.contest import Standings, standings
from lab.school.courses import members_of
from lab.values.errors import NotFound
from lab.values.text import chosen
from lab.web.access import db, viewer
from lab.web.formats import number_text, wall_text
from lab.web.languages import page_language

ONLY_HERE = ("localhost", "127.0.0.1")
"""Names of a server that mean the machine itself, for whoever reads them."""

pages = Blueprint("contest", __name__)


@pages.get("/assignments/<int:assignment_id>/board")
def get_board(assignment_id: int) -> str:
    """Who has how many points, in large letters; with `?part=1` only what changes, for the script that keeps it fresh."""
    found = standings(db(), viewer(), assignment_id)
    return render_template(
        "live/contest.html",
        board=found,
        seconds_left=_seconds_left(found),
        part="1" if request.args.get("part") else "",
    )


@pages.get("/assignments/<int:assignment_id>/papers")
def get_papers(assignment_id: int) -> str:
    """Sheets to print: the tasks with the way to the server, a list for signatures, and the results once they are released."""
    assignment = assignment_for(db(), viewer(), assignment_id)
    if not assignment.is_led:
        raise NotFound("no_such_assignment")
    scenario, language = script_of(db().settings, assignment.content_hash), page_language()
    file = scenario.file
    tasks = [
        (chosen(task.title, language), sum(check.points for check in scenario.checks if check.task == task.id), task.due) for task in file.tasks
    ]
    members = members_of(db(), viewer(), assignment.course_id)
    return render_template(
        "live/papers.html",
        assignment=assignment,
        summary=chosen(file.summary, language),
        minutes=file.minutes,
        tasks=tasks,
        start=scenario.start,
        address=request.host_url,
        only_here=request.host.partition(":")[0] in ONLY_HERE,
        rules=rule_sentences(assignment),
        members=[] if assignment.names_hidden else members,
        lines=len(members),
        board=standings(db(), viewer(), assignment_id) if assignment.released_at is not None else None,
    )


def rule_sentences(assignment: AssignmentView) -> list[str]:
    """What holds for an assignment, in sentences for a sheet that students keep."""
    rules = assignment.rules
    found = [_("Opens %(date)s.", date=wall_text(assignment.opens_at))]
    if assignment.due_at is not None:
        found.append(_("Due %(date)s.", date=wall_text(assignment.due_at)))
    for step in rules.late:
        percent = number_text(step.credit // 10)
        found.append(_("Until %(date)s late work counts %(percent)s %% of its points.", date=wall_text(step.until), percent=percent))
    if assignment.closes_at is not None and assignment.closes_at != assignment.due_at:
        found.append(_("Nothing is accepted after %(date)s.", date=wall_text(assignment.closes_at)))
    if rules.minutes is not None:
        found.append(ngettext("An attempt lasts %(num)s minute.", "An attempt lasts %(num)s minutes.", rules.minutes))
    found.append(ngettext("You have %(num)s attempt.", "You have %(num)s attempts.", assignment.attempts))
    if assignment.attempts > 1:
        found.append({"best": _("Your best attempt counts."), "last": _("Your last attempt counts."), "first": _("Your first attempt counts.")}[rules.counts])
    if rules.group_size:
        found.append(ngettext("You work in groups of up to %(num)s.", "You work in groups of up to %(num)s.", rules.group_size))
    if rules.clock == "class":
        found.append(_("The whole class goes on to the next market day together."))
    if rules.clock == "paced":
        found.append(
            ngettext("%(num)s market day becomes free with each real day.", "%(num)s market days become free with each real day.", rules.clock_days)
        )
    if rules.freeze_minutes:
        found.append(
            ngettext(
                "In the last %(num)s minute the board shows nothing new.", "In the last %(num)s minutes the board shows nothing new.", rules.freeze_minutes
            )
        )
    return found


def _seconds_left(board: Standings) -> int | None:
    return None if board.ends_at is None else max(0, int((board.ends_at - board.at).total_seconds()))
