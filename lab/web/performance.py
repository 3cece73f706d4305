"""Performance: shoppers and keywords over days, reviews and what comes back, account health, and the calendar ahead."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from lab.ads.spending import MICRO_PER_MINOR
from lab.market.base import REFERENCE
from lab.orders.actions import MAX_PLAN, SubmitPlan
from lab.school.overview import funnels
from lab.school.season import coming
from lab.school.standing import PlatformHealth, health_of
from lab.school.traffic import Counts, Sums, best_keywords, sums_of, weak_keywords
from lab.values.moment import HOUR, day_of
from lab.values.money import Money
from lab.web.charts import Chart, Series, line_chart
from lab.web.coach_words import listing_text, stars_text
from lab.web.day_words import occasion
from lab.web.errors import say
from lab.web.formats import country_name, duration_text
from lab.web.listing_words import DIAGNOSES, named
from lab.web.seller import Seat, attempt, done, goods_name, page, place_name, seat_at
from lab.web.tables import csv_bytes
from lab.world.aftermath import Review
from lab.world.order import Order

pages = Blueprint("performance", __name__)
SPANS = (7, 30, 0)
"""Days that the page of shoppers may look back; 0 is the whole run."""
KEYWORDS, REVIEWS, CHART_DAYS, AHEAD = 25, 20, 60, 30

STANDINGS: dict[str, tuple[LazyString, str, LazyString]] = {
    "unknown": (_l("Too few orders to judge"), "", _l("The platform judges a measure from ten orders on. Nothing is lost and nothing gained so far.")),
    "good": (_l("In good standing"), "good", _l("Every measure keeps its target. Your listings lose nothing.")),
    "warned": (
        _l("Warned"), "warn",
        _l("A measure is beyond its target. All your listings on this platform stand lower, about as if they had sold a third of what they sell. Bring the measure back under its target and the warning ends at midnight."),
    ),
    "restricted": (
        _l("Restricted"), "bad",
        _l("A measure is beyond twice its target, or more than two percent of the orders went wrong. Your listings stand as low as if they hardly sold at all, and none of your advertising runs. It ends seven days after you hand in a plan, if nothing else goes wrong; then you are warned."),
    ),
}  # fmt: skip
MEASURES: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    "defects": (_l("Orders gone wrong"), _l("orders with a review of one or two stars, or with a dispute, of all orders placed"), _l("Promise what the goods hold, ship in time, answer every buyer.")),
    "late": (_l("Shipped late"), _l("orders shipped after the promised day, or still waiting then, of those that left or should have"), _l("Ship today what is due today; promise more handling time if you cannot.")),
    "cancels": (_l("Cancelled by you"), _l("orders that you cancelled, or that the platform cancelled because you did not ship, of all orders placed"), _l("Offer only what lies in your store-room.")),
    "untracked": (_l("Sent without tracking"), _l("orders sent without a tracking number, of those that left"), _l("Choose a service that tracks its parcels.")),
}  # fmt: skip
VERDICTS: dict[str, tuple[LazyString, str]] = {
    "few": (_l("too few orders"), ""),
    "kept": (_l("kept"), "good"),
    "near": (_l("no room left"), "warn"),
    "over": (_l("beyond the target"), "warn"),
    "far": (_l("beyond twice the target"), "bad"),
}
REASONS: dict[str, LazyString] = {
    "changed_mind": _l("Changed their mind"),
    "not_as_described": _l("Not as described"),
    "late": _l("Came too late"),
    "not_arrived": _l("Never arrived"),
}


@pages.get("/runs/<int:run_id>/performance")
def get_traffic(run_id: int) -> str:
    """Shoppers: the way from the search to the purchase, by day, by listing and by keyword."""
    seat = seat_at(run_id)
    world = seat.world
    today = day_of(world.setting.start, world.now)
    span = _number("days", 30, SPANS)
    first = max(0, today - span + 1) if span else 0
    wanted = request.args.get("listing", "")
    listing = wanted if wanted in world.listings else None
    sums = sums_of(world, first, today, listing)
    every = sorted(sums.queries, key=lambda key: (-sums.queries[key].looked, key))
    last = max(1, -(-len(every) // KEYWORDS))
    number = min(max(1, _number("page", 1)), last)
    return page(
        "performance/traffic.html",
        seat,
        tabs_=_tabs(run_id),
        span=span,
        spans=SPANS,
        first=first,
        listing=listing,
        options=[(key, listing_text(world, key)) for key, one in world.listings.items() if one.first_live_at is not None],
        total=sums.total,
        ad_cost=Money(sums.total.ad_cost // MICRO_PER_MINOR, REFERENCE),
        drawings=_traffic_charts(sums),
        lines=[
            {"line": line, "counts": sums.of(line.listing), "listing": world.listings[line.listing], "why": named(DIAGNOSES, line.diagnosis)}
            for line in funnels(world, sums)
            if world.listings[line.listing].first_live_at is not None and listing in (None, line.listing)
        ],
        best=[_keyword(seat, key, sums) for key in best_keywords(sums.queries)],
        weak=[_keyword(seat, key, sums) for key in weak_keywords(sums.queries, sums.total)],
        keywords=[_keyword(seat, key, sums) for key in every[(number - 1) * KEYWORDS : number * KEYWORDS]],
        number_of_keywords=len(every),
        number_=number,
        pages_=last,
    )


@pages.get("/runs/<int:run_id>/performance/traffic.csv")
def get_traffic_csv(run_id: int) -> Response:
    """Every row of the shop's traffic: one per day, listing and keyword."""
    seat = seat_at(run_id)
    world = seat.world
    keywords = world.setting.market.keywords
    heads = [
        _("Day"), _("Date"), _("Platform"), _("Country"), _("SKU"), _("Language"), _("Keyword"), _("Searches"), _("Shown"), _("Looks"),
        _("Clicks"), _("Purchases"), _("Shown, sponsored"), _("Clicks, sponsored"), _("Purchases, sponsored"),
        _("Cost of advertising (%(currency)s)", currency=REFERENCE),
    ]  # fmt: skip
    start = world.setting.start.date()
    rows = (
        [
            str(row.day + 1), (start + timedelta(days=row.day)).isoformat(), *row.listing.split("/"), keywords[row.query].language,
            keywords[row.query].text, *map(str, (row.visits, row.shown, row.looked, row.clicked, row.bought)),
            *map(str, (row.ad_shown, row.ad_clicked, row.ad_bought)), _micro_text(row.ad_cost),
        ]
        for row in world.traffic
    )  # fmt: skip
    return _csv([heads, *rows], f"traffic-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/performance/reviews")
