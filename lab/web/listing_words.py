"""Listings in words: the sentence of every fault code, the names of quality's parts and what to do about them.

A fault's sentence says what is wrong and what would be right; the code's own arguments are filled in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from lab.customs.restrictions import words_of
from lab.images.quality import ImageFault
from lab.listings.faults import ListingFault
from lab.listings.translations import Gap
from lab.market.catalogue import ProductType
from lab.values.text import chosen
from lab.web.formats import file_size, language_name, number_text, percent
from lab.web.languages import page_language

FAULTS: dict[str, LazyString] = {
    "text_in_another_language": _l("This seems to be written in another language (%(found)s); the readers of this text read %(limit)s."),
    "title_missing": _l("Write a title first: it is what buyers see and search."),
    "title_long_enough": _l("%(found)s characters are too short for a title; write at least %(limit)s."),
    "title_short_enough": _l("%(found)s characters are too many; this market takes at most %(limit)s."),
    "title_characters": _l("These signs are not allowed in titles: %(found)s"),
    "title_repeats": _l(
        "More than %(limit)s times in one title: %(found)s. Repeating a word does not help the search."
    ),
    "title_promotion": _l("Advertising does not belong in a title: %(found)s"),
    "title_capitals": _l("No words in capitals only: %(found)s"),
    "category_missing": _l("Choose the category in which buyers would look for it."),
    "category_not_a_leaf": _l("Choose a category at the end of a branch; this one has others below it."),
    "bullets_too_few": _l("%(found)s bullet points are too few; write at least %(limit)s."),
    "bullets_too_many": _l("%(found)s bullet points are too many; at most %(limit)s are shown."),
    "bullet_too_short": _l("Bullet point %(number)s is too short: %(found)s characters, at least %(limit)s."),
    "bullet_too_long": _l("Bullet point %(number)s is too long: %(found)s characters, at most %(limit)s."),
    "bullet_symbols": _l("Bullet point %(number)s contains signs that are not allowed: %(found)s"),
    "description_too_long": _l("%(found)s characters are too many; at most %(limit)s."),
    "description_too_short": _l("%(found)s characters are too few; write at least %(limit)s."),
    "search_terms_too_long": _l(
        "%(found)s bytes are too many. Above %(limit)s bytes the platform ignores all search terms."
    ),
    "attribute_missing": _l("%(attribute)s: this market requires it."),
    "attribute_unknown": _l("%(attribute)s: these goods have no such attribute."),
    "attribute_empty": _l("%(attribute)s: fill it in or leave it out."),
    "attribute_not_a_choice": _l("%(attribute)s: “%(found)s” is not one of the choices."),
    "attribute_not_a_number": _l(
        "%(attribute)s: “%(found)s” is not a whole number; write digits only, without the unit."
    ),
    "attribute_out_of_range": _l("%(attribute)s: %(found)s cannot be right. Check the unit."),
    "attribute_not_yes_or_no": _l("%(attribute)s: choose yes or no."),
    "family_without_value": _l("Fill in the product data in which the variations differ; without it buyers cannot choose this one."),
    "family_value_twice": _l("Another variation is “%(found)s” too; buyers could not tell them apart."),
    "label_missing": _l("The offer must say it: buyers in this market have to be told before they buy."),
    "label_language": _l("This seems to be in another language; buyers here read %(limit)s."),
    "gtin_form": _l("“%(found)s” is no GTIN: write the 8, 12, 13 or 14 digits under the bar code."),
    "gtin_check_digit": _l("The last digit of %(found)s does not fit the others: somewhere a digit is wrong or two have changed places."),
    "gtin_internal": _l("%(found)s is a number for use within one shop. Take the one under the manufacturer's bar code."),
    "image_missing": _l("Add a picture. Without a main picture nothing goes on sale."),
    "images_too_many": _l("%(found)s pictures are too many; at most %(limit)s are shown."),
    "images_alike": _l("Pictures %(first)s and %(second)s look the same. Show another side instead."),
    "price_missing": _l("Set a price, tax included."),
    "stock_empty": _l("Nothing is offered: with stock 0 nobody can buy."),
    "banned_here": _l("These goods may not be sold here. %(rule)s"),
    "rule_papers_missing": _l("A rule asks for papers that are not attached. %(rule)s"),
    "name_brand": _l("“%(found)s” is somebody else's brand. Name it only to say what your article fits."),
    "name_passing_off": _l("“%(found)s” trades on somebody else's brand. This keeps the listing off sale."),
    "name_replica": _l("“%(found)s” speaks of copies. This keeps the listing off sale."),
}

IMAGE_RULES: dict[str, tuple[LazyString, LazyString]] = {
    "format": (_l("File format"), _l("The main picture is %(found)s; save it as one of: %(limit)s.")),
    "bytes": (_l("File size"), _l("The file is larger than the platform takes; save it with a little less quality.")),
    "size": (_l("Longest side"), _l("The longest side of the main picture is %(found)s; allowed are %(limit)s.")),
    "square": (_l("Square"), _l("The main picture is %(found)s pixels; crop or pad it to a square.")),
    "background": (
        _l("White background"),
        _l(
            "Only %(found)s of the background is pure white; %(limit)s are needed. Cut the product out and put it on white (255, 255, 255)."
        ),
    ),
    "fill": (
        _l("Product fills the picture"),
        _l("The product takes up %(found)s of the longest side; it should be %(limit)s or more. Crop closer."),
    ),
    "whole": (_l("Whole product, nothing cut"), _l("The product touches the edge. Leave a little room on every side.")),
    "marks": (
        _l("Nothing beside the product"),
        _l(
            "Text, a logo, a watermark or a crumb of the old background stands beside the product (%(found)s of the picture). Take it away."
        ),
    ),
    "frame": (
        _l("No border"),
        _l("A straight strip runs along %(found)s of the picture. Crop it off: borders are not allowed."),
    ),
}
"""Rule of the main picture: its name, and what to do when it is broken."""

_UNMEASURED = _l("%(name)s: not measured, because the product does not stand out. Put it on plain white first.")

AREAS: dict[str, LazyString] = {
    "title": _l("Title"),
    "image": _l("Pictures"),
    "description": _l("Text"),
    "attributes": _l("Product data"),
}

PARTS: dict[tuple[str, str], tuple[LazyString, LazyString]] = {
    ("title", "rules"): (_l("Title keeps the rules"), _l("Mend the faults of the title.")),
    ("title", "language"): (_l("Title in the buyers' language"), _l("Write the title in the language of the market.")),
    ("title", "names_product"): (_l("Title names the product"), _l("Call the product by the word that buyers type.")),
    ("title", "length"): (
        _l("Title says enough"),
        _l("Use at least 60 characters: kind, main feature, size, material."),
    ),
    ("image", "main"): (
        _l("Main picture"),
        _l("Give the main picture a white background and let the product fill it."),
    ),
    ("image", "number"): (_l("Number of pictures"), _l("Show four pictures or more: other sides, a detail, the size.")),
    ("image", "described"): (_l("Pictures described"), _l("Describe every picture in words.")),
    ("description", "length"): (
        _l("Text says enough"),
        _l("Write more about use, size, material and what is in the box."),
    ),
    ("description", "language"): (
        _l("Text in the buyers' language"),
        _l("Write the text in the language of the market."),
    ),
    ("description", "structure"): (
        _l("Text is easy to scan"),
        _l("Break the text up: five points, one advantage each."),
    ),
    ("attributes", "filled"): (
        _l("Attributes filled in"),
        _l("Fill in all attributes that apply; shoppers filter by them."),
    ),
}

RANK_TERMS: dict[str, LazyString] = {
    "relevance": _l("Text matches the search"),
    "sales": _l("Sales of late"),
    "click_rate": _l("Share of lookers who click"),
    "order_rate": _l("Share of clickers who buy"),
    "rating": _l("Buyers' ratings"),
    "price": _l("Price against the market"),
    "delivery": _l("Days to the door"),
    "content": _l("Content quality"),
    "stuffing": _l("Crammed or strange words"),
    "standing": _l("Standing of your account"),
    "new": _l("Help for newcomers"),
    "deal": _l("Deal of the day"),
}

DIAGNOSES: dict[str, LazyString] = {
    "not_live": _l("Not on sale, so nobody can see it."),
    "not_searched": _l("No search has found it yet. Put the words that buyers type into title and text."),
    "not_seen": _l("Searches find it, but too far down. Work on the rank: title, product data, price."),
    "not_clicked": _l("Shoppers see it and go on. Look at the picture, the title and the price beside the rivals'."),
    "not_bought": _l("Shoppers open it and do not buy. Look at price, delivery time and what the page leaves open."),
    "sells": _l("It sells."),
}


def fault_sentence(fault: ListingFault, type_: ProductType) -> str:
    """A fault in words; an attribute is called by its name."""
    arguments = {name: _number(value) for name, value in fault.args.items()}
    key = fault.args.get("attribute")
    if key is not None:
        attribute = type_.attribute(key)
        arguments["attribute"] = chosen(attribute.names, page_language()) if attribute else key
    if "rule" in fault.args:
        arguments["rule"] = chosen(words_of(fault.args["rule"], date.max), page_language())
    if fault.code in ("text_in_another_language", "label_language"):
        arguments = {name: str(language_name(code)) for name, code in fault.args.items()}
    rule = fault.code.removeprefix("image_")
    if fault.field == "images" and rule in IMAGE_RULES:
        return picture_advice(rule, fault.args.get("found", ""), fault.args.get("limit", ""))
    sentence = FAULTS.get(fault.code)
    return str(sentence) % arguments if sentence is not None else fault.code


def fault_sentences(faults: Iterable[ListingFault], type_: ProductType) -> dict[str, list[str]]:
    """All faults in words, by the field of the form in which they are shown."""
    by_field: dict[str, list[str]] = {}
    for fault in faults:
        by_field.setdefault(field_of(fault), []).append(fault_sentence(fault, type_))
    return by_field


def field_of(fault: ListingFault) -> str:
    """The field of the form that a fault stands beside: one attribute or bullet point, or a whole field; of the main text or
    of a translation."""
    start = f"text.{fault.language}." if fault.language else ""
    if "attribute" in fault.args:
        return f"attribute.{fault.args['attribute']}"
    if fault.field == "bullets" and "number" in fault.args:
        return f"{start}bullet.{fault.args['number']}"
    return f"{start}{fault.field}"


TEXT_PARTS: dict[str, LazyString] = {
    "title": _l("Title"),
    "bullets": _l("Bullet points"),
    "description": _l("Description"),
    "search_terms": _l("Hidden search terms"),
    "alt": _l("What the pictures show"),
}

GAPS: dict[str, LazyString] = {
    "missing": _l("%(part)s: missing"),
    "short": _l("%(part)s: not enough yet"),
    "language": _l("%(part)s: in another language"),
}


def gap_text(gap: Gap) -> str:
    """What a language of a listing still lacks, in words."""
    return str(GAPS[gap.kind]) % {"part": TEXT_PARTS[gap.part]}


@dataclass(frozen=True, slots=True)
class PictureRule:
    """One rule of the main picture as a row: its name, what was measured, what is allowed, and what to do."""

    name: str
    measured: str
    limit: str
    kept: bool
    advice: str


def picture_rules(verdicts: Iterable[ImageFault]) -> list[PictureRule]:
    """The platform's verdicts on a main picture, in words."""
    rows = []
    for verdict in verdicts:
        rule, found, limit = verdict.rule, str(verdict.measured), str(verdict.limit)
        shown = (measured_text(rule, found), measured_text(rule, limit))
        rows.append(PictureRule(str(IMAGE_RULES[rule][0]), *shown, verdict.passed, picture_advice(rule, found, limit)))
    return rows


