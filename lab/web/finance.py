"""Finance: what there is and is owed, the report of a month, profit, payouts, prices abroad, the books, and the own reckoning."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.engine.do import Outcome
from lab.ledger.actions import MARKUP_PERMILLE, RATE_FACTOR, ClearPricing, SavePricing, SubmitWorksheet
from lab.ledger.pricing import currency_of
from lab.ledger.rates import MICRO, rate_micro
from lab.ledger.sale import WORKSHEET_LINES
from lab.ledger.statement import Group, Period, Statement, months, statement
from lab.ledger.worksheet import LINES as ALL_LINES
from lab.ledger.worksheet import OPTIONAL_LINES
from lab.school.accounts_view import (
    Wanted,
    balance_lines,
    by_day,
    charge_preview,
    currencies_abroad,
    endings_for,
    goods_by_place,
    kinds_and_accounts,
    order_named,
    payout_lines,
    period_name,
    period_named,
    places_abroad,
    places_of,
    platform_money,
    price_preview,
    rates_so_far,
    share,
    unit_rows,
)
from lab.school.overview import purse_of
from lab.values.errors import BadInput
from lab.values.money import Money, minor_digits, round_half_up
from lab.web.charts import Chart, Series, line_chart
from lab.web.errors import say
from lab.web.finance_sheets import book_rows, csv_response, month_end_rows, profit_rows
from lab.web.finance_words import (
    ENDINGS,
    FIGURES,
    LINES,
    MORE_LINES,
    account_text,
    goods_place_text,
    kind_text,
    period_text,
    period_until,
)
from lab.web.formats import amount_text, country_name, number_text
from lab.web.seller import Seat, amount_fault, attempt, done, goods_name, page, place_name, read_money, seat_at
from lab.world.entry import Entry
from lab.world.money import Ending, PricingRule

pages = Blueprint("finance", __name__)
PAGE, BEHIND = 40, 25
"""Entries on a page of the books, and behind a figure."""
PAYOUTS_SHOWN = 100
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_FIELDS = {
    "markup_out_of_range": "markup", "rate_out_of_range": "rate", "rate_without_exchange": "rate", "ending_does_not_fit": "ending",
}  # fmt: skip


# ------------------------------------------------------------------------------------------------ overview


@pages.get("/runs/<int:run_id>/finance")
def get_finance(run_id: int) -> str:
    """What there is, what is owed and what was earned, today and day by day."""
    seat = seat_at(run_id)
    world = seat.world
    return page(
        "finance/overview.html",
        seat,
        tabs_=_tabs(seat),
        purse=purse_of(world),
        profit=statement(world).profit,
        platforms=[(world.setting.platforms[one.platform], one) for one in platform_money(world)],
        goods=[(goods_place_text(one.where), one) for one in goods_by_place(world)],
        drawings=_day_charts(seat),
    )


def _day_charts(seat: Seat) -> list[Chart]:
    """Cash and profit by day; none on the first day, when there is nothing to compare."""
    days = by_day(seat.world)
    if len(days) < 2:
        return []
    currency = seat.world.setting.currency
    labels = [_("Day %(n)s", n=one.day + 1) for one in days]
    series = [
        (_("Cash at the end of the day, %(currency)s", currency=currency), _("Cash"), [one.cash for one in days]),
        (_("Profit since the start, %(currency)s", currency=currency), _("Profit"), [one.profit for one in days]),
    ]
    return [
        line_chart(title, labels, [Series(name, [_units(money) for money in values])], axis=_("Day"), show=lambda value: number_text(value, 2))
        for title, name, values in series
    ]


def _units(money: Money) -> float:
    return money.amount / 10.0 ** minor_digits(money.currency)


# --------------------------------------------------------------------------------------- month-end and profit


@pages.get("/runs/<int:run_id>/finance/month-end")
def get_month_end(run_id: int) -> str:
    """The report of a month or of the whole run; a figure that is opened shows the entries behind it."""
    seat = seat_at(run_id)
    period = period_named(seat.world, request.args.get("period", ""), latest=True)
    report = _report(seat, period)
    figure = request.args.get("figure", "")
    behind = report.figures[figure].entries if figure in report.figures else None
    return page(
        "finance/month_end.html",
        seat,
        tabs_=_tabs(seat),
        **_periods(seat, period),
        report=report,
        figures=[(name, *FIGURES[name], report.figures[name]) for name in FIGURES],
        figure=figure if behind is not None else "",
        accounts=[(account_text(seat.world, line.account), line) for line in report.accounts],
        **_behind(seat, behind, FIGURES[figure][0] if behind is not None else ""),
    )


@pages.get("/runs/<int:run_id>/finance/month-end.csv")
def get_month_end_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    period = period_named(seat.world, request.args.get("period", ""), latest=True)
    name = period_name(period) if period else "all"
    return csv_response(month_end_rows(seat.world, _report(seat, period)), f"month-end-{name}-run-{run_id}.csv")


@pages.get("/runs/<int:run_id>/finance/profit")
def get_profit(run_id: int) -> str:
    """Profit by country and by listing over a period, and what one piece earns as the listings stand."""
    seat = seat_at(run_id)
    world = seat.world
    period = period_named(world, request.args.get("period", "all"))
    report = _report(seat, period)
    by = {"country": report.countries, "listing": report.listings}
    chosen = next((one for one in by.get(request.args.get("by", ""), ()) if one.key == request.args.get("key", "")), None)
    return page(
        "finance/profit.html",
        seat,
        tabs_=_tabs(seat),
        **_periods(seat, period),
        report=report,
        countries=[(country_name(one.key), one, share(one.profit, one.net)) for one in report.countries],
        listings=[(_goods_and_place(seat, one.key), one, share(one.profit, one.net)) for one in report.listings],
        units=unit_rows(world),
        abroad=places_abroad(world),
        **_behind(seat, chosen.entries if chosen else None, _group_text(seat, chosen)),
    )


@pages.get("/runs/<int:run_id>/finance/profit.csv")
def get_profit_csv(run_id: int) -> Response:
    seat = seat_at(run_id)
    period = period_named(seat.world, request.args.get("period", "all"))
    name = period_name(period) if period else "all"
    return csv_response(profit_rows(seat.world, _report(seat, period)), f"profit-{name}-run-{run_id}.csv")


def _report(seat: Seat, period: Period | None) -> Statement:
    return statement(seat.world) if period is None else statement(seat.world, period.since, period.until)


def _periods(seat: Seat, period: Period | None) -> dict[str, Any]:
    """The months to choose from, the one that is chosen ("all" is the whole run), and until when its figures know."""
    world = seat.world
    known = [(period_name(one), period_text(world, one)) for one in reversed(months(world.setting, world.now))]
    return {
        "periods": [*known, ("all", period_text(world, None))],
        "period": period_name(period) if period else "all",
        "period_words": period_text(world, period),
        "until": period_until(world, period),
        "unfinished": period is None or period.until > world.now,
    }


def _behind(seat: Seat, entries: Sequence[int] | None, title: str) -> dict[str, Any]:
    """The entries behind a figure, the newest first, one page of them; `behind` is none where nothing was opened."""
    if entries is None:
        return {"behind": None, "behind_title": "", "number": 1, "pages": 1}
    newest = entries[::-1]
    number, last = _page_of(len(newest), BEHIND)
    shown = newest[(number - 1) * BEHIND : number * BEHIND]
    rows = [_entry(seat, seat.world.ledger[place]) for place in shown]
    return {"behind": rows, "behind_title": title, "behind_count": len(newest), "number": number, "pages": last}


def _group_text(seat: Seat, group: Group | None) -> str:
    if group is None:
        return ""
    return _goods_and_place(seat, group.key)[0] if "/" in group.key else country_name(group.key)


def _goods_and_place(seat: Seat, key: str) -> tuple[str, str]:
    """The goods and the place of a listing, also of one that is gone."""
    place, _sep, sku = key.rpartition("/")
    return goods_name(seat.world, sku), place_name(seat.world, place)


# ------------------------------------------------------------------------------------- payouts and prices abroad


@pages.get("/runs/<int:run_id>/finance/payouts")
def get_payouts(run_id: int) -> str:
    """Every payout taken apart, and the rates of the days so far."""
    seat = seat_at(run_id)
    world = seat.world
    lines = payout_lines(world)
    return page(
        "finance/payouts.html",
        seat,
        tabs_=_tabs(seat),
        platforms=[(world.setting.platforms[one.platform], one) for one in platform_money(world)],
        lines=[(world.setting.platforms[one.payout.platform].display_name, one) for one in lines[:PAYOUTS_SHOWN]],
        more=max(0, len(lines) - PAYOUTS_SHOWN),
        result=Money(sum(one.result.amount for one in lines), world.setting.currency),
        margin=Money(sum(one.margin.amount for one in lines), world.setting.currency),
        rates=[_rate_card(seat, currency) for currency in currencies_abroad(world)],
        rate_text=_rate_text,
    )


def _rate_card(seat: Seat, currency: str) -> dict[str, Any]:
    """The rate of the first day and of today, and how it moved in between; no chart on the first day."""
    rates = rates_so_far(seat.world, currency)
    drawing = line_chart(
        _("%(currency)s for one %(home)s: change since day 1 in per cent", currency=currency, home=seat.world.setting.currency),
        [_("Day %(n)s", n=day + 1) for day in range(len(rates))],
        [Series(currency, [100 * (rate - rates[0]) / rates[0] for rate in rates])],
        axis=_("Day"),
        show=lambda value: number_text(value, 2),
    )
    return {"currency": currency, "first": rates[0], "today": rates[-1], "drawing": drawing if len(rates) > 1 else None}


@pages.get("/runs/<int:run_id>/finance/prices")
def get_prices(run_id: int) -> str:
    """How prices of a place are made out of the shop's, with every listing's price there."""
    seat = seat_at(run_id)
    return _prices_page(seat, {}, {}, "")


@pages.post("/runs/<int:run_id>/finance/prices")
def post_prices(run_id: int) -> Response | str | tuple[str, int]:
    """Save the rule of a place, take it away, or only show what it would make of the prices (`do` is "try")."""
    seat = seat_at(run_id)
    place, do = request.form.get("place", ""), request.form.get("do", "")
    if place not in places_abroad(seat.world):
        done(Outcome(False, "no_such_place", {}), "")
        return redirect(url_for("finance.get_prices", run_id=run_id))
    if do == "clear":
        done(attempt(seat, ClearPricing(place)), _("Prices there follow the rate of the day again."))
        return redirect(url_for("finance.get_prices", run_id=run_id, _anchor=_anchor(place)))
    faults: dict[str, str] = {}
    rule = _read_rule(seat, place, faults)
    if faults:
        return _prices_page(seat, {place: None}, faults, place), 200 if do == "try" else 422
    if do == "try":
        return _prices_page(seat, {place: rule}, {}, place)
    outcome = attempt(seat, SavePricing(place, rule.rate_micro, rule.markup_permille, rule.ending))
    if not outcome.ok:
        fault = _fault_text(outcome, seat, place)
        return _prices_page(seat_at(run_id), {place: rule}, {_FIELDS.get(outcome.code, ""): fault}, place), 409
    done(outcome, _("The rule is saved. Buyers there see the new prices from now on."))
    return redirect(url_for("finance.get_prices", run_id=run_id, _anchor=_anchor(place)))


def _read_rule(seat: Seat, place: str, faults: dict[str, str]) -> PricingRule:
    """The rule as it was typed; what cannot be read is in `faults`."""
    rate, markup = _decimal("rate", faults), _decimal("markup", faults)
    known: list[Ending] = endings_for(currency_of(seat.world.setting, place))
    ending = next((one for one in known if one == request.form.get("ending", "exact")), None)
    if ending is None:
        faults["ending"] = say("no_such_choice")
    if rate is not None and rate <= 0:
        faults["rate"] = say("decimal_unreadable", text=request.form.get("rate", "")[:40])
    tenths = (markup or Fraction(0)) * 10
    if tenths.denominator != 1:
        faults["markup"] = str(_("At most one digit after the point."))
    return PricingRule(place, round_half_up((rate or Fraction(0)) * MICRO), round_half_up(tenths), ending or "exact")


def _decimal(name: str, faults: dict[str, str]) -> Fraction | None:
    """A number as people type it; None for an empty field."""
    text = request.form.get(name, "").strip().replace(" ", "")
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        faults[name] = say("decimal_unreadable", text=text[:40])
        return None
    return Fraction(text.replace(",", "."))


def _fault_text(outcome: Outcome, seat: Seat, place: str) -> str:
    """Why a rule was refused, in the units of the form: rates for one unit, markups in per cent."""
    args = dict(outcome.args)
    if outcome.code == "rate_out_of_range":
        today = rate_micro(seat.world.setting, currency_of(seat.world.setting, place), seat.world.now)
        args |= {"found": _rate_text(int(str(args.get("found", 0)))), "today": _rate_text(today)}
    if outcome.code == "markup_out_of_range":
        least, most = MARKUP_PERMILLE
        return str(_("A markup lies between %(least)s and %(most)s per cent.", least=least // 10, most=most // 10))
    return say(outcome.code, **args)


def _prices_page(seat: Seat, tried: Mapping[str, PricingRule | None], faults: Mapping[str, str], at: str) -> str:
    return page(
        "finance/prices.html",
        seat,
        tabs_=_tabs(seat),
        cards=[_place_card(seat, place, tried, faults if place == at else {}) for place in places_abroad(seat.world)],
        local_money=seat.world.setting.local_money,
        factor=RATE_FACTOR,
        markup_limits=tuple(limit // 10 for limit in MARKUP_PERMILLE),
        rate_text=_rate_text,
    )


def _place_card(
    seat: Seat, place: str, tried: Mapping[str, PricingRule | None], faults: Mapping[str, str]
) -> dict[str, Any]:
    world = seat.world
    currency = currency_of(world.setting, place)
    saved = world.pricing.get(place)
    rule = tried.get(place) or saved
    today = rate_micro(world.setting, currency, world.now)
    typed = request.form if place in tried else _typed_rule(saved)
    return {
        "place": place,
        "anchor": _anchor(place),
        "currency": currency,
        "saved": saved,
        "rule": rule,
        "tried": tried.get(place) is not None,
        "today": today,
        "rate": rule.rate_micro if rule and rule.rate_micro else today,
        "markup": Fraction(rule.markup_permille, 1000) if rule else Fraction(0),
        "ending": ENDINGS[rule.ending if rule else "exact"],
        "endings": [(key, ENDINGS[key]) for key in endings_for(currency)],
        "rows": price_preview(world, place, rule),
        "charge": charge_preview(world, place, rule),
        "typed": {name: typed.get(name, "") for name in ("rate", "markup", "ending")},
        "faults": faults,
    }


def _typed_rule(rule: PricingRule | None) -> dict[str, str]:
    if rule is None:
        return {}
    rate = f"{rule.rate_micro // MICRO}.{rule.rate_micro % MICRO:06d}".rstrip("0").rstrip(".") if rule.rate_micro else ""
    sign, tenths = "-" if rule.markup_permille < 0 else "", abs(rule.markup_permille)
    return {"rate": rate, "markup": f"{sign}{tenths // 10}.{tenths % 10}".removesuffix(".0"), "ending": rule.ending}


def _anchor(place: str) -> str:
    return f"place-{place.replace('/', '-')}"


def _rate_text(micro: int) -> str:
    """Units of the other currency for one of the shop's: four digits, more where it is small."""
    return number_text(Fraction(micro, MICRO), 4 if micro >= MICRO else 6)


