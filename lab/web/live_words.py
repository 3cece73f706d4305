"""A class at work in words: states of the board, and what staff did in a run."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.engine.staff import StaffCustomer, StaffEvent, StaffHint
from lab.values.moment import Moment
from lab.values.text import chosen
from lab.web.formats import country_name, currency_name, moment_text, number_text
from lab.web.languages import page_language
from lab.world.action import Action
from lab.world.note import StaffNote
from lab.world.shock import Shock, ShockKind
from lab.world.world import World

Word = tuple[LazyString, str]

LIVE_STATES: dict[str, Word] = {
    "stuck": (_l("Stuck"), "bad"),
    "idle": (_l("Idle"), "warn"),
    "working": (_l("At work"), "info"),
    "away": (_l("Away"), ""),
    "ahead": (_l("Ahead"), "accent"),
    "not_started": (_l("Not begun"), ""),
    "over": (_l("Time is up"), "warn"),
    "done": (_l("Handed in"), "good"),
}
STATE_HELP: dict[str, LazyString] = {
    "stuck": _l("Five of the last ten actions were refused, or the same refusal came three times in a row."),
    "idle": _l("Nothing for ten minutes while the class is at work."),
    "working": _l("Did something in the last ten minutes."),
    "away": _l("Nothing for ten minutes, and the class is not at work."),
    "ahead": _l("Two market days, or half again as many actions, beyond the middle of the class."),
    "over": _l("Open, but its time is up: it can be collected."),
}
EVENTS: dict[ShockKind, LazyString] = {
    "strike": _l("Strike"),
    "recall": _l("Recall"),
    "rate_shock": _l("Exchange rate moves"),
    "carrier_change": _l("Shipping service changes"),
}


def note_texts(world: World, note: StaffNote) -> tuple[str, str]:
    """A note as its two parts: what happened in the lab's words ("" for a hint), and what the instructor wrote ("" for nothing)."""
    if note.shock is None:
        return "", note.text
    return shock_text(world, world.shocks[note.shock]), note.text


def shock_text(world: World, shock: Shock) -> str:
    """An event in a sentence, with its end if it has one."""
    until = moment_text(shock.ends, world.setting.start) if shock.ends is not None else ""
    return event_text(world, shock.kind, shock.country, shock.lane, shock.sku, shock.currency, shock.percent, closed=shock.closed, until=until)


def event_text(
    world: World, kind: ShockKind, country: str, lane: str, sku: str, currency: str, percent: int, *, closed: bool, until: str
) -> str:
    """An event in a sentence; `until` is "" for one that lasts to the end of the run."""
    if kind == "strike" and country:
        return str(_("Strike in %(country)s: parcels from and to it stand still until %(until)s.", country=country_name(country), until=until))
    if kind == "strike":
        return str(_("Strike at the service “%(service)s”: its parcels stand still until %(until)s.", service=lane_name(world, lane), until=until))
    if kind == "recall":
        goods = goods_text(world, sku)
        return str(_("Recall of %(goods)s: it is off sale, and may be neither offered nor sent until %(until)s.", goods=goods, until=until))
    if kind == "rate_shock":
        return _rate_text(currency, percent, until)
    return _lane_text(lane_name(world, lane), percent, closed=closed, until=until)


def _rate_text(currency: str, percent: int, until: str) -> str:
    words = {"currency": currency_name(currency), "percent": number_text(abs(percent)), "until": until}
    if percent > 0 and until:
        return str(_("%(currency)s is worth %(percent)s %% more until %(until)s.", **words))
    if percent > 0:
        return str(_("%(currency)s is worth %(percent)s %% more from now on.", **words))
    if until:
        return str(_("%(currency)s is worth %(percent)s %% less until %(until)s.", **words))
    return str(_("%(currency)s is worth %(percent)s %% less from now on.", **words))


def _lane_text(service: str, percent: int, *, closed: bool, until: str) -> str:
    words = {"service": service, "percent": number_text(abs(percent)), "until": until}
    if closed and until:
        return str(_("The service “%(service)s” takes no parcels until %(until)s.", **words))
    if closed:
        return str(_("The service “%(service)s” takes no parcels any more.", **words))
    if percent > 0 and until:
        return str(_("The service “%(service)s” costs %(percent)s %% more until %(until)s.", **words))
    if percent > 0:
        return str(_("The service “%(service)s” costs %(percent)s %% more from now on.", **words))
    if until:
        return str(_("The service “%(service)s” costs %(percent)s %% less until %(until)s.", **words))
    return str(_("The service “%(service)s” costs %(percent)s %% less from now on.", **words))


def deed_text(world: World, action: Action, at: Moment) -> tuple[str, str]:
    """What staff did, in two parts like `note_texts`; for a message, to or as whom, and its text."""
    if isinstance(action, StaffHint):
        return "", action.text
    if isinstance(action, StaffEvent):
        until = moment_text(at + action.days * 1440, world.setting.start) if action.days else ""
        words = event_text(
            world, action.kind, action.country, action.lane, action.sku, action.currency, action.percent, closed=action.closed, until=until
        )
        return words, action.text
    if isinstance(action, StaffCustomer):
        thread = world.threads.get(action.thread)
        name = thread.buyer.name if thread is not None else action.buyer
        order = world.orders.get(action.order)
        if not name and order is not None:
            name = order.buyer.name
        return _("As the buyer %(name)s", name=name or "–"), action.text
    return "", ""


def lane_name(world: World, lane: str) -> str:
    """A shipping service in the page's language, or its key where the market has no such service."""
    found = world.setting.lanes.get(lane)
    return chosen(found.names, page_language()) if found is not None else lane


def goods_text(world: World, sku: str) -> str:
    """A product in the page's language, or its SKU."""
    product = world.setting.products.get(sku)
    return chosen(product.names, page_language()) if product is not None else sku
