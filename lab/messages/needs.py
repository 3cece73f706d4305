"""Whether an answer gives a buyer what was asked for: one verdict per need, with the words that show it.

`right`: it is said, and true at that moment as far as the shop can know; `wrong`: something else is said; `missing`: nothing.
A date of arrival is right when the service can keep it: not sooner than the carrier can be there, not in the past, and not
later than two weeks after the latest day. Who answers in a language that the buyer does not read has said nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from lab.languages.claims import claims_made
from lab.languages.dates import dates_in
from lab.languages.folding import fold
from lab.languages.manners import dress_of
from lab.languages.promises import promises_found
from lab.languages.quantities import stated_in
from lab.languages.topics import topics_in
from lab.languages.units import converted
from lab.messages.answers import Judgement, judged
from lab.messages.dialogue_book import Need
from lab.messages.tracking import tracking_in
from lab.values.moment import DAY, Moment
from lab.world.order import Order
from lab.world.thread import Thread
from lab.world.world import World

Verdict = Literal["right", "wrong", "missing"]
Span: TypeAlias = tuple[int, int]
LATEST_DAYS = 14
"""Days after the latest day that a service names within which a stated arrival is believed."""
_WEEK = Fraction(7, 5)  # calendar days of a working day, over a week


@dataclass(frozen=True, slots=True)
class Met:
    """How an answer stands to one need; `span` counts characters of the NFC text."""

    need: Need
    verdict: Verdict
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer, and what it is judged by."""

    world: World
    thread: Thread
    order: Order | None
    text: str
    at: Moment

    @property
    def language(self) -> str:
        return self.thread.language

    @property
    def topics(self) -> Mapping[str, Span]:
        return topics_in(self.text, self.language)

    @property
    def claims(self) -> set[str]:
        return claims_made(self.text, self.language)

    @property
    def today(self) -> date:
        return self.world.setting.date_at(self.at)

    def first(self, *names: str) -> Span | None:
        """The first span of the topics named."""
        return next((self.topics[name] for name in names if name in self.topics), None)


def judge_need(world: World, thread: Thread, need: Need, text: str, at: Moment) -> Met:
    """How a text that the shop sent at a moment stands to a need of the thread's buyer, read in the buyer's language."""
    order = world.orders.get(thread.order) if thread.order else None
    verdict, span = _JUDGES[need](_Answer(world, thread, order, text, at))
    return Met(need, verdict, span)


_Found: TypeAlias = tuple[Verdict, Span | None]
_MISSING: _Found = ("missing", None)


def _said(span: Span | None) -> _Found:
    return ("right", span) if span is not None else _MISSING


def _apology(answer: _Answer) -> _Found:
    dress = dress_of(answer.text, answer.language)
    return _said(dress.apology if dress is not None else None)


def judgement_of(world: World, thread: Thread, text: str) -> Judgement | None:
    """How an answer stands to the question of a thread; None for a thread that asks about no attribute that is known."""
    listing = world.listings.get(thread.listing or "")
    if listing is None:
        return None
    product = world.setting.products[listing.sku]
    attributes = world.setting.type_of(listing.sku).attributes
    asked = next((attribute for attribute in attributes if attribute.key == thread.about), None)
    if asked is None or asked.key not in product.truth:
        return None
    others = [(other, product.truth[other.key]) for other in attributes if other is not asked and other.key in product.truth]
    return judged(text, asked, product.truth[asked.key], thread.language, others)


def _attribute(answer: _Answer) -> _Found:
    judgement = judgement_of(answer.world, answer.thread, answer.text)
    if judgement is None or judgement.verdict == "silent":
        return _MISSING
    return judgement.verdict, judgement.span


def _tracking(answer: _Answer) -> _Found:
    """The number of a parcel that is under way, or that none is."""
    order = answer.order
    if order is None:
        return _MISSING
    sent = [parcel for parcel in order.parcels if parcel.shipped_at <= answer.at]
    if sent:
        found = (tracking_in(answer.text, parcel.tracking_number) for parcel in sent)
        return _said(next((span for span in found if span is not None), None))
    if "shipped" in answer.claims:
        return "wrong", (0, len(answer.text))
    if "will_ship" in answer.claims:
        return "right", answer.first("not_shipped") or (0, len(answer.text))
    return _said(answer.first("not_shipped"))


