"""The trade's own terms in the words of the page: modes of carriage, handling flags, bills, charges at a border, Incoterms, codes."""

from fractions import Fraction

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lab.customs.postage import KG, QuoteLine
from lab.values.money import Money
from lab.web.formats import money_text, number_text, percent

CONFIDENCE: dict[str, LazyString] = {
    "verified": _l("checked at the source"),
    "secondary": _l("from a second-hand source"),
    "general": _l("general knowledge of the trade"),
    "contested": _l("sources disagree"),
    "set": _l("chosen for teaching"),
}
"""How sure a figure is."""
MODES: dict[str, LazyString] = {
    "post": _l("post"),
    "courier": _l("courier"),
    "dedicated_line": _l("dedicated line"),
    "express": _l("express"),
    "lorry": _l("lorry"),
    "rail": _l("rail"),
    "sea": _l("sea"),
    "air": _l("air"),
}
HAZARDS: dict[str, tuple[LazyString, LazyString]] = {
    "lithium": (_l("Lithium battery"), _l("a lithium cell or battery, built in, packed with it, or loose")),
    "liquid": (_l("Liquid"), _l("liquids, gels, creams, ink")),
    "flammable": (_l("Flammable"), _l("catches fire easily: alcohol, nail varnish, lighter fuel")),
    "aerosol": (_l("Aerosol"), _l("a can under pressure")),
    "magnet": (_l("Magnet"), _l("strong magnets, which disturb instruments on aircraft")),
    "blade": (_l("Blade"), _l("knives, scissors, razors and other sharp edges")),
    "food": (_l("Food"), _l("anything that is eaten or drunk")),
    "cosmetic": (_l("Cosmetic"), _l("goes on skin, hair, nails, lips or teeth")),
    "medical": (_l("Medical"), _l("medicines and medical devices")),
    "restricted": (_l("Restricted"), _l("goods that many countries allow only with a licence")),
}
BILL_LINES: dict[str, LazyString] = {
    "postage_up_to": _l("carriage of a parcel up to %(up_to_g)s"),
    "postage_first": _l("the first %(first_g)s"),
    "postage_steps": _l("%(steps)s further steps of %(step_g)s at %(step)s"),
    "postage_per_kg": _l("%(grams)s at %(price)s a kilogram"),
    "postage_per_m3": _l("%(grams)s at %(price)s a cubic metre, which counts as a tonne"),
    "postage_fee": _l("fee for each consignment"),
    "postage_fuel": _l("fuel surcharge: %(share)s of %(on)s"),
    "postage_remote": _l("remote address: %(per_kg)s a kilogram, at least %(at_least)s"),
    "freight_clearance": _l("customs clearance of the consignment"),
}
"""Lines of a carrier's bill, by their codes."""
COST_LINES: dict[str, LazyString] = {
    "goods": _l("Goods"),
    "freight": _l("Freight"),
    "insurance": _l("Insurance"),
    "customs_value": _l("Customs value"),
    "duty": _l("Customs duty"),
    "flat_duty": _l("Flat duty"),
    "simple_rate": _l("One simple rate"),
    "over_limit_duty": _l("Duty above the limit"),
    "surcharge": _l("Surcharge on the tariff"),
    "import_vat": _l("Import tax"),
    "carrier_fee": _l("Carrier's fee for paying in advance"),
}
COST_RULES: dict[str, LazyString] = {
    "commercial": _l("agreed between seller and buyer or carrier"),
    "no_border": _l("no customs border is crossed"),
    "free": _l("below the limit: neither duty nor tax is asked for"),
    "tax_only": _l("below the limit: no duty, but tax"),
    "flat_duty": _l("below the limit: a flat duty for each tariff line"),
    "reduced_rate": _l("below the limit: one simple rate instead of the tariff"),
    "over_limit": _l("above the limit: one rate instead of the tariff"),
    "ordinary": _l("ordinary import by the tariff"),
    "outside_scheme": _l("the parcel comes without the number under which the tax is collected at the sale"),
    "advance": _l("the carrier pays the border first and takes a fee for it"),
}
VALUE_BASES: dict[str, LazyString] = {
    "CIF": _l("goods, freight and insurance (CIF)"),
    "FOB": _l("goods only (FOB)"),
}
PAYERS: dict[str, LazyString] = {"seller": _l("seller"), "buyer": _l("buyer"), "nobody": _l("nobody")}
PAY_WHEN: dict[tuple[str, str], LazyString] = {
    ("seller", "at_sale"): _l("the seller, out of the price, at the sale"),
    ("seller", "at_border"): _l("the seller, when the parcel reaches the border"),
    ("buyer", "at_sale"): _l("the buyer, at the sale"),
    ("buyer", "at_border"): _l("the buyer, at the door"),
}
INCOTERM_COSTS: dict[str, LazyString] = {
    "export_clearance": _l("Export clearance"),
    "pre_carriage": _l("Way to the carrier or port"),
    "loading": _l("Loading"),
    "main_carriage": _l("Main carriage"),
    "insurance": _l("Insurance"),
    "unloading": _l("Unloading"),
    "import_clearance": _l("Import clearance"),
    "duty_and_tax": _l("Duty and tax"),
    "on_carriage": _l("Way from there"),
}
INCOTERM_COVERS: dict[str, LazyString] = {
    "none": _l("no duty to insure"),
    "clauses_a": _l("all risks (clauses A)"),
    "clauses_c": _l("named risks only (clauses C)"),
}
INCOTERM_PLACES: dict[str, LazyString] = {
    "seller": _l("the seller's place"),
    "origin": _l("place of hand-over"),
    "port_of_shipment": _l("port of shipment"),
    "port_of_destination": _l("port of destination"),
    "destination": _l("place of destination"),
}
RISK_POINTS: dict[str, LazyString] = {
    "at_seller_not_loaded": _l("at the seller's place, before loading"),
    "handed_to_buyers_carrier": _l("when handed to the buyer's carrier"),
    "handed_to_first_carrier": _l("when handed to the first carrier"),
    "at_destination_ready_to_unload": _l("at the destination, ready to be unloaded"),
    "at_destination_unloaded": _l("at the destination, unloaded"),
    "alongside_ship": _l("alongside the ship"),
    "on_board": _l("on board the ship"),
}
HS_LEVELS: dict[str, LazyString] = {
    "section": _l("Section"),
    "chapter": _l("Chapter"),
    "heading": _l("Heading"),
    "subheading": _l("Subheading"),
}
HS_HITS: dict[str, LazyString] = {
    "description": _l("in the official description"),
    "examples": _l("among the examples"),
    "names": _l("among the names in use"),
    "digits": _l("by its digits"),
}
HS_NOTES: dict[str, LazyString] = {"question": _l("Ask"), "pitfall": _l("Watch out"), "note": _l("Note")}
HS_PARTS: dict[str, LazyString] = {
    "same": _l("They do not part: one is the other, or stands above it."),
    "chapter": _l("They part at the chapter: they are different kinds of goods."),
    "heading": _l("They part at the heading, within one chapter."),
    "subheading": _l("They part at the subheading, within one heading."),
}


def bill_line(line: QuoteLine) -> str:
    """What a line of a carrier's bill is for, with its figures."""
    text = BILL_LINES.get(line.code)
    if text is None:
        return line.code
    return str(text) % {name: _figure(name, value) for name, value in line.args.items()}


def weight_text(grams: int) -> str:
    """Grams as people say them: up to a kilogram in g, above it in kg."""
    if grams < KG:
        return str(_("%(n)s g", n=number_text(grams)))
    return str(_("%(n)s kg", n=number_text(Fraction(grams, KG), 3)))


def _figure(name: str, value: object) -> str:
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, Fraction):
        return str(percent(value, 1).striptags())
    if name.endswith("_g") or name == "grams":
        return weight_text(int(str(value)))
    return str(value)
