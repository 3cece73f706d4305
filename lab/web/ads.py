"""Advertising: campaigns with their figures, the form of one campaign, and what shoppers typed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from lab.ads.actions import LEAST_BID, PauseCampaign, ResumeCampaign, SaveCampaign
from lab.ads.report import (
    WEEK,
    Figures,
    TermRow,
    by_day,
    by_target,
    figures_of,
    in_minor,
    last_days,
    rows_of,
    search_terms,
    state_of,
    total_acos,
    worth_of,
)
from lab.ads.spending import micro
from lab.engine.do import Outcome
from lab.shoppers.standing import Standing, standings
from lab.values.errors import BadInput, NotFound
from lab.values.money import Money, minor_digits, round_half_up
from lab.web.ads_form import (
    MORE_ROWS,
    NegativeRow,
    TargetRow,
    Typed,
    field_of,
    filled_in,
    read_negatives,
    read_targets,
    searched_languages,
    typed_campaign,
    with_spare_rows,
)
from lab.web.ads_words import HINTS, MATCHES, NEGATIVE_HELP, REASONS, STATES, advice
from lab.web.charts import Chart, Series, line_chart
from lab.web.errors import say
from lab.web.formats import money_text, number_text
from lab.web.seller import Seat, amount_fault, attempt, done, page, read_money, seat_at
from lab.web.tables import csv_bytes
from lab.world.campaign import Campaign, Negative, Target

pages = Blueprint("ads", __name__)
NEW = "new"
"""Stands in an address for a campaign that is not there yet."""
STANDINGS_SHOWN = 12
TERMS_SHOWN = 25
CLICKS_PER_ORDER = 10
"""What a beginner may reckon with before there are figures: one click in ten becomes an order."""

@pages.get("/runs/<int:run_id>/ads")
def get_ads(run_id: int) -> str:
    seat = seat_at(run_id)
    world = seat.world
    spans = _spans(seat)
    return page(
        "ads/list.html",
        seat,
        rows=[_list_row(seat, campaign, spans) for campaign in world.campaigns.values()],
        spans=spans,
        totals={name: figures_of(rows_of(world, None, days)) for name, days in spans.items()},
        shares={name: total_acos(world, days) for name, days in spans.items()},
        drawing=_chart(seat, None),
        markets=setting_places(seat),
        new=NEW,
        matches=MATCHES,
        negative_help=NEGATIVE_HELP,
    )


@pages.get("/runs/<int:run_id>/ads/<path:campaign_id>")
def get_campaign(run_id: int, campaign_id: str) -> str:
    seat = seat_at(run_id)
    place = _place_of(seat, campaign_id, request.args.get("place", ""))
    return _campaign_page(seat, campaign_id, place, filled_in(seat, campaign_id, place), {})


@pages.post("/runs/<int:run_id>/ads/<path:campaign_id>/save")
def post_campaign(run_id: int, campaign_id: str) -> BaseResponse | str | tuple[str, int]:
    """Save what was typed, or show it again with more rows, or with what the bids would win."""
    seat = seat_at(run_id)
    place = _place_of(seat, campaign_id, request.form.get("place", ""))
    typed, faults, do = typed_campaign(), {}, request.form.get("do", "")
    if do == "more":
        typed.targets += [TargetRow() for _n in range(MORE_ROWS)]
        typed.negatives += [NegativeRow() for _n in range(MORE_ROWS)]
        return _campaign_page(seat, campaign_id, place, typed, {})
    targets, negatives = read_targets(seat, typed), read_negatives(typed)
    if any(row.fault for row in typed.targets):
        faults["targets"] = str(_("Look at the lines marked below."))
    if do == "try":
        return _campaign_page(seat, campaign_id, place, typed, faults, tried=(targets, negatives))
    budget = Money(0, seat.world.setting.currency)
    try:
        budget = read_money(typed.daily_budget, seat.world.setting.currency)
    except BadInput:
        faults["daily_budget"] = amount_fault(typed.daily_budget)
    if faults:
        return _campaign_page(seat, campaign_id, place, typed, faults), 422
    key = campaign_id if campaign_id in seat.world.campaigns else _free_id(seat)
    action = SaveCampaign(key, place, typed.title, budget, tuple(typed.listings), targets, negatives)
    outcome = attempt(seat, action)
    if not outcome.ok:
        faults[field_of(outcome, typed)] = say(outcome.code, **outcome.args)
        return _campaign_page(seat_at(run_id), campaign_id, place, typed, faults), 409
    done(outcome, _("The campaign is saved. It bids from the next quarter of the day on."))
    return redirect(url_for("ads.get_campaign", run_id=run_id, campaign_id=key))


@pages.post("/runs/<int:run_id>/ads/<path:campaign_id>/run")
def post_run(run_id: int, campaign_id: str) -> BaseResponse:
    """Pause a campaign, or let it run again."""
    seat = seat_at(run_id)
    _known(seat, campaign_id)
    pause = request.form.get("do") != "resume"
    outcome = attempt(seat, PauseCampaign(campaign_id) if pause else ResumeCampaign(campaign_id))
    done(outcome, _("The campaign is paused.") if pause else _("The campaign runs again."))
    if campaign_id not in seat.world.campaigns:
        return redirect(url_for("ads.get_ads", run_id=run_id))
    return redirect(url_for("ads.get_campaign", run_id=run_id, campaign_id=campaign_id))


@pages.post("/runs/<int:run_id>/ads/<path:campaign_id>/terms")
def post_term(run_id: int, campaign_id: str) -> BaseResponse:
    """Take a search that shoppers typed as an exact target or as a negative, or lower the bid of the target behind it."""
    seat = seat_at(run_id)
    campaign = _known(seat, campaign_id)
    rows = search_terms(seat.world, campaign, last_days(seat.world)) if campaign else ()
    row = next((one for one in rows if _term_key(one) == request.form.get("term", "")), None)
    if campaign is None or row is None:
        done(Outcome(False, "no_such_campaign" if campaign is None else "no_such_choice", {}), "")
        return redirect(url_for("ads.get_ads", run_id=run_id))
    targets, negatives, said = _with_term(seat, campaign, row, request.form.get("do", ""))
    action = SaveCampaign(
        campaign.id, campaign.place, campaign.name, campaign.daily_budget, tuple(campaign.listings), targets, negatives
    )
    done(attempt(seat, action), said)
    return redirect(url_for("ads.get_campaign", run_id=run_id, campaign_id=campaign_id, _anchor="terms"))


@pages.get("/runs/<int:run_id>/ads/<path:campaign_id>/searches.csv")
def get_terms_csv(run_id: int, campaign_id: str) -> Response:
    """The whole search-term report; shares are fractions of 1, amounts in the shop's currency."""
    seat = seat_at(run_id)
    campaign = _known(seat, campaign_id)
    rows = search_terms(seat.world, campaign, last_days(seat.world)) if campaign else ()
    currency = seat.world.setting.currency
    heads = [
        _("What shoppers typed"), _("Language"), _("Match"), _("Target"), _("Impressions"), _("Clicks"), _("Click-through rate"),
        _("Cost (%(currency)s)", currency=currency), _("Cost per click (%(currency)s)", currency=currency), _("Orders"),
        _("Sales (%(currency)s)", currency=currency), _("Order rate"), _("ACOS"), _("Advice"),
    ]  # fmt: skip
    body = csv_bytes([heads, *(_csv_row(row, currency) for row in rows)])
    answer = Response(body, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=searches.csv"
    return answer


# ------------------------------------------------------------------------------------------------ pages


def setting_places(seat: Seat) -> list[dict[str, Any]]:
    """The places in which a campaign can be made, with how many listings the shop has there."""
    listings = seat.world.listings.values()
    return [
        {"place": place, "listings": sum(1 for listing in listings if listing.place == place)}
        for place in seat.world.setting.places
    ]


def _spans(seat: Seat) -> dict[str, range]:
    return {"week": last_days(seat.world, WEEK), "all": last_days(seat.world)}


def _list_row(seat: Seat, campaign: Campaign, spans: Mapping[str, range]) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "state": _state(seat, campaign),
        "today": _today(seat, campaign),
        "figures": {name: figures_of(rows_of(seat.world, campaign.id, days)) for name, days in spans.items()},
    }


