"""Each kind of paper for a shipment: customs forms CN22 and CN23, commercial invoice, packing list, address label.

Headings and field numbers of the customs forms are those of the Universal Postal Union in English and French; the
layout is the lab's own. A paper shows what the sender declared where something was declared, right or wrong: it is the
sender's statement, and `lab.customs.papers` tells what is wrong with it.
"""

from collections.abc import Iterable
from fractions import Fraction

from babel import Locale

from lab.customs.documents import FORM_KINDS, ContentLine, form_name
from lab.papers.barcode import code128
from lab.papers.page import Bars, Block, Column, Field, Note, Page, PaperKind, Row, Table, Tick, Ticks
from lab.papers.shipment import Party, Shipment
from lab.values.errors import NotFound
from lab.values.money import Money, round_half_up
from lab.values.text import tidy, tidy_lines

_KIND_WORDS = {
    "sale_of_goods": "Sale of goods / Vente de marchandises",
    "gift": "Gift / Cadeau",
    "sample": "Commercial sample / Échantillon commercial",
    "returned_goods": "Returned goods / Retour de marchandise",
    "documents": "Documents",
    "other": "Other / Autre",
}
_CERTIFIED = (
    "I, the undersigned, whose name and address are given on the item, certify that the particulars given in this "
    "declaration are correct and that this item does not contain any dangerous article or articles prohibited by "
    "legislation or by postal or customs regulations."
)


def customs_kind(shipment: Shipment) -> PaperKind:
    """Which of the two customs forms the declared value asks for: cn22 up to 300 SDR, else cn23.

    Contents in several currencies, which is a fault, go on the larger form. Raises BadInput for a currency without a rate.
    """
    values = [line.value for line in _contents(shipment)]
    if len({value.currency for value in values}) != 1:
        return "cn23"
    total = Money(sum(value.amount for value in values), values[0].currency)
    return "cn22" if form_name(total) == "CN22" else "cn23"


def page(shipment: Shipment, kind: str) -> Page:
    """A paper of a shipment.

    Raises NotFound `no_such_paper` for an unknown kind, and for a CN22 where the value asks for a CN23.
    """
    match kind:
        case "cn22" if customs_kind(shipment) == "cn22":
            return _cn22(shipment)
        case "cn23":
            return _cn23(shipment)
        case "invoice":
            return _invoice(shipment)
        case "packing_list":
            return _packing_list(shipment)
        case "address_label":
            return _address_label(shipment)
    raise NotFound("no_such_paper", kind=kind[:40])


def _cn22(shipment: Shipment) -> Page:
    contents = _contents(shipment)
    columns = (
        Column("Quantity and detailed description of contents (1) / Quantité et description détaillée du contenu", 9),
        Column("Net weight (2) / Poids net", 4, at_end=True),
        Column("Value and currency (3) / Valeur et monnaie", 5, at_end=True),
        Column("HS tariff number (4) / N° tarifaire du SH", 4),
        Column("Origin (5) / Pays d'origine", 4),
    )
    rows = tuple(
        (
            f"{line.quantity} × {tidy(line.description)}",
            _kg(line.weight_g),
            str(line.value),
            tidy(line.hs_code),
            tidy(line.origin),
        )
        for line in contents
    )
    blocks: list[Block] = [
        Note("May be opened officially / Peut être ouvert d'office"),
        _ticks("Category of item / Catégorie de l'envoi", shipment),
        Table(columns, rows),
        Row(
            (
                Field("Total weight (6) / Poids total", _kg(_form_weight_g(shipment)), strong=True),
                Field("Total value (7) / Valeur totale", _total(line.value for line in contents), strong=True),
            )
        ),
    ]
    if reference := _tax_reference(shipment):
        blocks.append(Row((Field("Importer's reference (tax) / Référence de l'importateur", reference),)))
    blocks += [
        Note(_CERTIFIED),
        _signature("Date and sender's signature (8) / Date et signature de l'expéditeur", shipment),
    ]
    return Page(
        "cn22", "Customs declaration / Déclaration en douane", "CN 22", shipment.tracking_number, "cn22", tuple(blocks)
    )