# ------------------------------------------------------------------------------------------------ the books


@pages.get("/runs/<int:run_id>/finance/books")
def get_books(run_id: int) -> str:
    """Every entry, or those of an account, a kind, a currency or an order."""
    seat = seat_at(run_id)
    world = seat.world
    wanted, unknown = _wanted(seat)
    places = [] if unknown else places_of(world, wanted)
    number, last = _page_of(len(places), PAGE)
    kinds, accounts, currencies = kinds_and_accounts(world)
    return page(
        "finance/books.html",
        seat,
        tabs_=_tabs(seat),
        wanted=wanted,
        order_text=request.args.get("order", "").strip()[:60],
        unknown=unknown,
        kinds=[(kind, kind_text(kind)) for kind in kinds],
        accounts=[(account, account_text(world, account)) for account in accounts],
        account=account_text(world, wanted.account) if wanted.account else "",
        currencies=[(currency, currency) for currency in currencies],
        entries=[_entry(seat, world.ledger[place]) for place in places[(number - 1) * PAGE : number * PAGE]],
        count=len(places),
        balances=balance_lines(world, places, wanted.account),
        number=number,
        pages=last,
    )


@pages.get("/runs/<int:run_id>/finance/books.csv")
def get_books_csv(run_id: int) -> Response:
    """The entries that the page shows, the oldest first, as a file."""
    seat = seat_at(run_id)
    wanted, unknown = _wanted(seat)
    places = [] if unknown else places_of(seat.world, wanted)
    return csv_response(book_rows(seat.world, reversed(places)), f"books-run-{run_id}.csv")