def get_reviews(run_id: int) -> str:
    """Stars, the newest reviews, and what buyers sent back or disputed."""
    seat = seat_at(run_id)
    world = seat.world
    newest = list(reversed(world.reviews))
    last = max(1, -(-len(newest) // REVIEWS))
    number = min(max(1, _number("page", 1)), last)
    delivered = sum(order.delivered_at is not None for order in world.orders.values())
    return page(
        "performance/reviews.html",
        seat,
        tabs_=_tabs(run_id),
        stars=_stars(world.reviews),
        mean=stars_text(_mean(world.reviews)),
        listings=_rated(seat),
        reviews=[_review(seat, review) for review in newest[(number - 1) * REVIEWS : number * REVIEWS]],
        number_=number,
        pages_=last,
        returns=[(one, world.orders[one.order], named(REASONS, one.reason)) for one in reversed(world.returns)],
        disputes=[(one, world.orders[one.order], named(REASONS, one.reason)) for one in reversed(world.disputes)],
        delivered=delivered,
        return_rate=Fraction(len(world.returns), delivered) if delivered else None,
        review_rate=Fraction(len(world.reviews), delivered) if delivered else None,
    )


@pages.get("/runs/<int:run_id>/performance/reviews.csv")
def get_reviews_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    world = seat.world
    start = world.setting.start
    heads = [_("Date"), _("Day"), _("Order"), _("Platform"), _("Country"), _("SKU"), _("Stars")]
    rows = (
        [
            world.setting.date_at(review.at).isoformat(), str(day_of(start, review.at) + 1), world.orders[review.order].number,
            *review.listing.split("/"), str(review.stars),
        ]
        for review in world.reviews
    )  # fmt: skip
    return _csv([heads, *rows], f"reviews-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/performance/health")
def get_health(run_id: int) -> str:
    """How each platform judges the shop, and what to do about it."""
    return _health_page(seat_at(run_id), {}, "")


@pages.post("/runs/<int:run_id>/performance/health/<platform>/plan")
def post_plan(run_id: int, platform: str) -> AnyResponse | tuple[str, int]:
    """Hand in a plan to a platform that restricted the shop."""
    seat = seat_at(run_id)
    seat.profile(platform)
    typed = request.form.get("text", "")
    outcome = attempt(seat, SubmitPlan(platform, typed))
    if not outcome.ok:
        return _health_page(seat_at(run_id), {platform: say(outcome.code, **outcome.args)}, typed), 409
    done(outcome, _("Your plan is with the platform. Now seven days without a new fault have to pass."))
    return redirect(url_for("performance.get_health", run_id=run_id, _anchor=platform))


@pages.get("/runs/<int:run_id>/performance/calendar")
def get_calendar(run_id: int) -> str:
    """Holidays and sale days of the next days in the countries where the shop may sell."""
    seat = seat_at(run_id)
    world = seat.world
    countries = dict.fromkeys(place.split("/")[1] for place in world.setting.places)
    today = world.setting.date_at(world.now)
    return page(
        "performance/calendar.html",
        seat,
        tabs_=_tabs(run_id),
        today=today,
        days=AHEAD,
        countries=list(countries),
        coming=[
            {
                "one": one,
                "name": occasion(one.name_key),
                "where": ", ".join(country_name(country) for country in one.countries),
                "day_number": day_of(world.setting.start, world.now) + one.in_days + 1,
            }
            for one in coming(world.setting.market, countries, today, AHEAD)
        ],
    )


# ------------------------------------------------------------------------------------------------ shoppers


def _tabs(run_id: int) -> list[dict[str, object]]:
    entries = [
        (_("Shoppers"), "performance.get_traffic"),
        (_("Reviews and returns"), "performance.get_reviews"),
        (_("Account health"), "performance.get_health"),
        (_("Calendar"), "performance.get_calendar"),
    ]
    return [
        {"label": label, "href": url_for(endpoint, run_id=run_id), "current": request.endpoint == endpoint} for label, endpoint in entries
    ]


def _number(name: str, otherwise: int, allowed: tuple[int, ...] = ()) -> int:
    """A whole number of the address; `otherwise` for anything that is none or is not allowed."""
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        return otherwise
    return int(text) if not allowed or int(text) in allowed else otherwise


def _keyword(seat: Seat, key: tuple[str, int], sums: Sums) -> dict[str, Any]:
    listing, query = key
    keyword = seat.world.setting.market.keywords[query]
    counts = sums.queries[key]
    return {
        "text": keyword.text,
        "language": keyword.language,
        "goods": goods_name(seat.world, seat.world.listings[listing].sku),
        "place": place_name(seat.world, seat.world.listings[listing].place),
        "counts": counts,
        "reach": Fraction(100 * counts.looked, counts.visits) if counts.visits else None,
    }


def _traffic_charts(sums: Sums) -> list[Chart]:
    days: list[tuple[int, Counts]] = sorted(sums.days.items())[-CHART_DAYS:]
    if len(days) < 2:
        return []
    labels = [_("Day %(n)s", n=day + 1) for day, _counts in days]
    counts = [one for _day, one in days]
    seen = [
        Series(_("Shown"), [one.shown for one in counts]),
        Series(_("Looks"), [one.looked for one in counts]),
    ]
    clicks = [
        Series(_("Clicks, not sponsored"), [one.organic_clicked for one in counts]),
        Series(_("Clicks, sponsored"), [one.ad_clicked for one in counts]),
        Series(_("Purchases"), [one.bought for one in counts]),
    ]
    return [
        line_chart(_("Places shown and looks by day"), labels, seen, axis=_("Day")),
        line_chart(_("Clicks and purchases by day"), labels, clicks, axis=_("Day")),
    ]


def _micro_text(micro: int) -> str:
    return f"{micro // 1_000_000}.{micro % 1_000_000 // 10_000:02d}"


def _csv(rows: list[list[str]], name: str) -> Response:
    return Response(csv_bytes(rows), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


# ------------------------------------------------------------------------------------------------- reviews


def _mean(reviews: list[Review]) -> int | None:
    return 1000 * sum(review.stars for review in reviews) // len(reviews) if reviews else None


def _stars(reviews: list[Review]) -> list[tuple[int, int, Fraction | None]]:
    """From five stars down: how many, and their share."""
    counts = [sum(review.stars == stars for review in reviews) for stars in range(1, 6)]
    return [(stars, counts[stars - 1], Fraction(counts[stars - 1], len(reviews)) if reviews else None) for stars in range(5, 0, -1)]


def _rated(seat: Seat) -> list[dict[str, object]]:
    """Listings with reviews: their rating now, and the one that shoppers see until midnight."""
    by_listing: dict[str, list[Review]] = {}
    for review in seat.world.reviews:
        by_listing.setdefault(review.listing, []).append(review)
    return [
        {
            "listing": seat.world.listings[key],
            "number": len(reviews),
            "rating": stars_text(_mean(reviews)),
            "seen": stars_text(seat.world.listings[key].record.rating or None),
            "poor": sum(review.stars <= 2 for review in reviews),
        }
        for key, reviews in by_listing.items()
        if key in seat.world.listings
    ]


def _review(seat: Seat, review: Review) -> dict[str, object]:
    order = seat.world.orders[review.order]
    return {"review": review, "order": order, "listing": listing_text(seat.world, review.listing), "facts": _facts(seat, order)}


def _facts(seat: Seat, order: Order) -> list[str]:
    """What a seller can see about an order that may have pleased or annoyed its buyer."""
    facts = []
    if order.delivered_at is not None:
        late = order.delivered_at - order.promised_at
        facts.append(_("came %(time)s late", time=duration_text(late)) if late > 0 else _("came in time"))
    elif order.state == "refused":
        facts.append(_("refused at the door"))
    elif order.state == "lost":
        facts.append(_("never arrived"))
    if order.shipped_at is not None and order.shipped_at > order.ship_by:
        facts.append(_("shipped %(time)s late", time=duration_text(order.shipped_at - order.ship_by)))
    for thread in seat.world.threads.values():
        if thread.order != order.id:
            continue
        asked = next((message.at for message in thread.messages if message.by == "buyer"), None)
        answered = next((message.at for message in thread.messages if message.by == "shop" and asked is not None and message.at >= asked), None)
        if asked is not None and answered is None:
            facts.append(_("their message was not answered"))
        elif asked is not None and answered is not None and answered - asked > 12 * HOUR:
            facts.append(_("waited %(time)s for an answer", time=duration_text(answered - asked)))
    if order.parcels and not order.is_packed_as_ordered:
        facts.append(_("got other goods than ordered"))
    if order.over_claim:
        facts.append(_("the listing promised more than the goods hold"))
    return facts


# -------------------------------------------------------------------------------------------------- health


def _health_page(seat: Seat, faults: dict[str, str], typed: str) -> str:
    return page(
        "performance/health.html",
        seat,
        tabs_=_tabs(seat.run.id),
        platforms=[_platform(seat, one) for one in health_of(seat.world)],
        measures=MEASURES,
        verdicts=VERDICTS,
        max_plan=MAX_PLAN,
        faults=faults,
        typed=typed,
    )


def _platform(seat: Seat, one: PlatformHealth) -> dict[str, object]:
    state = one.health.state if one.health is not None else "unknown"
    name, tone, costs = STANDINGS[state]
    return {
        "key": one.platform,
        "name": seat.world.setting.platforms[one.platform].display_name,
        "state": state,
        "state_name": name,
        "tone": tone,
        "costs": costs,
        "health": one.health,
        "lines": one.lines,
        "late": one.late,
        "at_risk": one.at_risk,
        "clean_until": one.clean_until,
    }
