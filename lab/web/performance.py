"""Performance: shoppers and keywords over days, reviews and what comes back, account health, and the calendar ahead."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from lab.ads.spending import MICRO_PER_MINOR
from lab.market.base import REFERENCE
from lab.messages.reviews import review_text
from lab.orders.actions import MAX_PLAN, SubmitPlan
from lab.school.contributors import Contributor, contributors, denied_claims, worst_listings
from lab.school.overview import funnels
from lab.school.season import coming
from lab.school.social_view import from_posts
from lab.school.standing import PlatformHealth, health_of
from lab.school.traffic import Counts, Sums, best_keywords, sums_of, weak_keywords
from lab.values.moment import HOUR, Moment, day_of, to_datetime
from lab.values.money import Money
from lab.web.charts import Chart, Series, line_chart
from lab.web.coach_words import listing_text, stars_text
from lab.web.day_words import occasion
from lab.web.errors import say
from lab.web.formats import country_name, duration_text, moment_text, money_text
from lab.web.listing_words import DIAGNOSES, named
from lab.web.seller import Seat, attempt, done, goods_name, local, page, place_name, seat_at
from lab.web.sheets import sheet_response
from lab.world.aftermath import Dispute, Return, Review
from lab.world.order import Order
from lab.world.world import World

pages = Blueprint("performance", __name__)
COUNTED_SHOWN, WORST = 8, 5
"""Orders and listings that are named on the page of account health, per measure."""
SPANS = (7, 30, 0)
"""Days that the page of shoppers may look back; 0 is the whole run."""
KEYWORDS, REVIEWS, CHART_DAYS, AHEAD = 25, 20, 60, 30
TRAFFIC_HEADS = (
    "day", "date", "platform", "country", "sku", "language", "keyword", "searches", "shown", "looks", "clicks", "purchases",
    "sponsored_shown", "sponsored_clicks", "sponsored_purchases", "ad_cost", "ad_currency",
)
REVIEW_HEADS = (
    "date", "day", "order_number", "platform", "country", "sku", "stars", "language", "title", "text", "reply", "replied_on",
)
HEALTH_HEADS = (
    "platform", "state", "state_since", "measure", "bad_orders", "orders", "rate", "limit", "window_days", "verdict",
)
COUNTED_HEADS = ("platform", "measure", "reasons", "order_number", "placed_on", "country", "sku", "stars")
"""Names of the columns of the sheets, in English in every language, so that a formula that reads them goes on working."""

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
    "defects": (_l("Orders gone wrong"), _l("orders with a review of one or two stars, or with a claim or chargeback that counts, of all orders placed"), _l("Promise what the goods hold, ship in time, answer every buyer, and answer claims with evidence.")),
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
    "return_declined": _l("You declined the return"),
}
COUNTED: dict[str, LazyString] = {
    "claim": _l("claim"),
    "chargeback": _l("chargeback"),
    "waiting": _l("not shipped yet"),
    "late_cancelled": _l("cancelled after the ship day"),
    "cancelled": _l("cancelled by you"),
    "overdue": _l("cancelled by the platform, because it was not shipped"),
    "untracked": _l("without a tracking number"),
}
"""Why an order counts, for the reasons that need no figure."""
RULINGS: dict[str, tuple[LazyString, str]] = {
    "withdrawn": (_l("withdrawn by the buyer"), "good"),
    "for_shop": (_l("decided for you"), "good"),
    "for_buyer": (_l("decided for the buyer"), "bad"),
    "unanswered": (_l("lost: you did not answer"), "bad"),
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
        posts=from_posts(world, first, today, listing),
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
    start = world.setting.start.date()

    def rows() -> Iterator[Sequence[str]]:
        yield TRAFFIC_HEADS
        for row in world.traffic:
            yield [
                str(row.day + 1), (start + timedelta(days=row.day)).isoformat(), *row.listing.split("/"), keywords[row.query].language,
                keywords[row.query].text, *map(str, (row.visits, row.shown, row.looked, row.clicked, row.bought)),
                *map(str, (row.ad_shown, row.ad_clicked, row.ad_bought)), _micro_text(row.ad_cost), REFERENCE,
            ]  # fmt: skip

    return sheet_response(rows(), f"traffic-run-{run_id}.csv")


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
        returns=[(one, world.orders[one.order], named(REASONS, one.reason), _return_text(seat, one)) for one in reversed(world.returns)],
        disputes=[
            (one, world.orders[one.order], named(REASONS, one.reason), *_dispute_text(seat, one)) for one in reversed(world.disputes)
        ],
        times=_claim_times(seat),
        delivered=delivered,
        return_rate=Fraction(len(world.returns), delivered) if delivered else None,
        review_rate=Fraction(len(world.reviews), delivered) if delivered else None,
    )


@pages.get("/runs/<int:run_id>/performance/reviews.csv")
def get_reviews_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    world = seat.world
    start = world.setting.start

    def rows() -> Iterator[Sequence[str]]:
        yield REVIEW_HEADS
        for review in world.reviews:
            written = review_text(world, review)
            yield [
                _date(world, review.at), str(day_of(start, review.at) + 1), world.orders[review.order].number,
                *review.listing.split("/"), str(review.stars), written.language, written.title, written.text, review.reply,
                _date(world, review.replied_at) if review.replied_at is not None else "",
            ]  # fmt: skip

    return sheet_response(rows(), f"reviews-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/performance/health")
def get_health(run_id: int) -> str:
    """How each platform judges the shop, and what to do about it."""
    return _health_page(seat_at(run_id), {}, "")


@pages.get("/runs/<int:run_id>/performance/health.csv")
def get_health_csv(run_id: int) -> Response:
    """Every measure of every platform as it is now."""
    world = seat_at(run_id).world

    def rows() -> Iterator[Sequence[str]]:
        yield HEALTH_HEADS
        for one in health_of(world):
            state = one.health.state if one.health is not None else "unknown"
            since = _date(world, one.health.since) if one.health is not None else ""
            for line in one.lines:
                yield [
                    one.platform, state, since, line.name, str(line.bad), str(line.of),
                    f"{float(line.rate):.4f}" if line.rate is not None else "", f"{float(line.limit):.4f}", str(line.window_days),
                    line.verdict,
                ]  # fmt: skip

    return sheet_response(rows(), f"health-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/performance/health-orders.csv")
def get_counted_csv(run_id: int) -> Response:
    """Every order that a platform counts against the shop now, once for each measure."""
    world = seat_at(run_id).world

    def rows() -> Iterator[Sequence[str]]:
        yield COUNTED_HEADS
        for one in health_of(world):
            for name, found in contributors(world, one.platform).items():
                for counted in found:
                    order = counted.order
                    yield [
                        one.platform, name, " ".join(counted.reasons), order.number, _date(world, order.placed_at), order.country,
                        order.items[0].sku, str(counted.stars or ""),
                    ]  # fmt: skip

    return sheet_response(rows(), f"health-orders-run-{run_id}.csv")


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


def _date(world: World, at: Moment) -> str:
    return to_datetime(world.setting.start, at).date().isoformat()


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
    return {
        "review": review, "order": order, "listing": listing_text(seat.world, review.listing), "facts": _facts(seat, order),
        "written": review_text(seat.world, review),
    }  # fmt: skip


def _return_text(seat: Seat, one: Return) -> str:
    """What becomes of the goods that a buyer wants to send back."""
    if one.back_at is not None:
        return str(_("back in store") if one.restocked else _("cannot be sold again"))
    if one.decision == "keep_goods":
        return str(_("stay with the buyer") if one.decided_by else _("your offer is with the buyer"))
    if one.decision == "declined":
        return str(_("return declined"))
    if one.decision or not one.decide_by:
        return str(_("on the way back"))
    return str(_("decide until %(time)s", time=moment_text(one.decide_by, seat.world.setting.start)))


def _dispute_text(seat: Seat, one: Dispute) -> tuple[str, str]:
    """How a claim or chargeback stands or ended, and the tone of that."""
    start, order = seat.world.setting.start, seat.world.orders[one.order]
    if one.closed_at is None:
        if one.answer:
            return str(_("answered, not decided yet")), "info"
        if one.answer_by:
            return str(_("open: answer until %(time)s", time=moment_text(one.answer_by, start))), "warn"
        return str(_("open")), "warn"
    if one.ruling == "settled":
        if one.answer == "accept":
            return str(_("you paid it back")), "bad"
        paid = next((refund.amount for refund in order.refunds if (refund.at, refund.reason) == (one.closed_at, one.kind)), None)
        if paid is None:
            return str(_("closed: paid back before")), ""
        return str(_("settled: the buyer took %(amount)s", amount=money_text(paid))), ""
    if one.ruling in RULINGS:
        text, tone = RULINGS[one.ruling]
        return str(text), tone
    return (str(_("for the buyer")), "bad") if one.refunded else (str(_("for you")), "good")


def _claim_times(seat: Seat) -> list[dict[str, object]]:
    """How long each platform gives for an answer to a claim, and what it calls one."""
    profiles = [seat.world.setting.platforms[key] for key in dict.fromkeys(place.split("/")[0] for place in seat.world.setting.places)]
    return [
        {
            "platform": one.display_name, "name": local(one.claim_names), "answer": one.claim_answer_hours, "ruling": one.claim_ruling_hours,
        }
        for one in profiles
    ]  # fmt: skip


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


def _counted_text(one: Contributor) -> str:
    """Why an order counts, in words."""
    texts = []
    for reason in one.reasons:
        if reason == "poor_review":
            texts.append(str(ngettext("%(num)s star", "%(num)s stars", one.stars)))
        elif reason == "late" and one.order.shipped_at is not None:
            texts.append(str(_("shipped %(time)s late", time=duration_text(one.order.shipped_at - one.order.ship_by))))
        else:
            texts.append(named(COUNTED, reason))
    return ", ".join(texts)


def _platform(seat: Seat, one: PlatformHealth) -> dict[str, object]:
    profile = seat.world.setting.platforms[one.platform]
    found = contributors(seat.world, one.platform)
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
        "counted": [
            {
                "name": name,
                "orders": [(line.order, _counted_text(line)) for line in orders[:COUNTED_SHOWN]],
                "more": max(0, len(orders) - COUNTED_SHOWN),
                "number": len(orders),
                "listings": [(key, number, listing_text(seat.world, key)) for key, number in worst_listings(orders)[:WORST]],
            }
            for name, orders in found.items()
            if orders
        ],
        "denied": denied_claims(seat.world, one.platform),
        "denied_count": profile.denied_claims_are_defects,
        "at_risk": one.at_risk,
        "clean_until": one.clean_until,
    }
