"""An instructor's view of one run: the graded report with its evidence, marking, overriding, and the timeline."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.script import Scenario
from lab.school.appeals import appeals_of_run
from lab.school.assignments import assignment_for, script_of
from lab.school.grades import record_of, rules_shown
from lab.school.judging import Judged
from lab.school.proposals import proposals_of
from lab.school.receipts import receipts_of
from lab.school.regrades import ask_regrade
from lab.school.rubrics import Rubric
from lab.school.runs import (
    RunView,
    grades_of,
    journal_of,
    mark,
    override,
    play_of,
    report_for,
    rubric_for,
)
from lab.values.errors import BadFile, LabError, NotFound
from lab.values.text import chosen
from lab.web.access import db, only_for_teachers, own_run, viewer
from lab.web.errors import sentence
from lab.web.findings import shown_tasks, skill_points
from lab.web.journal_words import timeline
from lab.web.languages import page_language
from lab.web.regrade_words import APPEAL_STATES, PROPOSAL_STATES

pages = Blueprint("review", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]


@pages.get("/runs/<int:run_id>/review")
def get_review(run_id: int) -> str:
    return _review_page(run_id)


@pages.get("/runs/<int:run_id>/review/timeline")
def get_timeline(run_id: int) -> str:
    run = _taught_run(run_id)
    start = _scenario_of(run).start
    days = timeline(journal_of(db(), viewer(), run_id), start)
    return render_template("review/timeline.html", run=run, start=start, days=days)


@pages.get("/runs/<int:run_id>/review/record.json")
def get_record(run_id: int) -> Response:
    """The whole grade record: with the journal, all that is needed to compute the grade again."""
    return Response(
        record_of(db(), viewer(), run_id),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="grade-run-{run_id}.json"'},
    )


@pages.post("/runs/<int:run_id>/review/mark/<check_id>")
def post_mark(run_id: int, check_id: str) -> Page:
    """Mark a check with its rubric: one level per criterion, and a comment for the student."""
    form = request.form
    levels = {name[6:]: int(value) for name, value in form.items() if name.startswith("level-") and value.isdecimal() and len(value) < 4}
    try:
        judged = mark(db(), viewer(), run_id, check_id, levels, form.get("comment", ""))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _review_page(run_id, check_id, sentence(error)), error.status
    _tell(judged, _("The mark is saved and counts from now on."))
    return redirect(url_for("review.get_review", run_id=run_id, _anchor=f"check-{check_id}"))


@pages.post("/runs/<int:run_id>/review/override/<check_id>")
def post_override(run_id: int, check_id: str) -> Page:
    """Decide a check by hand, with the reason, which the student sees."""
    try:
        judged = override(db(), viewer(), run_id, check_id, request.form.get("share", ""), request.form.get("reason", ""))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _review_page(run_id, check_id, sentence(error)), error.status
    _tell(judged, _("Your decision is saved and counts from now on."))
    return redirect(url_for("review.get_review", run_id=run_id, _anchor=f"check-{check_id}"))


@pages.post("/runs/<int:run_id>/review/regrade")
def post_regrade(run_id: int) -> Page:
    """Replay the whole run from its first action and grade it again; the result is a table of one row, to be applied."""
    run = _taught_run(run_id)
    try:
        regrade_id = ask_regrade(db(), viewer(), run.assignment_id, request.form.get("reason", ""), run_id=run_id)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _review_page(run_id, "regrade", sentence(error)), error.status
    return redirect(url_for("regrades.get_regrade", regrade_id=regrade_id))


def _tell(judged: Judged, text: str) -> None:
    """Say that a judgement counts, or that it waits for a second person."""
    if judged.waits:
        flash(_("This would lower a score that the student has seen. It waits for a second person and does not count yet."), "warn")
    else:
        flash(text, "good")


def _taught_run(run_id: int) -> RunView:
    run = own_run(run_id)
    if not run.is_taught:
        raise NotFound("no_such_run")
    return run


def _scenario_of(run: RunView) -> Scenario:
    return script_of(db().settings, assignment_for(db(), viewer(), run.assignment_id).content_hash)


def _review_page(run_id: int, fault_at: str = "", fault: str = "") -> str:
    run = _taught_run(run_id)
    report, language = report_for(db(), viewer(), run_id), page_language()
    assignment = assignment_for(db(), viewer(), run.assignment_id)
    scenario = rules_shown(db().settings, report, script_of(db().settings, assignment.content_hash))
    tasks = shown_tasks(report.checks, scenario, language)
    handed_in = run.state == "handed_in"
    by_person = [check.id for task in tasks for check in task.checks if check.by_person] if handed_in else []
    rubrics, broken = _rubrics(run_id, by_person)
    papers = play_of(db(), viewer(), run_id).world.papers if handed_in else None
    return render_template(
        "review/report.html",
        run=run,
        report=report,
        tasks=tasks,
        skills=skill_points(report.checks),
        grades=grades_of(db(), viewer(), run_id),
        receipts=receipts_of(db(), viewer(), run_id),
        rubrics=rubrics,
        markers=assignment.rules.markers,
        broken=broken,
        reflection=papers.reflection if papers else "",
        chosen=lambda texts: chosen(texts, language),
        appeals=appeals_of_run(db(), viewer(), run_id),
        appeal_states=APPEAL_STATES,
        proposals=proposals_of(db(), viewer(), run_id=run_id),
        proposal_states=PROPOSAL_STATES,
        fault_at=fault_at,
        fault=fault,
    )


def _rubrics(run_id: int, check_ids: Sequence[str]) -> tuple[dict[str, Rubric], dict[str, str]]:
    """The rubrics that can be read, and what is wrong with the others: a broken rubric does not hide the report."""
    rubrics, broken = {}, {}
    for check_id in check_ids:
        try:
            rubrics[check_id] = rubric_for(db(), viewer(), run_id, check_id)
        except BadFile as error:
            broken[check_id] = str(error)
    return rubrics, broken