def _cn23(shipment: Shipment) -> Page:
    contents = _contents(shipment)
    columns = (
        Column("Detailed description of contents (1) / Description détaillée du contenu", 6),
        Column("Quantity (2) / Quantité", 2, at_end=True),
        Column("Net weight (3) / Poids net", 2, at_end=True),
        Column("Value (5) / Valeur", 3, at_end=True),
        Column("HS tariff number (7) / N° tarifaire du SH", 2),
        Column("Country of origin of goods (8) / Pays d'origine des marchandises", 2),
    )
    rows = tuple(
        (
            tidy(line.description),
            str(line.quantity),
            _kg(line.weight_g),
            str(line.value),
            tidy(line.hs_code),
            tidy(line.origin),
        )
        for line in contents
    )
    blocks: tuple[Block, ...] = (
        Row(
            (
                Field("From / De", _full_address(shipment.seller)),
                Field("To / À", _full_address(shipment.buyer)),
            )
        ),
        Row(
            (
                Field("Item number / N° de l'envoi", shipment.tracking_number),
                Field(
                    "Sender's customs reference / Référence en douane de l'expéditeur", tidy(shipment.seller.tax_number)
                ),
                Field(
                    "Importer's reference (tax code, VAT or IOSS No.) / Référence de l'importateur",
                    _tax_reference(shipment),
                ),
            )
        ),
        Table(columns, rows),
        Row(
            (
                Field("Total gross weight (4) / Poids brut total", _kg(shipment.gross_g), strong=True),
                Field("Total value (6) / Valeur totale", _total(line.value for line in contents), strong=True),
                Field("Postal charges, fees (9) / Frais de port, frais", str(shipment.freight)),
            )
        ),
        _ticks("Category of item (10) / Catégorie de l'envoi", shipment),
        Row((Field("Comments (11): goods subject to quarantine or other restrictions / Observations", ""),)),
        Row(
            (
                Field("Licence No. (12) / N° de la licence", ""),
                Field("Certificate No. (13) / N° du certificat", ""),
                Field("Invoice No. (14) / N° de la facture", tidy(shipment.invoice_number)),
            )
        ),
        Row((Field("Office of origin, date of posting / Bureau d'origine, date de dépôt", shipment.date.isoformat()),)),
        Note(_CERTIFIED),
        _signature("Date and sender's signature (15) / Date et signature de l'expéditeur", shipment),
    )
    return Page("cn23", "Customs declaration / Déclaration en douane", "CN 23", shipment.tracking_number, "a4", blocks)


def _invoice(shipment: Shipment) -> Page:
    said = shipment.invoice
    goods = said.goods if said else shipment.goods_value
    freight = said.freight if said else shipment.freight
    reason = said.reason if said else shipment.reason
    terms = f"{said.incoterm} {said.place}" if said else f"{shipment.incoterm} {shipment.place}"
    columns = (
        Column("No.", 1, at_end=True),
        Column("Description of goods", 7),
        Column("HS code", 2),
        Column("Origin", 2),
        Column("Quantity", 2, at_end=True),
        Column("Unit value", 3, at_end=True),
        Column("Total value", 3, at_end=True),
        Column("Net weight", 3, at_end=True),
    )
    blocks: tuple[Block, ...] = (
        Row(
            (
                Field("Invoice number", tidy(shipment.invoice_number), strong=True),
                Field("Date", shipment.date.isoformat()),
                Field("Order", ", ".join(shipment.order_numbers)),
            )
        ),
        Row(
            (
                Field("Seller / exporter", _full_address(shipment.seller)),
                Field("Buyer / consignee", _full_address(shipment.buyer)),
            )
        ),
        Row(
            (
                Field("Terms of delivery (Incoterms 2020)", tidy(terms), share=2),
                Field("Reason for export", _KIND_WORDS.get(reason, tidy(reason)).partition(" / ")[0]),
            )
        ),
        Row(
            (
                Field("Carrier", tidy(shipment.carrier)),
                Field("Tracking number", shipment.tracking_number),
                Field("Tax reference", tidy(shipment.tax_reference)),
            )
        ),
        Table(columns, _invoice_rows(shipment)),
        Row(
            (
                Field("Pieces", str(said.quantity if said else shipment.quantity)),
                Field("Packages", str(shipment.packages)),
                Field("Net weight", _kg(shipment.net_g)),
                Field("Gross weight", _kg(shipment.gross_g)),
            )
        ),
        Row(
            (
                Field("Goods", str(goods)),
                Field("Freight", str(freight)),
                Field("Insurance", str(shipment.insurance)),
                Field("Invoice total", _total((goods, freight, shipment.insurance)), strong=True),
            )
        ),
        Note("I declare that the information on this invoice is true and correct."),
        _signature("Date, name and signature", shipment),
    )
    return Page("invoice", "Commercial invoice", "Commercial invoice", tidy(shipment.invoice_number), "a4", blocks)


def _invoice_rows(shipment: Shipment) -> tuple[tuple[str, ...], ...]:
    """The goods as invoiced. Code and origin declared are the first line's; a single line has the declared figures too."""
    said = shipment.invoice
    rows = []
    for number, line in enumerate(shipment.goods, start=1):
        code, origin, quantity = line.hs_code, line.origin, line.quantity
        unit, value = line.unit_value, line.value
        if said and number == 1:
            code, origin = said.hs_code, said.origin
        if said and len(shipment.goods) == 1:
            quantity, value = said.quantity, said.goods
            unit = Money(_divided(value.amount, quantity), value.currency)
        figures = (str(quantity), str(unit), str(value), _kg(line.net_g))
        rows.append((str(number), tidy(line.description), tidy(code), tidy(origin), *figures))
    return tuple(rows)


