"""What changed between two moments of a shop, in words: a line for each difference, by part of the shop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.school.changes import PARTS, Change, Value
from lab.values.money import Money
from lab.values.text import clip
from lab.web.finance_words import ENDINGS, LINES
from lab.web.formats import country_name, duration_text, language_name, money_text, number_text
from lab.web.order_words import STATES
from lab.world.world import World

MAX_SHOWN = 300
"""Characters of a text that are shown; the pages of the shop have the whole."""

PART_NAMES: dict[str, LazyString] = {
    "money": _l("Money"),
    "orders": _l("Orders"),
    "threads": _l("Messages"),
    "listings": _l("Listings"),
    "stock": _l("Stock"),
    "shipping": _l("Shipping"),
    "ads": _l("Ads"),
    "promotions": _l("Promotions"),
    "pricing": _l("Prices abroad and payouts"),
    "aftersales": _l("After-sales"),
    "health": _l("Standing with the platforms"),
    "social": _l("Social"),
    "papers": _l("Written down"),
    "staff": _l("From the instructor"),
}
SUMS: dict[str, LazyString] = {
    "cash": _l("Cash"),
    "owed": _l("Owed by platforms"),
    "stock": _l("Goods at cost"),
    "on_way": _l("Goods on the way, at cost"),
    "profit": _l("Profit so far"),
}
WHAT: dict[str, LazyString] = {
    "order_came": _l("New order %(about)s"),
    "order_state": _l("Order %(about)s: state"),
    "order_parcels": _l("Order %(about)s: parcels"),
    "order_refunded": _l("Order %(about)s: given back"),
    "order_address": _l("Order %(about)s: answer to the new address"),
    "orders_in_state": _l("Orders in state “%(state)s”"),
    "thread_came": _l("New conversation “%(about)s”"),
    "message_of_buyer": _l("“%(about)s”: the buyer wrote"),
    "message_of_shop": _l("“%(about)s”: the shop wrote"),
    "thread_closed": _l("“%(about)s”: closed"),
    "thread_outcome": _l("“%(about)s”: how it ended"),
    "thread_mood": _l("“%(about)s”: the buyer's mood"),
    "reply_template": _l("Reply template “%(about)s”"),
    "listing_made": _l("New listing %(about)s"),
    "listing_gone": _l("Listing %(about)s is gone"),
    "listing_field": _l("%(about)s: %(field)s"),
    "pieces_at_home": _l("%(about)s: pieces in the store-room"),
    "pieces_abroad": _l("%(about)s: pieces in the warehouse in %(country)s"),
    "goods_ordered": _l("%(about)s: pieces ordered from the supplier"),
    "goods_moved": _l("%(about)s: pieces sent to the warehouse in %(country)s"),
    "goods_arrived": _l("%(about)s: goods that were on the way have arrived"),
    "shipping_field": _l("%(about)s: %(field)s"),
    "campaign_made": _l("New campaign “%(about)s”, budget for a day"),
    "campaign_field": _l("Campaign “%(about)s”: %(field)s"),
    "promotion_made": _l("New promotion “%(about)s”, per cent"),
    "promotion_sold": _l("Promotion “%(about)s”: orders"),
    "promotion_ended": _l("Promotion “%(about)s” was ended early"),
    "pricing_field": _l("%(about)s: %(field)s"),
    "paid_out": _l("Paid out by %(platform)s"),
    "review_came": _l("New review of %(about)s, stars"),
    "review_reply": _l("Review of %(about)s: answer"),
    "return_came": _l("Order %(about)s: the buyer wants to return it"),
    "return_decision": _l("Order %(about)s: decision about the return"),
    "dispute_came": _l("Order %(about)s: claim or chargeback"),
    "dispute_answer": _l("Order %(about)s: answer to the claim"),
    "dispute_ruling": _l("Order %(about)s: how the claim was decided"),
    "standing": _l("Standing with %(platform)s"),
    "post_made": _l("New post on %(about)s"),
    "post_removed": _l("A post on %(about)s was removed"),
    "worksheet": _l("Worksheet: %(line)s"),
    "reflection": _l("Reflection"),
    "decision": _l("Decision “%(about)s”"),
    "decision_words": _l("Decision “%(about)s”: reasons in words"),
    "sale_decided": _l("%(about)s in %(country)s: to sell or not"),
    "hazards": _l("%(about)s: declared for the carrier"),
    "staff_note": _l("Hint or event"),
}
FIELDS: dict[str, LazyString] = {
    "state": _l("state"),
    "title": _l("title"),
    "bullets": _l("bullet points"),
    "description": _l("description"),
    "search_terms": _l("hidden search terms"),
    "category": _l("category"),
    "gtin": _l("number under the bar code"),
    "family": _l("variations"),
    "documents": _l("documents"),
    "pictures": _l("number of pictures"),
    "picture_order": _l("which pictures, in order"),
    "alts": _l("alternative texts"),
    "roles": _l("what the pictures are for"),
    "offered": _l("pieces on offer"),
    "label": _l("who stands behind the goods"),
    "price": _l("price"),
    "lane": _l("service"),
    "regions": _l("countries served"),
    "handling_hours": _l("hours to hand over"),
    "charge": _l("shipping charge"),
    "slack_days": _l("days added to the promise"),
    "incoterm": _l("who pays at the border"),
    "daily_budget": _l("budget for a day"),
    "listings": _l("number of listings"),
    "targets": _l("number of targets"),
    "negatives": _l("number of negative words"),
    "rate_micro": _l("fixed exchange rate"),
    "markup_permille": _l("mark-up"),
    "ending": _l("how prices end"),
}
VALUES: dict[str, LazyString] = {
    "yes": _l("yes"),
    "on_sale": _l("on sale"),
    "off_sale": _l("not on sale"),
    "given": _l("given"),
    "running": _l("running"),
    "paused": _l("paused"),
    "agreed": _l("agreed"),
    "declined": _l("declined"),
    "bought": _l("bought"),
    "left": _l("left"),
    "settled": _l("settled"),
    "gave_up": _l("gave up"),
    "calm": _l("calm"),
    "upset": _l("upset"),
    "unknown": _l("unknown"),
    "good": _l("good"),
    "warned": _l("warned"),
    "restricted": _l("restricted"),
    "sell": _l("sell"),
    "refuse": _l("do not sell"),
    "changed_mind": _l("changed mind"),
    "not_as_described": _l("not as described"),
    "late": _l("late"),
    "not_arrived": _l("not arrived"),
    "return_declined": _l("return declined"),
    "free_label": _l("take it back, the shop pays the way"),
    "buyer_pays": _l("take it back, the buyer pays the way"),
    "keep_goods": _l("money back, the buyer keeps the goods"),
    "accept": _l("accept"),
    "offer": _l("offer a part"),
    "contest": _l("contest"),
    "withdrawn": _l("withdrawn"),
    "for_shop": _l("for the shop"),
    "for_buyer": _l("for the buyer"),
    "unanswered": _l("not answered in time"),
    "hint": _l("hint"),
    "event": _l("event"),
}
_CODED = frozenset(
    {
        "thread_closed", "thread_outcome", "thread_mood", "order_address", "goods_arrived", "return_came", "return_decision",
        "dispute_came", "dispute_answer", "dispute_ruling", "standing", "post_removed", "sale_decided",
    }
)  # fmt: skip
"""Kinds of change whose values are codes; those of others are what somebody wrote."""
_CODED_FIELDS = frozenset({"state", "label"})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference in words; a side that is empty is shown as a dash."""

    what: str
    was: str
    now: str