def picture_advice(rule: str, found: str, limit: str) -> str:
    """What to do about a rule that a main picture breaks; `found` and `limit` as measured."""
    name, advice = IMAGE_RULES[rule]
    if found == "None":
        return str(_UNMEASURED) % {"name": name}
    return str(advice) % {"found": measured_text(rule, found), "limit": measured_text(rule, limit)}


def measured_text(rule: str, value: str) -> str:
    """A measured figure or a limit with its unit: shares in permille as per cent, bytes as KB or MB."""
    if value == "None":
        return str(_l("not measured"))
    if rule == "size":
        return str(_l("%(n)s px")) % {"n": value.replace("-", "–")}
    if not value.isdigit():
        return value.replace(" x ", " × ")
    if rule in ("background", "fill", "marks"):
        return percent_text(int(value))
    if rule == "bytes":
        return file_size_text(int(value))
    if rule in ("whole", "frame"):
        return str(ngettext("%(num)s side", "%(num)s sides", int(value)))
    return value


def part_name(area: str, name: str) -> str:
    pair = PARTS.get((area, name))
    return str(pair[0]) if pair else name


def part_advice(area: str, name: str) -> str:
    pair = PARTS.get((area, name))
    return str(pair[1]) if pair else ""


def named(table: Mapping[str, LazyString], key: str) -> str:
    """The words of a key; the key itself where the table has none."""
    words = table.get(key)
    return str(words) if words is not None else key


def percent_text(permille: int) -> str:
    return str(percent(Fraction(permille, 1000), 1).striptags())


def file_size_text(size: int) -> str:
    return str(file_size(size).striptags())


def _number(value: str) -> str:
    return number_text(int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else value