def _state(seat: Seat, campaign: Campaign) -> dict[str, Any]:
    state = state_of(seat.world, campaign)
    words, tone = STATES[state.name]
    reasons = [(seat.world.listings[key].sku, REASONS.get(why, why)) for key, why in state.reasons]
    return {"name": state.name, "words": words, "tone": tone, "reasons": reasons}


def _today(seat: Seat, campaign: Campaign) -> dict[str, Any]:
    """Today's spend against the budget, for a meter."""
    currency = seat.world.setting.currency
    spent = Money(round_half_up(in_minor(campaign.spent, currency)), currency)
    text = _("%(spent)s of %(budget)s", spent=money_text(spent), budget=money_text(campaign.daily_budget))
    budget = micro(campaign.daily_budget)
    tone = "bad" if campaign.spent >= budget else "warn" if campaign.spent * 5 >= budget * 4 else ""
    return {"spent": spent.amount, "budget": campaign.daily_budget.amount, "text": text, "tone": tone}


def _chart(seat: Seat, campaign: str | None) -> Chart | None:
    """Cost and sales of each day; None before the first day on which anything was shown."""
    currency = seat.world.setting.currency
    days = last_days(seat.world)
    rows = by_day(seat.world, campaign, days)
    if not any(row.shown for row in rows):
        return None
    unit = 10 ** minor_digits(currency)

    return line_chart(
        _("Cost and sales per day, %(currency)s", currency=currency),
        [_("Day %(n)s", n=day + 1) for day in days],
        [
            Series(_("Cost of ads"), [row.spent(currency).amount / unit for row in rows]),
            Series(_("Sales by ads"), [row.sold(currency).amount / unit for row in rows]),
        ],
        axis=_("Day"),
        show=lambda value: number_text(value, 2),
    )


