"""The inbox in words: matters, moods, what came of a conversation, what buyers want to know, and what platforms forbid."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.market.catalogue import Attribute
from lab.school.inbox_list import View
from lab.values.text import chosen
from lab.web.languages import LANGUAGES, page_language

VIEW_NAMES: dict[View, LazyString] = {"waiting": _l("To answer"), "all": _l("All"), "closed": _l("Closed")}
FORBIDDEN: dict[str, LazyString] = {
    "off_platform_contact": _l("no e-mail addresses, telephone numbers or links that lead away from the platform"),
    "fixed_delivery_date": _l("no promise of a certain delivery day; give the time span of the service"),
    "refund_for_review": _l("no money or gift for a review"),
    "review_request": _l("no asking for a good review"),
}
INTENTS: dict[str, LazyString] = {
    "ask_attribute": _l("Question before buying"),
    "ask_yes_no": _l("Question before buying"),
    "ask_delivery": _l("Asks how long delivery takes"),
    "ask_discount": _l("Asks for a lower price"),
    "off_platform": _l("Wants to buy outside the platform"),
    "change_address": _l("Change of address"),
    "where_is_order": _l("Where is my order?"),
    "where_is_order_late": _l("Order is late"),
    "customs_hold": _l("Held at customs"),
    "damaged": _l("Arrived damaged"),
    "wrong_item": _l("Wrong goods"),
    "missing_part": _l("A part is missing"),
    "invoice_wish": _l("Wants an invoice"),
    "cancel_wish": _l("Wants to cancel"),
    "return_changed_mind": _l("Return: changed mind"),
    "return_not_as_described": _l("Return: not as described"),
    "refund_state": _l("Where is my refund?"),
    "claim_opened": _l("Claim opened"),
    "chargeback_threat": _l("Threatens to take the payment back"),
    "offer_declined": _l("Offer declined"),
    "offer_taken": _l("Offer accepted"),
    "complaint": _l("Complaint"),
    "praise": _l("Praise"),
}
"""What a buyer writes about, as a label; a message that a scenario sends has none."""
OUTCOMES: dict[str, tuple[LazyString, str]] = {
    "bought": (_l("Bought after your answer"), "good"),
    "left": (_l("Did not buy"), ""),
    "settled": (_l("Settled"), "good"),
    "gave_up": (_l("Gave up"), "bad"),
}
"""What came of a conversation, with the tone of its badge."""
MOODS: dict[str, tuple[LazyString, str]] = {"calm": (_l("calm"), ""), "upset": (_l("upset"), "warn")}
NEEDS: dict[str, LazyString] = {
    "attribute": _l("How the goods are in the point asked about"),
    "arrival": _l("When the goods arrive, as a time span"),
    "tracking": _l("Where the parcel is: its tracking number, or that it has not left yet"),
    "decision": _l("Yes or no to the wish"),
    "remedy": _l("What you offer to put it right"),
    "return_how": _l("How the goods come back to you"),
    "return_cost": _l("Who pays for the way back"),
    "window": _l("Within how many days goods may come back"),
    "who_pays": _l("Who pays duty and import tax"),
    "papers": _l("How the paper asked for, such as the invoice, gets there"),
    "refund_when": _l("When the money is back"),
    "apology": _l("A word of regret"),
    "platform": _l("That buying and paying stay on the platform"),
}
"""What buyers want to know, as the shop would note it down."""
ASKED: dict[str, LazyString] = {
    "wrong_language": _l("The buyer could not read your answer and asks for another language."),
    "wrong_fact": _l("The buyer objects to what you wrote."),
    "reminder": _l("The buyer has waited a day and reminds you."),
}
"""What a buyer came back with who did not ask for one of the needs."""


@lru_cache(maxsize=200)
def own_name(code: str) -> str:
    """A language by its own name ("Deutsch", "қазақ тілі"); the code itself when CLDR has none."""
    if code in LANGUAGES:
        return LANGUAGES[code]
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name()
    except (ValueError, UnknownLocaleError):
        return code
    return name or code


def asked_text(asked: str) -> str:
    """What a buyer asked for last, as a sentence; "" at the beginning of a conversation."""
    if asked in ASKED:
        return str(ASKED[asked])
    return str(_("Your answer left this open: %(need)s.", need=NEEDS[asked])) if asked in NEEDS else ""


def value_text(attribute: Attribute, value: str) -> str:
    """A value of an attribute in the page's language; one that its kind does not know as it was written."""
    if attribute.kind == "yes_no":
        return str({"yes": _("Yes"), "no": _("No")}.get(value, value))
    if attribute.kind == "choice":
        return chosen(attribute.choices[value], page_language()) if value in attribute.choices else value
    if attribute.kind == "number":
        unit = chosen(attribute.unit_names, page_language()) or attribute.unit
        return f"{value}\u00a0{unit}" if unit else value
    return value
