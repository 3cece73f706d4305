"""Stepping into runs: a hint, an event, or a buyer played by hand, in one run or in every open one of an assignment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.engine.staff import (
    FOR_GOOD,
    LEAST_PERCENT,
    MAX_NAME,
    MAX_SUBJECT,
    MAX_TEXT,
    MOST_DAYS,
    MOST_PERCENT,
    StaffCustomer,
    StaffEvent,
    StaffHint,
    countries_served,
    customer_languages,
    shockable_currencies,
)
from lab.school.assignments import AssignmentView, assignment_for
from lab.school.live_board import board
from lab.school.runs import RunView, play_of
from lab.school.steering import SteerReport, steer, steer_all, steer_report
from lab.values.errors import BadInput, LabError, NotFound
from lab.values.text import clip
from lab.web.access import db, only_for_teachers, own_run, viewer
from lab.web.class_frame import shown_deeds
from lab.web.errors import say, sentence
from lab.web.formats import country_name, currency_name, language_name
from lab.web.live import job_text
from lab.web.live_words import EVENTS, deed_text, goods_text, lane_name
from lab.web.seller import place_name
from lab.web.words import ACTION_NAMES, word
from lab.world.action import Action
from lab.world.world import World

pages = Blueprint("steer", __name__)
only_for_teachers(pages)
Page = str | Response | tuple[str, int]
Options = list[tuple[str, str]]
FORMS = ("hint", "strike", "recall", "rate_shock", "carrier_change", "letter", "buyer")
MOST_THREADS, MOST_ORDERS = 60, 60
"""Conversations and orders, the newest ones, that a form offers."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in a world: pairs of a value and its words. `threads` and `orders` belong to one run only."""

    countries: Options
    lanes: Options
    goods: Options
    currencies: Options
    places: Options
    languages: Options
    threads: Options = field(default_factory=list)
    orders: Options = field(default_factory=list)


@pages.get("/runs/<int:run_id>/steer")
def get_steer(run_id: int) -> str:
    return _run_page(run_id)


@pages.post("/runs/<int:run_id>/steer")
def post_steer(run_id: int) -> Page:
    """Do one thing in a run; a form that was refused is shown again as it was filled in."""
    _led_run(run_id)
    try:
        outcome = steer(db(), viewer(), run_id, read_action(request.form))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _run_page(run_id, request.form, sentence(error)), error.status
    if not outcome.ok:
        return _run_page(run_id, request.form, say(outcome.code, **outcome.args)), 409
    flash(_("Done. The student sees it on the next page they open."), "good")
    return redirect(url_for("steer.get_steer", run_id=run_id))


@pages.get("/assignments/<int:assignment_id>/steer")
def get_steer_all(assignment_id: int) -> str:
    return _class_page(assignment_id)


@pages.post("/assignments/<int:assignment_id>/steer")
def post_steer_all(assignment_id: int) -> Page:
    """Do one thing in every open run, by a job whose result stands on the page."""
    _led_assignment(assignment_id)
    try:
        steer_all(db(), viewer(), assignment_id, read_action(request.form))
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        return _class_page(assignment_id, request.form, sentence(error)), error.status
    return redirect(url_for("steer.get_steer_all", assignment_id=assignment_id))


def read_action(form: Mapping[str, str]) -> Action:
    """The action that a form asks for. Raises BadInput."""
    what = form.get("what", "")
    text = form.get("text", "").replace("\r\n", "\n")
    if what == "hint":
        if not text.strip():
            raise BadInput("text_empty", field="text")
        return StaffHint(text)
    if what == "letter":
        return StaffCustomer(text, thread=form.get("thread", ""))
    if what == "buyer":
        order = form.get("order", "")
        return StaffCustomer(
            text, order=order, place="" if order else form.get("place", ""), buyer="" if order else form.get("buyer", ""),
            language=form.get("language", ""), subject=form.get("subject", ""),
        )  # fmt: skip
    if what == "strike":
        kind, _sep, key = form.get("where", "").partition(":")
        return StaffEvent(
            "strike", text, country=key if kind == "country" else "", lane=key if kind == "lane" else "", days=_number(form, "days")
        )
    if what == "recall":
        return StaffEvent("recall", text, sku=form.get("sku", ""), days=_number(form, "days"))
    if what == "rate_shock":
        return StaffEvent(
            "rate_shock", text, currency=form.get("currency", ""), percent=_number(form, "percent"), days=_number(form, "days")
        )
    if what == "carrier_change":
        closed = form.get("change") == "closed"
        percent = 0 if closed else _number(form, "percent")
        return StaffEvent("carrier_change", text, lane=form.get("lane", ""), percent=percent, closed=closed, days=_number(form, "days"))
    raise BadInput("bad_request")