def arrival_window(world: World, thread: Thread, at: Moment) -> tuple[int, int] | None:
    """The days from a moment within which a buyer's parcel can be at the door, from first to last; None if nobody can know.

    Without an order it is what the shop's way of shipping to the thread's place takes.
    """
    order = world.orders.get(thread.order) if thread.order else None
    template = world.templates.get(thread.place)
    sent = [parcel for parcel in order.parcels if parcel.shipped_at <= at] if order is not None else []
    lane = world.setting.lanes.get(sent[-1].lane if sent else template.lane if template is not None else "")
    if lane is None:
        return None
    if sent:
        gone = (at - sent[-1].shipped_at) // DAY
        return max(0, lane.days_min - gone), max(0, lane.days_max - gone)
    handling = -(-template.handling_hours // 24) if template is not None else 0
    slack = template.slack_days if template is not None else 0
    return lane.days_min, lane.days_max + handling + slack


def _arrival(answer: _Answer) -> _Found:
    """Beside a day to come, one that has passed tells when something was sent or scanned, not when it arrives."""
    window = arrival_window(answer.world, answer.thread, answer.at)
    stated = sorted(_days_ahead(answer))
    if window is None or not stated:
        return _MISSING
    stated = [one for one in stated if one[0] >= 0] or stated
    first, last = window
    for days, span in stated:
        if not first - 1 <= days <= last + LATEST_DAYS or days < 0:
            return "wrong", span
    return "right", stated[0][1]


def _days_ahead(answer: _Answer) -> list[tuple[int, Span]]:
    """Every date and number of days that a text states, as days from when it was sent."""
    whole = fold(answer.text)
    languages = tuple(dict.fromkeys((answer.language, "en")))
    found = [((one.on - answer.today).days, whole.span(one.start, one.end)) for one in dates_in(answer.text, languages, answer.today)]
    dated = [span for _, span in found]
    for quantity in stated_in(answer.text)[0]:
        span = whole.span(quantity.start, quantity.end)
        if any(first < span[1] and span[0] < last for first, last in dated):
            continue
        for unit in quantity.units:
            days = quantity.readings[0] * _WEEK if unit == "working_day" else converted(quantity.readings[0], unit, "day")
            if days is not None and unit in ("day", "week", "working_day"):
                found.append((round(days), span))
                break
    horizon = answer.today + timedelta(days=366)
    return [(days, span) for days, span in found if answer.today + timedelta(days=days) <= horizon] if found else []


def _decision(answer: _Answer) -> _Found:
    """Yes or no to a wish, as the shop has decided it; a yes that was not done, or a no beside a yes that was, is wrong."""
    intent, order = answer.thread.intent, answer.order
    if intent == "ask_discount":
        return _said(answer.first("discount", "no_discount"))
    yes, no = ("address_changed", "address_not") if intent == "change_address" else ("cancelled", "cancel_not")
    said_yes, said_no = answer.topics.get(yes), answer.topics.get(no)
    if order is None or (said_yes is None and said_no is None):
        return _MISSING
    done = order.address_answer == "agreed" if intent == "change_address" else order.state == "cancelled"
    if said_no is not None:
        return ("wrong" if done else "right"), said_no
    return ("right" if done else "wrong"), said_yes


def _remedy(answer: _Answer) -> _Found:
    return _said(answer.first("refund", "replace", "part_refund", "return_ok"))


def _return_how(answer: _Answer) -> _Found:
    return _said(answer.first("return_label", "return_address"))


def _return_cost(answer: _Answer) -> _Found:
    """Who pays the way back; goods that are not as described go back at the shop's cost on every platform."""
    shop, buyer = answer.topics.get("shop_pays"), answer.topics.get("buyer_pays")
    if buyer is not None and answer.thread.intent in ("return_not_as_described", "wrong_item", "damaged"):
        return "wrong", buyer
    return _said(shop or buyer)


def _window(answer: _Answer) -> _Found:
    """The days within which goods may go back, as the platform has it; more is generous, fewer is wrong."""
    least = answer.world.setting.platforms[answer.thread.platform].return_window_days
    whole = fold(answer.text)
    for quantity in stated_in(answer.text)[0]:
        days = next((found for unit in quantity.units if (found := converted(quantity.readings[0], unit, "day")) is not None), None)
        if days is not None:
            return ("right" if days >= least else "wrong"), whole.span(quantity.start, quantity.end)
    return _MISSING


def _who_pays(answer: _Answer) -> _Found:
    """Who pays duty and import tax; as agreed for the order (DDP: the shop, DAP: the buyer)."""
    shop, buyer = answer.topics.get("shop_pays"), answer.topics.get("buyer_pays")
    if answer.order is None or (shop is None and buyer is None):
        return _MISSING
    true, false = (shop, buyer) if answer.order.incoterm == "DDP" else (buyer, shop)
    return ("wrong", false) if false is not None else ("right", true)


def _papers(answer: _Answer) -> _Found:
    return _said(answer.first("invoice"))


def _refund_when(answer: _Answer) -> _Found:
    """When the money is back: a time, or that it has been sent if it has."""
    claimed = "refunded" in answer.claims
    refunded = answer.order is not None and answer.order.refunded_at is not None
    if claimed and not refunded:
        return "wrong", answer.first("refund") or (0, len(answer.text))
    ahead = [span for days, span in _days_ahead(answer) if days >= 0]
    if ahead:
        return "right", ahead[0]
    return ("right", answer.first("refund") or (0, len(answer.text))) if claimed else _MISSING


def _platform(answer: _Answer) -> _Found:
    """To somebody who would pay elsewhere: that everything stays on the platform."""
    away = promises_found(answer.text, ("off_platform_contact",))
    if away:
        return "wrong", away[0].span
    return _said(answer.first("by_platform"))


_JUDGES: Mapping[Need, Callable[[_Answer], _Found]] = {
    "apology": _apology, "attribute": _attribute, "tracking": _tracking, "arrival": _arrival, "decision": _decision,
    "remedy": _remedy, "return_how": _return_how, "return_cost": _return_cost, "window": _window, "who_pays": _who_pays,
    "papers": _papers, "refund_when": _refund_when, "platform": _platform,
}  # fmt: skip