def _wanted(seat: Seat) -> tuple[Wanted, bool]:
    """What the address asks for, and whether it names an order that there is not."""
    kinds, accounts, currencies = kinds_and_accounts(seat.world)

    def one_of(name: str, known: Sequence[str]) -> str:
        wish = request.args.get(name, "")
        return wish if wish in known else ""

    text = request.args.get("order", "")
    order = order_named(seat.world, text)
    wanted = Wanted(one_of("account", accounts), one_of("kind", kinds), one_of("currency", currencies), order)
    return wanted, bool(text.strip()) and not order


def _page_of(count: int, size: int) -> tuple[int, int]:
    """The page that the address asks for, and the last one; both count from 1."""
    wish = request.args.get("page", "1")
    last = max(1, -(-count // size))
    return min(max(1, int(wish)), last) if wish.isascii() and wish.isdigit() and len(wish) < 7 else 1, last


def _entry(seat: Seat, entry: Entry) -> dict[str, object]:
    return {
        "at": entry.at,
        "kind": kind_text(entry.kind),
        "order": seat.world.orders.get(entry.order) if entry.order else None,
        "postings": [(account_text(seat.world, one.account), Money(one.amount, entry.currency)) for one in entry.postings],
    }


# ------------------------------------------------------------------------------------------------ worksheet


@pages.get("/runs/<int:run_id>/finance/worksheet")
def get_worksheet(run_id: int) -> str:
    seat = seat_at(run_id)
    own = seat.world.papers.worksheet
    return _worksheet_page(seat, MultiDict({name: amount_text(own.get(name)) for name in ALL_LINES}), {})


@pages.post("/runs/<int:run_id>/finance/worksheet")
def post_worksheet(run_id: int) -> Response | tuple[str, int]:
    """Hand in own figures; an empty line is left out."""
    seat = seat_at(run_id)
    lines: dict[str, Money] = {}
    faults: dict[str, str] = {}
    for name in ALL_LINES:
        text = request.form.get(name, "")
        if text.strip():
            try:
                lines[name] = read_money(text, seat.world.setting.currency)
            except BadInput:
                faults[name] = amount_fault(text)
    if faults:
        return _worksheet_page(seat, request.form, faults), 422
    outcome = attempt(seat, SubmitWorksheet(lines))
    if not outcome.ok:
        where = str(outcome.args.get("field", ""))
        return _worksheet_page(seat_at(run_id), request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Your figures are handed in. You can replace them until you hand in the whole work."))
    return redirect(url_for("finance.get_worksheet", run_id=run_id, _anchor="worksheet"))


def _worksheet_page(seat: Seat, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    local = seat.world.setting.local_money
    more = {name: MORE_LINES[name] for name in OPTIONAL_LINES if local or name != "exchange"}
    return page(
        "finance/worksheet.html",
        seat,
        tabs_=_tabs(seat),
        lines={name: LINES[name] for name in WORKSHEET_LINES},
        more=more,
        more_open=local or any(typed.get(name) or name in faults for name in more),
        typed=typed,
        faults=faults,
    )


# ------------------------------------------------------------------------------------------------ all pages


def _tabs(seat: Seat) -> list[dict[str, Any]]:
    """The pages of finance; payouts and prices abroad only where buyers pay in their own currency."""
    tabs = [("get_finance", _("Overview")), ("get_month_end", _("Month-end")), ("get_profit", _("Profit"))]
    if seat.world.setting.local_money:
        tabs += [("get_payouts", _("Payouts and exchange")), ("get_prices", _("Prices abroad"))]
    tabs += [("get_books", _("Books")), ("get_worksheet", _("Worksheet"))]
    here = (request.endpoint or "").removeprefix("finance.").replace("post_", "get_")
    return [
        {"label": label, "href": url_for(f"finance.{endpoint}", run_id=seat.run.id), "current": endpoint == here}
        for endpoint, label in tabs
    ]
