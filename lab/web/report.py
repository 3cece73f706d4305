"""Handing in, and the graded report."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.checks.decision_recorded import DecisionRecorded
from lab.grading.grade import CheckResult
from lab.ledger.actions import MAX_REFLECTION, SubmitReflection
from lab.ledger.sale import WORKSHEET_LINES
from lab.school.appeals import MAX_WORDS, appeal, appeals_of_run, may_appeal
from lab.school.grades import rules_shown
from lab.school.overview import next_steps
from lab.school.receipts import receipts_of
from lab.school.runs import hand_in, report_for
from lab.school.solutions import solution_shown
from lab.values.errors import LabError
from lab.web.access import db, own_run, viewer
from lab.web.errors import say, sentence
from lab.web.findings import shown_tasks, skill_points
from lab.web.languages import page_language
from lab.web.regrade_words import APPEAL_STATES
from lab.web.seller import Seat, attempt, done, goods_name, page, place_name, seat_at, tell
from lab.web.steps import MOST_STEPS, step_line
from lab.web.words import ACTION_NAMES, word

pages = Blueprint("report", __name__)


@pages.get("/runs/<int:run_id>/hand-in")
def get_hand_in(run_id: int) -> str:
    seat = seat_at(run_id)
    return _hand_in_page(seat, seat.world.papers.reflection, "")


@pages.post("/runs/<int:run_id>/hand-in/reflection")
def post_reflection(run_id: int) -> Response | tuple[str, int]:
    seat = seat_at(run_id)
    text = request.form.get("text", "")[:20_000]
    outcome = attempt(seat, SubmitReflection(text.replace("\r\n", "\n")))
    if not outcome.ok:
        return _hand_in_page(seat_at(run_id), text, say(outcome.code, **outcome.args)), 409
    done(outcome, _("Your reflection is saved."))
    return redirect(url_for("report.get_hand_in", run_id=run_id, _anchor="reflection"))


@pages.post("/runs/<int:run_id>/hand-in")
def post_hand_in(run_id: int) -> Response:
    """Close the run and grade it. There is no way back, so a tick is asked for."""
    own_run(run_id)
    if not request.form.get("sure"):
        flash(_("Tick the box first: after handing in nothing can be changed."), "warn")
        return redirect(url_for("report.get_hand_in", run_id=run_id))
    try:
        hand_in(db(), viewer(), run_id)
    except LabError as error:
        if error.status == 404:
            raise
        tell(error)
        return redirect(url_for("report.get_hand_in", run_id=run_id))
    flash(_("Handed in."), "good")
    return redirect(url_for("report.get_report", run_id=run_id))


@pages.get("/runs/<int:run_id>/report")
def get_report(run_id: int) -> str:
    seat = seat_at(run_id)
    return _report_page(seat)


@pages.post("/runs/<int:run_id>/report/appeals/<check_id>")
def post_appeal(run_id: int, check_id: str) -> Response | tuple[str, int]:
    """Object to the result of one check, in words."""
    own_run(run_id)
    text = request.form.get("text", "")
    try:
        appeal(db(), viewer(), run_id, check_id, text)
    except LabError as error:
        if error.status == 404:
            raise
        return _report_page(seat_at(run_id), check_id, sentence(error), text), error.status
    flash(_("Your appeal is with your instructor. The answer will stand here."), "good")
    return redirect(url_for("report.get_report", run_id=run_id, _anchor=f"check-{check_id}"))


def _report_page(seat: Seat, fault_at: str = "", fault: str = "", typed: str = "") -> str:
    run_id = seat.run.id
    report = report_for(db(), viewer(), run_id)
    rules = rules_shown(db().settings, report, seat.play.scenario)
    return page(
        "report/report.html",
        seat,
        report=report,
        receipts=receipts_of(db(), viewer(), run_id),
        tasks=shown_tasks(report.checks, rules, page_language()),
        skills=skill_points(report.checks),
        hidden=len(rules.checks) - len(report.checks),
        seen_at={check.id: _places(seat, check.id) for check in report.checks},
        deeds={check.id: _deeds(seat, check) for check in report.checks},
        appeals=appeals_of_run(db(), viewer(), run_id),
        appeal_states=APPEAL_STATES,
        may_appeal=may_appeal(db(), viewer(), run_id),
        max_appeal=MAX_WORDS,
        solution_shown=solution_shown(db(), viewer(), run_id),
        fault_at=fault_at,
        fault=fault,
        typed=typed,
    )


def _places(seat: Seat, check_id: str) -> list[tuple[str, str]]:
    """The pages on which a reader sees what a check looked at, each with its name."""
    check = next((one for one in seat.play.scenario.checks if one.id == check_id), None)
    if check is None:
        return []
    if check.name.startswith("profit.worksheet"):
        return [(_("Worksheet"), url_for("finance.get_worksheet", run_id=seat.run.id))]
    if isinstance(check, DecisionRecorded):
        return [(_("Decisions"), url_for("decisions.get_decisions", run_id=seat.run.id, _anchor=f"question-{check.question}"))]
    if check.by_person:
        return [(_("Reflection"), url_for("report.get_hand_in", run_id=seat.run.id, _anchor="reflection"))]
    return [found for found in (_place(seat, target) for target in check.on) if found is not None]


def _place(seat: Seat, target: str) -> tuple[str, str] | None:
    run_id, world = seat.run.id, seat.world
    if target in world.orders:
        order = world.orders[target]
        return _("Order %(number)s", number=order.number), url_for("orders.get_order", run_id=run_id, order_id=target)
    if target in world.threads:
        return world.threads[target].subject, url_for("inbox.get_thread", run_id=run_id, thread_id=target)
    place, _sep, sku = target.rpartition("/")
    if sku in world.setting.products and place in world.setting.places:
        platform, _sep, country = place.partition("/")
        address = url_for("listings.get_editor", run_id=run_id, platform=platform, country=country, sku=sku)
        return f"{goods_name(world, sku)}, {place_name(world, place)}", address
    if target in world.setting.places:
        return place_name(world, target), url_for("shipping.get_shipping", run_id=run_id)
    return None


def _deeds(seat: Seat, check: CheckResult) -> list[tuple[str, int, int]]:
    """The actions that a check's evidence names, in words, each with its moment and how many had then been done, in order."""
    numbers = {str(proof.get("ref", "")).removeprefix("action:") for proof in check.evidence}
    rows = [seat.play.rows[int(number)] for number in numbers if number.isdigit() and int(number) < seat.play.seq]
    rows.sort(key=lambda row: row.seq)
    return [(word(ACTION_NAMES, row.deed.action.name), row.sim_time, row.seq + 1) for row in rows]


def _hand_in_page(seat: Seat, reflection: str, fault: str) -> str:
    asked = {check.name for check in seat.play.scenario.checks}
    open_steps = [step for step in next_steps(seat.play) if step.kind not in ("pass_time", "hand_in", "read_brief")]
    return page(
        "report/hand_in.html",
        seat,
        steps=[step_line(seat, step) for step in open_steps[:MOST_STEPS]],
        asks_reflection="reflection.rubric" in asked,
        asks_worksheet="profit.worksheet_matches" in asked,
        worksheet_lines=len(seat.world.papers.worksheet),
        worksheet_of=len(WORKSHEET_LINES),
        reflection=reflection,
        max_reflection=MAX_REFLECTION,
        fault=fault,
    )