def change_lines(changes: Iterable[Change], world: World) -> list[tuple[str, list[ChangeLine]]]:
    """Changes by part of the shop, in the order of the parts; parts without any are left out."""
    by_part: dict[str, list[ChangeLine]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(ChangeLine(_what(change, world), _text(change, change.was), _text(change, change.now)))
    return [(str(PART_NAMES[part]), by_part[part]) for part in PARTS if part in by_part]


def _what(change: Change, world: World) -> str:
    if change.code == "sum":
        return str(SUMS[change.about])
    given: dict[str, Any] = {"about": change.about, "field": _field(change.field)}
    if change.code == "orders_in_state":
        given["state"] = _named(STATES, change.about)
    elif change.code == "worksheet":
        given["line"] = str(LINES[change.about][0]) if change.about in LINES else change.about
    elif change.code in ("standing", "paid_out"):
        profile = world.setting.platforms.get(change.about)
        given["platform"] = profile.display_name if profile else change.about
    if change.code in ("pieces_abroad", "goods_moved", "sale_decided"):
        given["country"] = country_name(change.field)
    return str(WHAT[change.code]) % given


def _field(name: str) -> str:
    """A field in words; one with parts names them: "attribute: colour", "French: title"."""
    kind, _sep, rest = name.partition(".")
    if kind == "attribute":
        return str(_("attribute %(name)s", name=rest))
    if kind == "text":
        language, _sep, part = rest.partition(".")
        return str(_("%(language)s, %(part)s", language=language_name(language), part=_named(FIELDS, part)))
    return _named(FIELDS, name)


def _text(change: Change, value: Value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, int):
        return _number(change.field, value)
    if change.code == "order_state":
        return _named(STATES, value)
    if change.code == "thread_came":
        return language_name(value)
    if change.field == "ending" and change.code == "pricing_field":
        return _named({str(key): word for key, word in ENDINGS.items()}, value)
    if change.code in _CODED or (change.field in _CODED_FIELDS and change.code.endswith("_field")):
        return _named(VALUES, value)
    return clip(value, MAX_SHOWN)


def _number(field: str, value: int) -> str:
    if field == "rate_micro":
        return number_text(value / 1_000_000, 6) if value else ""
    if field == "markup_permille":
        return number_text(value / 10, 1) + " %"
    return duration_text(value * 60) if field == "handling_hours" else number_text(value)


def _named(table: Mapping[str, LazyString], key: str) -> str:
    return str(table[key]) if key in table else key
