"""Finance: the books, what one piece earns, and the student's own reckoning."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from lab.ledger.actions import SubmitWorksheet
from lab.ledger.sale import WORKSHEET_LINES, unit_lines
from lab.school.overview import purse_of
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.web.errors import say
from lab.web.formats import amount_text
from lab.web.listing_words import named
from lab.web.seller import Seat, amount_fault, attempt, done, page, read_money, seat_at
from lab.world.entry import Entry

pages = Blueprint("finance", __name__)
PAGE = 40

ACCOUNTS: dict[str, LazyString] = {
    "cash": _l("Cash"),
    "stock": _l("Goods in store, at cost"),
    "sales": _l("Sales without tax"),
    "vat": _l("Value-added tax owed"),
    "fees": _l("Platform fees"),
    "postage": _l("Postage"),
    "duty": _l("Duty and import tax"),
    "goods_sold": _l("Cost of goods sent"),
    "ads": _l("Advertising"),
    "capital": _l("Owner's capital"),
}
KINDS: dict[str, LazyString] = {
    "opening": _l("Opening balance"),
    "sale": _l("Sale"),
    "fee": _l("Platform fee"),
    "postage": _l("Postage"),
    "goods": _l("Goods leave the store"),
    "ads": _l("Advertising of a day"),
    "cancellation": _l("Cancellation"),
    "refund": _l("Refund"),
    "restock": _l("Goods come back to the store"),
    "return_postage": _l("Return postage"),
    "duty": _l("Duty and import tax"),
}
LINES: dict[str, tuple[LazyString, LazyString]] = {
    "revenue": (_l("Revenue"), _l("Everything the buyers paid, with tax and shipping charge.")),
    "fees": (_l("Platform fees"), _l("What the platforms kept.")),
    "shipping": (_l("Postage"), _l("What the carriers charged you.")),
    "tax": (_l("Value-added tax"), _l("The tax inside the sales that you owe.")),
    "profit": (_l("Profit"), _l("Revenue less fees, postage, tax, duty and the purchase cost of the goods sent.")),
}


@pages.get("/runs/<int:run_id>/finance")
def get_finance(run_id: int) -> str:
    seat = seat_at(run_id)
    own = seat.world.papers.worksheet
    typed = MultiDict({name: amount_text(own.get(name)) for name in WORKSHEET_LINES})
    return _finance_page(seat, typed, {})


@pages.post("/runs/<int:run_id>/finance/worksheet")
def post_worksheet(run_id: int) -> Response | tuple[str, int]:
    """Hand in own figures; an empty line is left out."""
    seat = seat_at(run_id)
    lines: dict[str, Money] = {}
    faults: dict[str, str] = {}
    for name in WORKSHEET_LINES:
        text = request.form.get(name, "")
        if text.strip():
            try:
                lines[name] = read_money(text, seat.world.setting.currency)
            except BadInput:
                faults[name] = amount_fault(text)
    if faults:
        return _finance_page(seat, request.form, faults), 422
    outcome = attempt(seat, SubmitWorksheet(lines))
    if not outcome.ok:
        where = str(outcome.args.get("field", ""))
        return _finance_page(seat_at(run_id), request.form, {where: say(outcome.code, **outcome.args)}), 409
    done(outcome, _("Your figures are handed in. You can replace them until you hand in the whole work."))
    return redirect(url_for("finance.get_finance", run_id=run_id, _anchor="worksheet"))


def _finance_page(seat: Seat, typed: "MultiDict[str, str]", faults: dict[str, str]) -> str:
    world = seat.world
    entries = list(reversed(world.ledger))
    wanted = request.args.get("page", "1")
    pages_ = max(1, -(-len(entries) // PAGE))
    number = min(max(1, int(wanted)), pages_) if wanted.isdecimal() and len(wanted) < 6 else 1
    return page(
        "finance/finance.html",
        seat,
        purse=purse_of(world),
        units=[(listing, unit_lines(world, listing)) for listing in world.listings.values()],
        entries=[_entry(seat, entry) for entry in entries[(number - 1) * PAGE : number * PAGE]],
        number=number,
        pages=pages_,
        lines=LINES,
        typed=typed,
        faults=faults,
    )


def _entry(seat: Seat, entry: Entry) -> dict[str, object]:
    order = seat.world.orders.get(entry.order) if entry.order else None
    return {
        "at": entry.at,
        "kind": named(KINDS, entry.kind),
        "order": order,
        "postings": [(_account(seat, one.account), Money(one.amount, entry.currency)) for one in entry.postings],
    }


def _account(seat: Seat, account: str) -> str:
    kind, _sep, platform = account.partition(":")
    if kind == "platform" and platform in seat.world.setting.platforms:
        return str(_("Owed by %(platform)s", platform=seat.world.setting.platforms[platform].display_name))
    return named(ACCOUNTS, account)
