"""The live board of an assignment: who needs somebody, customers who wait, questions, the clock of the class, and collecting what is left open."""

from collections.abc import Callable, Sequence
from functools import cache

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.school.assignments import assignment_for
from lab.school.class_clock import set_class_day
from lab.school.class_inbox import class_inbox
from lab.school.collecting import ask_collect, collected, collecting
from lab.school.help_requests import MAX_ANSWER, answer, questions_of
from lab.school.jobs import JobView
from lab.school.live_board import STATES, LiveBoard, LiveRow, board
from lab.school.rules import MAX_CLOCK_DAYS
from lab.school.steering import steer_report
from lab.values.errors import LabError, NotFound
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import say, sentence
from lab.web.formats import duration_text, moment, number, wall_text
from lab.web.inbox_words import own_name
from lab.web.languages import direction
from lab.web.live_words import LIVE_STATES, STATE_HELP
from lab.web.seller import read_number, tell
from lab.web.words import ACTION_NAMES, word

pages = Blueprint("live", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]
WORKS = ("collect", "steer")
WAITING = "waiting"
"""The filter that shows the shops whose customers wait for an answer; it is no state."""


@pages.get("/assignments/<int:assignment_id>/live")
def get_live(assignment_id: int) -> str:
    """The board; with `?part=1` only what changes, for the script that keeps it fresh."""
    return _live_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/live/clock")
