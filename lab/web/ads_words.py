"""Advertising in words: match types, states of a campaign, and what a search's figures call for, with the reason."""

from fractions import Fraction

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.ads.report import TermRow
from lab.web.formats import money_text, percent

MATCHES: dict[str, tuple[LazyString, LazyString]] = {
    "exact": (_l("exact"), _l("Only the search with just these words, in this order. Few clicks, but you know what for.")),
    "phrase": (_l("phrase"), _l("Searches in which these words stand together, with others before or after.")),
    "broad": (_l("broad"), _l("Searches that have all these words somewhere. More clicks, fewer of them right.")),
    "auto": (_l("auto"), _l("Every search that finds your listing by its own text. Good for finding out what shoppers type.")),
}
NEGATIVE_HELP = _l("Negative words take searches out again: nothing is shown and nothing is paid for them.")
STATES: dict[str, tuple[LazyString, str]] = {
    "running": (_l("Running"), "good"),
    "paused": (_l("Paused"), ""),
    "restricted": (_l("Stopped: the platform has restricted your account"), "bad"),
    "out_of_budget": (_l("Out of budget for today"), "warn"),
    "nothing_to_show": (_l("Not in the auction"), "bad"),
}
REASONS: dict[str, LazyString] = {
    "not_live": _l("not on sale"),
    "no_price": _l("without a price"),
    "no_stock": _l("sold out"),
    "no_shipping": _l("no shipping to this market"),
}
HINTS: dict[str, tuple[LazyString, str]] = {
    "take_exact": (_l("Take it as an exact target"), "good"),
    "make_negative": (_l("Make it negative"), "bad"),
    "bid_less": (_l("Bid less"), "warn"),
    "no_margin": (_l("Mend the price first"), "bad"),
}


def advice(row: TermRow) -> str:
    """The reason for a hint, with its numbers; empty without one."""
    hint = row.hint
    if hint is None:
        return ""
    profit = money_text(hint.profit)
    cost = money_text(row.figures.spent(hint.profit.currency))
    if hint.kind == "no_margin":
        return str(_("One piece earns %(profit)s before ads: every click makes the loss larger.", profit=profit))
    if hint.kind == "make_negative":
        return str(_("%(cost)s spent without an order; one sale earns only %(profit)s.", cost=cost, profit=profit))
    acos, limit = _percent(row.figures.acos), _percent(hint.break_even)
    if hint.kind == "bid_less" and hint.bid is not None:
        bid = money_text(hint.bid)
        return str(_("ACOS %(acos)s is above the %(limit)s that one piece earns. On these figures a click is worth %(bid)s.",
                     acos=acos, limit=limit, bid=bid))  # fmt: skip
    return str(_("It sells at an ACOS of %(acos)s, below %(limit)s. As an exact target it gets its own bid.", acos=acos, limit=limit))


def _percent(share: Fraction | None) -> str:
    return percent(share, 1).striptags()