def _number(form: Mapping[str, str], name: str) -> int:
    """A whole number, with a sign if it needs one; 0 for an empty field."""
    text = form.get(name, "").strip().replace("\u2212", "-")
    digits = text.removeprefix("-").removeprefix("+")
    if not text:
        return 0
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        raise BadInput("number_unreadable", field=name, text=text[:40])
    return -int(digits) if text.startswith("-") else int(digits)


def choices_in(world: World, *, one_run: bool) -> Choices:
    """What can be chosen in a world; conversations and orders only for one run, for they differ from run to run."""
    setting = world.setting
    threads = sorted(world.threads.values(), key=lambda thread: -thread.messages[-1].at if thread.messages else 0)[:MOST_THREADS]
    orders = sorted(world.orders.values(), key=lambda order: -order.placed_at)[:MOST_ORDERS]
    return Choices(
        countries=_by_name([(code, country_name(code)) for code in countries_served(setting)]),
        lanes=_by_name([(key, lane_name(world, key)) for key in setting.lanes]),
        goods=_by_name([(sku, goods_text(world, sku)) for sku in setting.products]),
        currencies=_by_name([(code, currency_name(code)) for code in shockable_currencies(setting)]),
        places=[(place, place_name(world, place)) for place in setting.places],
        languages=_by_name([(code, language_name(code)) for code in customer_languages(setting)]),
        threads=[(thread.id, f"{thread.buyer.name}: {clip(thread.subject, 60)}") for thread in threads] if one_run else [],
        orders=[(order.id, f"{order.number} · {order.buyer.name}") for order in orders] if one_run else [],
    )


def _by_name(options: Options) -> Options:
    return sorted(options, key=lambda option: option[1].casefold())


def _limits() -> dict[str, Any]:
    """What the forms need to know of the limits of `lab.engine.staff`."""
    return {
        "max_text": MAX_TEXT, "max_name": MAX_NAME, "max_subject": MAX_SUBJECT, "most_days": MOST_DAYS, "least_percent": LEAST_PERCENT,
        "most_percent": MOST_PERCENT, "events": EVENTS, "for_good": FOR_GOOD, "forms": FORMS,
    }  # fmt: skip


def _run_page(run_id: int, typed: Mapping[str, str] | None = None, fault: str = "") -> str:
    run = _led_run(run_id)
    play = play_of(db(), viewer(), run_id)
    return render_template(
        "live/steer.html",
        run=run,
        world=play.world,
        start=play.world.setting.start,
        choices=choices_in(play.world, one_run=True),
        deeds=shown_deeds(play)[::-1],
        typed=typed or {},
        fault=fault,
        **_limits(),
    )


def _class_page(assignment_id: int, typed: Mapping[str, str] | None = None, fault: str = "") -> str:
    assignment = _led_assignment(assignment_id)
    found = board(db(), viewer(), assignment_id)
    at_work = [row.run_id for row in found.rows if row.run_id is not None and row.state not in ("done", "over", "not_started")]
    world = play_of(db(), viewer(), at_work[0]).world if at_work else None
    report = steer_report(db(), viewer(), assignment_id)
    return render_template(
        "live/steer_all.html",
        assignment=assignment,
        questions=found.questions,
        count=len(at_work),
        world=world,
        choices=choices_in(world, one_run=False) if world is not None else None,
        report=report,
        report_words=_report_words(report, world),
        job_text=job_text(report.job) if report is not None else "",
        job_fault=say(report.job.error) if report is not None and report.job.error else "",
        refusal=lambda line: say(line.code, **(line.args or {})),
        typed=typed or {},
        fault=fault,
        **_limits(),
    )


def _report_words(report: SteerReport | None, world: World | None) -> tuple[str, str, str]:
    """What was done for everybody: its name, the lab's own sentence about it, and what the instructor wrote."""
    if report is None:
        return "", "", ""
    says, text = deed_text(world, report.action, world.now) if world is not None else ("", "")
    return word(ACTION_NAMES, report.action.name), says, text


def _led_run(run_id: int) -> RunView:
    run = own_run(run_id)
    if not run.is_led:
        raise NotFound("no_such_run")
    return run


def _led_assignment(assignment_id: int) -> AssignmentView:
    found = assignment_for(db(), viewer(), assignment_id)
    if not found.is_led:
        raise NotFound("no_such_assignment")
    return found