def _divided(amount: int, pieces: int) -> int:
    return round_half_up(Fraction(amount, pieces)) if pieces else amount


def _packing_list(shipment: Shipment) -> Page:
    said = shipment.packing_list
    columns = (
        Column("No.", 1, at_end=True),
        Column("Description of goods", 9),
        Column("Quantity", 2, at_end=True),
        Column("Net weight", 3, at_end=True),
    )
    rows = tuple(
        (str(number), tidy(line.description), str(line.quantity), _kg(line.net_g))
        for number, line in enumerate(shipment.goods, start=1)
    )
    blocks: tuple[Block, ...] = (
        Row(
            (
                Field("Invoice number", tidy(shipment.invoice_number), strong=True),
                Field("Date", shipment.date.isoformat()),
                Field("Order", ", ".join(shipment.order_numbers)),
            )
        ),
        Row(
            (
                Field("Seller / exporter", _full_address(shipment.seller)),
                Field("Buyer / consignee", _full_address(shipment.buyer)),
            )
        ),
        Row((Field("Carrier", tidy(shipment.carrier)), Field("Tracking number", shipment.tracking_number))),
        Table(columns, rows),
        Row(
            (
                Field("Packages", str(said.packages if said else shipment.packages), strong=True),
                Field("Pieces", str(said.quantity if said else shipment.quantity), strong=True),
                Field("Net weight", _kg(said.net_g if said else shipment.net_g), strong=True),
                Field("Gross weight", _kg(said.gross_g if said else shipment.gross_g), strong=True),
            )
        ),
    )
    return Page("packing_list", "Packing list", "Packing list", tidy(shipment.invoice_number), "a4", blocks)


def _address_label(shipment: Shipment) -> Page:
    blocks: list[Block] = [
        Row((Field("Service", tidy(shipment.carrier), share=2), Field("Date", shipment.date.isoformat()))),
        Row((Field("From", _address(shipment.seller)),)),
        Row((Field("To", _full_address(shipment.buyer), strong=True),)),
        Row(
            (
                Field("Packages", str(shipment.packages)),
                Field("Weight", _kg(shipment.gross_g)),
                Field("Order", ", ".join(shipment.order_numbers)),
            )
        ),
    ]
    widths = code128(shipment.tracking_number)
    if widths:
        blocks.append(Bars(shipment.tracking_number, widths))
    elif shipment.tracking_number:
        blocks.append(Row((Field("Tracking number", shipment.tracking_number),)))
    return Page("address_label", "Address label", "Address label", shipment.tracking_number, "a6", tuple(blocks))


def _contents(shipment: Shipment) -> tuple[ContentLine, ...]:
    if shipment.form is not None:
        return shipment.form.contents
    return tuple(
        ContentLine(line.description, line.hs_code, line.origin, line.quantity, line.value, line.net_g)
        for line in shipment.goods
    )


def _form_weight_g(shipment: Shipment) -> int:
    return sum(line.weight_g for line in shipment.form.contents) if shipment.form else shipment.gross_g


def _tax_reference(shipment: Shipment) -> str:
    return tidy(shipment.form.tax_reference if shipment.form else shipment.tax_reference)


def _ticks(label: str, shipment: Shipment) -> Ticks:
    kind = shipment.form.kind if shipment.form else shipment.reason
    return Ticks(label, tuple(Tick(_KIND_WORDS[known], "X" if known == kind else "") for known in FORM_KINDS))


def _signature(label: str, shipment: Shipment) -> Row:
    return Row((Field(label, f"{shipment.date.isoformat()}  {tidy(shipment.seller.name)}"),))


def _address(party: Party) -> str:
    """Name, address and country, one below the other; the country last and in capitals, as posts ask for."""
    country = str(Locale("en").territories.get(party.country, party.country)).upper()
    return "\n".join(
        text for text in (tidy(party.name), *(tidy_lines(line) for line in party.address), country) if text
    )


def _full_address(party: Party) -> str:
    """`_address` with what reaches the person otherwise."""
    return "\n".join(text for text in (_address(party), tidy(party.phone), tidy(party.email)) if text)


def _kg(grams: int) -> str:
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000}.{abs(grams) % 1000:03d} kg"


def _total(values: Iterable[Money]) -> str:
    """The sum; of amounts in several currencies, which no paper should have, one sum of each."""
    sums: dict[str, int] = {}
    for value in values:
        sums[value.currency] = sums.get(value.currency, 0) + value.amount
    return " + ".join(str(Money(amount, currency)) for currency, amount in sums.items())
