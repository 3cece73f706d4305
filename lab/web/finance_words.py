"""The books in words: accounts, kinds of entries, figures of a statement, lines of the worksheet, periods."""

from babel.dates import format_skeleton
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.ledger.statement import Period
from lab.values.moment import Moment, to_datetime
from lab.web.formats import country_name, locale
from lab.web.listing_words import named
from lab.world.money import Ending
from lab.world.world import World

ACCOUNTS: dict[str, LazyString] = {
    "cash": _l("Cash"),
    "stock": _l("Goods in store, at cost"),
    "stock_on_way": _l("Goods on the way, at cost"),
    "sales": _l("Sales without tax"),
    "vat": _l("Value-added tax owed"),
    "fees": _l("Platform fees"),
    "postage": _l("Postage"),
    "duty": _l("Duty and import tax"),
    "storage": _l("Warehouses abroad"),
    "goods_sold": _l("Cost of goods sent"),
    "ads": _l("Advertising"),
    "capital": _l("Owner's capital"),
    "exchange": _l("Exchange of currencies"),
    "exchange_result": _l("Exchange gain or loss"),
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
    "payout": _l("Payout"),
    "exchange_result": _l("Exchange gain or loss"),
    "offset": _l("Debt taken off a payout"),
    "purchase": _l("Goods bought"),
    "transfer": _l("Goods moved to a warehouse"),
    "goods_in": _l("Goods arrive"),
    "storage": _l("Warehouse bill"),
    "pick": _l("Picking and packing"),
    "chargeback_fee": _l("Chargeback fee"),
}
LINES: dict[str, tuple[LazyString, LazyString]] = {
    "revenue": (_l("Revenue"), _l("Everything the buyers paid, with tax and shipping charge.")),
    "fees": (_l("Platform fees"), _l("What the platforms kept.")),
    "shipping": (_l("Postage"), _l("What the carriers charged you.")),
    "tax": (_l("Value-added tax"), _l("The tax inside the sales that you owe.")),
    "profit": (_l("Profit"), _l("Revenue less fees, postage, tax, duty and the purchase cost of the goods sent.")),
}
MORE_LINES: dict[str, tuple[LazyString, LazyString]] = {
    "ads": (_l("Advertising"), _l("What clicks have cost.")),
    "duty": (_l("Duty and import tax"), _l("What you paid at borders for goods that you sold.")),
    "refunds": (_l("Refunds"), _l("What buyers got back. Revenue is already without it.")),
    "goods": (_l("Cost of goods"), _l("The purchase cost of the goods sent.")),
    "exchange": (_l("Exchange gain or loss"), _l("What exchange rates and the platforms' margin added (or, with a minus, took).")),
}
FIGURES: dict[str, tuple[LazyString, LazyString]] = {
    "revenue": (_l("Revenue"), _l("what buyers paid, tax and shipping charge included")),
    "refunds": (_l("Refunds"), _l("what buyers got back, cancelled orders included")),
    "vat": (_l("Value-added tax"), _l("owed on what is left of the sales")),
    "fees": (_l("Platform fees"), _l("what the platforms kept")),
    "ads": (_l("Advertising"), _l("clicks of the period; a day's bill comes at midnight")),
    "postage": (_l("Postage"), _l("parcels to buyers and back")),
    "duty": (_l("Duty and import tax"), _l("paid at borders for goods sold")),
    "storage": (_l("Warehouses abroad"), _l("rent, receiving, picking")),
    "goods": (_l("Cost of goods"), _l("purchase cost of goods that left for good")),
    "other": (_l("Other costs"), _l("what has no line of its own")),
    "exchange": (_l("Exchange gain or loss"), _l("rates and the platforms' margin; known only when money is paid out")),
    "profit": (_l("Profit"), _l("revenue less all of the above, plus the exchange gain")),
}
ENDINGS: dict[Ending, LazyString] = {
    "exact": _l("as it comes"),
    "whole": _l("whole units"),
    "ninety_nine": _l("ends in .99"),
    "ninety_five": _l("ends in .95"),
    "nine": _l("ends in 9"),
    "ninety": _l("ends in 90"),
}


def account_text(world: World, account: str) -> str:
    """An account in words; what a platform owes with the platform's name."""
    kind, _sep, platform = account.partition(":")
    if kind == "platform" and platform in world.setting.platforms:
        return str(_("Owed by %(platform)s", platform=world.setting.platforms[platform].display_name))
    return named(ACCOUNTS, account)


def kind_text(kind: str) -> str:
    return named(KINDS, kind)


def goods_place_text(where: str) -> str:
    """A place of goods: "home", "way", or the country of a warehouse."""
    if where == "home":
        return str(_("Goods at home"))
    if where == "way":
        return str(_("Goods on the way"))
    return str(_("Goods in %(country)s", country=country_name(where)))


def period_text(world: World, period: Period | None) -> str:
    """A month with its year; None is the whole run."""
    if period is None:
        return str(_("Whole run"))
    stamp = to_datetime(world.setting.start, max(period.since, 0))
    return str(format_skeleton("yMMMM", stamp.replace(tzinfo=None), locale=locale()))


def period_until(world: World, period: Period | None) -> Moment:
    """The last moment that a period's figures can know of."""
    return world.now if period is None else min(world.now, period.until)
