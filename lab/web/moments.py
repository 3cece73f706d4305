"""One moment of a run: what was done, what it changed, and what each check would have given then."""

from flask import Blueprint, request

from lab.school.changes import world_changes
from lab.school.grades import rules_shown
from lab.school.moments import checks_at, past_of
from lab.school.runs import journal_of, report_for
from lab.values.moment import day_of
from lab.web.access import db, viewer
from lab.web.change_words import change_lines
from lab.web.findings import shown_tasks
from lab.web.journal_words import timeline_row
from lab.web.languages import page_language
from lab.web.seller import page, seat_at

pages = Blueprint("moments", __name__)
EARLY_DAYS = 7
"""Later than this the checks are only worked out when asked for: it takes a replay of all that went before."""


@pages.get("/runs/<int:run_id>/moment")
def get_moment(run_id: int) -> str:
    """The moment that the address names, or the last one: the action before it, what it changed, and the checks."""
    seat = seat_at(run_id)
    past = seat.past or past_of(db(), viewer(), run_id, seat.run.seq)
    if seat.past is None:
        seat = type(seat)(seat.run, past.play, past)
    before = past_of(db(), viewer(), run_id, past.back).play.world
    evening = past_of(db(), viewer(), run_id, past.day_before).play.world
    lines = journal_of(db(), viewer(), run_id)
    report = report_for(db(), viewer(), run_id)
    rules = rules_shown(db().settings, report, past.play.scenario)
    early = day_of(seat.world.setting.start, seat.world.now) < EARLY_DAYS
    checks = checks_at(db(), viewer(), past) if early or request.args.get("checks") else None
    return page(
        "review/moment.html",
        seat,
        done=timeline_row(lines[past.at - 1]) if past.at else None,
        by_action=change_lines(world_changes(before, past.play.world), past.play.world),
        by_day=change_lines(world_changes(evening, past.play.world), past.play.world),
        tasks=shown_tasks(checks or (), rules, page_language()),
        unasked=checks is None,
    )
