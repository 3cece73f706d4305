"""What a sender declares on the papers beside the customs form, and whether all of them say the same.

A customs officer lays customs form, invoice and packing list side by side: value, quantity, code, origin and weight
must agree with each other, and with the goods. The rules of carriage are the Incoterms 2020 of the International
Chamber of Commerce. Not here: the lines of the customs form one by one (`lab.customs.documents`).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lab.customs.documents import FORM_KINDS, CustomsForm, weights_agree
from lab.customs.exchange import exact
from lab.customs.hs import lookup, plain
from lab.values.errors import BadInput
from lab.values.money import Money

PaperName = Literal["customs_form", "invoice", "packing_list", "goods"]
"""`goods` is no paper: it is what was really sold and packed."""

_ANY_MODE = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP")
_BY_SEA = ("FAS", "FOB", "CFR", "CIF")
_WITHDRAWN = ("DAF", "DAT", "DDU", "DEQ", "DES")
_DISGUISES = ("gift", "sample")
"""What a sale is called to get it through without duty."""
_HONEST_SHARE = Fraction(9, 10)
"""Set for teaching: a value in another currency counts as too low only below this share, since days' rates differ."""
_SIX = re.compile(r"[0-9]{6}")
_TWO = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class DeclaredInvoice:
    """The figures of a commercial invoice as the sender wrote them.

    `goods` is the value of all pieces without `freight`; `hs_code` and `origin` are those of the first kind of goods;
    `place` is the named place of the Incoterm, `reason` the reason for export (one of `FORM_KINDS`).
    """

    incoterm: str
    place: str
    goods: Money
    freight: Money
    hs_code: str
    origin: str
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class DeclaredPackingList:
    """The figures of a packing list as the sender wrote them: boxes, pieces in them, grams without and with packing."""

    packages: int
    quantity: int
    net_g: int
    gross_g: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What was really agreed and packed.

    `hs_accept` are the codes under which a customs office would take any of the goods, `origins` where they were made;
    `gross_g` is what the scales show, `reason` why the goods are sent.
    """

    incoterm: str
    goods: Money
    freight: Money
    quantity: int
    packages: int
    net_g: int
    gross_g: int
    hs_accept: tuple[str, ...]
    origins: tuple[str, ...]
    reason: str = FORM_KINDS[0]


@dataclass(frozen=True, slots=True)
class PaperFault:
    """Two papers, or a paper and the goods, that say different things about one field.

    `found` stands on `paper`, `expected` on `other` (where both are the same paper: on two of its own fields; where
    something is missing or no such thing, what could stand there). `untruthful`: the paper says too little, or calls
    a sale a gift, so that less is charged; everywhere an offence, not a slip.
    """

    field: str
    code: str
    paper: PaperName
    found: str
    other: PaperName
    expected: str
    untruthful: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What one paper, or the goods, say; None for what does not stand on it. Weights are in grams, packing included."""

    paper: PaperName
    value: Money | None = None
    quantity: int | None = None
    codes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    gross_g: int | None = None


def paper_faults(
    form: CustomsForm | None, invoice: DeclaredInvoice | None, packing_list: DeclaredPackingList | None, truth: Truth
) -> list[PaperFault]:
    """Everything in which the papers differ from each other and from the goods.

    A paper that is None is not looked at: whether it had to be there is another question. Each paper's own faults come
    first (form, invoice, packing list), then each paper against the goods, then the papers against each other.

    Codes: incoterm missing/withdrawn/unknown/sea_only/wrong; place missing; kind and reason missing/unknown/wrong/
    disguised; net_g above_gross; packages none/wrong; freight wrong_currency/wrong; and for what stands on several
    papers, against the goods value wrong_currency/undervalued/overvalued, quantity wrong, hs_code missing/malformed/
    unknown/wrong, origin missing/malformed/wrong, net_g and gross_g wrong; against another paper value, quantity,
    hs_code, origin and gross_g different, value also wrong_currency.
    """
    faults: list[PaperFault] = []
    said: list[_Said] = []
    if form is not None:
        faults += _reason_faults("kind", "customs_form", form.kind, truth.reason)
        said.append(_of_form(form))
    if invoice is not None:
        faults += _invoice_faults(invoice, truth)
        said.append(_of_invoice(invoice))
    if packing_list is not None:
        faults += _packing_faults(packing_list, truth)
        said.append(_Said("packing_list", quantity=packing_list.quantity, gross_g=packing_list.gross_g))
    for paper in said:
        faults += _against_goods(paper, truth)
    for place, paper in enumerate(said):
        for other in said[place + 1 :]:
            faults += _against_paper(paper, other)
    return faults


def _of_form(form: CustomsForm) -> _Said:
    """The form's totals. Its value is None where its lines are in several currencies: then there is no total."""
    lines = form.contents
    currencies = {line.value.currency for line in lines}
    value = Money(sum(line.value.amount for line in lines), form.value.currency) if len(currencies) == 1 else None
    return _Said(
        "customs_form",
        value,
        sum(line.quantity for line in lines),
        tuple(dict.fromkeys(plain(line.hs_code) for line in lines)),
        tuple(dict.fromkeys(line.origin for line in lines)),
        sum(line.weight_g for line in lines),
    )


def _of_invoice(invoice: DeclaredInvoice) -> _Said:
    return _Said("invoice", invoice.goods, invoice.quantity, (plain(invoice.hs_code),), (invoice.origin,))


