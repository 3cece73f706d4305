"""The marking desk: what waits for a person's mark in an assignment, and one answer at a time beside its rubric."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from lab.scenarios.brief import brief_of
from lab.scenarios.script import Scenario
from lab.school.assignments import script_of
from lab.school.judging import Judged, mark, rubric_for
from lab.school.marking_desk import Answer, Desk, Queue, desk_of, own_comments
from lab.school.opinions import MARKERS, Agreement, Opinions, agreement_of, give_opinion, opinions_of, settle
from lab.school.proposals import MAX_REASON
from lab.school.rubrics import Rubric, rubric_of
from lab.school.runs import play_of, report_for
from lab.values.errors import LabError, NotFound
from lab.values.text import chosen
from lab.web.access import db, only_for_teachers, viewer
from lab.web.errors import sentence
from lab.web.findings import shown_check
from lab.web.languages import page_language
from lab.web.words import CHECK_NAMES, word
from lab.world.listing import Listing
from lab.world.world import World

pages = Blueprint("marking", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]

ANSWER_STATES: dict[str, tuple[LazyString, str]] = {
    "open": (_l("to mark"), "warn"),
    "waits": (_l("waits for the second marker"), "info"),
    "differs": (_l("the markers differ"), "bad"),
    "proposed": (_l("waits for a second person"), "warn"),
    "marked": (_l("marked"), "good"),
    "empty": (_l("nothing to mark"), ""),
}
MOST_LISTINGS = 12


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A check of the overview with its name and what its answers stand at."""

    queue: Queue
    name: str
    start: Answer | None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How far two markers agree on one criterion, in words and numbers."""

    criterion: str
    figures: Agreement


@pages.get("/assignments/<int:assignment_id>/marking")
def get_marking(assignment_id: int) -> str:
    """Every check with a rubric: how many answers are marked, and how far two markers agree."""
    desk = desk_of(db(), viewer(), assignment_id)
    scenario = script_of(db().settings, desk.assignment.content_hash)
    lines = [QueueLine(queue, _name(scenario, queue.check_id), _first_to_do(queue)) for queue in desk.queues]
    agreement = agreement_of(db(), viewer(), assignment_id) if desk.assignment.rules.markers == MARKERS else []
    return render_template(
        "marking/overview.html",
        assignment=desk.assignment,
        lines=lines,
        agreement={line.queue.check_id: _agreement(scenario, line.queue.check_id, agreement) for line in lines},
        states=ANSWER_STATES,
    )


@pages.get("/assignments/<int:assignment_id>/marking/<check_id>")
def get_answer(assignment_id: int, check_id: str) -> Page:
    """One answer beside the rubric: that of the run in the address, or the first one that waits."""
    desk = desk_of(db(), viewer(), assignment_id)
    queue = desk.queue(check_id)
    wish = request.args.get("run", "")
    if wish:
        return _answer_page(desk, queue, int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 10 else 0)
    first = _first_to_do(queue) or next(iter(queue.answers), None)
    if first is None:
        return redirect(url_for("marking.get_marking", assignment_id=assignment_id))
    return _answer_page(desk, queue, first.run_id)


@pages.post("/assignments/<int:assignment_id>/marking/<check_id>")
def post_answer(assignment_id: int, check_id: str) -> Page:
    """Save a mark or an opinion, or settle between two, and go on to the next answer that waits."""
    form = request.form
    desk = desk_of(db(), viewer(), assignment_id)
    queue = desk.queue(check_id)
    wish = form.get("run", "")
    run_id = int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 10 else 0
    queue.place_of(run_id)  # only runs of this desk
    levels = levels_sent()
    try:
        _save(desk, run_id, check_id, levels)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _answer_page(desk, queue, run_id, levels, sentence(error), error.code), error.status
    fresh = desk_of(db(), viewer(), assignment_id).queue(check_id)
    following = fresh.next_to_do(run_id)
    if following is None:
        flash(_("No other answer to this check waits for you."), "info")
        return redirect(url_for("marking.get_marking", assignment_id=assignment_id))
    return redirect(url_for("marking.get_answer", assignment_id=assignment_id, check_id=check_id, run=following.run_id))


def levels_sent() -> dict[str, int]:
    """The level chosen for each criterion, as the form sends it."""
    return {
        name[6:]: int(value)
        for name, value in request.form.items()
        if name.startswith("level-") and value.isascii() and value.isdecimal() and len(value) < 4
    }


def _save(desk: Desk, run_id: int, check_id: str, levels: dict[str, int]) -> None:
    """One mark, opinion or settlement; says what became of it at the top of the next page."""
    form = request.form
    comment = form.get("comment", "")
    if form.get("do") == "settle":
        _told(settle(db(), viewer(), run_id, check_id, levels, form.get("reason", ""), comment), _("Settled. The mark counts from now on."))
    elif desk.assignment.rules.markers != MARKERS:
        _told(mark(db(), viewer(), run_id, check_id, levels, comment), _("The mark is saved and counts from now on."))
    else:
        given = give_opinion(db(), viewer(), run_id, check_id, levels, comment)
        if given.judged is not None:
            _told(given.judged, _("Both markers chose the same levels: the mark counts from now on."))
        elif given.state == "differs":
            flash(_("Saved. The two markers differ; somebody else settles it."), "warn")
        else:
            flash(_("Saved. It counts once the second marker has come to the same."), "good")


def _told(judged: Judged, text: str) -> None:
    if judged.waits:
        flash(_("This would lower a score that the student has seen. It waits for a second person and does not count yet."), "warn")
    else:
        flash(text, "good")


def _answer_page(
    desk: Desk, queue: Queue, run_id: int, typed: dict[str, int] | None = None, fault: str = "", code: str = ""
) -> str:
    place = queue.place_of(run_id)
    answer = queue.answers[place]
    language = page_language()
    play = play_of(db(), viewer(), run_id)
    brief = brief_of(play.scenario, play.variant, language)
    report = report_for(db(), viewer(), run_id)
    scenario = script_of(db().settings, report.receipt.get("content", "") or desk.assignment.content_hash)
    opinions = opinions_of(db(), viewer(), run_id, queue.check_id) if desk.assignment.rules.markers == MARKERS else None
    result = next((check for check in report.checks if check.id == queue.check_id), None)
    return render_template(
        "marking/answer.html",
        assignment=desk.assignment,
        queue=queue,
        answer=answer,
        place=place + 1,
        before=queue.answers[place - 1] if place else None,
        after=queue.answers[place + 1] if place + 1 < len(queue.answers) else None,
        name=_name(scenario, queue.check_id),
        task=next((task.text for task in brief.tasks if result is not None and task.id == result.task), ""),
        rubric=rubric_for(db(), viewer(), run_id, queue.check_id),
        papers=play.world.papers,
        listings=_listings(play.world),
        result=shown_check(result, scenario, language) if result is not None else None,
        opinions=opinions,
        chosen=lambda texts: chosen(texts, language),
        levels=typed if typed is not None else _own_levels(opinions),
        comments=own_comments(db(), viewer(), desk.assignment.id, queue.check_id),
        comment=request.form.get("comment", _own_comment(opinions)),
        reason=request.form.get("reason", ""),
        states=ANSWER_STATES,
        max_comment=MAX_REASON,
        fault=fault,
        fault_at="reason" if code == "reason_needed" else "comment" if code == "comment_too_long" else "levels",
    )


def _own_levels(opinions: Opinions | None) -> dict[str, int]:
    own = next((one for one in opinions.seen if one.is_own), None) if opinions is not None else None
    return dict(own.levels) if own is not None else {}


def _own_comment(opinions: Opinions | None) -> str:
    own = next((one for one in opinions.seen if one.is_own), None) if opinions is not None else None
    return own.comment if own is not None else ""


def _listings(world: World) -> list[Listing]:
    """The listings that the shop has written, those on sale first."""
    return sorted(world.listings.values(), key=lambda listing: (not listing.is_live, listing.key))[:MOST_LISTINGS]


def _first_to_do(queue: Queue) -> Answer | None:
    return next((answer for answer in queue.answers if answer.is_to_do), None)


def _name(scenario: Scenario, check_id: str) -> str:
    """What a check is called: the task that it belongs to, and its kind."""
    check = next((one for one in scenario.checks if one.id == check_id), None)
    if check is None:
        return check_id
    task = next((task for task in scenario.file.tasks if task.id == check.task), None)
    kind = word(CHECK_NAMES, check.name)
    return str(_("%(task)s: %(kind)s", task=chosen(task.title, page_language()), kind=kind)) if task is not None else kind


def _agreement(scenario: Scenario, check_id: str, found: list[Agreement]) -> list[AgreementLine]:
    """The criteria of a check by their titles, in the order of the rubric."""
    own = {one.criterion: one for one in found if one.check_id == check_id}
    if not own:
        return []
    try:
        rubric: Rubric | None = rubric_of(scenario, check_id)
    except LabError:
        rubric = None
    titles = {one.id: chosen(one.title, page_language()) for one in rubric.criteria} if rubric is not None else {}
    order = [*titles, *(name for name in own if name not in titles)]
    return [AgreementLine(titles.get(name, name), own[name]) for name in order if name in own]
