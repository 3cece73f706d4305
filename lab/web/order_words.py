"""What the pages of orders call things: papers, events, lines of a postage bill and of a landed cost, faults of a sheet."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.customs.landed import CostLine
from lab.customs.postage import QuoteLine
from lab.school.order_offers import Offer
from lab.school.order_sheets import SheetFault
from lab.school.order_view import OrderEvent
from lab.values.money import Money
from lab.web.formats import money_text, number_text, percent
from lab.web.words import word

STATES: dict[str, LazyString] = {
    "held": _l("On hold"),
    "unshipped": _l("To ship"),
    "part_shipped": _l("Partly shipped"),
    "shipped": _l("On the way"),
    "delivered": _l("Delivered"),
    "cancelled": _l("Cancelled"),
    "refused": _l("Refused at the door"),
    "lost": _l("Lost"),
    "returned": _l("Returned"),
}
"""The states over several platforms; each platform has its own names besides."""
PAPERS: dict[str, tuple[LazyString, LazyString]] = {
    "invoice": (
        _l("Commercial invoice"),
        _l("The bill: seller, buyer, goods, number, price and currency. Business buyers and customs ask for it."),
    ),
    "packing_list": (_l("Packing list"), _l("What is in the box, without prices. Useful when there are many things.")),
    "returns_slip": (_l("Returns slip"), _l("Tells the buyer where and how to send something back.")),
}
PAPER_LINKS: dict[str, LazyString] = {
    "cn22": _l("Customs form CN22"),
    "cn23": _l("Customs form CN23"),
    "invoice": _l("Commercial invoice"),
    "packing_list": _l("Packing list"),
    "address_label": _l("Address label"),
}
CONTENTS: dict[str, LazyString] = {
    "sale_of_goods": _l("Sale of goods"),
    "gift": _l("Gift"),
    "sample": _l("Commercial sample"),
    "returned_goods": _l("Returned goods"),
    "documents": _l("Documents"),
    "other": _l("Other"),
}
REFUND_REASONS: dict[str, LazyString] = {
    "goodwill": _l("Goodwill"),
    "damaged": _l("Arrived damaged"),
    "wrong_item": _l("Wrong goods sent"),
    "missing_item": _l("Something is missing"),
    "late": _l("Late"),
    "not_arrived": _l("Has not arrived"),
    "return": _l("Sent back"),
    "price": _l("Price corrected"),
}
"""Why a shop gives money back of its own accord."""
_OTHER_REASONS: dict[str, LazyString] = {
    "claim": _l("Claim decided by the platform"),
    "chargeback": _l("Chargeback by the buyer's bank"),
    "cancellation": _l("Order cancelled"),
    "refused": _l("Refused at the door"),
    "changed_mind": _l("changed their mind"),
    "not_as_described": _l("not as described"),
    "return_declined": _l("a return was declined"),
}
HANDLING: dict[str, LazyString] = {
    "lithium": _l("lithium batteries"),
    "liquid": _l("liquids"),
    "flammable": _l("flammable goods"),
    "aerosol": _l("aerosols"),
    "magnet": _l("magnets"),
    "blade": _l("blades"),
    "food": _l("food"),
    "cosmetic": _l("cosmetics"),
    "medical": _l("medical goods"),
    "restricted": _l("restricted goods"),
}
EARNED: dict[str, LazyString] = {
    "revenue": _l("Revenue"),
    "tax": _l("Value-added tax"),
    "fees": _l("Platform fees"),
    "shipping": _l("Postage"),
    "duty": _l("Duty and import tax"),
    "goods": _l("Goods, at what they had cost"),
    "profit": _l("Profit"),
}
_SCANS: dict[str, LazyString] = {
    "export": _l("Parcel %(n)s: left the country of dispatch"),
    "import": _l("Parcel %(n)s: cleared by customs in the buyer's country"),
    "out_for_delivery": _l("Parcel %(n)s: out for delivery"),
}
_COSTS: dict[str, LazyString] = {
    "goods": _l("Goods"),
    "freight": _l("Freight"),
    "insurance": _l("Insurance"),
    "customs_value": _l("Customs value (for information, in no sum)"),
    "duty": _l("Duty"),
    "flat_duty": _l("Flat duty"),
    "simple_rate": _l("Simple rate in place of duty"),
    "over_limit_duty": _l("Duty above the limit"),
    "surcharge": _l("Surcharge"),
    "import_vat": _l("Import tax"),
    "carrier_fee": _l("Carrier's fee for paying in advance"),
}
_RULES: dict[str, LazyString] = {
    "no_border": _l("No customs border lies between the two countries."),
    "free": _l("Below the limit: neither duty nor import tax."),
    "tax_only": _l("Below the limit: no duty, only import tax."),
    "flat_duty": _l("Below the limit: a flat duty for each kind of goods, and import tax."),
    "reduced_rate": _l("Below the limit: one simple rate instead of the tariff."),
    "over_limit": _l("Above the limit: a rate of its own."),
    "ordinary": _l("Ordinary import: the tariff's duty, then import tax."),
}
_LINE_RULES: dict[str, LazyString] = {
    "commercial": _l("What was agreed with the buyer."),
    "outside_scheme": _l("The number of the scheme did not travel with the parcel, so the border asks again."),
    "advance": _l("The carrier pays at the border and asks for it. The lab's books leave this fee out."),
}
_SHEET_FAULTS: dict[str, tuple[LazyString, LazyString]] = {
    "sheet_too_large": (_l("The file is too large."), _l("Send at most 2 MB at once.")),
    "sheet_not_utf8": (_l("The file is not UTF-8 text."), _l("Save it as “CSV UTF-8”.")),
    "sheet_empty": (_l("The file is empty."), _l("Download the template and fill it in.")),
    "sheet_unreadable": (
        _l("The file cannot be read as CSV."),
        _l("Open the template in a spreadsheet program, fill it in and save it as “CSV UTF-8”."),
    ),
    "sheet_too_long": (_l("%(found)s rows are too many."), _l("Send at most %(limit)s at once.")),
    "sheet_without_rows": (_l("There are only heads."), _l("Write one row for each parcel.")),
    "sheet_column_missing": (_l("A column is missing: %(columns)s."), _l("Keep the first row of the template as it is.")),
    "sheet_column_unknown": (_l("This column is not known."), _l("The columns are: %(columns)s.")),
    "sheet_column_twice": (_l("A column is there twice."), _l("Keep the first row of the template as it is.")),
    "sheet_row_too_wide": (
        _l("The row has %(found)s fields, and there are %(limit)s columns."),
        _l("Put fields that contain the separator in quotation marks."),
    ),
    "sheet_no_such_order": (_l("There is no order “%(text)s”."), _l("Copy the number from the list of orders.")),
    "sheet_order_closed": (_l("Nothing can be sent for this order now."), _l("Take the row out.")),
    "sheet_order_twice": (
        _l("The order is in row %(first)s already."),
        _l("One row is one parcel; split an order on its own page."),
    ),
    "sheet_lane_missing": (_l("There is no service."), _l("Write one of: %(lanes)s.")),
    "sheet_lane_unknown": (
        _l("“%(text)s” does not take parcels to this buyer."),
        _l("Write one of: %(lanes)s."),
    ),
    "sheet_sku_unknown": (_l("There is no product “%(text)s”."), _l("Write SKU:quantity, such as lamp:2.")),
    "sheet_quantity_unreadable": (_l("“%(text)s” is no quantity."), _l("Write a whole number from 1 to 1000 after the colon.")),
    "sheet_document_unknown": (_l("There is no paper “%(text)s”."), _l("Write any of: %(known)s.")),
    "sheet_form_of_several": (
        _l("This box holds several kinds of goods; each needs its own line on the customs form."),
        _l("Pack it on the order's own page."),
    ),
    "sheet_contents_unknown": (_l("“%(text)s” is no kind of contents."), _l("Write one of: %(known)s.")),
    "sheet_text_too_long": (_l("%(found)s characters are too many."), _l("Write at most %(limit)s.")),
    "sheet_value_unreadable": (
        _l("“%(text)s” is not an amount."),
        _l("Write the value of the goods in %(currency)s, such as 11.40."),
    ),
}


def event_text(event: OrderEvent) -> str:
    """One line of an order's timeline."""
    amount = money_text(event.amount) if event.amount else ""
    match event.kind:
        case "placed":
            return str(_("Ordered for %(amount)s", amount=amount))
        case "payment_checked":
            return str(_("The payment was verified"))
        case "acknowledged":
            return str(_("You acknowledged the order"))
        case "cancel_wish":
            return str(_("The buyer asked to cancel"))
        case "shipped":
            return str(_("Parcel %(n)s handed to the carrier", n=event.count))
        case "scan":
            return str(_SCANS[event.detail]) % {"n": event.count}
        case "delivered":
            return str(_("Delivered"))
        case "cancelled":
            by = {"buyer": _("Cancelled by the buyer"), "platform": _("Cancelled by the platform")}
            return str(by.get(event.detail) or _("Cancelled by you"))
        case "refund":
            return str(_("%(amount)s given back: %(reason)s", amount=amount, reason=reason_text(event.detail)))
        case "return":
            return str(_("The buyer wants to send it back: %(reason)s", reason=reason_text(event.detail)))
        case "returned":
            return str(_("The goods are back"))
        case "dispute":
            return str(_("The buyer opened a dispute: %(reason)s", reason=reason_text(event.detail)))
        case "dispute_over":
            return str(_("Dispute decided for the buyer") if event.detail == "refunded" else _("Dispute decided for you"))
        case "review":
            return str(ngettext("Review: %(num)s star", "Review: %(num)s stars", event.count))