def _reason_faults(field: str, paper: PaperName, found: str, expected: str) -> list[PaperFault]:
    if found == expected:
        return []
    if expected == FORM_KINDS[0] and found in _DISGUISES:
        return [PaperFault(field, "disguised", paper, found, "goods", expected, untruthful=True)]
    code = "missing" if not found.strip() else "wrong" if found in FORM_KINDS else "unknown"
    return [PaperFault(field, code, paper, found, "goods", expected)]


def _invoice_faults(invoice: DeclaredInvoice, truth: Truth) -> list[PaperFault]:
    faults = _reason_faults("reason", "invoice", invoice.reason, truth.reason)
    code = _incoterm_code(invoice.incoterm, truth.incoterm)
    if code:
        faults.append(PaperFault("incoterm", code, "invoice", invoice.incoterm, "goods", truth.incoterm))
    if sum(character.isalpha() for character in invoice.place) < 2:
        faults.append(PaperFault("place", "missing", "invoice", invoice.place, "goods", f"{truth.incoterm} + place"))
    if invoice.freight != truth.freight:
        same = invoice.freight.currency == truth.freight.currency
        code = "wrong" if same else "wrong_currency"
        faults.append(PaperFault("freight", code, "invoice", str(invoice.freight), "goods", str(truth.freight)))
    return faults


def _incoterm_code(found: str, expected: str) -> str:
    """What is wrong with a rule for a parcel, "" where nothing is. DDU was withdrawn with the edition of 2010."""
    if found == expected:
        return ""
    if not found.strip():
        return "missing"
    if found in _WITHDRAWN:
        return "withdrawn"
    if found in _BY_SEA:
        return "sea_only"
    return "wrong" if found in _ANY_MODE else "unknown"


def _packing_faults(packing_list: DeclaredPackingList, truth: Truth) -> list[PaperFault]:
    faults = []
    net, gross = packing_list.net_g, packing_list.gross_g
    if net > gross:
        faults.append(PaperFault("net_g", "above_gross", "packing_list", str(net), "packing_list", str(gross)))
    if packing_list.packages != truth.packages:
        code = "none" if packing_list.packages < 1 else "wrong"
        found, expected = str(packing_list.packages), str(truth.packages)
        faults.append(PaperFault("packages", code, "packing_list", found, "goods", expected))
    if not weights_agree(net, truth.net_g):
        faults.append(PaperFault("net_g", "wrong", "packing_list", str(net), "goods", str(truth.net_g)))
    return faults


def _against_goods(said: _Said, truth: Truth) -> list[PaperFault]:
    faults = []
    if said.value is not None and said.value != truth.goods:
        faults += _value_faults(said.paper, said.value, truth.goods)
    if said.quantity is not None and said.quantity != truth.quantity:
        faults.append(PaperFault("quantity", "wrong", said.paper, str(said.quantity), "goods", str(truth.quantity)))
    accepted = {plain(code) for code in truth.hs_accept}
    for code in said.codes:
        if code not in accepted:
            reason = _why(code, _SIX, known=lookup(code) is not None)
            faults.append(PaperFault("hs_code", reason, said.paper, code, "goods", ", ".join(sorted(accepted))))
    for origin in said.origins:
        if origin not in truth.origins:
            reason = _why(origin, _TWO, known=True)
            faults.append(PaperFault("origin", reason, said.paper, origin, "goods", ", ".join(truth.origins)))
    if said.gross_g is not None and not weights_agree(said.gross_g, truth.gross_g):
        faults.append(PaperFault("gross_g", "wrong", said.paper, str(said.gross_g), "goods", str(truth.gross_g)))
    return faults


def _why(text: str, shape: re.Pattern[str], *, known: bool) -> str:
    """The code for a mark that is not the right one."""
    if not text.strip():
        return "missing"
    if not shape.fullmatch(text):
        return "malformed"
    return "wrong" if known else "unknown"


def _value_faults(paper: PaperName, found: Money, expected: Money) -> list[PaperFault]:
    """A wrong currency, a value that is too low, or both; a value that is too high is merely wrong."""
    faults = []
    least = Fraction(expected.amount)
    if found.currency != expected.currency:
        faults.append(PaperFault("value", "wrong_currency", paper, str(found), "goods", str(expected)))
        least *= _HONEST_SHARE
    try:
        worth = exact(found, expected.currency)
    except BadInput:  # a currency that has no rate: all that can be said is that it is the wrong one
        return faults
    if worth < least:
        faults.append(PaperFault("value", "undervalued", paper, str(found), "goods", str(expected), untruthful=True))
    elif not faults:
        faults.append(PaperFault("value", "overvalued", paper, str(found), "goods", str(expected)))
    return faults


def _against_paper(said: _Said, other: _Said) -> list[PaperFault]:
    faults = []

    def differ(field: str, code: str, found: object, expected: object) -> None:
        faults.append(PaperFault(field, code, said.paper, str(found), other.paper, str(expected)))

    if said.value is not None and other.value is not None and said.value != other.value:
        same = said.value.currency == other.value.currency
        differ("value", "different" if same else "wrong_currency", said.value, other.value)
    if said.quantity is not None and other.quantity is not None and said.quantity != other.quantity:
        differ("quantity", "different", said.quantity, other.quantity)
    for field, mine, theirs in (("hs_code", said.codes, other.codes), ("origin", said.origins, other.origins)):
        if mine and theirs and not set(theirs) <= set(mine):
            differ(field, "different", ", ".join(mine), ", ".join(theirs))
    if said.gross_g is not None and other.gross_g is not None and not weights_agree(said.gross_g, other.gross_g):
        differ("gross_g", "different", said.gross_g, other.gross_g)
    return faults
