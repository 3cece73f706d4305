"""The desk: what to do next, what happened, how the shop is doing; and letting time pass."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lab.coach.lost import lost_sales
from lab.engine.actions import Advance, AdvanceToNext, EndDay
from lab.school.daybook import DayFigures, causes, day_start, days_of_shop, shown_day, turn_between
from lab.school.overview import events_between, funnels, last_passage, next_steps, purse_of, query_lines
from lab.school.traffic import Sums, sums_of
from lab.values.errors import BadInput, NotFound
from lab.values.moment import HOUR, Moment, day_of
from lab.values.money import Money, minor_digits
from lab.web.charts import Chart, Series, line_chart
from lab.web.coach_words import GROUPS, listing_text, stars_text, term
from lab.web.day_words import STEPS, against, cause_text, money_against, turn_text
from lab.web.formats import number_text
from lab.web.listing_words import DIAGNOSES, named
from lab.web.seller import Seat, attempt, done, goods_name, page, place_name, seat_at
from lab.web.steps import MOST_STEPS, event_line, step_line
from lab.world.action import Action

pages = Blueprint("desk", __name__)
NEWS = 8
MOST_EVENTS = 300
"""Lines that the page of a day shows."""
CARDS = 6
CHART_DAYS = 30


@pages.get("/runs/<int:run_id>/")
def get_desk(run_id: int) -> str:
    seat = seat_at(run_id)
    world = seat.world
    steps = next_steps(seat.play)
    events = events_between(world, -1, world.now)[:NEWS]
    sums = sums_of(world, 0, day_of(world.setting.start, world.now))
    return page(
        "desk/desk.html",
        seat,
        steps=[step_line(seat, step) for step in steps[:MOST_STEPS]],
        steps_in_all=len(steps),
        events=[event_line(seat, event) for event in events],
        purse=purse_of(world),
        shoppers=_shoppers(seat, sums),
        drawing=_shopper_chart(days_of_shop(world, sums)),
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
    """What a day brought, and why: the day that ended when time last passed, or the one that the address names.

    The events are those since time last passed, since a moment that the address names, or those of the day named.
    """
    seat = seat_at(run_id)
    world = seat.world
    start = world.setting.start
    today = day_of(start, world.now)
    since, until = _span(seat)
    wish = request.args.get("day", "")
    day = shown_day(world, since, until)
    if wish:
        if not (wish.isascii() and wish.isdecimal() and len(wish) < 6 and 1 <= int(wish) <= today + 1):
            raise NotFound("no_such_page")
        day = int(wish) - 1
        since, until = day_start(world.setting, day) - 1, min(world.now, day_start(world.setting, day + 1) - 1)
    sums = sums_of(world, day, day)
    before = sums_of(world, day - 1, day - 1) if day else Sums({}, {}, {})
    figures = days_of_shop(world)
    events = events_between(world, max(-1, since), until)
    turn = turn_between(sums.total, before.total) if day < today else None
    return page(
        "desk/today.html",
        seat,
        day=day,
        date=start.date() + timedelta(days=day),
        is_over=day < today,
        earlier=day if day else None,
        later=day + 2 if day < today else None,
        since=max(0, since + 1 if wish else since),
        until=until,
        events=[event_line(seat, event) for event in events[:MOST_EVENTS]],
        figures=_figures(seat, figures[day], figures[day - 1] if day else None, whole=day < today),
        money_lines=_money_lines(seat, figures[day]),
        turn=turn_text(turn) if turn is not None else None,
        causes=[(named(STEPS, one.step), cause_text(world, one)) for one in causes(seat.play, day, sums, before)],
        lost=lost_sales(world, most=CARDS, day=day),
        who=GROUPS,
        term=term,
        stars_text=stars_text,
        listing_text=lambda key: listing_text(world, key),
        keyword_text=lambda query: world.setting.market.keywords[query].text,
        shoppers=_shoppers(seat, sums),
        drawings=[one for one in (_shopper_chart(figures[: day + 1]), _money_chart(seat, figures[: day + 1])) if one is not None],
        steps=[step_line(seat, step) for step in next_steps(seat.play)[:4]],
    )


def _span(seat: Seat) -> tuple[Moment, Moment]:
    wish = request.args.get("since", "")
    if wish.isascii() and wish.isdecimal() and len(wish) < 9:
        return int(wish), seat.world.now
    return last_passage(seat.play)


def _passing(wish: str) -> Action:
    if wish == "day":
        return EndDay()
    if wish == "next":
        return AdvanceToNext()
    if wish in ("1", "4"):
        return Advance(int(wish) * HOUR)
    raise BadInput("bad_request")


def _figures(seat: Seat, now: DayFigures, before: DayFigures | None, *, whole: bool) -> list[tuple[str, list[dict[str, Any]]]]:
    """The figures of a day in groups, each beside that of the day before."""
    run_id, currency = seat.run.id, seat.world.setting.currency

    def count(name: str, of: Callable[[DayFigures], int], href: str = "") -> dict[str, Any]:
        note = against(of(now), of(before) if before is not None else None, whole=whole)
        return {"name": name, "count": of(now), "note": note, "href": href}

    def amount(name: str, of: Callable[[DayFigures], int]) -> dict[str, Any]:
        note = money_against(of(now), of(before) if before is not None else None, currency, whole=whole)
        return {"name": name, "money": Money(of(now), currency), "note": note}

    reviews = count(_("Reviews"), lambda one: one.reviews, url_for("performance.get_reviews", run_id=run_id))
    if now.reviews:
        reviews["note"] = _("%(stars)s stars on average", stars=stars_text(now.stars * 1000 // now.reviews))
    returns = url_for("performance.get_reviews", run_id=run_id, _anchor="returns")
    return [
        (_("Shoppers"), [
            count(_("Searches"), lambda one: one.counts.visits),
            count(_("Looks"), lambda one: one.counts.looked),
            count(_("Clicks"), lambda one: one.counts.clicked),
            count(_("New orders"), lambda one: one.orders, url_for("orders.get_orders", run_id=run_id)),
        ]),
        (_("Buyers"), [
            count(_("Messages from buyers"), lambda one: one.messages, url_for("inbox.get_inbox", run_id=run_id)),
            count(_("Parcels delivered"), lambda one: one.delivered),
            reviews,
            count(_("Returns, claims and chargebacks"), lambda one: one.returns + one.disputes, returns),
        ]),
        (_("Money"), [
            amount(_("Money in"), lambda one: one.paid),
            amount(_("Money out"), lambda one: one.money_out),
            amount(_("of it, advertising"), lambda one: one.ads),
        ]),
    ]  # fmt: skip


def _money_lines(seat: Seat, now: DayFigures) -> list[tuple[str, Money]]:
    """What money in and money out are made of; lines without an amount are left out."""
    currency = seat.world.setting.currency
    lines = [
        (_("Paid by buyers, tax and shipping included"), now.paid),
        (_("Given back to buyers"), -now.given_back),
        (_("Platform fees"), -now.fees),
        (_("Postage"), -now.postage),
        (_("Duty and import tax"), -now.duty),
        (_("Advertising"), -now.ads),
        (_("Warehouse rent and fees"), -now.storage),
        (_("Exchange gain or loss"), -now.exchange),
    ]
    return [(name, Money(value, currency)) for name, value in lines if value]


def _shoppers(seat: Seat, sums: Sums) -> list[dict[str, object]]:
    world = seat.world
    return [
        {
            "line": line,
            "listing": world.listings[line.listing],
            "why": named(DIAGNOSES, line.diagnosis),
            "queries": query_lines(world, sums.of_listing(line.listing), 5),
            "place": place_name(world, world.listings[line.listing].place),
            "goods": goods_name(world, world.listings[line.listing].sku),
        }
        for line in funnels(world, sums)
        if world.listings[line.listing].first_live_at is not None
    ]


def _shopper_chart(figures: list[DayFigures]) -> Chart | None:
    shown = figures[-CHART_DAYS:]
    if len(shown) < 2:
        return None
    series = [
        Series(_("Clicks"), [one.counts.clicked for one in shown]),
        Series(_("Purchases"), [one.counts.bought for one in shown]),
    ]
    return line_chart(_("Clicks and purchases by day"), [_("Day %(n)s", n=one.day + 1) for one in shown], series, axis=_("Day"))


def _money_chart(seat: Seat, figures: list[DayFigures]) -> Chart | None:
    shown = figures[-CHART_DAYS:]
    if len(shown) < 2:
        return None
    currency = seat.world.setting.currency
    scale = 10 ** minor_digits(currency)
    series = [
        Series(_("Money in"), [one.paid / scale for one in shown]),
        Series(_("Money out"), [one.money_out / scale for one in shown]),
    ]
    days = [_("Day %(n)s", n=one.day + 1) for one in shown]
    title = _("Money in and out by day, in %(currency)s", currency=currency)
    return line_chart(title, days, series, axis=_("Day"), show=lambda value: number_text(Decimal(str(round(value, 3))), 2))