def post_clock(assignment_id: int) -> Page:
    """Let the class go on to a day."""
    if not assignment_for(db(), viewer(), assignment_id).is_led:
        raise NotFound("no_such_assignment")
    typed = request.form.get("day", "")
    try:
        clock = set_class_day(db(), viewer(), assignment_id, read_number(typed, "day"))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _live_page(assignment_id, day=typed, fault=sentence(error)), error.status
    flash(_("The class may go on to the end of day %(day)s.", day=clock.day), "good")
    return redirect(url_for("live.get_live", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/live/collect")
def post_collect(assignment_id: int) -> AnyResponse:
    """Close and grade every open run whose time is over."""
    try:
        ask_collect(db(), viewer(), assignment_id)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        tell(error)
    return redirect(url_for("live.get_live", assignment_id=assignment_id, _anchor="collect"))


@pages.get("/assignments/<int:assignment_id>/live/collect")
def get_collect_state(assignment_id: int) -> Response:
    """How far collecting is, for a script that waits."""
    return job_state(collecting(db(), viewer(), assignment_id))


@pages.get("/assignments/<int:assignment_id>/live/steer")
def get_steer_state(assignment_id: int) -> Response:
    """How far an action for everybody is, for a script that waits."""
    report = steer_report(db(), viewer(), assignment_id)
    return job_state(report.job if report is not None else None)


@pages.get("/assignments/<int:assignment_id>/live/customers")
def get_customers(assignment_id: int) -> str:
    """The conversations of all shops in which a buyer waits, the longest wait first."""
    found = class_inbox(db(), viewer(), assignment_id)
    return render_template("live/customers.html", found=found, span=cache(duration_text), own_name=own_name, dir_of=direction)


@pages.get("/assignments/<int:assignment_id>/live/questions")
def get_questions(assignment_id: int) -> str:
    """Questions that wait, and those answered last."""
    return _questions_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/live/questions")
def post_answer(assignment_id: int) -> Page:
    """Answer a question, if wished as a hint in the run's journal too."""
    form = request.form
    number = form.get("question", "")
    question_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    text, as_hint = form.get("text", "").replace("\r\n", "\n"), form.get("hint") == "1"
    try:
        answer(db(), viewer(), assignment_id, question_id, text, as_hint=as_hint)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _questions_page(assignment_id, question_id, text, as_hint=as_hint, fault=sentence(error)), error.status
    flash(_("Your answer is with the student."), "good")
    return redirect(url_for("live.get_questions", assignment_id=assignment_id))


def job_state(job: JobView | None) -> Response:
    return jsonify(over=job is None or job.is_over, percent=job.progress // 10 if job else 0, text=job_text(job))


def job_text(job: JobView | None) -> str:
    """Where a job stands, in words."""
    if job is None:
        return ""
    if job.state == "waiting":
        return str(ngettext("Waits for %(num)s other job", "Waits for %(num)s other jobs", job.ahead) if job.ahead else _("Waits for its turn"))
    if job.state == "working":
        return str(_("At work: %(n)s %%", n=job.progress // 10))
    return {"done": str(_("Finished")), "failed": str(_("Could not be finished")), "cancelled": str(_("Called off"))}[job.state]


def _live_page(assignment_id: int, day: str = "", fault: str = "") -> str:
    found = board(db(), viewer(), assignment_id)
    wish = request.args.get("state", "")
    state = wish if wish in (*STATES, WAITING) else ""
    job = collecting(db(), viewer(), assignment_id) if found.is_led else None
    return render_template(
        "live/board.html",
        board=found,
        rows=_rows(found, state),
        state=state,
        filters=_filters(found, state),
        states=LIVE_STATES,
        help=STATE_HELP,
        action_name=lambda row: word(ACTION_NAMES, row.last_action) if row.last_action else "",
        refusal=_refusal,
        part="1" if request.args.get("part") else "",
        job=job,
        job_text=job_text(job),
        collected=collected(job),
        failed_text=lambda code: say(code),
        labels={row.run_id: row.label for row in found.rows},
        next_day=day or str(min(MAX_CLOCK_DAYS, (found.clock.day or 0) + 1)),
        fault=fault,
        **_shared_words(found),
    )


def _shared_words(found: LiveBoard) -> dict[str, Callable[..., object]]:
    """Formats that the rows of a board share: what many of them say is put into words once for a page."""
    at_minute = cache(wall_text)
    return {
        "count": cache(number), "span": cache(duration_text), "market_time": cache(lambda time: moment(time, found.start)),
        "seen": lambda stamp: at_minute(stamp.replace(second=0, microsecond=0)),
    }  # fmt: skip


def _filters(found: LiveBoard, state: str) -> list[dict[str, object]]:
    """Links that show one state each, those with somebody in it."""
    def href(wish: str) -> str:
        return url_for("live.get_live", assignment_id=found.assignment_id, state=wish or None)

    first: list[dict[str, object]] = [{"label": _("All"), "href": href(""), "current": not state, "count": len(found.rows)}]
    if found.waiting or state == WAITING:
        first.append(
            {"label": _("Customers waiting"), "href": href(WAITING), "current": state == WAITING, "count": len(found.with_waiting)}
        )
    return first + [
        {"label": LIVE_STATES[one][0], "href": href(one), "current": one == state, "count": found.counts.get(one, 0)}
        for one in STATES
        if found.counts.get(one) or one == state
    ]


def _rows(found: LiveBoard, state: str) -> Sequence[LiveRow]:
    """The rows that a filter shows: who needs somebody first, or whose customer has waited longest."""
    if state == WAITING:
        return found.with_waiting
    return sorted((row for row in found.rows if state in ("", row.state)), key=lambda row: STATES.index(row.state))


def _refusal(row: LiveRow) -> str:
    return say(row.refusal, **row.refusal_args) if row.refusal else ""


def _questions_page(assignment_id: int, fault_at: int = 0, typed: str = "", *, as_hint: bool = False, fault: str = "") -> str:
    questions = questions_of(db(), viewer(), assignment_id)
    assignment = assignment_for(db(), viewer(), assignment_id)
    return render_template(
        "live/questions.html",
        assignment=assignment,
        waiting=[one for one in questions if one.state == "open"],
        answered=[one for one in questions if one.state == "answered"],
        gone=fault if fault and all(one.id != fault_at or one.state != "open" for one in questions) else "",
        fault_at=fault_at,
        typed=typed,
        as_hint=as_hint,
        fault=fault,
        longest=MAX_ANSWER,
    )