def reason_text(reason: str) -> str:
    """Why money was given back, goods are to come back, or a buyer complains."""
    return word(REFUND_REASONS if reason in REFUND_REASONS else _OTHER_REASONS, reason)


def quote_line_text(line: QuoteLine) -> str:
    """How one line of a postage bill came about."""
    args: Mapping[str, Any] = line.args
    match line.code:
        case "postage_up_to":
            return str(_("Parcel up to %(n)s g", n=number_text(args["up_to_g"])))
        case "postage_first":
            return str(_("First %(n)s g", n=number_text(args["first_g"])))
        case "postage_steps":
            return str(
                _("%(steps)s further steps of %(n)s g at %(price)s", steps=args["steps"], n=number_text(args["step_g"]), price=money_text(args["step"]))
            )
        case "postage_per_kg":
            return str(_("%(n)s g at %(price)s for 1 kg", n=number_text(args["grams"]), price=money_text(args["price"])))
        case "postage_per_m3":
            return str(_("%(n)s g at %(price)s for 1 m³", n=number_text(args["grams"]), price=money_text(args["price"])))
        case "postage_fee":
            return str(_("Fee for each parcel"))
        case "postage_fuel":
            share = str(percent(args["share"], 1).striptags())
            return str(_("Fuel surcharge, %(share)s on %(on)s", share=share, on=money_text(args["on"])))
        case "postage_remote":
            return str(_("Remote area, postcode %(postcode)s", postcode=args["postcode"]))
    return line.code


