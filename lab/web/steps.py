"""Steps to do next and events that happened, in words, each with the page that it leads to."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lab.school.overview import Event, Step
from lab.values.moment import Moment
from lab.web.formats import money_text
from lab.web.seller import Seat, goods_name, place_name

_SIGNS = {"shipped": "shipping", "delivered": "shipping", "review": "star", "return": "refresh", "dispute": "warning", "dispute_end": "warning"}


@dataclass(frozen=True, slots=True)
class Line:
    """A step or an event in words: what, where it leads, its picture, and when."""

    text: str
    href: str
    sign: str
    label: str = ""
    at: Moment | None = None


def step_line(seat: Seat, step: Step) -> Line:
    """A step in words, with the page on which it is done."""
    run_id = seat.run.id
    if step.kind in ("write_listing", "mend_listing", "publish_listing", "restock"):
        return _listing_step(seat, step)
    if step.kind == "set_shipping":
        text = _("Say how orders are shipped: %(place)s", place=place_name(seat.world, step.ref))
        return Line(text, url_for("shipping.get_shipping", run_id=run_id), "shipping", _("Set up shipping"), step.due)
    if step.kind == "answer":
        text = _("Answer %(name)s", name=step.name)
        return Line(text, url_for("inbox.get_thread", run_id=run_id, thread_id=step.ref), "messages", _("Answer"), step.due)
    if step.kind == "ship":
        text = _("Pack and ship order %(number)s", number=step.name)
        return Line(text, url_for("orders.get_order", run_id=run_id, order_id=step.ref), "orders", _("Pack"), step.due)
    if step.kind == "plan":
        text = _("Hand in a plan: %(platform)s has restricted your account", platform=seat.world.setting.platforms[step.ref].display_name)
        return Line(text, url_for("performance.get_health", run_id=run_id, _anchor=step.ref), "warning", _("Write"))
    if step.kind == "worksheet":
        text = _("Work out what the orders earned and hand in your figures")
        return Line(text, url_for("finance.get_finance", run_id=run_id, _anchor="worksheet"), "finance", _("Reckon"), step.due)
    if step.kind == "reflection":
        text = _("Write down what you would do differently")
        return Line(text, url_for("report.get_hand_in", run_id=run_id, _anchor="reflection"), "edit", _("Write"), step.due)
    if step.kind == "read_brief":
        text = _("Read the brief: tasks, supplier's sheets, papers and raw pictures")
        return Line(text, url_for("brief.get_brief", run_id=run_id), "brief", _("Read"))
    if step.kind == "hand_in":
        return Line(_("Check your tasks and hand in"), url_for("report.get_hand_in", run_id=run_id), "hand-in", _("Hand in"))
    return Line(_("Nothing else is urgent: let time pass"), "#clock", "clock", _("To the clock"))


def _listing_step(seat: Seat, step: Step) -> Line:
    platform, country, sku = step.ref.split("/")
    goods = {"goods": goods_name(seat.world, sku), "place": place_name(seat.world, f"{platform}/{country}")}
    href = url_for("listings.get_editor", run_id=seat.run.id, platform=platform, country=country, sku=sku)
    if step.kind == "write_listing":
        return Line(_("Write the listing: %(goods)s, %(place)s", **goods), href, "listings", _("Write"), step.due)
    if step.kind == "mend_listing":
        text = ngettext(
            "Mend %(num)s fault that keeps it off sale: %(goods)s, %(place)s",
            "Mend %(num)s faults that keep it off sale: %(goods)s, %(place)s",
            step.count,
            **goods,
        )
        return Line(text, href, "listings", _("Mend"), step.due)
    if step.kind == "publish_listing":
        return Line(_("Put it on sale: %(goods)s, %(place)s", **goods), href, "listings", _("Look it over"), step.due)
    return Line(_("Offer new stock: %(goods)s, %(place)s", **goods), href, "stock", _("Restock"), step.due)


def event_line(seat: Seat, event: Event) -> Line:
    """An event in words, with the page that shows more."""
    run_id = seat.run.id
    if event.kind in ("message", "answered"):
        href = url_for("inbox.get_thread", run_id=run_id, thread_id=event.ref)
        says = _("%(name)s wrote", name=event.name) if event.kind == "message" else _("You answered %(name)s", name=event.name)
        return Line(says, href, "messages", at=event.at)
    if event.kind == "on_sale":
        platform, country, sku = event.ref.split("/")
        href = url_for("listings.get_editor", run_id=run_id, platform=platform, country=country, sku=sku)
        text = _("On sale: %(goods)s, %(place)s", goods=goods_name(seat.world, sku), place=place_name(seat.world, f"{platform}/{country}"))
        return Line(text, href, "listings", at=event.at)
    href = url_for("orders.get_order", run_id=run_id, order_id=event.ref)
    amount = money_text(event.amount) if event.amount else ""
    text = {
        "order": _("New order %(number)s over %(amount)s", number=event.name, amount=amount),
        "shipped": _("Order %(number)s shipped", number=event.name),
        "delivered": _("Order %(number)s delivered", number=event.name),
        "cancelled": _("Order %(number)s cancelled", number=event.name),
        "review": ngettext("Review with %(num)s star, order %(number)s", "Review with %(num)s stars, order %(number)s", event.count, number=event.name),
        "return": _("The buyer sends order %(number)s back", number=event.name),
        "dispute": _("Dispute over order %(number)s", number=event.name),
        "dispute_end": (
            _("Dispute over order %(number)s decided for you", number=event.name)
            if event.count
            else _("Dispute over order %(number)s decided for the buyer", number=event.name)
        ),
    }[event.kind]
    return Line(text, href, _SIGNS.get(event.kind, "orders"), at=event.at)
