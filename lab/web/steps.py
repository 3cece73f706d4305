"""Steps to do next and events that happened, in words, each with the page that it leads to."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lab.school.overview import Event, Step
from lab.values.moment import Moment
from lab.web.formats import money_text, number_text
from lab.web.seller import Seat, goods_name, local, place_name

_SIGNS = {
    "shipped": "shipping", "delivered": "shipping", "customs": "shipping", "refused": "shipping", "lost": "shipping", "review": "star",
    "return": "refresh", "return_decided": "refresh", "goods_back": "refresh", "dispute": "warning", "chargeback": "warning",
    "dispute_end": "warning", "cancel_wish": "warning", "verified": "check",
}  # fmt: skip

MOST_STEPS = 60
"""Lines that a page shows; a shop with thousands of open orders works from the list of orders."""


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
    if step.kind in ("decide", "write_listing", "mend_listing", "publish_listing", "restock", "take_off"):
        return _listing_step(seat, step)
    if step.kind == "set_shipping":
        text = _("Say how orders are shipped: %(place)s", place=place_name(seat.world, step.ref))
        return Line(text, url_for("shipping.get_shipping", run_id=run_id), "shipping", _("Set up shipping"), step.due)
    if step.kind == "answer":
        text = _("Answer %(name)s", name=step.name)
        return Line(text, url_for("inbox.get_thread", run_id=run_id, thread_id=step.ref), "messages", _("Answer"), step.due)
    if step.kind in ("acknowledge", "address_wish", "cancel_wish", "held", "cancel_stopped", "refund_stopped", "wait_recall"):
        return _order_step(seat, step)
    if step.kind in ("return", "claim", "chargeback", "review"):
        return _after_step(seat, step)
    if step.kind == "reorder":
        text = ngettext(
            "Reorder in time: %(num)s free piece left, %(goods)s", "Reorder in time: %(num)s free pieces left, %(goods)s", step.count,
            goods=goods_name(seat.world, step.ref),
        )  # fmt: skip
        return Line(text, url_for("stock.get_stock", run_id=run_id), "stock", _("Reorder"), step.due)
    if step.kind == "ship":
        text = _("Pack and ship order %(number)s", number=step.name)
        return Line(text, url_for("orders.get_order", run_id=run_id, order_id=step.ref), "orders", _("Pack"), step.due)
    if step.kind == "plan":
        text = _("Hand in a plan: %(platform)s has restricted your account", platform=seat.world.setting.platforms[step.ref].display_name)
        return Line(text, url_for("performance.get_health", run_id=run_id, _anchor=step.ref), "warning", _("Write"))
    if step.kind == "worksheet":
        text = _("Work out what the orders earned and hand in your figures")
        return Line(text, url_for("finance.get_worksheet", run_id=run_id), "finance", _("Reckon"), step.due)
    if step.kind == "reflection":
        text = _("Write down what you would do differently")
        return Line(text, url_for("report.get_hand_in", run_id=run_id, _anchor="reflection"), "edit", _("Write"), step.due)
    if step.kind == "decision":
        question = seat.world.setting.questions[step.ref]
        text = _("Decide: %(question)s", question=local(question.title))
        return Line(text, url_for("decisions.get_decisions", run_id=run_id, _anchor=f"question-{step.ref}"), "edit", _("Decide"), step.due)
    if step.kind == "read_brief":
        text = _("Read the brief: tasks, supplier's sheets, papers and raw pictures")
        return Line(text, url_for("brief.get_brief", run_id=run_id), "brief", _("Read"))
    if step.kind == "hand_in":
        return Line(_("Check your tasks and hand in"), url_for("report.get_hand_in", run_id=run_id), "hand-in", _("Hand in"))
    return Line(_("Nothing else is urgent: let time pass"), "#clock", "clock", _("To the clock"))


def _order_step(seat: Seat, step: Step) -> Line:
    """What is asked about orders that have not left."""
    run_id = seat.run.id
    href = url_for("orders.get_order", run_id=run_id, order_id=step.ref)
    if step.kind == "address_wish":
        text = _("The buyer wants order %(number)s sent to another address: say yes or no before you pack", number=step.name)
        return Line(text, href, "orders", _("Answer"), step.due)
    if step.kind == "cancel_wish":
        text = _("The buyer wants to cancel order %(number)s: say yes or no. Without an answer it is cancelled", number=step.name)
        return Line(text, href, "orders", _("Answer"), step.due)
    if step.kind == "cancel_stopped":
        return Line(_("Cancel order %(number)s: its goods may not be sent", number=step.name), href, "warning", _("Cancel the order"), step.due)
    if step.kind == "refund_stopped":
        text = _("Pay back what is missing of order %(number)s: it may not be sent", number=step.name)
        return Line(text, f"{href}#refund", "warning", _("Give money back"), step.due)
    if step.kind == "wait_recall":
        return Line(_("Wait with order %(number)s: its goods are recalled for now", number=step.name), href, "clock", _("Look"))
    if step.count > 1:
        href = url_for("orders.get_orders", run_id=run_id)
    if step.kind == "held":
        if step.count == 1:
            text = _("Wait with order %(number)s: its payment is being verified", number=step.name)
        else:
            text = ngettext(
                "Wait with %(num)s order: the payment is being verified",
                "Wait with %(num)s orders: the payments are being verified", step.count,
            )  # fmt: skip
        return Line(text, href, "clock", _("Look"))
    if step.count == 1:
        text = _("Acknowledge order %(number)s", number=step.name)
    else:
        text = ngettext("Acknowledge %(num)s order", "Acknowledge %(num)s orders", step.count)
    return Line(text, href, "orders", _("Acknowledge"), step.due)


def _after_step(seat: Seat, step: Step) -> Line:
    """What buyers ask for once a parcel has come."""
    run_id = seat.run.id
    if step.kind == "review":
        text = ngettext("Reply to %(num)s review, where a reply helps", "Reply to %(num)s reviews, where a reply helps", step.count)
        return Line(text, url_for("aftersales.get_reviews", run_id=run_id), "star", _("Read"))
    if step.kind == "return":
        text = _("Decide about the return of order %(number)s", number=step.name)
        href = url_for("aftersales.get_returns", run_id=run_id, _anchor=f"return-{step.ref}")
        return Line(text, href, "refresh", _("Decide"), step.due)
    href = url_for("aftersales.get_claims", run_id=run_id, _anchor=f"claim-{step.ref}")
    if step.kind == "chargeback":
        text = _("Answer the chargeback over order %(number)s", number=step.name)
    else:
        text = _("Answer the claim over order %(number)s", number=step.name)
    return Line(text, href, "warning", _("Answer"), step.due)


def _listing_step(seat: Seat, step: Step) -> Line:
    platform, country, sku = step.ref.split("/")
    goods = {"goods": goods_name(seat.world, sku), "place": place_name(seat.world, f"{platform}/{country}")}
    href = url_for("listings.get_editor", run_id=seat.run.id, platform=platform, country=country, sku=sku)
    if step.kind == "decide":
        rules = url_for("customs.get_rules", run_id=seat.run.id, sku=sku, country=country)
        return Line(_("Look at the rules and decide: %(goods)s, %(place)s", **goods), rules, "flag", _("Decide"), step.due)
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
    if step.kind == "take_off":
        return Line(_("Take it off sale, as you decided: %(goods)s, %(place)s", **goods), href, "listings", _("Take off sale"), step.due)
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
    if event.kind in ("goods_in", "payout", "promotion", "promotion_over"):
        return _shop_event(seat, event)
    href = url_for("orders.get_order", run_id=run_id, order_id=event.ref)
    amount = money_text(event.amount) if event.amount else ""
    text = {
        "order": _("New order %(number)s over %(amount)s", number=event.name, amount=amount),
        "shipped": _("Order %(number)s shipped", number=event.name),
        "delivered": _("Order %(number)s delivered", number=event.name),
        "cancelled": _("Order %(number)s cancelled", number=event.name),
        "review": ngettext("Review with %(num)s star, order %(number)s", "Review with %(num)s stars, order %(number)s", event.count, number=event.name),
        "verified": _("The payment of order %(number)s is verified", number=event.name),
        "cancel_wish": _("The buyer wants to cancel order %(number)s", number=event.name),
        "customs": _("Customs keep the parcel of order %(number)s", number=event.name),
        "refused": _("The buyer refused order %(number)s at the door", number=event.name),
        "lost": _("Order %(number)s never arrived and was paid back", number=event.name),
        "return": _("The buyer wants to send order %(number)s back", number=event.name),
        "return_decided": _("The platform decided the return of order %(number)s, because you did not", number=event.name),
        "goods_back": _("Order %(number)s came back to you", number=event.name),
        "dispute": _("Claim over order %(number)s", number=event.name),
        "chargeback": _("Chargeback over order %(number)s", number=event.name),
        "dispute_end": (
            _("The dispute over order %(number)s ended for you", number=event.name)
            if event.count
            else _("The dispute over order %(number)s ended for the buyer", number=event.name)
        ),
    }[event.kind]
    return Line(text, href, _SIGNS.get(event.kind, "orders"), at=event.at)


def _shop_event(seat: Seat, event: Event) -> Line:
    """What happened to the shop as a whole."""
    run_id = seat.run.id
    if event.kind == "goods_in":
        words = {"n": number_text(event.count), "goods": goods_name(seat.world, event.name)}
        return Line(_("Goods arrived: %(n)s × %(goods)s", **words), url_for("stock.get_stock", run_id=run_id), "stock", at=event.at)
    if event.kind == "payout":
        platform = seat.world.setting.platforms[event.name].display_name
        text = _("%(platform)s paid you %(amount)s", platform=platform, amount=money_text(event.amount) if event.amount else "")
        return Line(text, url_for("finance.get_payouts", run_id=run_id), "finance", at=event.at)
    href = url_for("promotions.get_promotions", run_id=run_id)
    if event.kind == "promotion":
        return Line(_("Promotion began: %(name)s", name=event.name), href, "flag", at=event.at)
    return Line(_("Promotion ended: %(name)s", name=event.name), href, "flag", at=event.at)
