"""How much better than true a listing makes the goods look: what buyers expect beyond what they will get.

    over-claim = sum over attributes of weight x severity, and 250 for a main picture without the product; at most 1000

An attribute that the market demands weighs 200, any other 120. It counts once, by the worse of what the product data
and the text say of it. Severity in the product data: another choice or text 1000; a yes that is a no 1000; a number four
times its deviation from the truth (2 % and less is rounding), so that a quarter off counts in full. A no that is a yes
makes nobody expect too much. Severity in the text: a number with a unit in a clause that names the attribute and
contradicts it, or a code such as E14 where the goods have E27 and the text never says so: 1000.

What cannot be told is not counted: words for colours and materials, numbers beside no name, claims about things that
are no attribute. Weights are set for teaching.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lab.languages.facts import QuantityFact, TextFact, find_fact
from lab.languages.folding import clauses, fold
from lab.languages.units import UNITS
from lab.market.catalogue import Attribute, ProductType, attribute_value_fault
from lab.world.listing import Listing
from lab.world.setting import Setting

REQUIRED_WEIGHT, OTHER_WEIGHT, PICTURE_WEIGHT = 200, 120, 250
FULL = 1000
ROUNDING = 20
"""A number that deviates by no more than this many thousandths is a rounded one."""
_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is not so: the attribute (or "picture"), where it is said, what is said and true, and its share."""

    about: str
    where: str
    said: str
    truth: str
    permille: int


@dataclass(frozen=True, slots=True)
class OverClaim:
    """The over-claim in permille, 0 for an honest listing, and what it is made of."""

    permille: int
    claims: tuple[Claim, ...]


_KNOWN: OrderedDict[tuple[object, ...], tuple[Mapping[str, str], ProductType, OverClaim]] = OrderedDict()
_KEPT = 1024


def over_claim(setting: Setting, listing: Listing) -> OverClaim:
    """The over-claim of a listing as it stands, live or not."""
    type_, truth = setting.type_of(listing.sku), setting.products[listing.sku].truth
    text = (listing.title, *listing.bullets, listing.description)
    languages = setting.platforms[listing.platform].markets[listing.country].languages
    shows_nothing = bool(listing.images) and listing.images[0].facts.no_product
    key = (listing.sku, listing.country, languages, text, tuple(listing.attributes.items()), shows_nothing)
    known = _KNOWN.get(key)
    if known is not None and known[0] is truth and known[1] is type_:
        return known[2]
    found = list(_attribute_claims(type_, truth, listing, languages))
    if shows_nothing:
        found.append(Claim("picture", "picture", "", "", PICTURE_WEIGHT))
    result = OverClaim(min(FULL, sum(claim.permille for claim in found)), tuple(found))
    _KNOWN[key] = (truth, type_, result)
    if len(_KNOWN) > _KEPT:
        _KNOWN.popitem(last=False)
    return result


def _attribute_claims(type_: ProductType, truth: Mapping[str, str], listing: Listing, languages: tuple[str, ...]) -> Iterator[Claim]:
    lines = (listing.title, *listing.bullets, *listing.description.split("\n"))
    for attribute in type_.attributes:
        true = truth.get(attribute.key)
        if true is None:
            continue
        weight = REQUIRED_WEIGHT if attribute.is_required_in(listing.country) else OTHER_WEIGHT
        stated = listing.attributes.get(attribute.key, "")
        severity = severity_of(attribute, stated, true) if stated else 0
        contradiction = _contradiction(type_, truth, attribute, lines, languages)
        if contradiction and severity < FULL:
            yield Claim(attribute.key, "text", contradiction, true, weight)
        elif severity:
            yield Claim(attribute.key, "attribute", stated, true, weight * severity // FULL)


def severity_of(attribute: Attribute, stated: str, true: str) -> int:
    """How far a stated value goes beyond the true one, in permille; a value that is at fault claims nothing."""
    if attribute_value_fault(attribute, stated) is not None:
        return 0
    if attribute.kind == "number":
        deviation = FULL * abs(int(stated) - int(true)) // max(1, int(true))
        return 0 if deviation <= ROUNDING else min(FULL, 4 * deviation)
    if attribute.kind == "yes_no":
        return FULL if (stated, true) == ("yes", "no") else 0
    return 0 if _PLAIN.sub("", stated).casefold() == _PLAIN.sub("", true).casefold() else FULL


def _contradiction(
    type_: ProductType, truth: Mapping[str, str], attribute: Attribute, lines: tuple[str, ...], languages: tuple[str, ...]
) -> str:
    """What the text says against an attribute, "" if nothing."""
    if attribute.kind == "number" and attribute.unit in UNITS:
        about = tuple(dict.fromkeys(attribute.names[code] for code in (*languages, "en") if attribute.names.get(code)))
        fact = QuantityFact(truth[attribute.key], attribute.unit, about)
        for line in lines:
            whole = fold(line)
            for start, end in clauses(whole.text):
                statement = find_fact(whole.quote(start, end), fact, languages[0])
                if statement.status == "wrong" and not _speaks_of_another(type_, truth, attribute, statement.found, languages[0]):
                    return statement.found
    if attribute.kind == "choice":
        text, true = "\n".join(lines), truth[attribute.key]
        if not any(_says(text, code, languages[0]) for code in _codes(attribute, true)):
            for choice in attribute.choices:
                said = next((code for code in _codes(attribute, choice) if choice != true and _says(text, code, languages[0])), "")
                if said:
                    return said
    return ""


def _codes(attribute: Attribute, choice: str) -> tuple[str, ...]:
    """The names of a choice that are codes: one word with a digit, such as E27."""
    names = dict.fromkeys(attribute.choices.get(choice, {}).values())
    return tuple(name for name in names if any(sign.isdigit() for sign in name) and " " not in name)


def _says(text: str, code: str, language: str) -> bool:
    return find_fact(text, TextFact((code,)), language).status == "right"


def _speaks_of_another(type_: ProductType, truth: Mapping[str, str], attribute: Attribute, found: str, language: str) -> bool:
    """Whether a number is the true one of another attribute that happens to stand nearby."""
    others = (a for a in type_.attributes if a.kind == "number" and a.key != attribute.key and a.unit in UNITS and a.key in truth)
    return any(find_fact(found, QuantityFact(truth[a.key], a.unit), language).status == "right" for a in others)