def _campaign_page(
    seat: Seat, campaign_id: str, place: str, typed: Typed, faults: Mapping[str, str],
    tried: tuple[tuple[Target, ...], tuple[Negative, ...]] | None = None,
) -> str:  # fmt: skip
    world = seat.world
    campaign = world.campaigns.get(campaign_id)
    spans = _spans(seat)
    span = "all" if request.args.get("days") == "all" else "week"
    targets, negatives = tried or ((tuple(campaign.targets), tuple(campaign.negatives)) if campaign else ((), ()))
    listings = [listing for listing in world.listings.values() if listing.place == place]
    chosen = [key for key in typed.listings if key in world.listings and world.listings[key].place == place]
    terms = search_terms(world, campaign, spans[span]) if campaign else ()
    known, gone = by_target(world, campaign, spans[span]) if campaign else ((), Figures())
    return page(
        "ads/campaign.html",
        seat,
        campaign=campaign,
        campaign_id=campaign_id,
        place=place,
        markets=setting_places(seat),
        state=_state(seat, campaign) if campaign else None,
        today=_today(seat, campaign) if campaign else None,
        span=span,
        figures=figures_of(rows_of(world, campaign.id, spans[span])) if campaign else None,
        drawing=_chart(seat, campaign.id) if campaign else None,
        targets=list(zip(campaign.targets, known, strict=True)) if campaign else [],
        gone=gone,
        terms=[(row, _term_key(row), advice(row)) for row in terms[:TERMS_SHOWN]],
        more_terms=max(0, len(terms) - TERMS_SHOWN),
        listings=[(listing, worth_of(world, listing.key)) for listing in listings],
        click_worth=_click_worth(seat, chosen or [listing.key for listing in listings]),
        tongues=searched_languages(seat, place),
        typed=with_spare_rows(typed, seat, place),
        faults=faults,
        won=_won(seat, place, chosen, targets, negatives),
        tried=tried is not None,
        matches=MATCHES,
        negative_help=NEGATIVE_HELP,
        hints=HINTS,
        new=NEW,
    )


