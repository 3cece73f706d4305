"""The desk: what to do next, what happened, how the shop is doing; and letting time pass."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.engine.actions import Advance, AdvanceToNext, EndDay
from lab.school.overview import (
    events_between,
    funnels,
    last_passage,
    next_steps,
    purse_of,
    quarters,
    query_lines,
)
from lab.values.errors import BadInput
from lab.values.moment import HOUR, Moment, minute_of_day
from lab.web.charts import Series, line_chart
from lab.web.formats import moment_text
from lab.web.listing_words import DIAGNOSES, named
from lab.web.seller import Seat, attempt, done, goods_name, page, place_name, seat_at
from lab.web.steps import event_line, step_line
from lab.world.action import Action

pages = Blueprint("desk", __name__)
NEWS = 8


@pages.get("/runs/<int:run_id>/")
def get_desk(run_id: int) -> str:
    seat = seat_at(run_id)
    world = seat.world
    steps = next_steps(seat.play)
    events = events_between(world, -1, world.now)[:NEWS]
    return page(
        "desk/desk.html",
        seat,
        steps=[step_line(seat, step) for step in steps],
        events=[event_line(seat, event) for event in events],
        purse=purse_of(world),
        shoppers=_shoppers(seat, None),
        drawing=_chart(seat),
    )


@pages.post("/runs/<int:run_id>/advance")
def post_advance(run_id: int) -> Response:
    """Let time pass: some hours, to the next event, or to the next morning; then say what happened."""
    seat = seat_at(run_id)
    before = seat.world.now
    outcome = attempt(seat, _passing(request.form.get("by", "")))
    if not outcome.ok:
        done(outcome, "")
        return redirect(url_for("desk.get_desk", run_id=run_id))
    return redirect(url_for("desk.get_today", run_id=run_id, since=before))


@pages.get("/runs/<int:run_id>/today")
def get_today(run_id: int) -> str:
    """What happened when time last passed, or since a moment that the address names."""
    seat = seat_at(run_id)
    world = seat.world
    wish = request.args.get("since", "")
    since, until = (int(wish), world.now) if wish.isdecimal() and len(wish) < 9 else last_passage(seat.play)
    events = events_between(world, since, until)
    lines = funnels(world, since)
    return page(
        "desk/today.html",
        seat,
        since=since,
        until=until,
        events=[event_line(seat, event) for event in events],
        counts={kind: sum(event.kind == kind for event in events) for kind in ("order", "message", "delivered")},
        looked=sum(line.looked for line in lines),
        clicked=sum(line.clicked for line in lines),
        shoppers=_shoppers(seat, since),
        steps=[step_line(seat, step) for step in next_steps(seat.play)[:4]],
    )


def _passing(wish: str) -> Action:
    if wish == "day":
        return EndDay()
    if wish == "next":
        return AdvanceToNext()
    if wish in ("1", "4"):
        return Advance(int(wish) * HOUR)
    raise BadInput("bad_request")


def _quarter_name(seat: Seat, at: Moment, *, is_first: bool) -> str:
    """When a quarter begins; the day is named once, at its first quarter."""
    start = seat.world.setting.start
    minute = minute_of_day(start, at)
    return moment_text(at, start) if is_first or minute == 0 else f"{minute // HOUR:02d}:{minute % HOUR:02d}"


def _shoppers(seat: Seat, since: Moment | None) -> list[dict[str, object]]:
    world = seat.world
    return [
        {
            "line": line,
            "listing": world.listings[line.listing],
            "why": named(DIAGNOSES, line.diagnosis),
            "queries": query_lines(world, line.listing, 5),
            "place": place_name(world, world.listings[line.listing].place),
            "goods": goods_name(world, world.listings[line.listing].sku),
        }
        for line in funnels(world, since)
        if world.listings[line.listing].first_live_at is not None
    ]


def _chart(seat: Seat) -> object:
    found = quarters(seat.world)
    if len(found) < 2:
        return None
    labels = [_quarter_name(seat, quarter.at, is_first=quarter is found[0]) for quarter in found]
    series = [
        Series(_("Clicks"), [quarter.clicked for quarter in found]),
        Series(_("Purchases"), [quarter.bought for quarter in found]),
    ]
    return line_chart(_("Clicks and purchases by quarter of a day"), labels, series, axis=_("From"))