def offer_fault(offer: Offer) -> str:
    """Why a service does not take the box, or "" where it does."""
    if offer.refused:
        goods = ", ".join(word(HANDLING, flag) for flag in offer.refused)
        return str(_("Does not carry: %(goods)s.", goods=goods))
    if offer.code == "parcel_too_heavy":
        limit = number_text(offer.lane.max_weight_g)
        return str(_("Too heavy: this service takes at most %(n)s g.", n=limit))
    if offer.code == "parcel_too_large":
        found, limit = (number_text(int(offer.args[name]) // 10) for name in ("found_mm", "limit_mm"))  # type: ignore[call-overload]
        return str(_("Too large: %(found)s cm where at most %(limit)s cm are taken.", found=found, limit=limit))
    if offer.code:
        return str(_("Does not take this box."))
    if offer.short:
        return str(_("Not enough pieces lie where this service starts: %(goods)s.", goods=", ".join(offer.short)))
    return ""


def cost_name(line: CostLine) -> str:
    """What a line of a landed cost is for."""
    return word(_COSTS, line.key)


def cost_why(line: CostLine) -> str:
    """The rule by which a line of a landed cost came about."""
    if line.rule == "value_basis":
        basis = {
            "CIF": _("CIF basis: goods, freight and insurance."),
            "FOB": _("FOB basis: the goods without freight."),
        }
        return str(basis.get(line.words, line.words))
    return word(_LINE_RULES if line.rule in _LINE_RULES else _RULES, line.rule)


def landed_rule(rule: str) -> str:
    """The way of a country with a parcel of this value."""
    return word(_RULES, rule)


def sheet_fault(fault: SheetFault) -> tuple[str, str]:
    """Why a field of a sheet is wrong, and how to mend it."""
    args = {name: _written(value) for name, value in fault.args.items()}
    why, mend = _SHEET_FAULTS[fault.code]
    return str(why) % args, str(mend) % args


def _written(value: object) -> str:
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return number_text(value) if isinstance(value, int) else str(value)