def _click_worth(seat: Seat, listings: Sequence[str]) -> dict[str, Any] | None:
    """What a click may cost before a sale loses money, for the listing that earns most, if one click in ten buys."""
    worths = [(worth_of(seat.world, key), key) for key in listings]
    known = [(worth[0].amount, key, worth) for worth, key in worths if worth is not None]
    if not known:
        return None
    amount, key, (profit, break_even) = max(known)
    bid = Money(max(0, amount // CLICKS_PER_ORDER), profit.currency)
    return {"sku": seat.world.listings[key].sku, "profit": profit, "break_even": break_even, "bid": bid, "clicks": CLICKS_PER_ORDER}


def _won(
    seat: Seat, place: str, listings: Sequence[str], targets: tuple[Target, ...], negatives: tuple[Negative, ...]
) -> list[dict[str, Any]]:
    """Per target: how many searches it enters, how often they are typed, where it stands, and the most typed of them."""
    if not targets or not listings:
        return []
    currency, keywords = seat.world.setting.currency, seat.world.setting.market.keywords
    found = []
    for target, rows in zip(targets, standings(seat.world, place, listings, targets, negatives), strict=True):
        prices = sorted(row.price for row in rows if row.price is not None)
        found.append(
            {
                "target": target,
                "count": len(rows),
                "searches": sum(row.searches for row in rows),
                "first": sum(1 for row in rows if row.place == 1),
                "sold": len(prices),
                "low": _click_price(prices[0], currency) if prices else None,
                "high": _click_price(prices[-1], currency) if prices else None,
                "rows": [(keywords[row.query], row, _price_of(row, currency)) for row in rows[:STANDINGS_SHOWN]],
                "more": max(0, len(rows) - STANDINGS_SHOWN),
            }
        )
    return found


def _click_price(price: int, currency: str) -> Money:
    return Money(round_half_up(in_minor(price, currency)), currency)


def _price_of(row: Standing, currency: str) -> Money | None:
    return _click_price(row.price, currency) if row.price is not None else None


def _known(seat: Seat, campaign_id: str) -> Campaign | None:
    """The campaign of an address; None for one that is not made yet. Raises NotFound for any other."""
    campaign = seat.world.campaigns.get(campaign_id)
    if campaign is None and campaign_id != NEW:
        raise NotFound("no_such_page")
    return campaign


def _place_of(seat: Seat, campaign_id: str, wanted: str) -> str:
    """The place of a campaign, or the one wished for a new one. Raises NotFound for an unknown campaign."""
    campaign = _known(seat, campaign_id)
    if campaign is not None:
        return campaign.place
    places = seat.world.setting.places
    with_goods = [one["place"] for one in setting_places(seat) if one["listings"]]
    return wanted if wanted in places else (with_goods or list(places))[0]


def _free_id(seat: Seat) -> str:
    taken = seat.world.campaigns
    return next(key for number in range(1, len(taken) + 2) if (key := f"c{number}") not in taken)


def _term_key(row: TermRow) -> str:
    return f"{row.query}/{row.match}/{row.target}"


def _with_term(
    seat: Seat, campaign: Campaign, row: TermRow, do: str
) -> tuple[tuple[Target, ...], tuple[Negative, ...], str]:
    """A campaign's targets and negatives with one search taken in, kept out, or bid less for; and the sentence about it."""
    targets, negatives = tuple(campaign.targets), tuple(campaign.negatives)
    behind = next(
        (one for one in targets if (one.match, one.text, one.language) == (row.match, row.target, row.language)), None
    )
    if do == "negative":
        added = Negative("exact", row.language, row.text)
        return targets, (*negatives, added), _("“%(words)s” is negative now: no more clicks from it.", words=row.text)
    if do == "bid_less" and behind is not None and row.hint is not None and row.hint.bid is not None:
        bid = row.hint.bid
        changed = tuple(Target(one.match, one.language, bid, one.text) if one is behind else one for one in targets)
        return changed, negatives, _("The bid of this target is %(bid)s now.", bid=money_text(bid))
    currency = seat.world.setting.currency
    bid = behind.bid if behind is not None else row.figures.per_click(currency) or Money(LEAST_BID, currency)
    added_target = Target("exact", row.language, Money(max(LEAST_BID, bid.amount), currency), row.text)
    return (*targets, added_target), negatives, _("“%(words)s” is an exact target now; change its bid below.", words=row.text)


def _csv_row(row: TermRow, currency: str) -> list[str]:
    figures = row.figures
    per_click = figures.per_click(currency)
    return [
        row.text, row.language, str(MATCHES[row.match][0]), row.target, str(figures.shown), str(figures.clicked),
        _decimal(figures.click_rate), _plain(figures.spent(currency)), _plain(per_click) if per_click else "", str(figures.bought),
        _plain(figures.sold(currency)), _decimal(figures.order_rate), _decimal(figures.acos), advice(row),
    ]  # fmt: skip


def _decimal(share: Fraction | None) -> str:
    return "" if share is None else f"{float(share):.4f}"


def _plain(money: Money) -> str:
    return str(money).split(" ")[0]
